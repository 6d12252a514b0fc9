"""How measures, parts and changes are called and written on a page."""

from __future__ import annotations

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from config.console.record import Text, shown
from trusts.statistics import rules
from trusts.statistics.rules import Change, Group, Measure, NewIn

MEASURES: dict[Measure, Text] = {
    Measure.OUTSTANDING: gettext_lazy("Outstanding"),
    Measure.PAID_IN: gettext_lazy("Paid in"),
    Measure.PRODUCTS: gettext_lazy("Products in run"),
    Measure.NEW_PRODUCTS: gettext_lazy("New products"),
    Measure.NEW_PAID_IN: gettext_lazy("Paid in, new products"),
    Measure.CONTRACTS: gettext_lazy("Contracts in use"),
    Measure.PLACED: gettext_lazy("Placed under contracts"),
}
NEW_IN: dict[NewIn, Text] = {
    NewIn.YEAR: gettext_lazy("in the year so far"),
    NewIn.QUARTER: gettext_lazy("in the quarter so far"),
    NewIn.MONTH: gettext_lazy("in the month so far"),
}


IN_HUNDRED_MILLION = gettext_lazy("CNY hundred million")
DAY = gettext_lazy("day")


def is_chinese() -> bool:
    """Return whether the reader reads Chinese."""
    return (get_language() or "").startswith("zh")


def name_of(group: Group) -> str:
    """Return a part's name in the reader's language; of what was folded, how many they are."""
    name = group.name_zh if is_chinese() else group.name_en
    if group.is_other:
        return _("{name} ({parts} parts)").format(name=name, parts=group.parts)
    return name


def value_of(measure: Measure, value: Decimal) -> Decimal | int:
    """Return a count as a whole number, an amount with its fen."""
    return int(value) if measure in rules.COUNTS else value


def unit_of(measure: Measure) -> str:
    """Return the unit of a measure; counts have none."""
    return "" if measure in rules.COUNTS else "CNY"


def with_unit(measure: Measure) -> str:
    """Return a measure's name with its unit, for where no other word says it."""
    unit = unit_of(measure)
    return f"{MEASURES[measure]} ({unit})" if unit else str(MEASURES[measure])


def percent(value: Decimal | None) -> Text:
    """Return a percentage with two places; a dash where there is none."""
    return "–" if value is None else f"{value:,} %"


def signed(change: Change, measure: Measure) -> Text:
    """Return a change with its sign: in percent where there is one, else in amount."""
    if change.percent is not None:
        return f"{change.percent:+,} %"
    if not change.difference:
        return "±0"
    return f"{value_of(measure, change.difference):+,}"


def cell(value: Text, note: Text) -> SafeString:
    """Return a number with a quiet line below it."""
    return format_html('<span>{}<br><small class="gt-quiet">{}</small></span>', shown(value), note)
