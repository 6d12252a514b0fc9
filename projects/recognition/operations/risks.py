"""Propose how risky a project is, and who stands on the list."""

from __future__ import annotations

import datetime as dt

from config.kernel import proposals
from config.kernel.corrections import name_the_corrected
from config.kernel.models import Actor
from projects.recognition.models import RiskGrade, RiskListing
from projects.registry.models import Owner, Project


def propose_risk_grade(
    *,
    project: Project,
    grade: str,
    assessment: str,
    effective_from: dt.date,
    by: Actor,
    reason: str,
    measures: str = "",
    is_sample: bool = False,
) -> RiskGrade:
    """Propose a project's environmental and social risk grade from a day on: A, B or C."""
    row = RiskGrade(
        project=project,
        grade=grade,
        assessment=assessment,
        measures=measures,
        effective_from=effective_from,
        is_sample=is_sample,
    )
    name_the_corrected(row)
    return proposals.propose(row, by=by, reason=reason)


def propose_risk_listing(
    *,
    owner: Owner,
    listing: str,
    concern: str,
    source: str,
    effective_from: dt.date,
    by: Actor,
    reason: str,
    is_sample: bool = False,
) -> RiskListing:
    """Propose an owner's place on the risk list from a day on: ``off``, ``watch`` or ``stop``."""
    row = RiskListing(
        owner=owner,
        listing=listing,
        concern=concern,
        source=source,
        effective_from=effective_from,
        is_sample=is_sample,
    )
    name_the_corrected(row)
    return proposals.propose(row, by=by, reason=reason)
