"""What the app's migrations run beside tables: the database's own promises, room by room."""

from __future__ import annotations

from importlib.resources import files

from django.db.migrations import RunSQL


def promises(room: str, part: str = "") -> RunSQL:
    """
    Return the operation that puts a room's functions and triggers in place.

    The script is ``sql/<room>.sql``, or ``sql/<part>.sql`` for tables that came later; it
    replaces what stands, so it may run again. Taking the tables away takes the triggers
    with them; the functions stay.
    """
    script = files(f"trusts.{room}").joinpath("sql", f"{part or room}.sql")
    return RunSQL(script.read_text("utf-8"), RunSQL.noop)
