"""What a schedule makes reaches each recipient once, and nobody is left to guess."""

from __future__ import annotations

import datetime as dt
import io
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from config.accounts.models import RoleAssignment, User
from config.accounts.roles import Role
from config.archive import queries as archive
from config.jobs.execution import execute
from config.jobs.models import Run, RunState
from config.jobs.registry import LeaseLost
from config.kernel import proposals
from config.kernel.errors import InvalidInput, NotAllowed
from config.kernel.transitions import ForbiddenMove
from reporting.disclosures.models import DisclosureVersion
from reporting.exports import operations, queries
from reporting.exports.models import (
    Delivery,
    Destination,
    DestinationCheck,
    DestinationSecret,
    Dispatch,
    DispatchAttempt,
)
from reporting.exports.models.destinations import NotTried
from reporting.exports.operations import sending
from reporting.exports.operations.destinations import secret_of
from reporting.exports.operations.scheduling import UnknownRecipient
from reporting.exports.operations.surroundings import LinkOver, fetched
from reporting.exports.rules.life import DispatchState
from tests import receivers
from tests.receivers import MailServer, Receiver, S3Server, SftpServer
from tests.reporting.exports.conftest import SECRET, confirmed, destination, reached, work


def client(person: User) -> APIClient:
    found = APIClient()
    found.force_authenticate(person)
    return found


def outcomes(dispatch: Dispatch) -> list[str]:
    tries = DispatchAttempt.objects.filter(dispatch=dispatch).order_by("id")
    return list(tries.values_list("outcome", flat=True))


def let_time_pass(dispatch: Dispatch) -> None:
    """Let the time come at which a dispatch is tried again."""
    Dispatch.objects.filter(pk=dispatch.pk).update(next_at=Now() - dt.timedelta(seconds=1))


def kill_the_worker(monkeypatch: pytest.MonkeyPatch, dispatch: Dispatch) -> None:
    """Do a dispatch's run up to the moment before its receipt is written, and stop dead there."""

    class Killed(BaseException):
        pass

    def stop(*_args: Any, **_kwargs: Any) -> None:
        raise Killed

    dispatch.refresh_from_db()
    assert dispatch.run is not None
    with monkeypatch.context() as patch:
        patch.setattr(sending._Attempt, "_received", stop)
        with pytest.raises(Killed):
            execute(dispatch.run.pk, heartbeat=False)
    Run.objects.filter(pk=dispatch.run.pk).update(
        state=RunState.QUEUED, holder=None, lease_until=None
    )


# ---- all is well


def test_four_recipients_get_the_archived_bytes_and_each_leaves_a_receipt(  # noqa: PLR0917 (fixtures)
    alice: User,
    bob: User,
    published: DisclosureVersion,
    to_mail: Destination,
    to_sftp: Destination,
    to_store: Destination,
    to_hook: Destination,
    mail: MailServer,
    sftp: SftpServer,
    store: S3Server,
    hook: Receiver,
) -> None:
    dispatches = reached(alice, bob, "mail", "sftp", "store", "hook")
    assert {run.result["state"] for run in work()} == {"sent"}
    file = published.artefacts.get(form="json", language="zh-Hans", is_published=True).file
    content, name = archive.read(file), dispatches[0].file_name
    (attached,) = mail.mails[0].iter_attachments()
    assert attached.get_payload(decode=True) == content
    assert (sftp.folder / "in" / name).read_bytes() == content
    assert store.objects()[f"in/{name}"] == content
    assert list(hook.processed.values()) == [content]
    sent = Delivery.objects.exclude(dispatch=None)
    assert {each.sha256 for each in sent} == {receivers.digest(content)}
    assert {each.door for each in sent} == {"email", "sftp", "s3", "webhook"}
    assert all(each.receipt for each in sent)
    assert Delivery.objects.filter(dispatch=None, door="download").count() == 1
    assert (
        queries.alarms(now=dt.datetime.now(dt.UTC), by=alice)["counts"]["waiting_for_a_person"] == 0
    )


def test_made_again_is_not_sent_again(
    alice: User, bob: User, published: DisclosureVersion, to_hook: Destination, hook: Receiver
) -> None:
    (dispatch,) = reached(alice, bob, "hook")
    for _ in range(3):
        operations.deliver(expected_run=dispatch.expected_run)
        work()
        operations.tick()
    assert (len(hook.heard), Dispatch.objects.count()) == (1, 1)
    with pytest.raises(ForbiddenMove):
        operations.resend(dispatch=Dispatch.objects.get(), by=alice, reason="再发")


# ---- what fails is tried again, then waits for a person


