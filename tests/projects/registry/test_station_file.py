"""A station file is judged row by row; nothing is raised."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.findings import Severity
from projects.registry.rules.station_columns import COLUMNS, REQUIRED
from projects.registry.rules.station_file import Register, StationPlan, plan_stations
from projects.registry.rules.station_findings import KINDS
from projects.registry.rules.technologies import Carrier

REGISTER = Register(
    carriers={"P1": Carrier.ELECTRICITY, "STEAM": Carrier.HEAT, "CCUS": None},
    taken_codes=frozenset({"OLD"}),
    zone="Asia/Shanghai",
    today=dt.date(2025, 12, 31),
)
HEADER = "code,project,province,capacity_kw,commissioned_on"
GOOD = "S1,P1,河南,28.125,2024-11-30"


def plan(*rows: str, header: str = HEADER) -> StationPlan:
    return plan_stations("\n".join([header, *rows]).encode(), register=REGISTER)


def only(found: StationPlan) -> tuple[str, int | None, str, str]:
    (finding,) = found.findings
    return finding.code, finding.row, finding.field, finding.value


def test_a_good_row_becomes_a_station_in_watts() -> None:
    found = plan(GOOD)
    (row,) = found.rows
    assert not found.findings
    assert (row.code, row.province, row.capacity_w) == ("S1", "河南", 28125)
    assert (row.carrier, row.zone, row.row) == (Carrier.ELECTRICITY, "Asia/Shanghai", 2)


def test_chinese_and_english_titles_mean_the_same() -> None:
    chinese = plan(GOOD, header="站点编码,项目编码,省份,容量（kW）,并网日期")
    assert chinese.rows == plan(GOOD).rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_both_encodings_are_read(encoding: str) -> None:
    content = f"站点编码,项目编码,省份,容量kW,并网日期\r\n{GOOD}\r\n".encode(encoding)
    found = plan_stations(content, register=REGISTER)
    assert not found.findings
    assert found.rows[0].province == "河南"


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ("OLD,P1,河南,28,2024-11-30", "code_taken", "code"),
        ("S 1,P1,河南,28,2024-11-30", "code_malformed", "code"),
        ("=S1,P1,河南,28,2024-11-30", "code_malformed", "code"),
        (",P1,河南,28,2024-11-30", "missing_value", "code"),
        ("S1,P9,河南,28,2024-11-30", "unknown_project", "project"),
        ("S1,P1,荷南,28,2024-11-30", "unknown_province", "province"),
        ("S1,P1,河南,abc,2024-11-30", "not_a_number", "capacity_kw"),
        ("S1,P1,河南,NaN,2024-11-30", "not_a_number", "capacity_kw"),
        ("S1,P1,河南,1e400,2024-11-30", "not_a_number", "capacity_kw"),
        ("S1,P1,河南,0,2024-11-30", "not_positive", "capacity_kw"),
        ("S1,P1,河南,-3,2024-11-30", "not_positive", "capacity_kw"),
        ("S1,P1,河南,28.1255,2024-11-30", "too_fine", "capacity_kw"),
        ("S1,P1,河南,28000000,2024-11-30", "capacity_absurd", "capacity_kw"),
        ("S1,P1,河南,28,2024-02-30", "unreadable_date", "commissioned_on"),
        ("S1,P1,河南,28,last week", "unreadable_date", "commissioned_on"),
        ("S1,P1,河南,28,1899-01-01", "date_out_of_range", "commissioned_on"),
        ("S1,CCUS,河南,28,2024-11-30", "carrier_missing", "carrier"),
        ("S1,P1,河南,28", "wrong_cell_count", ""),
        ("S1,P1,河南,28\x07,2024-11-30", "unprintable", "capacity_kw"),
    ],
)
def test_a_faulty_cell_is_named_with_its_row_field_and_remedy(
    row: str, code: str, field: str
) -> None:
    found = plan("S0,P1,河南,28,2024-11-30", row)
    assert only(found)[:3] == (code, 3, field)
    assert found.findings[0].remedy
    assert [each.code for each in found.rows] == ["S0"]
    assert found.blocks


def test_a_repeated_code_names_the_first_row() -> None:
    found = plan(GOOD, GOOD)
    assert only(found)[0] == "code_repeated"
    assert found.findings[0].facts == {"first_row": 2}
    assert len(found.rows) == 1


def test_a_large_roof_is_a_warning_and_stays() -> None:
    header = f"{HEADER},household_pseudonym"
    found = plan(
        "S1,P1,河南,50.001,2024-11-30,H001", "S2,P1,河南,50,2024-11-30,H002", header=header
    )
    assert only(found) == ("large_for_a_household", 2, "capacity_kw", "50.001")
    assert found.findings[0].severity is Severity.WARNING
    assert len(found.rows) == 2
    assert not found.blocks


def test_a_day_to_come_is_a_warning() -> None:
    assert only(plan("S1,P1,河南,28,2026-01-01"))[0] == "not_yet_connected"


@pytest.mark.parametrize("text", ["2024-11-30", "2024/11/30", "20241130", "2024年11月30日"])
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert plan(f"S1,P1,河南,28,{text}").rows[0].commissioned_on == dt.date(2024, 11, 30)


def test_full_width_digits_are_digits() -> None:
    assert plan("Ｓ１,P1,河南,２８．５,2024-11-30").rows[0].capacity_w == 28500


@pytest.mark.parametrize(
    "cell", ["41010119800101123X", "13800138000", "王小明", "6222020000000000000", "a b"]
)
def test_what_may_name_a_person_is_refused_and_masked(cell: str) -> None:
    found = plan(f"{GOOD},{cell}", header=f"{HEADER},农户代号")
    assert only(found) == ("personal_data", 2, "household_pseudonym", "***")
    assert cell not in json.dumps([each.to_json() for each in found.findings], ensure_ascii=False)


@pytest.mark.parametrize("title", ["姓名", "手机号", "身份证号", "Phone", "ID_Card"])
def test_a_column_about_a_person_is_refused(title: str) -> None:
    assert "personal_data_column" in {
        each.code for each in plan(f"{GOOD},x", header=f"{HEADER},{title}").findings
    }


def test_the_header_is_judged_before_the_rows() -> None:
    found = plan(GOOD, header="code,code,province,capacity_kw,commissioned_on")
    assert {each.code for each in found.findings} == {"duplicated_column", "missing_column"}
    assert found.rows_read == 0


def test_an_unknown_column_is_left_out_with_a_warning() -> None:
    found = plan(f"{GOOD},x", header=f"{HEADER},remark")
    assert only(found)[:3] == ("unknown_column", 1, "remark")
    assert len(found.rows) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n\n", "empty_file"),
        (HEADER.encode(), "empty_file"),
        (b"PK\x03\x04xlsx", "not_csv"),
        ("code,项目".encode("utf-16"), "wrong_encoding"),
        (f'{HEADER}\n"S1,P1'.encode(), "unreadable_line"),
    ],
)
def test_a_file_that_is_none_is_said_to_be_none(content: bytes, code: str) -> None:
    found = plan_stations(content, register=REGISTER)
    assert code in {each.code for each in found.findings}
    assert found.blocks


def test_rows_are_counted_as_an_editor_shows_them() -> None:
    found = plan('"S1","P1","河南","28","2024-11-30"', "", "S2,P1,河南,0,2024-11-30")
    assert only(found)[1] == 4


def test_heat_stations_are_named_or_follow_their_project() -> None:
    header = f"{HEADER},carrier"
    found = plan(
        "S1,STEAM,江苏,28,2024-11-30,",
        "S2,CCUS,江苏,28,2024-11-30,热",
        "S3,STEAM,江苏,28,2024-11-30,电",
        header=header,
    )
    assert [each.carrier for each in found.rows] == [Carrier.HEAT, Carrier.HEAT]
    assert only(found)[:2] == ("carrier_unlike_project", 4)


def test_every_required_column_is_a_column_and_every_kind_says_its_remedy() -> None:
    assert set(REQUIRED) <= set(COLUMNS)
    assert all(kind.message and kind.remedy for kind in KINDS.values())


@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    found = plan_stations(content, register=REGISTER)
    assert found.rows or found.findings


@given(st.lists(st.lists(st.text(max_size=12), min_size=5, max_size=5), max_size=6))
def test_no_text_makes_it_raise_and_no_row_is_lost(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([HEADER.split(","), *rows])
    found = plan_stations(out.getvalue().encode("utf-8", "surrogatepass"), register=REGISTER)
    faulty = {each.row for each in found.findings if each.blocks}
    if found.rows_read:
        assert len(found.rows) + len(faulty) >= found.rows_read


@given(st.integers(min_value=1, max_value=10_000_000_000))
def test_every_watt_comes_back(watts: int) -> None:
    kilowatts = f"{watts // 1000}.{watts % 1000:03}"
    assert plan(f"S1,P1,河南,{kilowatts},2024-11-30").rows[0].capacity_w == watts
