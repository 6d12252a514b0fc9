"""What was stated: by period, computed again, side by side, in sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from config.kernel.periods import Period
from projects.reference.rules.sentences import Sentence
from trusts.attribution import rules
from trusts.attribution.models import AttributionStatement
from trusts.attribution.projects import PROJECTS
from trusts.attribution.queries.plans import plan
from trusts.attribution.rules import METHOD_VERSIONS, STAKE_VERSION, Method
from trusts.attribution.sources import Sources


def statements(
    *,
    period: Period,
    known_at: dt.datetime,
    product_ids: Iterable[int] | None = None,
) -> list[AttributionStatement]:
    """Return the statements of a period as pinned at ``known_at``: product, contract, project."""
    rows = AttributionStatement.objects.filter(
        starts_on=period.starts_on, ends_on=period.ends_on, known_at=known_at
    ).select_related("product", "contract")
    if product_ids is not None:
        rows = rows.filter(product_id__in=list(product_ids))
    return list(rows.order_by("product__code", "contract__code", "project_code", "method", "id"))


def recompute(
    stated: Sequence[AttributionStatement], *, sources: Sources = PROJECTS
) -> dict[int, str | None]:
    """
    Return, by statement id, the hash that the same statement has when computed afresh.

    Computed from stored facts at each statement's own moment of knowledge. None where it
    cannot be computed any more; a hash other than the stored one means that something
    was tampered with.
    """
    found: dict[int, str | None] = {}
    asked = {(each.period, each.known_at) for each in stated}
    for period, known_at in sorted(asked):
        fresh = plan(period=period, known_at=known_at, sources=sources)
        hashes = {each.place: each.sha256 for each in fresh.statements}
        found |= {
            each.pk: hashes.get(each.place)
            for each in stated
            if (each.period, each.known_at) == (period, known_at)
        }
    return found


@dataclass(frozen=True)
class SideBySide:
    """Both shares of one contract in one project, and why they differ."""

    pcaf: AttributionStatement
    guide: AttributionStatement
    explanation: tuple[Sentence, ...]


def side_by_side(stated: Sequence[AttributionStatement]) -> list[SideBySide]:
    """Return the statements in pairs, with the difference in sentences; the unpaired stay out."""
    by_method: dict[str, dict[tuple[Any, ...], AttributionStatement]] = {
        Method.PCAF: {},
        Method.GUIDE: {},
    }
    for each in stated:
        place = (each.contract_id, each.project_id, each.period, each.known_at)
        by_method[each.method][place] = each
    guides = by_method[Method.GUIDE]
    return [
        SideBySide(
            pcaf,
            guides[place],
            tuple(rules.explain(pcaf.as_share(), guides[place].as_share())),
        )
        for place, pcaf in by_method[Method.PCAF].items()
        if place in guides
    ]


def pair_of(statement: AttributionStatement) -> SideBySide | None:
    """Return a statement beside the current one of the other method; None if it has none."""
    other = next(each for each in Method if each != statement.method)
    versions = {METHOD_VERSIONS[other], *([STAKE_VERSION] if other is Method.PCAF else [])}
    found = AttributionStatement.objects.filter(
        contract_id=statement.contract_id,
        project_id=statement.project_id,
        starts_on=statement.starts_on,
        ends_on=statement.ends_on,
        known_at=statement.known_at,
        method=other.value,
        method_version__in=versions,
    ).select_related("product", "contract")
    return next(iter(side_by_side([statement, *found])), None)


@dataclass(frozen=True)
class ProductTotal:
    """What one product is attributed by one method in a period, in tCO2e."""

    product_id: int
    method: str
    attributed_tco2e: Decimal
    allocated_cny: Decimal
    data_quality: Decimal | None
    statement_ids: tuple[int, ...]
    is_sample: bool


def totals(stated: Iterable[AttributionStatement]) -> list[ProductTotal]:
    """Return the sums by product and method; methods are alternatives and never added."""
    grouped: dict[tuple[int, str], list[AttributionStatement]] = {}
    for each in stated:
        grouped.setdefault((each.product_id, each.method), []).append(each)
    return [_total(*key, rows) for key, rows in sorted(grouped.items())]


def _total(product_id: int, method: str, rows: Sequence[AttributionStatement]) -> ProductTotal:
    scored = [
        (each.allocated_cny, each.data_quality) for each in rows if each.data_quality is not None
    ]
    return ProductTotal(
        product_id=product_id,
        method=method,
        attributed_tco2e=sum((each.attributed_tco2e for each in rows), rules.ZERO),
        allocated_cny=sum((each.allocated_cny for each in rows), rules.ZERO),
        data_quality=rules.weighted_score(scored) if scored else None,
        statement_ids=tuple(each.pk for each in rows),
        is_sample=any(each.is_sample for each in rows),
    )
