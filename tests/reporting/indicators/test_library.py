"""The library: what ships, how it is taken in, and that it knows what is computed."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import pytest

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.errors import InvalidInput
from config.kernel.pin import pin_known_at
from reporting.figures.indicators.table import INDICATORS
from reporting.indicators import operations, queries
from reporting.indicators.models import IndicatorList, LibraryIndicator
from reporting.indicators.rules.files import judge_list
from reporting.indicators.rules.kinds import Kind, ListKind, Theme
from reporting.indicators.rules.layouts import LAYOUTS
from tests.reporting.indicators.conftest import FROM

DAY = dt.date(2025, 12, 31)
SHIPPED = files("reporting.indicators").joinpath("data", "library.csv").read_bytes()
ROWS = {
    row["code"]: row
    for row in judge_list(ListKind.INDICATORS, SHIPPED, name="library.csv", source="").rows
}
HEAD = [each.name for each in LAYOUTS[ListKind.INDICATORS]]


def listed(*rows: Mapping[str, Any]) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, HEAD)
    writer.writeheader()
    writer.writerows({name: row.get(name, "") for name in HEAD} for row in rows)
    return file.getvalue().encode()


def line(code: str = "S-09", **given: str) -> dict[str, str]:
    return {
        "code": code,
        "name_zh": "志愿服务时长",
        "name_en": "Volunteer hours",
        "unit": "h",
        "answer": "number",
        "pillar": "social",
        "theme": "community",
        "kind": "collected",
        "periodicity": "annual",
        "owner_department": "hr",
        "confidence": "B",
        "source": "the house",
    } | given


def propose(content: bytes, *, by: User, edition: str = "W2", on: dt.date = FROM) -> IndicatorList:
    return operations.propose_indicators(
        content=content,
        file_name="own.csv",
        source="the house",
        by=by,
        reason="our own",
        code="OWN",
        edition=edition,
        name_zh="自有清单",
        name_en="Own list",
        effective_from=on,
    )


def faults(content: bytes, *, by: User) -> set[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        propose(content, by=by)
    return {(each.code, each.field) for each in refused.value.findings}


def test_every_computed_indicator_stands_in_the_library_as_the_table_has_it() -> None:
    for code, indicator in INDICATORS.items():
        row = ROWS[code]
        if row["kind"] == Kind.COMPUTED:
            said = (row["name_zh"], row["name_en"], row["unit"], row["method"])
            version = f"{indicator.method} v{indicator.version}"
            assert said == (indicator.name_zh, indicator.name_en, indicator.unit, version), code


def test_the_library_calls_nothing_computed_that_nobody_computes() -> None:
    computed = {code for code, row in ROWS.items() if row["kind"] == Kind.COMPUTED}
    # The footprint of operations is computed where its quantities are collected.
    footprint = {code for code in computed if ROWS[code]["theme"] == Theme.OWN_EMISSIONS}
    assert computed - footprint <= INDICATORS.keys()


def test_the_shipped_files_have_no_findings() -> None:
    folder = files("reporting.indicators").joinpath("data")
    for path in folder.iterdir():
        if not path.name.endswith(".csv"):
            continue
        kind = ListKind.INDICATORS if path.name == "library.csv" else ListKind.FRAMEWORK
        found = judge_list(kind, path.read_bytes(), name=path.name, source="", known=ROWS)
        assert not found.findings, path.name
        with path.open(encoding="utf-8", newline="") as lines:
            assert all(row["source"] and row["confidence"] for row in csv.DictReader(lines))


def test_the_library_is_asked_by_day_and_moment(library: None) -> None:
    known_at = pin_known_at()
    found = queries.library(DAY, known_at)
    assert found.keys() == ROWS.keys()
    assert found["E-AV-01"].kind == Kind.COMPUTED
    assert queries.library(FROM - dt.timedelta(days=1), known_at) == {}
    collected = queries.collected(DAY, known_at)
    assert "E-OP-08" in collected
    assert collected["E-OP-08"].unit == "kWh"
    assert collected["E-OP-08"].owner_department == "administration"
    assert "E-AV-01" not in collected


def test_what_ships_is_taken_in_once(library: None, alice: User) -> None:
    (again,) = operations.propose_shipped_indicators(
        effective_from=FROM, by=alice, reason="shipped"
    )
    assert again.is_twin
    assert IndicatorList.objects.count() == 1
    assert LibraryIndicator.objects.count() == len(ROWS)


def test_a_list_of_the_house_changes_what_differs_and_adds_what_is_new(
    library: None, alice: User, bob: User
) -> None:
    before = pin_known_at()
    changed = {**ROWS["E-OP-08"], "highest": "5000000"}
    proposed = propose(listed(line(), changed, ROWS["E-OP-11"]), by=alice)
    assert {name: proposed.plan[name] for name in ("new", "different", "alike", "gone")} == {
        "new": 1,
        "different": 1,
        "alike": 1,
        "gone": 0,
    }
    assert [each["field"] for each in proposed.plan["differences"]] == ["highest"]
    proposals.confirm(proposed, by=bob)
    now = queries.library(DAY, pin_known_at())
    assert now["E-OP-08"].highest == 5_000_000
    assert now["E-OP-08"].proposed_by == alice
    assert now["E-OP-08"].decided_by == bob
    assert now["S-09"].name_zh == "志愿服务时长"
    assert queries.library(DAY, before)["E-OP-08"].highest is None
    assert LibraryIndicator.objects.filter(code="E-OP-11").count() == 1


def test_a_version_from_a_later_day_leaves_the_earlier_days_as_they_were(
    library: None, alice: User, bob: User
) -> None:
    later = dt.date(2026, 1, 1)
    changed = {**ROWS["E-OP-08"], "owner_department": "it"}
    row = propose(listed(changed), by=alice, on=later)
    proposals.confirm(row, by=bob)
    known_at = pin_known_at()
    assert queries.library(DAY, known_at)["E-OP-08"].owner_department == "administration"
    assert queries.library(later, known_at)["E-OP-08"].owner_department == "it"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (listed(line(owner_department="")), ("no_owner", "owner_department")),
        (listed(line(kind="computed")), ("no_method", "method")),
        (listed(line(answer="mixed")), ("mixed_indicator", "answer")),
        (listed(line(lowest="5", highest="1")), ("range_upside_down", "lowest")),
        (listed(line(theme="weather")), ("choice_unknown", "theme")),
        (listed(line(lowest="viel")), ("amount_unreadable", "lowest")),
        (listed(line(code="A B")), ("code_malformed", "code")),
        (listed(line(name_zh="")), ("cell_empty", "name_zh")),
        (listed(line(), line()), ("double_row", "code")),
        (listed(), ("empty_file", "")),
        (b"code,name_zh\nA,B\n", ("missing_column", "confidence")),
        (listed(line()).replace(b"code", b"colour,code", 1), ("unknown_column", "colour")),
    ],
)
def test_a_faulty_list_is_refused_by_row_and_field(
    alice: User, content: bytes, fault: tuple[str, str]
) -> None:
    assert fault in faults(content, by=alice)
    assert not IndicatorList.objects.exists()
