"""Environmental and social risk: grades of projects, lists of owners."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from projects.recognition.models import RiskGrade, RiskListing
from projects.registry import queries as registry


def grades(
    project_ids: Collection[int], *, on: dt.date, known_at: dt.datetime
) -> dict[int, RiskGrade]:
    """Return, by project id, the risk grade that holds on ``on`` as known at ``known_at``."""
    rows = RiskGrade.objects.as_of(on, known_at=known_at).filter(project_id__in=project_ids)
    return {row.project_id: row for row in rows.select_related("project")}


def listings(*, on: dt.date, known_at: dt.datetime) -> dict[int, RiskListing]:
    """Return, by owner id, the standing listing of each owner, those off the list included."""
    rows = RiskListing.objects.as_of(on, known_at=known_at).select_related("owner")
    return {row.owner_id: row for row in rows}


def stopped(
    project_ids: Collection[int], *, on: dt.date, known_at: dt.datetime
) -> dict[int, RiskListing]:
    """Return, by project id, the listing of an owner to whom nothing is paid out, where one is."""
    stops = {
        owner: listing
        for owner, listing in listings(on=on, known_at=known_at).items()
        if listing.is_stop
    }
    if not stops:
        return {}
    terms = registry.projects_known(as_of=on, known_at=known_at).filter(
        project_id__in=project_ids, owner_id__in=stops
    )
    return {project: stops[owner] for project, owner in terms.values_list("project_id", "owner_id")}
