"""Which movements a balance can take, whatever their number and order."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from trusts.intake.rules.columns import Column
from trusts.intake.rules.mapping import Mapping, judge_mapping
from trusts.intake.rules.movements import COLUMNS, below_zero

DAYS = [dt.date(2025, 1, 1) + dt.timedelta(days=number) for number in range(6)]
amounts = st.integers(-50, 50).map(Decimal)
moves = st.lists(st.tuples(st.sampled_from(DAYS), amounts), max_size=12)
standings = st.dictionaries(st.sampled_from(DAYS), amounts, max_size=6)


def ends(
    standing: dict[dt.date, Decimal], kept: list[tuple[dt.date, int, Decimal]]
) -> list[Decimal]:
    """Return the balance at the end of each day."""
    by_day = [
        standing.get(day, Decimal(0))
        + sum((each for at, _row, each in kept if at == day), Decimal(0))
        for day in DAYS
    ]
    return list(accumulate(by_day))


@settings(deadline=None)
@given(standings, moves)
def test_without_the_rows_that_fall_no_day_ends_below_zero(
    standing: dict[dt.date, Decimal], listed: list[tuple[dt.date, Decimal]]
) -> None:
    rows = [(day, number, each) for number, (day, each) in enumerate(listed, 2)]
    fallen = {each.row for each in below_zero(standing, rows)}
    kept = [each for each in rows if each[1] not in fallen]
    by_row = {row: each for _day, row, each in rows}
    assert all(by_row[row] < 0 for row in fallen)
    if min(ends(standing, []), default=Decimal(0)) >= 0:
        assert min(ends(standing, kept), default=Decimal(0)) >= 0
    if min(ends(standing, rows), default=Decimal(0)) >= 0:
        assert not fallen


def test_the_latest_outflow_gives_way_first() -> None:
    first, second, third = DAYS[:3]
    short = below_zero({first: Decimal(100)}, [(second, 2, Decimal(-80)), (third, 3, Decimal(-30))])
    assert [(each.row, each.day, each.balance) for each in short] == [(3, third, Decimal(-10))]


def test_a_mapping_is_judged_against_its_subject() -> None:
    wrong = Mapping.from_json(
        {
            "columns": {"甲": "amount", "乙": "amount", "丙": "price"},
            "constants": {"kind": "subscription"},
            "sign": "two_columns",
            "in_column": "借",
        }
    )
    found = judge_mapping(wrong, COLUMNS, is_money=True)
    assert [each.code for each in found] == [
        "field_unknown",
        "field_mapped_twice",
        "sign_incomplete",
    ]
    plain: list[Column] = []
    codes = [each.code for each in judge_mapping(wrong, plain, is_money=False)]
    assert "sign_without_money" in codes
