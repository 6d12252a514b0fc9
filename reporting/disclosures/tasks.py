"""The room's jobs: draft a version, publish a version."""

from __future__ import annotations

import datetime as dt
from typing import Any

from config.jobs.models import Run
from config.jobs.registry import Progress, handler
from reporting.disclosures.models import Disclosure, DisclosureVersion
from reporting.disclosures.operations import acts, making


@handler(acts.DRAFT_RUN, queue="render")
def draft(
    *,
    run: Run,
    progress: Progress,
    disclosure_id: int,
    number: int,
    known_at: str,
    reason: str,
    **_kwargs: Any,
) -> dict[str, Any]:
    """Make a version with its review copies."""
    version = making.make_version(
        disclosure=Disclosure.objects.get(pk=disclosure_id),
        number=number,
        known_at=dt.datetime.fromisoformat(known_at),
        by=run.asked_by,
        reason=reason,
        progress=progress,
        asked_at=run.created_at,
    )
    return {
        "version_id": version.pk,
        "code": version.disclosure.code,
        "number": version.number,
        "figures": version.figure_set.count,
    }


@handler(acts.PUBLISH_RUN, queue="render")
def publish(*, run: Run, progress: Progress, version_id: int, **_kwargs: Any) -> dict[str, Any]:
    """Make a version public."""
    version = DisclosureVersion.objects.select_related("disclosure", "figure_set").get(
        pk=version_id
    )
    made = making.make_public(version=version, by=run.asked_by, progress=progress)
    return {
        "code": version.disclosure.code,
        "number": version.number,
        "files": {each.file_name: each.sha256 for each in made},
    }