def test_what_fails_is_tried_again_under_the_same_id_when_its_time_has_come(
    alice: User, bob: User, published: DisclosureVersion, to_hook: Destination, hook: Receiver
) -> None:
    (dispatch,) = reached(alice, bob, "hook")
    hook.plan.extend(["500", "drop"])
    work()
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.error_code) == (DispatchState.WAITING, "not_taken")
    assert dispatch.next_at is not None
    assert operations.tick()["resent"] == 0
    for left in (1, 0):
        let_time_pass(dispatch)
        assert operations.tick()["resent"] == 1
        work()
        dispatch.refresh_from_db()
        assert (dispatch.state == DispatchState.SENT) is (left == 0)
    assert len(hook.heard) == 3
    assert list(hook.processed) == [f"msg_{dispatch.key}"]
    assert outcomes(dispatch) == ["failed", "failed", "sent"]
    assert dispatch.attempts == 3


def test_what_is_refused_waits_for_a_person_who_sends_it_again(
    alice: User,
    bob: User,
    charlie: User,
    published: DisclosureVersion,
    to_hook: Destination,
    hook: Receiver,
) -> None:
    (dispatch,) = reached(alice, bob, "hook")
    hook.plan.append("404")
    work()
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.next_at) == (DispatchState.DEAD, None)
    assert dispatch in queries.troubled_dispatches()
    assert operations.tick()["resent"] == 0
    assert (
        client(charlie)
        .post(f"/api/v1/dispatches/{dispatch.pk}/resend/", {"reason": "再发"}, format="json")
        .status_code
        == 403
    )
    answer = client(alice).post(
        f"/api/v1/dispatches/{dispatch.pk}/resend/", {"reason": "对方已修复"}, format="json"
    )
    assert answer.json()["state"] == "pending"
    work()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.SENT
    assert outcomes(dispatch) == ["refused", "resent", "sent"]
    assert len(hook.processed) == 1


def test_after_twelve_attempts_it_is_a_dead_letter_that_can_be_given_up(
    alice: User, bob: User, published: DisclosureVersion, to_hook: Destination, hook: Receiver
) -> None:
    (dispatch,) = reached(alice, bob, "hook")
    hook.plan.extend(["503"] * 12)
    for _ in range(12):
        work()
        let_time_pass(dispatch)
        operations.tick()
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.attempts, len(hook.heard)) == (DispatchState.DEAD, 12, 12)
    operations.drop(dispatch=dispatch, by=alice, reason="对方已停用")
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.DROPPED
    assert dispatch not in queries.troubled_dispatches()
    assert not Delivery.objects.filter(dispatch=dispatch).exists()


def test_a_mail_of_which_nobody_is_sure_is_never_repeated_by_itself(
    alice: User, bob: User, published: DisclosureVersion, to_mail: Destination, mail: MailServer
) -> None:
    (dispatch,) = reached(alice, bob, "mail")
    mail.plan.append("take and drop")
    work()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.UNKNOWN
    let_time_pass(dispatch)
    operations.tick()
    work()
    assert len(mail.mails) == 1
    operations.settle(dispatch=dispatch, by=alice, reason="收件人确认已收到")
    delivery = Delivery.objects.get(dispatch=dispatch)
    assert delivery.receipt["said"] == "收件人确认已收到"
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.SENT
    with pytest.raises(ForbiddenMove):
        operations.drop(dispatch=dispatch, by=alice, reason="误")


def test_a_mail_is_repeated_where_two_people_allowed_it(
    alice: User, bob: User, published: DisclosureVersion, mail: MailServer
) -> None:
    address = {"to": ["ada@example.com"], "repeat_when_unsure": True}
    destination(alice, bob, code="twice", door="email", address=address)
    mail.mails.clear()
    (dispatch,) = reached(alice, bob, "twice")
    mail.plan.append("take and drop")
    work()
    let_time_pass(dispatch)
    operations.tick()
    work()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.SENT
    assert len(mail.mails) == 2
    assert len(set(mail.message_ids)) == 1


# ---- a worker that is killed between the last byte and the receipt


