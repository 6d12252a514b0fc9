"""Propose that a project is green, or that it is not."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from config.kernel import proposals
from config.kernel.canonical import plain_decimal
from config.kernel.corrections import name_the_corrected
from config.kernel.errors import DomainError
from config.kernel.models import Actor
from projects.recognition.models import Recognition, RecognitionEvidence
from projects.recognition.queries import evaluate
from projects.recognition.rules.inputs import Case
from projects.recognition.rules.rulings import Ruling


class UnfitExpiry(DomainError):
    """A recognition as green expires, on a day after {day}; say when."""

    code = "unfit_expiry"
    status = 400


@transaction.atomic
def propose_recognition(
    *,
    project_id: int,
    case: Case,
    ruling: Ruling,
    known_at: dt.datetime,
    by: Actor,
    reason: str,
    is_sample: bool = False,
) -> Recognition:
    """
    Propose a decision on a project from a day on, evaluated by the criteria as known now.

    "not_green" from a later day on takes a recognition away and keeps its history. Green
    may be proposed while criteria are open; it is confirmed only where every one is met.

    :raises UnfitExpiry: if a green decision has no expiry after its first day.
    :raises DomainError: whatever ``queries.evaluate`` refuses.
    """
    by.check_may(Recognition.propose_permission)
    _refuse_unfit_expiry(ruling)
    evaluation = evaluate(
        project_id=project_id,
        case=case,
        on=ruling.effective_from,
        known_at=known_at,
    )
    row = Recognition(
        project_id=project_id,
        criteria_edition=evaluation.edition,
        taxonomy_edition=case.taxonomy_edition,
        taxonomy_class=case.taxonomy_class,
        inputs={name: plain_decimal(value) for name, value in evaluation.inputs.items()},
        results=[each.to_json() for each in evaluation.results],
        verdict=ruling.verdict,
        opinion=ruling.opinion,
        conditions=ruling.conditions,
        effective_from=ruling.effective_from,
        expires_on=ruling.expires_on,
        is_sample=is_sample,
    )
    name_the_corrected(row)
    proposals.propose(row, by=by, reason=reason)
    RecognitionEvidence.objects.bulk_create(
        RecognitionEvidence(recognition=row, evidence=each) for each in evaluation.evidence
    )
    return row


def _refuse_unfit_expiry(ruling: Ruling) -> None:
    missing = ruling.verdict == "green" and ruling.expires_on is None
    if missing or (ruling.expires_on or dt.date.max) <= ruling.effective_from:
        raise UnfitExpiry(day=ruling.effective_from)
