"""Before an edition is confirmed, what it would move is listed; the sums agree."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from config.accounts.models import User
from config.jobs.execution import run_now
from config.jobs.models import Run, RunState
from config.kernel import proposals
from config.kernel.errors import NotAllowed, NotFoundHere
from config.kernel.pin import pin_known_at
from projects.reference.models import Edition
from reporting.moves import operations, queries
from reporting.moves.models import MoveReport
from reporting.moves.rules import Move, summed
from tests.portfolio import Portfolio

NEW_FACTORS = (
    "kind,scope_region,year,value,unit,source,confidence,note\n"
    "grid_average,{region},2023,0.1000,kgCO2/kWh,a test,C,\n"
)


@pytest.fixture
def edition(sample_portfolio: Portfolio) -> Edition:
    """Propose an edition that would lower the factor of one province of the portfolio."""
    from projects.carbon.models import Statement
    from projects.reference import operations as reference
    from projects.reference.rules.kinds import EditionKind

    statement = Statement.objects.filter(method="grid_displacement").first()
    assert statement is not None
    factor = statement.lines[0]["factor"]
    standing = Edition.objects.get(code=factor["edition"])
    return reference.propose_edition(
        code="TRIAL",
        kind=EditionKind.FACTORS,
        name_zh="试算",
        name_en="Trial",
        content=NEW_FACTORS.format(region=factor["region"]).encode(),
        file_name="trial.csv",
        source="a test",
        by=sample_portfolio.person("analyst"),
        reason="to see",
        supersedes=standing,
    )


def listed(edition: Edition, by: User) -> MoveReport:
    run = operations.ask(subject="edition", pk=edition.pk, by=by)
    run_now(run)
    done = Run.objects.get(pk=run.pk)
    assert done.state == RunState.DONE, done.error
    return MoveReport.objects.get(pk=done.result["report_id"])


def test_what_would_move_names_statements_products_and_the_published_disclosure(
    edition: Edition, sample_portfolio: Portfolio
) -> None:
    report = listed(edition, sample_portfolio.person("analyst"))
    assert report.statements
    assert report.products
    (disclosure,) = report.disclosures
    assert disclosure["count"] == len(report.statements)
    refused = [each for each in report.statements if each["refusal"]]
    known = [each for each in report.statements if not each["refusal"]]
    assert report.difference_tco2e == sum(Decimal(each["difference_tco2e"]) for each in known)
    assert bool(refused) == (disclosure["difference_tco2e"] is None)


def test_a_confirmed_edition_moves_nothing_more(
    edition: Edition, sample_portfolio: Portfolio
) -> None:
    proposals.confirm(edition, by=sample_portfolio.person("reviewer"))
    found = queries.what_would_move(edition, known_at=pin_known_at())
    assert found.statements == ()
    assert found.difference == 0


def test_the_same_moment_is_listed_once(edition: Edition, sample_portfolio: Portfolio) -> None:
    analyst, moment = sample_portfolio.person("analyst"), pin_known_at()
    again = [
        operations.list_moves(subject="edition", pk=edition.pk, known_at=moment, by=analyst).pk
        for _ in range(2)
    ]
    assert again[0] == again[1]


def test_who_may_not_ask_is_refused(edition: Edition, sample_portfolio: Portfolio) -> None:
    with pytest.raises(NotAllowed):
        operations.ask(subject="edition", pk=edition.pk, by=sample_portfolio.person("registrar"))
    with pytest.raises(NotFoundHere):
        operations.ask(subject="policy", pk=999_999, by=sample_portfolio.person("analyst"))


def test_the_page_leads_from_the_edition_and_lists_on_demand(
    edition: Edition, sample_portfolio: Portfolio, client: Client
) -> None:
    analyst = sample_portfolio.person("analyst")
    client.force_login(analyst)
    here = f"/console/what-would-move/edition/{edition.pk}/"
    record = client.get(f"/console/projects/edition/{edition.pk}/change/", follow=True)
    assert here in record.content.decode()
    assert client.get(here).status_code == 200
    assert client.post(here).status_code == 302
    listed(edition, analyst)
    page = client.get(here).content.decode()
    assert "GTD-" in page
    assert "treatment=from_now_on" not in page
    client.force_login(sample_portfolio.person("officer"))
    page = client.get(here).content.decode()
    (report,) = MoveReport.objects.filter(edition=edition)
    for treatment in ("from_now_on", "restate"):
        assert f"treatment={treatment}&amp;move_report={report.pk}" in page


def test_a_sum_with_a_missing_part_is_missing() -> None:
    whole = Move(key="a", name_zh="a", name_en="a", before=Decimal(1), after=Decimal(2))
    torn = Move(key="b", name_zh="b", name_en="b", before=Decimal(1), after=None, refusal="why")
    total = summed([whole, torn], key="t", name_zh="t", name_en="t")
    assert (total.before, total.after, total.difference) == (Decimal(2), None, None)
    assert (total.count, total.refusal) == (2, "why")
