"""What was stated of all asset classes: by period, computed again, and the portfolio in sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from django.db.models import Max

from config.kernel.periods import Period
from projects.reference.rules.sentences import Sentence
from trusts.attribution.models import FinancedStatement
from trusts.attribution.projects import PROJECTS
from trusts.attribution.queries.financed import financed_plan
from trusts.attribution.rules import ZERO, Method, weighted_score
from trusts.attribution.rules.portfolios import INTENSITY_STEP, MILLION, Tonnes, why_different
from trusts.attribution.sources import Sources
from trusts.contracts import queries as contracts

SCOPES = (Tonnes.SCOPE_1, Tonnes.SCOPE_2)


def financed(
    *,
    period: Period,
    known_at: dt.datetime,
    product_ids: Iterable[int] | None = None,
) -> list[FinancedStatement]:
    """Return what was stated of a period as pinned at ``known_at``: product, contract, investee."""
    rows = FinancedStatement.objects.filter(
        starts_on=period.starts_on, ends_on=period.ends_on, known_at=known_at
    ).select_related("product", "contract", "investee", "investee__project")
    if product_ids is not None:
        rows = rows.filter(product_id__in=list(product_ids))
    return list(rows.order_by("product__code", "contract__code", "investee_code", "method", "id"))


def recompute_financed(
    stated: Sequence[FinancedStatement], *, sources: Sources = PROJECTS
) -> dict[int, str | None]:
    """Return, by statement id, the hash of the same statement computed afresh; None if gone."""
    found: dict[int, str | None] = {}
    for period, known_at in sorted({(each.period, each.known_at) for each in stated}):
        fresh = financed_plan(period=period, known_at=known_at, sources=sources)
        hashes = {each.place: each.sha256 for each in fresh.statements}
        found |= {
            each.pk: hashes.get(each.place)
            for each in stated
            if (each.period, each.known_at) == (period, known_at)
        }
    return found


def latest_financed(*, period: Period) -> dt.datetime | None:
    """Return the latest moment for which a period was stated; None if it never was."""
    rows = FinancedStatement.objects.filter(starts_on=period.starts_on, ends_on=period.ends_on)
    latest: dt.datetime | None = rows.aggregate(latest=Max("known_at"))["latest"]
    return latest


NO_GUIDE = (
    "The green-credit guide divides by the total investment in a project, a property or an asset; "
    "none is recorded here, and its share is not stated."
)
NO_PCAF = "What PCAF divides by is not recorded; its share is not stated."


@dataclass(frozen=True)
class FinancedPair:
    """One contract's share in one investee by both methods, and why they differ or one is alone."""

    pcaf: FinancedStatement | None
    guide: FinancedStatement | None
    explanation: tuple[Sentence, ...]


def financed_pair(statement: FinancedStatement) -> FinancedPair:
    """Return a statement beside the one of the other method, with the difference in sentences."""
    rows = FinancedStatement.objects.filter(
        contract_id=statement.contract_id,
        investee_id=statement.investee_id,
        starts_on=statement.starts_on,
        ends_on=statement.ends_on,
        known_at=statement.known_at,
    ).select_related("product", "contract", "investee")
    by_method = {each.method: each for each in rows}
    pcaf, guide = by_method.get(Method.PCAF), by_method.get(Method.GUIDE)
    return FinancedPair(pcaf, guide, _explained(pcaf, guide))


def _explained(
    pcaf: FinancedStatement | None, guide: FinancedStatement | None
) -> tuple[Sentence, ...]:
    if pcaf is None:
        return (Sentence(NO_PCAF, {}),)
    share = guide.as_guide() if guide else None
    if share is None:
        return (Sentence(NO_GUIDE, {}),)
    return why_different(pcaf.as_factor(), share)


@dataclass(frozen=True)
class ClassTotal:
    """
    What one asset class finances by PCAF, in tCO2e by kind; kinds are never added.

    ``covered_cny`` is the money whose scope 1 or 2 is known, ``intensity`` financed scopes 1
    and 2 per million of it, ``score`` PCAF's data quality weighted by it; None where there is
    nothing to divide by.
    """

    asset_class: str
    placed_cny: Decimal
    covered_cny: Decimal
    tonnes: dict[Tonnes, Decimal]
    intensity: Decimal | None
    score: Decimal | None


@dataclass(frozen=True)
class PortfolioTotal:
    """What all contracts finance: the whole, and each asset class."""

    outstanding_cny: Decimal
    coverage: Decimal | None
    whole: ClassTotal
    classes: tuple[ClassTotal, ...]
    is_sample: bool


def portfolio(
    *, period: Period, known_at: dt.datetime, product_ids: Iterable[int] | None = None
) -> PortfolioTotal:
    """
    Return what the stated shares come to by PCAF, over all that is outstanding under contracts.

    Coverage is the money whose scope 1 or 2 is known over what is outstanding.
    """
    ids = None if product_ids is None else list(product_ids)
    stated = financed(period=period, known_at=known_at, product_ids=ids)
    rows = [each for each in stated if each.method == Method.PCAF]
    placed = contracts.allocations(on=period.last_day, known_at=known_at, product_ids=ids)
    outstanding = sum((each.outstanding for each in placed), ZERO)
    codes = sorted({each.asset_class for each in rows})
    whole = _total("", rows)
    return PortfolioTotal(
        outstanding_cny=outstanding,
        coverage=_over(whole.covered_cny, outstanding),
        whole=whole,
        classes=tuple(
            _total(code, [each for each in rows if each.asset_class == code]) for code in codes
        ),
        is_sample=any(each.is_sample for each in rows),
    )


def _total(code: str, rows: Sequence[FinancedStatement]) -> ClassTotal:
    covered = [each for each in rows if any(kind in each.parts for kind in SCOPES)]
    money = sum((each.allocated_cny for each in covered), ZERO)
    tonnes = {
        kind: sum((each.parts.get(kind, ZERO) for each in rows), ZERO)
        for kind in Tonnes
        if any(kind in each.parts for each in rows)
    }
    emitted = sum((tonnes.get(kind, ZERO) for kind in SCOPES), ZERO)
    scored = [
        (each.allocated_cny, each.data_quality) for each in covered if each.data_quality is not None
    ]
    return ClassTotal(
        asset_class=code,
        placed_cny=sum((each.allocated_cny for each in rows), ZERO),
        covered_cny=money,
        tonnes=tonnes,
        intensity=_over(emitted * MILLION, money),
        score=weighted_score(scored) if any(amount for amount, _score in scored) else None,
    )


def _over(part: Decimal, whole: Decimal) -> Decimal | None:
    if whole <= 0:
        return None
    return (part / whole).quantize(INTENSITY_STEP, rounding=ROUND_HALF_EVEN)
