"""When a schedule runs, and which period a run is about."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.errors import InvalidInput
from reporting.exports.rules.life import SLOT_LIFE
from reporting.exports.rules.periods import FixedPeriodMissing, Relative, resolve
from reporting.exports.rules.timetable import Timetable, read_timetable

SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"


def _utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type, misc]


def _local(instant: dt.datetime, zone: str) -> str:
    return instant.astimezone(ZoneInfo(zone)).strftime("%m-%d %H:%M")


def test_the_life_cycle_forgets_no_state() -> None:
    assert SLOT_LIFE.missing_states() == set()


def test_monthly_on_the_31st_is_the_last_day_of_shorter_months() -> None:
    times = Timetable(zone=SHANGHAI, at="08:30", day=31)
    found = [_local(each, SHANGHAI) for each in times.slots(_utc(2026, 1, 1), _utc(2026, 5, 1))]
    assert found == ["01-31 08:30", "02-28 08:30", "03-31 08:30", "04-30 08:30"]


def test_daily_keeps_the_wall_clock_over_a_change_of_clock() -> None:
    times = Timetable(zone=BERLIN, at="09:00")
    found = list(times.slots(_utc(2026, 3, 27, 12), _utc(2026, 3, 30, 12)))
    assert [_local(each, BERLIN)[-5:] for each in found] == ["09:00"] * 3
    assert [each.hour for each in found] == [8, 7, 7]


def test_a_time_that_the_clock_skips_or_repeats_still_comes_once_a_day() -> None:
    times = Timetable(zone=BERLIN, at="02:30")
    spring = list(times.slots(_utc(2026, 3, 28, 12), _utc(2026, 3, 30, 12)))
    autumn = list(times.slots(_utc(2026, 10, 24, 12), _utc(2026, 10, 26, 12)))
    assert [_local(each, BERLIN) for each in spring] == ["03-29 03:30", "03-30 02:30"]
    assert [_local(each, BERLIN) for each in autumn] == ["10-25 02:30", "10-26 02:30"]


@given(
    st.integers(10, 90_000),
    st.integers(1_577_836_800, 2_208_988_800).map(lambda s: dt.datetime.fromtimestamp(s, dt.UTC)),
    st.integers(1, 400),
)
def test_slots_are_the_same_however_the_time_is_cut(
    seconds: int, begin: dt.datetime, cut: int
) -> None:
    times = Timetable(zone=SHANGHAI, every_seconds=seconds)
    middle = begin + dt.timedelta(seconds=cut * seconds // 7)
    end = begin + dt.timedelta(seconds=100 * seconds)
    whole = list(times.slots(begin, end))
    parts = [*times.slots(begin, min(middle, end)), *times.slots(min(middle, end), end)]
    assert whole == parts
    assert len(whole) == 100


@pytest.mark.parametrize(
    ("stored", "zone", "codes"),
    [
        ({}, SHANGHAI, {"timetable_unclear"}),
        ({"every_seconds": 60, "at": "08:00"}, SHANGHAI, {"timetable_unclear"}),
        ({"every_seconds": 5}, SHANGHAI, {"interval_unfit"}),
        ({"every_seconds": True}, SHANGHAI, {"interval_unfit"}),
        ({"at": "24:00"}, SHANGHAI, {"time_unfit"}),
        ({"at": "8:00"}, SHANGHAI, {"time_unfit"}),
        ({"at": "08:00", "day": 32}, SHANGHAI, {"day_unfit"}),
        ({"every_seconds": 60, "day": 3}, SHANGHAI, {"day_without_time"}),
        ({"at": "08:00"}, "Mars/Olympus", {"unknown_zone"}),
        ({"at": "08:00"}, "../etc", {"unknown_zone"}),
        ({"at": "08:00", "cron": "*"}, SHANGHAI, {"unknown_field"}),
    ],
)
def test_an_unfit_timetable_is_refused_by_field(
    stored: dict[str, object], zone: str, codes: set[str]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_timetable(stored, zone=zone)
    assert {each.code for each in refusal.value.findings} == codes


@pytest.mark.parametrize(
    ("relative", "found"),
    [
        (Relative.LAST_MONTH, "2025-12"),
        (Relative.LAST_QUARTER, "2025Q4"),
        (Relative.LAST_YEAR, "2025"),
    ],
)
def test_the_period_is_that_of_the_schedules_own_calendar(relative: Relative, found: str) -> None:
    half_past_midnight_in_shanghai = _utc(2025, 12, 31, 16, 30)
    got = resolve(relative, fixed="", slot_at=half_past_midnight_in_shanghai, zone=SHANGHAI)
    assert str(got) == found


def test_a_fixed_period_is_named() -> None:
    slot = _utc(2026, 1, 1)
    assert str(resolve(Relative.FIXED, fixed="2025Q1", slot_at=slot, zone=SHANGHAI)) == "2025Q1"
    with pytest.raises(FixedPeriodMissing):
        resolve(Relative.FIXED, fixed="", slot_at=slot, zone=SHANGHAI)
