"""The fields of an address, door by door: what a person writes, and how it is read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from config.kernel.errors import InvalidInput
from reporting.exports.doors.table import DOORS
from reporting.exports.models import Door


class Lines(forms.CharField):
    """A list, one entry a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}), **kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the entries."""
        return [each.strip() for each in str(value or "").splitlines() if each.strip()]

    def validate(self, value: Any) -> None:
        """Leave it to the door to say what an entry is."""
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")


def _text(label: Any, help_text: Any = "", **kwargs: Any) -> forms.Field:
    widget = kwargs.pop("widget", UnfoldAdminTextInputWidget)
    return forms.CharField(label=label, help_text=help_text, widget=widget, **kwargs)


def _number(label: Any, initial: int, help_text: Any = "") -> forms.Field:
    return forms.IntegerField(
        label=label, initial=initial, help_text=help_text, widget=UnfoldAdminIntegerFieldWidget
    )


def _switch(label: Any, help_text: Any, *, initial: bool) -> forms.Field:
    return forms.BooleanField(
        label=label, initial=initial, help_text=help_text, widget=UnfoldBooleanSwitchWidget
    )


_LINK_DAYS = _("days that a link holds"), 14
#: Door by door, the fields of its address; the same that the door itself reads.
FIELDS: Mapping[str, Mapping[str, forms.Field]] = {
    Door.EMAIL: {
        "to": Lines(label=_("to"), help_text=_("One mail address a line.")),
        "cc": Lines(label=_("copy to"), help_text=_("One mail address a line.")),
        "subject": _text(_("subject"), _("Empty: the schedule's name and the period.")),
        "attach_up_to_mb": _number(
            _("attach up to (MB)"), 10, _("A larger file leaves as a link to it.")
        ),
        "link_days": _number(*_LINK_DAYS),
        "repeat_when_unsure": _switch(
            _("send again when unsure"),
            _("Rather twice than never; otherwise a person decides."),
            initial=False,
        ),
    },
    Door.SFTP: {
        "host": _text(_("host")),
        "port": _number(_("port"), 22),
        "user": _text(_("user")),
        "folder": _text(_("folder"), initial="."),
        "host_key": _text(
            _("host key"),
            _("As ssh-keyscan writes it: ssh-ed25519 AAAA…"),
            widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        ),
        "read_back": _switch(
            _("read back"), _("Reads the file back and compares its hash."), initial=True
        ),
    },
    Door.S3: {
        "endpoint": _text(_("address of the store"), "https://s3.example.com"),
        "region": _text(_("region"), initial="us-east-1"),
        "bucket": _text(_("bucket")),
        "prefix": _text(_("prefix"), _("Put before the file's name: reports/")),
        "access_key_id": _text(_("access key id")),
    },
    Door.WEBHOOK: {
        "url": _text(_("web address"), "https://example.com/hooks/reports"),
        "body": forms.ChoiceField(
            label=_("what is posted"),
            choices=[("file", _("the file")), ("notice", _("a notice with a link"))],
            initial="file",
            widget=UnfoldAdminSelectWidget,
        ),
        "link_days": _number(*_LINK_DAYS),
    },
    Door.FOLDER: {
        "folder": _text(
            _("folder"), _("Below the outbox that the installation has set aside: filings/monthly")
        ),
    },
}
#: What the boxes of a form are called; the name of an item may come with several doors.
NAMES = {(door, item): f"{door}_{item}" for door, items in FIELDS.items() for item in items}
#: A box is shown while its door is chosen.
SHOWN_WHEN = {name: f"door == '{door}'" for (door, _item), name in NAMES.items()}
SECRET_SHOWN_WHEN = " || ".join(
    f"door == '{name}'" for name, door in DOORS.items() if door.needs_secret
)


def form_fields() -> dict[str, forms.Field]:
    """Return every box of every door, none of them required before a door is chosen."""
    found = {}
    for (door, item), name in NAMES.items():
        field = copy(FIELDS[door][item])
        field.required = False
        field.label = format_lazy("{} · {}", Door(door).label, field.label)
        found[name] = field
    return found


def address_of(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Return the address that the boxes of the chosen door hold; all boxes leave ``cleaned``."""
    chosen = cleaned.get("door")
    given = {key: cleaned.pop(name, None) for key, name in NAMES.items()}
    return {
        item: value
        for (door, item), value in given.items()
        if door == chosen and value not in (None, "", [])
    }


def boxed(refusal: InvalidInput, door: str) -> InvalidInput:
    """Return a refusal whose findings name the boxes that they are about."""
    return InvalidInput(
        [
            replace(each, field=NAMES.get((door, each.field), each.field))
            for each in refusal.findings
        ]
    )


def told(door: str, address: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield what each item of an address is called, and what it says."""
    for item, value in address.items():
        field = FIELDS.get(door, {}).get(item)
        shown = ", ".join(value) if isinstance(value, list) else value
        yield (field.label if field else item), shown
