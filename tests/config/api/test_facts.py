"""Facts over HTTP: lists by key, strict parameters, moments of knowledge, conditional answers."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.accounts.models import User
from config.accounts.roles import Role
from tests.config.api.conftest import Speak, problem
from tests.people import make_user
from tests.shelf.models import Sighting

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.api.shelf")]

URL = "/api/v1/shelf/sightings/"


@pytest.fixture
def sightings() -> list[Sighting]:
    """Return seven sightings, two of them with the same text."""
    return [Sighting.objects.create(text=text) for text in "cabbdef"]


def texts(body: dict[str, list[dict[str, str]]]) -> str:
    return "".join(row["text"] for row in body["results"])


def test_a_list_is_newest_first(speak: Speak, charlie: User, sightings: list[Sighting]) -> None:
    body = speak(charlie).get(URL).json()
    assert texts(body) == "fedbbac"
    assert body["next"] is None
    assert body["previous"] is None


@pytest.mark.parametrize(("ordering", "whole"), [("text", "abbcdef"), ("-text", "fedcbba")])
def test_pages_follow_one_another_there_and_back(
    speak: Speak, charlie: User, sightings: list[Sighting], ordering: str, whole: str
) -> None:
    client = speak(charlie)
    body = client.get(URL, {"ordering": ordering, "limit": 2}).json()
    pages = [texts(body)]
    while body["next"]:
        body = client.get(body["next"]).json()
        pages.append(texts(body))
    assert "".join(pages) == whole
    back = [texts(body)]
    while body["previous"]:
        body = client.get(body["previous"]).json()
        back.append(texts(body))
    assert back[::-1] == pages


def test_the_cost_of_a_page_does_not_grow_with_its_rows(
    speak: Speak, charlie: User, sightings: list[Sighting]
) -> None:
    client = speak(charlie)
    counts = []
    for limit in (1, 7):
        client.get(URL, {"limit": limit})
        with CaptureQueriesContext(connection) as queries:
            client.get(URL, {"limit": limit})
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("limit", ["0", "501", "-1", "x", "1e2", "²", "9" * 400, ""])
def test_a_limit_that_is_none_is_refused(speak: Speak, charlie: User, limit: str) -> None:
    body = problem(speak(charlie).get(URL, {"limit": limit}), 400, "invalid_input")
    assert body["errors"][0]["pointer"] == "/limit"


@pytest.mark.parametrize("cursor", ["x", "!!!", "WzBd", "WzAsMV0", "Wzcs", "é", "WzAsIngiXQ"])
def test_a_cursor_that_is_none_is_refused(speak: Speak, charlie: User, cursor: str) -> None:
    problem(speak(charlie).get(URL, {"cursor": cursor}), 400, "unreadable_cursor")


def test_an_unknown_parameter_is_named(speak: Speak, charlie: User) -> None:
    body = problem(speak(charlie).get(URL, {"colour": "red"}), 400, "invalid_input")
    assert body["errors"][0]["pointer"] == "/colour"
    assert body["errors"][0]["code"] == "unknown_parameter"
    assert "text" in body["errors"][0]["detail"]


def test_a_parameter_given_twice_is_refused(speak: Speak, charlie: User) -> None:
    body = problem(speak(charlie).get(f"{URL}?text=a&text=b"), 400, "invalid_input")
    assert body["errors"][0]["code"] == "repeated_parameter"


def test_an_ordering_that_is_not_offered_is_refused(speak: Speak, charlie: User) -> None:
    body = problem(speak(charlie).get(URL, {"ordering": "recorded_at"}), 400, "invalid_input")
    assert body["errors"][0]["code"] == "unknown_ordering"


def test_a_filter_keeps_what_passes(speak: Speak, charlie: User, sightings: list[Sighting]) -> None:
    assert texts(speak(charlie).get(URL, {"text": "b"}).json()) == "bb"


def test_a_past_moment_knows_less(speak: Speak, charlie: User, sightings: list[Sighting]) -> None:
    before = sightings[0].recorded_at - dt.timedelta(seconds=1)
    client = speak(charlie)
    assert texts(client.get(URL, {"known_at": before.isoformat()}).json()) == ""
    now = timezone.now().isoformat()
    assert texts(client.get(URL, {"known_at": now}).json()) == "fedbbac"


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2025-01-01T00:00:00", "naive"),
        ("2999-01-01T00:00:00Z", "future"),
        ("2025-13-01T00:00:00Z", "invalid"),
        ("yesterday", "invalid"),
        ("0001-01-01T00:00:00+23:00", "invalid"),
        ("", "invalid"),
    ],
)
def test_a_moment_that_is_none_is_refused(
    speak: Speak, charlie: User, moment: str, code: str
) -> None:
    body = problem(speak(charlie).get(URL, {"known_at": moment}), 400, "invalid_input")
    assert body["errors"][0] | {"detail": ""} == {
        "pointer": "/known_at",
        "code": code,
        "detail": "",
    }


def test_what_the_client_has_is_not_sent_again(
    speak: Speak, charlie: User, sightings: list[Sighting]
) -> None:
    client = speak(charlie)
    tag = client.get(URL).headers["ETag"]
    assert tag.startswith('W/"')
    again = client.get(URL, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""
    Sighting.objects.create(text="new")
    assert client.get(URL, headers={"If-None-Match": tag}).status_code == 200


def test_one_fact_is_read_by_its_key(
    speak: Speak, charlie: User, sightings: list[Sighting]
) -> None:
    row = sightings[0]
    body = speak(charlie).get(f"{URL}{row.pk}/").json()
    assert body["id"] == row.pk
    problem(speak(charlie).get(f"{URL}999999999/"), 404, "not_found")
    problem(speak(charlie).get(f"{URL}x/"), 404, "not_found")


def test_a_fact_is_neither_made_nor_changed_nor_removed(
    speak: Speak, alice: User, sightings: list[Sighting]
) -> None:
    client = speak(alice)
    for method in (client.put, client.patch, client.delete):
        problem(method(f"{URL}{sightings[0].pk}/"), 405, "method_not_allowed")
    problem(client.post(URL, {"text": "x"}), 405, "method_not_allowed")


def test_who_lacks_the_permission_is_told_which(speak: Speak, db: None) -> None:
    operator = make_user(Role.OPERATOR)
    body = problem(speak(operator).get(URL), 403, "not_allowed")
    assert "trusts.register.view" in body["detail"]
