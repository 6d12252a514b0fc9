"""What a person may do about a proposal, and in words why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.accounts.models import User
from config.console import record
from config.console.lists.bulk import Asked, BulkAct
from config.console.lists.columns import plain
from config.console.pages.changes import changes_of
from config.kernel.models import Decision, Proposed, Versioned

TONES = {"": "waiting", "confirmed": "good", "rejected": "bad", "withdrawn": ""}


@dataclass(frozen=True)
class DecisionPanel:
    """What the person may do about a proposal, and why not where they may not."""

    row: Proposed
    state: str
    tone: str
    may_decide: bool
    may_withdraw: bool
    why_not: str
    note: str = ""
    fault: str = ""


def panel_of(row: Proposed, user: User, *, note: str = "", fault: str = "") -> DecisionPanel:
    """Return what ``user`` may do about ``row``, and in words why not."""
    same = row.proposed_by_id == user.pk or (
        bool(user.employee_no) and row.proposed_by.employee_no == user.employee_no
    )
    may_decide = row.is_pending and not same and user.may(row.confirm_permission)
    return DecisionPanel(
        row=row,
        state=str(Decision(row.decision).label),
        tone=TONES[row.decision],
        may_decide=may_decide,
        may_withdraw=row.is_pending and same,
        why_not="" if may_decide or not row.is_pending else _why_not(same=same),
        note=note,
        fault=fault,
    )


def _why_not(*, same: bool) -> str:
    if same:
        return _("You proposed this. The two-person rule asks for somebody else to confirm it.")
    return _("Your roles do not confirm such rows; a reviewer does.")


def badge_of(row: Proposed) -> Any:
    """Return the badge of what became of a proposal."""
    return record.badge(str(Decision(row.decision).label), TONES[row.decision])


def _decided(act: str) -> Callable[[Any, Asked], object]:
    """Return what decides one of many proposals, as its own page would."""

    def decide(row: Any, asked: Asked) -> object:
        return asked.page.decide(asked.request, row, act=act, note=asked.reason)

    return decide


def _confirming(model: type[Model]) -> str:
    return str(cast(Any, model).confirm_permission)


def _proposing(model: type[Model]) -> str:
    return str(cast(Any, model).propose_permission)


def _changes(page: Any, row: Any) -> str:
    """Return what a version changes, on one line; a dash for what is no version."""
    if not isinstance(row, Versioned):
        return "–"
    now = timezone.now()  # noqa: TID251 (the page asks the clock)
    found = changes_of(row, now=now, never_shown=page.never_shown)
    said = [
        f"{capfirst(str(each.label))}: {plain(each.old)} → {plain(each.new)}"
        for each in found.changed
    ]
    return "; ".join(said) or "–"


CONFIRM = BulkAct(
    "confirm",
    gettext_lazy("Confirm"),
    _decided("confirm"),
    _confirming,
    needs_reason=False,
    hint=gettext_lazy("Each row with the content that stands here; nobody confirms their own."),
    columns=("proposed_by", "reason"),
    tells=_changes,
    tells_title=gettext_lazy("What it changes"),
)
REJECT = BulkAct(
    "reject",
    gettext_lazy("Reject"),
    _decided("reject"),
    _confirming,
    tone="bad",
    columns=("proposed_by", "reason"),
    tells=_changes,
    tells_title=gettext_lazy("What it changes"),
)
WITHDRAW = BulkAct(
    "withdraw",
    gettext_lazy("Withdraw my proposals"),
    _decided("withdraw"),
    _proposing,
    needs_reason=False,
    columns=("reason",),
)
#: What a list of proposals offers on the rows that a person selects.
ON_MANY = (CONFIRM, REJECT, WITHDRAW)
