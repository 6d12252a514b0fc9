"""Acts: ask for the list of what would move, and store it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from config.accounts.models import User
from config.jobs import operations as jobs
from config.jobs.models import Run
from config.kernel.canonical import instant
from config.kernel.pin import pin_known_at
from projects.reference.queries import proposal_of
from reporting.moves.models import MoveReport
from reporting.moves.queries import what_would_move

RUN = "reporting.moves.run"
RUN_KIND = "reporting.moves.list"
SUBJECTS = ("edition", "policy")


def ask(*, subject: str, pk: int, by: User) -> Run:
    """
    Ask for the list of what an edition or a policy would move; return the run that draws it.

    :raises NotAllowed: if ``by`` may not ask.
    :raises NotFoundHere: if there is no such proposal.
    """
    by.check_may(RUN)
    proposal_of(subject, pk)
    known_at = pin_known_at()
    with transaction.atomic():
        return jobs.request(
            kind=RUN_KIND,
            key=f"{subject} {pk} {instant(known_at)}",
            by=by,
            payload={"subject": subject, "pk": pk, "known_at": instant(known_at)},
        )


def list_moves(*, subject: str, pk: int, known_at: dt.datetime, by: User) -> MoveReport:
    """
    Draw and store what the proposal would move; the same moment again returns what stands.

    :raises NotFoundHere: if there is no such proposal.
    """
    by.check_may(RUN)
    proposal = proposal_of(subject, pk)
    place: dict[str, Any] = {subject: proposal, "known_at": known_at}
    standing: MoveReport | None = MoveReport.objects.filter(**place).first()
    if standing is not None:
        return standing
    found = what_would_move(proposal, known_at=known_at)
    report = MoveReport(
        **place,
        **found.to_json(),
        difference_tco2e=found.difference,
        sha256=found.sha256,
        drawn_by=by,
    )
    report.save()
    return report
