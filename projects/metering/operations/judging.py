"""Judge a kept file against the stations that were known when it was read."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from django.conf import settings

from config.archive import operations as archive
from config.archive import queries as archived
from config.archive.models import StoredFile
from projects.metering.rules.layout import Sending
from projects.metering.rules.points import MeteringPoint
from projects.metering.rules.reading import MeterFile, read_meter_file
from projects.registry import queries as registry


class Progress(Protocol):
    """How the room says how far it has come."""

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """Record the progress."""


def silent(done: int, total: int, message: str = "") -> None:
    """Record no progress: nobody is watching."""


def judge(
    *,
    original: StoredFile,
    sent: Sending,
    known_at: dt.datetime,
    progress: Progress,
    keep_findings: bool = False,
) -> tuple[MeterFile, StoredFile | None]:
    """
    Return the judged file and, if asked for and there are any, the kept CSV of all findings.

    The same file, declaration and moment give the same judgement, whenever that is asked for.
    """
    projects = None if sent.project_id is None else [sent.project_id]
    stations = registry.stations_for_metering(known_at=known_at, project_ids=projects)
    points = [
        MeteringPoint(
            station_id=each.id,
            code=each.code,
            capacity_w=each.capacity_w,
            zone=each.zone,
            carrier=each.carrier,
            commissioned_on=each.commissioned_on,
        )
        for each in stations
    ]
    with tempfile.TemporaryDirectory(prefix="metering-") as folder:
        judged = read_meter_file(
            archived.path_of(original),
            layout=sent.layout,
            points=points,
            period=sent.period,
            observed_on=known_at.astimezone(ZoneInfo(settings.TIME_ZONE)).date(),
            errors_path=Path(folder) / "findings.csv",
            advance=lambda rows, share: progress(rows, round(rows / share), "judging"),
        )
        if not keep_findings or judged.errors_path is None:
            return judged, None
        name = f"findings-{Path(sent.name).stem[:200]}.csv"
        return judged, archive.store(content=judged.errors_path, name=name, media_type="text/csv")
