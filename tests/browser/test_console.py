"""The console as a person meets it: sign in, propose, be refused, confirm, on desk and phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from config.accounts.models import User
from config.accounts.roles import Role
from config.kernel import proposals
from tests import people
from tests.browser.conftest import DESKTOP, PHONE, Visit, sideways
from tests.config.console import shelf_pages
from tests.shelf.models import Loan, Sighting

pytestmark = [pytest.mark.outside, pytest.mark.browser, pytest.mark.committing]

PASSWORD = "correct horse battery"


@pytest.fixture
def shelf_up(settings: object) -> Iterator[None]:
    with shelf_pages.put_up():
        settings.ROOT_URLCONF = "tests.config.console.urls"  # type: ignore[attr-defined]
        yield


@pytest.fixture
def cast(committed_db: str, shelf_up: None) -> tuple[User, User]:
    """Return Alice and Bob with three loans: one confirmed, two pending."""
    alice, bob = people.make_alice(), people.make_bob()
    for number in range(3):
        row = Loan(text=f"绿源{number}号", amount="12345678.90")
        proposals.propose(row, by=alice, reason="首次登记")
    proposals.confirm(Loan.objects.order_by("id")[0], by=bob)
    for number in range(7):
        Sighting.objects.create(text=f"第{number}次")
    return alice, bob


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.usefixtures("shelf_up")
def test_a_person_signs_in_and_switches_the_language(visit: Visit) -> None:
    people.make_user(Role.AUDITOR, username="dan", password=PASSWORD)
    page = visit("/console/")
    expect(page.get_by_label("用户名")).to_be_visible()
    press(page, "English")
    page.get_by_label("Username").fill("dan")
    page.locator("#id_password").fill("wrong")
    page.locator("#login-form button[type=submit]").click()
    expect(page.get_by_text("Please enter the correct", exact=False)).to_be_visible()
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#login-form button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"^[^?]*/console/$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_one_proposes_and_the_other_confirms(visit: Visit, cast: tuple[User, User]) -> None:
    alice, bob = cast
    page = visit("/console/shelf/loan/add/", alice)
    page.locator("#id_text").fill("新贷款")
    page.locator("#id_amount").fill("500.25")
    page.locator("#id_reason").fill("合同已签")
    page.locator(".gt-submit button").click()
    expect(page.locator(".gt-badge--waiting")).to_be_visible()
    record = page.url
    expect(page.locator("button[value=confirm]")).to_have_count(0)

    page = visit(record, bob)
    expect(page.get_by_text("500.25", exact=True)).to_be_visible()
    page.locator("button[value=reject]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("#gt-note").fill("已核对")
    page.locator("button[value=confirm]").click()
    expect(page.locator(".gt-badge--good")).to_be_visible()
    assert Loan.objects.get(text="新贷款").decision_note == "已核对"


def test_the_dashboard_draws_its_charts(visit: Visit, cast: tuple[User, User]) -> None:
    page = visit("/console/", cast[1])
    expect(page.locator("figure.gt-chart[data-drawn=yes] svg")).to_be_visible()
    expect(page.locator("figure.gt-chart svg")).to_contain_text("绿源0号")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_no_page_is_wider_than_its_window(
    visit: Visit, cast: tuple[User, User], width: int
) -> None:
    loan = Loan.objects.order_by("id")[1]
    for path in (
        "/console/",
        "/console/shelf/loan/",
        "/console/shelf/loan/add/",
        f"/console/shelf/loan/{loan.pk}/change/",
        "/console/shelf/crate/add/",
        "/console/password_change/",
        "/api/v1/docs/",
    ):
        page = visit(path, cast[1] if "add" not in path else cast[0], width=width)
        page.wait_for_load_state("networkidle")
        assert sideways(page) <= 0, path


def test_the_sidebar_opens_on_a_phone(visit: Visit, cast: tuple[User, User]) -> None:
    page = visit("/console/", cast[1], width=PHONE)
    expect(page.locator("#nav-sidebar")).to_be_hidden()
    page.get_by_text("dock_to_right").locator("visible=true").click()
    expect(page.locator("#nav-sidebar")).to_be_visible()


def test_a_table_is_paged_there_and_back(visit: Visit, cast: tuple[User, User]) -> None:
    loan = Loan.objects.order_by("id")[1]
    page = visit(f"/console/shelf/loan/{loan.pk}/change/", cast[1])
    page.locator("a[rel=next]").click()
    page.locator("a[rel=next]").click()
    expect(page.get_by_text("第2次")).to_be_visible()
    page.locator("a[rel=prev]").click()
    expect(page.get_by_text("第4次")).to_be_visible()


def test_the_docs_show_every_room(visit: Visit, cast: tuple[User, User]) -> None:
    page = visit("/api/v1/docs/")
    expect(page.get_by_text("/api/v1/auth/login/")).to_be_visible()
