"""Propose a schedule; pause it and let it run again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from config.accounts.models import User
from config.console.models import SavedView
from config.kernel import proposals
from config.kernel.errors import DomainError
from config.tables.writing import Form
from reporting.disclosures import queries as disclosures
from reporting.disclosures.kinds.table import check_subject
from reporting.exports import list_data, queries
from reporting.exports.models import Content, ExpectedRun, Schedule, ScheduleSwitch
from reporting.exports.rules.life import SlotState
from reporting.exports.rules.periods import FixedPeriodMissing, Relative, read_fixed
from reporting.exports.rules.timetable import read_timetable
from reporting.exports.rules.writing import ListForm
from reporting.rendering import child


class FormNotOffered(DomainError):
    """{content} is not exported as {form}; choose: {offered}."""

    code = "form_not_offered"
    status = 400


class AlreadySo(DomainError):
    """The schedule {schedule} is {state} already."""

    code = "already_so"


class UnknownRecipient(DomainError):
    """There is no confirmed, open destination {recipient}; propose it first."""

    code = "unknown_recipient"
    status = 400


class UnknownTemplate(DomainError):
    """There is no confirmed table template {template} that holds by then; propose it first."""

    code = "unknown_template"
    status = 400


class TemplateNotTaken(DomainError):
    """A table template is filled with figures; {content} takes none."""

    code = "template_not_taken"
    status = 400


class UnknownWatcher(DomainError):
    """{watcher} is no account that may see exports; name one that is."""

    code = "unknown_watcher"
    status = 400


class ContentUnclear(DomainError):
    """A schedule is about a kind of disclosure, or about a list: {content} does not fit."""

    code = "content_unclear"
    status = 400


#: The forms that figures take as data; those of a document are in rendering's own table.
DATA_FORMS = ("xlsx", "csv", "json")


def forms_of(content: str, *, template: str = "") -> tuple[str, ...]:
    """Return the forms that a content comes in; figures also as a template asks for them."""
    if content == Content.LIST:
        return tuple(map(str, ListForm))
    if template:
        return tuple(map(str, Form))
    if content == Content.FIGURES:
        return tuple(each for each in DATA_FORMS if each in child.FORMS)
    return tuple(child.FORMS) if content == Content.DISCLOSURE else ()


@transaction.atomic
def propose_schedule(  # noqa: PLR0913 (a schedule is described once, in full)
    *,
    name: str,
    content: str,
    relative_period: str,
    form: str,
    language: str,
    timetable: Mapping[str, Any],
    time_zone: str,
    by: User,
    reason: str,
    disclosure_kind: str = "",
    subject: str = "",
    figure_template: str = "",
    list_name: str = "",
    list_query: str = "",
    view: SavedView | None = None,
    recipients: Sequence[str] = (),
    watchers: Sequence[str] = (),
    owner: User | None = None,
    fixed_period: str = "",
) -> Schedule:
    """
    Propose a standing order to export; it runs once a second person has confirmed it.

    ``owner`` (``by`` unless named) lends it their rights, checked now and at each run. A list is
    named with its question, or by a saved ``view``, whose question is taken over as it is now.
    Figures are laid out by the table template of a code, as it holds on the day of each run.
    ``watchers`` are told of alarms besides the owner, by their account names.

    :raises InvalidInput: naming what does not fit in the timetable or its zone.
    :raises UnknownDisclosureKind: if there is no such kind.
    :raises SubjectMissing: if the kind is about one product and ``subject`` names none.
    :raises SubjectNotTaken: if it is not, and one is named.
    :raises FormNotOffered: if the content does not come in this form.
    :raises FixedPeriodMissing: if a fixed period is not named, or another one is.
    :raises UnknownRecipient: if a recipient is no standing destination.
    :raises OtherDepartment: if one belongs to a department that the owner may not export for.
    :raises UnknownTemplate: if there is no such table template.
    :raises TemplateNotTaken: if the content is not laid out by one.
    :raises UnknownWatcher: if a watcher is no account that may see exports.
    :raises NotAllowed: if the owner may not send it.
    """
    owner = owner or by
    times = read_timetable(timetable, zone=time_zone)
    if view is not None:
        if list_name or list_query:
            raise ContentUnclear(content=list_name or list_query)
        list_name, list_query = view.list_name, view.query
    list_query = _check_content(content, disclosure_kind, list_name, list_query, owner=owner)
    if content == Content.LIST and subject:
        raise ContentUnclear(content=subject)
    if content != Content.LIST:
        check_subject(disclosure_kind, subject)
    _check_template(content, figure_template)
    offered = forms_of(content, template=figure_template)
    if form not in offered:
        raise FormNotOffered(content=content, form=form, offered=", ".join(offered) or "-")
    if relative_period == Relative.FIXED:
        read_fixed(fixed_period)
    elif fixed_period:
        raise FixedPeriodMissing(text=fixed_period)
    schedule = Schedule(
        name=name,
        content=content,
        disclosure_kind=disclosure_kind,
        subject=subject,
        figure_template=figure_template,
        list_name=list_name,
        list_query=list_query,
        relative_period=Relative(relative_period).value,
        fixed_period=fixed_period,
        form=form,
        language=language,
        timetable=times.to_json(),
        time_zone=time_zone,
        owner=owner,
        recipients=_checked(recipients, owner=owner),
        watchers=_watching(watchers),
    )
    schedule.check_rights()
    return proposals.propose(schedule, by=by, reason=reason)


def _check_content(content: str, kind: str, list_name: str, query: str, *, owner: User) -> str:
    """Refuse a content that is not named in full; return a list's question as it is asked."""
    if content == Content.LIST:
        if kind or not list_name:
            raise ContentUnclear(content=kind or content)
        return list_data.canonical_query(list_name, query, by=owner)
    if list_name or query:
        raise ContentUnclear(content=list_name or query)
    return ""


