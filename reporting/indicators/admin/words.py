"""How coverage is said and shown on staff pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from config.accounts.models import Department
from config.console.record import badge
from reporting.indicators.rules.gaps import Asked
from reporting.indicators.rules.kinds import Coverage

COVERAGES = {
    Coverage.ANSWERED: ("good", _("answered")),
    Coverage.PARTLY: ("waiting", _("partly answered")),
    Coverage.NOT_COLLECTED: ("waiting", _("not collected yet")),
    Coverage.NOT_COMPUTED: ("waiting", _("not computed yet")),
    Coverage.NO_INDICATOR: ("bad", _("no indicator")),
}


def coverage_badge(coverage: Coverage) -> SafeString:
    """Return a coverage as a badge."""
    tone, text = COVERAGES[coverage]
    return badge(text, tone)


def named(row: Any) -> str:
    """Return the name of a row in the reader's language."""
    name: str = row.name_zh if (get_language() or "").startswith("zh") else row.name_en
    return name


def departments() -> dict[str, str]:
    """Return what each department is called, by its code."""
    english = not (get_language() or "").startswith("zh")
    return {
        each.code: (each.name_en if english else "") or each.name_zh
        for each in Department.objects.order_by("code")
    }


def asked_lines(asked: Iterable[Asked], owners: Mapping[str, str]) -> SafeString:
    """
    Return the indicators of an item, one a line: code, name, what answers, or who owes it.

    ``owners`` are the names of departments; one that the house does not have shows its code.
    """
    return format_html_join("", "<div>{} {} {}</div>", (_parts(each, owners) for each in asked))


def _parts(each: Asked, owners: Mapping[str, str]) -> tuple[Any, Any, Any]:
    code = format_html("<code>{}</code>", each.code)
    if each.given is not None:
        if each.given.page and each.given.ref:
            url = reverse(each.given.page, args=[each.given.ref])
            return (
                code,
                format_html('<a class="gt-link" href="{}">{}</a>', url, named(each.indicator)),
                "",
            )
        return code, named(each.indicator), ""
    code_of_owner = each.indicator.owner_department
    owner = owners.get(code_of_owner, code_of_owner)
    waits = COVERAGES[each.coverage][1]
    note = format_html(
        '<small class="gt-quiet">{}{}</small>', waits, f" · {owner}" if owner else ""
    )
    return code, named(each.indicator), note
