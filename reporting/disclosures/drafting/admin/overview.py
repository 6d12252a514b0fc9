"""A draft at a glance: how far each section is, who writes it, what is open, what is next."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.accounts.models import User
from config.console import dashboard, drilldown, record
from config.console.pages.base import person
from config.console.record import Act, Record, Table
from config.console.site import site
from config.kernel.errors import InvalidInput, NotFoundHere
from config.kernel.findings import Finding
from reporting.disclosures import operations
from reporting.disclosures.drafting import people, queries
from reporting.disclosures.drafting.admin import acting
from reporting.disclosures.models import (
    LANGUAGES,
    STATE_LABELS,
    Disclosure,
    DisclosureVersion,
    SectionAssignment,
)
from reporting.disclosures.operations import commenting, drafting
from reporting.disclosures.rules.life import State

STATES = {
    "empty": (gettext_lazy("nothing written"), ""),
    "carried": (gettext_lazy("carried over, not read"), "waiting"),
    "findings": (gettext_lazy("findings open"), "waiting"),
    "ready": (gettext_lazy("ready"), "good"),
}
OWN_SHOWN = 20


def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show a draft; on POST, do what was asked."""
    disclosure = acting.asked_for(request, code)
    here = reverse("admin:draft", args=[code])
    if request.method == "POST":
        opened = acting.carried_out(request, disclosure, ACTS)
        following = queries.following_disclosure(disclosure)
        if opened and request.POST["act"] == "next" and following:
            here = reverse("admin:draft", args=[following.code])
        return HttpResponseRedirect(here)
    sections = queries.progress(disclosure, book=queries.book_beside(disclosure))
    last = queries.last_version(disclosure)
    may = person(request).may(DisclosureVersion.propose_permission)
    title = disclosure.title_zh if acting.is_chinese() else disclosure.title_en
    return drilldown.show(
        request,
        Record(
            title=title,
            subtitle=f"{_('Draft')} · {disclosure.code}",
            crumbs=[
                record.Crumb(str(disclosure), record.url_of(disclosure)),
                record.Crumb(_("Draft")),
            ],
            badges=[_standing(last)],
            is_sample=bool(last and last.is_sample),
            acts=_acts(disclosure, last, sections) if may else [],
            links=_links(disclosure, last),
            tables=[_sections(disclosure, sections)],
        ),
        template="reporting/draft.html",
        act_url=here,
        disclosure=disclosure,
        slots=[(each.key, _heading(each)) for each in queries.slots_of(disclosure)],
        may_assign=may,
        writers=User.objects.filter(is_active=True).order_by("display_name", "username"),
        today=timezone.localdate(),
        **acting.threads_shown(request, disclosure),
    )


def _heading(slot: Any) -> str:
    return str(slot.heading("zh" if acting.is_chinese() else "en"))


def _standing(last: DisclosureVersion | None) -> Any:
    if last is None:
        return record.badge(_("no version drafted yet"))
    return record.badge(f"v{last.number} {STATE_LABELS[last.state]}")


def _sections(disclosure: Disclosure, states: list[queries.SectionState]) -> Table:
    today = timezone.localdate()
    return Table(
        title=_("Sections"),
        headers=[
            _("section"),
            _("language"),
            _("state"),
            _("findings"),
            _("threads open"),
            _("writer"),
            _("due on"),
            _("last written"),
        ],
        rows=[
            [
                _edit(disclosure, each),
                dict(LANGUAGES)[each.language],
                record.badge(*STATES[each.state]),
                len(each.findings) or None,
                each.open_threads or None,
                str(each.assignment.assignee) if each.assignment else None,
                _due(each, today),
                f"{each.text.by} {record.shown(each.text.recorded_at)}" if each.text else None,
            ]
            for each in states
        ],
        numeric=frozenset({3, 4}),
        empty=_("This kind of disclosure has no section to write; all of it is built."),
    )


def _edit(disclosure: Disclosure, state: queries.SectionState) -> Any:
    url = reverse("admin:draft-section", args=[disclosure.code, state.slot.key, state.language])
    return format_html('<a class="gt-link" href="{}">{}</a>', url, _heading(state.slot))


def _due(state: queries.SectionState, today: dt.date) -> Any:
    if state.assignment is None:
        return None
    if not state.is_late(today):
        return state.assignment.due_on
    late = record.badge(_("late"), "bad")
    return format_html("{} {}", record.shown(state.assignment.due_on), late)


