"""Terms and splits in versions, asked for any day as known at any moment, against a model."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from config.kernel import proposals
from config.kernel.errors import DomainError
from tests.trusts.books import JAN, Books, now
from trusts.contracts import queries
from trusts.contracts.models import ContractTerms

DAYS = [JAN + dt.timedelta(days=30 * n) for n in range(5)]
OUTSTANDING = Decimal("100.00")
days = st.sampled_from(DAYS)
committed = st.sampled_from(["100.00", "150.00", "300.00"])
percents = st.sampled_from([{"P-1": "60"}, {"P-1": "33.333333", "P-2": "66.666667"}, {}])
amounts = st.sampled_from([{"P-1": "90.00"}, {"P-1": "0.01", "P-2": "120.00"}, {"P-2": "250.00"}])


@dataclass(eq=False)
class Version:
    """What the model remembers of a version."""

    row: Any
    what: str
    day: dt.date
    says: Any
    corrects: Version | None
    known: int = 0


class Contracts(RuleBasedStateMachine):
    """One contract that is given terms and splits, corrected, decided, and asked about."""

    def __init__(self, books: Books) -> None:
        super().__init__()
        self.books = books
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        product = books.product()
        books.projects("P-1", "P-2")
        books.confirm(books.subscription(product, "100.00"))
        self.contract = books.contract(product, committed="200.00")
        books.confirm(books.drawdown(self.contract, "100.00"))
        first = ContractTerms.objects.get(contract=self.contract)
        self.confirmed = [Version(first, "terms", JAN, Decimal("200.00"), None)]
        self.pending: list[Version] = []
        self.moments = [now()]

    def teardown(self) -> None:
        """Forget what happened."""
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # ---- what people do

    @rule(day=days, amount=committed)
    def give_terms(self, day: dt.date, amount: str) -> None:
        self._terms(day, amount, None)

    @rule(day=days, amount=committed, data=st.data())
    def correct_terms(self, day: dt.date, amount: str, data: st.DataObject) -> None:
        self._terms(day, amount, self._one_of("terms", data))

    @rule(day=days, shares=percents)
    def split(self, day: dt.date, shares: dict[str, str]) -> None:
        self._split("percent", day, shares, None)

    @rule(day=days, shares=amounts)
    def split_amounts(self, day: dt.date, shares: dict[str, str]) -> None:
        self._split("amount", day, shares, None)

    @precondition(lambda self: any(each.what == "split" for each in self.confirmed))
    @rule(day=days, shares=percents, data=st.data())
    def correct_split(self, day: dt.date, shares: dict[str, str], data: st.DataObject) -> None:
        self._split("percent", day, shares, self._one_of("split", data))

    @precondition(lambda self: self.pending)
    @rule(data=st.data())
    def confirm(self, data: st.DataObject) -> None:
        version = self.pending.pop(data.draw(st.integers(0, len(self.pending) - 1)))
        expected = self._may_stand(version)
        try:
            with transaction.atomic():
                self.books.confirm(version.row)
        except DomainError:
            assert not expected, version
            return
        assert expected, version
        version.known = len(self.moments)
        self.confirmed.append(version)
        self.moments.append(now())

    @precondition(lambda self: self.pending)
    @rule(data=st.data())
    def reject(self, data: st.DataObject) -> None:
        version = self.pending.pop(data.draw(st.integers(0, len(self.pending) - 1)))
        proposals.reject(version.row, by=self.books.bob, note="no")

    # ---- what must hold

    @invariant()
    def every_day_is_answered_as_the_model_answers(self) -> None:
        for moment in {0, len(self.moments) // 2, len(self.moments) - 1}:
            for day in (*DAYS, DAYS[-1] + dt.timedelta(days=400)):
                self._same(day, moment)

    def _same(self, day: dt.date, moment: int) -> None:
        asked = {"on": day, "known_at": self.moments[moment]}
        terms = queries.standing_terms([self.contract.pk], **asked).get(self.contract.pk)
        held = self._standing("terms", day, moment)
        assert (terms and terms.committed_amount) == (held and held.says)
        (found,) = queries.allocations(**asked)
        split = self._standing("split", day, moment)
        assert found.split_id == (split.row.pk if split else None)
        parts = {share.project_code: share.amount for share in found.shares}
        assert parts == (_divided(*split.says) if split else {})
        assert found.allocated + found.unallocated == OUTSTANDING

    # ---- the model

    def _terms(self, day: dt.date, amount: str, corrects: Version | None) -> None:
        row = self.books.contract_terms(
            self.contract,
            effective_from=day,
            committed_amount=Decimal(amount),
            supersedes=corrects and corrects.row,
        )
        self.pending.append(Version(row, "terms", day, Decimal(amount), corrects))

    def _split(
        self, kind: str, day: dt.date, shares: dict[str, str], corrects: Version | None
    ) -> None:
        propose = self.books.split if kind == "percent" else self.books.split_amounts
        fits = kind == "percent" or self._fits(day, shares)
        try:
            row = propose(self.contract, shares, day, supersedes=corrects and corrects.row)
        except DomainError:
            assert not fits
            return
        assert fits
        self.pending.append(Version(row, "split", day, (kind, shares), corrects))

    def _fits(self, day: dt.date, shares: dict[str, str]) -> bool:
        held = self._standing("terms", day, len(self.moments) - 1)
        return held is not None and sum(map(Decimal, shares.values())) <= held.says

    def _one_of(self, what: str, data: st.DataObject) -> Version:
        return data.draw(st.sampled_from([each for each in self.confirmed if each.what == what]))

    def _alive(self, what: str, moment: int) -> list[Version]:
        known = [each for each in self.confirmed if each.what == what and each.known <= moment]
        gone = {id(each.corrects) for each in known if each.corrects is not None}
        return [each for each in known if id(each) not in gone]

    def _standing(self, what: str, day: dt.date, moment: int) -> Version | None:
        alive = [each for each in self._alive(what, moment) if each.day <= day]
        return max(alive, key=lambda each: (each.day, each.known), default=None)

    def _may_stand(self, version: Version) -> bool:
        alive = self._alive(version.what, len(self.moments) - 1)
        if version.corrects is not None and version.corrects not in alive:
            return False
        in_amounts = version.what == "split" and version.says[0] == "amount"
        if in_amounts and not self._fits(version.day, version.says[1]):
            return False
        return all(each.day != version.day or each is version.corrects for each in alive)


def _divided(kind: str, shares: dict[str, str]) -> dict[str, Decimal]:
    """Return the parts of what is outstanding, reckoned in the plainest way."""
    if kind == "percent":
        return {
            code: (OUTSTANDING * Decimal(share) / 100).quantize(Decimal("0.01"))
            for code, share in shares.items()
        }
    total = sum(map(Decimal, shares.values()))
    if total <= OUTSTANDING:
        return {code: Decimal(share) for code, share in shares.items()}
    return {
        code: (OUTSTANDING * Decimal(share) / total).quantize(Decimal("0.01"))
        for code, share in shares.items()
    }


@pytest.mark.django_db
def test_any_day_is_asked_as_known_at_any_moment(books: Books) -> None:
    run_state_machine_as_test(
        lambda: Contracts(books),
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
