"""What an author types: paragraphs, points, words that carry weight, and references to figures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from config.kernel.findings import Finding, Severity

#: {{E-AV-03}}, {{E-AV-03 project=P-1 month=2025-01}}, {{G-GT-02 product="A 1"}}
_REFERENCE = re.compile(
    r"\{\{\s*(?P<indicator>[A-Za-z][\w.-]*)"
    r"(?P<dimension>(?:\s+[a-z_]+=(?:\"[^\"{}]*\"|[^\s\"{}]+))*)\s*\}\}"
)
_PAIR = re.compile(r"([a-z_]+)=(?:\"([^\"{}]*)\"|([^\s\"{}]+))")
_INLINE = re.compile(r"(?P<braced>\{\{.*?\}\})|(?P<loose>\{\{|\}\})|(?P<star>\*\*)")
_POINT = re.compile(r"^\s*[-•]\s+")
_FOREIGN = re.compile(r"</?[A-Za-z][^<>\n]{0,80}>|^\s{0,3}#{1,6}\s|!?\[[^\]\n]+\]\([^)\n]+\)", re.M)
_PLAIN_VALUE = re.compile(r"[^\s\"{}]+")
_WIDE = frozenset("WF")
_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text as it was typed."""

    text: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in a text where a figure is to stand: which one, and where it was typed."""

    indicator: str
    dimension: tuple[tuple[str, str], ...]
    line: int
    column: int

    def __str__(self) -> str:
        return reference_text(self.indicator, dict(self.dimension))


Piece = Words | Reference


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text between two blank lines."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """Lines that each begin with a dash."""

    items: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Narrative:
    """One text, read: its blocks, and what in it could not be read or is not read."""

    blocks: tuple[Paragraph | Points, ...]
    findings: tuple[Finding, ...]

    def references(self) -> Iterator[Reference]:
        """Yield the references in the order in which they were typed."""
        for block in self.blocks:
            runs = block.items if isinstance(block, Points) else (block.pieces,)
            for pieces in runs:
                yield from (each for each in pieces if isinstance(each, Reference))


@dataclass(slots=True)
class _Line:
    number: int
    column: int
    text: str


def reference_text(indicator: str, dimension: Mapping[str, str]) -> str:
    """
    Return the reference of a figure as an author types it.

    >>> reference_text("E-AV-03", {"project": "P-1", "month": "2025-01"})
    '{{E-AV-03 month=2025-01 project=P-1}}'
    """
    pairs = [
        f"{axis}={value}" if _PLAIN_VALUE.fullmatch(value) else f'{axis}="{value}"'
        for axis, value in sorted(dimension.items())
    ]
    return "{{" + " ".join([indicator, *pairs]) + "}}"


def read(text: str) -> Narrative:
    """
    Return a text as its blocks, with a finding for each mark that cannot be read.

    A blank line ends a paragraph; a line that begins with a dash is a point; two stars put
    weight on the words between them. Nothing else is markup: what looks like it is found.
    """
    findings: list[Finding] = []
    blocks: list[Paragraph | Points] = []
    for group in _groups(text):
        if _POINT.match(group[0].text):
            items = (_pieces(each, findings) for each in _items(group))
            if kept := tuple(each for each in items if each):
                blocks.append(Points(kept))
        elif pieces := _pieces(group, findings):
            blocks.append(Paragraph(pieces))
    findings += _foreign(text)
    return Narrative(tuple(blocks), tuple(sorted(findings, key=_place)))


def with_references(text: str, change: Mapping[str, str]) -> str:
    """Return a text with references exchanged for others, by how each is written in full."""

    def other(found: re.Match[str]) -> str:
        standing = reference_text(found["indicator"], _dimension(found["dimension"]))
        return change.get(standing, found[0])

    return _REFERENCE.sub(other, text)


def without_references(text: str) -> str:
    """Return a text of the same length with a mark that is no word where references stood."""
    return re.sub(r"\{\{.*?\}\}", lambda found: "\x00" * len(found[0]), text)


def _groups(text: str) -> Iterator[list[_Line]]:
    """Yield the lines of each block: blank lines part them, and the first point does."""
    group: list[_Line] = []
    for number, line in enumerate(text.splitlines(), start=1):
        is_point = bool(_POINT.match(line))
        begins = is_point and group and not _POINT.match(group[0].text)
        if group and (not line.strip() or begins):
            yield group
            group = []
        if line.strip():
            group.append(_Line(number, 0, line))
    if group:
        yield group


def _items(group: list[_Line]) -> Iterator[list[_Line]]:
    item: list[_Line] = []
    for line in group:
        mark = _POINT.match(line.text)
        if mark and item:
            yield item
            item = []
        cut = mark.end() if mark else 0
        item.append(_Line(line.number, line.column + cut, line.text[cut:]))
    yield item


def _pieces(lines: list[_Line], findings: list[Finding]) -> tuple[Piece, ...]:
    """Return the runs of some lines that belong together."""
    found: list[Piece] = []
    opened: tuple[int, int] | None = None
    for line in lines:
        text = line.text.rstrip()
        skipped = len(text) - len(text.lstrip())
        line.column += skipped
        text = text[skipped:]
        if found:
            _add(found, _glue(found, text), is_strong=opened is not None)
        at = 0
        for mark in _INLINE.finditer(text):
            _add(found, text[at : mark.start()], is_strong=opened is not None)
            at = mark.end()
            place = (line.number, line.column + mark.start() + 1)
            if mark["star"]:
                opened = None if opened else place
                continue
            reference = _reference(mark[0], place)
            if reference is None:
                findings.append(_unreadable(mark[0], place))
            else:
                found.append(reference)
        _add(found, text[at:], is_strong=opened is not None)
    if opened:
        findings.append(_unclosed(opened))
    return tuple(found)


def _add(found: list[Piece], text: str, *, is_strong: bool) -> None:
    if not text:
        return
    last = found[-1] if found else None
    if isinstance(last, Words) and last.is_strong == is_strong:
        found[-1] = Words(last.text + text, is_strong)
    else:
        found.append(Words(text, is_strong))


def _glue(found: list[Piece], following: str) -> str:
    """Return what stands between two lines of one block: nothing between Chinese, else a space."""
    last = found[-1]
    before = last.text[-1] if isinstance(last, Words) else "x"
    is_wide = {unicodedata.east_asian_width(each) in _WIDE for each in (before, following[0])}
    return "" if True in is_wide else " "


def _reference(text: str, place: tuple[int, int]) -> Reference | None:
    found = _REFERENCE.fullmatch(text)
    if found is None:
        return None
    pairs = _PAIR.findall(found["dimension"])
    dimension = _dimension(found["dimension"])
    if len(dimension) != len(pairs):
        return None
    return Reference(found["indicator"], tuple(sorted(dimension.items())), *place)


def _dimension(text: str) -> dict[str, str]:
    return {axis: quoted or plain for axis, quoted, plain in _PAIR.findall(text)}


def _unreadable(text: str, place: tuple[int, int]) -> Finding:
    return Finding(
        code="unreadable_reference",
        message="Line {line}, place {column}: {text} is no reference to a figure.",
        row=place[0],
        value=text[:_EXCERPT],
        remedy="Write it like {example}, each axis once.",
        facts={
            "line": place[0],
            "column": place[1],
            "text": text[:_EXCERPT],
            "example": reference_text("E-AV-03", {"project": "P-1"}),
        },
    )


def _unclosed(place: tuple[int, int]) -> Finding:
    return Finding(
        code="unclosed_weight",
        message="Line {line}, place {column}: these two stars are not closed in their paragraph.",
        row=place[0],
        value="**",
        remedy="Put two stars behind the words that carry weight too.",
        facts={"line": place[0], "column": place[1]},
    )


def _foreign(text: str) -> Iterator[Finding]:
    for found in _FOREIGN.finditer(text):
        line, column = place_of(text, found.start())
        yield Finding(
            code="not_markup",
            message="Line {line}, place {column}: {text} is printed as it is typed.",
            severity=Severity.WARNING,
            row=line,
            value=found[0].strip()[:_EXCERPT],
            remedy="Only blank lines, points with a dash, and **weight** are read.",
            facts={"line": line, "column": column, "text": found[0].strip()[:_EXCERPT]},
        )


def place_of(text: str, at: int) -> tuple[int, int]:
    """Return the line and the place in it, both from 1, of a position in a text."""
    before = text[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1


def _place(finding: Finding) -> tuple[int, int]:
    return (finding.row or 0, int(str(finding.facts.get("column", 0))))
