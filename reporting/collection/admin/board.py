"""The board of a period, and what a person owes on the first page."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import dashboard, drilldown, navigation
from config.console.admin import person
from config.console.dashboard import Card
from config.console.lists import times
from config.console.pages.base import allowed
from config.console.record import Act, Crumb, Record, Table
from config.console.site import site
from reporting.collection import queries
from reporting.collection.admin.words import (
    STATE_NAMES,
    VIEW,
    change_shown,
    department_shown,
    due_shown,
    last_shown,
    link,
    name_of,
    state_badge,
    task_link,
    value_shown,
    warnings_shown,
    who_shown,
)
from reporting.collection.models import CollectionPeriod
from reporting.collection.models.entries import ENTER
from reporting.collection.operations.periods import RUN
from reporting.collection.queries import BoardRow
from reporting.collection.rules.life import State

_SHOWN_ON_THE_FIRST_PAGE = 8
#: What narrows the board, by the word in the address.
ALL, OVERDUE, OWED, ODD = "all", "overdue", "owed", "odd"

navigation.room("reporting.collection", title=gettext_lazy("Data collection"), order=5)
navigation.page(
    "reporting.collection",
    title=gettext_lazy("Collection board"),
    url_name="admin:collection-board",
    permission=VIEW,
    icon="view_kanban",
)


@dataclass(frozen=True)
class Chip:
    """One way to narrow the board, and how many tasks it leaves."""

    title: Any
    number: int
    url: str
    is_on: bool


def latest(request: HttpRequest) -> HttpResponse:
    """Lead to the board of the period that began last; to the list of periods if there is none."""
    if not allowed(request, VIEW):
        raise PermissionDenied
    newest = CollectionPeriod.objects.order_by("-starts_on", "-id").first()
    if newest is None:
        return HttpResponseRedirect(reverse("admin:reporting_collectionperiod_changelist"))
    return HttpResponseRedirect(reverse("admin:collection-period-board", args=[newest.pk]))


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who owes what: every task with its state, owner, due day, last year, warnings."""
    if not allowed(request, VIEW):
        raise PermissionDenied
    asked = CollectionPeriod.objects.filter(pk=pk).first()
    if asked is None:
        raise Http404
    now = timezone.now()
    moment = times.asked(CollectionPeriod, {"known_at": request.GET.get("known_at", "")}, now=now)
    known_at = moment.known_at or now
    written = request.GET.get("as_of", "")
    on = times.parse(written) or timezone.localdate(now)
    fault = moment.fault
    if written and times.parse(written) is None:
        fault = _("“{text}” is no day; write 2026-03-31.").format(text=written)
    rows = [] if moment.fault else queries.board(asked, on=on, known_at=known_at)
    narrow = request.GET.get("show", ALL)
    department = request.GET.get("department", "")
    shown = [
        each
        for each in rows
        if _passes(each, narrow) and department in {"", each.task.department.code}
    ]
    here = {"as_of": written, "known_at": moment.written_known_at}
    return drilldown.show(
        request,
        Record(
            title=_("Collection board {period}").format(period=asked.period),
            subtitle=_("Who owes which number by when"),
            is_sample=asked.is_sample,
            crumbs=[Crumb(_("Collection board"), reverse("admin:collection-board"))],
            acts=_acts(request, asked),
            tables=[_tasks(shown, asked), *_matrix(rows)],
        ),
        template="collection/board.html",
        cards=_cards(rows, on=on),
        chips=_chips(rows, here, narrow=narrow, department=department),
        kept=[("show", narrow), ("department", department)],
        on=on,
        written_known_at=moment.written_known_at,
        fault=fault,
    )


def _passes(row: BoardRow, narrow: str) -> bool:
    if narrow == OVERDUE:
        return row.is_overdue
    if narrow == OWED:
        return row.is_owed
    if narrow == ODD:
        return bool(row.warnings)
    return narrow in {ALL, row.state.value}


def _acts(request: HttpRequest, asked: CollectionPeriod) -> list[Act]:
    acts = [
        Act(
            "footprint",
            _("Operational footprint"),
            tone="plain",
            url=reverse("admin:collection-footprint", args=[asked.pk]),
        )
    ]
    if person(request).may(ENTER):
        url = reverse("admin:collection-import", args=[asked.pk])
        acts.append(Act("import", _("Answers from a file"), tone="plain", url=url))
    if person(request).may(RUN):
        url = reverse("admin:collection-carry", args=[asked.pk])
        acts.append(Act("carry", _("Carry forward"), tone="plain", url=url))
        url = reverse("admin:reporting_collectiontask_add") + f"?period={asked.pk}"
        acts.append(Act("ask", _("Ask for a number"), url=url))
    return acts


