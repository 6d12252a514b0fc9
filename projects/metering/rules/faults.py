"""Every fault that a meter file can have, with its sentence and its remedy, and their log."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from config.kernel.findings import Finding, Severity

KEPT = 1000
_FORMULA_LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Fault:
    """A kind of finding: its sentence, what mends it, and how much it weighs."""

    message: str
    remedy: str
    severity: Severity = Severity.ERROR


FAULTS: Mapping[str, Fault] = {
    "no_rows": Fault("The file has no rows.", "Send a file with at least one row."),
    "wrong_header": Fault(
        "The header does not have the declared columns, each once.",
        "Declare the columns that the file has, or send it with these: {columns}",
    ),
    "wrong_encoding": Fault(
        "The file is not written in {encoding}.",
        "Declare the encoding that the file has: utf-8 or gb18030.",
    ),
    "line_too_long": Fault(
        "A line is longer than {bytes} bytes.", "End each line with a line feed."
    ),
    "not_parquet": Fault(
        "The file cannot be read as Parquet.",
        "Send the file as it was written, or declare the form that it has.",
    ),
    "wrong_type": Fault(
        "A declared column is missing or has the wrong type.",
        "Station is text, the day a date, a start an instant with its zone, an energy a number.",
    ),
    "ragged_row": Fault(
        "The row has {found} fields; the header has {expected}.",
        "Give the row one field for each column; put a field with a delimiter in quotes.",
    ),
    "unknown_station": Fault(
        "No station has this code.",
        "Register and confirm the station first, or correct its code.",
    ),
    "wrong_carrier": Fault(
        "The station does not measure {carrier}.",
        "Send its readings in a file that declares the carrier it measures.",
    ),
    "unreadable_time": Fault(
        "This is not a day or an instant.",
        "Write a day as 2025-03-01, an instant as 2025-03-01T10:00:00+08:00 with its offset.",
    ),
    "off_grid": Fault(
        "The instant is not the start of an interval of {minutes} minutes.",
        "Send the start of the interval, or declare the interval that the meter has.",
    ),
    "outside_period": Fault(
        "The day is outside the declared period {period}.",
        "Declare the period that the file covers, or take the row out.",
    ),
    "future_day": Fault(
        "The day had not ended when the file was read on {observed_on}.",
        "Send the day after it has ended.",
    ),
    "before_commissioning": Fault(
        "The station was commissioned on {commissioned_on}; it cannot have a reading before.",
        "Correct the day, or the station's commissioning date.",
    ),
    "wrong_slot_count": Fault(
        "The day has {slots} intervals at the station's place; the row speaks of {found}.",
        "On the days when the clock changes, give one column to each interval that passes.",
    ),
    "not_a_number": Fault(
        "This is not a number.",
        "Write digits with a point for the decimals, no separators; leave a gap empty.",
    ),
    "negative": Fault(
        "A meter of produced energy does not count backwards.",
        "Send the energy of the interval, not a difference or a balance.",
    ),
    "finer_than_wh": Fault(
        "The reading is finer than one watt-hour.",
        "Send kilowatt-hours with up to three decimals, or whole watt-hours.",
    ),
    "above_capacity": Fault(
        "The station of {capacity_w} W cannot give more than {limit_wh} Wh in {minutes} minutes.",
        "Check the unit, the multiplier of the meter and the registered capacity.",
    ),
    "repeated_reading": Fault(
        "The same reading stands in the file already; it is counted once.",
        "Take the repeated row out.",
        Severity.WARNING,
    ),
    "conflicting_reading": Fault(
        "The file has another reading for the same station and time; neither is taken.",
        "Keep the one that is right.",
    ),
    "no_reading": Fault(
        "The row holds no reading; the day stays a gap.",
        "Send the readings when they are known.",
        Severity.WARNING,
    ),
}


#: Of a file with one of these, nothing can be taken, whatever its layout says of faults.
UNREADABLE = frozenset(
    {"no_rows", "wrong_header", "wrong_encoding", "line_too_long", "not_parquet", "wrong_type"}
)


class FaultLog:
    """
    Counts every finding by code, keeps the first thousand, and writes all of them to a CSV.

    The CSV appears only when there is something to write. Text in it that a spreadsheet would
    take for a formula is led by an apostrophe; numbers stay numbers.
    """

    def __init__(self, errors_path: Path, columns: Sequence[str]) -> None:
        self.counts: Counter[str] = Counter()
        self.kept: list[Finding] = []
        self.errors_path = errors_path
        self._columns = columns
        self._file: IO[str] | None = None
        self._writer: Any = None

    @property
    def errors(self) -> int:
        """Return how many findings are errors."""
        return sum(
            count for code, count in self.counts.items() if FAULTS[code].severity is Severity.ERROR
        )

    @property
    def written(self) -> Path | None:
        """Return the CSV of all findings, or None if there are none."""
        return self.errors_path if self._writer else None

    def add(
        self,
        code: str,
        *,
        row: int | None = None,
        field: str = "",
        value: str = "",
        original: Sequence[str] = (),
        facts: Mapping[str, object] | None = None,
    ) -> None:
        """Record one finding."""
        fault = FAULTS[code]
        finding = Finding(
            code=code,
            message=fault.message,
            severity=fault.severity,
            row=row,
            field=field,
            value=value,
            remedy=fault.remedy,
            facts=facts or {},
        )
        self.counts[code] += 1
        if len(self.kept) < KEPT:
            self.kept.append(finding)
        self._write(finding, original)

    def _write(self, finding: Finding, original: Sequence[str]) -> None:
        if self._file is None:
            # The mark at the front makes spreadsheet programs read Chinese codes as UTF-8.
            self._file = self.errors_path.open("w", encoding="utf-8-sig", newline="")
            self._writer = csv.writer(self._file)
            self._writer.writerow(["row", "code", "field", "value", "error", *self._columns])
        error = finding.message.format_map(_Facts(finding.facts))
        cells = [finding.row, finding.code, finding.field, finding.value, error, *original]
        self._writer.writerow([_harmless(cell) for cell in cells])

    def close(self) -> None:
        """Finish the CSV."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _harmless(cell: object) -> object:
    if not isinstance(cell, str) or not cell.startswith(_FORMULA_LEADS):
        return cell
    try:
        float(cell)
    except ValueError:
        return "'" + cell
    return cell
