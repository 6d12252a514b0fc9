"""What a portfolio finances: scopes apart, avoided and removed apart from them, never added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from projects.reference.rules.sentences import Sentence
from trusts.attribution.rules import asset_classes, classes_table, shares
from trusts.attribution.rules.asset_classes import Factor
from trusts.attribution.rules.shares import GRAM, ZERO, Claim, Share

MILLION = Decimal(10**6)
INTENSITY_STEP = Decimal("0.000001")


class Tonnes(StrEnum):
    """Kinds of tonnes of one project or company; no two of them are ever added."""

    SCOPE_1 = "scope_1"
    SCOPE_2 = "scope_2"
    SCOPE_3 = "scope_3"
    #: Of a state: production emissions with land use, beside those without.
    SCOPE_1_LULUCF = "scope_1_lulucf"
    REMOVED = "removed"
    AVOIDED = "avoided"
    CREDITS_RETIRED = "credits_retired"
    CREDITS_GENERATED = "credits_generated"


#: What a financier boasts of is rounded towards less; what it is charged with, to the nearest.
_BOASTED = frozenset({Tonnes.REMOVED, Tonnes.AVOIDED, Tonnes.CREDITS_GENERATED})


@dataclass(frozen=True, kw_only=True)
class Position:
    """
    One holding: its asset class, amounts in one currency, and tonnes of what it finances.

    ``option`` is PCAF's option for the evidence behind the tonnes, e.g. ``2b``; ``project``
    lets several holdings of one project be checked against the whole. ``score`` is the data
    quality where somebody else has scored the evidence and its option is not known.
    """

    name: str
    asset_class: str
    inputs: Mapping[str, Decimal]
    tonnes: Mapping[Tonnes, Decimal] = field(default_factory=dict)
    option: str = ""
    score: int | None = None
    project: str = ""
    total_investment: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Attributed:
    """One position with its factor and its part of each kind of tonnes, by both methods."""

    position: Position
    factor: Factor
    tonnes: Mapping[Tonnes, Decimal]
    score: int | None
    guide: Share | None
    guide_tonnes: Mapping[Tonnes, Decimal]
    difference: tuple[Sentence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PortfolioResult:
    """
    Positions and their sums by kind of tonnes.

    ``intensity`` is financed scope 1 and 2 in tCO2e per million outstanding of the positions
    that have them; ``coverage`` the part of the outstanding amount whose tonnes are known;
    ``score`` PCAF's data quality, weighted by outstanding amount. None where there is nothing
    to divide by.
    """

    positions: tuple[Attributed, ...]
    totals: Mapping[Tonnes, Decimal]
    outstanding: Decimal
    coverage: Decimal | None
    intensity: Decimal | None
    score: Decimal | None


def attribute(positions: Sequence[Position]) -> PortfolioResult:
    """
    Return what the positions finance.

    1000 × 0.1 + 20000 × 0.25 + 5000 × 0.2 = 6100 tCO2e of scope 1 (PCAF Part A 2022, table 5-5).

    :raises SharesAboveOne: if holdings of one project add up to more than the project.
    :raises UnknownEvidence: for an option that PCAF's table does not hold.
    """
    found = tuple(map(_attributed, positions))
    shares.check_shares(
        Claim(each.position.name, each.position.project, "pcaf", each.factor.share)
        for each in found
        if each.position.project
    )
    outstanding = sum((each.factor.outstanding for each in found), ZERO)
    covered = [each for each in found if each.position.tonnes]
    covered_amount = sum((each.factor.outstanding for each in covered), ZERO)
    totals = {
        kind: sum((each.tonnes[kind] for each in found if kind in each.tonnes), ZERO)
        for kind in Tonnes
        if any(kind in each.tonnes for each in found)
    }
    scored = [(each.factor.outstanding, each.score) for each in found if each.score is not None]
    return PortfolioResult(
        positions=found,
        totals=totals,
        outstanding=outstanding,
        coverage=_ratio(covered_amount, outstanding),
        intensity=_intensity(found),
        score=shares.weighted_score(scored) if any(amount for amount, _ in scored) else None,
    )


def _attributed(position: Position) -> Attributed:
    factor = classes_table.factor(position.asset_class, position.inputs)
    score = position.score
    if position.option:
        score = shares.data_quality([position.option], asset_class=position.asset_class)
    guide: Share | None = None
    told: tuple[Sentence, ...] = ()
    if position.total_investment is not None:
        guide = shares.guide_share(
            outstanding=factor.outstanding, total_investment=position.total_investment
        )
        told = why_different(factor, guide)
    return Attributed(
        position=position,
        factor=factor,
        tonnes=parts_of(position.tonnes, factor.share),
        score=score,
        guide=guide,
        guide_tonnes=parts_of(position.tonnes, guide.share) if guide else {},
        difference=told,
    )


def parts_of(tonnes: Mapping[Tonnes, Decimal], share: Decimal) -> dict[Tonnes, Decimal]:
    """Return a share's part of each kind of tonnes, to the gram."""
    return {
        kind: shares.attributed(amount, share)
        if kind in _BOASTED
        else (amount * share).quantize(GRAM, rounding=ROUND_HALF_EVEN)
        for kind, amount in tonnes.items()
    }


