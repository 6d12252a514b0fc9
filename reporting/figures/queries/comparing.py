"""One period on two bases: the figures of both, and the bridge between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from config.kernel.errors import DomainError
from config.kernel.quantities import Measure
from projects.reference.queries import FactorLibrary
from reporting.figures.models import Figure, FigureSet
from reporting.figures.queries.redrawing import ALL, BRIDGED_ALONG, CAUSES, Redrawing, Redrawn
from reporting.figures.queries.sets import figures_of
from reporting.figures.rules.bases import AXES, PRODUCT, Change, Comparison, Evidence, Side
from reporting.figures.rules.bridge import Cause, Step, bridge
from reporting.figures.rules.facts import Factor, Name, Ref

TABLE = "reporting_figure"
_NAMED = 8
#: Families that rest on records alone: money, counts, recognitions, capacity.
OF_RECORDS = ("G-GT", "G-GN", "G-UF", "G-GL", "G-RC", "E-IN")
#: Families that rest on no factor: those, and how complete the readings are.
UNMOVED_BY_FACTORS = (*OF_RECORDS, "Q-DQ-01")
_Place = tuple[str, str, str]


class NotTwoBases(DomainError):
    """
    {old} and {new} are not two bases of one period: the periods differ, or the second one is
    not of a later moment.
    """

    code = "not_two_bases"


def compare(old: FigureSet, new: FigureSet) -> Comparison:
    """
    Return both bases of a period side by side, with the bridge of every number re-drawn.

    Totals of all indicators that both sets hold, and the projects whose energy or tonnes
    moved.

    :raises NotTwoBases: if the sets are not of one period, or not of an earlier and a later
        moment.
    :raises UnresolvedFactor: if a factor of one basis does not answer for the other's energy.
    """
    if old.period != new.period or not old.known_at < new.known_at:
        raise NotTwoBases(old=str(old), new=str(new))
    before, after = _by_place(old), _by_place(new)
    redrawn = Redrawing(
        old.period,
        since=old.known_at,
        known_at=new.known_at,
        old_methods=old.methods,
        new_methods=new.methods,
    ).redraw()
    return Comparison(
        period=old.period,
        since=old.known_at,
        known_at=new.known_at,
        changes=tuple(
            _change(place, before[place], after[place], redrawn)
            for place in before
            if place in after and _is_told(place, before[place], after[place])
        ),
        evidence=dict(_evidence(redrawn, before, after)),
    )


def foretold(old: FigureSet, library: FactorLibrary, *, product: str = "") -> dict[str, Decimal]:
    """
    Return what each number would be if nothing but the factors changed, by indicator.

    Totals, or the numbers of one product. Indicators that no factor moves come as they
    stand; those that a factor may move and that are not re-drawn here do not come.
    """
    scope = (PRODUCT, product) if product else ALL
    redrawing = Redrawing(
        old.period,
        since=old.known_at,
        known_at=old.known_at,
        old_methods=old.methods,
        new_methods=old.methods,
    )
    numbers = redrawing.with_factors(library)
    found = {}
    for (indicator, axis, member), each in _by_place(old).items():
        if (axis, member) != scope or each.value is None:
            continue
        if indicator in CAUSES:
            found[indicator] = numbers.get((indicator, axis, member), Decimal(0))
        elif not each.factors and indicator.startswith(UNMOVED_BY_FACTORS):
            found[indicator] = each.value
    return found


def _by_place(figure_set: FigureSet) -> dict[_Place, Figure]:
    """Return the numbers that may be told on two bases: for all, by project, by product."""
    found = {}
    for each in figures_of(figure_set):
        axes = tuple(each.dimension)
        if each.value is None or len(axes) > 1 or not set(axes) <= set(AXES):
            continue
        axis = axes[0] if axes else ""
        found[each.indicator, axis, each.dimension.get(axis, "")] = each
    return found


def _is_told(place: _Place, old: Figure, new: Figure) -> bool:
    """Return whether a number is told: every total, a product's if it moved, a project's too."""
    indicator, axis, _member = place
    if not axis:
        return True
    return old.value != new.value and (axis == PRODUCT or indicator in CAUSES)


def _change(place: _Place, old: Figure, new: Figure, redrawn: Redrawn) -> Change:
    _indicator, axis, member = place
    told = old.names.get(axis)
    return Change(
        indicator=Name(old.indicator, *_titles(old)),
        axis=axis,
        member=Name(member, told["zh"], told["en"]) if told else None,
        unit=new.unit,
        measure=Measure(new.measure),
        places=new.places,
        old=_side(old),
        new=_side(new),
        steps=_steps(place, old, new, redrawn),
    )


def _titles(figure: Figure) -> tuple[str, str]:
    """Return the indicator's names: the labels without the members of the dimension."""
    return figure.label_zh.split(" · ")[0], figure.label_en.split(" · ")[0]


