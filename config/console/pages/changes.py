"""What a proposed version would change: old beside new, against the version it would replace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext as _

from config.console import record
from config.console.lists.columns import is_secret
from config.console.record import Link, Text
from config.kernel.models import Decision, Proposed

#: The columns of the decision, shown in its own panel and not among the content.
DECISION_FIELDS = frozenset(
    {
        "proposed_by",
        "proposed_at",
        "reason",
        "decision",
        "decided_by",
        "decided_at",
        "decision_note",
        "recorded_at",
        "content_sha256",
    }
)
#: Beside the decision: what names the row and not what it says.
NAMING = frozenset({"id", "supersedes"})


@dataclass(frozen=True)
class Change:
    """One thing that a version says otherwise than the version before it."""

    label: Text
    old: Text
    new: Text


@dataclass(frozen=True)
class Changes:
    """What a version changes, and against which other version; none if it is the first."""

    against: Link | None
    corrects: bool
    changed: Sequence[Change]
    unchanged: int

    @property
    def rest(self) -> str:
        """Return in words how much stays as it is."""
        return _("Fields that stay as they were: {number}.").format(number=self.unchanged)


def replaced_by(row: Any, *, now: dt.datetime) -> Any | None:
    """
    Return the version that ``row`` replaces, as known when it was decided, or now if it waits.

    That is the version it corrects by name; without one, the version of the same thing that
    stood on the day from which ``row`` is to hold.
    """
    model = type(row)
    named = [each.name for each in _columns(model) if each.is_relation]
    versions: Any = model._default_manager.select_related(*named)
    if row.supersedes_id is not None:
        return versions.filter(pk=row.supersedes_id).first()
    decided_at = row.recorded_at if row.decision == Decision.CONFIRMED else row.decided_at
    same = {name: getattr(row, model._meta.get_field(name).attname) for name in row.identity}
    return (
        versions.filter(**same)
        .standing(decided_at or now)
        .filter(effective_from__lte=row.effective_from)
        .exclude(pk=row.pk)
        .order_by("-effective_from", "-recorded_at", "-id")
        .first()
    )


def changes_of(row: Any, *, now: dt.datetime, never_shown: Collection[str] = ()) -> Changes:
    """Return what ``row`` changes; of a column that is ``never_shown``, only that it changes."""
    before = replaced_by(row, now=now)
    if before is None:
        return Changes(against=None, corrects=False, changed=(), unchanged=0)
    compared = [each for each in _columns(type(row)) if each.name not in NAMING]
    changed = [
        _change(row, before, each, hidden=each.name in never_shown or is_secret(each.name))
        for each in compared
        if getattr(row, each.attname) != getattr(before, each.attname)
    ]
    title = _("the version effective from {day}").format(day=before.effective_from)
    return Changes(
        against=Link(title, record.url_of(before)),
        corrects=row.supersedes_id is not None,
        changed=changed,
        unchanged=len(compared) - len(changed),
    )


def _columns(model: type[Proposed]) -> list[Field[Any, Any]]:
    return [each for each in model._meta.concrete_fields if each.name not in DECISION_FIELDS]


def _change(row: Any, before: Any, column: Field[Any, Any], *, hidden: bool) -> Change:
    if hidden:
        return Change(str(column.verbose_name), _("not shown"), _("changed, not shown"))
    new, old = record.line_of(row, column.name), record.line_of(before, column.name)
    return Change(new.label, old.value, new.value)
