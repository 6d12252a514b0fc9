"""Who proposed a row and who confirmed it, as a figure carries it."""

from __future__ import annotations

from typing import Any

from config.kernel.models import Proposed
from reporting.figures.rules.facts import Approval, Ref


def approval_of(row: Proposed) -> Approval:
    """Return who proposed and who confirmed a confirmed row."""
    proposed: Any = row
    return Approval(
        what=f"{row._meta.verbose_name_raw} {row.pk}",
        proposed_by=str(proposed.proposed_by),
        proposed_at=proposed.proposed_at,
        confirmed_by=str(proposed.decided_by),
        confirmed_at=proposed.decided_at,
    )


def ref_of(row: Proposed) -> Ref:
    """Return the reference to a proposed row: its table, its key, the hash of its content."""
    return Ref(table=row._meta.db_table, id=row.pk, sha256=row.content_sha256)
