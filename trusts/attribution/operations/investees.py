"""Say what money finances, what it is worth and emits year by year, and in which class."""

from __future__ import annotations

import datetime as dt

from config.kernel.corrections import name_the_corrected
from config.kernel.errors import InvalidInput
from config.kernel.findings import Finding
from config.kernel.models import Actor
from config.kernel.proposals import propose
from trusts.attribution.models import Exposure, Investee, InvesteeEmission, InvesteeYear
from trusts.attribution.rules.investees import (
    OTHER_AMOUNTS,
    YEAR_AMOUNTS,
    Kind,
    judge_emission,
    judge_exposure,
    judge_year,
)
from trusts.register.models import ALIVE
from trusts.register.operations import CodeTaken

AMOUNTS = (*YEAR_AMOUNTS, *OTHER_AMOUNTS)


def propose_investee(*, investee: Investee, by: Actor, reason: str) -> Investee:
    """
    Propose something that money finances; ``investee`` is a row not yet saved.

    :raises CodeTaken: if the code is held already.
    :raises InvalidInput: if it names a project or a party that its kind has not.
    """
    holder = Investee.objects.filter(ALIVE, code=investee.code).first()
    if holder is not None:
        raise CodeTaken(field="code", value=investee.code, holder=str(holder))
    is_project = investee.kind == Kind.PROJECT
    if is_project != (investee.project_id is not None):
        raise InvalidInput([_misnamed("project", "Choose the project, or another kind.")])
    if investee.party_id is not None and investee.kind != Kind.COMPANY:
        raise InvalidInput([_misnamed("party", "Leave the party empty, or choose a company.")])
    return propose(investee, by=by, reason=reason)


def propose_year(*, year: InvesteeYear, by: Actor, reason: str) -> InvesteeYear:
    """
    Propose what an investee was worth at the end of a year; a second one corrects the first.

    :raises InvalidInput: naming each amount that is unfit; for a project, whose balance sheet
        and total investment stand in its own register.
    """
    findings = judge_year({name: getattr(year, name) for name in AMOUNTS})
    if year.investee.kind == Kind.PROJECT:
        findings = [_has_its_register(year.investee)]
    if findings:
        raise InvalidInput(findings)
    year.effective_from = dt.date(year.year, 1, 1)
    name_the_corrected(year)
    return propose(year, by=by, reason=reason)


def propose_emission(*, emission: InvesteeEmission, by: Actor, reason: str) -> InvesteeEmission:
    """
    Propose what an investee emitted in a year, of one kind; a second one corrects the first.

    :raises InvalidInput: for tonnes below zero, an option of evidence that PCAF does not have for
        the kind, or verified emissions that name no verifier.
    """
    findings = judge_emission(
        kind=emission.investee.kind,
        option=emission.option,
        mass_tco2e=emission.mass_tco2e,
        verified_by=emission.verified_by,
    )
    if findings:
        raise InvalidInput(findings)
    emission.effective_from = dt.date(emission.year, 1, 1)
    name_the_corrected(emission)
    return propose(emission, by=by, reason=reason)


def propose_exposure(*, exposure: Exposure, by: Actor, reason: str) -> Exposure:
    """
    Propose what a contract's money in an investee is, from a day on; a second one corrects.

    :raises InvalidInput: if class, percentage, stake or value do not fit one another.
    """
    findings = judge_exposure(
        kind=exposure.investee.kind,
        asset_class=exposure.asset_class,
        percent=exposure.percent,
        shares_held=exposure.shares_held,
        total_shares=exposure.total_shares,
        value_at_origination_cny=exposure.value_at_origination_cny,
    )
    if findings:
        raise InvalidInput(findings)
    name_the_corrected(exposure)
    return propose(exposure, by=by, reason=reason)


def _misnamed(field: str, remedy: str) -> Finding:
    return Finding(
        code="misnamed",
        message="A project is named by an investee of that kind alone, a party by a company.",
        field=field,
        value="",
        remedy=remedy,
    )


def _has_its_register(investee: Investee) -> Finding:
    return Finding(
        code="has_its_register",
        message="The balance sheet and the total investment of a project stand in its register.",
        field="investee",
        value=investee.code,
        remedy="Record them under Projects; here only what the project emitted is recorded.",
    )
