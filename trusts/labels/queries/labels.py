"""Labels that stand, what supports them, and those that must be looked at again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from projects.reference import queries as reference
from trusts.contracts import queries as contracts
from trusts.contracts.models import Contract
from trusts.labels.models import GreenLabel
from trusts.labels.queries.totals import beyond_support
from trusts.labels.rules.amounts import PartAmount, divide_by_label
from trusts.labels.rules.parts import CatalogueEntry, Part
from trusts.labels.rules.support import Cause, Support, causes, supported_percents
from trusts.labels.support import supports_from, supports_of


@dataclass(frozen=True)
class Recheck:
    """One label whose inputs no longer support its share: by how much, and why."""

    label: GreenLabel
    support: Support
    outstanding: Decimal
    parts: tuple[PartAmount, ...]
    supported_percent: Decimal
    causes: tuple[Cause, ...]

    @property
    def lost_percent(self) -> Decimal:
        """Return by how much the label exceeds its support, in percent of the contract."""
        return self.label.green_percent - self.supported_percent

    @property
    def unsupported(self) -> Decimal:
        """Return how much outstanding is called green without support, in CNY."""
        return sum((each.amount - each.supported for each in self.parts), Decimal("0.00"))


def standing_labels(
    contract_ids: Iterable[int], *, on: dt.date, known_at: dt.datetime
) -> dict[int, GreenLabel]:
    """Return, by contract id, the label that holds on ``on`` as known at ``known_at``."""
    rows = (
        GreenLabel.objects.as_of(on, known_at=known_at)
        .filter(contract_id__in=list(contract_ids))
        .select_related("contract", "form")
    )
    return {row.contract_id: row for row in rows}


def label_history(contract_id: int) -> list[GreenLabel]:
    """Return every label of a contract that was confirmed, the first recorded first."""
    rows = GreenLabel.objects.confirmed().filter(contract_id=contract_id)
    return list(rows.select_related("contract", "form").order_by("recorded_at", "id"))


def suggested_label(contract: Contract, *, on: dt.date, known_at: dt.datetime) -> Support:
    """
    Return what split and recognition support as a contract's label from ``on``.

    ``percent`` is the green share, ``parts`` its percentages by catalogue edition and code,
    ``projects`` what each project of the split carries, and why the others carry nothing.
    """
    return suggested_labels([contract], on=on, known_at=known_at)[contract.pk]


def suggested_labels(
    known: Sequence[Contract], *, on: dt.date, known_at: dt.datetime
) -> dict[int, Support]:
    """Return the suggestions for many contracts, by contract id; four statements."""
    return supports_of(known, on=on, known_at=known_at)


def recheck_queue(
    *, on: dt.date, known_at: dt.datetime, product_ids: Iterable[int] | None = None
) -> list[Recheck]:
    """
    Return the labels that their inputs no longer support on ``on``, the most money first.

    A label stays what it says until somebody changes it; here stands what should be looked
    at. Labels on documented use of funds rest on no project and never appear; nor do those of
    contracts split in amounts while nothing is outstanding, which have no percentages then.
    One statement finds them among all; only those that it finds are looked at one by one.
    """
    found = beyond_support(on=on, known_at=known_at, product_ids=product_ids)
    return rechecks_of(found.label_ids, on=on, known_at=known_at)


def rechecks_of(label_ids: Sequence[int], *, on: dt.date, known_at: dt.datetime) -> list[Recheck]:
    """Return by how much the given labels exceed their support on ``on``, and why, in order."""
    rows = GreenLabel.objects.select_related("contract__product", "form").in_bulk(label_ids)
    labels = [rows[key] for key in label_ids]
    placed = contracts.allocations_of([each.contract for each in labels], on=on, known_at=known_at)
    supports = supports_from(placed, on=on, known_at=known_at)
    return [
        _recheck(label, supports[label.contract_id], each.outstanding)
        for label, each in zip(labels, placed, strict=True)
    ]


def _recheck(label: GreenLabel, support: Support, outstanding: Decimal) -> Recheck:
    parts = label.parsed_parts()
    percents = supported_percents(parts, support)
    amounts, _rest = divide_by_label(outstanding, parts, percents)
    return Recheck(
        label=label,
        support=support,
        outstanding=outstanding,
        parts=tuple(amounts),
        supported_percent=sum(percents, Decimal(0)),
        causes=tuple(causes(label.support_judged_on, support)),
    )


def entries_named(
    entries: Collection[CatalogueEntry], *, known_at: dt.datetime
) -> Mapping[CatalogueEntry, Any]:
    """Return the catalogue's class of each entry that a confirmed edition holds; one statement."""
    return reference.classes_named(entries, known_at=known_at)


def missing_entry(parts: Iterable[Part], *, known_at: dt.datetime) -> CatalogueEntry | None:
    """Return the first entry that no confirmed edition holds; None if all are held."""
    wanted = [part.entry for part in parts]
    held = entries_named(wanted, known_at=known_at)
    return next((entry for entry in wanted if entry not in held), None)
