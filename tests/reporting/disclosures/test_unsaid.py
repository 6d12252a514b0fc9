"""A next version whose numbers moved says why, or it goes nowhere."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from config.accounts.models import User
from config.jobs.execution import run_now
from reporting.disclosures import operations
from reporting.disclosures.models import DisclosureVersion
from reporting.disclosures.operations import acts, commenting, drafting, making
from reporting.disclosures.restating import unsaid
from reporting.disclosures.restating.unsaid import NumbersMoved
from reporting.disclosures.rules.life import State
from reporting.figures.models import Figure
from tests.reporting.conftest import Portfolio
from tests.reporting.disclosures.conftest import drafted
from tests.reporting.facts import with_more_energy

LATER = dt.datetime(2025, 7, 1, tzinfo=dt.UTC)


@pytest.fixture
def moved(published: DisclosureVersion, portfolio: Portfolio, alice: User) -> DisclosureVersion:
    """Return the next draft, of a moment at which more energy was known."""
    portfolio.change = lambda facts: (
        with_more_energy(facts, 5_000_000_000) if facts.known_at >= LATER else facts
    )
    return drafted(alice, known_at=LATER)


def test_numbers_that_moved_are_not_submitted_without_saying_why(
    published: DisclosureVersion, moved: DisclosureVersion, alice: User
) -> None:
    with pytest.raises(NumbersMoved) as refused:
        operations.submit(version=moved, by=alice, reason="请复核")
    assert moved.state is State.DRAFT
    assert published.state is State.PUBLISHED
    named = {each.field: each for each in refused.value.findings}
    energy = named["E-EN-01"]
    old, new = (
        Figure.objects.get(figure_set=each.figure_set, indicator="E-EN-01", dimension={})
        for each in (published, moved)
    )
    total = next(each for each in refused.value.findings if each.value == new.figure_id)
    assert total.facts["before"] == f"{old.value.normalize():f} MWh"
    assert total.facts["after"] == f"{new.value.normalize():f} MWh"
    assert "restatement" in energy.remedy


def test_the_refusal_names_no_more_than_fits_and_only_what_moved(
    moved: DisclosureVersion,
) -> None:
    found = unsaid.unsaid(moved)
    assert {each.shown.indicator for each in found} >= {"E-EN-01"}
    assert not {"G-GT-02", "E-EN-02"} & {each.shown.indicator for each in found}
    for each in found:
        assert each.before is not None
        assert each.after is not None
        assert each.before.value != each.after.value or each.before.text_value


def test_the_same_figures_may_be_published_again_with_other_words(
    published: DisclosureVersion, moved: DisclosureVersion, alice: User, bob: User
) -> None:
    drafting.write(
        disclosure=published.disclosure,
        section="foreword",
        language="zh-Hans",
        text="更正一处文字。",
        over=0,
        by=alice,
    )
    again = drafted(alice, known_at=published.known_at)
    operations.submit(version=again, by=alice, reason="请复核")
    operations.sign_off(version=again, by=bob)
    assert run_now(operations.publish(version=again, by=alice)).state == "done"
    assert again.state is State.PUBLISHED


def test_neither_sign_off_nor_publication_let_them_through(
    moved: DisclosureVersion, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as blind:
        blind.setattr(acts.unsaid, "check_said", lambda _version: None)
        operations.submit(version=moved, by=alice, reason="请复核")
    with pytest.raises(NumbersMoved):
        operations.sign_off(version=moved, by=bob)
    with monkeypatch.context() as blind:
        blind.setattr(acts.unsaid, "check_said", lambda _version: None)
        operations.sign_off(version=moved, by=bob)
    run = run_now(operations.publish(version=moved, by=alice))
    assert run.state == "failed"
    assert "published" in run.error
    assert moved.state is State.APPROVED
    moved.refresh_from_db()
    with pytest.raises(NumbersMoved):
        making.make_public(version=moved, by=alice, progress=lambda *_args: None)


def test_both_doors_say_which_numbers_moved(
    moved: DisclosureVersion, alice: User, client: Client
) -> None:
    client.force_login(alice)
    answer = client.post(
        f"/api/v1/disclosures/{moved.disclosure.code}/submit/",
        {"reason": "请复核", "version": moved.number},
        content_type="application/json",
    )
    assert answer.status_code == 409
    said = answer.json()
    assert said["code"] == "numbers_moved"
    assert any("MWh" in each["detail"] for each in said["errors"])
    here = f"/console/reporting/disclosureversion/{moved.pk}/"
    page = client.get(f"{here}change/").content.decode()
    assert "E-EN-01" in page or "MWh" in page
    shown = client.post(f"{here}act/", {"act": "submit"}, follow=True).content.decode()
    assert "MWh" in shown
    assert moved.state is State.DRAFT


def test_an_open_thread_keeps_a_version_from_the_reviewers(
    version: DisclosureVersion, alice: User, bob: User
) -> None:
    thread = commenting.comment(
        disclosure=version.disclosure, section="outlook", text="与去年口径一致吗？", by=bob
    )
    with pytest.raises(drafting.DraftNotSettled) as refused:
        operations.submit(version=version, by=alice, reason="请复核")
    (finding,) = refused.value.findings
    assert (finding.code, finding.field) == ("thread_open", "outlook")
    assert "口径" in str(finding)
    commenting.answer(thread=thread, text="一致。", by=alice)
    commenting.settle(thread=thread, note="已核", by=bob)
    operations.submit(version=version, by=alice, reason="请复核")
    assert version.state is State.IN_REVIEW
