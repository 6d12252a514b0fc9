"""Timetables on the Chinese working calendar, the periods they are about, and catching up."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from config.accounts.models import User
from config.kernel.errors import InvalidInput, NotAllowed
from config.kernel.periods import Period
from config.kernel.transitions import ForbiddenMove
from config.kernel.working_days import LAST_YEAR, is_working_day, working_days_between
from reporting.exports import operations
from reporting.exports.models import ExpectedRun
from reporting.exports.rules import timetable as rules
from reporting.exports.rules.backoff import LONGEST_SECONDS, MOST_ATTEMPTS, next_try
from reporting.exports.rules.life import DISPATCH_LIFE, SlotState
from reporting.exports.rules.periods import Relative, resolve
from reporting.exports.rules.timetable import Timetable, read_timetable
from tests.reporting.exports.conftest import confirmed

SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"


def _utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type, misc]


def days(stored: dict[str, object], begin: dt.datetime, end: dt.datetime) -> list[str]:
    times = read_timetable({"at": "08:30", **stored}, zone=SHANGHAI)
    return [f"{each.astimezone(ZoneInfo(SHANGHAI)):%m-%d}" for each in times.slots(begin, end)]


def test_the_fifth_working_day_minds_the_spring_festival_and_its_make_up_days() -> None:
    # 2026: rest from 15 to 23 February, work on Saturday 14 and Saturday 28 February.
    found = days({"working_day": 5}, _utc(2026, 1, 1), _utc(2026, 5, 1))
    assert found == ["01-08", "02-06", "03-06", "04-08"]
    assert days({"working_day": 11}, _utc(2026, 2, 1), _utc(2026, 3, 1)) == ["02-14"]
    assert days({"working_day": 12}, _utc(2026, 2, 1), _utc(2026, 3, 1)) == ["02-24"]
    assert days({"working_day": -1}, _utc(2026, 2, 1), _utc(2026, 3, 1)) == ["02-28"]


def test_every_working_day_rests_over_the_festival_and_works_on_make_up_days() -> None:
    found = days({"working_day": 0}, _utc(2026, 2, 12), _utc(2026, 3, 1, 12))
    assert found == ["02-12", "02-13", "02-14", "02-24", "02-25", "02-26", "02-27", "02-28"]


def test_quarters_and_years_have_their_working_days() -> None:
    assert days({"working_day": 10, "of": "quarter"}, _utc(2025, 1, 1), _utc(2026, 1, 1)) == [
        "01-15", "04-15", "07-14", "10-21",
    ]  # fmt: skip
    assert days({"working_day": -1, "of": "year"}, _utc(2025, 1, 1), _utc(2026, 1, 1)) == ["12-31"]


def test_a_day_of_rest_is_shifted_and_no_slot_is_lost_or_doubled_by_it() -> None:
    nominal = {"day": 3}
    begin, end = _utc(2025, 9, 1), _utc(2025, 12, 1)
    assert days(nominal, begin, end) == ["09-03", "10-03", "11-03"]
    assert days({**nominal, "shift": "next"}, begin, end) == ["09-03", "10-09", "11-03"]
    assert days({**nominal, "shift": "previous"}, begin, end) == ["09-03", "09-30", "11-03"]


@given(
    st.dates(dt.date(2019, 1, 1), dt.date(2025, 11, 1)),
    st.integers(1, 90),
    st.sampled_from(
        [
            {"working_day": 5},
            {"working_day": -3},
            {"working_day": 40, "of": "quarter"},
            {"day": 10, "shift": "next"},
            {"day": 1, "shift": "previous"},
        ]
    ),
)
def test_slots_on_working_days_are_the_same_however_the_time_is_cut(
    first: dt.date, cut: int, stored: dict[str, object]
) -> None:
    times = read_timetable({"at": "00:15", **stored}, zone=SHANGHAI)
    begin = dt.datetime.combine(first, dt.time(7, 30), dt.UTC)
    middle, end = begin + dt.timedelta(days=cut), begin + dt.timedelta(days=100)
    whole = list(times.slots(begin, end))
    assert whole == [*times.slots(begin, middle), *times.slots(middle, end)]
    local = [each.astimezone(ZoneInfo(SHANGHAI)).date() for each in whole]
    assert all(is_working_day(each) for each in local)
    assert len(set(local)) == len(local)


def test_every_month_quarter_and_year_on_record_has_the_working_days_that_may_be_asked() -> None:
    for year in range(2004, LAST_YEAR + 1):
        periods = {
            "month": [Period.month(year, number) for number in range(1, 13)],
            "quarter": [Period.quarter(year, number) for number in range(1, 5)],
            "year": [Period.year(year)],
        }
        for name, found in periods.items():
            for each in found:
                count = working_days_between(each.starts_on, each.ends_on)
                assert count >= rules.MOST_WORKING_DAYS[name], (each, count)


def test_working_days_keep_the_wall_clock_over_a_change_of_clock() -> None:
    times = read_timetable({"at": "02:30", "working_day": 0}, zone=BERLIN)
    found = list(times.slots(_utc(2026, 3, 26, 12), _utc(2026, 3, 31, 12)))
    local = [each.astimezone(ZoneInfo(BERLIN)).strftime("%m-%d %H:%M") for each in found]
    assert local == ["03-27 02:30", "03-30 02:30", "03-31 02:30"]
    assert [each.hour for each in found] == [1, 0, 0]
    shifted = read_timetable({"at": "02:30", "day": 29, "shift": "next"}, zone=BERLIN)
    (monday,) = shifted.slots(_utc(2026, 3, 26, 12), _utc(2026, 3, 31, 12))
    assert monday == _utc(2026, 3, 30, 0, 30)


def test_a_day_that_nobody_has_decreed_is_called_a_guess() -> None:
    beyond = dt.datetime(LAST_YEAR + 1, 6, 5, tzinfo=dt.UTC)
    assert Timetable(zone=SHANGHAI, at="08:00", working_day=5).is_guess(beyond)
    assert not Timetable(zone=SHANGHAI, at="08:00", day=5).is_guess(beyond)
    assert not Timetable(zone=SHANGHAI, at="08:00", working_day=5).is_guess(_utc(2025, 12, 31))
    turn = dt.datetime(LAST_YEAR, 12, 31, tzinfo=dt.UTC)
    assert Timetable(zone=SHANGHAI, at="08:00", day=1, shift="previous").is_guess(turn)


@pytest.mark.parametrize(
    ("stored", "code"),
    [
        ({"at": "08:00", "working_day": 16}, "working_day_unfit"),
        ({"at": "08:00", "working_day": 55, "of": "quarter"}, "working_day_unfit"),
        ({"at": "08:00", "working_day": True}, "working_day_unfit"),
        ({"at": "08:00", "working_day": 5, "of": "week"}, "period_unfit"),
        ({"at": "08:00", "working_day": 5, "day": 5}, "working_day_alone"),
        ({"every_seconds": 60, "working_day": 5}, "working_day_alone"),
        ({"at": "08:00", "shift": "next"}, "shift_without_day"),
        ({"at": "08:00", "day": 5, "shift": "near"}, "shift_unfit"),
        ({"at": "08:00", "of": "year"}, "of_alone"),
    ],
)
def test_what_does_not_go_together_is_refused(stored: dict[str, object], code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_timetable(stored, zone=SHANGHAI)
    assert code in {each.code for each in refusal.value.findings}


def test_as_of_is_the_day_of_the_slot_and_last_day_the_one_before() -> None:
    slot = _utc(2025, 12, 31, 16, 30)  # half past midnight of New Year in Shanghai
    given = {"fixed": "", "slot_at": slot, "zone": SHANGHAI}
    assert resolve(Relative.AS_OF, **given) == Period(dt.date(2026, 1, 1), dt.date(2026, 1, 2))
    assert resolve(Relative.LAST_DAY, **given) == Period(dt.date(2025, 12, 31), dt.date(2026, 1, 1))


# ---- trying again


def test_the_wait_grows_is_spread_and_ends() -> None:
    now = _utc(2026, 1, 5)
    waits = []
    for attempts in range(1, MOST_ATTEMPTS):
        at = next_try(now=now, attempts=attempts, seed="a")
        assert at is not None
        waits.append((at - now).total_seconds())
        whole = min(30 * 2 ** (attempts - 1), LONGEST_SECONDS)
        assert whole / 2 <= waits[-1] <= whole
    assert 6 * 3600 < sum(waits) < 13 * 3600
    assert next_try(now=now, attempts=MOST_ATTEMPTS, seed="a") is None
    spread = {next_try(now=now, attempts=3, seed=str(number)) for number in range(50)}
    assert len(spread) == 50


def test_a_receiver_that_asks_for_time_gets_it_within_bounds() -> None:
    now = _utc(2026, 1, 5)
    asked = next_try(now=now, attempts=1, seed="a", asked_seconds=600)
    assert asked == now + dt.timedelta(seconds=600)
    far = next_try(now=now, attempts=1, seed="a", asked_seconds=10**9)
    assert far == now + dt.timedelta(seconds=LONGEST_SECONDS)


def test_the_life_of_a_dispatch_forgets_no_state() -> None:
    assert DISPATCH_LIFE.missing_states() == set()


# ---- catching up


def test_after_a_silence_each_period_is_caught_up_once(alice: User, bob: User) -> None:
    schedule = confirmed(
        alice, bob, timetable={"at": "08:00"}, relative_period="last_month", fixed_period=""
    )
    operations.tick()
    slots = list(ExpectedRun.objects.filter(schedule=schedule).order_by("slot_at"))
    periods = [f"2025-0{number}" for number in (1, 1, 2, 2, 3, 3)]
    for slot, period in zip(slots[:6], periods, strict=True):
        ExpectedRun.objects.filter(pk=slot.pk).update(
            slot_at=F("slot_at") - dt.timedelta(days=40), period=period
        )
    counts = operations.tick()
    assert (counts["taken"], counts["missed"]) == (3, 3)
    taken = ExpectedRun.objects.filter(state=SlotState.CLAIMED).order_by("slot_at")
    assert [each.period for each in taken] == ["2025-01", "2025-02", "2025-03"]
    assert operations.tick()["taken"] == 0


def test_a_missed_run_is_made_when_a_person_asks(alice: User, bob: User, charlie: User) -> None:
    schedule = confirmed(alice, bob)
    operations.tick()
    slot = ExpectedRun.objects.filter(schedule=schedule).earliest("slot_at")
    with pytest.raises(ForbiddenMove):
        operations.run_again(expected_run=_moved(slot, SlotState.DONE), by=alice, reason="补")
    missed = _moved(slot, SlotState.MISSED)
    with pytest.raises(NotAllowed):
        operations.run_again(expected_run=missed, by=charlie, reason="补")
    again = operations.run_again(expected_run=missed, by=alice, reason="补")
    assert again.state == SlotState.CLAIMED
    assert again.run is not None


def _moved(slot: ExpectedRun, state: SlotState) -> ExpectedRun:
    ExpectedRun.objects.filter(pk=slot.pk).update(state=state)
    slot.refresh_from_db()
    return slot


def test_a_guess_is_written_anew_once_the_year_is_decreed(
    alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule = confirmed(alice, bob, timetable={"at": "08:00", "working_day": 0})
    with monkeypatch.context() as patch:
        patch.setattr(rules, "is_decreed", lambda _day: False)
        operations.tick()
        rows = ExpectedRun.objects.filter(schedule=schedule)
        assert rows.count()
        assert all(each.is_guessed for each in rows)
        before = set(rows.values_list("pk", flat=True))
        operations.tick()
        assert set(rows.values_list("pk", flat=True)) == before
    monkeypatch.setattr(rules, "is_decreed", lambda _day: True)
    operations.tick()
    assert not rows.filter(is_guessed=True).exists()
    assert rows.count() == len(before)
    assert not set(rows.values_list("pk", flat=True)) & before
