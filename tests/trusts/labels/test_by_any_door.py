"""What the database refuses of labels and supplements, in raw SQL, as the app and as the owner."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.conftest import speak_as
from tests.people import make_alice, make_bob
from tests.trusts.books import FEB, JAN, Books, now
from tests.trusts.green import CATALOGUE, HEAT, SOLAR, Green
from trusts.contracts.models import Contract
from trusts.labels import queries
from trusts.labels.models import GreenLabel, SupplementaryField, SupplementaryValue
from trusts.labels.operations import load_fields
from trusts.ledger.operations import load_chart
from trusts.register.operations import load_editions

CONFIRM = (
    "update trusts_greenlabel set decision = 'confirmed', decided_by_id = {bob} where id = {label}"
)
ATTACKS = {
    "a share changed": "update trusts_greenlabel set green_percent = 100 where id = {label}",
    "parts changed with the decision": (
        "update trusts_greenlabel set decision = 'confirmed', decided_by_id = {bob},"
        " parts = '[]', green_percent = 0 where id = {label}"
    ),
    "confirmed by its proposer": CONFIRM.replace("{bob}", "{alice}"),
    "beyond its projects": CONFIRM.replace("{label}", "{beyond}"),
    "under another class": CONFIRM.replace("{label}", "{elsewhere}"),
    "of a contract that is not confirmed": CONFIRM.replace("{label}", "{early}"),
    "a confirmed label taken back": (
        "update trusts_greenlabel set decision = '' where id = {confirmed}"
    ),
    "a second from the same day": CONFIRM.replace("{label}", "{second}"),
    "a label removed": "delete from trusts_greenlabel where id = {label}",
    "labels emptied": "truncate trusts_greenlabel cascade",
    "a field changed": "update trusts_supplementaryfield set choices = '[]'",
    "a value changed": "update trusts_supplementaryvalue set value = 'x'",
}


def label_of(contract: Contract, parts: Any, by: Any, **changes: Any) -> GreenLabel:
    """Insert a label past every rule of the service."""
    row = GreenLabel(
        **{
            "contract": contract,
            "effective_from": JAN,
            "basis": "projects",
            "green_percent": sum((Decimal(str(p["percent"])) for p in parts), Decimal(0))
            if isinstance(parts, list) and all(isinstance(p, dict) for p in parts)
            else Decimal(1),
            "parts": parts,
            "inputs": {},
            "proposed_by": by,
            "reason": "r",
            **changes,
        }
    )
    row.save()
    return row


def part(code: str, percent: str, edition: str = CATALOGUE) -> dict[str, str]:
    return {"edition": edition, "code": code, "percent": percent}


@pytest.fixture
def ids(committed_db: str) -> dict[str, int]:
    """Commit a small green house and return what the attacks aim at."""
    books = Books(make_alice(), make_bob())
    load_editions(by=books.alice)
    load_chart(by=books.alice)
    load_fields(by=books.alice)
    green = Green(books)
    green.prepare()
    green.project("P-1", SOLAR)
    contract = green.contract("C-1", split={"P-1": "40"})
    early = Contract(
        product=contract.product,
        code="C-9",
        name_zh="x",
        name_en="x",
        proposed_by=books.alice,
        reason="r",
    )
    early.save()
    ids = {
        "alice": books.alice.pk,
        "bob": books.bob.pk,
        "contract": contract.pk,
        "confirmed": books.confirm(green.label(contract)).pk,
        "second": green.label(contract, {SOLAR: "20"}).pk,
        "label": green.label(contract, {SOLAR: "20"}, day=FEB).pk,
    }
    beyond = [part(SOLAR, "40.000001")]
    ids["beyond"] = label_of(contract, beyond, books.alice, effective_from=FEB).pk
    other = [part(HEAT, "1.000000")]
    ids["elsewhere"] = label_of(contract, other, books.alice, effective_from=FEB).pk
    ids["early"] = label_of(early, [], books.alice, basis="not_green", green_percent=Decimal(0)).pk
    return ids


@pytest.mark.committing
@pytest.mark.parametrize("role", ["app", "worker", "report", "owner"])
def test_no_attack_on_labels_goes_through(
    ids: dict[str, int], committed_db: str, role: str
) -> None:
    before = _everything()
    speak_as(role, database=committed_db)
    accepted = [name for name, attack in ATTACKS.items() if _goes_through(attack.format(**ids))]
    speak_as("app", database=committed_db)
    assert accepted == []
    assert _everything() == before
    # The control: the confirmation that the attacks bend is accepted when it is straight.
    assert _goes_through(CONFIRM.format(**ids))
    found = queries.standing_labels([ids["contract"]], on=FEB, known_at=now())
    assert found[ids["contract"]].green_percent == 20


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parts", "changes"),
    [
        ([part(SOLAR, "100.000001")], {}),
        ([part(SOLAR, "60.000000"), part(HEAT, "40.000001")], {}),
        ([part(SOLAR, "10.000000")] * 2, {}),
        ([part(SOLAR, "10.000000")], {"green_percent": Decimal(11)}),
        ([part(SOLAR, "10.000000")], {"green_percent": Decimal(9)}),
        ([part(SOLAR, "0.000000")], {}),
        ([part(SOLAR, "-1.000000")], {}),
        ([part(SOLAR, "10.0")], {}),
        ([part("9.9", "10.000000")], {}),
        ([part(SOLAR, "10.000000", "NO-EDITION")], {}),
        ([{"edition": CATALOGUE, "code": SOLAR, "percent": 10}], {}),
        ([{**part(SOLAR, "10.000000"), "note": "x"}], {}),
        (["x"], {}),
        ({}, {}),
        (None, {}),
        ([], {}),
        ([], {"green_percent": Decimal(0)}),
        ([part(SOLAR, "10.000000")], {"basis": "not_green"}),
        ([part(SOLAR, "10.000000")], {"basis": "use_of_funds"}),
        ([part(SOLAR, "10.000000")], {"basis": "hearsay"}),
    ],
)
def test_the_database_refuses_parts_that_are_no_label(
    green: Green, parts: Any, changes: dict[str, Any]
) -> None:
    contract = green.contract("C-1")
    with pytest.raises(DatabaseError), transaction.atomic():
        label_of(contract, parts, green.books.alice, **changes)
    label_of(contract, [part(SOLAR, "10.000000")], green.books.alice)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("expected_exit_on", {"value": "2026-02-30"}),
        ("expected_exit_on", {"value": "soon"}),
        ("government_cooperation", {"value": "也许"}),
        ("green_trust_type", {"value": "x" * 2001}),
        ("green_trust_type", {"subject": "contract:0"}),
        ("green_trust_type", {"subject": "product:1", "contract": None}),
        ("green_trust_type", {"source": " "}),
        ("protection_fund_cny", {"value": "1"}),
    ],
)
def test_the_database_refuses_values_that_do_not_fit_their_field(
    green: Green, code: str, changes: dict[str, Any]
) -> None:
    load_fields(by=green.books.alice)
    contract = green.contract("C-1")
    fitting = {
        "field": SupplementaryField.objects.get(code=code),
        "subject": f"contract:{contract.pk}",
        "contract": contract,
        "effective_from": JAN,
        "value": "",
        "source": "台账",
        "proposed_by": green.books.alice,
        "reason": "r",
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        SupplementaryValue(**{**fitting, **changes}).save()
    if code != "protection_fund_cny":
        SupplementaryValue(**fitting).save()


def _goes_through(statements: str) -> bool:
    with connection.cursor() as cursor:
        try:
            cursor.execute(statements)
        except DatabaseError:
            return False
        else:
            return cursor.rowcount != 0
        finally:
            cursor.execute("rollback")


def _everything() -> str:
    rows = [list(model.objects.order_by("id").values()) for model in (GreenLabel,)]
    return json.dumps(rows, default=str)
