"""Saved views over HTTP: the same rules as on the page."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from config.accounts.models import User
from config.accounts.roles import Role
from config.console.models import SavedView
from tests.config.api.conftest import problem
from tests.people import make_user

pytestmark = pytest.mark.django_db

VIEWS = "/api/v1/saved-views/"
PARTIES = {"list": "trusts.party", "name": "Companies", "query": "q=wind&o=-code"}


def speak(user: User) -> APIClient:
    client = APIClient(raise_request_exception=False, headers={"Accept-Language": "en"})
    client.force_authenticate(user)
    return client


def test_a_view_is_saved_read_changed_and_dropped(alice: User) -> None:
    client = speak(alice)
    made = client.post(VIEWS, {**PARTIES, "is_default": True})
    assert made.status_code == 201, made.content
    body = made.json()
    assert body["query"].startswith("q=wind&o=-code&columns=code%2Cname_zh")
    assert (body["is_mine"], body["is_shared"], body["is_default"]) == (True, False, True)
    here = made.headers["Location"]
    changed = client.patch(here, {"name": "Wind", "is_shared": True, "is_default": False})
    body = changed.json()
    assert (body["name"], body["is_shared"], body["is_default"]) == ("Wind", True, False)
    assert [
        each["name"] for each in client.get(f"{VIEWS}?list=trusts.party").json()["results"]
    ] == ["Wind"]
    assert client.get(f"{VIEWS}?list=trusts.product").json()["results"] == []
    assert client.delete(here).status_code == 204
    assert not SavedView.objects.exists()


def test_a_view_of_another_is_seen_if_shared_and_never_changed(alice: User, bob: User) -> None:
    here = speak(alice).post(VIEWS, PARTIES).headers["Location"]
    his = speak(bob)
    problem(his.get(here), 404, "not_found")
    speak(alice).patch(here, {"is_shared": True})
    assert his.get(here).json()["is_mine"] is False
    problem(his.patch(here, {"name": "Mine"}), 403, "not_its_owner")
    problem(his.delete(here), 403, "not_its_owner")
    assert his.patch(here, {"is_default": True}).json()["is_default"]
    assert speak(alice).get(here).json()["is_default"] is False


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"list": "trusts.nothing"}, 404, "not_found"),
        ({"query": "colour=green"}, 400, "unreadable_view"),
        ({"query": "q=%00"}, 400, "unreadable_view"),
        ({"query": "known_at=2999-01-01"}, 400, "unreadable_view"),
        ({"name": ""}, 400, "invalid_input"),
        ({"name": "x" * 61}, 400, "invalid_input"),
        ({"owner": 1}, 400, "invalid_input"),
        ({"name": "Companies"}, 409, "name_taken"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    alice: User, change: dict[str, object], status: int, code: str
) -> None:
    client = speak(alice)
    client.post(VIEWS, PARTIES)
    problem(client.post(VIEWS, {**PARTIES, "name": "New", **change}), status, code)
    assert SavedView.objects.count() == 1


def test_no_view_is_kept_of_a_list_that_one_may_not_see() -> None:
    client = speak(make_user(Role.OPERATOR))
    problem(client.post(VIEWS, PARTIES), 403, "not_allowed")
    assert client.post(VIEWS, {"list": "jobs.run", "name": "Mine"}).status_code == 201
