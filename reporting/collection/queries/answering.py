"""What the departments answer of the library: every indicator that all who owe it confirmed."""

from __future__ import annotations

import datetime as dt

from config.kernel.periods import Period
from reporting.collection.models import CollectionTask
from reporting.collection.queries.collected import period_of, standing_entries, terms_known
from reporting.indicators.answering import answers
from reporting.indicators.rules.gaps import Given


@answers("collection")
def confirmed(period: Period, known_at: dt.datetime) -> dict[str, Given]:
    """
    Return the indicators whose tasks of exactly ``period`` are all confirmed, by code.

    One that several departments owe is answered when the last of them is; four queries.
    """
    asked = period_of(period, known_at=known_at)
    if asked is None:
        return {}
    tasks = dict(CollectionTask.objects.filter(period=asked).values_list("pk", "code"))
    terms = terms_known(tasks, known_at=known_at)
    owed = {task: code for task, code in tasks.items() if task in terms and terms[task].is_asked}
    entries = standing_entries([asked.pk], known_at=known_at)
    waiting = {code for task, code in owed.items() if task not in entries}
    return {
        code: Given(by="collection", ref=str(period))
        for code in sorted(set(owed.values()) - waiting)
    }
