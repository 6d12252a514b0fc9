"""What the migration of the library runs: the guard that rows enter with their edition."""

from __future__ import annotations

from importlib.resources import files

from django.db.migrations import RunSQL
from django.db.migrations.operations.base import Operation

_GUARD = "sql/rows_enter_with_their_edition.sql"
_DROP = "drop function if exists projects_row_enters_with_its_edition() cascade"


def reference_operations() -> list[Operation]:
    """Return the operations that guard what editions hold; they come after all its tables."""
    return [RunSQL(files("projects.reference").joinpath(_GUARD).read_text("utf-8"), _DROP)]
