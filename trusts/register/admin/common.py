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
from django.utils.translation import gettext as _

from config.api.problems import finding_sentence
from config.console.lists import times
from config.console.lists.times import Times
from config.console.record import Table, badge
from config.kernel.findings import Finding
from trusts.register.models import ProductTerms

VIEW = "trusts.register.view"


@dataclass(frozen=True)
class Asked:
    """The day that a page is about and the moment of its knowledge; today and now by default."""

    on: dt.date
    known_at: dt.datetime
    times: Times

    @property
    def banner(self) -> str:
        """Return in words what is shown; nothing for today, as known now."""
        return "" if self.times.fault else self.times.banner


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
    found = times.asked(ProductTerms, request.GET, now=now)
    if found.fault:
        return Asked(today, now, found)
    return Asked(found.as_of or today, found.known_at or now, found)


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
