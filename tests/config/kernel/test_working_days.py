"""Working days with make-up days, against the decrees of the State Council."""

from __future__ import annotations

import datetime as dt

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.working_days import (
    LAST_YEAR,
    CalendarUnknown,
    add_working_days,
    is_working_day,
    working_days_between,
)

DECREED = st.dates(dt.date(2020, 1, 1), dt.date(2025, 6, 30))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    # Weekends worked to make up for holidays: 国办发明电 of 2023, 2024 and 2025.
    ["2024-02-04", "2024-10-12", "2025-01-26", "2025-02-08", "2025-09-28", "2025-10-11",
     "2026-01-04", "2026-02-28", "2026-10-10"],
)  # fmt: skip
def test_a_make_up_day_is_worked_though_it_is_a_weekend(text: str) -> None:
    assert day(text).weekday() > 4
    assert is_working_day(day(text))


@pytest.mark.parametrize(
    "text",
    ["2024-02-12", "2025-01-28", "2025-05-05", "2025-10-01", "2025-10-08", "2026-02-23"],
)
def test_a_holiday_on_a_weekday_is_off(text: str) -> None:
    assert day(text).weekday() <= 4
    assert not is_working_day(day(text))


def test_the_national_day_of_2025_is_eight_days_off() -> None:
    assert working_days_between(day("2025-10-01"), day("2025-10-09")) == 0
    assert is_working_day(day("2025-10-09"))


def test_ten_working_days_over_the_spring_festival() -> None:
    # 26 January (Sunday) and 8 February (Saturday) are worked, 28 January to 4 February are off.
    assert add_working_days(day("2025-01-24"), 10) == day("2025-02-13")
    assert add_working_days(day("2025-02-13"), -10) == day("2025-01-24")


@given(DECREED, st.integers(0, 60))
def test_adding_and_counting_agree(start: dt.date, count: int) -> None:
    end = add_working_days(start, count)
    after = start + dt.timedelta(days=1)
    assert working_days_between(after, end + dt.timedelta(days=1)) == count
    assert count == 0 or is_working_day(end)


def test_beyond_the_last_decree_nothing_is_guessed_unless_asked_for() -> None:
    beyond = dt.date(LAST_YEAR + 1, 1, 5)
    with pytest.raises(CalendarUnknown, match=str(LAST_YEAR)):
        is_working_day(beyond)
    with pytest.raises(CalendarUnknown):
        add_working_days(dt.date(LAST_YEAR, 12, 31), 1)
    with pytest.raises(CalendarUnknown):
        working_days_between(dt.date(LAST_YEAR, 12, 31), beyond)
    assert is_working_day(beyond, plain_weekdays_beyond=True) == (beyond.weekday() <= 4)


@given(st.dates(dt.date(2004, 1, 1), dt.date(LAST_YEAR, 12, 31)))
def test_the_calendars_own_answer_is_given(asked: dt.date) -> None:
    assert is_working_day(asked) == chinese_calendar.is_workday(asked)
