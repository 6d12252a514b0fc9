"""How numbers are printed in a document: scaled and rounded, the exact value kept."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.disclosures.kinds.kind import Voice
from reporting.disclosures.kinds.printing import alone, in_column, with_digits
from reporting.disclosures.kinds.tables import agreeing, table
from reporting.rendering.document import Cell, Column, Figure

ZH, EN = Voice("zh-Hans"), Voice("en")


def figure(value: str, unit: str, text: str = "", number: int = 1) -> Figure:
    return Figure(
        figure_id=f"F-{number:04}",
        value=Decimal(value),
        text=text or f"{Decimal(value):,.3f}",
        unit=unit,
    )


@pytest.mark.parametrize(
    ("say", "amount", "shown"),
    [
        (ZH, "2785000000.00", "27.85 亿元"),
        (ZH, "320000.10", "32.00 万元"),
        (ZH, "12.5", "12.50 元"),
        (ZH, "0", "0.00 元"),
        (EN, "2785000000.00", "2,785.00 million CNY"),
        (EN, "999.99", "999.99 CNY"),
    ],
)
def test_money_alone_takes_the_largest_unit_that_it_fills(
    say: Voice, amount: str, shown: str
) -> None:
    printed = alone(say, figure(amount, "CNY"))
    assert f"{printed.text} {printed.printed_unit}" == shown
    assert (printed.value, printed.unit) == (Decimal(amount), "CNY")


def test_tonnes_alone_are_whole_and_few_tonnes_keep_their_decimals() -> None:
    assert alone(EN, figure("1567062.972", "tCO2e")).text == "1,567,063"
    assert alone(EN, figure("7.254", "tCO2e")).text == "7.254"


def test_money_in_a_table_is_in_one_unit_and_the_workbook_keeps_the_exact_one() -> None:
    column = Column(heading="存续规模", kind="number", unit="CNY", places=2)
    cells = [figure("5000000", "CNY"), figure("1200000000", "CNY", number=2), None]
    shown, figures = in_column(ZH, column, cells)
    assert (shown.unit, shown.shown_unit, shown.places) == ("元", "万元", 2)
    assert [each.text for each in figures.values()] == ["500.00", "120,000.00"]
    assert [each.value for each in figures.values()] == [5000000, 1200000000]


def test_one_small_number_keeps_the_decimals_of_the_whole_column() -> None:
    column = Column(heading="t", kind="number", unit="tCO2e")
    _shown, figures = in_column(
        EN, column, [figure("1234.56", "tCO2e"), figure("0.125", "tCO2e", number=2)]
    )
    assert [each.text for each in figures.values()] == ["1,234.560", "0.125"]


def test_a_column_of_many_units_is_left_as_it_is() -> None:
    cells = [figure("1", "MW"), figure("2", "t/h", number=2)]
    assert in_column(EN, Column(heading="c", kind="number"), cells)[1] == {}


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1306.72", "1,307"), ("0.730123", "0.7301"), ("83.3333", "83.33"), ("0", "0")],
)
def test_implied_numbers_have_four_digits(value: str, shown: str) -> None:
    assert with_digits(figure(value, "h")).text == shown


def test_an_empty_column_is_left_out() -> None:
    made = table(
        EN,
        "t",
        (Column(heading="a"), Column(heading="b"), Column(heading="c", kind="number")),
        [("x", None, figure("1", "MW"))],
        total=("Total", None, figure("1", "MW")),
    )
    assert [each.heading for each in made.columns] == ["a", "c"]
    assert made.total is not None
    assert len(made.total) == 2


@given(st.lists(st.decimals(min_value=0, max_value=10**9, places=2), min_size=1, max_size=12))
def test_parts_in_print_always_add_up_to_their_total(values: list[Decimal]) -> None:
    parts: list[list[Cell]] = [
        [f"p{n}", figure(str(value), "CNY", number=n)] for n, value in enumerate(values, start=1)
    ]
    whole = figure(str(sum(values, Decimal(0))), "CNY", number=99)
    columns = (Column(heading="a"), Column(heading="b", kind="number", unit="CNY", places=2))
    made = table(ZH, "t", columns, parts, total=("合计", whole))
    shown = [
        Decimal(row[1].text.replace(",", "")) for row in made.rows if isinstance(row[1], Figure)
    ]
    assert made.total is not None
    total = made.total[1]
    assert isinstance(total, Figure)
    assert sum(shown) == Decimal(total.text.replace(",", ""))
    for told, value in zip(shown, values, strict=True):
        assert abs(told - value / 10_000) < Decimal("0.01")
    alone_ = [(value / 10_000).quantize(Decimal("0.01")) for value in values]
    assert bool(made.notes) == (shown != alone_)


def test_the_furthest_rounded_away_go_the_other_way() -> None:
    third = Decimal(1) / 3
    assert agreeing(["0.33", "0.33", "0.33"], [third] * 3, "1.00") == ["0.34", "0.33", "0.33"]
    assert agreeing(["1", "1", "−1"], [Decimal("0.5"), Decimal("0.6"), Decimal("-0.6")], "0") == [
        "0",
        "1",
        "−1",
    ]
    assert agreeing(["n/a", "1"], [Decimal(0), Decimal(1)], "2") == ["n/a", "1"]


def test_rows_that_are_not_all_of_the_total_leave_a_note_of_other() -> None:
    columns = (Column(heading="省份"), Column(heading="规模", kind="number", unit="CNY", places=2))
    rows: list[list[Cell]] = [["河南", figure("60.00", "CNY", number=1)]]
    made = table(ZH, "t", columns, rows, total=("合计", figure("100.05", "CNY", number=2)))
    assert made.notes == ("其他（表中未单列）：规模 40.05 元，为合计减去所列各项之和。",)
