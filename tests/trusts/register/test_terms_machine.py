"""Versions of terms against a simple model: any day, as known at any moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from config.kernel.errors import DomainError
from config.kernel.proposals import reject
from config.kernel.transitions import ForbiddenMove
from tests.trusts.books import Books, now
from trusts.register import queries
from trusts.register.models import Product, ProductTerms
from trusts.register.rules import PRODUCT_LIFE, TrustStatus

pytestmark = pytest.mark.django_db
FIRST = dt.date(2025, 1, 1)
DAYS = st.integers(0, 9).map(lambda days: FIRST + dt.timedelta(days=days))
STATUSES = st.sampled_from([each.value for each in TrustStatus])


@dataclass
class Known:
    """One confirmed version, as the model remembers it."""

    row: ProductTerms
    day: dt.date
    status: str
    note: str
    known_from: int
    known_until: int | None = None


class TermsMachine(RuleBasedStateMachine):
    """Proposes, corrects, confirms and rejects; a list of what was confirmed is the model."""

    books: Books
    number = 0

    proposals = Bundle("proposals")

    @initialize()
    def begin(self) -> None:
        """Begin with a product of its own."""
        type(self).number += 1
        self.product: Product = self.books.product(f"M-{self.number}")
        self.paper = self.books.paper()
        self.known: list[Known] = []
        self.moments = [now()]
        self.notes = 0

    # ---- acts

    @rule(target=proposals, day=DAYS, status=STATUSES)
    def propose_anything(self, day: dt.date, status: str) -> ProductTerms | None:
        """Propose a version; it is refused exactly if the model's chain does not hold."""
        return self._propose(day, status, supersedes=None)

    @rule(target=proposals, day=DAYS, which=st.integers(0, 99), at_once=st.booleans())
    def propose_what_fits(self, day: dt.date, which: int, *, at_once: bool) -> ProductTerms | None:
        """Propose a status that the day has room for; have it confirmed at once or later."""
        return self._propose_fitting(day, which, supersedes=None, at_once=at_once)

    @precondition(lambda self: self.known)
    @rule(
        target=proposals,
        day=DAYS,
        which=st.integers(0, 99),
        of=st.integers(0, 99),
        at_once=st.booleans(),
    )
    def correct(self, day: dt.date, which: int, of: int, *, at_once: bool) -> ProductTerms | None:
        """Propose a version that supersedes a standing one, on its day or on another."""
        standing = self._standing(len(self.moments))
        return self._propose_fitting(
            day, which, supersedes=standing[of % len(standing)], at_once=at_once
        )

    @rule(row=proposals)
    def confirm(self, row: ProductTerms | None) -> None:
        """Confirm a proposal; it stands exactly if the model lets it."""
        self.confirm_row(row)

    def confirm_row(self, row: ProductTerms | None) -> None:
        """Confirm, and remember what came of it."""
        if row is None or not row.is_pending:
            return
        version = Known(row, row.effective_from, row.status, row.benefit_note, len(self.moments))
        superseded = self._named(row.supersedes_id)
        fits = self._fits(version, superseded) and self._is_free(version, superseded)
        gone = superseded is not None and superseded.known_until is not None
        try:
            self.books.confirm(row)
        except DomainError:
            assert gone or not fits
            row.refresh_from_db()
            return
        assert fits
        assert not gone
        if superseded is not None:
            superseded.known_until = len(self.moments)
        self.known.append(version)
        self.moments.append(now())

    @rule(row=proposals)
    def turn_down(self, row: ProductTerms | None) -> None:
        """Reject a proposal; nothing of it is ever known."""
        if row is not None and row.is_pending:
            reject(row, by=self.books.bob, note="not so")

    # ---- what must hold

    @rule(day=DAYS, moment=st.integers(0, 99))
    def ask(self, day: dt.date, moment: int) -> None:
        """Ask for a day as known at a moment; the model says the same."""
        self._ask(day, moment % len(self.moments))

    def _ask(self, day: dt.date, at: int) -> None:
        found = queries.standing_terms([self.product.pk], on=day, known_at=self.moments[at])
        held = [each for each in self._standing(at) if each.day <= day]
        expected = max(held, key=lambda each: each.day).note if held else None
        assert (found[self.product.pk].benefit_note if found else None) == expected

    @invariant()
    def the_life_is_unbroken(self) -> None:
        """Hold the standing chain against the life of a product."""
        if not hasattr(self, "product"):
            return
        chain = sorted(self._standing(len(self.moments)), key=lambda each: each.day)
        for before, after in pairwise(chain):
            assert before.day < after.day
            assert _may_follow(before.status, after.status)

    def teardown(self) -> None:
        """Hold the history against the model, both times of every version."""
        if not hasattr(self, "product"):
            return
        for at in {0, len(self.moments) // 2, len(self.moments) - 1}:
            for days in range(-1, 10):
                self._ask(FIRST + dt.timedelta(days=days), at)
        history = queries.history(self.product.pk, known_at=now())
        assert [each.terms.benefit_note for each in history] == [each.note for each in self.known]
        for version, known in zip(history, self.known, strict=True):
            assert (version.superseded_at is None) == (known.known_until is None)

    # ---- the model

    def _propose(
        self, day: dt.date, status: str, *, supersedes: Known | None
    ) -> ProductTerms | None:
        self.notes += 1
        note = f"version {self.notes}"
        version = Known(None, day, status, note, 0)  # type: ignore[arg-type]
        given: dict[str, Any] = {
            "effective_from": day,
            "status": status,
            "benefit_note": note,
            "established_on": FIRST,
            "terminated_on": FIRST + dt.timedelta(days=1),
            "document": self.paper,
            "supersedes": supersedes.row if supersedes else None,
        }
        try:
            row: ProductTerms = self.books.terms(self.product, **given)
        except ForbiddenMove:
            assert not self._fits(version, supersedes)
            return None
        assert self._fits(version, supersedes) or not self._is_free(version, supersedes)
        return row

    def _propose_fitting(
        self, day: dt.date, which: int, *, supersedes: Known | None, at_once: bool
    ) -> ProductTerms | None:
        fitting = [
            each.value
            for each in TrustStatus
            if self._fits(Known(None, day, each.value, "", 0), supersedes)  # type: ignore[arg-type]
        ]
        if not fitting:
            return None
        row = self._propose(day, fitting[which % len(fitting)], supersedes=supersedes)
        if at_once:
            self.confirm_row(row)
        return row

    def _standing(self, at: int) -> list[Known]:
        return [
            each
            for each in self.known
            if each.known_from <= at and (each.known_until is None or each.known_until > at)
        ]

    def _named(self, pk: int | None) -> Known | None:
        return next((each for each in self.known if each.row.pk == pk), None)

    def _others(self, superseded: Known | None) -> list[Known]:
        return [each for each in self._standing(len(self.moments)) if each is not superseded]

    def _is_free(self, version: Known, superseded: Known | None) -> bool:
        return all(each.day != version.day for each in self._others(superseded))

    def _fits(self, version: Known, superseded: Known | None) -> bool:
        chain = sorted([*self._others(superseded), version], key=lambda each: each.day)
        return all(_may_follow(before.status, after.status) for before, after in pairwise(chain))


def _may_follow(before: str, after: str) -> bool:
    return before == after or PRODUCT_LIFE.can_move(before, after)


def test_any_order_of_acts_leaves_what_the_model_says(books: Books) -> None:
    class Machine(TermsMachine):
        pass

    Machine.books = books
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
