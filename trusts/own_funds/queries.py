"""Questions about own funds: what is placed where, on a day, as known at a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from config.kernel.errors import NotFoundHere
from trusts.own_funds.models import SIGNED, OwnMovement, OwnPlacement, OwnPlacementTerms
from trusts.own_funds.rules import OwnMoney, total

#: The catalogue entry of a placement: an edition and a code of it.
Entry = tuple[str, str]


@dataclass(frozen=True)
class OwnPosition:
    """One placement on a day: its terms, if any hold, and what is placed and not returned."""

    placement: OwnPlacement
    terms: OwnPlacementTerms | None
    outstanding: OwnMoney

    @property
    def entry(self) -> Entry | None:
        """Return the catalogue entry, edition and code; None where no terms hold."""
        if self.terms is None:
            return None
        return self.terms.taxonomy_edition, self.terms.taxonomy_class


def placement_by_code(code: str) -> OwnPlacement:
    """
    Return the confirmed placement with this code.

    :raises NotFoundHere: if none is confirmed.
    """
    found: OwnPlacement | None = OwnPlacement.objects.confirmed().filter(code=code).first()
    if found is None:
        raise NotFoundHere(what="own-funds placement", key=code)
    return found


def standing_terms(
    placement_ids: Iterable[int], *, on: dt.date, known_at: dt.datetime
) -> dict[int, OwnPlacementTerms]:
    """Return, by placement id, the terms that hold on ``on`` as known at ``known_at``."""
    rows = (
        OwnPlacementTerms.objects.as_of(on, known_at=known_at)
        .filter(placement_id__in=list(placement_ids))
        .select_related("placement", "counterparty", "project")
    )
    return {row.placement_id: row for row in rows}


def outstanding(
    placement_ids: Iterable[int], *, on: dt.date, known_at: dt.datetime
) -> dict[int, OwnMoney]:
    """Return what is placed and not returned at the end of ``on``, by placement id."""
    wanted = list(placement_ids)
    rows = (
        OwnMovement.objects.until(on, known_at=known_at)
        .filter(placement_id__in=wanted)
        .values_list("placement_id")
        .annotate(balance=Sum(SIGNED))
    )
    amounts: dict[int, Decimal] = dict.fromkeys(wanted, Decimal("0.00")) | dict(rows)
    return {key: OwnMoney(amount) for key, amount in amounts.items()}


def positions(*, on: dt.date, known_at: dt.datetime) -> list[OwnPosition]:
    """Return every placement known at ``known_at`` as it stands on ``on``, by code."""
    known = OwnPlacement.objects.known(known_at).order_by("code", "id")
    return positions_of(list(known), on=on, known_at=known_at)


def positions_of(
    placements: Sequence[OwnPlacement], *, on: dt.date, known_at: dt.datetime
) -> list[OwnPosition]:
    """Return the given placements as they stand on ``on``, in their order; two statements."""
    ids = [placement.pk for placement in placements]
    amounts = outstanding(ids, on=on, known_at=known_at)
    terms = standing_terms(ids, on=on, known_at=known_at)
    return [OwnPosition(each, terms.get(each.pk), amounts[each.pk]) for each in placements]


def total_of(found: Iterable[OwnPosition]) -> OwnMoney:
    """Return the own money of all positions together; it is never added to trust property."""
    return total(each.outstanding for each in found)


def by_class(found: Iterable[OwnPosition]) -> Mapping[Entry | None, OwnMoney]:
    """Return the own money by catalogue entry; under None what no terms classify."""
    amounts: dict[Entry | None, list[OwnMoney]] = {}
    for each in found:
        amounts.setdefault(each.entry, []).append(each.outstanding)
    return {entry: total(parts) for entry, parts in amounts.items()}


def movements(
    placement_id: int, *, on: dt.date, known_at: dt.datetime
) -> list[tuple[OwnMovement, Decimal]]:
    """Return the movements of a placement up to a day, each with the balance after it, in CNY."""
    rows = OwnMovement.objects.until(on, known_at=known_at).filter(placement_id=placement_id)
    found, balance = [], Decimal("0.00")
    for row in rows.order_by("effective_on", "recorded_at", "id"):
        balance += row.signed_amount
        found.append((row, balance))
    return found