def test_a_file_that_a_killed_worker_put_is_found_and_not_put_again(
    alice: User,
    bob: User,
    published: DisclosureVersion,
    to_sftp: Destination,
    to_store: Destination,
    sftp: SftpServer,
    store: S3Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dispatches = reached(alice, bob, "sftp", "store")
    for each in dispatches:
        kill_the_worker(monkeypatch, each)
    work()
    for each in dispatches:
        each.refresh_from_db()
        assert (each.state, outcomes(each)) == (DispatchState.SENT, ["interrupted", "found"])
        assert Delivery.objects.get(dispatch=each).receipt["was_there"] is True
    assert len(sftp.renamed) == 1
    assert len([name for name in store.objects() if "test" not in name]) == 1


def test_a_webhook_that_a_killed_worker_posted_is_repeated_under_its_id(
    alice: User,
    bob: User,
    published: DisclosureVersion,
    to_hook: Destination,
    hook: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (dispatch,) = reached(alice, bob, "hook")
    kill_the_worker(monkeypatch, dispatch)
    work()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.SENT
    assert (len(hook.heard), len(hook.processed)) == (2, 1)


def test_a_mail_that_a_killed_worker_sent_waits_for_a_person(
    alice: User,
    bob: User,
    published: DisclosureVersion,
    to_mail: Destination,
    mail: MailServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (dispatch,) = reached(alice, bob, "mail")
    kill_the_worker(monkeypatch, dispatch)
    work()
    dispatch.refresh_from_db()
    assert (dispatch.state, len(mail.mails)) == (DispatchState.UNKNOWN, 1)
    operations.resend(dispatch=dispatch, by=alice, reason="对方未收到")
    work()
    assert len(set(mail.message_ids)) == 1


def test_a_worker_that_was_overtaken_hands_nothing_over(
    alice: User, bob: User, published: DisclosureVersion, to_hook: Destination, hook: Receiver
) -> None:
    (dispatch,) = reached(alice, bob, "hook")
    slow = sending._Attempt(dispatch.pk, lambda *_args: None)
    assert slow.begin()
    fast = sending._Attempt(dispatch.pk, lambda *_args: None)
    assert fast.begin()
    fast.carry_out()
    with pytest.raises(LeaseLost):
        slow.carry_out()
    assert len(hook.heard) == 1
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.SENT


def test_a_run_that_failed_for_good_leaves_its_dispatch_to_a_person(
    alice: User, bob: User, published: DisclosureVersion, to_hook: Destination
) -> None:
    (dispatch,) = reached(alice, bob, "hook")
    Run.objects.filter(pk=dispatch.run_id).update(
        state=RunState.QUARANTINED, error="killed", error_code="accident"
    )
    assert operations.tick()["settled"] == 1
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.error_code) == (DispatchState.DEAD, "accident")


# ---- fail closed


def test_a_damaged_file_is_sent_to_nobody(
    alice: User, bob: User, published: DisclosureVersion, to_hook: Destination, hook: Receiver
) -> None:
    (dispatch,) = reached(alice, bob, "hook")
    path: Path = archive.path_of(dispatch.file)
    content = bytearray(path.read_bytes())
    content[7] ^= 1
    path.chmod(0o640)
    path.write_bytes(content)
    work()
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.error_code) == (DispatchState.DEAD, "damaged_file")
    assert hook.heard == []


def test_rights_that_were_taken_away_stop_what_is_on_its_way(
    alice: User, bob: User, published: DisclosureVersion, to_hook: Destination, hook: Receiver
) -> None:
    (dispatch,) = reached(alice, bob, "hook")
    RoleAssignment.objects.filter(user=alice, role=Role.DISCLOSURE_OFFICER).delete()
    work()
    operations.tick()
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.error_code) == (DispatchState.DEAD, "not_allowed")
    assert hook.heard == []


def test_a_destination_that_was_closed_gets_nothing(
    alice: User, bob: User, published: DisclosureVersion, to_hook: Destination, hook: Receiver
) -> None:
    closed = operations.propose_destination(
        code="hook", name="关闭", door="webhook", address=to_hook.address, is_open=False,
        by=alice, reason="停用",
    )  # fmt: skip
    schedule = confirmed(alice, bob, recipients=["hook"], name="二")
    proposals.confirm(closed, by=bob)
    (dispatch,) = reached_again(schedule)
    assert (dispatch.state, dispatch.error_code) == (DispatchState.DEAD, "no_destination")
    with pytest.raises(UnknownRecipient):
        confirmed(alice, bob, recipients=["hook"], name="三")
    assert hook.heard == []


def reached_again(schedule: Any) -> list[Dispatch]:
    """Have the next slot of a schedule come."""
    operations.tick()
    first = schedule.expected_runs.order_by("slot_at").first()
    schedule.expected_runs.filter(pk=first.pk).update(slot_at=F("slot_at") - dt.timedelta(days=30))
    operations.tick()
    work()
    return list(Dispatch.objects.filter(expected_run__schedule=schedule))


# ---- destinations


