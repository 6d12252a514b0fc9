"""Open a period, ask departments for numbers, change who owes them, carry the list forward."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import IntegrityError, transaction

from config.accounts.models import Department, User
from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import Finding
from config.kernel.periods import Period
from config.kernel.proposals import ReasonMissing
from config.kernel.working_days import is_decreed, is_working_day
from reporting.collection.models import CollectionPeriod, CollectionTask, TaskTerms
from reporting.collection.models.entries import ENTER
from reporting.collection.queries.collected import terms_known, terms_of
from reporting.collection.rules.due import DueDay, due_day

RUN = "reporting.collection.run"
DUE_WORKING_DAYS = 60
CHANGE_LIMIT_PERCENT = Decimal(30)


class CollectedAlready(DomainError):
    """The period {period} is collected already; add tasks to it."""

    code = "collected_already"


class AskedAlready(DomainError):
    """{department} is asked for {code} in {period} already."""

    code = "asked_already"


class OwnerMayNotEnter(DomainError):
    """{who} may not enter numbers; give them the role of a data owner first."""

    code = "owner_may_not_enter"
    status = 400


class NothingToCarry(DomainError):
    """The period {period} has no task that could be carried forward."""

    code = "nothing_to_carry"


@transaction.atomic
def open_period(
    *,
    period: Period,
    by: User,
    reason: str,
    due_working_days: int = DUE_WORKING_DAYS,
    change_limit_percent: Decimal = CHANGE_LIMIT_PERCENT,
    is_sample: bool = False,
    carried_from: CollectionPeriod | None = None,
) -> CollectionPeriod:
    """
    Open the collection of a period; its numbers are due so many working days after its end.

    :raises CollectedAlready: if it is open.
    """
    _check(by, reason)
    row = CollectionPeriod(
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        due_working_days=due_working_days,
        change_limit_percent=change_limit_percent,
        carried_from=carried_from,
        opened_by=by,
        reason=reason,
        is_sample=is_sample,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refusal:
        raise CollectedAlready(period=str(period)) from refusal
    return row


@transaction.atomic
def add_task(  # noqa: PLR0913 (a task is described once, in full)
    *,
    period: CollectionPeriod,
    code: str,
    name_zh: str,
    name_en: str,
    department: Department,
    by: User,
    reason: str,
    unit: str = "",
    is_text: bool = False,
    site: str = "",
    region: str = "",
    owner: User | None = None,
    due_on: dt.date | None = None,
    evidence_required: bool = True,
    usual_low: Decimal | None = None,
    usual_high: Decimal | None = None,
    position: int = 0,
    is_sample: bool = False,
) -> CollectionTask:
    """
    Ask a department for one number or text of a period.

    Without ``due_on`` it is due on the period's own day.

    :raises AskedAlready: if the department is asked for it, at this site, already.
    :raises OwnerMayNotEnter: if the owner holds no role that enters numbers.
    :raises InvalidInput: if a number has no unit, or its usual range goes downwards.
    """
    _check(by, reason)
    _check_owner(owner)
    if faults := _faults(unit=unit, is_text=is_text, low=usual_low, high=usual_high):
        raise InvalidInput(faults)
    task = CollectionTask(
        period=period,
        code=code.strip(),
        name_zh=name_zh,
        name_en=name_en,
        unit=unit,
        is_text=is_text,
        department=department,
        site=site.strip(),
        region=region.strip(),
        evidence_required=evidence_required,
        usual_low=usual_low,
        usual_high=usual_high,
        position=position,
        is_sample=is_sample,
    )
    try:
        with transaction.atomic():
            task.save()
    except IntegrityError as refusal:
        raise AskedAlready(department=str(department), code=code, period=str(period)) from refusal
    due = due_day(period.period, period.due_working_days) if due_on is None else _given(due_on)
    _save_terms(task, owner=owner, due=due, is_asked=True, by=by, reason=reason)
    return task


@transaction.atomic
def set_terms(
    *,
    task: CollectionTask,
    known_at: dt.datetime,
    by: User,
    reason: str,
    owner: User | None,
    due_on: dt.date | None = None,
    is_asked: bool = True,
) -> TaskTerms:
    """
    Say anew who owes a task by when, or that it is asked no longer; what was said before stays.

    Without ``due_on`` the day stays as it is.

    :raises OwnerMayNotEnter: if the owner holds no role that enters numbers.
    """
    _check(by, reason)
    _check_owner(owner)
    standing = terms_of(task, known_at=known_at)
    due = _given(due_on) if due_on else DueDay(standing.due_on, standing.is_estimate)
    return _save_terms(task, owner=owner, due=due, is_asked=is_asked, by=by, reason=reason)


@transaction.atomic
def carry_forward(
    *, source: CollectionPeriod, into: Period, known_at: dt.datetime, by: User, reason: str
) -> CollectionPeriod:
    """
    Open ``into`` with the tasks that are still asked in ``source``: structure, never numbers.

    Owners, ranges and evidence stay; due days are counted anew, and a task that had a day of
    its own is due on the period's. An owner who may enter no longer is left out.

    :raises CollectedAlready: if ``into`` is open.
    :raises NothingToCarry: if nothing is asked in ``source``.
    """
    _check(by, reason)
    tasks = list(
        CollectionTask.objects.known(known_at)
        .filter(period=source)
        .select_related("department")
        .order_by("position", "id")
    )
    terms = terms_known([each.pk for each in tasks], known_at=known_at)
    asked = [each for each in tasks if each.pk in terms and terms[each.pk].is_asked]
    if not asked:
        raise NothingToCarry(period=str(source))
    opened = open_period(
        period=into,
        by=by,
        reason=reason,
        due_working_days=source.due_working_days,
        change_limit_percent=source.change_limit_percent,
        is_sample=source.is_sample,
        carried_from=source,
    )
    for task in asked:
        owner = terms[task.pk].owner
        add_task(
            period=opened,
            code=task.code,
            name_zh=task.name_zh,
            name_en=task.name_en,
            department=task.department,
            by=by,
            reason=reason,
            unit=task.unit,
            is_text=task.is_text,
            site=task.site,
            region=task.region,
            owner=owner if owner and owner.may(ENTER) else None,
            evidence_required=task.evidence_required,
            usual_low=task.usual_low,
            usual_high=task.usual_high,
            position=task.position,
            is_sample=task.is_sample,
        )
    return opened


def _check(by: User, reason: str) -> None:
    by.check_may(RUN)
    if not reason.strip():
        raise ReasonMissing


def _check_owner(owner: User | None) -> None:
    if owner is not None and not owner.may(ENTER):
        raise OwnerMayNotEnter(who=str(owner))


def _given(due_on: dt.date) -> DueDay:
    """
    Return a day that a person names.

    :raises InvalidInput: if nobody works on it.
    """
    if is_working_day(due_on, plain_weekdays_beyond=True):
        return DueDay(due_on, not is_decreed(due_on))
    raise InvalidInput(
        [
            Finding(
                code="due_on_a_day_off",
                field="due_on",
                value=str(due_on),
                message="Nobody works on that day in China.",
                remedy="Name the working day before or after it.",
            )
        ]
    )


def _faults(
    *, unit: str, is_text: bool, low: Decimal | None, high: Decimal | None
) -> list[Finding]:
    found = []
    if not is_text and not unit.strip():
        found.append(
            Finding(
                code="unit_missing",
                field="unit",
                message="A number is asked for without a unit.",
                remedy="Name the unit, or ask for a text.",
            )
        )
    if low is not None and high is not None and high < low:
        found.append(
            Finding(
                code="range_upside_down",
                field="usual_high",
                value=str(high),
                message="The usual range ends below its beginning, {low}.",
                remedy="Exchange the two, or leave one of them out.",
                facts={"low": low},
            )
        )
    return found


def _save_terms(
    task: CollectionTask,
    *,
    owner: User | None,
    due: DueDay,
    is_asked: bool,
    by: User,
    reason: str,
) -> TaskTerms:
    row = TaskTerms(
        task=task,
        owner=owner,
        due_on=due.on,
        is_estimate=due.is_estimate,
        is_asked=is_asked,
        set_by=by,
        reason=reason,
    )
    row.save()
    return row
