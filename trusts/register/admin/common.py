"""What the pages of the register share: their permission, their lists, their two times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from config.api.problems import finding_sentence
from config.console.record import Table, badge, shown
from config.kernel.findings import Finding

VIEW = "trusts.register.view"
AS_OF, KNOWN_AT = "as_of", "known_at"


@dataclass(frozen=True)
class Asked:
    """The day that a page is about and the moment of its knowledge; as written, as understood."""

    on: dt.date
    known_at: dt.datetime
    written_on: str = ""
    written_known_at: str = ""
    fault: str = ""

    @property
    def banner(self) -> str:
        """Return in words what is shown; nothing for today, as known now."""
        if self.fault or not (self.written_on or self.written_known_at):
            return ""
        if not self.written_known_at:
            return _("As of {day}, as known now").format(day=self.on)
        return _("As of {day}, as known on {moment}").format(
            day=self.on, moment=shown(self.known_at)
        )


class WithPaper:
    """A page of proposals whose form takes a file."""

    def show_form(
        self, request: HttpRequest, form: Any, form_url: str, extra: dict[str, Any]
    ) -> HttpResponse:
        """Return the page with the form, sent as a form with a file is."""
        answer: HttpResponse = super().show_form(  # type: ignore[misc]
            request, form, form_url, {"has_file_field": True, **extra}
        )
        return answer


def asked(request: HttpRequest) -> Asked:
    """Return the times that the address asks for; today and now where it asks for none."""
    now, today = timezone.now(), timezone.localdate()
    day, moment = (request.GET.get(name, "").strip() for name in (AS_OF, KNOWN_AT))
    on, known_at = _day(day), _moment(moment, now=now)
    fault = ""
    for text, found in ((day, on), (moment, known_at)):
        if text and found is None:
            fault = _("“{text}” is neither a day nor an instant; write 2026-03-31.").format(
                text=text
            )
    if known_at is not None and known_at > now:
        fault = _("Nobody knows the future; ask for now or before.")
    if fault:
        return Asked(today, now, day, moment, fault)
    return Asked(on or today, known_at or now, day, moment)


def list_of(model: type[Model], **narrowed: int) -> str:
    """Return the address of a model's list, narrowed to some rows."""
    meta = model._meta
    listed = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    words = {f"{name}__id__exact": value for name, value in narrowed.items()}
    return f"{listed}?{urlencode(words)}"


def findings_table(findings: Iterable[Finding], *, title: str, labels: Any) -> Table:
    """Return findings as a table in the reader's language; ``labels`` names a field of theirs."""
    rows = [
        (
            badge(_("blocks"), "bad") if each.blocks else badge(_("warns"), "waiting"),
            labels(each.field),
            each.value,
            finding_sentence(each.to_json()),
            finding_sentence(each.to_json(), "remedy"),
        )
        for each in findings
    ]
    return Table(
        title=title,
        headers=[_("weight"), _("field"), _("value"), _("what"), _("what to do")],
        rows=rows,
        empty=_("Nothing is odd."),
    )


def label_of(model: type[Model], name: str) -> str:
    """Return what a column is called, or its name if it is no column."""
    found = {each.name: str(each.verbose_name) for each in model._meta.concrete_fields}
    return found.get(name, name)


def _day(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _moment(text: str, *, now: dt.datetime) -> dt.datetime | None:
    """Return an instant; a day stands for its last moment in the house's zone, today for now."""
    day = _day(text)
    try:
        if day is not None:
            if day == timezone.localtime(now).date():
                return now
            next_day = dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min)
            return timezone.make_aware(next_day) - dt.timedelta(microseconds=1)
        moment = parse_datetime(text.replace(" ", "T", 1))
        if moment is None:
            return None
        return timezone.make_aware(moment) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
