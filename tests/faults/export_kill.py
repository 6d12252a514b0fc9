"""
Workers are killed two hundred times while they send exports to five doors at once.

Every expected run is a list that goes to a mail server, an SFTP server, an S3-compatible store
and an HTTPS receiver, all real and on loopback, and into a folder; the servers take their time
to answer, so that kills come between the last byte and the receipt. What nobody can be sure of
(a mail whose answer was never heard) waits for a person; here that person looks into the
mailbox.

Lost: a recipient of an expected run that has no receipt, or a receipt of which the other side
holds nothing. Doubled: a second mail, a second object or version, a second file, a webhook that
a receiver which keeps to the standard (one webhook-id, once) would process twice. Torn: received
bytes that are not those of the archive, a damaged stored file, or a temporary one that a sweep
leaves. The control sends by the same doors without a word on record; the same kills must double
some of it.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from config.embedded import places
from tests import receivers
from tests.faults import fire, house
from tests.receivers import digest

SEED = 20250101
KILLS = 200
CONTROL_KILLS = 20
CONTROL_FILES = 40
WAITING = 6  # so many expected runs are unfinished at any time while the kills go on
LONGEST_DELAY_SECONDS = 0.5
PAUSE_SECONDS = 0.08
RECIPIENTS = ("mail", "sftp", "store", "hook", "folder")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def run() -> dict[str, Any]:
    """Kill workers under our deliveries, then under the control's."""
    with _other_sides() as sides:
        house.open_house()
        house.use_embedded_broker()
        luck = random.Random(SEED)  # noqa: S311 (repeatable kills, not a secret)
        exports = _Exports(sides)
        ours = _under_fire(exports, sides, luck)
        control = _control_under_fire(exports, sides, luck)
    return {
        "attempts": KILLS,
        **ours,
        "control_bit": control["doubled"] > 0,
        "control": control,
        "seed": SEED,
    }


class _Sides:
    """The four servers, and the folder."""

    mail: receivers.MailServer
    sftp: receivers.SftpServer
    store: receivers.S3Server
    hook: receivers.Receiver
    outbox: Path


@contextmanager
def _other_sides() -> Iterator[_Sides]:
    """Start the servers, and tell this process and its workers where they are."""
    sides, folder = _Sides(), places.home()
    with ExitStack() as stack:
        sides.mail = stack.enter_context(receivers.mail_server())
        sides.sftp = stack.enter_context(receivers.sftp_server(folder / "sftp"))
        sides.store = stack.enter_context(receivers.s3_server())
        sides.hook = stack.enter_context(receivers.https_receiver(folder / "ca.pem"))
        sides.outbox = folder / "outbox"
        os.environ |= {
            "EXPORT_OUTBOX": str(sides.outbox),
            "EXPORT_ALLOWED_NETWORKS": "127.0.0.0/8,::1/128",
            "EXPORT_CA_FILE": str(folder / "ca.pem"),
            "EMAIL_HOST": receivers.LOOPBACK,
            "EMAIL_PORT": str(sides.mail.port),
            "DEFAULT_FROM_EMAIL": "reports@example.com",
        }
        yield sides


