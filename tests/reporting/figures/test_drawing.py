"""A set of figures is drawn once, refuses change, and is recomputed to the byte."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from config.accounts.models import User
from config.kernel.errors import NotAllowed
from config.kernel.models import NeverEdited
from reporting.figures.models import Figure, FigureSet
from reporting.figures.operations import NothingKnown, _short_ids, draw_figures
from reporting.figures.queries.sets import figure_of, figures_of
from reporting.figures.queries.verifying import verify
from reporting.figures.rules.facts import Facts
from tests import people
from tests.reporting.conftest import Portfolio
from tests.reporting.facts import KNOWN_AT, QUARTER, with_more_energy

PAST = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)


@pytest.fixture
def figure_set(alice: User, portfolio: Portfolio) -> FigureSet:
    """Return the figures of the small portfolio."""
    return draw_figures(period=QUARTER, known_at=PAST, by=alice, key="test")


def test_drawing_twice_gives_the_same_set(alice: User, figure_set: FigureSet) -> None:
    again = draw_figures(period=QUARTER, known_at=PAST, by=alice, key="another")
    assert again == figure_set
    assert Figure.objects.count() == figure_set.count > 50


def test_an_auditor_draws_nothing(charlie: User, portfolio: Portfolio) -> None:
    with pytest.raises(NotAllowed):
        draw_figures(period=QUARTER, known_at=PAST, by=charlie, key="test")


def test_nothing_known_gives_no_set(alice: User, portfolio: Portfolio) -> None:
    portfolio.change = lambda facts: Facts(period=facts.period, known_at=facts.known_at)
    with pytest.raises(NothingKnown):
        draw_figures(period=QUARTER, known_at=PAST, by=alice, key="test")
    assert not FigureSet.objects.exists()


def test_figures_of_a_moment_to_come_are_refused(alice: User, portfolio: Portfolio) -> None:
    future = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
    with pytest.raises(IntegrityError, match="moment_to_come"):
        draw_figures(period=QUARTER, known_at=future, by=alice, key="test")


def test_what_is_stored_has_the_hash_it_carries(figure_set: FigureSet) -> None:
    for each in figures_of(figure_set):
        assert each.computed_sha256() == each.sha256


def test_a_figure_is_found_by_its_id(figure_set: FigureSet) -> None:
    first = figures_of(figure_set)[0]
    assert figure_of(first.figure_id) == first
    assert first.figure_id == f"F-{first.identity[:10]}"


def test_a_figure_is_never_edited(figure_set: FigureSet) -> None:
    first = figures_of(figure_set)[0]
    with pytest.raises(NeverEdited):
        first.save()
    with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
        Figure.objects.filter(pk=first.pk).update(unit="t")


def test_ids_that_would_collide_grow_longer(db: None) -> None:
    alike = ["ab" * 32, "ab" * 6 + "cd" * 26]
    found = _short_ids(alike)
    assert sorted(map(len, found.values())) == [12, 14]
    assert len(set(found.values())) == 2


def test_what_holds_verifies(figure_set: FigureSet) -> None:
    found = verify(figure_set)
    assert found.is_sound, found.mismatches
    assert found.figures == figure_set.count


def test_changed_facts_below_name_every_figure_above_them(
    figure_set: FigureSet, portfolio: Portfolio
) -> None:
    portfolio.change = lambda facts: with_more_energy(facts, 1)
    found = verify(figure_set)
    labels = {each.label_en for each in found.touched}
    assert "Metered electricity · Rooftop PV" in labels
    assert not any("heat" in each for each in labels if each.startswith("Metered"))


def test_a_correction_recorded_later_changes_nothing_that_was_drawn(
    alice: User, figure_set: FigureSet, portfolio: Portfolio
) -> None:
    def corrected(facts: Facts) -> Facts:
        return facts if facts.known_at == PAST else with_more_energy(facts, 5_000_000)

    portfolio.change = corrected
    assert verify(figure_set).is_sound
    later = draw_figures(period=QUARTER, known_at=KNOWN_AT, by=alice, key="later")
    assert verify(later).is_sound
    before, after = (
        Figure.objects.get(figure_set=each, indicator="E-EN-01", dimension={}).value
        for each in (figure_set, later)
    )
    assert after - before == 5  # type: ignore[operator]


def test_a_refusal_below_is_a_mismatch_and_not_a_crash(
    figure_set: FigureSet, portfolio: Portfolio
) -> None:
    def refuse(facts: Facts) -> Facts:
        raise NothingKnown(period=facts.period, known_at=facts.known_at)

    portfolio.change = refuse
    found = verify(figure_set)
    assert not found.is_sound
    assert len(found.touched) == figure_set.count


def test_sample_data_marks_the_set(alice: User, portfolio: Portfolio) -> None:
    portfolio.change = lambda facts: replace(
        facts,
        products=tuple(replace(each, is_sample=False) for each in facts.products),
        projects=tuple(replace(each, is_sample=False) for each in facts.projects),
    )
    real = draw_figures(period=QUARTER, known_at=PAST, by=alice, key="test")
    assert not real.is_sample


@pytest.mark.committing
def test_two_who_draw_at_once_get_one_set(committed_db: str, portfolio: Portfolio) -> None:
    alice = people.make_alice()
    barrier = threading.Barrier(2)
    found: list[int] = []

    def draw() -> None:
        try:
            barrier.wait()
            found.append(draw_figures(period=QUARTER, known_at=PAST, by=alice, key="test").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=draw) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 2
    assert len(set(found)) == FigureSet.objects.count() == 1
    assert Figure.objects.count() == FigureSet.objects.get().count
