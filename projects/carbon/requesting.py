"""The act of asking a worker for a drawing of statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from config.accounts.models import User
from config.jobs import operations as jobs
from config.jobs.models import Run
from config.kernel.canonical import instant, sha256_of
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from projects.metering import queries as metering

RUN_KIND = "projects.carbon.draw"


def request_drawing(
    *,
    period: Period,
    by: User,
    known_at: dt.datetime | None = None,
    project_ids: Collection[int] | None = None,
) -> Run:
    """
    Have a worker draw the statements of ``period``, as known at a pinned moment; now by default.

    The same period, moment and projects are one run.

    :raises NotAllowed: if ``by`` may not run it.
    :raises NotWholeMonths: if the period does not begin and end at a month's edge.
    """
    metering.check_months(period)
    moment = instant(known_at or pin_known_at())
    ids = None if project_ids is None else sorted(project_ids)
    return jobs.request(
        kind=RUN_KIND,
        key=f"{period}@{moment}" + ("" if ids is None else f" {sha256_of(ids)[:12]}"),
        by=by,
        payload={"period": str(period), "known_at": moment, "project_ids": ids},
    )
