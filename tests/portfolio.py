"""A small sample portfolio, filled by the main job's own steps in this process, once a session."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db.models import F
from django.test import override_settings
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from config.accounts.models import User
from config.console.lists import saved
from config.demo import computation, publication, readings, sales, templates
from config.demo.books import Books
from config.demo.collecting import Collecting
from config.demo.editions import Editions
from config.demo.files import HEADER, Files
from config.demo.investees import Investees
from config.demo.labels import Labels
from config.demo.people import Cast, open_sample_accounts
from config.demo.screen import Screen
from config.demo.sites import Sites
from config.jobs.execution import run_now
from config.jobs.models import Run, RunState
from config.kernel import proposals
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from projects.carbon import operations as carbon
from projects.reference.models import Edition
from projects.reference.rules.kinds import EditionKind
from projects.registry.models import Project
from reporting.exports import operations as exports
from reporting.exports.models import ExpectedRun
from reporting.exports.rules.periods import Relative
from reporting.moves import operations as moves
from reporting.rendering import child
from reporting.rendering.child import FORMS, Options
from reporting.rendering.document import Document
from reporting.rendering.pdf import Attachment
from tests.conftest import clone_of, home, speak_as
from tests.reporting.restated_rows import decide_from_now_on
from trusts.intake import operations as intake
from trusts.ledger import operations as ledger
from trusts.register.models import Product

STATIONS = 6


class Desk(Screen):
    """Does the runs that it is to watch, instead of waiting for a worker."""

    def say(self, text: str = "") -> None:
        """Say nothing; nobody reads it."""

    def follow(self, runs: Sequence[Run], **_watching: object) -> list[Run]:
        """Do the runs one after the other; return them as they ended."""
        done = [run_now(run) for run in runs]
        assert all(run.state == RunState.DONE for run in done), [run.error for run in done]
        return done


def fill(folder: Path) -> None:
    """Do the main job's steps with six roofs and two plants, deliver once, leave one pending."""
    cast = open_sample_accounts(passwords=folder / "accounts.json")
    sites = Sites(cast, stations=STATIONS)
    Editions(cast).load()
    sites.enter()
    Books(cast).enter()
    sites.recognize()
    Labels(cast).enter()
    Files(cast).enter()
    Collecting(cast).enter()
    Investees(cast).enter()
    readings.take_in_the_year(cast, folder=folder / "readings", screen=Desk())
    sales.sell(cast)
    known_at = computation.draw(cast, screen=Desk())
    with (
        patch.object(child, "render", _render_here),
        patch.object(child, "render_each", _render_each_here),
    ):
        publication.publish(cast, known_at=known_at, screen=Desk())
        templates.enter(cast)
        _deliver(cast)
    _ask_what_would_move(cast)
    decide_from_now_on(cast)
    _enter_activity(cast)
    _send_a_large_file(cast)
    saved.save(
        list_name="trusts.productterms",
        name="sample: terms by day",
        query="o=-effective_from&columns=product,effective_from,status",
        by=cast.reviewer,
        is_shared=True,
    )
    ledger.propose_close(
        product=Product.objects.get(code="TH1"),
        period=Period.month(2025, 1),
        by=cast.registrar,
        reason="January is complete (sample)",
    )


def _ask_what_would_move(cast: Cast) -> None:
    """List what a confirmed edition would move: nothing, and the list stands."""
    edition = Edition.objects.filter(kind=EditionKind.FACTORS).latest("id")
    moves.list_moves(subject="edition", pk=edition.pk, known_at=pin_known_at(), by=cast.analyst)


def _enter_activity(cast: Cast) -> None:
    """Enter numbers that no meter of energy counts, and freeze what they come to."""
    project = Project.objects.get(code="GEO-SY")
    for quantity, value, unit in (
        ("volume", "0.01", "万m3"),
        ("cod_in", "350", "mg/L"),
        ("cod_out", "50", "mg/L"),
    ):
        row = carbon.propose_activity(
            project=project,
            method="sewage",
            quantity=quantity,
            period=Period.year(2025),
            value=Decimal(value),
            unit=unit,
            source="sample data",
            by=cast.analyst,
            reason="sample",
            is_sample=True,
        )
        proposals.confirm(row, by=cast.reviewer, seen_sha256=row.content_sha256)
    carbon.state_activity(
        project=project,
        method="sewage",
        period=Period.year(2025),
        known_at=pin_known_at(),
        by=cast.analyst,
    )


def _send_a_large_file(cast: Cast) -> None:
    """Have a file judged by a worker, and leave it blocked: its products are not known."""
    row = "NOBODY,2025-07-01,利息收入,1.00,,{},sample"
    lines = [HEADER, *(row.format(number) for number in range(6_000))]
    run, _stood = intake.send_file(
        file="\n".join(lines).encode(),
        name="large.csv",
        subject="movements",
        source="sample desk, large",
        by=cast.registrar,
        reason="sample",
        is_sample=True,
    )
    assert isinstance(run, Run)
    Desk().follow([run], text="")


