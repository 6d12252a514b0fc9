"""What changed since an earlier version: texts by section, figures by what they are about."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.api.problems import sentence
from config.console import drilldown, record
from config.console.record import Crumb, Record, Table
from config.console.site import site
from config.kernel.errors import DomainError
from reporting.disclosures.drafting import comparing
from reporting.disclosures.drafting.admin import acting
from reporting.disclosures.models import LANGUAGES, DisclosureVersion
from reporting.disclosures.queries import version_of
from reporting.disclosures.rules.comparison import Change, FigureChange, Stated
from reporting.rendering.document import Language

CHANGES = {
    Change.ADDED: (gettext_lazy("new"), "good"),
    Change.REMOVED: (gettext_lazy("gone"), "bad"),
    Change.CHANGED: (gettext_lazy("changed"), "waiting"),
}
FIGURES_SHOWN = 500


def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show what changed; by default since the version before, else since last period."""
    disclosure = acting.asked_for(request, code)
    asked = request.GET
    language = asked.get("language") or ("zh-Hans" if acting.is_chinese() else "en")
    if language not in disclosure.languages:
        language = disclosure.languages[0]
    trouble, found, options = "", None, []
    try:
        after = version_of(disclosure, _number(asked.get("version")))
        options = comparing.counterparts(after)
        before = next((each for each in options if str(each.pk) == asked.get("before")), None)
        found = comparing.compare(after, before, cast(Language, language))
    except DomainError as refusal:
        trouble = sentence(refusal)
        after = None
    url = reverse("admin:draft", args=[code])
    return drilldown.show(
        request,
        Record(
            title=_("What changed"),
            subtitle=str(disclosure),
            crumbs=acting.crumbs(disclosure, Crumb(_("What changed")), url=url),
            is_sample=bool(after and after.is_sample),
            tables=[_figures(found)] if found else [],
        ),
        template="reporting/draft_changes.html",
        trouble=trouble,
        found=found,
        sections=_sections(found) if found else [],
        options=[(each.pk, _named(each)) for each in options],
        languages=[each for each in LANGUAGES if each[0] in disclosure.languages],
        language=language,
        version=after.number if after else "",
        counts=_counts(found) if found else [],
    )


def _number(text: str | None) -> int | None:
    if text and not text.isdecimal():
        raise Http404
    return int(text) if text else None


def _named(version: DisclosureVersion) -> str:
    return f"{version} · {version.disclosure.period} · {record.shown(version.known_at)}"


def _counts(found: comparing.Comparison) -> list[str]:
    changed = len(found.changed_sections)
    figures = len(found.changed_figures)
    return [
        _("{changed} of {all} sections changed").format(changed=changed, all=len(found.sections)),
        _("{changed} of {all} figures changed").format(changed=figures, all=len(found.figures)),
    ]


def _sections(found: comparing.Comparison) -> list[dict[str, Any]]:
    return [
        {
            "heading": each.heading,
            "badge": record.badge(*CHANGES[each.change]),
            "lines": each.lines,
            "same": each.same_lines,
        }
        for each in found.changed_sections
    ]


def _figures(found: comparing.Comparison) -> Table:
    changed = found.changed_figures
    rows = [_row(each) for each in changed[:FIGURES_SHOWN]]
    if len(changed) > FIGURES_SHOWN:
        rest = _("{count} more; the interface lists them all.")
        rows.append([rest.format(count=len(changed) - FIGURES_SHOWN)])
    return Table(
        title=_("Figures that changed"),
        headers=[
            _("figure"),
            _("indicator and dimension"),
            _("change"),
            _("old"),
            _("new"),
            _("difference"),
            _("share of the old"),
            _("unit"),
        ],
        rows=rows,
        numeric=frozenset({3, 4, 5, 6}),
        empty=_("Every figure in the two documents is the same."),
    )


def _row(each: FigureChange) -> list[Any]:
    stated = each.after or each.before
    badge = record.badge(*CHANGES[each.change])
    if each.is_another_basis:
        badge = format_html("{} {}", badge, record.badge(_("another method or unit"), "bad"))
    return [
        stated.label if stated else "",
        each.key,
        badge,
        _value(each.before),
        _value(each.after),
        None if each.difference is None else f"{each.difference.normalize():+,f}",
        None if each.share is None else f"{each.share:+.2%}",
        stated.unit if stated else "",
    ]


def _value(stated: Stated | None) -> Any:
    if stated is None:
        return None
    url = reverse("admin:reporting_figure_by_id", args=[stated.figure_id])
    return format_html('<a class="gt-link" href="{}">{}</a>', url, stated.shown)


site.page("drafting/<str:code>/changes/", show, name="draft-changes")
