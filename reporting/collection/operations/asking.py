"""Ask the departments for everything that the library of indicators collects from them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from config.accounts.models import Department, User
from reporting.collection.models import CollectionPeriod, CollectionTask
from reporting.collection.operations.periods import RUN, add_task
from reporting.indicators import queries as indicators
from reporting.indicators.rules.kinds import Answer


@dataclass(frozen=True)
class LibraryAsked:
    """What was asked, and the indicators of the library whose department is not known here."""

    tasks: tuple[CollectionTask, ...]
    without_department: tuple[str, ...]


@transaction.atomic
def ask_from_library(
    *, period: CollectionPeriod, known_at: dt.datetime, by: User, reason: str
) -> LibraryAsked:
    """
    Ask for each collected indicator that holds on the period's last day and is not asked yet.

    Name, unit, range and evidence are the library's, copied as they stand; the department is
    the one that the library names. Sites, provinces and owners are for a person to say.
    """
    by.check_may(RUN)
    wanted = indicators.collected(period.period.last_day, known_at)
    asked = set(CollectionTask.objects.filter(period=period).values_list("code", flat=True))
    departments = {each.code: each for each in Department.objects.all()}
    made, left = [], []
    for position, code in enumerate(sorted(set(wanted) - asked), len(asked) + 1):
        indicator = wanted[code]
        department = departments.get(indicator.owner_department)
        if department is None:
            left.append(code)
            continue
        is_text = indicator.answer == Answer.TEXT or not indicator.unit
        made.append(
            add_task(
                period=period,
                code=code,
                name_zh=indicator.name_zh,
                name_en=indicator.name_en,
                unit="" if is_text else indicator.unit,
                is_text=is_text,
                department=department,
                evidence_required=bool(indicator.evidence_zh or indicator.evidence_en),
                usual_low=indicator.lowest,
                usual_high=indicator.highest,
                position=position,
                by=by,
                reason=reason,
            )
        )
    return LibraryAsked(tuple(made), tuple(left))
