"""Supplementary fields, and the values that hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from config.kernel.errors import NotFoundHere
from trusts.labels.models import SupplementaryField, SupplementaryValue


def fields(*, applies_to: str | None = None) -> list[SupplementaryField]:
    """Return the fields of all editions, of contracts or products only if so asked."""
    rows = SupplementaryField.objects.order_by("edition", "id")
    return list(rows if applies_to is None else rows.filter(applies_to=applies_to))


def field(code: str, *, edition: str) -> SupplementaryField:
    """
    Return the field with this code in this edition.

    :raises NotFoundHere: if the edition holds no such field.
    """
    found: SupplementaryField | None = SupplementaryField.objects.filter(
        edition=edition, code=code
    ).first()
    if found is None:
        raise NotFoundHere(what="supplementary field", key=f"{edition}:{code}")
    return found


def values_of(
    subjects: Iterable[str], *, on: dt.date, known_at: dt.datetime
) -> dict[str, list[SupplementaryValue]]:
    """
    Return, by subject such as ``contract:12``, the values that hold on ``on``; one statement.

    A value that was emptied holds no more and is left out.
    """
    wanted = list(subjects)
    rows = (
        SupplementaryValue.objects.as_of(on, known_at=known_at)
        .filter(subject__in=wanted)
        .exclude(value="")
        .select_related("field", "document")
        .order_by("field_id", "id")
    )
    found: dict[str, list[SupplementaryValue]] = {subject: [] for subject in wanted}
    for row in rows:
        found[row.subject].append(row)
    return found
