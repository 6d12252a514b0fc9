"""What the tests of exports stand on: a published disclosure, schedules of it, destinations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from pytest_django.fixtures import Settings

from config.accounts.models import User
from config.jobs.execution import run_now
from config.jobs.models import Run, RunState
from config.kernel import proposals
from reporting.disclosures.models import DisclosureVersion
from reporting.exports import operations
from reporting.exports.models import Destination, Dispatch, ExpectedRun, Schedule
from tests import receivers
from tests.receivers import MailServer, Receiver, S3Server, SftpServer
from tests.reporting.conftest import Portfolio
from tests.reporting.disclosures.conftest import drafted, publish

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def scheduled(by: User, **changes: Any) -> Schedule:
    """Propose a schedule of the small portfolio's quarter."""
    facts: dict[str, Any] = {
        "name": "季度披露",
        "content": "disclosure",
        "disclosure_kind": "green_trust_annual",
        "relative_period": "fixed",
        "fixed_period": "2025Q1",
        "form": "json",
        "language": "zh-Hans",
        "timetable": {"every_seconds": 3600},
        "time_zone": "Asia/Shanghai",
        **changes,
    }
    return operations.propose_schedule(**facts, by=by, reason="报送")


def confirmed(by: User, second: User, **changes: Any) -> Schedule:
    """Propose a schedule and have it confirmed."""
    return proposals.confirm(scheduled(by, **changes), by=second)


def bring_forward(schedule: Schedule, slots: int = 1) -> None:
    """Let the clock reach the next slots of a schedule."""
    first = list(
        ExpectedRun.objects.filter(schedule=schedule, state="expected").order_by("slot_at")[:slots]
    )
    ExpectedRun.objects.filter(pk__in=[each.pk for each in first]).update(
        slot_at=F("slot_at") - dt.timedelta(days=30)
    )


@pytest.fixture
def published(
    alice: User, bob: User, portfolio: Portfolio, fast_forms: list[str]
) -> DisclosureVersion:
    """Return a published version of the small portfolio's disclosure."""
    return publish(drafted(alice), alice, bob)


def work() -> list[Run]:
    """Do every run that is queued, as a worker would; return them as they ended."""
    done = []
    while True:
        run = Run.objects.filter(state=RunState.QUEUED).order_by("id").first()
        if run is None:
            return done
        done.append(run_now(run))


def destination(
    by: User, second: User | None = None, *, code: str, door: str, **facts: Any
) -> Destination:
    """Propose a destination; with a second person, have it tried and confirmed."""
    row = operations.propose_destination(
        **{"name": code, "code": code, "door": door, **facts}, by=by, reason="报送"
    )
    if second is not None:
        operations.ask_for_trial(destination=row, by=by)
        work()
        proposals.confirm(row, by=second)
    return row


def reached(by: User, second: User, *recipients: str, **changes: Any) -> list[Dispatch]:
    """Have a schedule's slot come and its file made; return what is on its way."""
    schedule = confirmed(by, second, recipients=list(recipients), **changes)
    operations.tick()
    bring_forward(schedule)
    operations.tick()
    run = run_now(Run.objects.filter(kind="reporting.exports.deliver").latest("id"))
    assert run.state == "done", run.error
    return list(Dispatch.objects.filter(expected_run__run=run).order_by("id"))


@pytest.fixture
def around(settings: Settings) -> Settings:
    """Let deliveries enter loopback."""
    settings.EXPORT_ALLOWED_NETWORKS = ["127.0.0.0/8", "::1/128"]
    settings.EXPORT_ANSWER_SECONDS = 10
    settings.EXPORT_TOTAL_SECONDS = 20
    return settings


@pytest.fixture
def mail(around: Settings) -> Iterator[MailServer]:
    with receivers.mail_server() as here:
        around.EMAIL_HOST, around.EMAIL_PORT = receivers.LOOPBACK, here.port
        around.DEFAULT_FROM_EMAIL = "reports@example.com"
        yield here


@pytest.fixture
def sftp(around: Settings, tmp_path: Path) -> Iterator[SftpServer]:
    with receivers.sftp_server(tmp_path / "sftp") as here:
        yield here


@pytest.fixture
def store(around: Settings) -> Iterator[S3Server]:
    with receivers.s3_server() as here:
        yield here


@pytest.fixture
def hook(around: Settings, tmp_path: Path) -> Iterator[Receiver]:
    around.EXPORT_CA_FILE = str(tmp_path / "ca.pem")
    with receivers.https_receiver(tmp_path / "ca.pem") as here:
        yield here


@pytest.fixture
def to_mail(alice: User, bob: User, mail: MailServer) -> Destination:
    row = destination(alice, bob, code="mail", door="email", address={"to": ["ada@example.com"]})
    mail.mails.clear()
    return row


@pytest.fixture
def to_sftp(alice: User, bob: User, sftp: SftpServer) -> Destination:
    facts = {"address": sftp.address(), "secret": receivers.PASSWORD}
    row = destination(alice, bob, code="sftp", door="sftp", **facts)
    for path in (sftp.folder / "in").iterdir():
        path.unlink()
    sftp.renamed.clear()
    return row


@pytest.fixture
def to_store(alice: User, bob: User, store: S3Server) -> Destination:
    facts = {"address": store.address(), "secret": receivers.SECRET_KEY}
    return destination(alice, bob, code="store", door="s3", **facts)


@pytest.fixture
def to_hook(alice: User, bob: User, hook: Receiver) -> Destination:
    facts = {"address": {"url": hook.url}, "secret": SECRET}
    row = destination(alice, bob, code="hook", door="webhook", **facts)
    hook.heard.clear()
    return row
