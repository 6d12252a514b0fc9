"""The forms of the registry's staff pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from config.console.admin import UploadForm
from projects.registry.rules.technologies import TECHNOLOGIES


class ProjectTermsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Terms of a standing project, or a new project with its first terms."""

    new_code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
        label=gettext_lazy("code of a new project"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Only for a project that is not registered yet."),
    )
    new_technology = forms.ChoiceField(
        label=gettext_lazy("technology of a new project"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        choices=[
            ("", "-"),
            *((code, f"{each.name_zh} {each.name_en}") for code, each in TECHNOLOGIES.items()),
        ],
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a standing project or for a new one, never both."""
        data: dict[str, Any] = super().clean() or {}
        is_new = bool(data.get("new_code") and data.get("new_technology"))
        if bool(data.get("project")) == is_new:
            raise forms.ValidationError(
                _("Choose a registered project, or give code and technology of a new one.")
            )
        return data


class StationUploadForm(UploadForm):
    """A CSV file of stations, with the time zone of rows that name none."""

    zone = forms.CharField(
        label=gettext_lazy("time zone"),
        initial="Asia/Shanghai",
        max_length=64,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("The IANA time zone of stations whose row names none."),
    )
    is_sample = forms.BooleanField(
        label=gettext_lazy("sample data"), required=False, widget=UnfoldBooleanSwitchWidget
    )
