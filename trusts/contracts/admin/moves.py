"""The forms that draw and repay, on the page of a contract."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from trusts.contracts import operations, queries
from trusts.contracts.models import Contract
from trusts.register.rules import ALL_THAT_IS_KNOWN

DRAW, REPAY = "draw", "repay"


class MoveForm(forms.Form):
    """Principal that goes out or comes back, on a day, and why."""

    effective_on = forms.DateField(
        label=gettext_lazy("effective on"), widget=UnfoldAdminSingleDateWidget
    )
    amount = forms.DecimalField(
        label=gettext_lazy("amount (CNY)"),
        max_digits=20,
        decimal_places=2,
        widget=UnfoldAdminDecimalFieldWidget,
    )
    memo = forms.CharField(
        label=gettext_lazy("memo"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


def form_of(request: HttpRequest, contract: Contract, move: str) -> MoveForm:
    """Return the form, with what may still move in words beside the amount."""
    today = timezone.localdate()
    form = MoveForm(request.POST or None, initial={"effective_on": today})
    room = queries.headroom(contract, on=today, known_at=ALL_THAT_IS_KNOWN)
    if move == DRAW:
        said = _(
            "At most {drawable} today: {committed} is committed, {outstanding} outstanding, "
            "{cash} in cash; entries of later days count as well."
        )
    else:
        said = _("At most {repayable} today: {outstanding} is outstanding.")
    amounts = {name: f"{value:,f}" for name, value in vars(room).items()}
    form.fields["amount"].help_text = said.format(**amounts)
    return form


def perform(contract: Contract, move: str, given: dict[str, Any], *, by: Any) -> Any:
    """Propose what the form holds; return the entry."""
    propose = operations.propose_drawdown if move == DRAW else operations.propose_repayment
    return propose(contract=contract, **given, by=by)
