"""Walk from a figure down: formula, statements, factors, approvals, stations, day blocks, file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from config.kernel.errors import NotFoundHere
from config.kernel.periods import Period
from projects.carbon import queries as carbon
from projects.carbon.methodologies.table import method
from projects.metering import queries as metering
from projects.metering.queries import Block, StationEnergy
from projects.registry import queries as registry
from projects.registry.rules.places import PROVINCES
from reporting.figures.models import Figure
from reporting.figures.queries import (
    from_activity,
    from_carbon,
    from_financing,
    from_sales,
    from_trusts,
)
from trusts.attribution.queries import AttributionStatement, FinancedStatement
from trusts.attribution.rules.classes_table import ASSET_CLASSES

PAGE = 100
#: What the two rule-books of attribution are called.
ATTRIBUTIONS = {
    "pcaf": ("PCAF 口径", "PCAF"),
    "guide": ("绿色信贷指引口径", "green-credit guide"),
}
#: What kinds of sold rights are called.
SALES = {
    "certificate": ("绿色电力证书", "green certificates"),
    "credit": ("减排量", "emission reduction credits"),
}
#: In which indicators' dimensions a province is named, and by which code.
_SHORT = {each.code: short for short, each in PROVINCES.items()}


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """One statement that a figure rests on, as a reader sees it."""

    table: str
    id: int
    sha256: str
    title: str
    period: str
    method: str
    method_zh: str
    method_en: str
    value: Decimal
    unit: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Stations:
    """One page of the stations below a figure; ``next_after`` is where the next begins."""

    rows: tuple[StationEnergy, ...]
    period: Period
    next_after: int | None


@dataclass(frozen=True, kw_only=True)
class Walk:
    """What one click on a figure shows: all of it was stored with the figure."""

    figure: Figure
    formula: Mapping[str, Any]
    factors: tuple[Mapping[str, Any], ...]
    approvals: tuple[Mapping[str, Any], ...]
    statements: tuple[StatementLine, ...]
    sets: tuple[Mapping[str, Any], ...]
    is_metered: bool


def walk(figure: Figure) -> Walk:
    """Return the formula with its values, the statements, the factors and the approvals."""
    return Walk(
        figure=figure,
        formula=figure.formula,
        factors=tuple(figure.factors),
        approvals=tuple(figure.approvals),
        statements=tuple(statements_of(figure)),
        sets=tuple(figure.inputs.get("sets", ())),
        is_metered=is_metered(figure),
    )


def is_metered(figure: Figure) -> bool:
    """Return whether stations stand below the figure."""
    return bool(figure.inputs["projects"]) and figure.indicator.startswith(("E-", "Q-DQ"))


def statements_of(figure: Figure) -> list[StatementLine]:
    """Return the statements of carbon and attribution, and the sales, that the figure rests on."""
    ids: dict[str, list[int]] = {}
    for ref in figure.inputs.get("rows", ()):
        ids.setdefault(ref["table"], []).append(ref["id"])
    period = figure.figure_set.period
    found: list[StatementLine] = []
    if wanted := set(ids.get(from_carbon.TABLE, ())):
        rows = carbon.statements(
            period=period, known_at=figure.known_at, methods=figure.figure_set.methods or None
        )
        found += [_carbon_line(row) for row in rows.select_related("project") if row.pk in wanted]
    if wanted := set(ids.get(from_trusts.TABLE, ())):
        found += [
            _attribution_line(row)
            for row in from_trusts.statements(period, figure.known_at)
            if row.pk in wanted
        ]
    if wanted := set(ids.get(from_financing.TABLE, ())):
        found += [
            _financed_line(row)
            for row in from_financing.statements(period, figure.known_at)
            if row.pk in wanted
        ]
    found += map(_activity_line, from_activity.statements(ids.get(from_activity.TABLE, ())))
    found += map(_sale_line, from_sales.sales(ids.get(from_sales.TABLE, ())))
    return found


def _activity_line(row: Any) -> StatementLine:
    """Return a statement of entered activity by its first result; the others are in its detail."""
    named, first = method(row.method, row.method_version), row.results[0]
    return StatementLine(
        table=from_activity.TABLE,
        id=row.pk,
        sha256=row.sha256,
        title=str(row.project),
        period=str(row.period),
        method=f"{row.method} {row.method_version}",
        method_zh=f"{named.name_zh} {row.method_version}",
        method_en=f"{named.name_en} {row.method_version}",
        value=Decimal(first["value"]),
        unit=first["unit"],
        detail={
            "results": row.results,
            "numbers": row.numbers,
            "steps": row.steps,
            "inputs": row.inputs,
            "data_quality": row.data_quality,
        },
    )


def _sale_line(row: Any) -> StatementLine:
    zh, en = SALES[row.kind]
    return StatementLine(
        table=from_sales.TABLE,
        id=row.pk,
        sha256=row.content_sha256,
        title=f"{row.project} · {row.registry_reference}",
        period=str(row.period),
        method=row.kind,
        method_zh=zh,
        method_en=en,
        value=row.amount,
        unit=row.unit,
        detail={"sold_on": row.sold_on, "buyer": row.buyer, "source": row.source},
    )


def _carbon_line(row: Any) -> StatementLine:
    named = method(row.method, row.method_version)
    return StatementLine(
        table=from_carbon.TABLE,
        id=row.pk,
        sha256=row.sha256,
        title=str(row.project),
        period=str(row.period),
        method=f"{row.method} {row.method_version}",
        method_zh=f"{named.name_zh} {row.method_version}",
        method_en=f"{named.name_en} {row.method_version}",
        value=row.avoided_tco2e,
        unit="tCO2e",
        detail={"lines": row.lines, "inputs": row.inputs, "data_quality": row.data_quality},
    )


def _attribution_line(row: AttributionStatement) -> StatementLine:
    return StatementLine(
        table=from_trusts.TABLE,
        id=row.pk,
        sha256=row.sha256,
        title=f"{row.product.code} · {row.project_code}",
        period=str(row.period),
        method=f"{row.method} {row.method_version}",
        method_zh=f"{ATTRIBUTIONS[row.method][0]} {row.method_version}",
        method_en=f"{ATTRIBUTIONS[row.method][1]} {row.method_version}",
        value=row.attributed_tco2e,
        unit="tCO2e",
        detail={
            "share": row.share,
            "allocated_cny": row.allocated_cny,
            "denominator_cny": row.denominator_cny,
            "project_avoided_tco2e": row.project_avoided_tco2e,
            "inputs": row.inputs,
        },
    )


def _financed_line(row: FinancedStatement) -> StatementLine:
    chosen = ASSET_CLASSES[row.asset_class]
    return StatementLine(
        table=from_financing.TABLE,
        id=row.pk,
        sha256=row.sha256,
        title=f"{row.product.code} · {row.investee_code}",
        period=str(row.period),
        method=f"{row.method} {row.method_version}",
        method_zh=f"{ATTRIBUTIONS[row.method][0]} · {chosen.name_zh} {row.method_version}",
        method_en=f"{ATTRIBUTIONS[row.method][1]} · {chosen.name_en} {row.method_version}",
        value=row.share,
        unit="",
        detail={
            "share": row.share,
            "allocated_cny": row.allocated_cny,
            "denominator": row.denominator,
            "basis": row.basis,
            "tonnes": row.tonnes,
            "inputs": row.inputs,
        },
    )


def period_below(figure: Figure) -> Period:
    """Return the days that the stations below a figure are asked about."""
    month = figure.dimension.get("month")
    return Period.parse(month) if month else figure.figure_set.period


def stations_of(figure: Figure, *, after_id: int = 0, limit: int = PAGE) -> Stations:
    """
    Return the next stations below a figure, by id, each with its energy of the figure's days.

    A page costs the same however deep it is.
    """
    period = period_below(figure)
    ids = _project_ids(figure)
    if not ids:
        return Stations(rows=(), period=period, next_after=None)
    rows = metering.stations_page(
        project_ids=ids,
        period=period,
        known_at=figure.known_at,
        province=_SHORT.get(figure.dimension.get("province", ""), ""),
        after_id=after_id,
        limit=limit,
    )
    last = rows[-1].station_id if len(rows) == limit else None
    return Stations(rows=tuple(rows), period=period, next_after=last)


def _project_ids(figure: Figure) -> list[int]:
    terms = registry.projects_known(
        as_of=figure.figure_set.period.last_day, known_at=figure.known_at
    )
    codes = figure.inputs["projects"]
    return sorted(terms.filter(project__code__in=codes).values_list("project_id", flat=True))


def blocks_of(
    figure: Figure, station_code: str, *, month: Period | None = None
) -> tuple[Period, list[Block]]:
    """
    Return a station's day blocks below a figure, as known at its moment, with file and batch.

    A year is shown month by month: ``month`` says which, the first one by default.

    :raises NotFoundHere: if no such station stands below the figure.
    """
    ids = set(_project_ids(figure))
    stations = registry.stations_for_metering([station_code], known_at=figure.known_at)
    station = next((each for each in stations if each.project_id in ids), None)
    if station is None:
        raise NotFoundHere(what="station", key=station_code)
    period = month or period_below(figure).months()[0]
    return period, metering.day_blocks(
        station_id=station.id, period=period, known_at=figure.known_at, only_standing=False
    )


def months_below(figure: Figure) -> list[Period]:
    """Return the months that the stations below a figure can be asked about."""
    return period_below(figure).months()