class _Exports:
    """Asks for exports as the tick would, of a schedule with five recipients."""

    def __init__(self, sides: _Sides) -> None:
        from django.utils import timezone

        from config.demo.people import open_sample_accounts
        from config.kernel import proposals
        from reporting.exports import operations as exports

        self.cast = open_sample_accounts(passwords=places.home() / "accounts.json")
        doors: dict[str, tuple[str, dict[str, Any], str]] = {
            "mail": ("email", {"to": ["ada@example.com"]}, ""),
            "sftp": ("sftp", sides.sftp.address(), receivers.PASSWORD),
            "store": ("s3", sides.store.address(), receivers.SECRET_KEY),
            "hook": ("webhook", {"url": sides.hook.url}, SECRET),
            "folder": ("folder", {"folder": "in"}, ""),
        }
        for code, (door, address, secret) in doors.items():
            row = exports.propose_destination(
                code=code,
                name=code,
                door=door,
                address=address,
                secret=secret,
                by=self.cast.officer,
                reason="fault run",
            )
            exports.try_destination(destination=row, key="fault", by=self.cast.officer)
            proposals.confirm(row, by=self.cast.reviewer, note="fault run")
        self._schedule = exports.propose_schedule(
            name="under fire",
            content="list",
            list_name="reporting.destination",
            relative_period="as_of",
            form="csv",
            language="zh-Hans",
            timetable={"at": "03:00"},
            time_zone="Asia/Shanghai",
            recipients=RECIPIENTS,
            by=self.cast.officer,
            reason="fault run",
        )
        proposals.confirm(self._schedule, by=self.cast.reviewer, note="fault run")
        self._begins = timezone.now() - dt.timedelta(days=2000)
        self.expected: list[int] = []
        sides.mail.mails.clear()
        sides.hook.heard.clear()
        sides.sftp.renamed.clear()
        for folder in (sides.sftp.folder, sides.outbox):
            for path in (folder / "in").iterdir():
                path.unlink()

    def ask(self, count: int) -> None:
        """Ask for so many more."""
        from django.db import transaction

        from config.jobs.operations import request
        from reporting.exports.models import ExpectedRun
        from reporting.exports.operations.ticking import DELIVER_RUN
        from reporting.exports.rules.life import SlotState

        for _ in range(count):
            slot = self._begins + dt.timedelta(days=len(self.expected))
            with transaction.atomic():
                expected = ExpectedRun.objects.create(
                    schedule=self._schedule,
                    slot_at=slot,
                    period=str(self._schedule.period_at(slot)),
                    state=SlotState.CLAIMED,
                )
                asked = request(
                    kind=DELIVER_RUN,
                    key=f"fire {expected.pk}",
                    by=self.cast.officer,
                    payload={"expected_run_id": expected.pk},
                )
                ExpectedRun.objects.filter(pk=expected.pk).update(run=asked)
            self.expected.append(expected.pk)

    def unfinished(self) -> int:
        """Do what the clock does, faster; return how many expected runs are not at their end."""
        from django.db.models import Q
        from django.db.models.functions import Now

        from config.jobs import operations as jobs
        from reporting.exports.models import Dispatch, ExpectedRun
        from reporting.exports.operations import sending

        jobs.sweep()
        Dispatch.objects.filter(state="waiting", next_at__gt=Now()).update(next_at=Now())
        sending.resend_due()
        sending.settle_ended()
        under_way = Q(dispatches__state__in=["pending", "sending", "waiting"])
        rows = ExpectedRun.objects.filter(under_way | Q(state="claimed"), pk__in=self.expected)
        return rows.distinct().count()


def _under_fire(exports: _Exports, sides: _Sides, luck: random.Random) -> dict[str, Any]:
    for each in (sides.mail, sides.sftp, sides.hook):
        each.pause_seconds = PAUSE_SECONDS

    def at_work() -> set[str]:
        exports.ask(WAITING - exports.unfinished())
        return _holders()

    worker = fire.Worker(luck, pool=2)
    try:
        fire.fire(
            worker,
            kills=KILLS,
            at_work=at_work,
            is_over=lambda: False,
            delay=lambda: luck.random() * LONGEST_DELAY_SECONDS,
        )
        fire.wait_until(lambda: not exports.unfinished(), worker=worker)
        unsure = _ask_there(exports, sides)
        fire.wait_until(lambda: not exports.unfinished(), worker=worker)
    finally:
        worker.end()
    return {**_count(exports, sides), "settled_by_a_person": unsure}


def _holders() -> set[str]:
    """Return a name for each attempt at an export that is under way."""
    from config.jobs.models import Run, RunState

    found = Run.objects.filter(kind__startswith="reporting.exports.", state=RunState.RUNNING)
    return {str(holder) for holder in found.values_list("holder", flat=True)}


def _ask_there(exports: _Exports, sides: _Sides) -> dict[str, int]:
    """Do what a person does about each mail of which nobody is sure: look into the mailbox."""
    from reporting.exports import operations
    from reporting.exports.models import Dispatch

    done: Counter[str] = Counter()
    for row in Dispatch.objects.filter(state__in=["unknown", "dead"]):
        arrived = f"<{row.key}@example.com>" in sides.mail.message_ids
        if row.state == "unknown" and arrived:
            operations.settle(dispatch=row, by=exports.cast.officer, reason="it is there")
            done["received"] += 1
        else:
            operations.resend(dispatch=row, by=exports.cast.officer, reason="it is not there")
            done["sent again" if row.state == "unknown" else "dead letters"] += 1
    return dict(done)


