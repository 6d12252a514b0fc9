"""Take a file of stations."""

from __future__ import annotations

import datetime as dt
import hashlib
import zoneinfo

from django.db import IntegrityError, transaction

from config.archive import operations as archive
from config.kernel import proposals
from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import tally
from config.kernel.models import Actor
from projects.registry.models import StationBatch
from projects.registry.rules.station_file import StationPlan

FINDINGS_KEPT = 1000
#: A file that holds data about persons, or that nobody can read, is not kept at all.
NOT_KEPT = frozenset(
    {
        "file_too_large",
        "not_csv",
        "wrong_encoding",
        "empty_file",
        "personal_data_column",
        "personal_data",
    }
)


class StationFileSentBefore(DomainError):
    """The file {name} came before, as batch {batch}; nothing was changed."""

    code = "station_file_sent_before"


class UnknownZone(DomainError):
    """There is no time zone {zone}; write an IANA name such as Asia/Shanghai."""

    code = "unknown_zone"
    status = 400


@transaction.atomic
def propose_stations(
    *,
    content: bytes,
    name: str,
    source: str,
    zone: str,
    today: dt.date,
    by: Actor,
    reason: str,
    is_sample: bool = False,
) -> StationBatch:
    """
    Plan a CSV file of stations, keep it, and propose it whole with what was found.

    ``zone`` holds for stations whose row names none; ``today`` is the day of judgment. A
    batch with errors can be read and rejected, never confirmed.

    :raises StationFileSentBefore: if the same content is pending or confirmed already.
    :raises InvalidInput: if the file cannot be read or holds personal data; it is not kept.
    """
    by.check_may(StationBatch.propose_permission)
    if zone not in zoneinfo.available_timezones():
        raise UnknownZone(zone=zone)
    sha256 = hashlib.sha256(content).hexdigest()
    if twin := StationBatch.twin_of(kind=StationBatch.KIND, file_sha256=sha256):
        raise StationFileSentBefore(name=name, batch=twin.pk)
    plan = StationBatch.judge(content, zone=zone, today=today)
    if any(each.code in NOT_KEPT for each in plan.findings):
        raise InvalidInput(plan.findings[:FINDINGS_KEPT])
    batch = StationBatch(
        kind=StationBatch.KIND,
        source=source,
        original=archive.store(content=content, name=name, media_type="text/csv"),
        original_name=name[:255],
        file_sha256=sha256,
        plan={"zone": zone, "today": str(today), "encoding": plan.encoding, **_totals(plan)},
        is_sample=is_sample,
        **_counts(plan),
    )
    try:
        with transaction.atomic():
            return proposals.propose(batch, by=by, reason=reason)
    except IntegrityError as refusal:
        raise StationFileSentBefore(name=name, batch="-") from refusal


def _counts(plan: StationPlan) -> dict[str, object]:
    return {
        "rows_read": plan.rows_read,
        "rows_accepted": len(plan.rows),
        "finding_counts": tally(plan.findings),
        "findings": [each.to_json() for each in plan.findings[:FINDINGS_KEPT]],
    }


def _totals(plan: StationPlan) -> dict[str, object]:
    """Return what the reviewer should see at a glance: errors, stations and W by project."""
    projects: dict[str, dict[str, int]] = {}
    for row in plan.rows:
        total = projects.setdefault(row.project, {"stations": 0, "capacity_w": 0})
        total["stations"] += 1
        total["capacity_w"] += row.capacity_w
    return {"errors": sum(each.blocks for each in plan.findings), "projects": projects}
