"""Every refusal is a problem with a code, a sentence and a request id; no surprise leaks."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from config.accounts.models import User
from tests.config.api.conftest import Speak, problem

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.api.shelf")]

TROUBLE = "/api/v1/shelf/trouble/"


def test_a_refusal_of_the_domain_is_said_with_its_facts(speak: Speak) -> None:
    body = problem(speak().get(f"{TROUBLE}refuse/"), 409, "locked")
    assert body["detail"] == "The drawer is locked."
    assert body["title"] == "Understood and refused"
    assert body["instance"] == f"{TROUBLE}refuse/"


def test_findings_become_errors_with_row_value_and_remedy(speak: Speak) -> None:
    body = problem(speak().get(f"{TROUBLE}find/"), 400, "invalid_input")
    first, second = body["errors"]
    assert first == {
        "pointer": "/day",
        "code": "late",
        "detail": "Monday is too late",
        "row": 7,
        "value": "x",
        "severity": "error",
        "remedy": "send it earlier",
    }
    assert second["pointer"] == ""


@pytest.mark.parametrize("kind", ["lose_the_database", "run_out_of_time"])
def test_an_absent_database_is_503_with_retry_after_and_no_secret(speak: Speak, kind: str) -> None:
    answer = speak().get(f"{TROUBLE}{kind}/")
    problem(answer, 503, "database_unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert "secret" not in answer.content.decode()


def test_a_value_that_does_not_fit_is_400(speak: Speak) -> None:
    problem(speak().get(f"{TROUBLE}overflow/"), 400, "value_out_of_range")


def test_a_collision_is_409_and_names_no_key(speak: Speak) -> None:
    answer = speak().get(f"{TROUBLE}collide/")
    problem(answer, 409, "conflict")
    assert "secret_key" not in answer.content.decode()


def test_a_surprise_is_500_and_tells_nothing(
    speak: Speak, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = speak().get(f"{TROUBLE}surprise/")
    problem(answer, 500, "internal_error")
    assert "xyzzy" not in answer.content.decode()
    assert "the secret is xyzzy" in caplog.text


def test_an_address_that_does_not_exist_is_a_problem(speak: Speak) -> None:
    problem(speak().get("/api/v1/nothing/here/"), 404, "not_found")


def test_a_page_that_does_not_exist_is_no_problem_document(client: Client) -> None:
    answer = client.get("/nothing/")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")


def test_a_method_that_an_address_does_not_take_is_405(speak: Speak, alice: User) -> None:
    answer = speak(alice).delete("/api/v1/shelf/loans/")
    problem(answer, 405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


def test_an_unknown_representation_is_406(speak: Speak, alice: User) -> None:
    answer = speak(alice).get("/api/v1/shelf/loans/", headers={"Accept": "image/png"})
    problem(answer, 406, "not_acceptable")


def test_another_kind_of_content_is_415(speak: Speak, alice: User) -> None:
    answer = speak(alice).post("/api/v1/shelf/loans/", "<loan/>", content_type="text/xml")
    problem(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "JSON"),
        ('{"text": NaN}', "NaN"),
        ('{"text": "a", "text": "b"}', "twice"),
        ("[" * 100_000, "deep"),
        ('{"amount": ' + "9" * 5000 + "}", "JSON"),
    ],
)
def test_a_body_that_is_not_json_is_said_so(
    speak: Speak, alice: User, text: str, word: str
) -> None:
    answer = speak(alice).post("/api/v1/shelf/loans/", text, content_type="application/json")
    assert word in problem(answer, 400, "parse_error")["detail"]


def test_a_body_above_the_limit_is_413(speak: Speak, alice: User, settings: object) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000  # type: ignore[attr-defined]
    answer = speak(alice).post("/api/v1/shelf/loans/", {"text": "x" * 2000})
    problem(answer, 413, "too_large")


def test_a_body_whose_declared_length_is_too_large_is_never_read(
    speak: Speak, alice: User, settings: object
) -> None:
    settings.MAX_UPLOAD_BYTES = 10  # type: ignore[attr-defined]
    problem(speak(alice).post("/api/v1/shelf/loans/", {"text": "xxxxxxxxx"}), 413, "too_large")


def test_nobody_is_asked_to_sign_in(speak: Speak) -> None:
    answer = speak().get("/api/v1/shelf/loans/")
    problem(answer, 401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_without_the_anti_forgery_token_is_403(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    answer = client.post("/api/v1/shelf/loans/", "{}", content_type="application/json")
    assert problem(answer, 403, "permission_denied")


def test_a_sane_request_id_is_kept(speak: Speak) -> None:
    answer = speak().get(f"{TROUBLE}refuse/", headers={"X-Request-ID": "abc-123"})
    assert problem(answer, 409, "locked")["request_id"] == "abc-123"


@pytest.mark.parametrize("offered", ["a b", "x" * 65, "é", "-a", "a\tb"])
def test_an_insane_request_id_is_replaced(speak: Speak, offered: str) -> None:
    answer = speak().get(f"{TROUBLE}refuse/", headers={"X-Request-ID": offered})
    assert problem(answer, 409, "locked")["request_id"] not in {offered, ""}
