"""The house's Celery app, and beside it work written as plain code would: it must fail."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from config.celery import app
from config.jobs.registry import Progress, handler
from reporting.exports.doors.door import Parcel

SIZE = 3 * 1000
NAIVE_RUN = "reporting.exports.naive"
APPEND_RUN = "projects.metering.append"
_ROWS_AT_ONCE = 1000


@app.task(name="faults.control.write", acks_late=False, reject_on_worker_lost=False)
def write(*, folder: str, number: int) -> None:
    """Write a file in three parts straight to its final name, acknowledged before it begins."""
    with (Path(folder) / f"{number}").open("wb", buffering=0) as file:
        for _ in range(3):
            file.write(b"x" * (SIZE // 3))
            time.sleep(0.15)


@handler(APPEND_RUN, queue="ingest")
def append(*, progress: Progress, path: str, rows: int, **_kwargs: Any) -> dict[str, Any]:
    """Append a slip for each of the first station-days of a file, without a mark of what is in."""
    from tests.shelf.models import Slip

    days = list(islice(_station_days(Path(path)), rows))
    for start in range(0, len(days), _ROWS_AT_ONCE):
        part = days[start : start + _ROWS_AT_ONCE]
        Slip.objects.bulk_create(Slip(text=f"{code} {day}"[-20:]) for code, day in part)
        progress(start + len(part), len(days), "appending")
    return {"rows": len(days)}


@handler(NAIVE_RUN, queue="deliver")
def send_naively(
    *, progress: Progress, path: str, doors: list[str], **_kwargs: Any
) -> dict[str, Any]:
    """Send a file by each door, one after the other, without a word on record before the end."""
    from reporting.exports.models import Destination
    from reporting.exports.operations.destinations import door_of, secret_of
    from reporting.exports.operations.surroundings import surroundings

    content = Path(path).read_bytes()
    for number, code in enumerate(doors):
        destination = Destination.objects.get(code=code, decision="confirmed")
        parcel = Parcel(
            key=str(uuid.uuid4()),
            path=Path(path),
            name=Path(path).name,
            media_type="text/plain",
            sha256=hashlib.sha256(content).hexdigest(),
            size_bytes=len(content),
            title=Path(path).name,
        )
        door_of(destination.door).send(
            parcel, destination.address, secret_of(destination), surroundings(), lambda: None
        )
        progress(number + 1, len(doors))
    return {"doors": len(doors)}


def _station_days(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the station and the day of each line of a wide meter file."""
    with path.open(encoding="utf-8") as file:
        next(file)
        for line in file:
            code, day, _rest = line.split(",", 2)
            yield code, day
