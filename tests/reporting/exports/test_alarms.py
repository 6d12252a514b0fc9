"""Who a schedule is somebody's business to hears when it goes wrong, in their language, once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import F
from django.db.models.functions import Now
from pytest_django.fixtures import Settings

from config.accounts.models import Department, RoleAssignment, User
from config.accounts.roles import Role
from config.jobs.execution import run_now
from config.jobs.models import Run
from config.kernel import proposals
from config.notices import operations as notices
from config.notices.models import Notice
from reporting.disclosures.models import DisclosureVersion
from reporting.exports import operations, queries
from reporting.exports.models import Dispatch, ExpectedRun, ExpectedRunRequest
from reporting.exports.operations.scheduling import UnknownWatcher
from reporting.exports.rules.life import SlotState
from tests import people
from tests.receivers import MailServer, Receiver
from tests.reporting.exports.conftest import (
    SECRET,
    bring_forward,
    confirmed,
    destination,
    reached,
    scheduled,
    work,
)


@pytest.fixture
def told(alice: User, charlie: User) -> tuple[User, User]:
    """Return the owner, who reads Chinese, and a watcher, who reads English."""
    for person, language in ((alice, "zh-hans"), (charlie, "en")):
        User.objects.filter(pk=person.pk).update(
            email=f"{person.username}@example.com", language=language
        )
        person.refresh_from_db()
    return alice, charlie


def lines(person: User) -> list[str]:
    return list(Notice.objects.filter(to=person).order_by("id").values_list("line", flat=True))


def test_a_failed_run_is_told_to_owner_and_watchers_once(
    alice: User, bob: User, told: tuple[User, User]
) -> None:
    schedule = confirmed(alice, bob, watchers=["charlie"])
    operations.tick()
    bring_forward(schedule)
    operations.tick()
    run_now(Run.objects.get(kind="reporting.exports.deliver"))
    for _ in range(3):
        operations.tick()
    (owner_line,), (watcher_line,) = lines(alice), lines(told[1])
    assert "季度披露" in owner_line
    assert "has failed" in watcher_line
    slot = ExpectedRun.objects.get(state=SlotState.FAILED)
    assert Notice.objects.filter(path__endswith=f"/expectedrun/{slot.pk}/change/").count() == 2
    assert not lines(bob)


def test_after_a_silence_the_missed_are_told_in_one_line(alice: User, bob: User) -> None:
    schedule = confirmed(alice, bob)
    operations.tick()
    bring_forward(schedule, 40)
    assert operations.tick()["missed"] == 39
    (line,) = lines(alice)
    assert "39" in line


def test_what_nobody_works_on_is_told_as_late_once(alice: User, bob: User) -> None:
    schedule = confirmed(alice, bob)
    operations.tick()
    bring_forward(schedule)
    assert operations.tick()["late"] == 0
    ExpectedRun.objects.filter(schedule=schedule, state=SlotState.CLAIMED).update(
        moved_at=F("moved_at") - dt.timedelta(minutes=16)
    )
    for _ in range(3):
        assert operations.tick()["late"] == 1
    assert len(lines(alice)) == 1


def test_a_dead_letter_and_a_doubtful_one_are_told(
    alice: User, bob: User, published: DisclosureVersion, hook: Receiver
) -> None:
    destination(alice, bob, code="hook", door="webhook", address={"url": hook.url}, secret=SECRET)
    hook.plan.append("404")
    (dispatch,) = reached(alice, bob, "hook")
    work()
    (line,) = lines(alice)
    assert dispatch.file_name in line
    assert "HTTP 404" in line
    operations.resend(dispatch=dispatch, by=alice, reason="再发")
    hook.plan.append("404")
    work()
    assert len(lines(alice)) == 2


def test_who_may_not_see_the_department_is_not_told_of_its_files(
    alice: User, bob: User, charlie: User, published: DisclosureVersion, hook: Receiver
) -> None:
    mine, other = (Department.objects.create(code=code, name_zh=code) for code in ("mine", "other"))
    RoleAssignment.objects.filter(user=charlie).update(department=other)
    facts = {"address": {"url": hook.url}, "secret": SECRET, "department": mine}
    destination(alice, bob, code="hook", door="webhook", **facts)
    hook.plan.append("404")
    reached(alice, bob, "hook", watchers=["charlie"])
    work()
    assert len(lines(alice)) == 1
    assert not lines(charlie)


def test_only_an_account_that_may_see_exports_watches(alice: User) -> None:
    people.make_user(Role.DATA_OWNER, username="owner", employee_no="E-O")
    for name in ("owner", "nobody"):
        with pytest.raises(UnknownWatcher):
            scheduled(alice, watchers=[name])


def test_the_alarm_arrives_as_a_letter(
    alice: User, bob: User, told: tuple[User, User], mail: MailServer, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    schedule = confirmed(alice, bob, watchers=["charlie"])
    operations.tick()
    bring_forward(schedule, 3)
    operations.tick()
    assert notices.post() == {"letters": 2, "failed": 0}
    assert {each["To"] for each in mail.mails} == {"alice@example.com", "charlie@example.com"}
    assert all(each["From"] == "reports@example.com" for each in mail.mails)


# ---- the night of an operator: the clock is down, comes back, a run fails, is made again


def test_a_night_from_silence_to_the_last_receipt(
    alice: User, bob: User, published: DisclosureVersion, hook: Receiver
) -> None:
    """Beat is down for three days of a daily schedule; then the receiver is down too."""
    destination(alice, bob, code="hook", door="webhook", address={"url": hook.url}, secret=SECRET)
    hook.heard.clear()
    schedule = confirmed(
        alice, bob, timetable={"at": "03:00"}, recipients=["hook"], relative_period="fixed"
    )
    operations.tick()
    slots = list(ExpectedRun.objects.filter(schedule=schedule).order_by("slot_at")[:3])
    ExpectedRun.objects.filter(pk__in=[each.pk for each in slots]).update(
        slot_at=F("slot_at") - dt.timedelta(days=4)
    )
    now = queries.database_now()
    # While it is down, whoever asks is told: nothing has to tick for that.
    assert queries.alarms(now=now, by=alice)["counts"]["late"] == 3
    counts = operations.tick()
    assert (counts["taken"], counts["missed"]) == (1, 2)
    hook.plan.extend(["500"] * 12)
    work()
    dispatch = Dispatch.objects.get()
    while dispatch.state == "waiting":
        Dispatch.objects.update(next_at=Now() - dt.timedelta(seconds=1))
        operations.tick()
        work()
        dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.attempts) == ("dead", 12)
    operations.resend(dispatch=dispatch, by=alice, reason="对方已恢复")
    work()
    dispatch.refresh_from_db()
    assert dispatch.state == "sent"
    for each in slots[:2]:
        operations.run_again(expected_run=each, by=alice, reason="补做")
    work()
    assert set(
        ExpectedRun.objects.filter(pk__in=[s.pk for s in slots]).values_list("state", flat=True)
    ) == {"done"}
    assert len(hook.processed) == 3
    found = queries.alarms(now=queries.database_now(), by=alice)
    assert found["is_well"]
    assert len(lines(alice)) == 2


def test_why_a_run_was_made_again_is_kept_and_shown(alice: User, bob: User, charlie: User) -> None:
    from rest_framework.test import APIClient

    schedule = confirmed(alice, bob)
    operations.tick()
    bring_forward(schedule, 2)
    operations.tick()
    slot = ExpectedRun.objects.get(state=SlotState.MISSED)
    client = APIClient()
    client.force_authenticate(alice)
    address = f"/api/v1/expected-runs/{slot.pk}/"
    assert client.post(f"{address}again/", {"reason": " "}).status_code == 400
    assert client.post(f"{address}again/", {"reason": "时钟停了"}).status_code == 200
    row = ExpectedRunRequest.objects.get()
    assert (row.by, row.reason, row.was) == (alice, "时钟停了", "missed")
    (said,) = client.get(address).json()["requests"]
    assert (said["reason"], said["was"]) == ("时钟停了", "missed")
    client.force_authenticate(charlie)
    assert client.post(f"{address}again/", {"reason": "再来"}).status_code == 403


def test_a_proposal_with_watchers_is_confirmed_by_a_second_person(
    alice: User, bob: User, charlie: User
) -> None:
    schedule = proposals.confirm(scheduled(alice, watchers=["charlie", "charlie"]), by=bob)
    assert schedule.watchers == ["charlie"]