def _cards(rows: Sequence[BoardRow], *, on: dt.date) -> list[Card]:
    confirmed = sum(each.state is State.CONFIRMED for each in rows)
    share = f"{confirmed * 100 // len(rows)} %" if rows else "–"
    overdue = [each for each in rows if each.is_overdue]
    owing = Counter(department_shown(each) for each in rows if each.is_owed)
    coming = [each.terms.due_on for each in rows if each.is_owed and each.terms.due_on >= on]
    return [
        Card(
            _("Confirmed"),
            f"{confirmed} / {len(rows)}",
            note=_("{share} of what is asked").format(share=share),
        ),
        Card(
            _("Still owed"),
            sum(owing.values()),
            note=_("; ").join(f"{name} {count}" for name, count in owing.most_common()),
        ),
        Card(
            _("Overdue"),
            len(overdue),
            note=_("on {day}").format(day=on.isoformat()),
        ),
        Card(
            _("Awaiting confirmation"),
            sum(each.state is State.SUBMITTED or each.is_being_corrected for each in rows),
            note=_("Next due day: {day}").format(day=min(coming)) if coming else "",
        ),
    ]


def _chips(
    rows: Sequence[BoardRow], here: dict[str, str], *, narrow: str, department: str
) -> list[Chip]:
    narrowed: list[tuple[str, Any]] = [
        (ALL, _("all")),
        (OVERDUE, _("overdue")),
        (OWED, _("still owed")),
        *((each.value, str(STATE_NAMES[each])) for each in State),
        (ODD, _("odd")),
    ]
    states = [
        Chip(
            title,
            sum(_passes(each, word) for each in rows),
            _address(here, show=word, department=department),
            word == narrow,
        )
        for word, title in narrowed
    ]
    departments = {each.task.department.code: each.task.department for each in rows}
    places = [
        Chip(
            name_of(departments[code]),
            sum(each.task.department.code == code for each in rows),
            _address(here, show=narrow, department="" if code == department else code),
            code == department,
        )
        for code in sorted(departments)
    ]
    return [*states, *places]


def _address(here: dict[str, str], **words: str) -> str:
    return "?" + urlencode({key: word for key, word in {**here, **words}.items() if word})


def _tasks(rows: Sequence[BoardRow], asked: CollectionPeriod) -> Table:
    before = asked.period.previous()
    return Table(
        headers=[
            _("indicator"),
            _("department and owner"),
            _("due on"),
            _("state"),
            str(asked.period),
            str(before),
            _("change"),
            _("warnings"),
        ],
        rows=[
            [
                task_link(each.task),
                who_shown(each),
                due_shown(each),
                state_badge(each),
                value_shown(each),
                last_shown(each),
                change_shown(each),
                warnings_shown(each),
            ]
            for each in rows
        ],
        title=_("What is asked"),
        numeric=frozenset({4, 5, 6}),
        empty=_("Nothing here."),
    )


def _matrix(rows: Sequence[BoardRow]) -> list[Table]:
    """Return indicators × departments, each cell with the state of what stands there."""
    if not rows:
        return []
    departments = {each.task.department.code: each.task.department for each in rows}
    codes: dict[str, BoardRow] = {}
    cells: dict[tuple[str, str], list[Any]] = {}
    for each in rows:
        codes.setdefault(each.task.code, each)
        place = each.task.code, each.task.department.code
        cells.setdefault(place, []).append(state_badge(each))
    return [
        Table(
            headers=[_("indicator"), *(name_of(departments[code]) for code in sorted(departments))],
            rows=[
                [
                    f"{code} {name_of(row.task)}",
                    *(
                        format_html_join(
                            " ", "{}", ((each,) for each in cells.get((code, place), []))
                        )
                        or "–"
                        for place in sorted(departments)
                    ),
                ]
                for code, row in codes.items()
            ],
            title=_("Indicators by department"),
        )
    ]


@dashboard.table(permission=ENTER, order=5)
def owed(request: HttpRequest) -> Table | None:
    """Return what the person still has to enter, the most urgent first."""
    now = timezone.now()
    today = timezone.localdate(now)
    rows = queries.owed_by(person(request), on=today, known_at=now)
    if not rows:
        return None
    return Table(
        headers=[_("indicator"), _("period"), _("due on"), _("state"), _("reminders"), ""],
        rows=[
            [
                task_link(each.task),
                str(each.task.period),
                due_shown(each),
                state_badge(each),
                each.reminders,
                link(reverse("admin:collection-enter", args=[each.task.pk]), _("Enter")),
            ]
            for each in rows[:_SHOWN_ON_THE_FIRST_PAGE]
        ],
        title=_("Numbers that I owe ({count})").format(count=len(rows)),
        numeric=frozenset({4}),
    )


@dashboard.card(permission=RUN, order=60)
def overdue(request: HttpRequest) -> Card | None:  # noqa: ARG001
    """Return how many numbers of the newest period are overdue; nothing before there is one."""
    newest = CollectionPeriod.objects.order_by("-starts_on", "-id").first()
    if newest is None:
        return None
    now = timezone.now()
    rows = queries.board(newest, on=timezone.localdate(now), known_at=now)
    owing = [each for each in rows if each.is_owed]
    return Card(
        title=_("Numbers still owed, {period}").format(period=newest.period),
        value=len(owing),
        note=_("{count} overdue").format(count=sum(each.is_overdue for each in owing)),
        url=reverse("admin:collection-period-board", args=[newest.pk]) + "?show=owed",
        is_sample=newest.is_sample,
    )


site.page("collection/", latest, name="collection-board")
site.page("collection/<int:pk>/", show, name="collection-period-board")