def _check_template(content: str, code: str) -> None:
    if not code:
        return
    if content != Content.FIGURES:
        raise TemplateNotTaken(content=content)
    if not disclosures.is_template(code):
        raise UnknownTemplate(template=code)


def _checked(recipients: Sequence[str], *, owner: User) -> list[str]:
    found = list(dict.fromkeys(recipients))
    for each in found:
        destination = queries.destination_called(each)
        if destination is None:
            raise UnknownRecipient(recipient=each)
        destination.check_open_to(owner)
    return found


def _watching(watchers: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(watchers))
    may = {each.username for each in queries.possible_watchers() if each.username in found}
    for each in found:
        if each not in may:
            raise UnknownWatcher(watcher=each)
    return found


@transaction.atomic
def pause(*, schedule: Schedule, by: User, reason: str) -> ScheduleSwitch:
    """
    Stop a schedule; what it was expected to do from now on is expected no more.

    :raises AlreadySo: if it does not run.
    """
    switch = _switch(schedule, by=by, reason=reason, is_on=False)
    ExpectedRun.objects.filter(
        schedule=schedule, state=SlotState.EXPECTED, slot_at__gt=Now()
    ).delete()
    return switch


@transaction.atomic
def resume(*, schedule: Schedule, by: User, reason: str) -> ScheduleSwitch:
    """
    Let a paused schedule run again, from now on.

    :raises AlreadySo: if it runs.
    """
    return _switch(schedule, by=by, reason=reason, is_on=True)


def _switch(schedule: Schedule, *, by: User, reason: str, is_on: bool) -> ScheduleSwitch:
    by.check_may(Schedule.propose_permission)
    if not reason.strip():
        raise proposals.ReasonMissing
    Schedule.objects.select_for_update(of=("self",), no_key=True).get(pk=schedule.pk)
    if queries.is_running(schedule) is is_on:
        raise AlreadySo(schedule=schedule, state="running" if is_on else "not running")
    switch = ScheduleSwitch(schedule=schedule, is_on=is_on, by=by, reason=reason)
    switch.save()
    return switch
