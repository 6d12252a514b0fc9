"""From draft to publication: every move by the right person, once, on record."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Generator, Sequence

import pytest
from django.db import IntegrityError, transaction

from config.accounts.models import User
from config.archive import queries as archive
from config.jobs.execution import run_now
from config.kernel import proposals
from config.kernel.errors import DomainError, NotAllowed
from config.kernel.proposals import SamePerson
from config.kernel.transitions import ForbiddenMove
from reporting.disclosures import operations, queries
from reporting.disclosures.models import (
    ABOUT_FILES,
    Artefact,
    Disclosure,
    DisclosureVersion,
    NotInReview,
    NumberSeries,
    StateChange,
)
from reporting.disclosures.operations import making
from reporting.disclosures.operations.acts import StillUnderWay
from reporting.disclosures.rules.life import DISCLOSURE_LIFE, State
from reporting.figures.models import FigureSet
from reporting.rendering.child import FORMS
from reporting.rendering.document import Document
from tests import people
from tests.reporting.conftest import Portfolio
from tests.reporting.disclosures.conftest import PAST, ask, drafted, publish
from tests.reporting.facts import QUARTER

LATER = dt.datetime(2025, 7, 1, tzinfo=dt.UTC)
COPIES = 2 * len(FORMS)  # in two languages


def test_the_life_cycle_forgets_no_state() -> None:
    assert DISCLOSURE_LIFE.missing_states() == set()


def test_a_draft_is_numbered_pinned_and_has_its_review_copies(version: DisclosureVersion) -> None:
    assert version.disclosure.code == "GTD-2025-0001"
    assert version.known_at == PAST
    assert version.state is State.DRAFT
    assert version.is_sample
    copies = queries.artefacts_of(version, is_published=False)
    assert [(each.form, each.language) for each in copies] == sorted(
        (form, language) for form in FORMS for language in ("en", "zh-Hans")
    )
    chinese = next(each for each in copies if (each.form, each.language) == ("json", "zh-Hans"))
    assert "送审稿" in archive.read(chinese.file).decode()


def test_asking_twice_for_a_draft_is_one_run(alice: User, portfolio: Portfolio) -> None:
    assert ask(alice) == ask(alice)
    assert NumberSeries.objects.get().last == 1


def test_a_draft_killed_half_way_goes_on_where_it_stopped(
    alice: User, portfolio: Portfolio, fast_forms: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ask(alice)
    whole = making.child.render_each

    def dies(document: Document, forms: Sequence[str]) -> Generator[bytes]:
        for rendered in whole(document, forms):
            yield rendered
            if len(fast_forms) == 4:
                raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(making.child, "render_each", dies)
        assert run_now(run).state == "queued"
    assert (DisclosureVersion.objects.count(), Artefact.objects.count()) == (1, 4)
    type(run).objects.update(not_before=None)
    assert run_now(run).state == "done"
    assert (DisclosureVersion.objects.count(), Artefact.objects.count()) == (1, COPIES)
    assert FigureSet.objects.count() == 1
    assert len(fast_forms) == COPIES


def test_only_who_may_propose_drafts(bob: User, charlie: User, portfolio: Portfolio) -> None:
    for each in (bob, charlie):
        with pytest.raises(NotAllowed):
            ask(each)
    assert not Disclosure.objects.exists()


def test_what_was_not_submitted_is_not_signed_off(version: DisclosureVersion, bob: User) -> None:
    with pytest.raises(NotInReview):
        operations.sign_off(version=version, by=bob)


def test_who_drafted_does_not_sign_off(version: DisclosureVersion, alice: User) -> None:
    operations.submit(version=version, by=alice, reason="请复核")
    again = people.make_user(username="alice2", employee_no=alice.employee_no)
    with pytest.raises(DomainError) as refusal:
        operations.sign_off(version=version, by=again)
    assert refusal.type in {SamePerson, NotAllowed}


def test_a_version_awaits_the_reviewer_only_while_it_is_in_review(
    version: DisclosureVersion, alice: User, bob: User
) -> None:
    awaiting = DisclosureVersion.objects.all().awaiting
    assert not awaiting(bob)
    operations.submit(version=version, by=alice, reason="请复核")
    assert list(awaiting(bob)) == [version]
    operations.return_(version=version, by=bob, note="数字不全")
    assert not awaiting(bob)


def test_a_published_version_has_its_files_and_a_manifest_of_them(
    published: DisclosureVersion,
) -> None:
    assert published.state is State.PUBLISHED
    files = queries.artefacts_of(published, is_published=True)
    manifest = json.loads(
        archive.read(next(each.file for each in files if each.form == "manifest"))
    )
    listed = {each["name"]: each["sha256"] for each in manifest["files"]}
    assert listed == {each.file_name: each.sha256 for each in files if each.form not in ABOUT_FILES}
    assert len(listed) == COPIES
    assert manifest["figures"]["sha256"] == published.figure_set.figures_sha256
    assert manifest["signed_off_by"] != manifest["proposed_by"]
    assert not queries.damaged(published)


def test_publishing_again_changes_nothing(published: DisclosureVersion, alice: User) -> None:
    before = (Artefact.objects.count(), StateChange.objects.count())
    run = operations.publish(version=published, by=alice)
    assert run_now(run).state == "done"
    making.make_public(version=published, by=alice, progress=lambda *_args: None)
    assert (Artefact.objects.count(), StateChange.objects.count()) == before


def test_a_publication_killed_half_way_goes_on_where_it_stopped(
    version: DisclosureVersion,
    alice: User,
    bob: User,
    fast_forms: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    operations.submit(version=version, by=alice, reason="请复核")
    operations.sign_off(version=version, by=bob)
    run = operations.publish(version=version, by=alice)
    fast_forms.clear()
    with monkeypatch.context() as patch:
        patch.setattr(making, "_declare", lambda *_args, **_kwargs: 1 / 0)
        assert run_now(run).state == "queued"
    assert version.state is State.APPROVED
    type(run).objects.update(not_before=None)
    assert run_now(run).state == "done"
    assert version.state is State.PUBLISHED
    assert len(fast_forms) == COPIES
    assert Artefact.objects.filter(is_published=True).count() == COPIES + len(ABOUT_FILES)


def test_what_nobody_signed_is_not_published(version: DisclosureVersion, alice: User) -> None:
    with pytest.raises(ForbiddenMove):
        operations.publish(version=version, by=alice)
    with pytest.raises(making.NotSignedOff):
        making.make_public(version=version, by=alice, progress=lambda *_args: None)


def test_a_returned_version_goes_back_to_draft_as_the_next_one(
    version: DisclosureVersion, alice: User, bob: User
) -> None:
    operations.submit(version=version, by=alice, reason="请复核")
    operations.return_(version=version, by=bob, note="数字不全")
    second = drafted(alice, known_at=LATER)
    assert (second.number, second.state) == (2, State.DRAFT)
    first_step = queries.moves_of(second)[0]
    assert (first_step.from_state, first_step.to_state) == ("returned", "draft")
    assert second.disclosure == version.disclosure


def test_a_rejection_by_another_door_is_a_return_once_the_next_one_is_drafted(
    version: DisclosureVersion, alice: User, bob: User
) -> None:
    operations.submit(version=version, by=alice, reason="请复核")
    proposals.reject(version, by=bob, note="数字不全")
    second = drafted(alice, known_at=LATER)
    assert version.state is State.RETURNED
    assert queries.moves_of(second)[0].from_state == "returned"


def test_a_withdrawn_draft_awaits_nobody(version: DisclosureVersion, alice: User) -> None:
    operations.withdraw(version=version, by=alice, reason="不用了")
    version.refresh_from_db()
    assert (version.decision, version.state) == ("withdrawn", State.WITHDRAWN)


def test_a_draft_that_is_drafted_anew_is_withdrawn(version: DisclosureVersion, alice: User) -> None:
    drafted(alice, known_at=LATER)
    assert version.state is State.WITHDRAWN


def test_what_is_in_review_is_not_drafted_anew(version: DisclosureVersion, alice: User) -> None:
    operations.submit(version=version, by=alice, reason="请复核")
    with pytest.raises(StillUnderWay):
        ask(alice, known_at=LATER)


def test_a_new_publication_restates_the_one_before(
    published: DisclosureVersion, alice: User, bob: User
) -> None:
    second = publish(drafted(alice, known_at=LATER), alice, bob)
    assert published.state is State.RESTATED
    assert second.state is State.PUBLISHED
    found = queries.published_version(kind="green_trust_annual", period=QUARTER)
    assert found == second
    assert queries.artefacts_of(published, is_published=True)


def test_a_withdrawn_publication_is_not_published_any_more(
    published: DisclosureVersion, alice: User
) -> None:
    operations.withdraw(version=published, by=alice, reason="错误")
    assert queries.published_version(kind="green_trust_annual", period=QUARTER) is None
    with pytest.raises(ForbiddenMove):
        operations.withdraw(version=published, by=alice, reason="错误")


def test_numbers_have_no_gap_when_a_draft_is_rolled_back(
    alice: User, portfolio: Portfolio, fast_forms: list[str]
) -> None:
    with transaction.atomic():
        assert ask(alice).key == "GTD-2025-0001 v1"
        transaction.set_rollback(True)
    assert drafted(alice).disclosure.code == "GTD-2025-0001"


def test_the_database_refuses_a_move_outside_the_life_cycle(
    version: DisclosureVersion, alice: User
) -> None:
    wrong = StateChange(
        version=version, sequence=2, from_state="draft", to_state="published", by=alice, reason="!"
    )
    with pytest.raises(IntegrityError, match="a_version_moves_as_its_life_allows"):
        wrong.save()


def test_the_document_binds_every_number_and_says_that_it_is_a_sample(
    version: DisclosureVersion,
) -> None:
    for language in ("zh-Hans", "en"):
        found = queries.signed_document(version, language)  # type: ignore[arg-type]
        bound = {each.figure_id for each in found.figures()}
        assert len(bound) > 50
        assert bound == set(found.records())
        assert found.sample_notice
        assert found.base_url.endswith("/figure/by-id/")
    headings = [each.heading for each in found.sections]
    assert "Announced against computed" in headings
    assert "Attribution" in headings