def _count(exports: _Exports, sides: _Sides) -> dict[str, Any]:
    """Hold what each other side received against what was to be sent."""
    from config.archive import operations as archive
    from reporting.exports.models import Delivery, Dispatch, DispatchAttempt

    rows = list(Dispatch.objects.filter(expected_run__in=exports.expected))
    receipts = Counter(
        Delivery.objects.filter(dispatch__in=rows).values_list("dispatch_id", flat=True)
    )
    received = _received(sides)
    passing = archive.sweep_incoming(older_than_seconds=0, now=time.time() + 1)
    lost = len(RECIPIENTS) * len(exports.expected) - len(rows)
    doubled = torn = 0
    for row in rows:
        found = received[row.recipient].get(_name(row), [])
        lost += not (found and receipts[row.pk])
        doubled += max(0, len(found) - 1) + max(0, receipts[row.pk] - 1)
        torn += sum(digest(each) != row.sha256 for each in found)
    tries = DispatchAttempt.objects.filter(dispatch__in=rows)
    aside = {
        name: sum(each.name.endswith(".part") for each in (folder / "in").iterdir())
        for name, folder in (("sftp", sides.sftp.folder), ("folder", sides.outbox))
    }
    return {
        "lost": lost,
        "doubled": doubled,
        "torn": torn + house.torn_files(),
        "torn_at_the_other_side": torn,
        "runs": len(exports.expected),
        "deliveries": sum(receipts.values()),
        "interrupted": tries.filter(outcome="interrupted").count(),
        "found_there": tries.filter(outcome="found").count(),
        "webhook_repeats_with_the_same_id": len(sides.hook.heard) - len(sides.hook.processed),
        "passing_names_swept_from_the_archive": passing,
        "left_aside": aside,
    }


def _name(row: Any) -> str:
    return {"mail": f"<{row.key}@example.com>", "hook": f"msg_{row.key}"}.get(
        row.recipient, str(row.file_name)
    )


def _received(sides: _Sides) -> dict[str, dict[str, list[bytes]]]:
    """Return, by recipient and name, every content that was received, repeats and all."""
    found: dict[str, dict[str, list[bytes]]] = {each: {} for each in RECIPIENTS}
    for mail in sides.mail.mails:
        (attached,) = mail.iter_attachments()
        content = attached.get_payload(decode=True)
        assert isinstance(content, bytes)
        found["mail"].setdefault(str(mail["Message-ID"]), []).append(content)
    for name, content in sides.hook.processed.items():
        found["hook"].setdefault(name, []).append(content)
    for name in sides.sftp.renamed:
        path = sides.sftp.folder / name.lstrip("/")
        found["sftp"].setdefault(path.name, []).append(path.read_bytes())
    for path in (sides.outbox / "in").iterdir():
        if not path.name.endswith(".part"):
            found["folder"].setdefault(path.name, []).append(path.read_bytes())
    for key, content in sides.store.objects().items():
        found["store"].setdefault(key.removeprefix("in/"), []).append(content)
    return found


def _control_under_fire(exports: _Exports, sides: _Sides, luck: random.Random) -> dict[str, int]:
    """Send files without a word on record under the same kills, and count what arrived."""
    from config.jobs import operations as jobs
    from config.jobs.models import Run, RunState
    from tests.faults import control

    folder = Path(places.home()) / "control"
    folder.mkdir()
    sides.mail.mails.clear()
    sides.hook.heard.clear()
    ids = []
    for number in range(CONTROL_FILES):
        path = folder / f"control-{number}.txt"
        path.write_text(f"{number}\n", "utf-8")
        asked = jobs.request(
            kind=control.NAIVE_RUN,
            key=path.name,
            by=exports.cast.officer,
            payload={"path": str(path), "doors": ["mail", "hook"]},
        )
        ids.append(asked.pk)

    def is_over() -> bool:
        jobs.sweep()
        return not Run.objects.filter(
            pk__in=ids, state__in=[RunState.QUEUED, RunState.RUNNING]
        ).exists()

    worker = fire.Worker(luck, pool=2)
    try:
        kills = fire.fire(
            worker,
            kills=CONTROL_KILLS,
            at_work=lambda: house.holders(ids),
            is_over=is_over,
            delay=lambda: luck.random() * PAUSE_SECONDS * 3,
        )
        fire.wait_until(is_over, worker=worker)
    finally:
        worker.end()
    mails = Counter(str(each["Subject"]) for each in sides.mail.mails)
    posts = Counter(body for _headers, body in sides.hook.heard)
    ids_of = {(body, headers["webhook-id"]) for headers, body in sides.hook.heard}
    return {
        "kills": kills,
        "asked": 2 * CONTROL_FILES,
        "lost": 2 * CONTROL_FILES - len(mails) - len(posts),
        "doubled": sum(mails.values()) - len(mails) + len(ids_of) - len(posts),
    }
