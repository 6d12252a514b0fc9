"""Due days, reminders, states and judgements: plain values."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.periods import Period
from config.kernel.working_days import is_working_day
from reporting.collection.rules.due import due_day, is_overdue, notice_for
from reporting.collection.rules.files import columns_of, number_of
from reporting.collection.rules.judging import Expectation, change_percent, warnings_about
from reporting.collection.rules.life import OWED, State, Step, state_of

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def hours(count: int) -> dt.datetime:
    return NOON + dt.timedelta(hours=count)


def step(at: int, decision: str = "", decided: int | None = None) -> Step:
    return Step(
        proposed_at=hours(at),
        decision=decision,
        decided_at=None if decided is None else hours(decided),
    )


def test_the_due_day_jumps_the_spring_festival() -> None:
    # 2026: 15 to 23 February are off, the 14th and the 28th are worked.
    assert due_day(Period.month(2026, 1), 10).on == dt.date(2026, 2, 13)
    assert due_day(Period.month(2026, 1), 11).on == dt.date(2026, 2, 14)
    assert due_day(Period.month(2026, 1), 12).on == dt.date(2026, 2, 24)


def test_a_due_day_beyond_the_decrees_says_that_it_is_a_guess() -> None:
    assert due_day(Period.year(2035), 20).is_estimate
    assert not due_day(Period.year(2024), 20).is_estimate


@given(days=st.integers(-400, 400))
def test_the_last_step_that_has_come_is_the_one_that_reminds(days: int) -> None:
    due_on = dt.date(2025, 4, 30)
    on = due_on + dt.timedelta(days=days)
    notice = notice_for(due_on, on=on)
    if on > due_on:
        assert notice is not None
        assert notice.is_overdue == is_overdue(due_on, on=on)
        assert notice.step.startswith("overdue-")
    elif notice is not None:
        assert not notice.is_overdue
    if notice is None:
        assert on < due_on


def test_reminders_come_ten_five_and_one_working_days_ahead_then_every_third_day() -> None:
    due_on = dt.date(2025, 4, 30)
    days = [due_on + dt.timedelta(days=each) for each in range(-20, 20)]
    seen: list[str] = []
    for day in filter(is_working_day, days):
        notice = notice_for(due_on, on=day)
        if notice and notice.step not in seen:
            seen.append(notice.step)
    assert seen[:4] == ["ahead-10", "ahead-5", "ahead-1", "due"]
    assert seen[4:7] == ["overdue-0", "overdue-1", "overdue-2"]


@pytest.mark.parametrize(
    ("steps", "drafted", "expected"),
    [
        ([], None, State.EMPTY),
        ([], 0, State.DRAFT),
        ([step(1)], 0, State.SUBMITTED),
        ([step(1, "rejected", 2)], 0, State.RETURNED),
        ([step(1, "rejected", 2)], 3, State.DRAFT),
        ([step(1, "withdrawn", 2)], None, State.DRAFT),
        ([step(1, "rejected", 2), step(3)], None, State.SUBMITTED),
        ([step(1, "confirmed", 2)], 0, State.CONFIRMED),
        ([step(1, "confirmed", 2), step(3)], 4, State.CONFIRMED),
    ],
)
def test_a_task_stands_where_its_entries_put_it(
    steps: list[Step], drafted: int | None, expected: State
) -> None:
    at = None if drafted is None else hours(drafted)
    assert state_of(steps, drafted_at=at, known_at=hours(9)) is expected


def test_the_board_of_the_past_knows_nothing_of_later_decisions() -> None:
    steps = [step(1, "rejected", 4), step(5, "confirmed", 6)]
    stood = [state_of(steps, drafted_at=None, known_at=hours(each)) for each in (0, 2, 4, 5, 6)]
    assert stood == [
        State.EMPTY,
        State.SUBMITTED,
        State.RETURNED,
        State.SUBMITTED,
        State.CONFIRMED,
    ]


def test_what_awaits_a_reviewer_is_owed_by_nobody_else() -> None:
    assert State.SUBMITTED not in OWED
    assert State.CONFIRMED not in OWED


def test_a_number_is_held_against_range_and_last_year() -> None:
    expected = Expectation(
        low=Decimal(10), high=Decimal(100), last=Decimal(50), change_limit_percent=Decimal(30)
    )
    codes = {
        value: [each.code for each in warnings_about(Decimal(value), expected)]
        for value in (-1, 5, 50, 65, 66, 101)
    }
    assert codes == {
        -1: ["negative", "below_range", "changed_much"],
        5: ["below_range", "changed_much"],
        50: [],
        65: [],
        66: ["changed_much"],
        101: ["above_range", "changed_much"],
    }


def test_there_is_no_change_from_nothing() -> None:
    assert change_percent(Decimal(5), Decimal(0)) is None
    assert change_percent(Decimal(5), None) is None
    assert change_percent(Decimal(-5), Decimal(-10)) == Decimal("50.0")


def test_a_file_names_its_columns_in_either_language() -> None:
    places, faults = columns_of(["指标", "部门", "数值"])
    assert places == {"code": 0, "department": 1, "value": 2}
    assert faults == []
    _places, faults = columns_of(["code", "code", "colour"])
    assert [each.code for each in faults] == ["unknown_column", "unknown_column", "column_missing"]


def test_an_empty_cell_is_no_zero() -> None:
    assert number_of(" ") is None
    assert number_of("0") == 0
