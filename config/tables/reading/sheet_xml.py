"""A workbook's XML as a stream: no document type, and what values alone do not tell."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

_BLOCK = 1 << 16
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_FAULTS_KEPT = 10_000


class XmlRefused(Exception):
    """A part of the workbook is not taken: the code of the finding and its facts."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


@dataclass
class SheetFacts:
    """
    How far a sheet reaches, its merged ranges, and the cells that hold no value.

    ``faults`` maps a row to its cells' columns, counted from 0, and the code of the fault.
    """

    last_row: int = 0
    last_column: int = 0
    merged: list[tuple[int, int, str]] = field(default_factory=list)
    faults: dict[int, list[tuple[int, str]]] = field(default_factory=dict)


def check_part(archive: zipfile.ZipFile, name: str) -> None:
    """
    Refuse an XML part that declares a document type, or that does not unpack as it says.

    :raises XmlRefused: naming the part.
    """
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        return
    with archive.open(name) as part:
        head = part.read(_BLOCK).upper()
    # A type is declared before the root element; expat refuses it again where a part is parsed.
    if b"<!DOCTYPE" in head or b"<!\0D\0O\0C\0T\0Y\0P\0E\0" in head:
        raise XmlRefused("workbook_declares_entities", part=name)


def sheets_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each sheet by the sheet's name."""
    targets: dict[str, str] = {}
    listed: list[tuple[str, str]] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag != "Relationship":
            return
        if attributes.get("TargetMode") == "External":
            raise XmlRefused("workbook_active", part=attributes.get("Target", ""))
        target = attributes["Target"]
        rooted = target.startswith("/")
        targets[attributes["Id"]] = (
            target[1:] if rooted else posixpath.normpath(posixpath.join("xl", target))
        )

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            listed.append((attributes.get("name", ""), key))

    _parse(archive, "xl/_rels/workbook.xml.rels", relation)
    _parse(archive, "xl/workbook.xml", sheet)
    return {name: targets[key] for name, key in listed if targets.get(key) in archive.NameToInfo}


def scan_sheet(archive: zipfile.ZipFile, name: str) -> SheetFacts:
    """
    Return what the sheet in the part ``name`` holds, read as a stream.

    :raises XmlRefused: if it is no honest XML.
    """
    scan = _Scan()
    _parse(archive, name, scan.start, scan.attach)
    scan.close_cell()
    return scan.facts


def _parse(
    archive: zipfile.ZipFile,
    name: str,
    start: Callable[[str, dict[str, str]], None],
    attach: Callable[[Any], None] | None = None,
) -> None:
    parser = expat.ParserCreate()

    def refuse(*_declared: object) -> None:
        raise XmlRefused("workbook_declares_entities", part=name)

    def begin(tag: str, attributes: dict[str, str]) -> None:
        start(tag.rpartition(":")[2], attributes)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.buffer_text = True
    if attach is not None:
        attach(parser)
    try:
        with archive.open(name) as part:
            while block := part.read(_BLOCK):
                parser.Parse(block, False)  # noqa: FBT003 (expat takes it by position)
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, zipfile.BadZipFile, KeyError, EOFError, OSError) as fault:
        raise XmlRefused("workbook_damaged", why=f"{name}: {fault}"[:200]) from fault


class _Scan:
    """Follows a sheet's elements; the text is listened to inside formulas' values only."""

    def __init__(self) -> None:
        self.facts = SheetFacts()
        self._parser: Any = None
        self._row = 0
        self._column = 0
        self._kind = ""
        self._has_formula = False
        self._has_value = False
        self._says_something = False

    def attach(self, parser: Any) -> None:
        """Remember the parser, to listen to text only where it matters."""
        self._parser = parser

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of an element."""
        if tag == "c":
            self.close_cell()
            self._cell(attributes)
        elif tag == "v":
            self._value()
        elif tag == "row":
            self.close_cell()
            self._row = _number(attributes.get("r"), self._row + 1)
            self._column = 0
        elif tag == "f":
            self._has_formula = True
        elif tag == "is":
            self.facts.last_row = max(self.facts.last_row, self._row)
            self.facts.last_column = max(self.facts.last_column, self._column)
        elif tag == "mergeCell":
            self._merged(attributes.get("ref", ""))

    def close_cell(self) -> None:
        """Judge the cell that ends here."""
        if self._parser is not None:
            self._parser.CharacterDataHandler = None
        if self._has_formula and self._kind != "e" and not self._says_something:
            empty_text = self._kind == "str" and self._has_value
            if not empty_text:
                self._fault("cell_not_computed")
        self._has_formula = self._has_value = self._says_something = False
        self._kind = ""

    def _cell(self, attributes: dict[str, str]) -> None:
        self._kind = attributes.get("t", "")
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        if match is None:
            self._column += 1
        else:
            self._row, self._column = int(match[2]), _column(match[1])
        if self._kind == "e":
            self._fault("cell_error")

    def _value(self) -> None:
        self._has_value = True
        self.facts.last_row = max(self.facts.last_row, self._row)
        self.facts.last_column = max(self.facts.last_column, self._column)
        if self._has_formula:
            self._parser.CharacterDataHandler = self._text

    def _text(self, data: str) -> None:
        self._says_something = self._says_something or bool(data.strip())

    def _merged(self, reference: str) -> None:
        corners = [_REFERENCE.fullmatch(each) for each in reference.split(":")]
        rows = [int(each[2]) for each in corners if each]
        if rows:
            self.facts.merged.append((min(rows), max(rows), reference))

    def _fault(self, code: str) -> None:
        if len(self.facts.faults) < _FAULTS_KEPT:
            self.facts.faults.setdefault(self._row, []).append((self._column - 1, code))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() else otherwise


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
