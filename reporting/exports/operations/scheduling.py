"""Propose a schedule; pause it and let it run again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.errors import DomainError
from reporting.disclosures.kinds.table import kind_of
from reporting.exports import queries
from reporting.exports.models import Content, Door, ExpectedRun, Schedule, ScheduleSwitch
from reporting.exports.rules.life import SlotState
from reporting.exports.rules.periods import FixedPeriodMissing, Relative, read_fixed
from reporting.exports.rules.timetable import read_timetable


class FormNotOffered(DomainError):
    """{content} is not exported as {form}; choose: {offered}."""

    code = "form_not_offered"
    status = 400


class AlreadySo(DomainError):
    """The schedule {schedule} is {state} already."""

    code = "already_so"


FORMS = {
    Content.DISCLOSURE.value: ("pdf", "xlsx", "json"),
    Content.FIGURES.value: ("xlsx", "json"),
}


@transaction.atomic
def propose_schedule(  # noqa: PLR0913 (a schedule is described once, in full)
    *,
    name: str,
    content: str,
    disclosure_kind: str,
    relative_period: str,
    form: str,
    language: str,
    timetable: Mapping[str, Any],
    time_zone: str,
    by: User,
    reason: str,
    owner: User | None = None,
    fixed_period: str = "",
    door: str = Door.DOWNLOAD.value,
) -> Schedule:
    """
    Propose a standing order to export; it runs once a second person has confirmed it.

    ``owner`` (``by`` unless named) lends it their rights, checked now and at each run.

    :raises InvalidInput: naming what does not fit in the timetable or its zone.
    :raises UnknownDisclosureKind: if there is no such kind.
    :raises FormNotOffered: if the content does not come in this form.
    :raises FixedPeriodMissing: if a fixed period is not named, or another one is.
    :raises NotAllowed: if the owner may not send it.
    """
    kind_of(disclosure_kind)
    times = read_timetable(timetable, zone=time_zone)
    offered = FORMS.get(content, ())
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
        relative_period=Relative(relative_period).value,
        fixed_period=fixed_period,
        form=form,
        language=language,
        timetable=times.to_json(),
        time_zone=time_zone,
        owner=owner or by,
        door=Door(door).value,
    )
    schedule.check_rights()
    return proposals.propose(schedule, by=by, reason=reason)


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
