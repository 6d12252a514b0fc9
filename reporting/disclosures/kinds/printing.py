"""How numbers are printed: money in millions, tonnes whole; the exact value stays in the figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from reporting.disclosures.kinds.kind import Voice
from reporting.rendering.document import Cell, Column, Figure
from reporting.rendering.units import unit_words as words_of
from reporting.rendering.words import number_text, percent_text

#: One unit as it is printed: how many of the stored unit it holds, and its words.
Scale = tuple[Decimal, str]

MONEY = "CNY"
MONEY_ALONE: Mapping[str, Sequence[Scale]] = {
    "zh": ((Decimal(10**8), "亿元"), (Decimal(10**4), "万元"), (Decimal(1), "元")),
    "en": ((Decimal(10**6), "million CNY"), (Decimal(1), "CNY")),
}
MONEY_IN_TABLES: Mapping[str, Scale] = {
    "zh": (Decimal(10**4), "万元"),
    "en": (Decimal(10**6), "million CNY"),
}
MONEY_PLACES = 2
#: Amounts of these are printed whole, as long as the smallest of them has two digits.
WHOLE = frozenset({"tCO2e", "MWh", "GJ"})
SMALLEST_WHOLE = 10
#: Implied numbers come in many units; all of them are printed with as many digits.
DIGITS = 4


def unit_words(say: Voice, unit: str) -> str:
    """Return a unit in the document's language; symbols stay as they are."""
    return words_of(unit, say.language)


def alone(say: Voice, figure: Figure, *, measure: str = "") -> Figure:
    """Return a figure as running text and cards print it."""
    if figure.unit == MONEY:
        scales = MONEY_ALONE[say.key]
        scale = next((each for each in scales if abs(Decimal(figure.value)) >= each[0]), scales[-1])
        return _scaled(figure, scale, MONEY_PLACES)
    if measure == "share":
        return figure
    shown = unit_words(say, figure.unit)
    return replace(
        figure,
        text=number_text(figure.value, places=_places([figure])),
        shown_unit=shown if shown != figure.unit else figure.shown_unit,
    )


def in_column(
    say: Voice, column: Column, cells: Iterable[Cell]
) -> tuple[Column, dict[str, Figure]]:
    """
    Return a column, and its figures by id, printed in one unit and with one number of decimals.

    The column's own unit and decimals stay those of the exact values: a workbook shows them.
    """
    figures = [each for each in cells if isinstance(each, Figure)]
    units = {each.unit for each in figures}
    if not figures or column.kind == "text" or len(units) > 1:
        return column, {}
    if column.kind == "percent":
        texts = {each: percent_text(each.value, places=column.places) for each in figures}
        return column, {each.figure_id: replace(each, text=texts[each]) for each in figures}
    if units == {MONEY}:
        scale = MONEY_IN_TABLES[say.key]
        shown = replace(column, unit=unit_words(say, MONEY), shown_unit=scale[1])
        return shown, {each.figure_id: _scaled(each, scale, MONEY_PLACES) for each in figures}
    places = _places(figures)
    return column, {
        each.figure_id: replace(each, text=number_text(each.value, places=places))
        for each in figures
    }


def with_digits(figure: Figure, digits: int = DIGITS) -> Figure:
    """
    Return a figure printed with so many significant digits; whole digits always stand.

    1306.72 reads 1,307 and 0.730123 reads 0.7301.
    """
    value = Decimal(figure.value)
    places = max(0, digits - 1 - value.adjusted()) if value else 0
    return replace(figure, text=number_text(value, places=places))


def _places(figures: Sequence[Figure]) -> int:
    """Return the decimals that figures of one unit are printed with."""
    if figures[0].unit in WHOLE and all(
        abs(Decimal(each.value)) >= SMALLEST_WHOLE for each in figures if each.value
    ):
        return 0
    return max(_told(each.text) for each in figures)


def _told(text: str) -> int:
    """Return how many decimals a text tells, trailing zeros apart."""
    return len(text.partition(".")[2].rstrip("0"))


def _scaled(figure: Figure, scale: Scale, places: int) -> Figure:
    per, words = scale
    text = number_text(Decimal(figure.value) / per, places=places)
    return replace(figure, text=text, shown_unit=words)
