"""Criteria are read as data and judged against inputs and evidence."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from projects.recognition.rules.criteria import Outcome, Result, evaluate, read_criteria
from projects.recognition.rules.documents import SIZE_LIMIT, judge_document, media_type_of
from projects.recognition.rules.inputs import judge_inputs
from tests.projects.recognition.making import PV_EVIDENCE, PV_INPUTS, pdf

DATA = files("projects.recognition") / "data"
SHIPPED = json.loads((DATA / "GT-CRIT-2025-W1.json").read_text("utf-8"))
REGISTERED = {"catalogue_class_named": Decimal(1), "days_in_operation": Decimal(1)}
PROOF = {kind: [number] for number, kind in enumerate(PV_EVIDENCE, start=1)}


def row(**changes: Any) -> dict[str, Any]:
    usual = {
        "code": "HOURS",
        "name_zh": "小时数",
        "name_en": "Hours",
        "technologies": ["rooftop_pv"],
        "expression": "full_load_hours_h >= threshold",
        "unit": "h/a",
        "threshold": "600",
        "evidence_type": "yield_assessment",
        "source": "test",
        "confidence": "C",
    }
    return {**usual, **changes}


def judged(**inputs: Decimal) -> dict[str, Result]:
    criteria, findings = read_criteria(SHIPPED)
    assert not findings
    results = evaluate(
        criteria,
        technology="rooftop_pv",
        inputs={**REGISTERED, **PV_INPUTS, **inputs},
        evidence=PROOF,
    )
    return {each.code: each for each in results}


def test_the_shipped_file_is_the_one_in_the_manifest() -> None:
    manifest = json.loads((DATA / "manifest.json").read_text("utf-8"))
    (entry,) = manifest["editions"]
    content = (DATA / entry["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert entry["rows"] == len(SHIPPED)
    assert "has not been read" in entry["note"]


def test_a_good_rooftop_project_meets_every_criterion() -> None:
    found = judged()
    assert {each.outcome for each in found.values()} == {Outcome.MET}
    assert set(found) == {
        "CATALOGUE", "FUNDS", "BENEFIT", "PV-CONNECTED", "PV-HOURS-LOW", "PV-HOURS-HIGH"
    }  # fmt: skip
    assert found["PV-HOURS-LOW"].inputs == {"full_load_hours_h": Decimal(1100)}


@pytest.mark.parametrize(
    ("hours", "failed"),
    [("599.99", {"PV-HOURS-LOW"}), ("600", set()), ("1600", set()), ("1600.01", {"PV-HOURS-HIGH"})],
)
def test_the_hours_have_an_edge_on_both_sides(hours: str, failed: set[str]) -> None:
    found = judged(full_load_hours_h=Decimal(hours))
    assert {code for code, each in found.items() if each.outcome is Outcome.NOT_MET} == failed


def test_heat_is_judged_by_its_own_criteria() -> None:
    criteria, _findings = read_criteria(SHIPPED)
    heat = {each.code for each in criteria if each.applies_to("nuclear_steam")}
    assert heat == {"CATALOGUE", "FUNDS", "BENEFIT", "HEAT-COMMISSIONED", "HEAT-DISPLACED"}


def test_an_absent_input_or_document_is_missing_and_named() -> None:
    (criterion,), _none = read_criteria([row()])
    bare = evaluate([criterion], technology="rooftop_pv", inputs={}, evidence={})[0]
    assert bare.outcome is Outcome.MISSING
    assert bare.obstacle == "HOURS: missing full_load_hours_h, yield_assessment"
    undocumented = evaluate(
        [criterion], technology="rooftop_pv", inputs={"full_load_hours_h": Decimal(1)}, evidence={}
    )[0]
    assert undocumented.outcome is Outcome.NOT_MET
    assert undocumented.lacks_evidence
    assert undocumented.obstacle == (
        "HOURS: full_load_hours_h >= threshold (full_load_hours_h = 1, threshold = 600)"
    )


def test_a_result_is_stored_with_what_it_used() -> None:
    assert judged()["PV-HOURS-LOW"].to_json() == {
        "code": "PV-HOURS-LOW",
        "outcome": "met",
        "expression": "full_load_hours_h >= threshold",
        "threshold": "600",
        "inputs": {"full_load_hours_h": "1100"},
        "missing_inputs": [],
        "evidence_type": "yield_assessment",
        "evidence_ids": [4],
        "lacks_evidence": False,
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "hours"}, "code"),
        ({"name_zh": ""}, "name_zh"),
        ({"confidence": "D"}, "confidence"),
        ({"evidence_type": "hearsay"}, "evidence_type"),
        ({"technologies": []}, "technologies"),
        ({"technologies": ["cold_fusion"]}, "technologies"),
        ({"expression": "eval(1)"}, "expression"),
        ({"expression": "", "threshold": None, "evidence_type": ""}, "expression"),
        ({"threshold": None}, "threshold"),
        ({"expression": "a > 1"}, "threshold"),
        ({"threshold": "much"}, "threshold"),
        ({"threshold": "NaN"}, "threshold"),
        ({"unit": 7}, "keys"),
        ({"weight": "1"}, "keys"),
    ],
)
def test_an_unfit_criterion_names_its_row_and_key(changes: dict[str, Any], field: str) -> None:
    criteria, (finding,) = read_criteria([row(**changes)])
    assert (finding.row, finding.field) == (1, field)
    assert not criteria


def test_a_code_occurs_once_and_an_edition_is_not_empty() -> None:
    _criteria, (twice,) = read_criteria([row(), row()])
    assert twice.value == "HOURS"
    assert [each.field for each in read_criteria([])[1]] == ["criteria"]


def test_inputs_of_the_register_are_not_typed() -> None:
    inputs = {
        "capacity": Decimal(1),
        "Hours": Decimal(1),
        "hours": Decimal("NaN"),
        "ok": Decimal(1),
    }
    assert [each.field for each in judge_inputs(inputs)] == ["capacity", "Hours", "hours"]


PNG = b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0....\xff\xd9"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (pdf("x"), "x.pdf", None),
        (PNG, "x.PNG", None),
        (JPEG, "x.jpeg", None),
        (pdf("x"), "x.png", "document_misnamed"),
        (pdf("x")[:-6], "x.pdf", "document_unknown"),
        (b"<html>", "x.pdf", "document_unknown"),
        (b"", "x.pdf", "document_unknown"),
        (b"MZ\x90", "x.exe", "document_unknown"),
        (bytes(SIZE_LIMIT + 1), "x.pdf", "document_too_large"),
    ],
)
def test_a_document_is_what_its_content_shows(content: bytes, name: str, code: str | None) -> None:
    assert [each.code for each in judge_document(content, name=name)] == ([code] if code else [])


def test_media_types_come_from_the_content() -> None:
    assert media_type_of(PNG) == "image/png"
    assert media_type_of(JPEG) == "image/jpeg"
    assert media_type_of(b"GIF89a") is None
