"""How tables lie on paper: nothing squeezed, one unit said once."""

from __future__ import annotations

from decimal import Decimal

from reporting.rendering.columns import headed, lay_out_columns, unit_said
from reporting.rendering.document import Cell, Column, Figure, Table
from reporting.rendering.words import WORDS


def amount(value: str, number: int) -> Figure:
    return Figure(
        figure_id=f"F-{number:04}", value=Decimal(value), text=f"{Decimal(value):,.2f}", unit="CNY"
    )


def money(*headings: str, unit: str = "元", shown: str = "万元") -> tuple[Column, ...]:
    return tuple(
        Column(heading=each, kind="number", unit=unit, shown_unit=shown) for each in headings
    )


def table(columns: tuple[Column, ...], *rows: tuple[Cell, ...]) -> Table:
    return Table(caption="资金去向", columns=columns, rows=rows)


def test_a_unit_of_all_columns_is_said_once_with_the_caption() -> None:
    made = table(
        (Column(heading="产品"), *money("现金", "合计")), ("TH1", amount("1", 1), amount("2", 2))
    )
    unit, heads = headed(made)
    assert (unit, [each.shown_unit for each in heads]) == ("万元", ["", "", ""])
    assert unit_said(unit, WORDS["zh-Hans"]) == "（单位：万元）"
    assert unit_said("million CNY", WORDS["en"]) == " (in million CNY)"


def test_units_that_differ_and_a_single_column_keep_theirs_in_the_head() -> None:
    one = table((Column(heading="产品"), *money("合计")), ("TH1", amount("2", 2)))
    mixed = table(
        (*money("合计"), Column(heading="只", kind="number", unit="")),
        (amount("2", 2), amount("3", 3)),
    )
    assert headed(one) == ("", one.columns)
    assert headed(mixed) == ("", mixed.columns)


def test_a_given_width_squeezes_no_number_and_no_word() -> None:
    columns = (
        Column(heading="项", width=98),
        Column(heading="值", kind="number", width=1),
        Column(heading="类", width=1),
    )
    laid = lay_out_columns(table(columns, ("a", amount("123456789.12", 1), "Renewable")))
    assert laid.widths[1] >= len("123,456,789.12") + 4
    assert laid.widths[2] >= len("Renewable")


def test_one_long_text_does_not_take_the_room_of_all_the_others() -> None:
    columns = (Column(heading="Indicator"), Column(heading="Origin"))
    short = [(f"Recycled paper use and share, kind {n}", "Computed") for n in range(20)]
    plain = lay_out_columns(table(columns, *short))
    odd = lay_out_columns(table(columns, *short, ("Water", "no factor that resolves " * 8)))
    assert plain.widths[0] == odd.widths[0]
