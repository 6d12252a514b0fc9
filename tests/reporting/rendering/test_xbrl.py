"""The xBRL form: every figure a fact, the taxonomy beside it, Arelle without a network agrees."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reporting.rendering import json_form, xbrl
from reporting.rendering.document import Document, FigureRecord
from tests.reporting.rendering.samples import KNOWN_AT, ROOFTOP, document, record

ENTRY = "disclosure/reports/report.json"


def of(figure_id: str, indicator: str, value: str, unit: str, **given: Any) -> FigureRecord:
    return replace(
        record(ROOFTOP),
        figure_id=figure_id,
        value=Decimal(value),
        unit=unit,
        indicator=indicator,
        **{"period": "2025", **given},
    )


RECORDS = (
    of("F-0001", "E-AV-01", "186412.380000000001", "tCO2e"),
    of("F-0002", "E-AV-01", "-3.5", "tCO2e", members=(("project", "PV & <1>"),)),
    of(
        "F-0003",
        "E-AV-01",
        "12",
        "tCO2e",
        period="2025-03",
        members=(("month", "2025-03"), ("project", "PV & <1>")),
    ),
    of("F-0004", "G-GT-02", "1234567890.12", "CNY", label_zh="规模", label_en="Assets & more"),
    of("F-0005", "E-OP-24-B", "1.25", "tCO2e/人"),
    of("F-0006", "Q-DQ-01", "0.9812", ""),
    of("F-0007", "PAI-1.4", "40.5", "%"),
)


def reported() -> Document:
    small = document()
    return replace(small, provenance=(*small.provenance, *RECORDS))


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {each: packed.read(each) for each in packed.namelist()}


def read_by_arelle(content: bytes, folder: Path) -> dict[str, Any]:
    path = folder / "report.xbr"
    path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.reporting.rendering.arelle_reads", str(path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env={"XDG_CONFIG_HOME": str(folder), "HOME": str(folder), "PATH": ""},
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_arelle_finds_nothing_wrong_and_reads_every_fact_back(tmp_path: Path) -> None:
    found = read_by_arelle(xbrl.render(reported()), tmp_path)
    assert found["errors"] == [], found["messages"]
    facts = {each["id"]: each for each in found["facts"]}
    assert len(facts) == len(reported().provenance)
    assert facts["F-0001"]["value"] == "186412.380000000001"
    assert facts["F-0002"]["members"] == {"projectAxis": "PV & <1>"}
    assert facts["F-0003"]["members"] == {"projectAxis": "PV & <1>"}
    assert facts["F-0003"]["starts"] == "2025-03-01T00:00:00"
    assert facts["F-0003"]["ends"] == "2025-04-01T00:00:00"
    assert (facts["F-0004"]["zh"], facts["F-0004"]["en"]) == ("规模", "Assets & more")
    assert facts["F-0004"]["type"] == "monetaryItemType"
    assert facts["F-0005"]["type"] == "decimalItemType"


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        ('"gt:Q-DQ-01"', '"gt:Q-DQ-09"', "oime:unknownConcept"),
        ('"0.9812"', '"a lot"', "xmlSchema:valueError"),
        ('"iso4217:CNY"', '"gt:CNY"', "xbrl.4.8.2:monetaryFactUnit-notMonetaryMeasure"),
        (
            '"gt:Q-DQ-01"',
            '"gt:Q-DQ-01", "gt:projectAxis": "A"',
            "xbrldie:PrimaryItemDimensionallyInvalidError",
        ),
    ],
)
def test_arelle_refuses_a_report_that_was_tampered_with(
    tmp_path: Path, before: str, after: str, error: str
) -> None:
    files = opened(xbrl.render(reported()))
    text = files[ENTRY].decode()
    assert before in text
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, text.replace(before, after) if name == ENTRY else content)
    assert error in read_by_arelle(changed.getvalue(), tmp_path)["errors"]


def test_the_same_document_gives_the_same_bytes_also_from_its_json() -> None:
    once = xbrl.render(reported())
    assert once == xbrl.render(json_form.read(json_form.render(reported())))


def test_figures_of_two_bases_and_twins_are_told_apart(tmp_path: Path) -> None:
    before = replace(RECORDS[0], figure_id="F-0098", known_at=KNOWN_AT - timedelta(days=90))
    twin = replace(RECORDS[0], figure_id="F-0099", value=Decimal(1))
    found = read_by_arelle(
        xbrl.render(replace(reported(), provenance=(*reported().provenance, before, twin))),
        tmp_path,
    )
    assert found["errors"] == []
    members = {each["id"]: each["members"] for each in found["facts"]}
    assert members["F-0001"] == {}
    assert members["F-0098"] == {"known_atAxis": "2025-12-31T10:00:00.000000Z"}
    assert members["F-0099"] == {"figureAxis": "F-0099"}


def test_a_record_of_before_keeps_its_json_to_the_byte() -> None:
    plain = json.loads(json_form.render(document()))
    assert all("indicator" not in each and "members" not in each for each in plain["provenance"])
    whole = json.loads(json_form.render(reported()))
    assert whole["provenance"][-1]["indicator"] == "PAI-1.4"
    assert whole["provenance"][3]["members"] == [["project", "PV & <1>"]]
    assert json_form.read(json_form.render(reported())) == reported()
