"""Proposals over HTTP: made by one, decided by another, on the content that was seen."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from config.accounts.models import User
from config.kernel import proposals
from tests.config.api.conftest import Speak, problem
from tests.shelf.models import Label, Loan

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.api.shelf")]

URL = "/api/v1/shelf/loans/"


@pytest.fixture
def loan(alice: User) -> Loan:
    """Return a loan that Alice proposed."""
    return proposals.propose(Loan(text="lamp", amount="12.30"), by=alice, reason="needed")


def confirm(client: Any, row: Loan, **kwargs: Any) -> Any:
    return client.post(f"{URL}{row.pk}/confirm/", kwargs.pop("data", {}), **kwargs)


def test_a_proposal_answers_with_its_place_and_its_tag(speak: Speak, alice: User) -> None:
    answer = speak(alice).post(URL, {"text": "lamp", "amount": "12.30", "reason": "needed"})
    assert answer.status_code == 201
    body = answer.json()
    assert body["amount"] == "12.30"
    assert body["decision"]["state"] == "pending"
    assert body["decision"]["reason"] == "needed"
    assert body["decision"]["proposed_by"]["display_name"] == str(alice)
    assert answer.headers["Location"].endswith(f"{URL}{body['id']}/")
    assert answer.headers["ETag"] == f'"{body["decision"]["content_sha256"]}"'


def test_an_amount_sent_as_a_number_stays_exact(speak: Speak, alice: User) -> None:
    text = '{"text": "lamp", "amount": 123456789012345678.91, "reason": "needed"}'
    answer = speak(alice).post(URL, text, content_type="application/json")
    assert answer.json()["amount"] == "123456789012345678.91"


@pytest.mark.parametrize(
    ("data", "pointer", "code"),
    [
        ({"text": "lamp"}, "/reason", "required"),
        ({"text": "lamp", "reason": " "}, "/reason", "blank"),
        ({"text": "x" * 21, "reason": "r"}, "/text", "max_length"),
        ({"text": "lamp", "reason": "r", "colour": 1}, "/colour", "unknown_field"),
        ({"text": "lamp", "reason": "r", "decision": "confirmed"}, "/decision", "read_only"),
        ({"text": "lamp", "reason": "r", "decided_by": 1}, "/decided_by", "unknown_field"),
        ({"text": "lamp", "reason": "r", "amount": "1e400"}, "/amount", "max_digits"),
        ({"text": "lamp", "reason": "r", "amount": "Infinity"}, "/amount", "invalid"),
        ({"text": "a\x00b", "reason": "r"}, "/text", "null_characters_not_allowed"),
        ([], "", "invalid"),
    ],
)
def test_a_fault_is_pointed_at(
    speak: Speak, alice: User, data: Any, pointer: str, code: str
) -> None:
    answer = speak(alice).post(URL, data)
    errors = problem(answer, 400, "invalid_input")["errors"]
    assert (pointer, code) in [(each["pointer"], each["code"]) for each in errors]
    assert not Loan.objects.exists()


def test_half_a_character_is_pointed_at(speak: Speak, alice: User) -> None:
    text = r'{"text": "a\ud800b", "reason": "r"}'
    answer = speak(alice).post(URL, text, content_type="application/json")
    error = problem(answer, 400, "invalid_input")["errors"][0]
    assert (error["pointer"], error["code"]) == ("/text", "surrogate_characters_not_allowed")


def test_who_only_looks_does_not_propose(speak: Speak, charlie: User) -> None:
    problem(speak(charlie).post(URL, {"text": "lamp", "reason": "r"}), 403, "not_allowed")


def test_the_second_person_confirms_what_was_seen(speak: Speak, bob: User, loan: Loan) -> None:
    client = speak(bob)
    tag = client.get(f"{URL}{loan.pk}/").headers["ETag"]
    answer = confirm(client, loan, data={"note": "seen"}, headers={"If-Match": tag})
    assert answer.status_code == 200
    decision = answer.json()["decision"]
    assert decision["state"] == "confirmed"
    assert decision["decided_by"]["display_name"] == str(bob)
    assert decision["recorded_at"]
    assert answer.headers["ETag"].endswith('.confirmed"')


def test_the_hash_in_the_body_serves_as_well(speak: Speak, bob: User, loan: Loan) -> None:
    answer = confirm(speak(bob), loan, data={"seen_sha256": loan.content_sha256})
    assert answer.status_code == 200


@pytest.mark.parametrize("header", ["", "*", "not a tag"])
def test_a_confirmation_that_saw_nothing_is_428(
    speak: Speak, bob: User, loan: Loan, header: str
) -> None:
    headers = {"If-Match": header} if header else {}
    problem(confirm(speak(bob), loan, headers=headers), 428, "precondition_missing")


def test_a_confirmation_of_other_content_is_412(speak: Speak, bob: User, loan: Loan) -> None:
    problem(confirm(speak(bob), loan, data={"seen_sha256": "0" * 64}), 412, "content_changed")
    headers = {"If-Match": f'"{"0" * 64}"'}
    problem(confirm(speak(bob), loan, headers=headers), 412, "content_changed")
    both = {"seen_sha256": loan.content_sha256}
    problem(confirm(speak(bob), loan, data=both, headers=headers), 412, "content_changed")
    loan.refresh_from_db()
    assert loan.is_pending


def test_the_proposer_does_not_confirm(speak: Speak, alice: User, loan: Loan) -> None:
    problem(
        confirm(speak(alice), loan, data={"seen_sha256": loan.content_sha256}), 403, "not_allowed"
    )


def test_a_second_decision_is_409(speak: Speak, bob: User, loan: Loan) -> None:
    seen = {"seen_sha256": loan.content_sha256}
    assert confirm(speak(bob), loan, data=seen).status_code == 200
    problem(confirm(speak(bob), loan, data=seen), 409, "already_decided")


def test_the_rooms_own_rule_refuses_in_its_words(speak: Speak, alice: User, bob: User) -> None:
    row = proposals.propose(Loan(text="unready"), by=alice, reason="r")
    body = problem(
        confirm(speak(bob), row, data={"seen_sha256": row.content_sha256}), 409, "unready"
    )
    assert body["detail"] == "The loan unready is not ready."


def test_a_rejection_needs_a_note(speak: Speak, bob: User, loan: Loan) -> None:
    client = speak(bob)
    problem(client.post(f"{URL}{loan.pk}/reject/", {}), 400, "invalid_input")
    answer = client.post(f"{URL}{loan.pk}/reject/", {"note": "too dear"})
    assert answer.json()["decision"]["state"] == "rejected"
    assert answer.json()["decision"]["note"] == "too dear"


def test_only_the_proposer_withdraws(speak: Speak, alice: User, bob: User, loan: Loan) -> None:
    problem(speak(bob).post(f"{URL}{loan.pk}/withdraw/", {}), 403, "not_its_proposer")
    answer = speak(alice).post(f"{URL}{loan.pk}/withdraw/", {})
    assert answer.json()["decision"]["state"] == "withdrawn"


def test_a_list_is_kept_to_a_state(speak: Speak, bob: User, loan: Loan) -> None:
    client = speak(bob)
    assert len(client.get(URL, {"state": "pending"}).json()["results"]) == 1
    assert client.get(URL, {"state": "confirmed"}).json()["results"] == []
    problem(client.get(URL, {"state": "dreamt"}), 400, "invalid_input")


def test_a_past_moment_knows_only_what_was_confirmed_then(
    speak: Speak, bob: User, loan: Loan
) -> None:
    client = speak(bob)
    assert client.get(URL, {"known_at": timezone.now().isoformat()}).json()["results"] == []
    proposals.confirm(loan, by=bob)
    assert loan.recorded_at is not None
    before = loan.recorded_at - dt.timedelta(microseconds=1)
    assert client.get(URL, {"known_at": before.isoformat()}).json()["results"] == []
    at = loan.recorded_at.isoformat()
    assert len(client.get(URL, {"known_at": at}).json()["results"]) == 1


def test_a_day_has_its_version(speak: Speak, alice: User, bob: User) -> None:
    for day, text in ((dt.date(2025, 1, 1), "old"), (dt.date(2025, 7, 1), "new")):
        row = Label(thing="door", text=text, effective_from=day)
        proposals.confirm(proposals.propose(row, by=alice, reason="r"), by=bob)
    client = speak(bob)

    def on(day: str) -> list[str]:
        rows = client.get("/api/v1/shelf/labels/", {"as_of": day}).json()["results"]
        return [row["text"] for row in rows]

    assert on("2024-12-31") == []
    assert on("2025-06-30") == ["old"]
    assert on("2025-07-01") == ["new"]
    problem(client.get("/api/v1/shelf/labels/", {"as_of": "2025-02-30"}), 400, "invalid_input")


def test_a_file_becomes_a_batch(speak: Speak, alice: User) -> None:
    upload = SimpleUploadedFile("slips.csv", b"text\na\n", "text/csv")
    answer = speak(alice).post(
        "/api/v1/shelf/crates/", {"file": upload, "reason": "monthly"}, format="multipart"
    )
    assert answer.status_code == 201, answer.content
    assert answer.json()["original_name"] == "slips.csv"


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (SimpleUploadedFile("empty.csv", b"", "text/csv"), "empty"),
        ("no file", "invalid"),
    ],
)
def test_an_upload_without_a_file_is_pointed_at(
    speak: Speak, alice: User, upload: Any, code: str
) -> None:
    answer = speak(alice).post(
        "/api/v1/shelf/crates/", {"file": upload, "reason": "monthly"}, format="multipart"
    )
    error = problem(answer, 400, "invalid_input")["errors"][0]
    assert (error["pointer"], error["code"]) == ("/file", code)


def test_a_refusal_speaks_the_readers_language(speak: Speak, alice: User) -> None:
    english = speak(alice, language="en").post(URL, {"text": "lamp"})
    chinese = speak(alice, language="zh-CN").post(URL, {"text": "lamp"})
    assert english.json()["errors"][0]["detail"] == "This field is required."
    assert chinese.json()["errors"][0]["detail"] == "该字段是必填项。"
    assert "Accept-Language" in chinese.headers["Vary"]
