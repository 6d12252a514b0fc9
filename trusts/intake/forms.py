"""Forms of the room's staff pages: a file with what it is, a profile written in lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from config.console.pages.batches import UploadForm
from trusts.intake.models import ImportProfile
from trusts.intake.operations.profiles import ENCODINGS
from trusts.intake.rules.mapping import Sign
from trusts.intake.subjects import SUBJECTS

SIGN_LABELS = {
    Sign.BY_KIND: gettext_lazy("the kind alone tells the direction"),
    Sign.SIGNED: gettext_lazy("money that goes out is negative"),
    Sign.BY_COLUMN: gettext_lazy("a column tells the direction in words"),
    Sign.TWO_COLUMNS: gettext_lazy("one column for money in, one for money out"),
}


def subject_choices() -> list[tuple[str, Any]]:
    """Return the subjects as the choices of a field."""
    return [(each.name, each.title) for each in SUBJECTS.values()]


class SendForm(UploadForm):
    """A file, what its rows are, whose layout it follows, and why it is sent."""

    subject = forms.ChoiceField(
        label=gettext_lazy("what the rows are"), widget=UnfoldAdminSelectWidget
    )
    profile = forms.ChoiceField(
        label=gettext_lazy("import profile"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy(
            "Whose layout the file follows; without one it has the titles of our template."
        ),
    )
    is_sample = forms.BooleanField(
        label=gettext_lazy("sample data"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    field_order = ("subject", "file", "profile", "source", "is_sample", "reason")

    def __init__(self, *args: Any, profiles: Iterable[ImportProfile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._profiles = {str(each.pk): each for each in profiles}
        named = [(key, f"{each} · {each.source}") for key, each in self._profiles.items()]
        self.fields["subject"].choices = subject_choices()  # type: ignore[attr-defined]
        self.fields["profile"].choices = [("", _("our own template")), *named]  # type: ignore[attr-defined]
        self.fields["source"].help_text = _(
            "Which system or whom the file comes from; a profile names its own. "
            "References are unique within a source."
        )

    def clean_profile(self) -> ImportProfile | None:
        """Return the profile chosen."""
        return self._profiles.get(self.cleaned_data["profile"])


class PairsInLines(forms.CharField):
    """Takes lines like ``left = right`` and gives them as a mapping."""

    widget = UnfoldAdminTextareaWidget({"rows": 6})

    def clean(self, value: Any) -> dict[str, str]:
        """
        Return the pairs.

        :raises ValidationError: naming the first line that is no pair.
        """
        found: dict[str, str] = {}
        for line in str(super().clean(value) or "").splitlines():
            if not line.strip():
                continue
            left, sign, right = (part.strip() for part in line.rpartition("="))
            if not (left and sign and right) or left in found:
                message = _("This line is not a pair, or stands twice: {line}").format(line=line)
                raise forms.ValidationError(message, code="not_a_pair")
            found[left] = right
        return found


class WordsInLines(forms.CharField):
    """Takes a word a line and gives the list."""

    widget = UnfoldAdminTextareaWidget({"rows": 2})

    def clean(self, value: Any) -> list[str]:
        """Return the words."""
        lines = str(super().clean(value) or "").splitlines()
        return [line.strip() for line in lines if line.strip()]


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # (subscripted by stubs only)
    """An import profile whose mapping is written in lines."""

    subject = forms.ChoiceField(label=gettext_lazy("subject"), widget=UnfoldAdminSelectWidget)
    columns = PairsInLines(
        label=gettext_lazy("columns"),
        required=False,
        help_text=gettext_lazy(
            "One a line: the file's title = our field, as in 产品代码 = product."
        ),
    )
    constants = PairsInLines(
        label=gettext_lazy("constants"),
        required=False,
        help_text=gettext_lazy("Our field = what it is in every row: kind = subscription."),
    )
    words = PairsInLines(
        label=gettext_lazy("words"),
        required=False,
        help_text=gettext_lazy(
            "Our field: the file's word = ours, as in kind: 122 = subscription."
        ),
    )
    ignored = WordsInLines(
        label=gettext_lazy("ignored columns"),
        required=False,
        help_text=gettext_lazy("Titles that are known not to matter, one a line."),
    )
    sign = forms.ChoiceField(
        label=gettext_lazy("direction of money"),
        choices=[(each.value, label) for each, label in SIGN_LABELS.items()],
        widget=UnfoldAdminSelectWidget,
    )
    direction_column = forms.CharField(
        label=gettext_lazy("column of the direction"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    in_words = WordsInLines(label=gettext_lazy("words for money in"), required=False)
    out_words = WordsInLines(label=gettext_lazy("words for money out"), required=False)
    in_column = forms.CharField(
        label=gettext_lazy("column of money in"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    out_column = forms.CharField(
        label=gettext_lazy("column of money out"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("encoding"),
        required=False,
        choices=[("", gettext_lazy("proved from the file")), *((each, each) for each in ENCODINGS)],
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = ImportProfile
        fields = (
            "code",
            "name_zh",
            "name_en",
            "source",
            "subject",
            "effective_from",
            "encoding",
            "sheet",
            "header_row",
            "supersedes",
            "is_sample",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = subject_choices()  # type: ignore[attr-defined]

    def mapping(self) -> dict[str, Any]:
        """Return the mapping that the lines write."""
        data = self.cleaned_data
        values: dict[str, dict[str, str]] = {}
        for left, right in data["words"].items():
            field, _colon, word = (part.strip() for part in left.partition(":"))
            values.setdefault(field, {})[word] = right
        same = ("columns", "constants", "ignored", "sign", "direction_column")
        sides = ("in_words", "out_words", "in_column", "out_column")
        return {**{name: data[name] for name in (*same, *sides)}, "values": values}
