"""Labels, supplements and own funds over HTTP, as a registrar and a reviewer use them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from config.accounts.models import User
from tests.projects.recognition import making
from tests.trusts.green import CATALOGUE, HEAT, SOLAR, Green
from tests.trusts.test_api import Speaker
from trusts.labels import queries
from trusts.labels.operations import load_fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks(green: Green) -> Speaker:
    """Return Alice at the API."""
    return Speaker(green.books.alice)


@pytest.fixture
def decides(green: Green) -> Speaker:
    """Return Bob at the API."""
    return Speaker(green.books.bob)


def test_from_the_suggestion_to_the_roll_up(green: Green, asks: Speaker, decides: Speaker) -> None:
    green.project("P-1", SOLAR)
    green.project("P-2", None)
    contract = green.contract("C-1", split={"P-1": "37.5", "P-2": "20"})
    (suggested,) = asks.get("label-suggestions", as_of="2025-02-01", code="C-1")["results"]
    assert suggested["green_percent"] == "37.500000"
    assert [each["recognized"] for each in suggested["projects"]] == ["green", "unrecognized"]

    body = {"contract": contract.pk, "effective_from": "2025-02-01", "basis": "projects"}
    label = asks.propose("green-labels", **body)
    assert label["parts"] == suggested["parts"]
    assert label["inputs"]["support"]["split"] == suggested["split"]
    decides.confirm("green-labels", label)

    (found,) = asks.get("green-amounts", as_of="2025-02-01")["results"]
    assert (found["label"], found["amounts"]["green_cny"]) == (label["id"], "375.00")
    rolled = asks.get("green-rollup", as_of="2025-02-01")
    assert rolled["trust_property"] == {
        "outstanding_cny": "1000.00",
        "green_cny": "375.00",
        "supported_cny": "375.00",
        "unsupported_cny": "0.00",
        "rest_cny": "625.00",
        "not_green_cny": "0.00",
        "unlabelled_cny": "0.00",
    }
    (entry,) = rolled["by_entry"]
    assert (entry["edition"], entry["code"], entry["green_cny"]) == (CATALOGUE, SOLAR, "375.00")
    before = asks.get("green-rollup", as_of="2025-01-31")
    assert before["trust_property"]["unlabelled_cny"] == "1000.00"

    assert asks.get("label-rechecks", as_of="2025-02-01") == []
    (due,) = asks.get("label-rechecks", as_of="2026-01-01")
    assert (due["lost_percent"], due["unsupported_cny"]) == ("37.500000", "375.00")
    assert due["causes"][0]["kind"] == "expired"


def test_a_documented_use_is_proposed_with_its_document(green: Green, asks: Speaker) -> None:
    contract = green.contract("C-1")
    body = {
        "contract": contract.pk,
        "effective_from": "2025-02-01",
        "basis": "use_of_funds",
        "parts": [{"edition": CATALOGUE, "code": HEAT, "percent": "80"}],
    }
    refused = asks.refused("green-labels", **body)
    assert [fault["code"] for fault in refused["errors"]] == ["document_missing"]
    file = SimpleUploadedFile("use.pdf", making.pdf("use"), "application/pdf")
    answer = asks.client.post("/api/v1/label-documents/", {"file": file}, format="multipart")
    assert answer.status_code == 201, answer.content
    label = asks.propose("green-labels", **body, document=answer.json()["id"])
    assert label["inputs"]["document_sha256"] == answer.json()["sha256"]
    fake = SimpleUploadedFile("use.pdf", b"MZ", "application/pdf")
    answer = asks.client.post("/api/v1/label-documents/", {"file": fake}, format="multipart")
    assert answer.json()["errors"][0]["code"] == "document_unknown"


def test_refusals_name_what_is_wrong(green: Green, asks: Speaker, charlie: User) -> None:
    green.project("P-1", SOLAR)
    contract = green.contract("C-1", split={"P-1": "40"})
    body = {"contract": contract.pk, "effective_from": "2025-02-01", "basis": "projects"}

    def code(*parts: tuple[str, str], **changes: Any) -> str:
        named = [{"edition": CATALOGUE, "code": key, "percent": each} for key, each in parts]
        return str(asks.refused("green-labels", **{**body, "parts": named, **changes})["code"])

    assert code((SOLAR, "40.000001")) == "unsupported"
    assert code((SOLAR, "1"), (SOLAR, "1")) == "entry_twice"
    assert code((SOLAR, "0")) == "bad_part"
    assert code((SOLAR, "60"), (HEAT, "60")) == "more_than_the_whole"
    assert code(("9.9", "1")) == "not_found"
    assert code((SOLAR, "1"), green_percent="1") == "invalid_input"
    looks = Speaker(charlie)
    assert looks.refused("green-labels", **body)["code"] == "not_allowed"


def test_supplementary_values_are_proposed_one_or_many(green: Green, asks: Speaker) -> None:
    load_fields(by=green.books.alice)
    contract = green.contract("C-1")
    assert len(asks.get("supplementary-fields")["results"]) == 8
    use = queries.field("use_of_funds", edition="SUPPLEMENTS-2026").pk
    leaves = queries.field("expected_exit_on", edition="SUPPLEMENTS-2026").pk
    one = {
        "field": use,
        "contract": contract.pk,
        "effective_from": "2025-02-01",
        "value": "建设",
        "source": "合同第3条",
    }
    assert asks.propose("supplementary-values", **one)["value"] == "建设"
    bad = {**one, "field": leaves, "value": "soon"}
    refused = asks.refused("supplementary-values/many", values=[one, bad])
    assert [fault["code"] for fault in refused["errors"]] == ["not_a_day"]
    assert "2" in str(refused["errors"][0])
    answer = asks.client.post(
        "/api/v1/supplementary-values/many/",
        {"reason": "r", "values": [one, {**bad, "value": "2027-06-30"}]},
        format="json",
    )
    assert answer.status_code == 201, answer.content
    assert [each["value"] for each in answer.json()] == ["建设", "2027-06-30"]
    twice = asks.refused("supplementary-values/many", values=[one, one])
    assert twice["code"] == "invalid_input"


def test_own_funds_have_addresses_of_their_own(
    green: Green, asks: Speaker, decides: Speaker
) -> None:
    party = green.books.party("B-2")

    def agreed(path: str, **body: Any) -> dict[str, Any]:
        return decides.confirm(path, asks.propose(path, **body))

    placement = agreed("own-placements", code="O-1", name_zh="固有", name_en="Own")["id"]
    agreed(
        "own-placement-terms",
        placement=placement,
        effective_from="2025-01-01",
        instrument="equity",
        counterparty=party.pk,
        taxonomy_edition=CATALOGUE,
        taxonomy_class=SOLAR,
    )
    move = {"placement": placement, "effective_on": "2025-01-01"}
    placed = agreed("own-movements", **move, kind="placed", amount="100.00")
    (found,) = asks.get("own-positions", as_of="2025-02-01")["results"]
    assert (found["own_funds_cny"], found["taxonomy_class"]) == ("100.00", SOLAR)
    rolled = asks.get("green-rollup", as_of="2025-02-01")
    assert rolled["own_funds_cny"] == "100.00"
    assert rolled["trust_property"]["outstanding_cny"] == "0.00"
    reversal = asks.propose(f"own-movements/{placed['id']}/reverse", effective_on="2025-02-01")
    decides.confirm("own-movements", reversal)
    (after,) = asks.get("own-positions", as_of="2025-02-01")["results"]
    assert after["own_funds_cny"] == "0.00"
    refused = asks.refused(f"own-movements/{placed['id']}/reverse", effective_on="2025-02-01")
    assert refused["code"] == "nothing_to_reverse"
    none = asks.refused("own-movements", **move, kind="placed", amount="-1.00")
    assert none["code"] == "invalid_input"


def test_lists_cost_the_same_however_long_they_are(
    green: Green, asks: Speaker, django_assert_max_num_queries: Any
) -> None:
    load_fields(by=green.books.alice)
    green.project("P-1", SOLAR)
    for number in range(4):
        contract = green.contract(f"C-{number}", split={"P-1": "50"})
        green.books.confirm(green.label(contract))
        green.books.confirm(green.moved(green.placement(f"O-{number}"), "placed", "1.00"))
    for path in (
        "green-labels",
        "green-amounts",
        "label-suggestions",
        "label-rechecks",
        "green-rollup",
        "own-positions",
        "own-movements",
        "supplementary-values",
    ):
        with django_assert_max_num_queries(9):
            asks.get(path)
