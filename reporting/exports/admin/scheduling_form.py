"""The form by which a schedule is proposed: choices from the tables, times in plain fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from config.console.models import SavedView
from reporting.disclosures import queries as disclosures
from reporting.disclosures.kinds.table import KINDS
from reporting.exports import queries
from reporting.exports.models import Schedule

_EXAMPLE = '{"at": "08:30", "working_day": 5}'


class ScheduleForm(forms.ModelForm):  # type: ignore[type-arg]  # (Django's form takes no type at run time)
    """What is exported, when, and to whom."""

    disclosure_kind = forms.ChoiceField(
        label=_("kind of disclosure"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_("For a disclosure or its figures."),
    )
    view = forms.ModelChoiceField(
        SavedView.objects.none(),
        label=_("saved view"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_("For a list: its columns, filters and order are taken over as they are now."),
    )
    timetable = forms.JSONField(
        label=_("timetable"),
        initial={"at": "08:30", "working_day": 5},
        widget=UnfoldAdminTextInputWidget,
        help_text=_(
            "{example}: the fifth working day of each month; of: quarter or year; -1: the last; "
            "0: every one. day: a day of the month; shift: next or previous, off days of rest."
        ),
    )
    time_zone = forms.CharField(
        label=_("time zone"), initial="Asia/Shanghai", widget=UnfoldAdminTextInputWidget
    )
    recipients = forms.MultipleChoiceField(
        label=_("recipients"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without any, the file lies ready for download."),
    )

    figure_template = forms.ChoiceField(
        label=_("table template"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_("For figures: without one, every figure is listed."),
    )
    watchers = forms.MultipleChoiceField(
        label=_("told of alarms"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Told by mail, besides the owner, when a run goes wrong."),
    )

    class Meta:
        model = Schedule
        fields = "__all__"  # noqa: DJ007 (the page names the fields that it shows)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chinese = (get_language() or "").startswith("zh")
        kinds = [(each.code, each.name_zh if chinese else each.name_en) for each in KINDS.values()]
        self._choices("disclosure_kind", [("", "—"), *kinds])
        self._choices("figure_template", [("", "—"), *disclosures.template_choices(chinese)])
        watchers = [(each.username, str(each)) for each in queries.possible_watchers()]
        self._choices("watchers", watchers)
        if "timetable" in self.fields:
            words = self.fields["timetable"].help_text
            self.fields["timetable"].help_text = str(words).replace("{example}", _EXAMPLE)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields.get(name)
        if field is not None:
            field.choices = choices