def _links(disclosure: Disclosure, last: DisclosureVersion | None) -> list[record.Link]:
    found = []
    if last is not None:
        found.append(
            record.Link(_("The last version: {version}").format(version=last), record.url_of(last))
        )
        url = f"{reverse('admin:draft-changes', args=[disclosure.code])}?version={last.number}"
        found.append(
            record.Link(_("What changed since the version before, or since last period"), url)
        )
    found += [
        record.Link(_("Closed by {version}").format(version=each.version), record.url_of(each))
        for each in queries.closes_of(disclosure)
    ]
    return found


def _acts(
    disclosure: Disclosure,
    last: DisclosureVersion | None,
    sections: list[queries.SectionState],
) -> list[Act]:
    found = []
    if last is None or last.state not in {State.IN_REVIEW, State.APPROVED}:
        earlier = queries.earlier_disclosure(disclosure)
        if sections and earlier and any(each.text is None for each in sections):
            found.append(
                Act("carry", _("Carry the texts of {code} over").format(code=earlier.code), "plain")
            )
        found.append(Act("draft-now", _("Draft with figures as known now"), "plain"))
        if last is not None:
            found.append(Act("draft", _("Draft the next version, same figures")))
    if last is not None and last.state is State.PUBLISHED and sections:
        found.append(Act("next", _("Open the next period with these texts"), "plain"))
    return found


def _draft(request: HttpRequest, disclosure: Disclosure) -> str:
    last = queries.last_version(disclosure)
    return _asked(request, disclosure, last.known_at if last else None)


def _draft_now(request: HttpRequest, disclosure: Disclosure) -> str:
    return _asked(request, disclosure, None)


def _asked(request: HttpRequest, disclosure: Disclosure, known_at: dt.datetime | None) -> str:
    operations.draft_next(
        disclosure=disclosure,
        by=person(request),
        reason=_("Drafted from the console."),
        known_at=known_at,
    )
    return _("A worker drafts the next version now; its run is on the overview.")


def _carry(request: HttpRequest, disclosure: Disclosure) -> str:
    earlier = queries.earlier_disclosure(disclosure)
    if earlier is None:
        raise drafting.NothingToCarry(disclosure="-", target=disclosure.code)
    carried = drafting.roll_forward(source=earlier, target=disclosure, by=person(request))
    return _("{count} text(s) carried over; each is to be read.").format(count=len(carried))


def _next(request: HttpRequest, disclosure: Disclosure) -> str:
    target = operations.open_next(disclosure=disclosure, by=person(request))
    return _("{code} is open; its texts are to be read.").format(code=target.code)


def _assign(request: HttpRequest, disclosure: Disclosure) -> str:
    given = request.POST
    writer = User.objects.filter(is_active=True, username=given.get("assignee", "")).first()
    if writer is None:
        raise NotFoundHere(what="account", key=given.get("assignee", ""))
    due = _day(given.get("due_on", ""))
    row: SectionAssignment = commenting.assign(
        disclosure=disclosure,
        section=given.get("section", ""),
        assignee=writer,
        due_on=due,
        note=given.get("note", "").strip(),
        by=person(request),
    )
    return _("{writer} writes the section until {day}.").format(writer=row.assignee, day=due)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as fault:
        raise InvalidInput(
            [
                Finding(
                    code="invalid_day",
                    message="{text} is no day.",
                    field="due_on",
                    value=text,
                    remedy="Write it like 2026-04-15.",
                    facts={"text": text or "–"},
                )
            ]
        ) from fault


def _comment(request: HttpRequest, disclosure: Disclosure) -> str:
    commenting.comment(
        disclosure=disclosure,
        section=request.POST.get("section", ""),
        figure=request.POST.get("figure", ""),
        text=request.POST.get("text", ""),
        by=person(request),
    )
    return _("The thread stands.")


ACTS: dict[str, acting.Act] = {
    "draft": _draft,
    "draft-now": _draft_now,
    "carry": _carry,
    "next": _next,
    "assign": _assign,
    "comment": _comment,
    "answer": acting.answer,
    "settle": acting.settle,
}


@dashboard.table(permission=acting.VIEW, order=15)
def own_sections(request: HttpRequest) -> Table | None:
    """Return the sections that the person has to write, the next due first."""
    rows = people.assigned_to(person(request))[:OWN_SHOWN]
    if not rows:
        return None
    return Table(
        title=_("Sections that you write"),
        headers=[_("disclosure"), _("section"), _("due on"), _("note")],
        rows=[
            [
                format_html(
                    '<a class="gt-link" href="{}">{}</a>',
                    reverse("admin:draft", args=[each.disclosure.code]),
                    each.disclosure.title_zh if acting.is_chinese() else each.disclosure.title_en,
                ),
                _heading(queries.slot_of(each.disclosure, each.section)),
                each.due_on,
                each.note,
            ]
            for each in rows
        ],
    )


site.page("drafting/<str:code>/", show, name="draft")
