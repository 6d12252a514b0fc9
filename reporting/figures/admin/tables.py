"""The tables below a figure: what it rests on, down to the file."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from config.console import record
from config.console.record import Table
from reporting.figures.models import Figure
from reporting.figures.queries import beside, walking
from reporting.figures.rules.measures import MEASURES

STATIONS_ON_PAGE = 50


def is_chinese() -> bool:
    """Return whether the reader reads Chinese."""
    return (get_language() or "").startswith("zh")


def statements(walk: walking.Walk) -> Table:
    """Return the carbon and attribution statements."""
    return Table(
        title=_("Statements"),
        headers=[_("statement"), _("period"), _("method"), _("value"), _("unit"), _("SHA-256")],
        rows=[
            [
                _to_statement(each),
                each.period,
                each.method_zh if is_chinese() else each.method_en,
                each.value,
                each.unit,
                record.shown_hash(each.sha256[:12]),
            ]
            for each in walk.statements
        ],
        numeric=frozenset({3}),
    )


#: Where the statements of each table have their pages.
PAGES = {
    "projects_statement": "admin:projects_statement_change",
    "projects_activitystatement": "admin:projects_activitystatement_change",
    "projects_soldright": "admin:projects_soldright_change",
    "trusts_attributionstatement": "admin:trusts_attributionstatement_change",
    "trusts_financedstatement": "admin:trusts_financedstatement_change",
}


def _to_statement(line: walking.StatementLine) -> Any:
    """Return the way to a statement's own page."""
    text = f"{line.title} #{line.id}"
    url = reverse(PAGES[line.table], args=[line.id])
    return format_html('<a class="gt-link" href="{}">{}</a>', url, text)


#: What a figure may differ in from another beside its value.
ASPECTS = {
    "method": gettext_lazy("version of the method"),
    "factors": gettext_lazy("factors"),
    "policies": gettext_lazy("policies"),
    "inputs": gettext_lazy("inputs"),
    "data_quality": gettext_lazy("data quality"),
    "unit": gettext_lazy("unit"),
}


def compared(found: beside.Comparison) -> Table:
    """Return the figure beside the last period, the year before and other bases."""
    rows = [
        (_("last period"), found.last_period),
        (_("year before"), found.year_before),
        *((_("other basis"), each) for each in found.other_bases),
    ]
    return Table(
        title=_("Compared"),
        headers=[
            _("with"),
            _("period"),
            _("known at"),
            _("value"),
            _("difference"),
            _("in percent"),
            _("differs in"),
            _("id"),
        ],
        rows=[_compared(words, each) for words, each in rows if each is not None],
        numeric=frozenset({3, 4, 5}),
    )


def _compared(words: str, each: beside.Beside) -> list[Any]:
    other, told = each.figure, each.difference
    return [
        words,
        other.period,
        other.known_at,
        other.displayed_zh if is_chinese() else other.displayed_en,
        told.amount,
        f"{told.percent:+}%" if told.percent is not None else None,
        ", ".join(str(ASPECTS[aspect]) for aspect in told.aspects),
        record.link_to(other, other.figure_id),
    ]


def factors(walk: walking.Walk) -> Table:
    """Return the factors with their editions and sources."""
    name = "name_zh" if is_chinese() else "name_en"
    place = "place" if is_chinese() else "place_en"
    edition = "edition_zh" if is_chinese() else "edition_en"
    return Table(
        title=_("Factors with edition and source"),
        headers=[
            _("factor"),
            _("place"),
            _("data year"),
            _("value"),
            _("unit"),
            _("edition"),
            _("source"),
        ],
        rows=[
            [
                each[name],
                each[place],
                str(each["year"] or ""),
                Decimal(each["value"]),
                each["unit"],
                f"{each[edition]} ({each['edition']})",
                each["source"],
            ]
            for each in walk.factors
        ],
        numeric=frozenset({3}),
    )


def measure_words(measure: str) -> str:
    """Return the name of a measure in the reader's language."""
    return MEASURES[measure]["zh" if is_chinese() else "en"]


def _approved(what: str) -> str:
    """Return the kind of the row in the reader's language, with its number."""
    name, _space, number = what.rpartition(" ")
    return f"{_(name)} #{number}" if name and number.isdecimal() else what


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def approvals(walk: walking.Walk) -> Table:
    """Return who proposed and who confirmed what the figure rests on."""
    return Table(
        title=_("Approvals"),
        headers=[_("what"), _("proposed by"), _("at"), _("confirmed by"), _("at")],
        rows=[
            [
                _approved(each["what"]),
                each["proposed_by"],
                _moment(each["proposed_at"]),
                each["confirmed_by"],
                _moment(each["confirmed_at"]),
            ]
            for each in walk.approvals
        ],
    )


def sets(walk: walking.Walk) -> Table:
    """Return the sets that stand for very many rows."""
    return Table(
        title=_("Provable sets"),
        headers=[_("question"), _("count"), _("SHA-256")],
        rows=[
            [each["query"], each["count"], record.shown_hash(each["sha256"][:12])]
            for each in walk.sets
        ],
        numeric=frozenset({1}),
    )


def stations(request: HttpRequest, row: Figure) -> Table:
    """Return one page of the stations, each with its energy."""
    after = request.GET.get("after", "0")
    page = walking.stations_of(
        row, after_id=int(after) if after.isdigit() else 0, limit=STATIONS_ON_PAGE
    )
    return Table(
        title=_("Stations in {period}").format(period=page.period),
        headers=[
            _("station"),
            _("province"),
            _("capacity (kW)"),
            _("station-days"),
            _("energy (kWh)"),
        ],
        rows=[
            [
                format_html(
                    '<a class="gt-link" href="{}">{}</a>',
                    reverse("admin:reporting_figure_station", args=[row.pk, each.code]),
                    each.code,
                ),
                each.province,
                Decimal(each.capacity_w) / 1000,
                each.station_days,
                Decimal(each.total_wh) / 1000,
            ]
            for each in page.rows
        ],
        numeric=frozenset({2, 3, 4}),
        next_url=f"?after={page.next_after}" if page.next_after else "",
    )


def blocks(blocks: list[Any], period: str) -> Table:
    """Return a station's day blocks, each with its batch and its file."""
    return Table(
        title=_("Day blocks in {period}").format(period=period),
        headers=[
            _("day"),
            _("energy (kWh)"),
            _("readings"),
            _("believed"),
            _("batch"),
            _("file"),
            _("proposed by"),
            _("confirmed by"),
        ],
        rows=[
            [
                each.day,
                Decimal(each.total_wh) / 1000,
                each.readings,
                each.standing,
                record.link_to(each.batch, f"#{each.batch.pk}"),
                record.link_to(each.batch.original, each.batch.original_name),
                str(each.batch.proposed_by),
                str(each.batch.decided_by),
            ]
            for each in blocks
        ],
        numeric=frozenset({1, 2}),
        empty=_("No rows."),
    )
