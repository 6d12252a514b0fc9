"""The forms of recognition's staff pages."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminFileFieldWidget as FileWidget
from unfold.widgets import UnfoldAdminSelectWidget as SelectWidget
from unfold.widgets import UnfoldAdminSingleDateWidget as DateWidget
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget

from projects.recognition.models.evidence import EVIDENCE_NAMES
from projects.registry.models import Project


class EvidenceForm(forms.Form):
    """A document, what it proves and about which project."""

    project = forms.ModelChoiceField(
        Project.objects.order_by("code"), label=gettext_lazy("project"), widget=SelectWidget
    )
    evidence_type = forms.ChoiceField(
        label=gettext_lazy("type of evidence"),
        choices=[(kind.value, name) for kind, name in EVIDENCE_NAMES.items()],
        widget=SelectWidget,
    )
    title = forms.CharField(
        label=gettext_lazy("title"), max_length=200, widget=UnfoldAdminTextInputWidget
    )
    issued_on = forms.DateField(label=gettext_lazy("issued on"), widget=DateWidget)
    file = forms.FileField(
        label=gettext_lazy("file"),
        widget=FileWidget,
        help_text=gettext_lazy("PDF, PNG or JPEG, at most 20 MB."),
    )
    is_sample = forms.BooleanField(
        label=gettext_lazy("sample data"), required=False, widget=UnfoldBooleanSwitchWidget
    )


class RecognitionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A decision; every document kept for the project is taken as evidence."""

    inputs = forms.JSONField(
        label=gettext_lazy("inputs"),
        required=False,
        initial=dict,
        help_text=gettext_lazy(
            'Numbers by name, such as {"full_load_hours_h": "1100"}. The register adds its own, '
            "and every document kept for the project is taken as evidence."
        ),
    )

    def clean_inputs(self) -> dict[str, str]:
        """Return the inputs as the text of exact numbers."""
        given = self.cleaned_data["inputs"] or {}
        try:
            return {str(name): str(Decimal(str(value))) for name, value in given.items()}
        except (ArithmeticError, AttributeError):
            raise forms.ValidationError(_("Write a number for each name.")) from None
