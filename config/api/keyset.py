"""Pages by key: the next page begins after a row, however many rows there are before it."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.db.models import Field, Model, Q, QuerySet

from config.kernel.errors import DomainError

M = TypeVar("M", bound=Model)


class UnreadableCursor(DomainError):
    """This cursor was not made by this list; begin again without one."""

    code = "unreadable_cursor"
    status = 400


@dataclass(frozen=True)
class Cursor:
    """A place in an ordered list: the key of a row, and which side of it is meant."""

    key: tuple[str, ...]
    backwards: bool = False

    def encode(self) -> str:
        """Return the cursor as text for an address."""
        packed = json.dumps([int(self.backwards), *self.key], separators=(",", ":"))
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> Cursor:
        """
        Return the cursor that ``text`` encodes.

        :raises UnreadableCursor: if it encodes none.
        """
        try:
            padded = text + "=" * (-len(text) % 4)
            backwards, *key = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        except (ValueError, TypeError, binascii.Error, RecursionError):
            raise UnreadableCursor from None
        if backwards not in (0, 1) or not all(isinstance(part, str) for part in key):
            raise UnreadableCursor
        return cls(tuple(key), bool(backwards))


@dataclass(frozen=True)
class Page(Generic[M]):
    """Rows in the order asked for, and the cursors of the pages beside them."""

    rows: list[M]
    following: Cursor | None
    preceding: Cursor | None


def page_of(
    queryset: QuerySet[M], *, ordering: Sequence[str], limit: int, cursor: Cursor | None = None
) -> Page[M]:
    """
    Return ``limit`` rows beside ``cursor``, in one query however deep the list is.

    ``ordering`` names columns that are never null, ``-`` for descending; the last is unique.

    :raises UnreadableCursor: if the cursor is of another ordering.
    """
    backwards = cursor is not None and cursor.backwards
    if cursor is not None:
        queryset = queryset.filter(_beyond(queryset.model, ordering, cursor))
    applied = [_flipped(name) for name in ordering] if backwards else list(ordering)
    found = list(queryset.order_by(*applied)[: limit + 1])
    more, rows = len(found) > limit, found[:limit]
    if backwards:
        rows.reverse()
    came_from_elsewhere = cursor is not None
    after, before = (came_from_elsewhere, more) if backwards else (more, came_from_elsewhere)
    return Page(
        rows,
        Cursor(_key(rows[-1], ordering)) if rows and after else None,
        Cursor(_key(rows[0], ordering), backwards=True) if rows and before else None,
    )


def readable(parameter: str | None) -> Cursor | None:
    """Return the cursor of a request's parameter, or None if it has none."""
    return Cursor.decode(parameter) if parameter else None


def _beyond(model: type[Model], ordering: Sequence[str], cursor: Cursor) -> Q:
    """Return the rows strictly after the cursor's key (before it, going backwards)."""
    if len(cursor.key) != len(ordering):
        raise UnreadableCursor
    wanted, equal = Q(), Q()
    for name, text in zip(ordering, cursor.key, strict=True):
        column = name.removeprefix("-")
        try:
            value = cast(Field[Any, Any], model._meta.get_field(column)).to_python(text)
        except Exception as error:
            raise UnreadableCursor from error
        descending = name.startswith("-") is not cursor.backwards
        wanted |= equal & Q(**{f"{column}__{'lt' if descending else 'gt'}": value})
        equal &= Q(**{column: value})
    return wanted


def _key(row: Any, ordering: Sequence[str]) -> tuple[str, ...]:
    names = [name.removeprefix("-") for name in ordering]
    if isinstance(row, dict):
        return tuple(str(row[name]) for name in names)
    return tuple(row._meta.get_field(name).value_to_string(row) for name in names)


def _flipped(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"
