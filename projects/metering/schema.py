"""What the migration of day blocks runs: the table, parted by month, and its guards."""

from __future__ import annotations

from importlib.resources import files

from django.db.migrations import RunSQL
from django.db.migrations.operations.base import Operation


def _script(name: str) -> str:
    return files("projects.metering").joinpath("sql", name).read_text("utf-8")


def day_block_operations() -> list[Operation]:
    """
    Return the operations that make the table, its function and its triggers.

    They come after the tables of batches, slices and station-months. The model is unmanaged, so
    the state needs nothing from here.
    """
    return [RunSQL(_script("day_block.sql"), _script("drop_day_block.sql"))]
