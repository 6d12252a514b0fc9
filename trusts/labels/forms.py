"""The forms of labels' staff pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextareaWidget

from trusts.labels.models import GreenLabel, SupplementaryValue
from trusts.register.forms import PairsField

_WORDS = 3


class PartsField(forms.CharField):
    """Takes lines like ``CN-GREEN-2025 4.2 37.5``: edition, code and percentage."""

    def __init__(self, **kwargs: Any) -> None:
        self._pairs = PairsField(word="code", number="percent")
        super().__init__(widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}), **kwargs)

    def clean(self, value: Any) -> list[dict[str, str]]:
        """
        Return the parts.

        :raises ValidationError: naming the first line that is not one.
        """
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return [self._part(place, line) for place, line in enumerate(lines, 1)]

    def _part(self, place: int, line: str) -> dict[str, str]:
        words = line.split()
        if len(words) == _WORDS:
            edition, *pair = words
            (found,) = self._pairs.clean(" ".join(pair))
            return {"edition": edition, **found}
        message = _("Line {place} is not an edition, a code and a percentage: {line}").format(
            place=place, line=line
        )
        raise ValidationError(message, code="not_a_part")


def _document(help_text: Any) -> forms.FileField:
    return forms.FileField(
        label=gettext_lazy("document"),
        required=False,
        widget=UnfoldAdminFileFieldWidget,
        help_text=help_text,
    )


class GreenLabelForm(forms.ModelForm):  # type: ignore[type-arg]  # (subscripted by stubs only)
    """A label whose parts are written a line each; left empty, they are as suggested."""

    parts = PartsField(
        label=gettext_lazy("parts"),
        required=False,
        help_text=gettext_lazy(
            "One a line: edition, code and percentage of the contract, such as "
            "CN-GREEN-2025 4.2 37.5. Left empty on the basis of projects, the label is taken as "
            "split and recognition support it."
        ),
    )
    file = _document(
        gettext_lazy("PDF, PNG or JPEG, at most 20 MB; a documented use of funds needs one.")
    )

    class Meta:
        model = GreenLabel
        fields = ("contract", "effective_from", "basis", "parts", "form", "note", "supersedes")


class SupplementaryValueForm(forms.ModelForm):  # type: ignore[type-arg]  # (subscripted by stubs only)
    """A supplementary value with its source and, if there is one, its document."""

    file = _document(gettext_lazy("PDF, PNG or JPEG, at most 20 MB, if there is one."))

    class Meta:
        model = SupplementaryValue
        fields = (
            "field",
            "contract",
            "product",
            "effective_from",
            "value",
            "source",
            "supersedes",
        )
