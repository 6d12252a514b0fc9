"""A published version whose basis moved: compared, judged, decided by two, drafted and restated."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from config.accounts.models import User
from config.jobs.execution import run_now
from config.jobs.models import Run
from config.kernel import proposals
from config.kernel.errors import NotAllowed
from config.kernel.pin import pin_known_at
from reporting.disclosures import operations as disclosures
from reporting.disclosures import queries as disclosed
from reporting.disclosures.models import DisclosureVersion, NotPublished, Restatement
from reporting.disclosures.operations import making
from reporting.disclosures.restating import operations, queries, thresholds
from reporting.disclosures.restating.unsaid import NumbersMoved
from reporting.disclosures.rules.life import State
from reporting.disclosures.rules.materiality import Judged, Threshold
from reporting.figures.models import FigureSet
from reporting.moves import operations as moves
from reporting.moves.models import MoveReport
from reporting.rendering.document import Figure, Table
from tests.projects.metering.conftest import house, worker_role
from tests.reporting.disclosures.conftest import drafted, publish
from tests.reporting.figures.test_bases import new_edition, steps_of
from tests.reporting.test_whole_way import JANUARY, Whole, value, whole
from tests.trusts.books import Books
from trusts.register.models import Product

__all__ = ["house", "whole", "worker_role"]

KIND = "green_trust_annual"
WHY = {
    "explanation_zh": "一只电表的读数有误，已更正。",
    "explanation_en": "One meter had been read wrongly.",
}
amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=6)


@pytest.fixture
def first(whole: Whole, fast_forms: list[str]) -> DisclosureVersion:
    """Return the first version of January, published."""
    alice, bob = whole.house.alice, whole.house.bob
    return publish(drafted(alice, known_at=whole.state(), period=JANUARY), alice, bob)


def threshold(
    whole: Whole,
    indicator: str = "E-AV-03",
    *,
    percent: str | None = "5",
    absolute: str | None = None,
    kind: str = KIND,
) -> None:
    """Have a threshold proposed and confirmed."""
    row = thresholds.propose_threshold(
        kind=kind,
        indicator=indicator,
        percent=None if percent is None else Decimal(percent),
        absolute=None if absolute is None else Decimal(absolute),
        effective_from=dt.date(2025, 1, 1),
        by=whole.house.alice,
        reason="the house's policy",
    )
    proposals.confirm(row, by=whole.house.bob)


def compared(version: DisclosureVersion, by: User) -> FigureSet:
    """Have the bases of a version compared."""
    run = run_now(operations.ask_comparison(version=version, by=by))
    assert run.state == "done", run.error
    return FigureSet.objects.get(pk=run.result["comparison"])


def opened(version: DisclosureVersion, by: User, **more: Any) -> Restatement:
    """Open a restatement of a version."""
    row = asked(version, by, **more)
    assert isinstance(row, Restatement)
    return row


def asked(version: DisclosureVersion, by: User, **more: Any) -> Restatement | Run:
    """Ask for a restatement; where a worker has to foretell it, its run comes back."""
    given = {"treatment": "restate", "reason": "a meter was corrected", **WHY, **more}
    return operations.open_restatement(version=version, by=by, **given)


def foretold(version: DisclosureVersion, by: User, report: MoveReport) -> Run:
    """Have a worker foretell a change of factors and leave it to the next period."""
    run = asked(version, by, treatment="from_now_on", move_report=report)
    assert isinstance(run, Run)
    assert not Restatement.objects.exists()
    return run_now(run)


def test_a_late_correction_is_restated_with_both_bases_in_the_document(
    whole: Whole, first: DisclosureVersion
) -> None:
    alice, bob = whole.house.alice, whole.house.bob
    threshold(whole, absolute="0.0001")
    whole.correct()
    whole.state()
    comparison = compared(first, alice)
    row = opened(first, alice)
    assert row.is_material
    assert row.causes == ["correction"]
    with pytest.raises(operations.NotToRestate):
        operations.draft_restated(restatement=row, by=alice, reason="too early")
    proposals.confirm(row, by=bob)
    run = run_now(operations.draft_restated(restatement=row, by=alice, reason="restated"))
    assert run.state == "done", run.error
    second = DisclosureVersion.objects.get(pk=run.result["version_id"])
    assert second.known_at == row.known_at == comparison.known_at
    _check_document(second, comparison)
    publish(second, alice, bob)
    assert first.state is State.RESTATED
    assert second.state is State.PUBLISHED
    assert disclosed.published_versions(known_at=pin_known_at()) == [second]
    said = io.StringIO()
    call_command("verify", second.disclosure.code, stdout=said)
    assert said.getvalue().count("figures of the set beside") == 2
    assert "VERIFIED" in said.getvalue()
    with pytest.raises(NotPublished):
        operations.draft_restated(restatement=row, by=alice, reason="again")


def _check_document(version: DisclosureVersion, comparison: FigureSet) -> None:
    """See that the section binds old, new, differences and steps, and that they add up."""
    moved = next(
        each
        for each in queries.moved(comparison)
        if (each.indicator, each.project) == ("E-AV-03", "")
    )
    for language in ("zh-Hans", "en"):
        document = disclosed.signed_document(version, language)
        heading = {"zh-Hans": "重述说明", "en": "Restatement"}[language]
        (section,) = (each for each in document.sections if each.heading == heading)
        bound = {each.figure_id: each for each in section.figures()}
        for figure in (moved.old, moved.new, moved.difference, *moved.steps):
            assert bound[figure.figure_id].value == figure.value
            assert document.records()[figure.figure_id].sha256 == figure.sha256
    assert sum(each.value or 0 for each in moved.steps) == moved.difference.value
    assert moved.old.figure_set_id == comparison.compares_id


def test_without_a_policy_nothing_is_restated(whole: Whole, first: DisclosureVersion) -> None:
    alice = whole.house.alice
    whole.correct()
    whole.state()
    compared(first, alice)
    with pytest.raises(operations.NoMaterialityPolicy):
        opened(first, alice)
    threshold(whole)
    # Set after the numbers were seen, it judges what comes after it only.
    with pytest.raises(operations.NoMaterialityPolicy):
        opened(first, alice)
    whole.state()
    compared(first, alice)
    assert not opened(first, alice).is_material


def test_a_change_that_is_not_material_may_count_from_now_on(
    whole: Whole, first: DisclosureVersion
) -> None:
    alice, bob = whole.house.alice, whole.house.bob
    threshold(whole, percent="50")
    whole.correct()
    whole.state()
    compared(first, alice)
    row = opened(first, alice, treatment="from_now_on")
    (line,) = row.judgment
    assert Decimal(line["difference"]) == Decimal(line["new"]) - Decimal(line["old"])
    with pytest.raises(NotAllowed):
        proposals.confirm(row, by=alice)
    proposals.confirm(row, by=bob)
    assert first.state is State.PUBLISHED
    with pytest.raises(operations.NotToRestate):
        operations.draft_restated(restatement=row, by=alice, reason="no")


def test_a_material_change_is_not_left_to_the_next_period(
    whole: Whole, first: DisclosureVersion
) -> None:
    alice = whole.house.alice
    threshold(whole, "E-EN-01", percent=None, absolute="0.001")
    threshold(whole, percent="50")
    whole.correct()
    whole.state()
    compared(first, alice)
    with pytest.raises(operations.MaterialChange, match="E-EN-01"):
        opened(first, alice, treatment="from_now_on")


def test_what_cannot_be_restated_is_refused(whole: Whole, first: DisclosureVersion) -> None:
    alice, charlie = whole.house.alice, first.disclosure
    threshold(whole)
    with pytest.raises(operations.NothingDrawnSince):
        operations.ask_comparison(version=first, by=alice)
    with pytest.raises(operations.NotCompared):
        opened(first, alice)
    whole.state()
    compared(first, alice)
    with pytest.raises(operations.NothingMoved):
        opened(first, alice)
    with pytest.raises(operations.ExplanationMissing):
        opened(first, alice, explanation_en=" ")
    draft = drafted(alice, known_at=whole.state(), period=JANUARY)
    with pytest.raises(NotPublished):
        opened(draft, alice)
    assert charlie == draft.disclosure


def test_who_may_not_propose_opens_nothing(
    whole: Whole, first: DisclosureVersion, charlie: User
) -> None:
    with pytest.raises(NotAllowed):
        opened(first, charlie)
    with pytest.raises(NotAllowed):
        operations.ask_comparison(version=first, by=charlie)


def test_an_edition_with_what_it_would_move_is_restated_to_the_gram(
    whole: Whole, first: DisclosureVersion
) -> None:
    alice, bob = whole.house.alice, whole.house.bob
    threshold(whole, percent="1")
    edition = new_edition(whole, first.figure_set)
    report = moves.list_moves(subject="edition", pk=edition.pk, known_at=pin_known_at(), by=alice)
    (told,) = report.disclosures
    refused = foretold(first, alice, report)
    assert refused.state == "failed"
    assert "E-AV-03" in refused.error
    assert not Restatement.objects.exists()
    with pytest.raises(operations.NotCompared):
        opened(first, alice, move_report=report)
    whole.state()
    compared(first, alice)
    with pytest.raises(operations.NotYetConfirmed):
        opened(first, alice, move_report=report)
    proposals.confirm(edition, by=bob)
    whole.state()
    comparison = compared(first, alice)
    row = opened(first, alice, move_report=report)
    assert row.causes == ["factor"]
    assert row.move_report == report
    new = queries.new_basis(comparison)
    difference = value(new, "E-AV-03") - value(first.figure_set, "E-AV-03")
    assert difference == Decimal(told["difference_tco2e"]) == report.difference_tco2e
    assert steps_of(comparison, "E-AV-03") == {"factor": difference}


def test_a_small_change_of_factors_counts_from_now_on_before_it_is_confirmed(
    whole: Whole, first: DisclosureVersion
) -> None:
    alice, bob = whole.house.alice, whole.house.bob
    threshold(whole, percent="90")
    threshold(whole, "E-AT-01", percent="90")
    threshold(whole, "G-GT-02", percent="1")
    edition = new_edition(whole, first.figure_set)
    report = moves.list_moves(subject="edition", pk=edition.pk, known_at=pin_known_at(), by=alice)
    run = foretold(first, alice, report)
    assert run.state == "done", run.error
    row = Restatement.objects.get(pk=run.result["restatement_id"])
    assert row.proposed_by == alice
    assert not row.is_material
    assert row.comparison is None
    judged = {each["indicator"]: each for each in row.judgment}
    (told,) = report.disclosures
    assert judged["E-AV-03"]["difference"] == told["difference_tco2e"]
    assert Decimal(judged["G-GT-02"]["difference"]) == 0
    assert Decimal(judged["E-AT-01"]["difference"]) < 0
    proposals.confirm(row, by=bob)
    assert MoveReport.objects.get() == report


def test_what_is_signed_is_published_only_if_the_old_basis_stands(
    whole: Whole, first: DisclosureVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob = whole.house.alice, whole.house.bob
    threshold(whole)
    whole.correct()
    whole.state()
    comparison = compared(first, alice)
    proposals.confirm(opened(first, alice), by=bob)
    second = drafted(alice, known_at=comparison.known_at, period=JANUARY)
    beside = queries.bound_beside(second)
    assert {each.figure_set_id for each in beside} == {first.figure_set_id, comparison.pk}
    beside[0].unit = "changed"
    monkeypatch.setattr(queries, "bound_beside", lambda _version: beside)
    with pytest.raises(making.FiguresChanged, match=beside[0].figure_id):
        making._check_figures(second, disclosed.signed_figures(second))


@given(old=amounts, new=amounts, percent=st.decimals(min_value=0, max_value=200, places=4))
def test_a_change_is_material_just_when_it_reaches_the_threshold(
    old: Decimal, new: Decimal, percent: Decimal
) -> None:
    limit = Threshold(indicator="X", percent=percent, absolute=None, policy_id=1)
    judged = Judged(threshold=limit, old=old, new=new)
    reached = old != new and abs(new - old) * 100 >= percent * abs(old)
    assert judged.is_material is reached
    exact = Threshold(indicator="X", percent=None, absolute=abs(new - old), policy_id=1)
    assert Judged(threshold=exact, old=old, new=new).is_material is (old != new)


def test_a_number_that_one_basis_lacks_is_material() -> None:
    limit = Threshold(indicator="X", percent=Decimal(5), absolute=None, policy_id=1)
    assert Judged(threshold=limit, old=None, new=Decimal(1)).is_material
    assert not Judged(threshold=limit, old=None, new=None).is_material
    with pytest.raises(ValueError, match="percentage"):
        Threshold(indicator="X", percent=None, absolute=None, policy_id=1)


def test_the_report_of_one_product_is_restated_with_its_own_numbers(
    whole: Whole, fast_forms: list[str]
) -> None:
    alice, bob = whole.house.alice, whole.house.bob
    run = disclosures.draft(
        kind="product_green_report",
        period=JANUARY,
        organization_zh="样本信托有限责任公司",
        organization_en="Sample Trust Co., Ltd.",
        by=alice,
        reason="of one product",
        known_at=whole.state(),
        subject="T-1",
    )
    first = publish(_made(run), alice, bob)
    threshold(whole, "E-AT-01", percent="0.001", kind="product_green_report")
    whole.correct()
    whole.state()
    compared(first, alice)
    row = opened(first, alice)
    assert row.is_material
    (judged,) = row.judgment
    moved = next(each for each in queries.moved(row.comparison, product="T-1") if each.steps)
    assert Decimal(judged["difference"]) == moved.difference.value
    assert sum(each.value or 0 for each in moved.steps) == moved.difference.value
    proposals.confirm(row, by=bob)
    run = operations.draft_restated(restatement=row, by=alice, reason="restated")
    second = _made(run)
    assert second.disclosure == first.disclosure
    document = disclosed.signed_document(second, "zh-Hans")
    (section,) = (each for each in document.sections if each.heading == "重述说明")
    labels = {document.records()[each.figure_id].label_zh for each in section.figures()}
    assert not any("归因避免排放量合计" in each or each == "计量发电量" for each in labels)
    assert {each.figure_id for each in section.figures()} >= {
        moved.old.figure_id,
        moved.new.figure_id,
        moved.difference.figure_id,
    }


def _made(run: Run) -> DisclosureVersion:
    done = run_now(run)
    assert done.state == "done", done.error
    return DisclosureVersion.objects.get(pk=done.result["version_id"])


def test_over_http_from_the_comparison_to_the_draft(
    whole: Whole, first: DisclosureVersion, client: Client
) -> None:
    alice, bob = whole.house.alice, whole.house.bob
    threshold(whole)
    whole.correct()
    whole.state()
    client.force_login(alice)
    here = "/api/v1/restatements/"
    asked = _post(client, f"{here}compare/", {"version": first.pk}, 202)
    run_now(Run.objects.get(pk=asked["run"]))
    body = {"version": first.pk, "treatment": "restate", "reason": "corrected", **WHY}
    made = _post(client, here, body, 201)
    (moved,) = (
        each for each in made["bases"] if (each["indicator"], each["project"]) == ("E-AV-03", "")
    )
    steps = sum(Decimal(each["amount"]) for each in moved["steps"])
    assert steps == Decimal(moved["difference"]) == Decimal(moved["new"]) - Decimal(moved["old"])
    _post(client, f"{here}{made['id']}/draft/", {"reason": "too early"}, 409)
    client.force_login(bob)
    seen = {"seen_sha256": made["decision"]["content_sha256"]}
    _post(client, f"{here}{made['id']}/confirm/", seen, 200)
    client.force_login(alice)
    _post(client, f"{here}{made['id']}/draft/", {"reason": "restated"}, 202)
    assert client.get(here).json()["results"][0]["treatment"] == "restate"


def test_a_restatement_confirmed_after_the_draft_was_built_does_not_speak_for_it(
    whole: Whole, first: DisclosureVersion
) -> None:
    alice, bob = whole.house.alice, whole.house.bob
    threshold(whole)
    whole.correct()
    silent = drafted(alice, known_at=whole.state(), period=JANUARY)
    compared(first, alice)
    proposals.confirm(opened(first, alice), by=bob)
    with pytest.raises(NumbersMoved) as refused:
        disclosures.submit(version=silent, by=alice, reason="请复核")
    assert {"E-EN-01", "E-AV-03"} <= {each.field for each in refused.value.findings}
    told = drafted(alice, known_at=silent.known_at, period=JANUARY)
    publish(told, alice, bob)
    assert first.state is State.RESTATED
    document = disclosed.signed_document(told, "en")
    (section,) = (each for each in document.sections if each.heading == "Restatement")
    (table,) = (
        each
        for each in section.blocks
        if isinstance(each, Table) and each.caption == "Other numbers that moved"
    )
    bound = {each.figure_id for row in table.rows for each in row if isinstance(each, Figure)}
    assert bound
    assert bound <= set(document.records())


def test_money_that_was_recorded_late_opens_a_restatement_for_late_data(
    whole: Whole, first: DisclosureVersion
) -> None:
    alice, bob = whole.house.alice, whole.house.bob
    threshold(whole, "G-GT-02", percent="1")
    books = Books(alice, bob)
    product = Product.objects.get(code="T-1")
    books.confirm(books.subscription(product, "60000.00"))
    silent = drafted(alice, known_at=whole.state(), period=JANUARY)
    with pytest.raises(NumbersMoved):
        disclosures.submit(version=silent, by=alice, reason="请复核")
    compared(first, alice)
    row = opened(first, alice)
    assert row.causes == ["late_data"]
    assert row.is_material


def _post(client: Client, path: str, body: dict[str, Any], status: int) -> Any:
    answer = client.post(path, body, content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_behind_both_doors_a_worker_foretells_and_proposes_in_the_persons_name(
    whole: Whole, first: DisclosureVersion, client: Client
) -> None:
    alice = whole.house.alice
    threshold(whole, percent="90")
    edition = new_edition(whole, first.figure_set)
    report = moves.list_moves(subject="edition", pk=edition.pk, known_at=pin_known_at(), by=alice)
    body = {
        "version": first.pk,
        "treatment": "from_now_on",
        "move_report": report.pk,
        "reason": "small",
        **WHY,
    }
    client.force_login(alice)
    asked_for = _post(client, "/api/v1/restatements/", body, 202)
    run = Run.objects.get(pk=asked_for["run"])
    assert not Restatement.objects.exists()
    assert run_now(run).state == "done"
    row = Restatement.objects.get()
    assert (row.proposed_by, row.treatment, row.move_report) == (alice, "from_now_on", report)
    sent = client.post("/console/reporting/restatement/add/", {**body, "reason": "again"})
    assert sent.status_code == 302, sent.content.decode()
    again = Run.objects.latest("id")
    assert sent["Location"].endswith(f"/run/{again.pk}/change/")
    done = run_now(again)
    assert done.result["restatement_id"] == row.pk


def test_the_pages_lead_from_the_version_to_the_bridge(
    whole: Whole, first: DisclosureVersion, client: Client
) -> None:
    alice = whole.house.alice
    threshold(whole)
    client.force_login(alice)
    page = client.get(f"/console/reporting/disclosureversion/{first.pk}/change/")
    bases = f"/console/two-bases/{first.pk}/"
    assert bases in page.content.decode()
    assert client.get(bases).status_code == 200
    assert client.post(bases).status_code == 302
    whole.correct()
    whole.state()
    compared(first, alice)
    shown = client.get(bases).content.decode()
    assert "chart-bridge" in shown
    assert f"version={first.pk}&amp;treatment=restate" in shown
    form = {"version": first.pk, "treatment": "restate", "reason": "corrected", **WHY}
    sent = client.post("/console/reporting/restatement/add/", form)
    assert sent.status_code == 302, sent.content.decode()
    record = client.get(f"/console/reporting/restatement/{Restatement.objects.get().pk}/change/")
    assert "E-AV-03" in record.content.decode()
    assert "chart-bridge" in record.content.decode()
