"""Closing a month for many products at once, from the list of products."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from config.console.admin import Asked, BulkAct
from config.kernel.periods import Period
from trusts.ledger import operations
from trusts.ledger.models import PeriodMove
from trusts.register.admin import ProductAdmin
from trusts.register.models import Product


class MonthForm(forms.Form):
    """Which month is to be closed."""

    month = forms.CharField(
        label=gettext_lazy("month"),
        max_length=7,
        widget=UnfoldAdminTextInputWidget({"placeholder": "2025-12"}),
        help_text=gettext_lazy("Such as 2025-12; the books of every selected product close."),
    )

    def clean_month(self) -> Period:
        """Return the month as a period."""
        text = self.cleaned_data["month"].strip()
        try:
            year, month = (int(part) for part in text.split("-"))
            return Period.month(year, month)
        except ValueError as error:
            raise forms.ValidationError(_("Not a month; write 2025-12.")) from error


def _propose_to_close(product: Product, asked: Asked) -> PeriodMove:
    return operations.propose_close(
        product=product, period=asked.data["month"], by=asked.by, reason=asked.reason
    )


ProductAdmin.bulk_acts = (
    *ProductAdmin.bulk_acts,
    BulkAct(
        "close-month",
        gettext_lazy("Propose to close a month"),
        _propose_to_close,
        PeriodMove.propose_permission,
        form_class=MonthForm,
        hint=gettext_lazy("One proposal for each product; a second person confirms each."),
    ),
)
