"""The rules of the interface, held at every address of the house and not at a chosen few."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from config.accounts.models import User
from config.accounts.roles import ROLE_PERMISSIONS, Role, permits
from config.api.problems import MEDIA_TYPE
from config.api.schema import SIGN_IN
from tests import people
from tests.house.addresses import Read, filled, read_out, reads
from tests.portfolio import Portfolio
from trusts.ledger.models import PeriodMove
from trusts.register.models import Party

#: Answers that say the moment they speak of: asked of one moment, they never change.
SAY_WHEN = (
    "/statistics/",
    "/oversight/findings/",
    "/oversight/asset-mix/",
    "/green-rollup/",
    "/products/<int:pk>/terms/",
    "/claimable/",
    "/footprint/",
)
#: Questions with parameters of their own that speak of stored versions, whatever is known when.
OF_VERSIONS = ("/comparison/", "/figure-templates/")
READS = [each for each in reads() if hasattr(each.view, "view_permission")]
LISTS = [each for each in READS if each.is_paged]
PASSWORD = "correct horse battery"
PARTY = {
    "code": "P-NEW",
    "name_zh": "新当事人",
    "name_en": "New party",
    "party_type": "company",
    "reason": "首次登记",
}


def route(each: Any) -> str:
    return each.route if isinstance(each, Read) else str(each)


def speak(user: User | None = None, **headers: str) -> APIClient:
    client = APIClient(raise_request_exception=False, headers=headers)
    client.force_authenticate(user)
    return client


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    body: dict[str, Any] = answer.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["request_id"] == answer.headers["X-Request-ID"]
    return body


@pytest.mark.parametrize("read", READS, ids=route)
def test_nobody_reads_without_signing_in(sample_portfolio: Portfolio, read: Read) -> None:
    problem(speak().get(filled(read).path), 401, "not_authenticated")


@pytest.mark.parametrize("read", READS, ids=route)
def test_a_parameter_that_nobody_reads_is_refused(sample_portfolio: Portfolio, read: Read) -> None:
    where = filled(read)
    asked = {**where.parameters, "colour": "green"}
    answer = speak(sample_portfolio.person("auditor")).get(where.path, asked)
    (fault,) = problem(answer, 400, "invalid_input")["errors"]
    assert (fault["pointer"], fault["code"]) == ("/colour", "unknown_parameter")


@pytest.mark.parametrize("read", READS, ids=route)
def test_what_has_not_changed_is_not_sent_again(sample_portfolio: Portfolio, read: Read) -> None:
    where, client = filled(read), speak(sample_portfolio.person("auditor"))
    says_when = any(part in read.route for part in SAY_WHEN)
    of_versions = any(part in read.route for part in OF_VERSIONS)
    if (where.parameters and not of_versions) or says_when or read.action in {"recheck", "check"}:
        where.parameters["known_at"] = PeriodMove.objects.latest("id").proposed_at.isoformat()
    first = client.get(where.path, where.parameters)
    assert first.headers["ETag"]
    again = client.get(
        where.path, where.parameters, headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    read_out(first)


@pytest.mark.parametrize("read", LISTS, ids=route)
def test_a_cursor_leads_through_every_row_once(sample_portfolio: Portfolio, read: Read) -> None:
    client = speak(sample_portfolio.person("auditor"))
    path = filled(read).path
    whole = _every_row(client, f"{path}?limit=500")
    assert _every_row(client, f"{path}?limit={max(1, len(whole) // 3)}") == whole
    problem(client.get(path, {"cursor": "nowhere"}), 400, "unreadable_cursor")


def _every_row(client: Any, url: str | None) -> list[Any]:
    seen: list[Any] = []
    while url:
        page = client.get(url).json()
        seen += page["results"]
        url = page["next"]
    return seen


@pytest.mark.parametrize("role", Role, ids=str)
def test_a_role_reads_what_its_table_says(sample_portfolio: Portfolio, role: Role) -> None:
    user = people.make_user(role)
    client = speak(user)
    for read in READS:
        where = filled(read)
        answer = client.get(where.path, where.parameters)
        may = all(
            permits([role], each)
            for each in (read.view.view_permission, read.also_needs)  # type: ignore[attr-defined]
            if each
        )
        assert answer.status_code == (200 if may else 403), (role, read.route)
        read_out(answer)


@pytest.mark.parametrize("role", Role, ids=str)
def test_a_role_proposes_and_confirms_what_its_table_says(
    sample_portfolio: Portfolio, role: Role
) -> None:
    client = speak(people.make_user(role))
    may_view = permits([role], "trusts.register.view")
    proposed = client.post("/api/v1/parties/", PARTY)
    may = may_view and permits([role], Party.propose_permission)
    assert proposed.status_code == (201 if may else 403), proposed.content
    pending = PeriodMove.objects.pending().get()
    confirmed = client.post(
        f"/api/v1/ledger-periods/{pending.pk}/confirm/", {"seen_sha256": pending.content_sha256}
    )
    may = permits([role], "trusts.ledger.view") and permits([role], PeriodMove.confirm_permission)
    assert confirmed.status_code == (200 if may else 403), confirmed.content


def test_no_role_both_proposes_and_confirms() -> None:
    for role in ROLE_PERMISSIONS:
        for room in ("trusts.register", "projects.carbon", "reporting.disclosures"):
            assert not (permits([role], f"{room}.propose") and permits([role], f"{room}.confirm"))


def test_a_confirmation_names_what_was_seen(sample_portfolio: Portfolio) -> None:
    client = speak(sample_portfolio.person("reviewer"))
    pending = PeriodMove.objects.pending().get()
    here = f"/api/v1/ledger-periods/{pending.pk}/"
    problem(client.post(f"{here}confirm/", {}), 428, "precondition_missing")
    problem(
        client.post(f"{here}confirm/", {}, headers={"If-Match": f'"{"0" * 64}"'}),
        412,
        "content_changed",
    )
    tag = client.get(here).headers["ETag"]
    done = client.post(f"{here}confirm/", {"note": "已核对"}, headers={"If-Match": tag})
    assert done.json()["decision"]["state"] == "confirmed"
    assert done.headers["ETag"] != tag


def test_somebody_without_a_role_reads_and_proposes_nothing(sample_portfolio: Portfolio) -> None:
    client = speak(people.make_user())
    problem(client.get("/api/v1/parties/"), 403, "not_allowed")
    problem(client.post("/api/v1/parties/", PARTY), 403, "not_allowed")


def test_a_refusal_speaks_the_language_of_the_reader(sample_portfolio: Portfolio) -> None:
    person = sample_portfolio.person("auditor")
    chinese = speak(person, **{"Accept-Language": "zh-CN,zh;q=0.9"}).get("/api/v1/parties/0/")
    english = speak(person, **{"Accept-Language": "en"}).get("/api/v1/parties/0/")
    assert problem(chinese, 404, "not_found")["detail"] == "此地址没有内容。"
    assert problem(english, 404, "not_found")["detail"] == "There is nothing at this address."


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "/api/v1/nowhere/", 404, "not_found"),
        ("delete", "/api/v1/parties/1/", 405, "method_not_allowed"),
        ("put", "/api/v1/parties/1/", 405, "method_not_allowed"),
        ("patch", "/api/v1/stations/1/", 405, "method_not_allowed"),
        ("get", "/api/v1/parties/99999999999999999999/", 404, "not_found"),
        ("get", "/api/v1/parties/?known_at=2999-01-01T00:00:00Z", 400, "invalid_input"),
        ("get", "/api/v1/parties/?limit=0", 400, "invalid_input"),
        ("get", "/api/v1/parties/?ordering=reason", 400, "invalid_input"),
    ],
)
def test_every_refusal_is_a_problem(
    sample_portfolio: Portfolio, method: str, path: str, status: int, code: str
) -> None:
    problem(getattr(speak(sample_portfolio.person("auditor")), method)(path), status, code)


def test_a_program_signs_in_as_curl_would_and_out_again(sample_portfolio: Portfolio) -> None:
    cache.clear()
    people.make_user(Role.AUDITOR, username="robot", password=PASSWORD)
    curl = Client(raise_request_exception=False)
    given = curl.post(
        "/api/v1/auth/login/",
        {"username": "robot", "password": PASSWORD},
        content_type="application/json",
    )
    bearer = {"Authorization": f"Bearer {given.json()['token']}"}
    assert curl.get("/api/v1/auth/me/", headers=bearer).json()["username"] == "robot"
    assert curl.get("/api/v1/stations/?limit=1", headers=bearer).json()["results"]
    assert curl.post("/api/v1/auth/logout/", headers=bearer).status_code == 204
    problem(curl.get("/api/v1/auth/me/", headers=bearer), 401, "authentication_failed")


def test_the_document_names_every_room_and_no_operation_is_without_one() -> None:
    document = Client().get("/api/v1/schema/").json()
    tags = {tag["name"] for tag in document["tags"]}
    used = {
        tag
        for operations in document["paths"].values()
        for operation in operations.values()
        for tag in operation["tags"]
    }
    assert used == tags
    assert {each.view.view_permission.rsplit(".", 1)[0] for each in READS} | {SIGN_IN} == tags  # type: ignore[attr-defined]
