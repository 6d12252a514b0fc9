"""What came to be known of a period after it was closed for a kind of disclosure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from config.kernel.periods import Period
from projects.metering import queries as metering
from projects.recognition import queries as recognition
from reporting.disclosures.models import ReportingClose
from trusts.contracts import queries as contracts
from trusts.ledger import queries as ledger
from trusts.ledger.queries import MonthState
from trusts.register import queries as register


@dataclass(frozen=True, kw_only=True)
class LateFact:
    """
    One fact about a closed period that came after the closing.

    ``what`` is a template filled from ``facts``; ``recorded_at`` is None where the room says
    what moved and not when.
    """

    room: str
    what: str
    facts: Mapping[str, object] = field(default_factory=dict)
    recorded_at: dt.datetime | None = None


@dataclass(frozen=True)
class OpenBooks:
    """One product whose books still take entries in a closed reporting period."""

    product: str
    months: tuple[str, ...]


class SinceClose:
    """The rooms below, asked about a closed period at a later moment."""

    def __init__(self, close: ReportingClose, *, known_at: dt.datetime) -> None:
        self._closed_at = close.known_at
        self._known_at = known_at
        self._period = Period(close.starts_on, close.ends_on)

    def late_facts(self) -> list[LateFact]:
        """
        Return what was recorded about the period after its figures were pinned, latest first.

        Asked are rooms that can say so without recomputing: meter batches, recognitions, terms
        of products and contracts, balances. Nothing of it is in the published figures.
        """
        found = [*self._batches(), *self._recognitions(), *self._terms(), *self._balances()]
        first = dt.datetime.min.replace(tzinfo=dt.UTC)
        return sorted(found, key=lambda each: each.recorded_at or first, reverse=True)

    def open_books(self) -> list[OpenBooks]:
        """Return the products whose books are not closed for every month of the period."""
        months = self._period.months()
        found: dict[int, list[str]] = {each: [] for each in self._products}
        for year in sorted({each.starts_on.year for each in months}):
            states = ledger.months(self._products, year=year, known_at=self._known_at)
            for product_id, by_month in states.items():
                found[product_id] += [
                    str(each)
                    for each in months
                    if each.starts_on.year == year
                    and by_month[each.starts_on.month - 1] is not MonthState.CLOSED
                ]
        return [
            OpenBooks(product=self._products[product_id], months=tuple(left))
            for product_id, left in found.items()
            if left
        ]

    @cached_property
    def _products(self) -> dict[int, str]:
        return {each.pk: each.code for each in register.products(known_at=self._known_at)}

    def _batches(self) -> Iterator[LateFact]:
        for each in metering.batches_known(period=self._period, known_at=self._known_at):
            if self._is_late(each.recorded_at):
                yield LateFact(
                    room="projects.metering",
                    what="Meter file {name} with readings of {first} to {last}",
                    facts={
                        "name": each.original_name,
                        "first": max(each.starts_on, self._period.starts_on),
                        "last": min(each.ends_on, self._period.ends_on) - dt.timedelta(days=1),
                    },
                    recorded_at=each.recorded_at,
                )

    def _recognitions(self) -> Iterator[LateFact]:
        on = self._period.last_day
        for each in recognition.recognitions_known(on=on, known_at=self._known_at):
            if self._is_late(each.recorded_at):
                yield LateFact(
                    room="projects.recognition",
                    what="Recognition of {project}, holding on {day}",
                    facts={"project": each.project.code, "day": on},
                    recorded_at=each.recorded_at,
                )

    def _terms(self) -> Iterator[LateFact]:
        on = self._period.last_day
        products = register.standing_terms(self._products, on=on, known_at=self._known_at)
        agreed = contracts.standing_terms(None, on=on, known_at=self._known_at)
        for row in products.values():
            if self._is_late(row.recorded_at):
                yield LateFact(
                    room="trusts.register",
                    what="Terms of product {code}, holding on {day}",
                    facts={"code": self._products[row.product_id], "day": on},
                    recorded_at=row.recorded_at,
                )
        for term in agreed.values():
            if self._is_late(term.recorded_at):
                yield LateFact(
                    room="trusts.contracts",
                    what="Terms of contract {code}, holding on {day}",
                    facts={"code": term.contract.code, "day": on},
                    recorded_at=term.recorded_at,
                )

    def _balances(self) -> Iterator[LateFact]:
        on = self._period.last_day
        before = ledger.outstanding(self._products, on=on, known_at=self._closed_at)
        after = ledger.outstanding(self._products, on=on, known_at=self._known_at)
        for product_id, code in self._products.items():
            if before[product_id] != after[product_id]:
                yield LateFact(
                    room="trusts.ledger",
                    what="Outstanding of {code} on {day}: {before} CNY then, {after} CNY now",
                    facts={
                        "code": code,
                        "day": on,
                        "before": before[product_id],
                        "after": after[product_id],
                    },
                )

    def _is_late(self, recorded_at: dt.datetime | None) -> bool:
        return recorded_at is not None and recorded_at > self._closed_at
