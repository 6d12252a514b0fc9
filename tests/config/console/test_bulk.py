"""Acts on many rows: tried and taken back, refused row by row, done for all or for none."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from config.accounts.models import RoleAssignment, User
from config.accounts.roles import Role
from config.console.lists import bulk
from config.kernel import proposals
from tests.config.console.conftest import Enter
from tests.config.console.test_pages import words
from tests.people import make_user
from tests.shelf.models import Label, Loan, Sighting

pytestmark = pytest.mark.django_db

LOANS = "/console/shelf/loan/"


@pytest.fixture
def loans(alice: User) -> list[Loan]:
    """Return three loans that Alice proposed, the last one not ready."""
    return [
        proposals.propose(Loan(text=text), by=alice, reason="needed")
        for text in ("lamp", "desk", "unready")
    ]


def select(client: Client, act: str, rows: list[Loan]) -> Any:
    picked = {"action": act, "_selected_action": [row.pk for row in rows], "index": "0"}
    return client.post(LOANS, picked)


def do(client: Client, act: str, rows: list[Loan], **data: Any) -> Any:
    named = [f"{row.pk}:{row.content_sha256}" for row in rows]
    return client.post(f"{LOANS}bulk/{act}/", {"row": named, "all": named, "step": "do", **data})


def decisions() -> list[str]:
    return list(Loan.objects.order_by("id").values_list("decision", flat=True))


def offered(client: Client) -> list[str]:
    page = client.get(LOANS)
    form = page.context["action_form"]
    return [name for name, _title in form.fields["action"].choices if name] if form else []


def test_a_list_offers_what_the_person_may_do(
    enter: Enter, alice: User, bob: User, charlie: User, loans: list[Loan]
) -> None:
    assert offered(enter(alice)) == ["withdraw"]
    assert offered(enter(bob)) == ["confirm", "reject"]
    assert offered(enter(charlie)) == []


def test_what_would_happen_is_shown_row_by_row_and_nothing_has_happened(
    enter: Enter, bob: User, loans: list[Loan]
) -> None:
    page = select(enter(bob), "confirm", loans)
    said = words(page)
    assert said.count("possible") == 2
    assert "refused The loan unready is not ready." in said
    assert "Rows: 3 refused: 1" in said
    assert decisions() == ["", "", ""]
    assert not Sighting.objects.exists()


def test_a_reviewer_confirms_many_at_once(enter: Enter, bob: User, loans: list[Loan]) -> None:
    client = enter(bob)
    answer = do(client, "confirm", loans[:2], back="state=pending")
    assert answer.headers["Location"] == f"{LOANS}?state=pending"
    assert "Confirm: 2 done." in words(client.get(answer.headers["Location"]))
    assert decisions() == ["confirmed", "confirmed", ""]
    assert Sighting.objects.count() == 2


def test_one_refusal_undoes_all(enter: Enter, bob: User, loans: list[Loan]) -> None:
    page = do(enter(bob), "confirm", loans)
    assert page.status_code == 409
    assert "Nothing was done: some rows are refused." in words(page)
    assert "The loan unready is not ready." in words(page)
    assert decisions() == ["", "", ""]
    assert not Sighting.objects.exists()


def test_a_row_is_left_out_by_its_tick(enter: Enter, bob: User, loans: list[Loan]) -> None:
    every = [f"{row.pk}:{row.content_sha256}" for row in loans]
    data = {"all": every, "row": every[:1], "step": "try"}
    page = enter(bob).post(f"{LOANS}bulk/confirm/", data)
    assert "Rows: 1" in words(page)
    assert page.content.decode().count('name="row"') == 3


def test_nobody_confirms_their_own_among_many(enter: Enter, loans: list[Loan]) -> None:
    eve = make_user(employee_no="E-A")
    RoleAssignment.objects.create(user=eve, role=Role.REVIEWER)  # past the check of duties
    page = do(enter(eve), "confirm", loans[:2])
    assert page.status_code == 409
    assert words(page).count("is decided by a second person") == 2
    assert decisions() == ["", "", ""]


def test_what_was_not_seen_is_not_confirmed(enter: Enter, bob: User, loans: list[Loan]) -> None:
    data = {"row": [f"{loans[0].pk}:{'0' * 64}"], "step": "do"}
    page = enter(bob).post(f"{LOANS}bulk/confirm/", data)
    assert page.status_code == 409
    assert "read it again" in words(page)
    assert decisions() == ["", "", ""]


def test_many_are_rejected_with_a_reason_and_never_without(
    enter: Enter, bob: User, loans: list[Loan]
) -> None:
    client = enter(bob)
    page = do(client, "reject", loans, reason="  ")
    assert page.status_code == 400
    assert "Say why" in words(page)
    assert decisions() == ["", "", ""]
    do(client, "reject", loans, reason="no collateral")
    assert decisions() == ["rejected"] * 3
    assert set(Loan.objects.values_list("decision_note", flat=True)) == {"no collateral"}


def test_one_withdraws_ones_own_and_nobody_elses(
    enter: Enter, alice: User, loans: list[Loan]
) -> None:
    other = make_user(Role.REGISTRAR)
    assert do(enter(other), "withdraw", loans[:1]).status_code == 409
    do(enter(alice), "withdraw", loans)
    assert decisions() == ["withdrawn"] * 3


def test_an_act_that_is_not_offered_is_not_done(
    enter: Enter, alice: User, charlie: User, loans: list[Loan]
) -> None:
    assert do(enter(alice), "confirm", loans).status_code == 403
    assert do(enter(charlie), "withdraw", loans).status_code == 403
    assert do(enter(alice), "dance", loans).status_code == 403
    assert enter(alice).get(f"{LOANS}bulk/withdraw/").status_code == 405
    assert decisions() == ["", "", ""]


def test_no_more_are_chosen_than_a_person_reads(
    enter: Enter, alice: User, loans: list[Loan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST_ROWS", 2)
    client = enter(alice)
    answer = select(client, "withdraw", loans)
    assert "3 rows are chosen; at most 2" in words(client.get(answer.headers["Location"]))


def test_a_reviewer_reads_what_each_version_changes(enter: Enter, alice: User, bob: User) -> None:
    for text, day in (("open", "2025-01-01"), ("shut", "2025-02-01")):
        row = Label(thing="door", text=text, effective_from=day)
        proposals.propose(row, by=alice, reason="seen on site")
        if text == "open":
            proposals.confirm(row, by=bob)
    picked = {"action": "confirm", "_selected_action": [row.pk], "index": "0"}
    page = words(enter(bob).post("/console/shelf/label/", picked))
    assert "Text: open → shut" in page
    assert "seen on site" in page
