"""What stands as green, and how a project comes out by an edition of criteria."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from config.kernel.errors import DomainError, InvalidInput, NotFoundHere
from projects.recognition.models import (
    CriteriaEdition,
    Evidence,
    Recognition,
    RecognitionEvidence,
)
from projects.recognition.rules.criteria import Outcome, Result
from projects.recognition.rules.criteria import evaluate as judge
from projects.recognition.rules.inputs import Case, judge_inputs, registered_inputs
from projects.reference import queries as reference
from projects.registry import queries as registry


class ProjectUnknown(DomainError):
    """No terms of the project {project} hold on {day}; it cannot be judged for that day."""

    code = "project_unknown"


class EvidenceElsewhere(DomainError):
    """The evidence {evidence} is not known, or belongs to another project."""

    code = "evidence_elsewhere"
    status = 400


@dataclass(frozen=True)
class Evaluation:
    """How a project comes out by an edition, with every input that was used."""

    edition: CriteriaEdition
    inputs: Mapping[str, Decimal]
    evidence: tuple[Evidence, ...]
    results: tuple[Result, ...]

    @property
    def is_green(self) -> bool:
        """Return whether every criterion that applies is met."""
        return bool(self.results) and all(each.outcome is Outcome.MET for each in self.results)

    @property
    def obstacles(self) -> list[str]:
        """Return what stands in the way of green, one line a criterion."""
        return [each.obstacle for each in self.results if each.outcome is not Outcome.MET]


def criteria_edition(code: str, *, known_at: dt.datetime) -> CriteriaEdition:
    """
    Return the edition of criteria with this code that was confirmed by ``known_at``.

    :raises NotFoundHere: if there is none.
    """
    found: CriteriaEdition | None = (
        CriteriaEdition.objects.known(known_at).filter(code=code).first()
    )
    if found is None:
        raise NotFoundHere(what="edition of criteria", key=code)
    return found


def evaluate(
    *,
    project_id: int,
    case: Case,
    on: dt.date,
    known_at: dt.datetime,
) -> Evaluation:
    """
    Return how a project comes out by an edition of criteria on the day ``on``; store nothing.

    The register adds its own inputs (see ``rules.inputs.REGISTERED``) to those of the case.

    :raises ProjectUnknown: if no terms of the project hold on that day.
    :raises NotFoundHere: if the criteria or the class of the catalogue are not known.
    :raises InvalidInput: naming each input that is unfit.
    :raises EvidenceElsewhere: if a document is unknown or proves something about another project.
    """
    terms = registry.terms(project_id, on=on, known_at=known_at)
    if terms is None:
        raise ProjectUnknown(project=project_id, day=on)
    if found := judge_inputs(case.inputs):
        raise InvalidInput(found)
    edition = criteria_edition(case.criteria_code, known_at=known_at)
    if case.taxonomy_edition or case.taxonomy_class:
        reference.taxonomy_class(case.taxonomy_edition, case.taxonomy_class, known_at=known_at)
    evidence = _evidence(project_id, case.evidence_ids, known_at=known_at)
    every = {
        **case.inputs,
        **registered_inputs(
            on=on,
            commissioned_on=terms.commissioned_on,
            capacity=terms.capacity,
            total_investment_cny=terms.total_investment_cny,
            taxonomy_class=case.taxonomy_class,
        ),
    }
    by_type: dict[str, list[int]] = {}
    for each in evidence:
        by_type.setdefault(each.evidence_type, []).append(each.pk)
    results = judge(
        edition.readable_criteria(),
        technology=terms.project.technology,
        inputs=every,
        evidence=by_type,
    )
    return Evaluation(edition=edition, inputs=every, evidence=evidence, results=tuple(results))


def _evidence(
    project_id: int, ids: Collection[int], *, known_at: dt.datetime
) -> tuple[Evidence, ...]:
    found = tuple(
        Evidence.objects.known(known_at).filter(pk__in=ids, project_id=project_id).order_by("id")
    )
    if absent := set(ids) - {each.pk for each in found}:
        raise EvidenceElsewhere(evidence=min(absent))
    return found


def evidence_of(project_id: int, *, known_at: dt.datetime) -> QuerySet[Evidence]:
    """Return the documents about a project that were known at ``known_at``, oldest first."""
    return Evidence.objects.known(known_at).filter(project_id=project_id).order_by("id")


def evidence_behind(recognition: Recognition) -> QuerySet[Evidence]:
    """Return the documents that a decision rests on, with their stored files."""
    links = RecognitionEvidence.objects.filter(recognition=recognition).values("evidence_id")
    return Evidence.objects.filter(pk__in=links).select_related("original").order_by("id")


def recognitions_known(*, on: dt.date, known_at: dt.datetime) -> QuerySet[Recognition]:
    """Return the decision that stands for each project on ``on`` as known at ``known_at``."""
    return Recognition.objects.as_of(on, known_at=known_at).select_related(
        "project", "criteria_edition"
    )


def standing_recognition(
    project_id: int, *, on: dt.date, known_at: dt.datetime
) -> Recognition | None:
    """
    Return the decision that stands for a project on a day, whatever it says; None if none.

    Ask ``is_green_on(day)`` of it: a decision may say not green, or have expired.
    """
    return recognitions_known(on=on, known_at=known_at).filter(project_id=project_id).first()


def green_project_ids(*, on: dt.date, known_at: dt.datetime) -> set[int]:
    """Return the projects that are recognized as green on ``on``, as known at ``known_at``."""
    standing = recognitions_known(on=on, known_at=known_at).filter(verdict="green")
    unexpired = standing.filter(Q(expires_on__isnull=True) | Q(expires_on__gt=on))
    return set(unexpired.values_list("project_id", flat=True))
