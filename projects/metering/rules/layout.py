"""What a meter file says about itself before it is read: declared, never guessed silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from config.kernel.periods import Period

MINUTES_IN_DAY = 1440
INTERVALS_MINUTES = (15, 30, 60)
_SLOT_LETTER = {15: "q", 30: "s", 60: "h"}


class Shape(StrEnum):
    """How readings lie in the file: a day a row, or a reading a row."""

    WIDE = "wide"
    LONG = "long"


class Form(StrEnum):
    """How the file is written."""

    CSV = "csv"
    PARQUET = "parquet"


class Unit(StrEnum):
    """What one is: a kilowatt-hour with up to three decimals, or a whole watt-hour."""

    KWH = "kWh"
    WH = "Wh"

    @property
    def watt_hours(self) -> int:
        """Return how many watt-hours one unit is."""
        return 1000 if self is Unit.KWH else 1


class OnError(StrEnum):
    """What a file with faulty readings brings: nothing, or the others with gaps for the faulty."""

    REFUSE = "refuse"
    GAP = "gap"


class WrongLayout(ValueError):
    """The declared layout contradicts itself."""


@dataclass(frozen=True, kw_only=True)
class FileLayout:
    """
    The declared layout of a meter file.

    In the wide shape, slot column k holds the k-th interval after local midnight; a day of
    25 hours needs its 25th column. In the long shape, ``starts_at_column`` holds the start of
    the interval as ISO 8601 with its offset from UTC. An empty field is a gap.

    :raises WrongLayout: if the declaration contradicts itself.
    """

    shape: Shape = Shape.WIDE
    form: Form = Form.CSV
    unit: Unit = Unit.KWH
    interval_minutes: int = 60
    carrier: str = "electricity"
    on_error: OnError = OnError.REFUSE
    estimated: bool = False
    encoding: str = "utf-8"
    delimiter: str = ","
    station_column: str = "station"
    day_column: str = "day"
    starts_at_column: str = "starts_at"
    energy_column: str = "kwh"
    slot_columns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.interval_minutes not in INTERVALS_MINUTES:
            raise WrongLayout("The interval is 15, 30 or 60 minutes.")
        if self.encoding not in {"utf-8", "gb18030"}:
            raise WrongLayout("The encoding is utf-8 or gb18030.")
        if self.delimiter not in {",", ";", "\t"}:
            raise WrongLayout("The delimiter is a comma, a semicolon or a tab.")
        if not self.slot_columns:
            object.__setattr__(self, "slot_columns", slot_names(self.interval_minutes))
        if len(set(self.columns)) != len(self.columns):
            raise WrongLayout("A column is declared twice.")
        if self.shape is Shape.WIDE and not self._has_a_days_columns():
            raise WrongLayout("The slot columns cover neither a day of 24 hours nor one of 25.")

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that the file must have, in the order of the declaration."""
        if self.shape is Shape.WIDE:
            return (self.station_column, self.day_column, *self.slot_columns)
        return (self.station_column, self.starts_at_column, self.energy_column)

    @property
    def when_column(self) -> str:
        """Return the column that says when: the day or the start of the interval."""
        return self.day_column if self.shape is Shape.WIDE else self.starts_at_column

    @property
    def energy_columns(self) -> tuple[str, ...]:
        """Return the columns that hold energy."""
        return self.slot_columns if self.shape is Shape.WIDE else (self.energy_column,)

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return asdict(self) | {"slot_columns": list(self.slot_columns)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> FileLayout:
        """
        Return the layout that ``stored`` declares.

        :raises WrongLayout: for an unknown key or word, or a contradiction.
        """
        try:
            return cls(**{key: _READERS.get(key, _same)(value) for key, value in stored.items()})
        except (TypeError, ValueError) as fault:
            raise WrongLayout(str(fault)) from fault

    def _has_a_days_columns(self) -> bool:
        in_an_hour = 60 // self.interval_minutes
        return len(self.slot_columns) in {24 * in_an_hour, 25 * in_an_hour}


def slot_names(interval_minutes: int, *, hours: int = 24) -> tuple[str, ...]:
    """
    Return the usual names of the slot columns.

    >>> slot_names(60)[:2], slot_names(15)[-1]
    (('h00', 'h01'), 'q95')
    """
    letter = _SLOT_LETTER[interval_minutes]
    return tuple(f"{letter}{slot:02d}" for slot in range(hours * 60 // interval_minutes))


def propose_layout(header: str, *, encoding: str = "utf-8") -> FileLayout | None:
    """
    Return a layout that fits the header line of a CSV file, or None.

    A proposal to show to a person, who declares; the unit and the carrier cannot be seen in
    a header and stand at their defaults.
    """
    for delimiter in (",", ";", "\t"):
        names = tuple(name.strip() for name in header.lstrip("\ufeff").split(delimiter))
        for minutes in INTERVALS_MINUTES:
            for hours in (24, 25):
                slots = slot_names(minutes, hours=hours)
                if names[2:] == slots:
                    return FileLayout(
                        interval_minutes=minutes,
                        encoding=encoding,
                        delimiter=delimiter,
                        station_column=names[0],
                        day_column=names[1],
                        slot_columns=slots,
                    )
        if len(names) == len(("station", "starts_at", "energy")):
            unit = Unit.WH if names[2].lower() == "wh" else Unit.KWH
            return FileLayout(
                shape=Shape.LONG,
                unit=unit,
                encoding=encoding,
                delimiter=delimiter,
                station_column=names[0],
                starts_at_column=names[1],
                energy_column=names[2],
            )
    return None


def _same(value: Any) -> Any:
    return value


_READERS: Mapping[str, Any] = {
    "shape": Shape,
    "form": Form,
    "unit": Unit,
    "on_error": OnError,
    "slot_columns": tuple,
}


@dataclass(frozen=True, kw_only=True)
class Sending:
    """A meter file as its sender declares it; without a project it may speak of any station."""

    name: str
    layout: FileLayout
    period: Period
    project_id: int | None = None
    source: str = ""
    is_sample: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {
            "name": self.name,
            "layout": self.layout.to_json(),
            "period": str(self.period),
            "project_id": self.project_id,
            "source": self.source,
            "is_sample": self.is_sample,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Sending:
        """Return the declaration that ``stored`` holds."""
        layout = FileLayout.from_json(stored["layout"])
        return cls(**{**stored, "layout": layout, "period": Period.parse(stored["period"])})
