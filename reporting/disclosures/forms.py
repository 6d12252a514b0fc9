"""The form that asks for a draft: the kind, the period, the product, as known when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from config.kernel.periods import Period, UnreadablePeriod
from reporting.disclosures.kinds.table import KINDS
from reporting.disclosures.models import Disclosure
from trusts.attribution.queries import AttributionStatement

MOMENTS_OFFERED = 30


def kind_words(code: str) -> str:
    """Return the name of a kind in the reader's language; a code of no kind stays as it is."""
    return dict(kind_choices()).get(code, code)


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds by their codes, named in the reader's language."""
    is_chinese = (get_language() or "").startswith("zh")
    return [(code, each.name_zh if is_chinese else each.name_en) for code, each in KINDS.items()]


class DraftForm(forms.Form):
    """What to draft."""

    kind = forms.ChoiceField(label=gettext_lazy("kind"), widget=UnfoldAdminSelectWidget)
    period = forms.CharField(
        label=gettext_lazy("period"),
        max_length=21,
        widget=UnfoldAdminTextInputWidget({"placeholder": "2025 / 2025Q1 / 2025-03"}),
        help_text=gettext_lazy("A year, a quarter or a month: 2025, 2025Q1, 2025-03."),
    )
    known_at = forms.ChoiceField(
        label=gettext_lazy("as known at"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy(
            "Statements and attribution must have been drawn for the period and this moment."
        ),
    )
    subject = forms.CharField(
        label=gettext_lazy("product"),
        max_length=64,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("The code of the product, for a kind that is about one product."),
    )
    organization_zh = forms.CharField(
        label=gettext_lazy("Chinese name of the organization"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
    )
    organization_en = forms.CharField(
        label=gettext_lazy("English name of the organization"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"), max_length=2000, widget=UnfoldAdminTextareaWidget({"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = kind_choices()
        fields["known_at"].choices = [("", _("now")), *_moments()]
        last = Disclosure.objects.order_by("-id").first()
        if last is not None:
            self.fields["organization_zh"].initial = last.organization_zh
            self.fields["organization_en"].initial = last.organization_en

    def clean_period(self) -> Period:
        """Return the period."""
        try:
            return Period.parse(self.cleaned_data["period"].strip())
        except UnreadablePeriod as fault:
            message = _("Not a period; write 2025, 2025Q1 or 2025-03.")
            raise forms.ValidationError(message, code="invalid") from fault

    def clean_known_at(self) -> dt.datetime | None:
        """Return the moment; None for now."""
        text = self.cleaned_data["known_at"]
        return dt.datetime.fromisoformat(text) if text else None

    def clean_subject(self) -> str:
        """Return the code of the product without blanks around it."""
        return str(self.cleaned_data["subject"]).strip()


def _moments() -> list[tuple[str, str]]:
    """Return the moments for which a period was attributed, the latest first."""
    rows = (
        AttributionStatement.objects.values_list("starts_on", "ends_on", "known_at")
        .distinct()
        .order_by("-known_at", "-starts_on")[:MOMENTS_OFFERED]
    )
    found: dict[str, list[str]] = {}
    for starts_on, ends_on, known_at in rows:
        found.setdefault(known_at.isoformat(), []).append(str(Period(starts_on, ends_on)))
    return [(text, f"{_told(text)} · {', '.join(periods)}") for text, periods in found.items()]


def _told(text: str) -> str:
    return f"{timezone.localtime(dt.datetime.fromisoformat(text)):%Y-%m-%d %H:%M:%S}"
