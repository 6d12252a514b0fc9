"""What stands on a page: runs of text with bound figures, tables, charts, notes."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal

ColumnKind = Literal["text", "number", "percent", "integer", "date"]
Alignment = Literal["start", "center", "end"]
Tone = Literal["information", "caution"]

MOST_PLACES = 12

_FIGURE_ID = re.compile(r"^F-[0-9a-z]{4,40}$")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LOOKS_TYPED = {
    "number": re.compile(r"^-?[0-9]+([.][0-9]+)?$"),
    "percent": re.compile(r"^-?[0-9]+([.][0-9]+)?$"),
    "integer": re.compile(r"^-?[0-9]+$"),
    "date": re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
}


def require_text(owner: object, *names: str) -> None:
    for name in names:
        value = getattr(owner, name)
        if not isinstance(value, str) or not value.strip():
            raise ValueError(
                f"{type(owner).__name__}.{name} must be a text that is not empty; got {value!r}."
            )


def require_unicode(owner: object) -> None:
    for each in fields(owner):  # type: ignore[arg-type]
        value = getattr(owner, each.name)
        if isinstance(value, str) and _SURROGATE.search(value):
            raise ValueError(
                f"{type(owner).__name__}.{each.name} holds half of a surrogate pair; "
                "it is not valid Unicode."
            )


def _is_exact(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def require_number(owner: object, name: str) -> None:
    value = getattr(owner, name)
    if not _is_exact(value):
        raise ValueError(
            f"{type(owner).__name__}.{name} must be a Decimal or an int, never a float; "
            f"got {value!r}."
        )
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"{type(owner).__name__}.{name} must be finite; got {value!r}.")


def require_figure_id(owner: object) -> None:
    value = getattr(owner, "figure_id", None)
    if not isinstance(value, str) or not _FIGURE_ID.match(value):
        raise ValueError(
            f"{type(owner).__name__}.figure_id must look like F-3f2a9c1d; got {value!r}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """
    A number bound to the record that it came from: ``text`` is shown, ``value`` is meant.

    ``unit`` belongs to ``value``; ``shown_unit`` to ``text`` where that is scaled (27.85 for
    2785000000) or put in words, empty where it is the same.
    """

    kind: ClassVar[str] = "figure"
    figure_id: str
    value: Decimal | int
    text: str
    unit: str = ""
    shown_unit: str = ""

    def __post_init__(self) -> None:
        require_figure_id(self)
        require_number(self, "value")
        require_text(self, "text")
        require_unicode(self)

    @property
    def printed_unit(self) -> str:
        """Return the unit that ``text`` is in."""
        return self.shown_unit or self.unit


@dataclass(frozen=True, slots=True)
class Strong:
    """A stretch of text that carries weight."""

    kind: ClassVar[str] = "strong"
    text: str

    def __post_init__(self) -> None:
        require_text(self, "text")
        require_unicode(self)


Run = str | Strong | Figure
Cell = str | int | Decimal | date | Figure | None


def _is_run(value: object) -> bool:
    return isinstance(value, str | Strong | Figure)


def require_runs(owner: object, runs: tuple[Run, ...]) -> None:
    if type(runs) is not tuple or not runs:
        raise ValueError(
            f"{type(owner).__name__} needs a tuple of at least one run of text; got {runs!r}."
        )
    for run in runs:
        if not _is_run(run):
            raise ValueError(f"{type(owner).__name__} takes text, Strong and Figure; got {run!r}.")
        if isinstance(run, str) and _SURROGATE.search(run):
            raise ValueError(
                f"{type(owner).__name__} holds half of a surrogate pair; it is not valid Unicode."
            )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of narrative with its bound figures."""

    kind: ClassVar[str] = "paragraph"
    runs: tuple[Run, ...]

    def __post_init__(self) -> None:
        require_runs(self, self.runs)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points, each a tuple of runs."""

    kind: ClassVar[str] = "bullets"
    items: tuple[tuple[Run, ...], ...]

    def __post_init__(self) -> None:
        if not self.items:
            raise ValueError("Bullets needs at least one item.")
        for item in self.items:
            require_runs(self, item)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark set apart from the narrative: a limit, a warning, a reading aid."""

    kind: ClassVar[str] = "note"
    title: str = ""
    runs: tuple[Run, ...]
    tone: Tone = "information"

    def __post_init__(self) -> None:
        require_runs(self, self.runs)
        require_unicode(self)
        if self.tone not in ("information", "caution"):
            raise ValueError(f"Note.tone must be information or caution; got {self.tone!r}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """One card: a figure under its label."""

    kind: ClassVar[str] = "key_figure"
    label: str
    figure: Figure
    note: str = ""

    def __post_init__(self) -> None:
        require_text(self, "label")
        require_unicode(self)


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A row of cards."""

    kind: ClassVar[str] = "key_figures"
    cards: tuple[KeyFigure, ...]

    def __post_init__(self) -> None:
        if not self.cards:
            raise ValueError("KeyFigures needs at least one card.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """
    One column of a table.

    ``percent`` cells hold fractions (0.185 reads 18.5 %). ``places`` are the decimals shown; None
    shows a number as it is. ``width`` is a share of the table's width; None takes what the text
    needs. ``unit`` is that of the values; ``shown_unit`` that of the printed texts, if another.
    """

    heading: str
    kind: ColumnKind = "text"
    unit: str = ""
    shown_unit: str = ""
    places: int | None = None
    width: Decimal | int | None = None
    align: Alignment | None = None

    def __post_init__(self) -> None:
        require_text(self, "heading")
        require_unicode(self)
        if self.kind not in ("text", "number", "percent", "integer", "date"):
            raise ValueError(f"Column {self.heading!r} has an unknown kind {self.kind!r}.")
        if self.align not in (None, "start", "center", "end"):
            raise ValueError(f"Column {self.heading!r} has an unknown alignment {self.align!r}.")
        if self.places is not None and not 0 <= self.places <= MOST_PLACES:
            raise ValueError(f"Column {self.heading!r} shows 0 to {MOST_PLACES} decimals.")
        if self.width is not None:
            require_number(self, "width")
            if self.width <= 0:
                raise ValueError(
                    f"Column {self.heading!r} needs a width above zero; got {self.width}."
                )

    def accepts(self, cell: Cell) -> bool:
        """
        Return whether ``cell`` may stand in this column.

        Text may stand anywhere (a dash, "n/a"), but a number or a day written as text may not: it
        must come as a number or a day.
        """
        if cell is None:
            return True
        if isinstance(cell, str):
            return self.kind == "text" or not _LOOKS_TYPED[self.kind].match(cell)
        if isinstance(cell, bool | datetime):
            return False
        if self.kind == "date":
            return isinstance(cell, date)
        if self.kind == "integer":
            return isinstance(cell, int | Figure)
        if self.kind == "text":
            return isinstance(cell, Figure)
        return isinstance(cell, int | Figure) or (isinstance(cell, Decimal) and cell.is_finite())


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with typed columns; ``total`` is a row set apart at the foot."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_text(self, "caption")
        require_unicode(self)
        if not self.columns:
            raise ValueError(f"Table {self.caption!r} has no columns.")
        for number, row in enumerate(self.rows, start=1):
            self._check_row(row, place=f"row {number}")
        if self.total is not None:
            self._check_row(self.total, place="the total row")

    def _check_row(self, row: tuple[Cell, ...], *, place: str) -> None:
        if len(row) != len(self.columns):
            raise ValueError(
                f"Table {self.caption!r}, {place}: "
                f"{len(row)} cells for {len(self.columns)} columns."
            )
        for column, cell in zip(self.columns, row, strict=True):
            if not column.accepts(cell):
                raise ValueError(
                    f"Table {self.caption!r}, {place}, column {column.heading!r} "
                    f"({column.kind}): {cell!r} does not belong there."
                )
            if isinstance(cell, str) and _SURROGATE.search(cell):
                raise ValueError(
                    f"Table {self.caption!r}, {place}: "
                    "half of a surrogate pair is not valid Unicode."
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture of data: a Vega-Lite spec that holds its own data, and the same said in words."""

    kind: ClassVar[str] = "chart"
    caption: str
    alt: str
    spec: Mapping[str, Any] = field(hash=False)

    def __post_init__(self) -> None:
        require_text(self, "caption", "alt")
        require_unicode(self)
        try:
            copied = json.loads(json.dumps(self.spec, allow_nan=False))
        except (TypeError, ValueError) as error:
            raise ValueError(f"Chart {self.caption!r}: the spec is not JSON: {error}.") from error
        if "$schema" in copied and "vega-lite" not in str(copied["$schema"]):
            raise ValueError(f"Chart {self.caption!r}: only Vega-Lite specs are drawn.")
        if _mentions_address(copied):
            raise ValueError(
                f"Chart {self.caption!r}: the spec must hold its data; it may not name a url."
            )
        object.__setattr__(self, "spec", copied)


def _mentions_address(node: object) -> bool:
    if isinstance(node, dict):
        return any(
            key in ("url", "href") or (key != "values" and _mentions_address(value))
            for key, value in node.items()
        )
    return isinstance(node, list) and any(_mentions_address(each) for each in node)


Block = Paragraph | KeyFigures | Table | Chart | Note | Bullets
