"""Entering the console: sign-in, language, content policy, accounts, the dashboard."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import config.console
from config.accounts.models import RoleAssignment, User
from config.accounts.roles import Role
from config.console import queue
from config.jobs.models import Run, RunState
from config.kernel import proposals
from tests.config.console.conftest import Enter
from tests.config.console.test_pages import words
from tests.people import make_user
from tests.shelf.models import Label, Loan

pytestmark = pytest.mark.django_db


@pytest.fixture
def dora(db: None) -> User:
    """Return the administrator."""
    return make_user(Role.ADMINISTRATOR, username="dora")


# ---- sign-in and language


def test_nobody_is_led_to_the_sign_in(shelf: None, client: Client) -> None:
    answer = client.get("/console/shelf/loan/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/console/login/")
    assert client.get("/").headers["Location"] == "/console/"


def test_the_sign_in_speaks_both_languages(shelf: None, client: Client) -> None:
    assert "密码" in words(client.get("/console/login/"))
    client.post("/language/", {"language": "en", "next": "/console/login/"})
    assert "Password" in words(client.get("/console/login/"))


def test_the_language_is_remembered_by_the_account(shelf: None, alice: User) -> None:
    client = Client()
    client.force_login(alice)
    client.post("/language/", {"language": "en", "next": "/console/"})
    alice.refresh_from_db()
    assert alice.language == "en"
    elsewhere = Client()
    elsewhere.force_login(alice)
    page = elsewhere.get("/console/", headers={"Accept-Language": "zh-CN"})
    assert 'lang="en"' in page.content.decode()


def test_a_language_that_is_none_changes_nothing(enter: Enter, alice: User) -> None:
    enter(alice).post("/language/", {"language": "xx", "next": "/console/"})
    alice.refresh_from_db()
    assert alice.language == "zh-hans"


def test_the_switch_leads_nowhere_else(shelf: None, client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "https://evil.example/"})
    assert "evil" not in answer.headers["Location"]


# ---- what a page may load


def test_staff_pages_may_evaluate_and_nothing_else_may(enter: Enter, alice: User) -> None:
    staff = enter(alice).get("/console/").headers["Content-Security-Policy"]
    other = Client().get("/livez").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval'" in staff
    assert "'unsafe-inline'" not in re.search(r"script-src[^;]*", staff)[0]  # type: ignore[index]
    assert "unsafe" not in other
    for policy in (staff, other):
        assert "default-src 'none'" in policy
        assert "http" not in policy


def test_no_page_carries_a_script_of_its_own(enter: Enter, alice: User) -> None:
    proposals.propose(Loan(text="lamp"), by=alice, reason="r")
    client = enter(alice)
    for url in ("/console/", "/console/login/", "/console/shelf/loan/", "/console/shelf/loan/add/"):
        scripts = re.findall(r"<script\b[^>]*>", client.get(url, follow=True).content.decode())
        for tag in scripts:
            assert "src=" in tag or 'type="application/json"' in tag, (url, tag)


# ---- the dashboard


def test_an_empty_house_says_what_to_do_first(enter: Enter, alice: User) -> None:
    page = words(enter(alice).get("/console/"))
    assert "What to do first" in page
    assert "Lend something" in page
    assert "You have proposed nothing yet." in page


def test_the_dashboard_shows_what_is_true(enter: Enter, alice: User, bob: User) -> None:
    row = proposals.propose(Loan(text="lamp", amount="1234.50"), by=alice, reason="r")
    proposals.confirm(row, by=bob)
    page = enter(bob).get("/console/")
    assert "1,234.50" in words(page)
    assert "check_circle Lend something" in words(page)
    assert '"amount": 1234.5' in page.content.decode()


def test_the_queue_holds_what_this_person_could_confirm(
    enter: Enter, alice: User, bob: User
) -> None:
    for number in range(25):
        proposals.propose(Loan(text=f"loan {number}"), by=alice, reason="r")
    proposals.propose(
        Label(thing="door", text="open", effective_from="2025-01-01"), by=alice, reason="r"
    )
    assert [(each.title, each.number) for each in queue.kinds(bob)] == [("Loan", 25), ("Label", 1)]
    newest = queue.awaiting(bob)
    assert len(newest) == 20
    assert newest[0].title == str(Label.objects.get())
    assert queue.kinds(alice) == []
    assert queue.awaiting(alice) == []
    page = words(enter(bob).get("/console/"))
    assert "Loan 25" in page
    assert "loan 24" in page


def test_the_queue_costs_the_same_however_long_it_is(enter: Enter, alice: User, bob: User) -> None:
    client = enter(bob)
    counts = []
    for size in (1, 30):
        for number in range(size):
            proposals.propose(Loan(text=f"{number}"), by=alice, reason="r")
        client.get("/console/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/console/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_ones_own_proposals_show_what_became_of_them(enter: Enter, alice: User, bob: User) -> None:
    row = proposals.propose(Loan(text="lamp"), by=alice, reason="r")
    proposals.reject(row, by=bob, note="too dear")
    page = words(enter(alice).get("/console/"))
    assert "rejected" in page
    assert "too dear" in page


def test_runs_under_way_are_shown_to_who_asked(enter: Enter, alice: User) -> None:
    Run.objects.create(
        kind="trusts.attribution",
        key="2025",
        asked_by=alice,
        state=RunState.RUNNING,
        total=8,
        done=2,
    )
    Run.objects.create(kind="trusts.attribution", key="2024", asked_by=alice, state=RunState.DONE)
    page = words(enter(alice).get("/console/"))
    assert "2025" in page
    assert "2 of 8" in page
    assert "trusts.attribution 2024" not in page


# ---- accounts


def _roles_form(user: User, roles: list[Any]) -> dict[str, Any]:
    held = list(RoleAssignment.objects.filter(user=user).order_by("pk"))
    data: dict[str, Any] = {
        "username": user.username,
        "display_name": user.display_name,
        "employee_no": user.employee_no,
        "language": "en",
        "is_active": "on",
        "is_staff": "on",
        "role_assignments-TOTAL_FORMS": len(held) + len(roles),
        "role_assignments-INITIAL_FORMS": len(held),
    }
    for index, each in enumerate(held):
        data |= {
            f"role_assignments-{index}-id": each.pk,
            f"role_assignments-{index}-user": user.pk,
            f"role_assignments-{index}-role": each.role,
        }
    for index, role in enumerate(roles, start=len(held)):
        data |= {
            f"role_assignments-{index}-user": user.pk,
            f"role_assignments-{index}-role": role.value,
        }
    return data


def test_an_administrator_gives_a_role(enter: Enter, dora: User) -> None:
    user = make_user(Role.REGISTRAR)
    url = f"/console/accounts/user/{user.pk}/change/"
    answer = enter(dora).post(url, _roles_form(user, [Role.ANALYST]))
    assert answer.status_code == 302, words(answer)
    assert set(user.role_assignments.values_list("role", flat=True)) == {"registrar", "analyst"}


def test_one_person_is_not_given_both_duties(enter: Enter, dora: User) -> None:
    first = make_user(Role.REGISTRAR, employee_no="E-77")
    second = make_user(employee_no="E-77")
    for user in (first, second):
        url = f"/console/accounts/user/{user.pk}/change/"
        answer = enter(dora).post(url, _roles_form(user, [Role.REVIEWER]))
        assert answer.status_code == 200
        assert "would both propose and confirm" in words(answer)
    assert not RoleAssignment.objects.filter(user=second).exists()


def test_only_an_administrator_manages_accounts(enter: Enter, alice: User, dora: User) -> None:
    url = f"/console/accounts/user/{dora.pk}/change/"
    page = enter(alice).get(url)
    assert page.status_code == 200
    assert b'name="username"' not in page.content
    assert enter(alice).post(url, {"username": "mallory"}).status_code in {200, 403}
    dora.refresh_from_db()
    assert dora.username == "dora"
    assert enter(alice).get("/console/accounts/user/add/").status_code == 403


def test_an_account_is_opened_and_never_deleted(enter: Enter, dora: User) -> None:
    client = enter(dora)
    data = {
        "username": "eve",
        "display_name": "Eve",
        "employee_no": "E-9",
        "is_staff": "on",
        "usable_password": "true",
        "password1": "a long pass phrase",
        "password2": "a long pass phrase",
        "role_assignments-TOTAL_FORMS": 0,
        "role_assignments-INITIAL_FORMS": 0,
    }
    assert client.post("/console/accounts/user/add/", data).status_code == 302
    eve = User.objects.get(username="eve")
    assert eve.check_password("a long pass phrase")
    delete = client.post(f"/console/accounts/user/{eve.pk}/delete/", {"post": "yes"})
    assert delete.status_code == 403


# ---- pages that stand alone


@pytest.mark.parametrize(("path", "status"), [("/nowhere/", 404), ("/console/nowhere/", 404)])
def test_a_page_that_is_not_there_says_so_in_the_readers_language(
    enter: Enter, alice: User, path: str, status: int
) -> None:
    answer = enter(alice, language="zh-hans").get(path)
    assert answer.status_code == status
    assert "返回总览" in words(answer) or "Back to the overview" in words(answer)


def test_a_surprise_tells_nothing(
    enter: Enter, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def surprise(*_args: object) -> None:
        raise RuntimeError("the secret is xyzzy")

    monkeypatch.setattr(queue, "awaiting", surprise)
    client = enter(alice)
    client.raise_request_exception = False
    answer = client.get("/console/")
    assert answer.status_code == 500
    assert b"xyzzy" not in answer.content


def test_a_database_that_does_not_answer_is_said_in_words(
    enter: Enter, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*_args: object) -> None:
        raise OperationalError("password=secret")

    monkeypatch.setattr(queue, "awaiting", absent)
    answer = enter(alice).get("/console/")
    assert answer.status_code == 503
    assert "does not answer in time" in words(answer)
    assert b"secret" not in answer.content


# ---- what we carry with us


def test_every_vendored_file_has_its_licence_beside_it() -> None:
    vendor = Path(config.console.__file__).parent / "static/console/vendor"
    scripts = sorted(vendor.glob("*.min.js"))
    assert len(scripts) == 3
    for script in scripts:
        name = re.match(r"(.+?)-\d", script.name)
        assert name
        assert (vendor / f"{name[1]}-LICENSE.txt").is_file(), script.name
        assert "sourceMappingURL" not in script.read_text("utf-8")[-200:]


def test_the_fonts_are_served_by_us() -> None:
    css = (Path(config.console.__file__).parent / "static/console/console.css").read_text("utf-8")
    urls = re.findall(r'url\("([^"]+)"\)', css)
    assert urls
    assert all(finders.find(f"console/{url}") for url in urls)
    assert "http" not in css
