"""The page of statistics, and the page of what is behind one of its numbers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import drilldown, navigation
from config.console.admin import person
from config.console.dashboard import Card
from config.console.record import Crumb, Line, Record, Section, Table, shown
from config.console.site import site
from config.tables.writing import Form
from trusts.statistics import queries, rules
from trusts.statistics.admin import charts, words
from trusts.statistics.admin.asking import Asked, asked
from trusts.statistics.admin.exports import take_out
from trusts.statistics.rules import Group, Measure

VIEW = "trusts.statistics.view"
PAGE, BEHIND = "statistics", "statistics-members"
TEMPLATE = "trusts/statistics.html"
ROWS = 50


def statistics_page(request: HttpRequest) -> HttpResponseBase:
    """Show the portfolio on a day, as known at a moment, by one cut."""
    by = person(request)
    by.check_may(VIEW)
    question = _asked(request)
    found = question.statistics()
    form = request.GET.get("file")
    if form in set(Form):
        return take_out(question, found, form=Form(str(form)), by=by, now=timezone.now())
    summary = _("At the end of {day}; the parts add up to the total to the fen.").format(
        day=found.now.on
    )
    record = Record(
        title=_("Statistics"),
        subtitle=_moment(question),
        is_sample=found.has_sample_data,
        sections=[_concentration(found)],
        tables=[_table(question, found)],
    )
    return drilldown.show(
        request,
        record,
        template=TEMPLATE,
        asked=question,
        cuts=queries.CUTS.values(),
        measures=[(each, words.MEASURES[each]) for each in question.cut.measures],
        new_in=list(words.NEW_IN.items()),
        cards=_cards(question, found),
        chart=charts.bars(found, title=words.MEASURES[found.measure], summary=summary),
        known_text=request.GET.get("known_at", ""),
        files=[(each.upper(), question.query(file=each)) for each in Form],
    )


def members_page(request: HttpRequest) -> HttpResponseBase:
    """Show the products or contracts behind one number; their values add up to it."""
    person(request).check_may(VIEW)
    question = _asked(request)
    key = request.GET.get("key")
    offset = _offset(request)
    first_day = question.new_in.first_day(question.on)
    moment = queries.Moment(question.on, question.known_at, first_day)
    found = queries.members(
        cut=question.cut,
        key=key,
        measure=question.measure,
        moment=moment,
        limit=ROWS,
        offset=offset,
    )
    part = _part_name(question.cut, key, moment)
    measure = words.MEASURES[question.measure]
    back = f"{reverse(f'admin:{PAGE}')}{question.query()}"
    title = f"{question.cut.title}: {part}"
    record = Record(
        title=title,
        subtitle=_moment(question),
        crumbs=[Crumb(_("Statistics"), back), Crumb(title)],
        sections=[
            Section(
                _("The number"),
                [
                    Line(
                        measure,
                        shown(words.value_of(question.measure, found.total)),
                        words.unit_of(question.measure),
                    ),
                    Line(_("Rows behind it"), shown(found.number)),
                ],
            )
        ],
        tables=[_members(question, found, offset=offset)],
    )
    return drilldown.show(request, record)


site.page("statistics/", statistics_page, name=PAGE)
site.page("statistics/members/", members_page, name=BEHIND)
navigation.room("trusts.statistics", title=gettext_lazy("Statistics"), order=5)
navigation.page(
    "trusts.statistics",
    title=gettext_lazy("Statistics"),
    url_name=f"admin:{PAGE}",
    permission=VIEW,
    icon="bar_chart",
)


def _asked(request: HttpRequest) -> Asked:
    return asked(request.GET.dict(), today=timezone.localdate(), now=timezone.now())


def _moment(question: Asked) -> str:
    if question.is_known_now:
        return _("At the end of {day}, as known now").format(day=question.on)
    known = shown(question.known_at)
    return _("At the end of {day}, as known at {moment}").format(day=question.on, moment=known)


def _cards(question: Asked, found: queries.Statistics) -> list[Card]:
    cards = []
    for measure in found.cut.measures:
        change = found.total.change(measure)
        note = ""
        if change is not None and found.then is not None and found.total.then is not None:
            note = _("{change} since {day} ({value})").format(
                change=words.signed(change, measure),
                day=found.then.on,
                value=shown(words.value_of(measure, found.total.then.of(measure))),
            )
        cards.append(
            Card(
                title=words.MEASURES[measure],
                value=words.value_of(measure, found.total.now.of(measure)),
                unit=words.unit_of(measure),
                note=note,
                url=_behind(question, measure, None),
            )
        )
    return cards


def _behind(question: Asked, measure: Measure, key: str | None) -> str:
    """Return the address of what is behind a number of the page."""
    query = question.at(measure=measure).query(key=key)
    return f"{reverse(f'admin:{BEHIND}')}{query}"


def _concentration(found: queries.Statistics) -> Section:
    held = found.concentration
    return Section(
        _("Concentration, by {measure}").format(measure=words.MEASURES[found.measure]),
        [
            Line(_("parts that hold something"), shown(held.groups), is_number=True),
            Line(
                _("Herfindahl–Hirschman index (of 10,000)"),
                shown(held.hhi),
                _("what is not stated counts as one part"),
                is_number=True,
            ),
            Line(
                _("the {number} largest together").format(number=held.top),
                words.percent(held.top_percent),
                is_number=True,
            ),
            Line(_("not stated"), words.percent(held.unknown_percent), is_number=True),
        ],
    )


def _table(question: Asked, found: queries.Statistics) -> Table:
    measures = found.cut.measures
    rows = [_row(question, found, group) for group in found.groups]
    if rows:
        rows.append(_row(question, found, found.total))
    return Table(
        title=_("{cut} (amounts in CNY)").format(cut=found.cut.title),
        headers=[found.cut.title, _("Share"), *(words.MEASURES[each] for each in measures)],
        rows=rows,
        numeric=frozenset(range(1, 2 + len(measures))),
        empty=_("Nothing was held on this day, as far as was known."),
    )


def _row(question: Asked, found: queries.Statistics, group: Group) -> list[Any]:
    is_total = group is found.total
    name: Any = _("Total") if is_total else words.name_of(group)
    if is_total or group.is_unknown or group.is_other:
        name = format_html("<strong>{}</strong>" if is_total else "<em>{}</em>", name)
    cells: list[Any] = [name, words.percent(found.share(group))]
    for measure in found.cut.measures:
        value: Any = words.value_of(measure, group.now.of(measure))
        if value and not group.is_other:
            key = None if is_total else group.key
            url = _behind(question, measure, key)
            value = format_html('<a class="gt-link" href="{}">{}</a>', url, shown(value))
        change = group.change(measure)
        cells.append(value if change is None else words.cell(value, words.signed(change, measure)))
    return cells


def _part_name(cut: queries.Cut, key: str | None, moment: queries.Moment) -> str:
    if key is None:
        return _("Total")
    if key == rules.UNKNOWN:
        return cut.unknown[0] if words.is_chinese() else cut.unknown[1]
    zh, en = cut.names([key], moment).get(key, (key, key))
    return zh if words.is_chinese() else en


def _members(question: Asked, found: queries.Members, *, offset: int) -> Table:
    of_contracts = question.measure in rules.OF_CONTRACTS
    what = "contract" if of_contracts else "product"

    def link(each: queries.Member) -> Any:
        url = reverse(f"admin:trusts_{what}_change", args=[each.id])
        name = each.name_zh if words.is_chinese() else each.name_en
        return format_html('<a class="gt-link" href="{}">{} {}</a>', url, each.code, name)

    headers = [_("Contract") if of_contracts else _("Product")]
    headers.append(_("Product") if of_contracts else _("Established on"))
    is_count = question.measure in rules.COUNTS
    if not is_count:
        headers.append(words.with_unit(question.measure))
    rows = [
        [
            link(each),
            each.product_code if of_contracts else each.established_on,
            *([] if is_count else [each.value]),
        ]
        for each in found.rows
    ]
    following = offset + ROWS
    return Table(
        title=_("{first} to {last} of {number}, the largest first").format(
            first=min(offset + 1, found.number),
            last=min(following, found.number),
            number=shown(found.number),
        ),
        headers=headers,
        rows=rows,
        numeric=frozenset() if is_count else frozenset({2}),
        empty=_("Nothing is behind this number."),
        next_url=_page(question, offset=following) if following < found.number else "",
        previous_url=_page(question, offset=max(offset - ROWS, 0)) if offset else "",
    )


def _page(question: Asked, *, offset: int) -> str:
    return question.query(offset=str(offset))


def _offset(request: HttpRequest) -> int:
    text = request.GET.get("offset", "0")
    if not (text.isascii() and text.isdigit() and len(text) < len("10000000")):
        raise Http404(_("There is no such page."))
    return int(text)
