"""Edition files: every row judged, every fault named."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from importlib.resources import files as package_files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.reference.rules.files import judge_file
from projects.reference.rules.kinds import FACTOR_KINDS, EditionKind
from projects.reference.rules.planning import plan_of

DATA = package_files("projects.reference").joinpath("data")
MANIFEST: list[dict[str, Any]] = json.loads(DATA.joinpath("manifest.json").read_text("utf-8"))[
    "editions"
]
HEADER = "kind,scope_region,year,value,unit,source,confidence,note\n"
GOOD = "grid_average,山东,2023,0.6191,kgCO2/kWh,announcement,A,\n"


def judge(*lines: str) -> list[tuple[str, int | None, str]]:
    judged = judge_file(EditionKind.FACTORS, (HEADER + "".join(lines)).encode())
    return [(each.code, each.row, each.field) for each in judged.findings]


def test_a_good_row_becomes_a_factor() -> None:
    judged = judge_file(EditionKind.FACTORS, (HEADER + GOOD).encode())
    assert judged.findings == ()
    assert judged.rows[0]["value"] == Decimal("0.6191")
    assert judged.rows[0]["row"] == 2


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ("grid,山东,2023,0.6,kgCO2/kWh,s,A,\n", "unknown_factor_kind", "kind"),
        ("grid_average,,2023,0.6,kgCO2/kWh,s,A,\n", "missing_value", "scope_region"),
        ("grid_average,山东,,0.6,kgCO2/kWh,s,A,\n", "missing_value", "year"),
        ("grid_average,山东,2023报告值,0.6,kgCO2/kWh,s,A,\n", "not_a_year", "year"),
        ("grid_average,山东,23,0.6,kgCO2/kWh,s,A,\n", "not_a_year", "year"),
        ("grid_average,山东,2023,0.6x,kgCO2/kWh,s,A,\n", "not_a_number", "value"),
        ("grid_average,山东,2023,NaN,kgCO2/kWh,s,A,\n", "not_a_number", "value"),
        ("grid_average,山东,2023,-0.6,kgCO2/kWh,s,A,\n", "not_positive", "value"),
        ("grid_average,山东,2023,0.6,kgCO2e/kWh,s,A,\n", "wrong_unit", "unit"),
        ("grid_average,山东,2023,619.1,kgCO2/kWh,s,A,\n", "out_of_bounds", "value"),
        ("grid_average,山东,2023,0.0006,kgCO2/kWh,s,A,\n", "out_of_bounds", "value"),
        ("grid_average,山东,2023,0.6,kgCO2/kWh,,A,\n", "missing_value", "source"),
        ("grid_average,山东,2023,0.6,kgCO2/kWh,s,D,\n", "unknown_confidence", "confidence"),
        ("grid_average,山东,2023\n", "wrong_width", ""),
    ],
)
def test_a_fault_is_named_with_its_row_and_field(line: str, code: str, field: str) -> None:
    assert judge(GOOD, line) == [(code, 3, field)]


def test_a_row_that_stands_twice_is_a_finding_and_another_source_is_not() -> None:
    other = GOOD.replace("announcement", "another")
    assert judge(GOOD, other) == []
    assert judge(GOOD, other, GOOD) == [("double_row", 4, "kind, region, data_year, source")]


def test_columns_must_be_those_of_the_kind() -> None:
    judged = judge_file(EditionKind.GWP, b"gas,assessment,gwp,confidence,source\nCH4,AR5,28,A,s\n")
    assert {(each.code, each.field) for each in judged.findings} == {
        ("missing_column", "gwp100"),
        ("unknown_column", "gwp"),
    }


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (HEADER.encode(), "empty_file"),
        ("kind,地区".encode("gb18030"), "not_utf8"),
        (b'kind,"x\n', "not_csv"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, code: str) -> None:
    assert [each.code for each in judge_file(EditionKind.FACTORS, content).findings] == [code]


def test_an_empty_file_misses_every_column() -> None:
    found = judge_file(EditionKind.GWP, b"").findings
    assert {each.code for each in found} == {"missing_column"}


@given(st.binary(max_size=300))
def test_no_file_however_broken_raises(content: bytes) -> None:
    judged = judge_file(EditionKind.FACTORS, HEADER.encode() + content)
    assert judged.rows_read >= len(judged.rows)


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["code"])
def test_every_shipped_file_is_the_one_in_the_manifest_and_without_fault(
    entry: dict[str, Any],
) -> None:
    content = DATA.joinpath(entry["file"]).read_bytes()
    judged = judge_file(EditionKind(entry["kind"]), content)
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert [str(each) for each in judged.findings] == []
    assert len(judged.rows) == entry["rows"]


def test_every_shipped_file_stands_in_the_manifest() -> None:
    shipped = {each.name for each in DATA.iterdir() if each.name.endswith(".csv")}
    assert shipped == {entry["file"] for entry in MANIFEST}


def provincial(year: int) -> dict[str, Decimal]:
    content = DATA.joinpath(f"grid_factors_{year}.csv").read_bytes()
    return {
        row["region"]: row["value"]
        for row in judge_file(EditionKind.FACTORS, content).rows
        if row["kind"] == "grid_average" and row["region"] != "全国" and "(" not in row["region"]
    }


def test_from_2022_to_2023_twenty_provinces_fell_and_ten_rose() -> None:
    before, after = provincial(2022), provincial(2023)
    fell = [name for name in before if after[name] < before[name]]
    rose = [name for name in before if after[name] > before[name]]
    assert (len(before), len(fell), len(rose)) == (30, 20, 10)


def test_tibet_has_no_factor_in_any_year() -> None:
    assert all("西藏" not in provincial(year) for year in (2021, 2022, 2023))


def test_every_kind_states_bounds_that_make_sense() -> None:
    assert all(kind.lowest < kind.highest for kind in FACTOR_KINDS.values())


def test_a_plan_counts_what_is_new_what_differs_and_what_goes() -> None:
    def row(region: str, value: str) -> dict[str, Any]:
        return {
            "kind": "grid_average",
            "region": region,
            "data_year": 2023,
            "value": Decimal(value),
        }

    before = {
        ("grid_average", "山东", 2023): [Decimal("0.6")],
        ("grid_average", "河南", 2023): [Decimal("0.5")],
    }
    plan = plan_of(
        EditionKind.FACTORS, [row("山东", "0.7"), row("河北", "0.6")], before, replaces=True
    )
    assert (plan["new"], plan["different"], plan["gone"]) == (1, 1, 1)
    assert plan["differences"][0]["before"] == ["0.6"]
