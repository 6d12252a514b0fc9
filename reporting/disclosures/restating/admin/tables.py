"""The tables and the chart of two bases, as staff pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.console import record
from config.console.dashboard import Chart
from config.console.record import Table
from reporting.disclosures.kinds.restated import BRIDGED, CHARTED, CHARTED_OF_PRODUCT
from reporting.disclosures.models import CAUSE_LABELS, DisclosureVersion, Restatement
from reporting.disclosures.restating import queries
from reporting.disclosures.restating.numbers import MovedNumber
from reporting.disclosures.restating.queries import Moved
from reporting.figures.models import Figure, FigureSet
from reporting.rendering.bridges import BridgeStep, bridge_bars

MOST_SHOWN = 50


def is_chinese() -> bool:
    """Return whether the reader reads Chinese."""
    return (get_language() or "").startswith("zh")


def _told(version: DisclosureVersion, comparison: FigureSet) -> list[Moved]:
    found = queries.moved(comparison, product=version.disclosure.subject)
    return [each for each in found if each.has_moved]


def tables_of(version: DisclosureVersion, comparison: FigureSet) -> list[Table]:
    """Return the table of both bases, the bridge of each total that moved, and what else did."""
    told = _told(version, comparison)
    totals = {each.indicator: each for each in told if not each.project}
    bridged = (code for codes in BRIDGED.values() for code in codes)
    found = [_two_bases(told), *(_bridge(totals[code]) for code in bridged if code in totals)]
    others = queries.untold(version, comparison)
    return [*found, _sides(others, title=_("Other numbers that moved"))] if others else found


def _label(moved: Moved) -> str:
    return moved.old.label_zh if is_chinese() else moved.old.label_en


def _two_bases(told: list[Moved]) -> Table:
    return Table(
        title=_("Both bases"),
        headers=[
            _("indicator"),
            _("unit"),
            _("old basis"),
            _("new basis"),
            _("difference"),
            _("reason"),
        ],
        rows=[
            [
                _label(each),
                each.new.unit,
                record.link_to(each.old, record.shown(each.old.value)),
                record.link_to(each.new, record.shown(each.new.value)),
                record.link_to(each.difference, record.shown(each.difference.value)),
                "、".join(str(CAUSE_LABELS[cause]) for cause in each.causes)
                or _("not redrawn step by step"),
            ]
            for each in told
        ],
        numeric=frozenset({2, 3, 4}),
        empty=_("No number moved."),
    )


def _bridge(moved: Moved) -> Table:
    def words(figure: Any) -> str:
        return str(figure.names["step"]["zh" if is_chinese() else "en"])

    steps = [
        [
            words(each),
            record.link_to(each, record.shown(each.value)),
            record.shown(_running(moved, place)),
        ]
        for place, each in enumerate(moved.steps)
    ]
    return Table(
        title=_("Bridge: {figure} ({unit})").format(figure=_label(moved), unit=moved.new.unit),
        headers=[_("step"), _("movement"), _("then")],
        rows=[
            [_("old basis"), "", record.shown(moved.old.value)],
            *steps,
            [_("new basis"), record.shown(moved.difference.value), record.shown(moved.new.value)],
        ],
        numeric=frozenset({1, 2}),
    )


def _running(moved: Moved, place: int) -> Decimal:
    amounts = [each.value or Decimal(0) for each in moved.steps[: place + 1]]
    return sum(amounts, moved.old.value or Decimal(0))


def unsaid_table(moved: Sequence[MovedNumber]) -> Table:
    """Return the numbers that keep a version from the reviewers until it restates."""
    title = _("Not as published, and the draft does not say why: it is not submitted like this")
    return _sides(moved, title=title)


def _sides(moved: Sequence[MovedNumber], *, title: str) -> Table:
    rows: list[list[Any]] = [
        [
            each.shown.label_zh if is_chinese() else each.shown.label_en,
            each.shown.unit,
            _linked(each.before),
            _linked(each.after),
        ]
        for each in moved[:MOST_SHOWN]
    ]
    if len(moved) > MOST_SHOWN:
        rest = _("{count} more; the interface lists them all.")
        rows.append([rest.format(count=len(moved) - MOST_SHOWN)])
    return Table(
        title=title,
        headers=[_("figure"), _("unit"), _("as published"), _("now")],
        rows=rows,
        numeric=frozenset({2, 3}),
    )


def _linked(figure: Figure | None) -> Any:
    if figure is None:
        return None
    if figure.value is not None:
        return record.link_to(figure, record.shown(figure.value))
    return record.link_to(figure, figure.displayed_zh if is_chinese() else figure.displayed_en)


def judgment_table(row: Restatement) -> Table:
    """Return each indicator held against its threshold."""

    def number(value: str | None) -> str:
        return "–" if value is None else str(record.shown(Decimal(value)))

    return Table(
        title=_("Held against the materiality policy"),
        headers=[
            _("indicator"),
            _("old basis"),
            _("new basis"),
            _("difference"),
            _("per cent"),
            _("threshold (%)"),
            _("threshold (amount)"),
            _("judgment"),
        ],
        rows=[
            [
                each["indicator"],
                *(number(each[name]) for name in ("old", "new", "difference", "percent")),
                number(each["threshold_percent"]),
                number(each["threshold_absolute"]),
                record.badge(_("material"), "waiting")
                if each["is_material"]
                else record.badge(_("not material"), "good"),
            ]
            for each in row.judgment
        ],
        numeric=frozenset({1, 2, 3, 4, 5, 6}),
    )


def chart_of(version: DisclosureVersion, comparison: FigureSet) -> Chart | None:
    """Return the bridge of the avoided emissions as a chart; None if they did not move."""
    wanted = CHARTED_OF_PRODUCT if version.disclosure.subject else CHARTED
    for each in _told(version, comparison):
        if each.indicator == wanted and not each.project:
            language = "zh" if is_chinese() else "en"
            return Chart(
                title=_("From the old basis to the new: {figure}").format(figure=_label(each)),
                spec=_without_size(
                    bridge_bars(
                        each.old.value or Decimal(0),
                        [
                            BridgeStep(step.names["step"][language], step.value or Decimal(0))
                            for step in each.steps
                            if step.value
                        ],
                        unit=each.new.unit,
                        language="zh-Hans" if is_chinese() else "en",
                    )
                ),
                summary=_("The steps add up to the difference, to the gram."),
                is_sample=comparison.is_sample,
                is_wide=True,
            )
    return None


def _without_size(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the spec without what the page itself gives: schema and width."""
    return {
        key: value for key, value in spec.items() if key not in {"$schema", "width", "autosize"}
    }