def _deliver(cast: Cast) -> None:
    """Let the clock reach one slot of a schedule, and have its file mailed on loopback."""
    from tests.receivers import LOOPBACK, mail_server

    with (
        mail_server() as mail,
        override_settings(
            EMAIL_HOST=LOOPBACK, EMAIL_PORT=mail.port, DEFAULT_FROM_EMAIL="reports@example.com"
        ),
    ):
        destination = exports.propose_destination(
            code="sample-mail",
            name="sample: the desk that reads",
            door="email",
            address={"to": ["desk@example.com"]},
            by=cast.officer,
            reason="sample destination",
        )
        Desk().follow([exports.ask_for_trial(destination=destination, by=cast.officer)], text="")
        proposals.confirm(
            destination, by=cast.reviewer, note="sample", seen_sha256=destination.content_sha256
        )
        schedule = exports.propose_schedule(
            name="sample: the disclosure as JSON",
            content="disclosure",
            disclosure_kind=publication.KIND,
            relative_period=Relative.FIXED,
            fixed_period="2025",
            form="json",
            language="zh-Hans",
            timetable={"every_seconds": 3600},
            time_zone="Asia/Shanghai",
            recipients=["sample-mail"],
            by=cast.officer,
            reason="sample schedule",
        )
        proposals.confirm(
            schedule, by=cast.reviewer, note="sample", seen_sha256=schedule.content_sha256
        )
        exports.tick()
        first = ExpectedRun.objects.order_by("slot_at")[:1]
        ExpectedRun.objects.filter(pk__in=[each.pk for each in first]).update(
            slot_at=F("slot_at") - dt.timedelta(days=1)
        )
        exports.tick()
        Desk().follow([Run.objects.latest("id")], text="")
        Desk().follow([Run.objects.latest("id")], text="")


def _render_here(
    document: Document, form: str, *, attachments: Sequence[Attachment] = (), **_limits: object
) -> bytes:
    """Render without the child process, whose start takes longer than the work."""
    return FORMS[form].render(document, Options(attachments=tuple(attachments)))


def _render_each_here(document: Document, forms: Sequence[str]) -> Generator[bytes]:
    for form in forms:
        yield _render_here(document, form)


@dataclass(frozen=True)
class Portfolio:
    """The sample portfolio that a test stands in."""

    database: str

    def person(self, username: str) -> User:
        """Return one of the sample accounts: registrar, analyst, officer, reviewer, auditor."""
        return User.objects.get(username=username)


@dataclass(frozen=True)
class _Template:
    database: str
    archive: Path


@pytest.fixture(scope="session")
def portfolio_template(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[_Template]:
    """Fill a database once for all tests of the session; return its name and its archive."""
    folder = tmp_path_factory.mktemp("portfolio")
    here = home()
    with django_db_blocker.unblock(), clone_of(here, known_as="portfolio") as name:
        speak_as("worker", database=name)
        with override_settings(ARCHIVE_ROOT=folder / "archive"):
            fill(folder)
        speak_as("app", database=here)
        yield _Template(name, folder / "archive")


@pytest.fixture
def _archive_of_the_portfolio(
    portfolio_template: _Template, settings: Settings, tmp_path: Path
) -> None:
    """Give the test its own archive with the portfolio's files in it."""
    settings.ARCHIVE_ROOT = tmp_path / "portfolio"
    shutil.copytree(portfolio_template.archive, settings.ARCHIVE_ROOT, copy_function=os.link)


@pytest.fixture
def portfolio_db(
    portfolio_template: _Template,
    _archive_of_the_portfolio: None,
    django_db_blocker: DjangoDbBlocker,
    request: pytest.FixtureRequest,
) -> Iterator[Portfolio]:
    """Give the test a portfolio of its own, in which it commits."""
    with (
        django_db_blocker.unblock(),
        clone_of(portfolio_template.database, known_as=request.node.nodeid) as name,
    ):
        yield Portfolio(name)


@pytest.fixture
def _among_the_portfolio(
    portfolio_template: _Template, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    here = home()
    with django_db_blocker.unblock():
        speak_as("app", database=portfolio_template.database)
    yield
    with django_db_blocker.unblock():
        speak_as("app", database=here)


@pytest.fixture
def sample_portfolio(
    portfolio_template: _Template,
    _among_the_portfolio: None,
    _archive_of_the_portfolio: None,
    db: None,
) -> Portfolio:
    """Let the test stand in the portfolio itself; all that it writes is rolled back."""
    return Portfolio(portfolio_template.database)
