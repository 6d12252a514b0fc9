"""Versions of a product's terms side by side: what replaced what, and what differs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from trusts.register import rules
from trusts.register.models import ProductTerms
from trusts.register.rules import Difference

#: Every column that a version of the terms says something in.
CONTENT = tuple(
    field.name
    for field in ProductTerms._meta.concrete_fields
    if field.editable
    and not field.primary_key
    and field.name not in {"product", "supersedes", "reason", "effective_from"}
)
#: What two versions are compared by; the paper is each version's own.
COMPARED = tuple(name for name in CONTENT if name != "document")
_NAMED = ("kind", "form", "department", "document")


@dataclass(frozen=True)
class Version:
    """One confirmed version: until when it was known as standing, what it replaced, and how."""

    terms: ProductTerms
    superseded_at: dt.datetime | None
    replaces: ProductTerms | None
    changes: Sequence[Difference]


def content_of(terms: ProductTerms) -> dict[str, Any]:
    """Return what a version says, by column, without its product, its day and its decision."""
    return {name: getattr(terms, name) for name in CONTENT}


def terms_to_build_on(product_id: int, *, on: dt.date) -> ProductTerms | None:
    """Return the terms that hold on ``on`` by all that is known now; None if none do."""
    standing = ProductTerms.objects.as_of(on, known_at=rules.ALL_THAT_IS_KNOWN)
    found: ProductTerms | None = (
        standing.filter(product_id=product_id).select_related(*_NAMED).first()
    )
    return found


def latest_terms(product_id: int) -> ProductTerms | None:
    """Return the standing terms with the latest day, which may be a day to come; None if none."""
    standing = ProductTerms.objects.standing(rules.ALL_THAT_IS_KNOWN)
    found: ProductTerms | None = (
        standing.filter(product_id=product_id).order_by("-effective_from", "-id").first()
    )
    return found


def history(product_id: int, *, known_at: dt.datetime) -> list[Version]:
    """Return every version known at ``known_at``, the first recorded first."""
    return histories([product_id], known_at=known_at).get(product_id, [])


def histories(
    product_ids: Iterable[int] | None, *, known_at: dt.datetime
) -> dict[int, list[Version]]:
    """Return the versions of each product (of all, for None), the first recorded first."""
    rows = ProductTerms.objects.known(known_at).select_related("product", *_NAMED)
    if product_ids is not None:
        rows = rows.filter(product_id__in=list(product_ids))
    by_product = defaultdict(list)
    for row in rows.order_by("product_id", "recorded_at", "id"):
        by_product[row.product_id].append(row)
    return {key: _side_by_side(each) for key, each in by_product.items()}


def changes_in(terms: ProductTerms) -> tuple[ProductTerms | None, list[Difference]]:
    """Return the version that these terms replace, if there is one, and what they change in it."""
    known = ProductTerms.objects.filter(product_id=terms.product_id).confirmed()
    rows = list(known.select_related(*_NAMED).order_by("recorded_at", "id"))
    replaced = _replaced(terms, rows)
    return replaced, _changes(replaced, terms)


def _side_by_side(rows: Sequence[ProductTerms]) -> list[Version]:
    superseded_at = {row.supersedes_id: row.recorded_at for row in rows if row.supersedes_id}
    found = []
    for row in rows:
        replaced = _replaced(row, rows)
        found.append(
            Version(
                terms=row,
                superseded_at=superseded_at.get(row.pk),
                replaces=replaced,
                changes=_changes(replaced, row),
            )
        )
    return found


def _replaced(terms: ProductTerms, rows: Iterable[ProductTerms]) -> ProductTerms | None:
    """Return what ``terms`` corrects; else what held from their day on until they were recorded."""
    earlier = [row for row in rows if row.pk != terms.pk and _was_known_before(row, terms)]
    if terms.supersedes_id is not None:
        return next((row for row in earlier if row.pk == terms.supersedes_id), None)
    gone = {row.supersedes_id for row in earlier}
    held = [
        row for row in earlier if row.pk not in gone and row.effective_from <= terms.effective_from
    ]
    return max(held, key=lambda row: (row.effective_from, row.pk), default=None)


def _was_known_before(row: ProductTerms, terms: ProductTerms) -> bool:
    if terms.recorded_at is None:
        return True
    return row.recorded_at is not None and row.recorded_at < terms.recorded_at


def _changes(before: ProductTerms | None, after: ProductTerms) -> list[Difference]:
    if before is None:
        return []
    # A correction may move the day; a later version has another day by its nature.
    compared = ("effective_from", *COMPARED) if after.supersedes_id else COMPARED
    old, new = ({name: getattr(each, name) for name in compared} for each in (before, after))
    return rules.differences(old, new)
