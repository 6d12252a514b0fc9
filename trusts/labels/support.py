"""What supports labels on a day: splits from the contracts, recognition from the projects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from projects.recognition import queries as recognition
from trusts.contracts import queries as contracts
from trusts.contracts.models import Contract
from trusts.contracts.queries import Allocation, ProjectShare
from trusts.labels.rules.support import ProjectSupport, Recognized, Support, whole_steps


def supports_of(
    known: Sequence[Contract], *, on: dt.date, known_at: dt.datetime
) -> dict[int, Support]:
    """Return, by contract id, what split and recognition say on ``on``; four statements."""
    placed = contracts.allocations_of(known, on=on, known_at=known_at)
    return supports_from(placed, on=on, known_at=known_at)


def supports_from(
    placed: Sequence[Allocation], *, on: dt.date, known_at: dt.datetime
) -> dict[int, Support]:
    """Return, by contract id, what recognition says of where the money stands; one statement."""
    project_ids = {share.project_id for each in placed for share in each.shares}
    decisions = _decisions(project_ids, on=on, known_at=known_at)
    return {
        each.contract.pk: Support(
            on=on,
            split_id=each.split_id,
            projects=tuple(_project(share, decisions, on) for share in each.shares),
        )
        for each in placed
    }


def _decisions(project_ids: set[int], *, on: dt.date, known_at: dt.datetime) -> Mapping[int, Any]:
    if not project_ids:
        return {}
    standing = recognition.recognitions_known(on=on, known_at=known_at)
    return {each.project_id: each for each in standing.filter(project_id__in=project_ids)}


def _project(share: ProjectShare, decisions: Mapping[int, Any], on: dt.date) -> ProjectSupport:
    decision = decisions.get(share.project_id)
    percent = whole_steps(share.percent)
    if decision is None:
        return ProjectSupport(
            share.project_id, share.project_code, percent, Recognized.UNRECOGNIZED
        )
    return ProjectSupport(
        project_id=share.project_id,
        project_code=share.project_code,
        percent=percent,
        recognized=_recognized(decision, on),
        recognition_id=decision.pk,
        recognition_sha256=decision.content_sha256,
        edition=decision.taxonomy_edition,
        code=decision.taxonomy_class,
        expires_on=decision.expires_on,
    )


def _recognized(decision: Any, on: dt.date) -> Recognized:
    if decision.is_green_on(on):
        classified = decision.taxonomy_edition and decision.taxonomy_class
        return Recognized.GREEN if classified else Recognized.UNCLASSIFIED
    return Recognized.EXPIRED if decision.verdict == "green" else Recognized.NOT_GREEN
