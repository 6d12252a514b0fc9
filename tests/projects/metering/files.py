"""Small meter files for tests, and a reading of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from config.kernel.periods import Period
from projects.metering.rules.layout import FileLayout, Shape
from projects.metering.rules.points import MeteringPoint
from projects.metering.rules.reading import MeterFile, read_meter_file

JANUARY = Period.month(2025, 1)
WIDE = FileLayout()
LONG = FileLayout(shape=Shape.LONG, interval_minutes=15)
ROOF = MeteringPoint(7, "SD-1", 30_000, commissioned_on=dt.date(2024, 6, 1))
BARN = MeteringPoint(9, "SD-2", 20_000, commissioned_on=dt.date(2025, 1, 20))
PLANT = MeteringPoint(11, "STEAM", 60_000_000, carrier="heat")
POINTS = (ROOF, BARN, PLANT)


def wide(*rows: tuple[str, str, Mapping[int, str]], layout: FileLayout = WIDE) -> str:
    """Return a wide CSV: each row a station, a day and some slots; the other slots are 1.5."""
    lines = [",".join(layout.columns)]
    for station, day, cells in rows:
        slots = [cells.get(at, "1.5") for at in range(len(layout.slot_columns))]
        lines.append(",".join([station, day, *slots]))
    return "\n".join(lines) + "\n"


def long(*rows: tuple[str, str, str]) -> str:
    """Return a long CSV."""
    return "\n".join(["station,starts_at,kwh", *(",".join(row) for row in rows)]) + "\n"


def read(
    content: str | bytes,
    folder: Path,
    *,
    layout: FileLayout = WIDE,
    points: Sequence[MeteringPoint] = POINTS,
    period: Period = JANUARY,
    observed_on: dt.date = dt.date(2025, 7, 1),
    **declared: object,
) -> MeterFile:
    """Return the judged file."""
    path = folder / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_meter_file(
        path,
        layout=replace(layout, **declared) if declared else layout,  # type: ignore[arg-type]
        points=points,
        period=period,
        observed_on=observed_on,
        errors_path=folder / "errors.csv",
    )


def energies(judged: MeterFile) -> dict[tuple[int, str], list[int | None]]:
    """Return the blocks as station and day -> watt-hours by slot, None for a gap."""
    found = {}
    for part in judged.slices():
        blocks = part.blocks
        for at in range(len(blocks)):
            day = dt.date(2000, 1, 1) + dt.timedelta(days=int(blocks.day[at]))
            cells = blocks.energy_wh[at, : int(blocks.slots[at])].tolist()
            key = int(blocks.station_id[at]), day.isoformat()
            found[key] = [None if cell < 0 else cell for cell in cells]
    return found
