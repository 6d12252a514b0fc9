"""What the migration of sold rights runs: the guard that no sale stands twice."""

from __future__ import annotations

from importlib.resources import files

from django.db.migrations import RunSQL
from django.db.migrations.operations.base import Operation

_GUARD = "sql/a_sale_is_claimed_once.sql"
_DROP = "drop function if exists projects_a_sale_is_claimed_once() cascade"


def sold_right_operations() -> list[Operation]:
    """Return the operations that let the database refuse a sale that stands already."""
    return [RunSQL(files("projects.carbon").joinpath(_GUARD).read_text("utf-8"), _DROP)]
