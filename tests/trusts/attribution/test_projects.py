"""What attribution hears from the projects, and the job that asks."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from config.jobs.execution import run_now
from config.jobs.registry import handler_of
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from projects.carbon.methodologies.table import CURRENT
from projects.carbon.models import Statement
from projects.registry.models import Project
from projects.registry.operations.finances import propose_finance
from tests.trusts.books import Books
from trusts.attribution import operations, queries
from trusts.attribution.models import AttributionStatement
from trusts.attribution.projects import PROJECTS
from trusts.tasks import run_attribution

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)


@pytest.fixture
def project(books: Books) -> Project:
    """Return a project that cost 1,000,000, with half of it financed by one contract."""
    product = books.product()
    books.confirm(books.subscription(product, "600000.00"))
    contract = books.contract(product)
    (found,) = books.projects("P-1")
    books.confirm(books.drawdown(contract, "500000.00"))
    books.confirm(books.split(contract, {"P-1": "100"}))
    sheet = propose_finance(
        project_id=found.pk,
        year=2025,
        equity_cny=Decimal(300000),
        debt_cny=Decimal(500000),
        basis="sample",
        is_sample=True,
        **books.who,
    )
    books.confirm(sheet)
    return found


def spare(project: Project, known_at: dt.datetime, *tonnes: int) -> None:
    """Record what the project spared, a month each."""
    for month, amount in zip(YEAR.months(), tonnes, strict=False):
        method = CURRENT["grid_displacement"]
        statement = Statement(
            project=project,
            starts_on=month.starts_on,
            ends_on=month.ends_on,
            method=method.code,
            method_version=method.version,
            known_at=known_at,
            carrier="electricity",
            energy_wh=1,
            avoided_tco2e=Decimal(amount),
            lines=[],
            alternatives=[],
            inputs={},
            data_quality={},
            explanation=[],
        )
        statement.sha256 = statement.drawn.sha256
        statement.save()


def test_the_projects_answer_with_sums_and_the_rows_they_rest_on(project: Project) -> None:
    moment = pin_known_at()
    spare(project, moment, 40, 60)
    asked = {"known_at": moment}
    found = PROJECTS.avoided([project.pk], period=YEAR, **asked)[project.pk]
    assert (found.tco2e, found.statement_count, found.is_sample) == (100, 2, True)
    january = PROJECTS.avoided([project.pk], period=Period.month(2025, 1), **asked)
    assert january[project.pk].tco2e == 40
    known = PROJECTS.finances([project.pk], on=dt.date(2025, 12, 31), **asked)[project.pk]
    assert (known.equity, known.debt, known.total_investment) == (300000, 500000, 1000000)
    assert known.finance_id
    assert known.terms_id
    assert PROJECTS.avoided([project.pk + 1], period=YEAR, **asked) == {}
    other = PROJECTS.finances([project.pk], on=dt.date(2026, 12, 31), **asked)[project.pk]
    assert other.equity is None


def test_the_work_is_known_by_its_name() -> None:
    assert handler_of(operations.RUN_KIND).work is run_attribution


def test_the_job_states_the_shares_once_however_often_it_is_asked(
    books: Books, project: Project
) -> None:
    moment = pin_known_at()
    spare(project, moment, 40, 60)
    run = operations.request_run(period=YEAR, known_at=moment, by=books.alice)
    assert operations.request_run(period=YEAR, known_at=moment, by=books.alice).pk == run.pk
    done = run_now(run)
    assert done.state == "done", done.error
    assert done.result == {"added": 2, "standing": 0, "financed": 0, "gaps": []}
    rows = {row.method: row for row in queries.statements(period=YEAR, known_at=moment)}
    assert rows["pcaf"].attributed_tco2e == Decimal("62.5")
    assert rows["guide"].attributed_tco2e == Decimal(50)
    again = operations.attribute(period=YEAR, known_at=moment, by=books.alice)
    assert (again.added, again.standing) == (0, 2)
    fresh = queries.recompute(list(rows.values()))
    assert fresh == {row.pk: row.sha256 for row in rows.values()}


def test_what_comes_later_moves_only_a_later_moment(books: Books, project: Project) -> None:
    before = pin_known_at()
    spare(project, before, 40)
    operations.attribute(period=YEAR, known_at=before, by=books.alice)
    contract = AttributionStatement.objects.all()[0].contract
    late = books.repayment(contract, "250000.00", dt.date(2025, 6, 30))
    books.confirm(late)
    after = pin_known_at()
    spare(project, after, 40)
    operations.attribute(period=YEAR, known_at=after, by=books.alice)

    def tonnes(moment: dt.datetime) -> list[Decimal]:
        return [row.attributed_tco2e for row in queries.statements(period=YEAR, known_at=moment)]

    assert tonnes(before) == [20, 25]
    assert tonnes(after) == [10, Decimal("12.5")]
    stated = queries.statements(period=YEAR, known_at=before)
    assert queries.recompute(stated) == {row.pk: row.sha256 for row in stated}