def test_a_destination_is_confirmed_once_a_test_file_has_reached_it(
    alice: User, bob: User, hook: Receiver
) -> None:
    facts: dict[str, Any] = {"address": {"url": hook.url}, "secret": SECRET}
    row = destination(alice, code="hook", door="webhook", **facts)
    with pytest.raises(NotTried):
        proposals.confirm(row, by=bob)
    hook.plan.append("500")
    answer = client(alice).post(f"/api/v1/destinations/{row.pk}/try/", format="json")
    assert answer.status_code == 202
    work()
    check = DestinationCheck.objects.get(destination=row)
    assert (check.is_passed, check.error_code) == (False, "not_taken")
    with pytest.raises(NotTried):
        proposals.confirm(row, by=bob)
    operations.ask_for_trial(destination=row, by=alice)
    work()
    proposals.confirm(row, by=bob)
    assert queries.destination_called("hook") == row


def test_a_secret_is_sealed_and_shown_to_nobody(
    alice: User, bob: User, to_hook: Destination, hook: Receiver
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select sealed from reporting_destinationsecret")
        assert SECRET not in str(cursor.fetchall())
        cursor.execute("select row_to_json(d)::text from reporting_destination d")
        assert SECRET not in str(cursor.fetchall())
    answer = client(bob).get(f"/api/v1/destinations/{to_hook.pk}/")
    assert SECRET not in answer.content.decode()
    assert answer.json()["has_secret"] is True
    renamed = operations.propose_destination(
        code="hook", name="改名", door="webhook", address=to_hook.address, by=alice, reason="改名"
    )
    assert secret_of(renamed) == SECRET
    other = DestinationSecret.objects.get(destination=renamed).sealed
    DestinationSecret.objects.filter(destination=to_hook).update(sealed=other)
    with pytest.raises(Exception, match="moved from its place"):
        secret_of(to_hook)


def test_secrets_are_put_under_a_new_key_and_the_old_one_may_go(
    alice: User, bob: User, to_hook: Destination, settings: Settings
) -> None:
    old, new = settings.PERSONAL_DATA_KEYS, {"new": b"n" * 32}
    settings.PERSONAL_DATA_KEYS = {**new, **old}
    call_command("reseal_destinations", stdout=io.StringIO())
    assert operations.reseal_all() == 0
    settings.PERSONAL_DATA_KEYS = new
    assert secret_of(to_hook) == SECRET


def test_a_door_that_needs_a_secret_is_not_proposed_without(alice: User, charlie: User) -> None:
    facts: dict[str, Any] = {
        "code": "h",
        "door": "webhook",
        "address": {"url": "https://e.example/"},
    }
    with pytest.raises(InvalidInput):
        destination(alice, **facts)
    with pytest.raises(NotAllowed):
        destination(charlie, **facts, secret=SECRET)


# ---- links


def test_a_link_leads_to_the_file_for_its_days_and_no_longer(
    alice: User, bob: User, published: DisclosureVersion, mail: MailServer, settings: Settings
) -> None:
    address = {"to": ["ada@example.com"], "attach_up_to_mb": 0, "link_days": 3}
    destination(alice, bob, code="link", door="email", address=address)
    mail.mails.clear()
    (dispatch,) = reached(alice, bob, "link")
    work()
    text = mail.mails[0].get_content()
    link = next(word for word in text.split() if "/delivered/" in word)
    assert link.startswith(settings.PUBLIC_URL)
    path = link.removeprefix(settings.PUBLIC_URL)
    answer = APIClient().get(path)
    content = b"".join(answer)
    assert (answer.status_code, receivers.digest(content)) == (200, dispatch.sha256)
    assert APIClient().get(path[:-3] + "xx/").status_code == 410
    token = path.rstrip("/").rpartition("/")[2]
    assert fetched(token) == dispatch
    with pytest.MonkeyPatch.context() as patch:
        later = time.time() + 4 * 86400
        patch.setattr(time, "time", lambda: later)
        with pytest.raises(LinkOver):
            fetched(token)
    Dispatch.objects.filter(pk=dispatch.pk).update(state=DispatchState.DROPPED)
    assert APIClient().get(path).status_code == 410


def test_alarms_are_one_address_for_monitoring(
    alice: User, bob: User, published: DisclosureVersion, to_hook: Destination, hook: Receiver
) -> None:
    asked = client(bob).get("/api/v1/expected-runs/alarms/").json()
    assert asked["is_well"] is True
    reached(alice, bob, "hook")
    hook.plan.append("404")
    work()
    asked = client(bob).get("/api/v1/expected-runs/alarms/").json()
    assert asked["counts"]["waiting_for_a_person"] == 1
    assert asked["is_well"] is False
    assert asked["waiting_for_a_person"][0]["error_code"] == "refused"
