"""Places in a statement, as text for an address."""

from __future__ import annotations

import datetime as dt

from config.api.keyset import Cursor, UnreadableCursor
from trusts.ledger.queries import Place


def place_text(place: Place | None) -> str:
    """Return the cursor of the page after ``place``; nothing after the last page."""
    if place is None:
        return ""
    day, moment, line_id = place
    return Cursor((day.isoformat(), moment.isoformat(), str(line_id))).encode()


def place_from(text: str | None) -> Place | None:
    """
    Return the place that a cursor names.

    :raises UnreadableCursor: if it names none.
    """
    if not text:
        return None
    try:
        day, moment, line_id = Cursor.decode(text).key
        return (dt.date.fromisoformat(day), dt.datetime.fromisoformat(moment), int(line_id))
    except ValueError:
        raise UnreadableCursor from None
