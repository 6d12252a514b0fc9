"""Every fault that a file can have is found, with its row, its field, its value and a remedy."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from config.kernel.periods import Period
from projects.metering.rules import csv_slices, reading
from projects.metering.rules.faults import FAULTS, KEPT, UNREADABLE
from projects.metering.rules.layout import FileLayout, Form, OnError, Shape, Unit
from projects.metering.rules.points import MeteringPoint
from tests.projects.metering.files import LONG, POINTS, ROOF, WIDE, energies, long, read, wide

DAY = "2025-01-15"
HEADER = ",".join(WIDE.columns)
NOON = "2025-01-15T12:00:00+08:00"

WIDE_FAULTS = [
    ("unknown_station", ("SD-9", DAY, {}), "station", "SD-9"),
    ("wrong_carrier", ("STEAM", DAY, {}), "station", "STEAM"),
    ("unreadable_time", ("SD-1", "15.01.2025", {}), "day", "15.01.2025"),
    ("outside_period", ("SD-1", "2025-02-01", {}), "day", "2025-02-01"),
    ("before_commissioning", ("SD-2", "2025-01-19", {}), "day", "2025-01-19"),
    ("not_a_number", ("SD-1", DAY, {3: "1.5 kWh"}), "h03", "1.5 kWh"),
    ("not_a_number", ("SD-1", DAY, {3: "NaN"}), "h03", "NaN"),
    ("not_a_number", ("SD-1", DAY, {3: "inf"}), "h03", "inf"),
    ("not_a_number", ("SD-1", DAY, {3: "1e400"}), "h03", "1e400"),
    ("not_a_number", ("SD-1", DAY, {3: "１.5"}), "h03", "１.5"),
    ("negative", ("SD-1", DAY, {4: "-0.001"}), "h04", "-0.001"),
    ("finer_than_wh", ("SD-1", DAY, {5: "1.2345"}), "h05", "1.2345"),
    ("above_capacity", ("SD-1", DAY, {6: "36.001"}), "h06", "36.001"),
    ("above_capacity", ("SD-1", DAY, {6: "9999999999"}), "h06", "9999999999"),
]


@pytest.mark.parametrize(("code", "row", "field", "value"), WIDE_FAULTS)
def test_a_fault_names_its_row_field_value_and_remedy(
    code: str, row: tuple[str, str, dict[int, str]], field: str, value: str, tmp_path: Path
) -> None:
    judged = read(wide(("SD-1", "2025-01-01", {}), row), tmp_path)

    assert judged.finding_counts == {code: 1}
    (finding,) = judged.findings
    assert (finding.row, finding.field, finding.value) == (3, field, value)
    assert finding.remedy
    assert "{" not in str(finding)
    assert (judged.rows_read, judged.rows_accepted) == (2, 1)
    assert judged.refused


LONG_FAULTS = [
    ("unreadable_time", ("SD-1", "2025-01-15T12:00:00", "1"), "starts_at"),
    ("unreadable_time", ("SD-1", "noon", "1"), "starts_at"),
    ("unreadable_time", ("SD-1", "", "1"), "starts_at"),
    ("off_grid", ("SD-1", "2025-01-15T12:07:00+08:00", "1"), "starts_at"),
    ("off_grid", ("SD-1", "2025-01-15T12:00:00.5+08:00", "1"), "starts_at"),
    ("outside_period", ("SD-1", "2025-01-31T16:00:00Z", "1"), "starts_at"),
    ("above_capacity", ("SD-1", NOON, "9.001"), "kwh"),
    ("unknown_station", ("", NOON, "1"), "station"),
]


@pytest.mark.parametrize(("code", "row", "field"), LONG_FAULTS)
def test_a_long_file_s_fault_is_found(
    code: str, row: tuple[str, str, str], field: str, tmp_path: Path
) -> None:
    judged = read(long(("SD-1", "2025-01-01T00:00:00+08:00", "1"), row), tmp_path, layout=LONG)

    assert judged.finding_counts == {code: 1}
    assert (judged.findings[0].row, judged.findings[0].field) == (3, field)


def test_a_day_that_is_not_over_is_a_finding(tmp_path: Path) -> None:
    judged = read(wide(("SD-1", DAY, {})), tmp_path, observed_on=dt.date.fromisoformat(DAY))

    assert judged.finding_counts == {"future_day": 1}


def test_a_row_with_too_few_fields_is_a_finding_and_no_gap(tmp_path: Path) -> None:
    judged = read(f"{wide(('SD-1', DAY, {}))}SD-2,2025-01-21,1,2\n", tmp_path)

    assert judged.finding_counts == {"ragged_row": 1}
    assert judged.findings[0].row == 3
    assert judged.findings[0].facts == {"expected": 26, "found": 4}


def test_a_number_with_a_separator_makes_its_row_ragged_or_no_number(tmp_path: Path) -> None:
    judged = read(
        wide(("SD-1", DAY, {0: "1,234.5"}), ("SD-1", "2025-01-16", {0: '"1,234.5"'})), tmp_path
    )

    assert judged.finding_counts == {"ragged_row": 1, "not_a_number": 1}


def test_the_same_row_twice_is_counted_once(tmp_path: Path) -> None:
    judged = read(wide(("SD-1", DAY, {}), ("SD-1", DAY, {})), tmp_path)

    assert judged.finding_counts == {"repeated_reading": 1}
    assert not judged.refused
    assert energies(judged) == {(7, DAY): [1500] * 24}


def test_of_two_rows_that_contradict_neither_is_taken(tmp_path: Path) -> None:
    judged = read(
        wide(("SD-1", DAY, {}), ("SD-1", "2025-01-16", {}), ("SD-1", DAY, {3: "9"})),
        tmp_path,
        on_error=OnError.GAP,
    )

    assert judged.finding_counts == {"conflicting_reading": 1}
    assert judged.findings[0].row == 4
    assert (judged.rows_read, judged.rows_accepted) == (3, 1)
    assert energies(judged) == {(7, "2025-01-16"): [1500] * 24}


def test_a_contradiction_of_one_slot_leaves_the_others(tmp_path: Path) -> None:
    rows = [("SD-1", f"2025-01-15T00:{minute:02}:00+08:00", "1") for minute in (0, 15, 30)]
    judged = read(
        long(*rows, ("SD-1", "2025-01-14T16:15:00Z", "2")),
        tmp_path,
        layout=LONG,
        on_error=OnError.GAP,
    )

    assert judged.finding_counts == {"conflicting_reading": 1}
    assert energies(judged)[7, DAY][:4] == [1000, None, 1000, None]


def test_doubles_are_found_across_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SLICE_BYTES", 200)
    rows = [("SD-1", f"2025-01-{day:02}", {}) for day in range(1, 29)]
    judged = read(wide(*rows, rows[4], ("SD-1", "2025-01-06", {0: "2"})), tmp_path)

    assert judged.finding_counts == {"repeated_reading": 1, "conflicting_reading": 1}
    assert [finding.row for finding in judged.findings] == [30, 31]


def test_a_file_that_leaves_gaps_keeps_what_is_sound(tmp_path: Path) -> None:
    judged = read(
        wide(("SD-1", DAY, {0: "x", 1: "", 2: "-1"}), ("SD-9", DAY, {})),
        tmp_path,
        on_error=OnError.GAP,
    )

    assert not judged.refused
    assert judged.finding_counts == {"not_a_number": 1, "negative": 1, "unknown_station": 1}
    assert energies(judged) == {(7, DAY): [None, None, None, *[1500] * 21]}


def test_a_day_without_a_reading_brings_no_block(tmp_path: Path) -> None:
    judged = read(wide(("SD-1", DAY, dict.fromkeys(range(24), ""))), tmp_path)

    assert judged.finding_counts == {"no_reading": 1}
    assert energies(judged) == {}


def test_empty_lines_say_nothing(tmp_path: Path) -> None:
    judged = read(wide(("SD-1", DAY, {})) + "\n" + "," * 25 + "\n", tmp_path)

    assert (judged.rows_read, judged.finding_counts) == (1, {})


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    judged = read(HEADER + "\n", tmp_path)

    assert judged.finding_counts == {"no_rows": 1}
    assert judged.refused


UNREADABLE_FILES = [
    ("wrong_header", b"station,date,h00\nSD-1,2025-01-15,1\n", "day"),
    ("wrong_encoding", f"{HEADER}\nSD-1,{DAY},".encode("utf-16"), ""),
    ("wrong_encoding", HEADER.encode() + "\n电站,2025-01-15,1\n".encode("gb18030"), ""),
    ("line_too_long", HEADER.encode() + b"\n" + b"x" * (csv_slices.LONGEST_LINE * 2), ""),
    ("wrong_header", HEADER.replace(",", "\r").encode(), "station"),
    ("wrong_header", b"", "station"),
]


@pytest.mark.parametrize(("code", "content", "field"), UNREADABLE_FILES)
def test_a_file_that_is_not_as_declared_is_refused(
    code: str, content: bytes, field: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SLICE_BYTES", 1000)
    judged = read(content, tmp_path, on_error=OnError.GAP)

    assert judged.finding_counts == {code: 1}
    assert judged.refused
    assert judged.findings[0].field == field
    assert "{" not in str(judged.findings[0])


def test_a_chinese_file_is_read_in_its_declared_encoding(tmp_path: Path) -> None:
    roof = MeteringPoint(1, "鲁-屋顶-1", 30_000)
    content = wide(("鲁-屋顶-1", DAY, {})).encode("gb18030")
    judged = read(content, tmp_path, points=[roof], encoding="gb18030")

    assert energies(judged) == {(1, DAY): [1500] * 24}


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + wide(("SD-1", DAY, {})),
        wide(("SD-1", DAY, {})).replace("\n", "\r\n"),
        wide(('"SD-1"', DAY, {})),
        wide(("SD-1", DAY, {})).rstrip("\n"),
    ],
)
def test_marks_line_ends_and_quotes_change_nothing(content: str, tmp_path: Path) -> None:
    judged = read(content, tmp_path)

    assert (judged.finding_counts, energies(judged)) == ({}, {(7, DAY): [1500] * 24})


def test_the_first_thousand_are_kept_and_all_are_written(tmp_path: Path) -> None:
    rows = [("SD-9", DAY, {0: "=HYPERLINK(1)"})] * (KEPT + 5)
    judged = read(wide(*rows), tmp_path)

    assert judged.finding_counts == {"unknown_station": KEPT + 5}
    assert len(judged.findings) == KEPT
    assert judged.errors_path is not None
    with judged.errors_path.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.DictReader(file))
    assert len(written) == KEPT + 5
    assert written[-1]["row"] == str(KEPT + 6)
    assert written[-1]["station"] == "SD-9"
    assert written[-1]["h00"] == "'=HYPERLINK(1)"


def test_without_findings_no_file_of_findings_is_written(tmp_path: Path) -> None:
    assert read(wide(("SD-1", DAY, {})), tmp_path).errors_path is None
    assert not (tmp_path / "errors.csv").exists()


def test_every_fault_has_a_test() -> None:
    shown = {code for code, *_rest in WIDE_FAULTS + LONG_FAULTS}
    apart = {
        "future_day",
        "ragged_row",
        "repeated_reading",
        "conflicting_reading",
        "no_reading",
        *UNREADABLE,
        "wrong_slot_count",
    }

    assert shown | apart == set(FAULTS)


# ---- days on which the clock changes

LONDON = MeteringPoint(1, "LDN", 30_000, zone="Europe/London")
SPRING, AUTUMN = "2025-03-30", "2025-10-26"
YEAR = Period.year(2025)


@pytest.mark.parametrize(
    ("day", "cells", "spoken"),
    [
        (SPRING, {}, 24),
        (AUTUMN, {}, 24),
    ],
)
def test_a_row_with_a_wrong_number_of_slots_is_a_finding(
    day: str, cells: dict[int, str], spoken: int, tmp_path: Path
) -> None:
    judged = read(
        wide(("LDN", day, cells)),
        tmp_path,
        points=[LONDON],
        period=YEAR,
        observed_on=dt.date(2026, 1, 1),
    )

    assert judged.finding_counts == {"wrong_slot_count": 1}
    assert judged.findings[0].facts["found"] == spoken


def test_a_short_day_has_23_hours_and_a_long_one_25(tmp_path: Path) -> None:
    slots = tuple(f"h{hour:02}" for hour in range(25))
    layout = FileLayout(slot_columns=slots)
    judged = read(
        wide(
            ("LDN", SPRING, {23: "", 24: ""}),
            ("LDN", AUTUMN, {}),
            ("LDN", "2025-06-01", {24: ""}),
            layout=layout,
        ),
        tmp_path,
        layout=layout,
        points=[LONDON],
        period=YEAR,
        observed_on=dt.date(2026, 1, 1),
    )

    assert judged.finding_counts == {}
    assert {day: len(cells) for (_, day), cells in energies(judged).items()} == {
        SPRING: 23,
        AUTUMN: 25,
        "2025-06-01": 24,
    }


def test_the_hour_that_a_clock_repeats_has_its_own_slot(tmp_path: Path) -> None:
    first, second = "2025-10-26T01:00:00+01:00", "2025-10-26T01:00:00+00:00"
    judged = read(
        long(("LDN", first, "1"), ("LDN", second, "2")),
        tmp_path,
        layout=FileLayout(shape=Shape.LONG),
        points=[LONDON],
        period=YEAR,
        observed_on=dt.date(2026, 1, 1),
    )

    assert energies(judged)[1, AUTUMN][:4] == [None, 1000, 2000, None]


# ---- Parquet


def test_a_parquet_file_is_judged_like_a_csv(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"station": ["SD-1", "SD-9"], "day": [dt.date(2025, 1, 15)] * 2}
        | {name: [1.5, 1.5] for name in WIDE.slot_columns}
    ).with_columns(h03=pl.Series([float("nan"), 1.0]), h04=pl.Series([None, 1.0]))
    content = tmp_path / "in.parquet"
    frame.write_parquet(content)
    judged = read(content.read_bytes(), tmp_path, form=Form.PARQUET, on_error=OnError.GAP)

    assert judged.finding_counts == {"unknown_station": 1, "not_a_number": 1}
    assert [finding.row for finding in judged.findings] == [1, 2]
    assert energies(judged)[7, DAY][2:6] == [1500, None, None, 1500]


def test_a_long_parquet_file_knows_its_zone(tmp_path: Path) -> None:
    starts = pl.Series([dt.datetime(2025, 1, 15, 4, tzinfo=dt.UTC)])
    frame = pl.DataFrame({"station": ["SD-1"], "starts_at": starts, "kwh": [7]})
    content = tmp_path / "in.parquet"
    frame.write_parquet(content)
    judged = read(content.read_bytes(), tmp_path, layout=LONG, form=Form.PARQUET, unit=Unit.WH)

    assert energies(judged)[7, DAY][48] == 7


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame({"station": ["SD-1"], "starts_at": [dt.datetime(2025, 1, 15, 4)], "kwh": [7]}),  # noqa: DTZ001
        pl.DataFrame({"station": ["SD-1"], "starts_at": ["2025-01-15T04:00Z"], "kwh": ["7"]}),
        pl.DataFrame({"station": ["SD-1"], "kwh": [7]}),
    ],
)
def test_a_parquet_column_of_the_wrong_type_is_refused(frame: pl.DataFrame, tmp_path: Path) -> None:
    content = tmp_path / "in.parquet"
    frame.write_parquet(content)
    judged = read(content.read_bytes(), tmp_path, layout=LONG, form=Form.PARQUET)

    assert judged.finding_counts == {"wrong_type": 1}


def test_a_broken_parquet_file_is_refused(tmp_path: Path) -> None:
    judged = read(b"PAR1 and then nothing", tmp_path, form=Form.PARQUET)

    assert judged.finding_counts == {"not_parquet": 1}


def test_points_have_the_order_of_their_ids_whatever_the_input_s(tmp_path: Path) -> None:
    content = wide(("SD-1", DAY, {}), ("SD-2", "2025-01-25", {}))
    forward = read(content, tmp_path, points=POINTS)
    backward = read(content, tmp_path, points=POINTS[::-1])

    assert [part.plan for part in forward.slices()] == [part.plan for part in backward.slices()]
    assert ROOF.station_id in {key[0] for key in energies(forward)}
