"""The boxes of a destination follow the door; an act that asks why is done with its reason."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from config.accounts.models import User
from reporting.exports import operations
from reporting.exports.models import Destination, ExpectedRun, ExpectedRunRequest
from tests import people
from tests.browser.conftest import PHONE, Visit, sideways
from tests.reporting.exports.conftest import bring_forward, confirmed

pytestmark = [pytest.mark.outside, pytest.mark.browser, pytest.mark.committing]


@pytest.fixture
def officer(committed_db: str) -> User:
    return people.make_alice()


def test_only_the_boxes_of_the_chosen_door_are_shown(officer: User, visit: Visit) -> None:
    page = visit("/console/reporting/destination/add/", officer)
    host, url, secret = (
        page.locator(f"#id_{name}") for name in ("sftp_host", "webhook_url", "secret")
    )
    for each in (host, url, secret):
        expect(each).to_be_hidden()
    page.select_option("#id_door", "sftp")
    expect(host).to_be_visible()
    expect(secret).to_be_visible()
    expect(url).to_be_hidden()
    page.select_option("#id_door", "email")
    expect(host).to_be_hidden()
    expect(secret).to_be_hidden()
    page.fill("#id_code", "desk")
    page.fill("#id_name", "经办")
    page.fill("#id_email_to", "ada@example.com")
    page.fill("#id_reason", "报送")
    page.click(".gt-submit button[type=submit]")
    expect(page.locator(".gt-head__title")).to_contain_text("经办")
    row = Destination.objects.get()
    assert (row.address["to"], row.address["repeat_when_unsure"]) == (["ada@example.com"], False)


def test_a_missed_run_is_made_with_the_reason_that_is_asked_for(
    officer: User, visit: Visit
) -> None:
    schedule = confirmed(officer, people.make_bob())
    operations.tick()
    bring_forward(schedule, 2)
    operations.tick()
    slot = ExpectedRun.objects.get(state="missed")
    page = visit(f"/console/reporting/expectedrun/{slot.pk}/change/", officer, width=PHONE)
    page.click(".gt-why summary")
    reason = page.locator(".gt-why input[name=reason]")
    expect(reason).to_be_visible()
    assert sideways(page) == 0
    reason.fill("时钟停了")
    page.click(".gt-why button[name=act]")
    expect(page.locator("body")).to_contain_text("时钟停了")
    assert ExpectedRunRequest.objects.get().reason == "时钟停了"