def _side(figure: Figure) -> Side:
    return Side(
        figure_id=figure.figure_id,
        value=figure.value or Decimal(0),
        ref=Ref(table=TABLE, id=figure.pk, sha256=figure.sha256),
        projects=tuple(figure.inputs["projects"]),
    )


def _steps(place: _Place, old: Figure, new: Figure, redrawn: Redrawn) -> tuple[Step, ...]:
    indicator, axis, _member = place
    if indicator not in CAUSES or axis not in BRIDGED_ALONG[indicator]:
        return ()
    return bridge(
        old.value or Decimal(0),
        new.value or Decimal(0),
        drawn_old=redrawn.old.get(place, Decimal(0)),
        drawn=[(each, redrawn.after[each].get(place, Decimal(0))) for each in CAUSES[indicator]],
    )


def _evidence(
    redrawn: Redrawn, before: Mapping[_Place, Figure], after: Mapping[_Place, Figure]
) -> Iterator[tuple[Cause, Evidence]]:
    """Yield what stands behind each cause that something is known of."""
    if came := _factors_in(before, after):
        zh = "、".join(sorted({f"《{each.edition.zh}》" for each in came}))
        en = ", ".join(sorted({each.edition.en for each in came}))
        yield Cause.FACTOR, Evidence(f"新口径改用：{zh}。", f"New on this basis: {en}.", came)
    if redrawn.methods_moved:
        told = ", ".join(redrawn.methods_moved)
        yield Cause.METHOD, Evidence(f"方法版本：{told}。", f"Versions of methods: {told}.")
    if boundary := _boundary(redrawn):
        yield Cause.BOUNDARY, boundary
    if files := _listed(redrawn.files):
        days = redrawn.days_added
        yield (
            Cause.LATE_DATA,
            Evidence(
                f"后到 {days} 个站日；其间入库的计量文件：{files}。",
                f"{days} station-day(s) came late; meter files recorded between: {files}.",
            ),
        )
        yield (
            Cause.CORRECTION,
            Evidence(
                f"以后到数据块更正此前的数据块；其间入库的计量文件：{files}。",
                f"Later blocks stand for earlier ones; meter files recorded between: {files}.",
            ),
        )


def _boundary(redrawn: Redrawn) -> Evidence | None:
    zh, en = [], []
    if redrawn.projects_in:
        names = _listed(redrawn.projects_in)
        zh.append(f"新纳入项目：{names}")
        en.append(f"projects in: {names}")
    if redrawn.projects_out:
        names = _listed(redrawn.projects_out)
        zh.append(f"不再纳入项目：{names}")
        en.append(f"projects out: {names}")
    if redrawn.stations_in:
        zh.append(f"新纳入电站 {redrawn.stations_in} 座")
        en.append(f"stations in: {redrawn.stations_in}")
    return Evidence("；".join(zh) + "。", "; ".join(en).capitalize() + ".") if zh else None


def _listed(names: tuple[str, ...]) -> str:
    more = f" … (+{len(names) - _NAMED})" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _factors_in(
    before: Mapping[_Place, Figure], after: Mapping[_Place, Figure]
) -> tuple[Factor, ...]:
    """Return the factors that the new basis uses and the old one did not."""
    place = ("E-AV-03", *ALL)
    if place not in before or place not in after:
        return ()
    known = {each["id"] for each in before[place].factors}
    return tuple(_factor(each) for each in after[place].factors if each["id"] not in known)


def _factor(stored: Mapping[str, Any]) -> Factor:
    return Factor(
        id=stored["id"],
        name=Name(stored["code"], stored["name_zh"], stored["name_en"]),
        value=Decimal(stored["value"]),
        unit=stored["unit"],
        place=Name("", stored["place"], stored["place_en"]),
        year=stored["year"],
        edition=Name(stored["edition"], stored["edition_zh"], stored["edition_en"]),
        source=stored["source"],
    )
