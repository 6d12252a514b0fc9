"""What the migration of stations runs: the guard that they enter with their file."""

from __future__ import annotations

from importlib.resources import files

from django.db.migrations import RunSQL
from django.db.migrations.operations.base import Operation

_GUARD = "sql/stations_enter_with_their_file.sql"
_DROP = "drop function if exists projects_station_enters_with_its_file() cascade"


def station_operations() -> list[Operation]:
    """Return the operations that guard stations; they come after its table and the batches'."""
    return [RunSQL(files("projects.registry").joinpath(_GUARD).read_text("utf-8"), _DROP)]
