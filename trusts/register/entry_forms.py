"""The forms of the register's staff pages: terms and moves with their paper, parties, filings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from config.api.problems import finding_sentence
from config.archive.models import StoredFile
from config.kernel.errors import InvalidInput
from trusts.register import operations, rules
from trusts.register.models import ChangeRegistration, Party, PartyRole, ProductTerms

_PAPER = _("A PDF, PNG or JPEG of at most 20 MB; it is kept by its hash.")
_PAPER_OF_MOVE = _(
    "This move needs its paper: the filing receipt, the resolution or the report. "
    "A PDF, PNG or JPEG of at most 20 MB."
)
_DAYS = {
    "established_on": _("established on"),
    "matures_on": _("matures on"),
    "terminated_on": _("terminated on"),
}


class PaperField(forms.FileField):
    """Takes an upload and gives the paper that the archive keeps of it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=UnfoldAdminFileFieldWidget,
            **{"label": _("document"), "help_text": _PAPER, "required": False, **kwargs},
        )

    def clean(self, data: Any, initial: Any = None) -> StoredFile | None:
        """
        Return the stored paper; None if nothing was sent.

        :raises ValidationError: saying why the file is no paper.
        """
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return operations.keep_document(content=upload, name=upload.name)
        except InvalidInput as refusal:
            words = [
                f"{finding_sentence(each.to_json())} {finding_sentence(each.to_json(), 'remedy')}"
                for each in refusal.findings
            ]
            raise ValidationError(words, code="no_paper") from refusal


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]  # (subscripted by stubs only)
    """Terms of a product, with the paper behind them."""

    document = PaperField()

    class Meta:
        model = ProductTerms
        fields: tuple[str, ...] = ()


class MoveForm(forms.Form):
    """A move of a product: from when, its days, its paper, and why."""

    move = forms.CharField(
        label=_("move"), disabled=True, required=False, widget=UnfoldAdminTextInputWidget
    )
    effective_from = forms.DateField(label=_("effective from"), widget=UnfoldAdminSingleDateWidget)
    document = PaperField()
    reason = forms.CharField(
        label=_("reason"), max_length=2000, widget=UnfoldAdminTextareaWidget({"rows": 3})
    )

    def __init__(self, *args: Any, to_status: str, move: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["move"].initial = move
        for name in rules.DAYS_OF_A_MOVE.get(to_status, ()):
            self.fields[name] = forms.DateField(
                label=_DAYS[name], required=False, widget=UnfoldAdminSingleDateWidget
            )
        if to_status in rules.DOCUMENTED:
            self.fields["document"].help_text = _PAPER_OF_MOVE
        order = ["move", "effective_from", *_DAYS, "document", "reason"]
        self.order_fields(order)

    def given(self) -> dict[str, Any]:
        """Return what the act takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "move"}


class PartyForm(forms.ModelForm):  # type: ignore[type-arg]
    """A party; of a natural person, what is kept under seal."""

    identity_number = forms.CharField(
        label=_("identity number"),
        max_length=18,
        required=False,
        widget=UnfoldAdminTextInputWidget({"autocomplete": "off"}),
        help_text=_(
            "Of a natural person only. Name and number are kept under seal; a mask is shown."
        ),
    )

    class Meta:
        model = Party
        fields: tuple[str, ...] = ()

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the names to the form and the act: the table takes a person's mask, not these."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"name_zh", "name_en"}


class FilingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A filing about one version, named by its number, with its receipt."""

    terms = forms.ModelChoiceField(
        ProductTerms.objects.confirmed(),
        label=_("number of the version of terms"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    role = forms.ModelChoiceField(
        PartyRole.objects.confirmed(),
        label=_("number of the version of a role"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    document = PaperField()

    class Meta:
        model = ChangeRegistration
        fields: tuple[str, ...] = ()
