"""What stored facts yield: the statements that a run would store, and what it leaves out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from config.kernel.canonical import plain_decimal
from config.kernel.periods import Period
from trusts.attribution import rules
from trusts.attribution.models import AttributionStatement, Exposure
from trusts.attribution.projects import PROJECTS
from trusts.attribution.queries.known import stakes_in_projects
from trusts.attribution.rules import METHOD_VERSIONS, STAKE_VERSION, Method
from trusts.attribution.sources import Avoided, Finances, Sources
from trusts.contracts import queries as contracts
from trusts.contracts.models import Contract
from trusts.contracts.queries import Allocation, ProjectShare


@dataclass(frozen=True)
class Gap:
    """A contract's money in a project that cannot be attributed by a method, and why."""

    contract: str
    project: str
    method: str
    code: str
    why: str

    def to_json(self) -> dict[str, str]:
        """Return the stored form."""
        return {
            "contract": self.contract,
            "project": self.project,
            "method": self.method,
            "code": self.code,
            "why": self.why,
        }


@dataclass(frozen=True)
class Plan:
    """What a run states: rows not yet stored, and what could not be stated."""

    statements: tuple[AttributionStatement, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class _Money:
    """One contract's allocated money in one project, with all that a share needs."""

    contract: Contract
    outstanding: Decimal
    split_id: int | None
    part: ProjectShare
    avoided: Avoided
    finances: Finances
    stake: Exposure | None = None

    @property
    def stake_cny(self) -> Decimal | None:
        """Return what the stake is worth; None without one, or while the equity is not known."""
        if self.stake is None or self.finances.equity is None:
            return None
        return rules.stake_value(
            shares_held=self.stake.shares_held or rules.ZERO,
            total_shares=self.stake.total_shares or rules.ONE,
            equity=self.finances.equity,
        )


def plan(
    *,
    period: Period,
    known_at: dt.datetime,
    sources: Sources = PROJECTS,
    product_ids: Iterable[int] | None = None,
) -> Plan:
    """
    Return both shares of every contract in every project it finances, computed afresh.

    The amount is what is outstanding at the end of the period's last day; the balance
    sheet is the one that holds on that day; the tonnes are the period's.

    :raises SharesAboveOne: if the financiers of a project would claim more than it.
    """
    on = period.last_day
    allocations = contracts.allocations(on=on, known_at=known_at, product_ids=product_ids)
    project_ids = {part.project_id for each in allocations for part in each.shares}
    avoided = sources.avoided(project_ids, period=period, known_at=known_at)
    finances = sources.finances(project_ids, on=on, known_at=known_at)
    stakes = stakes_in_projects(on=on, known_at=known_at)
    statements: list[AttributionStatement] = []
    gaps: list[Gap] = []
    for allocation in allocations:
        for part in allocation.shares:
            if part.amount == 0:
                continue
            spared = avoided.get(part.project_id)
            if spared is None:
                gaps += _nothing_computed(allocation, part)
                continue
            money = _Money(
                allocation.contract,
                allocation.outstanding,
                allocation.split_id,
                part,
                spared,
                finances.get(part.project_id, Finances()),
                stakes.get((allocation.contract.pk, part.project_id)),
            )
            for method in Method:
                try:
                    statements.append(_state(money, method, period=period, known_at=known_at))
                except rules.DenominatorUnknown as refusal:
                    gaps.append(_gap(allocation.contract, part, method, refusal.code, str(refusal)))
    rules.check_shares(_claim(each) for each in statements)
    return Plan(tuple(statements), tuple(gaps))


def _state(
    money: _Money, method: Method, *, period: Period, known_at: dt.datetime
) -> AttributionStatement:
    known, part = money.finances, money.part
    is_pcaf = method is Method.PCAF
    stake = money.stake_cny if is_pcaf else None
    share = _share(method, part.amount if stake is None else stake, known)
    statement = AttributionStatement(
        product_id=money.contract.product_id,
        contract_id=money.contract.pk,
        project_id=part.project_id,
        project_code=part.project_code,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        known_at=known_at,
        method=method.value,
        method_version=METHOD_VERSIONS[method] if stake is None else STAKE_VERSION,
        outstanding_cny=money.outstanding,
        split_percent=part.percent,
        allocated_cny=part.amount,
        basis=share.basis.value,
        denominator_cny=share.denominator,
        equity_cny=known.equity if is_pcaf else None,
        debt_cny=known.debt if is_pcaf else None,
        total_assets_cny=known.total_assets if is_pcaf else None,
        total_investment_cny=None if is_pcaf else known.total_investment,
        share=share.share,
        is_capped=share.is_capped,
        project_avoided_tco2e=money.avoided.tco2e,
        attributed_tco2e=rules.attributed(money.avoided.tco2e, share.share),
        data_quality=rules.data_quality(money.avoided.evidence) if is_pcaf else None,
        inputs=_inputs(money, is_pcaf=is_pcaf),
        is_sample=_rests_on_sample(money),
    )
    statement.sha256 = statement.computed_sha256()
    return statement


def _share(method: Method, outstanding: Decimal, known: Finances) -> rules.Share:
    if method is Method.PCAF:
        return rules.pcaf_share(
            outstanding=outstanding,
            equity=known.equity,
            debt=known.debt,
            total_assets=known.total_assets,
        )
    return rules.guide_share(outstanding=outstanding, total_investment=known.total_investment)


def _inputs(money: _Money, *, is_pcaf: bool) -> dict[str, Any]:
    source = (
        {
            "project_finance": money.finances.finance_id,
            "evidence": list(money.avoided.evidence),
            **_stake(money),
        }
        if is_pcaf
        else {"project_terms": money.finances.terms_id}
    )
    return {
        "split": money.split_id,
        "carbon_statements": money.avoided.statement_count,
        "carbon_statements_sha256": money.avoided.statements_sha256,
        **source,
    }


def _stake(money: _Money) -> dict[str, Any]:
    if money.stake is None or money.stake_cny is None:
        return {}
    return {"exposure": money.stake.pk, "stake_cny": plain_decimal(money.stake_cny)}


def _rests_on_sample(money: _Money) -> bool:
    contract = money.contract
    return (
        contract.is_sample
        or contract.product.is_sample
        or money.avoided.is_sample
        or money.finances.is_sample
    )


def _gap(contract: Contract, part: ProjectShare, method: str, code: str, why: str) -> Gap:
    return Gap(contract.code, part.project_code, method, code, why)


def _nothing_computed(allocation: Allocation, part: ProjectShare) -> list[Gap]:
    why = "No carbon statement of the project covers the period."
    return [_gap(allocation.contract, part, each, "nothing_computed", why) for each in Method]


def _claim(statement: AttributionStatement) -> rules.Claim:
    return rules.Claim(
        financier=statement.contract.code,
        project=statement.project_code,
        method=statement.method,
        share=statement.share,
    )
