"""An announced figure beside what was computed, judged and explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from config.kernel.periods import Period
from config.kernel.quantities import Measure
from projects.carbon.models import Claim
from projects.carbon.models.claims import ClaimBasis, ClaimMeasure
from projects.carbon.queries.rights import ClaimableAmount, claimable_in
from projects.carbon.queries.statements import ProjectTotal, latest_drawing, totals
from projects.carbon.rules.comparison import Comparison, Computed, checks_beside, compare
from projects.carbon.rules.plausibility import Check, Verdict, overall
from projects.reference.queries import FactorLibrary
from projects.reference.rules.kinds import NATION
from projects.reference.rules.sentences import Sentence
from projects.registry import queries as registry
from projects.registry.models import ProjectTerms

#: National factors that tell a reader which one a sponsor may have used.
_NAMED_KINDS = ("grid_average", "grid_fossil_power")


@dataclass(frozen=True)
class ClaimCheck:
    """
    One claim with every check on it and, where there is one, the computed side.

    ``drawn_at`` is the moment of knowledge of the statements that were summed. ``missing``
    says why there is no comparison; it is None where there is one.
    """

    claim: Claim
    period: Period
    known_at: dt.datetime
    drawn_at: dt.datetime | None
    checks: tuple[Check, ...]
    verdict: Verdict
    comparison: Comparison | None
    statement_ids: tuple[int, ...]
    missing: Sentence | None
    claimable: ClaimableAmount | None


def claim_check(claim: Claim, *, period: Period, known_at: dt.datetime) -> ClaimCheck:
    """
    Return the claim judged by itself and set beside the latest statements drawn by ``known_at``.

    The comparison says which hours the claim needs at the computed factor, and which
    factor at the metered energy; it never says which of the two is right. ``claimable`` says
    what of the computed tonnes is left after the sales known then.
    """
    terms = (
        registry.terms(claim.project_id, on=period.last_day, known_at=known_at)
        if claim.project_id
        else None
    )
    technology = terms.project.technology if terms else ""
    drawn_at = (
        latest_drawing(period=period, known_at=known_at, project_id=claim.project_id)
        if claim.project_id
        else None
    )
    summed = _summed(claim, period, drawn_at)
    computed = _computed(summed, terms)
    found = tuple(checks_beside(claim.facts, computed, technology=technology))
    missing = _missing(claim, period, summed)
    comparison = None
    if missing is None and computed is not None:
        named = _named_factors(period, known_at) if _is_power(summed) else {}
        comparison = compare(claim.facts["avoided_tco2"], computed, factors=named)
    return ClaimCheck(
        claim=claim,
        period=period,
        known_at=known_at,
        drawn_at=drawn_at,
        checks=found,
        verdict=overall(found),
        comparison=comparison,
        statement_ids=summed.statement_ids if summed else (),
        missing=missing,
        claimable=claimable_in(
            project_id=claim.project_id, period=period, known_at=known_at, drawn_at=drawn_at
        )
        if claim.project_id and drawn_at
        else None,
    )


def _summed(claim: Claim, period: Period, drawn_at: dt.datetime | None) -> ProjectTotal | None:
    if drawn_at is None or claim.project_id is None:
        return None
    found = totals(period=period, known_at=drawn_at, project_ids=[claim.project_id])
    return found[0] if len(found) == 1 else None


def _computed(summed: ProjectTotal | None, terms: ProjectTerms | None) -> Computed | None:
    if summed is None:
        return None
    in_megawatt = terms is not None and terms.capacity_unit == "MW"
    return Computed(
        energy_wh=summed.energy_wh,
        avoided_tco2e=summed.avoided.value,
        capacity_mw=terms.capacity if terms and in_megawatt else None,
    )


def _missing(claim: Claim, period: Period, summed: ProjectTotal | None) -> Sentence | None:
    facts = {
        "measure": str(ClaimMeasure(claim.measure).label),
        "basis": str(ClaimBasis(claim.basis).label),
        "period": str(period),
    }
    if claim.measure != Measure.AVOIDED.value:
        return Sentence(
            "The claim measures {measure}: it is not set beside avoided emissions.", facts
        )
    if claim.basis != ClaimBasis.YEAR.value or period != Period.year(period.starts_on.year):
        return Sentence(
            "The claim is for {basis} and the period is {period}: only a year is set beside a"
            " yearly claim.",
            facts,
        )
    if not claim.project_id:
        return Sentence("The claim is of no registered project, so nothing was computed.")
    if summed is None:
        return Sentence("No statements of the project were drawn for {period} by then.", facts)
    return None


def _is_power(summed: ProjectTotal | None) -> bool:
    return summed is not None and summed.carrier == "electricity"


def _named_factors(period: Period, known_at: dt.datetime) -> Mapping[str, Decimal]:
    """Return the newest national factors not after the year, by name, in tCO2/MWh."""
    library = FactorLibrary(known_at=known_at)
    year = period.starts_on.year
    named: dict[str, Decimal] = {}
    for kind in _NAMED_KINDS:
        dated = [
            each
            for each in library.candidates(kind)
            if each.region == NATION
            and not each.superseded_by
            and each.data_year is not None
            and each.data_year <= year
        ]
        for each in sorted(dated, key=lambda each: each.data_year or 0)[-1:]:
            named[f"{kind} {NATION} {each.data_year}"] = each.value
    return named
