"""Which recognitions must be looked at again, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from config.kernel.canonical import plain_decimal
from projects.recognition.models import CriteriaEdition, Recognition, RiskListing
from projects.recognition.queries.risks import stopped
from projects.recognition.queries.standing import recognitions_known
from projects.recognition.rules.inputs import registered_inputs
from projects.reference import queries as reference
from projects.registry import queries as registry

RECHECK_DAYS = 60
#: Inputs of the register that grow with every day are no changed fact.
_PASSING = frozenset({"days_in_operation"})


class RecheckReason(StrEnum):
    """Why a recognition must be looked at again."""

    EXPIRED = "expired"
    EXPIRES_SOON = "expires_soon"
    CRITERIA_SUPERSEDED = "criteria_superseded"
    CATALOGUE_SUPERSEDED = "catalogue_superseded"
    FACT_CHANGED = "fact_changed"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Recheck:
    """
    One recognition that must be looked at again, and one reason.

    ``days_left`` counts to its expiry and is negative once it is late; ``detail`` names what
    changed: the later edition, or each fact as judged and as registered.
    """

    recognition: Recognition
    reason: RecheckReason
    days_left: int | None
    detail: str = ""


def recheck_queue(
    *, on: dt.date, known_at: dt.datetime, within_days: int = RECHECK_DAYS
) -> list[Recheck]:
    """
    Return the standing green decisions that must be looked at again, the first due first.

    They expire within ``within_days`` or have; their criteria or catalogue edition was
    superseded; the register says something else than they were judged by; or the owner is on
    the list of those to whom nothing is paid out.
    """
    standing = list(
        recognitions_known(on=on, known_at=known_at).filter(verdict="green").order_by("id")
    )
    later_criteria = _superseding(CriteriaEdition.objects.known(known_at))
    later_catalogues = reference.superseded_codes(known_at=known_at)
    facts = _facts(standing, on=on, known_at=known_at)
    stops = stopped([each.project_id for each in standing], on=on, known_at=known_at)
    found = [
        recheck
        for each in standing
        for recheck in (
            *_expiring(each, on, within_days),
            *_superseded(each, later_criteria, later_catalogues, on),
            *_changed(each, facts.get(each.project_id, {}), on),
            *_stopped(each, stops, on),
        )
    ]
    return sorted(found, key=lambda each: (each.days_left or 0, each.recognition.pk, each.reason))


def _left(recognition: Recognition, on: dt.date) -> int | None:
    return (recognition.expires_on - on).days if recognition.expires_on else None


def _expiring(recognition: Recognition, on: dt.date, within_days: int) -> Iterator[Recheck]:
    left = _left(recognition, on)
    if left is not None and left <= within_days:
        reason = RecheckReason.EXPIRES_SOON if left > 0 else RecheckReason.EXPIRED
        yield Recheck(recognition, reason, left)


def _superseding(editions: QuerySet[CriteriaEdition]) -> dict[int, str]:
    later = editions.exclude(supersedes=None).order_by("recorded_at", "id")
    return dict(later.values_list("supersedes_id", "code"))


def _superseded(
    recognition: Recognition,
    criteria: Mapping[int, str],
    catalogues: Mapping[str, str],
    on: dt.date,
) -> Iterator[Recheck]:
    left = _left(recognition, on)
    later = criteria.get(recognition.criteria_edition_id)
    if later:
        yield Recheck(recognition, RecheckReason.CRITERIA_SUPERSEDED, left, later)
    later = catalogues.get(recognition.taxonomy_edition)
    if later:
        yield Recheck(recognition, RecheckReason.CATALOGUE_SUPERSEDED, left, later)


def _facts(
    standing: list[Recognition], *, on: dt.date, known_at: dt.datetime
) -> dict[int, dict[str, str]]:
    """Return what the register says of each project now, as recognitions store it."""
    classes = {each.project_id: each.taxonomy_class for each in standing}
    terms = registry.projects_known(as_of=on, known_at=known_at).filter(project_id__in=classes)
    return {
        each.project_id: {
            name: plain_decimal(value)
            for name, value in registered_inputs(
                on=on,
                commissioned_on=each.commissioned_on,
                capacity=each.capacity,
                total_investment_cny=each.total_investment_cny,
                taxonomy_class=classes[each.project_id],
            ).items()
        }
        for each in terms
    }


def _changed(recognition: Recognition, facts: Mapping[str, str], on: dt.date) -> Iterator[Recheck]:
    changed = [
        f"{name}: {recognition.inputs[name]} → {value}"
        for name, value in sorted(facts.items())
        if name not in _PASSING and name in recognition.inputs and recognition.inputs[name] != value
    ]
    if changed:
        left = _left(recognition, on)
        yield Recheck(recognition, RecheckReason.FACT_CHANGED, left, "; ".join(changed))


def _stopped(
    recognition: Recognition, stops: Mapping[int, RiskListing], on: dt.date
) -> Iterator[Recheck]:
    listing = stops.get(recognition.project_id)
    if listing is not None:
        left = _left(recognition, on)
        yield Recheck(recognition, RecheckReason.STOPPED, left, str(listing))
