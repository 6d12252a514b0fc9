"""From text to whole watt-hours, and from rows to places, with nothing invented or lost."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.metering.rules.grid import CONTESTED, GAP, place
from projects.metering.rules.judging import LARGEST_WH, watt_hours
from projects.metering.rules.layout import OnError, Unit
from projects.metering.rules.points import MeteringPoint
from tests.projects.metering.files import energies, read, wide

NO_LIMIT = np.array([float(LARGEST_WH)])


@given(st.integers(0, LARGEST_WH))
@settings(deadline=None)
def test_three_decimals_of_a_kilowatt_hour_are_exactly_their_watt_hours(wh: int) -> None:
    text = f"{Decimal(wh) / 1000:.3f}"

    judged = watt_hours(np.array([[float(text)]]), Unit.KWH, NO_LIMIT)

    assert judged.wh.tolist() == [[wh]]
    assert not judged.faulty.any()


@given(st.integers(0, LARGEST_WH - 1), st.integers(1, 9), st.integers(4, 7))
@settings(deadline=None)
def test_a_fourth_decimal_is_a_fault_and_never_rounded_away(
    wh: int, digit: int, places: int
) -> None:
    text = str(Decimal(wh) / 1000 + Decimal(digit).scaleb(-places))

    judged = watt_hours(np.array([[float(text)]]), Unit.KWH, NO_LIMIT)

    assert judged.faulty.all()
    assert judged.wh.tolist() == [[GAP]]


@given(st.lists(st.one_of(st.none(), st.integers(0, 36_000)), min_size=24, max_size=24))
@settings(max_examples=50, deadline=None)
def test_a_file_s_readings_come_back_as_they_were_written(cells: list[int | None]) -> None:
    texts = {at: "" if wh is None else str(Decimal(wh) / 1000) for at, wh in enumerate(cells)}
    with tempfile.TemporaryDirectory() as folder:
        judged = read(wide(("SD-1", "2025-01-15", texts)), Path(folder))

    silent = all(wh is None for wh in cells)
    assert energies(judged) == ({} if silent else {(7, "2025-01-15"): cells})


@given(st.lists(st.sampled_from(["1", "x", "2.5", "", "-3", "1e2", " 4", "5 "]), min_size=1))
@settings(max_examples=50, deadline=None)
def test_a_faulty_neighbour_changes_no_sound_reading(cells: list[str]) -> None:
    """A slice with a fault is read line by line, one without it all at once: the same numbers."""
    points = [MeteringPoint(1, "A", 10**9)]
    rows = [("A", f"2025-01-{day + 1:02}", {0: cell}) for day, cell in enumerate(cells[:31])]
    with tempfile.TemporaryDirectory() as folder:
        judged = read(wide(*rows), Path(folder), points=points, on_error=OnError.GAP)
    meant = {"1": 1000, "2.5": 2500, "1e2": 100_000, " 4": 4000, "5 ": 5000}

    assert [block[0] for block in energies(judged).values()] == [
        meant.get(cell) for cell in cells[:31]
    ]


PLACES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), min_size=1, max_size=12)


@given(PLACES, st.randoms(use_true_random=False), st.integers(1, 5))
@settings(deadline=None)
def test_the_order_of_rows_changes_no_place(
    rows: list[tuple[int, int]], chance: object, at_once: int
) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert _placed(rows, at_once) == _placed(shuffled, at_once)


@given(PLACES, st.integers(1, 5))
@settings(deadline=None)
def test_a_place_holds_what_was_said_once_or_is_contested(
    rows: list[tuple[int, int]], at_once: int
) -> None:
    said: dict[int, set[int]] = {}
    for key, value in rows:
        said.setdefault(key, set()).add(value)
    expected = [
        GAP if key not in said else CONTESTED if len(said[key]) > 1 else min(said[key])
        for key in range(5)
    ]

    assert _placed(rows, at_once) == expected


def _placed(rows: list[tuple[int, int]], at_once: int) -> list[int]:
    cells = np.full((5, 2), GAP, np.int32)
    for start in range(0, len(rows), at_once):
        part = rows[start : start + at_once]
        keys = np.array([key for key, _value in part])
        values = np.array([[value, GAP] for _key, value in part], np.int32)
        place(cells, keys, values)
    return [int(cell) for cell in cells[:, 0]]
