"""A frozen document: what a disclosure says, before it is a PDF, a workbook or JSON."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal

from config.kernel.canonical import instant, plain_decimal
from reporting.rendering.blocks import (
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Note,
    Paragraph,
    Run,
    Strong,
    Table,
    require_figure_id,
    require_number,
    require_text,
    require_unicode,
)

__all__ = [
    "Block",
    "Bullets",
    "Cell",
    "Chart",
    "Column",
    "Document",
    "Figure",
    "FigureRecord",
    "KeyFigure",
    "KeyFigures",
    "Language",
    "Note",
    "Paragraph",
    "Run",
    "Section",
    "Strong",
    "Table",
    "to_plain",
]

Language = Literal["zh-Hans", "en"]

SCHEMA_ID = "document-1"
DEEPEST_HEADING = 3
_SHA256 = re.compile(r"^[0-9a-f]{64}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it; deeper sections follow in the same list."""

    kind: ClassVar[str] = "section"
    heading: str
    level: int = 1
    blocks: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        require_text(self, "heading")
        require_unicode(self)
        if not 1 <= self.level <= DEEPEST_HEADING:
            raise ValueError(
                f"Section {self.heading!r}: level must be 1 to {DEEPEST_HEADING}; got {self.level}."
            )

    def figures(self) -> Iterator[Figure]:
        """Yield every bound figure of this section in reading order."""
        for block in self.blocks:
            match block:
                case Paragraph() | Note():
                    yield from _bound(block.runs)
                case Bullets():
                    for item in block.items:
                        yield from _bound(item)
                case KeyFigures():
                    yield from (card.figure for card in block.cards)
                case Table():
                    for row in (*block.rows, block.total or ()):
                        yield from _bound(row)
                case Chart():
                    pass


def _bound(values: tuple[object, ...]) -> Iterator[Figure]:
    return (each for each in values if isinstance(each, Figure))


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRecord:
    """
    Where one figure came from: what is printed in the annex and the provenance sheet.

    ``text`` is the value written out in full; empty for the value as it is. ``indicator`` and
    ``members`` (axis and member) say what is counted of what, for forms that machines read.
    """

    kind: ClassVar[str] = "figure_record"
    #: Left out of the JSON where they are empty: documents of before stay what they were.
    omitted_empty: ClassVar[frozenset[str]] = frozenset({"indicator", "members"})
    figure_id: str
    label_zh: str
    label_en: str
    value: Decimal | int
    unit: str
    measure: str
    method: str
    period: str
    known_at: datetime
    sha256: str
    explanation: str = ""
    text: str = ""
    indicator: str = ""
    members: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        require_figure_id(self)
        require_number(self, "value")
        require_text(self, "label_zh", "label_en", "method", "period")
        require_unicode(self)
        if self.known_at.tzinfo is None:
            raise ValueError(f"FigureRecord {self.figure_id}: known_at must be an aware instant.")
        if not _SHA256.match(self.sha256):
            raise ValueError(
                f"FigureRecord {self.figure_id}: sha256 must be 64 hexadecimal digits."
            )

    def label(self, language: Language) -> str:
        """Return the label in ``language``."""
        return self.label_en if language == "en" else self.label_zh


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """
    The whole of a disclosure, frozen.

    Every bound figure has its record in ``provenance``; one that claims another value in the same
    unit is refused. ``base_url`` is the address that figure ids are appended to; empty for none.
    """

    kind: ClassVar[str] = "document"
    title: str
    subtitle: str = ""
    organization: str
    identifier: str
    version_label: str
    language: Language
    period_text: str
    issued_on: date
    known_at: datetime
    is_sample: bool
    sample_notice: str = ""
    sections: tuple[Section, ...]
    provenance: tuple[FigureRecord, ...] = ()
    base_url: str = ""
    prepared_by: str = ""
    signed_off_by: str = ""

    def __post_init__(self) -> None:
        require_text(self, "title", "organization", "identifier", "version_label", "period_text")
        require_unicode(self)
        if self.language not in ("zh-Hans", "en"):
            raise ValueError(f"Document.language must be zh-Hans or en; got {self.language!r}.")
        if self.known_at.tzinfo is None:
            raise ValueError("Document.known_at must be an aware instant.")
        if self.is_sample and not self.sample_notice.strip():
            raise ValueError("A document of sample data must say so: sample_notice is empty.")
        if self.base_url and not self.base_url.startswith(("https://", "http://")):
            raise ValueError(f"Document.base_url must be an http address; got {self.base_url!r}.")
        self._check_headings()
        self._check_figures()

    def _check_headings(self) -> None:
        if not self.sections:
            raise ValueError("A document needs at least one section.")
        above = 0
        for section in self.sections:
            if section.level > above + 1:
                raise ValueError(
                    f"Section {section.heading!r} is at level {section.level} "
                    f"right under level {above}."
                )
            above = section.level

    def _check_figures(self) -> None:
        records = self.records()
        if len(records) != len(self.provenance):
            raise ValueError("Document.provenance names a figure twice.")
        for figure in self.figures():
            record = records.get(figure.figure_id)
            if record is None:
                raise ValueError(
                    f"Figure {figure.figure_id} ({figure.text}) has no record in the provenance."
                )
            if figure.unit == record.unit and figure.value != record.value:
                raise ValueError(
                    f"Figure {figure.figure_id} shows {figure.value} {figure.unit}, "
                    f"its record says {record.value}."
                )

    def figures(self) -> Iterator[Figure]:
        """Yield every bound figure in reading order, repeated where it is repeated."""
        for section in self.sections:
            yield from section.figures()

    def records(self) -> dict[str, FigureRecord]:
        """Return the provenance by figure id."""
        return {record.figure_id: record for record in self.provenance}

    def to_json(self) -> bytes:
        """Return the canonical JSON: sorted keys, no spaces, UTF-8, decimals as text."""
        plain = {"schema": SCHEMA_ID, **to_plain(self)}
        return json.dumps(
            plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        ).encode()


def to_plain(node: Any) -> Any:
    """Return ``node`` as JSON values: objects with a kind, decimals and days as text."""
    if isinstance(node, Column):
        return {each.name: to_plain(getattr(node, each.name)) for each in fields(node)}
    if is_dataclass(node) and not isinstance(node, type):
        empty: frozenset[str] = getattr(node, "omitted_empty", frozenset())
        plain = {
            each.name: to_plain(getattr(node, each.name))
            for each in fields(node)
            if each.name not in empty or getattr(node, each.name)
        }
        if "value" in plain:  # one spelling for 5 and Decimal("5"), safe beyond 2**53
            plain["value"] = str(plain["value"])
        return {"kind": node.kind, **plain}  # type: ignore[attr-defined]
    if isinstance(node, tuple):
        return [to_plain(each) for each in node]
    if isinstance(node, Decimal):
        return plain_decimal(node)
    if isinstance(node, datetime):
        return instant(node)
    if isinstance(node, date):
        return node.isoformat()
    return node