#: Why the shares differ where PCAF divides by no balance sheet, by what it divides by.
DIVIDED_BY: Mapping[str, str] = {
    "evic": (
        "PCAF gives {pcaf} and the guide {guide}: PCAF divides by "
        "the enterprise value including cash, "
        "{pcaf_denominator}, and the guide by the total investment, {guide_denominator}."
    ),
    "property_value": (
        "PCAF gives {pcaf} and the guide {guide}: PCAF divides by "
        "the value of the property at origination, "
        "{pcaf_denominator}, and the guide by the total investment, {guide_denominator}."
    ),
    "vehicle_value": (
        "PCAF gives {pcaf} and the guide {guide}: PCAF divides by "
        "the value of the vehicle at origination, "
        "{pcaf_denominator}, and the guide by the total investment, {guide_denominator}."
    ),
    "project_value": (
        "PCAF gives {pcaf} and the guide {guide}: PCAF divides by "
        "the value of the asset, "
        "{pcaf_denominator}, and the guide by the total investment, {guide_denominator}."
    ),
    "pool_value": (
        "PCAF gives {pcaf} and the guide {guide}: PCAF divides by "
        "the balance of the pool, "
        "{pcaf_denominator}, and the guide by the total investment, {guide_denominator}."
    ),
    "ppp_gdp": (
        "PCAF gives {pcaf} and the guide {guide}: PCAF divides by "
        "the PPP-adjusted GDP, "
        "{pcaf_denominator}, and the guide by the total investment, {guide_denominator}."
    ),
}


def why_different(factor: Factor, guide: Share) -> tuple[Sentence, ...]:
    """Return in sentences why the two shares of the same money differ."""
    if factor.denominator is None:
        return ()
    if factor.basis not in set(shares.Basis):
        return _otherwise(factor, factor.denominator, guide)
    pcaf = Share(
        share=factor.share,
        outstanding=factor.outstanding,
        denominator=factor.denominator,
        basis=shares.Basis(factor.basis),
        is_capped=factor.is_capped,
        equity_below_zero=any(
            each.template == asset_classes.NEGATIVE_EQUITY for each in factor.notes
        ),
    )
    return tuple(shares.explain(pcaf, guide))


def _otherwise(factor: Factor, denominator: Decimal, guide: Share) -> tuple[Sentence, ...]:
    if factor.share == guide.share:
        return (Sentence(shares.SAME_SHARE, {"share": f"{factor.share:f}"}),)
    facts = {
        "pcaf": f"{factor.share:f}",
        "guide": f"{guide.share:f}",
        "pcaf_denominator": f"{denominator:,f}",
        "guide_denominator": f"{guide.denominator:,f}",
    }
    return (Sentence(DIVIDED_BY[factor.basis], facts),)


def _intensity(found: Sequence[Attributed]) -> Decimal | None:
    scopes = (Tonnes.SCOPE_1, Tonnes.SCOPE_2)
    counted = [each for each in found if any(kind in each.tonnes for kind in scopes)]
    amount = sum((each.factor.outstanding for each in counted), ZERO)
    if amount <= 0:
        return None
    tonnes = sum((each.tonnes.get(kind, ZERO) for each in counted for kind in scopes), ZERO)
    return (tonnes * MILLION / amount).quantize(INTENSITY_STEP, rounding=ROUND_HALF_EVEN)


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    if whole <= 0:
        return None
    return (part / whole).quantize(INTENSITY_STEP, rounding=ROUND_HALF_EVEN)
