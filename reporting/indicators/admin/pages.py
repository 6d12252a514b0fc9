"""The pages of gaps: every framework at a glance, then one item by item."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import bars, drilldown, navigation
from config.console.admin import person
from config.console.dashboard import Card
from config.console.lists import times
from config.console.record import Crumb, Link, Record, Table, badge, link_to, shown
from config.console.site import site
from config.kernel.periods import Period, UnreadablePeriod
from reporting.indicators import queries
from reporting.indicators.admin.words import (
    COVERAGES,
    asked_lines,
    coverage_badge,
    departments,
    named,
)
from reporting.indicators.models import Framework, LibraryIndicator
from reporting.indicators.rules.gaps import Gap, counted
from reporting.indicators.rules.kinds import Coverage

VIEW = "reporting.indicators.view"
BOARD, PAGE = "gaps", "framework-gaps"
TEMPLATE = "reporting/gaps.html"


@dataclass(frozen=True)
class Asked:
    """One question to a page of gaps, and what could not be read of it."""

    period: Period
    known_at: dt.datetime
    is_known_now: bool
    coverage: Coverage | None = None
    faults: tuple[str, ...] = ()

    def query(self, coverage: Coverage | None = None) -> str:
        """Return the question as the end of an address."""
        words = {"period": str(self.period)}
        if not self.is_known_now:
            words[times.KNOWN_AT] = self.known_at.isoformat()
        if coverage is not None:
            words["coverage"] = coverage.value
        return "?" + urlencode(words)

    @property
    def moment(self) -> str:
        """Return the period and the moment of knowledge in words."""
        if self.is_known_now:
            return _("{period}, as known now").format(period=self.period)
        known = shown(self.known_at)
        return _("{period}, as known at {moment}").format(period=self.period, moment=known)


def board_page(request: HttpRequest) -> HttpResponseBase:
    """Show how far every framework is answered for a period."""
    person(request).check_may(VIEW)
    question = _asked(request)
    standing = queries.frameworks(question.known_at)
    gaps = queries.gaps_of(standing, question.period, question.known_at)
    table = Table(
        title=_("Items by framework"),
        headers=[
            _("framework"),
            _("list"),
            _("items"),
            *(COVERAGES[each][1] for each in Coverage),
            _("answered share"),
        ],
        rows=[_line(each, gaps[each.pk], question) for each in standing],
        numeric=frozenset(range(2, 9)),
        empty=_("No framework is confirmed yet; take in a list of items."),
    )
    record = Record(title=_("Gaps by framework"), subtitle=question.moment, tables=[table])
    return _show(request, record, question)


def _line(framework: Framework, gaps: list[Gap], question: Asked) -> tuple[Any, ...]:
    counts = counted(gaps)
    here = reverse(f"admin:{PAGE}", args=[framework.pk])
    title = format_html(
        '<a class="gt-link" href="{}">{}</a><br><small class="gt-quiet">{}</small>',
        here + question.query(),
        named(framework),
        str(framework),
    )
    share = Decimal(100 * counts[Coverage.ANSWERED]) / (len(gaps) or 1)
    return (
        title,
        _list_badge(framework),
        len(gaps),
        *counts.values(),
        format_html("{} {} %", bars.bar(share), f"{share:.0f}"),
    )


def _list_badge(framework: Framework) -> Any:
    if not framework.is_official:
        return badge(_("working list"), "waiting")
    return badge(_("official, partial") if framework.is_partial else _("official"), "good")


def framework_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the items of one framework with what answers them, or what is missing."""
    person(request).check_may(VIEW)
    question = _asked(request)
    framework = Framework.objects.known(question.known_at).filter(pk=pk).first()
    if framework is None:
        raise Http404
    gaps = queries.gaps(framework, question.period, question.known_at)
    counts = counted(gaps)
    kept = [each for each in gaps if question.coverage in (None, each.coverage)]
    board = reverse(f"admin:{BOARD}") + question.query()
    record = Record(
        title=named(framework),
        subtitle=question.moment,
        badges=[_list_badge(framework)],
        crumbs=[Crumb(_("Gaps by framework"), board), Crumb(framework.code)],
        links=[Link(_("The list itself"), _url_of(framework), framework.source)],
        tables=[_items(kept)],
    )
    cards = [
        Card(title=COVERAGES[each][1], value=counts[each], url=question.query(each))
        for each in Coverage
    ]
    return _show(request, record, question, cards=cards, note=framework.note)


def _url_of(framework: Framework) -> str:
    return reverse("admin:reporting_framework_change", args=[framework.pk])


def _items(gaps: list[Gap]) -> Table:
    owners = departments()
    return Table(
        title=_("Items ({number})").format(number=len(gaps)),
        headers=[
            _("code"),
            _("section"),
            _("item"),
            _("unit"),
            _("coverage"),
            _("indicators"),
            _("note"),
            _("confidence"),
        ],
        rows=[
            (
                link_to(each.item, each.item.code),
                each.item.section,
                named(each.item),
                each.item.unit,
                coverage_badge(each.coverage),
                asked_lines(each.asked, owners) or "–",
                each.item.note,
                each.item.confidence,
            )
            for each in gaps
        ],
        empty=_("No item is like this."),
    )


def _asked(request: HttpRequest) -> Asked:
    now, faults = timezone.now(), []
    period = Period.year(timezone.localdate().year - 1)
    text = request.GET.get("period", "").strip()
    if text:
        try:
            period = Period.parse(text)
        except UnreadablePeriod:
            faults.append(
                _("“{text}” is no period; write 2025, 2025Q1 or 2025-03.").format(text=text)
            )
    moment = times.asked(LibraryIndicator, request.GET.dict(), now=now)
    if moment.fault:
        faults.append(moment.fault)
    coverage = request.GET.get("coverage", "")
    return Asked(
        period=period,
        known_at=moment.known_at or now,
        is_known_now=moment.known_at is None,
        coverage=Coverage(coverage) if coverage in set(Coverage) else None,
        faults=tuple(faults),
    )


def _show(
    request: HttpRequest, record: Record, question: Asked, **context: Any
) -> HttpResponseBase:
    known_text = request.GET.get(times.KNOWN_AT, "")
    return drilldown.show(
        request, record, template=TEMPLATE, asked=question, known_text=known_text, **context
    )


site.page("gaps/", board_page, name=BOARD)
site.page("gaps/<int:pk>/", framework_page, name=PAGE)
navigation.page(
    "reporting.indicators",
    title=gettext_lazy("Gaps by framework"),
    url_name=f"admin:{BOARD}",
    permission=VIEW,
    icon="rule",
)
