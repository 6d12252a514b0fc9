"""What the migration of recognitions runs: the guard of the documents they rest on."""

from __future__ import annotations

from importlib.resources import files

from django.db.migrations import RunSQL
from django.db.migrations.operations.base import Operation

_GUARD = "sql/evidence_is_named_with_the_proposal.sql"
_DROP = "drop function if exists projects_evidence_is_named_with_the_proposal() cascade"


def recognition_operations() -> list[Operation]:
    """Return the operations that guard the evidence of decisions; they come after both tables."""
    return [RunSQL(files("projects.recognition").joinpath(_GUARD).read_text("utf-8"), _DROP)]
