"""Tokens: given once for name and password, listed without their secret, taken back, expiring."""

from __future__ import annotations

import base64
import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from config.accounts.models import User
from config.accounts.roles import Role
from tests.config.api.conftest import Speak, problem
from tests.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.api.shelf")]

LOGIN = "/api/v1/auth/login/"
PASSWORD = "correct horse battery"


@pytest.fixture
def dan(db: None) -> User:
    """Return somebody with a password."""
    return make_user(Role.AUDITOR, username="dan", password=PASSWORD)


def bearer(token: str) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def test_name_and_password_are_exchanged_for_a_token(speak: Speak, dan: User) -> None:
    answer = speak().post(LOGIN, {"username": "dan", "password": PASSWORD})
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.json()
    assert bearer(body["token"]).get("/api/v1/auth/me/").json()["username"] == "dan"
    assert not AuthToken.objects.filter(digest=body["token"]).exists()


def test_http_basic_serves_as_well(dan: User) -> None:
    client = APIClient()
    secret = base64.b64encode(f"dan:{PASSWORD}".encode()).decode()
    client.credentials(HTTP_AUTHORIZATION=f"Basic {secret}")
    assert client.post(LOGIN).status_code == 201


@pytest.mark.parametrize(
    "given",
    [
        {"username": "dan", "password": "wrong"},
        {"username": "nobody", "password": PASSWORD},
        {"username": "dan"},
        {},
    ],
)
def test_a_wrong_name_and_a_wrong_password_answer_alike(
    speak: Speak, dan: User, given: dict[str, str]
) -> None:
    body = problem(speak().post(LOGIN, given), 401, "authentication_failed")
    assert body["detail"] == "Name or password is wrong."


def test_a_closed_account_does_not_sign_in(speak: Speak, dan: User) -> None:
    token = speak().post(LOGIN, {"username": "dan", "password": PASSWORD}).json()["token"]
    User.objects.filter(pk=dan.pk).update(is_active=False)
    given = {"username": "dan", "password": PASSWORD}
    problem(speak().post(LOGIN, given), 401, "authentication_failed")
    problem(bearer(token).get("/api/v1/auth/me/"), 401, "authentication_failed")


def test_attempts_are_counted_and_stopped(speak: Speak, dan: User) -> None:
    given = {"username": "dan", "password": "wrong"}
    codes = [speak().post(LOGIN, given).status_code for _attempt in range(11)]
    assert codes == [401] * 10 + [429]
    answer = speak().post(LOGIN, given)
    problem(answer, 429, "throttled")
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_attempts_on_one_account_are_counted_from_everywhere(dan: User) -> None:
    client = APIClient()
    given = {"username": "dan", "password": "wrong"}
    codes = [
        client.post(LOGIN, given, REMOTE_ADDR=f"10.0.0.{number}").status_code
        for number in range(11)
    ]
    assert codes[-1] == 429


def test_ones_tokens_are_listed_without_their_secrets(speak: Speak, dan: User) -> None:
    given = {"username": "dan", "password": PASSWORD}
    first = speak().post(LOGIN, given).json()["token"]
    speak().post(LOGIN, given)
    listed = bearer(first).get("/api/v1/auth/tokens/").json()
    assert [row["is_current"] for row in listed] == [True, False]
    assert all("token" not in row for row in listed)


def test_a_token_is_taken_back(speak: Speak, dan: User) -> None:
    body = speak().post(LOGIN, {"username": "dan", "password": PASSWORD}).json()
    client = bearer(body["token"])
    assert client.delete(f"/api/v1/auth/tokens/{body['token_key']}/").status_code == 204
    problem(client.get("/api/v1/auth/me/"), 401, "authentication_failed")


def test_somebody_elses_token_is_not_there(speak: Speak, dan: User, alice: User) -> None:
    body = speak().post(LOGIN, {"username": "dan", "password": PASSWORD}).json()
    answer = speak(alice).delete(f"/api/v1/auth/tokens/{body['token_key']}/")
    problem(answer, 404, "not_found")
    assert bearer(body["token"]).get("/api/v1/auth/me/").status_code == 200


def test_signing_out_takes_back_the_token(speak: Speak, dan: User) -> None:
    token = speak().post(LOGIN, {"username": "dan", "password": PASSWORD}).json()["token"]
    assert bearer(token).post("/api/v1/auth/logout/").status_code == 204
    problem(bearer(token).get("/api/v1/auth/me/"), 401, "authentication_failed")


def test_a_token_expires(speak: Speak, dan: User) -> None:
    token = speak().post(LOGIN, {"username": "dan", "password": PASSWORD}).json()["token"]
    AuthToken.objects.update(expiry=timezone.now() - dt.timedelta(seconds=1))
    problem(bearer(token).get("/api/v1/auth/me/"), 401, "authentication_failed")


@pytest.mark.parametrize("token", ["x", "é", "\x00", "a b", "x" * 10_000, "gt'; drop", ""])
def test_what_is_no_token_is_401(token: str, dan: User) -> None:
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}".encode("latin-1").decode("latin-1"))
    assert client.get("/api/v1/auth/me/").status_code == 401


def test_tokens_of_one_account_are_limited(speak: Speak, dan: User) -> None:
    given = {"username": "dan", "password": PASSWORD}
    for _token in range(20):
        cache.clear()
        assert speak().post(LOGIN, given).status_code == 201
    cache.clear()
    problem(speak().post(LOGIN, given), 409, "too_many_tokens")
