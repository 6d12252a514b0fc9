"""What changed between two documents: texts by section, figures by what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from reporting.rendering.document import (
    Bullets,
    Chart,
    Document,
    Figure,
    KeyFigures,
    Note,
    Paragraph,
    Run,
    Section,
    Strong,
    Table,
)

#: Latin words and numbers whole, everything else (Chinese above all) character by character.
_TOKENS = re.compile(r"〔[^〕]*〕|[A-Za-z0-9][\w.,%-]*|\s+|.", re.DOTALL)
_SHORTEST_ALIKE = 0.3


class Change(StrEnum):
    """What became of something from one document to the other."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line, and whether the other side lacks it."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line that is not the same on both sides."""

    change: Change
    before: tuple[Span, ...]
    after: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SectionChange:
    """One section on both sides: what became of it, and its lines that differ."""

    heading: str
    change: Change
    lines: tuple[LineChange, ...]
    same_lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One figure as a document states it."""

    figure_id: str
    label: str
    value: Decimal | None
    shown: str
    unit: str
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """One figure on both sides: the difference, where the two can be subtracted."""

    key: str
    before: Stated | None
    after: Stated | None

    @property
    def change(self) -> Change:
        """Return what became of the figure."""
        if self.before is None:
            return Change.ADDED
        if self.after is None:
            return Change.REMOVED
        one, other = self.before, self.after
        alike = (one.value, one.unit, one.method) == (other.value, other.unit, other.method)
        is_word = one.value is None and one.shown != other.shown
        return Change.SAME if alike and not is_word else Change.CHANGED

    @property
    def difference(self) -> Decimal | None:
        """Return new minus old; None where one is missing or the units differ."""
        one, other = self.before, self.after
        if one is None or other is None or one.unit != other.unit:
            return None
        if one.value is None or other.value is None:
            return None
        return other.value - one.value

    @property
    def share(self) -> Decimal | None:
        """Return the difference as a share of the old value; None where that is zero or less."""
        difference = self.difference
        if difference is None or self.before is None or not self.before.value:
            return None
        return difference / self.before.value if self.before.value > 0 else None

    @property
    def is_another_basis(self) -> bool:
        """Return whether the two were computed by different methods, or in different units."""
        one, other = self.before, self.after
        return (
            one is not None
            and other is not None
            and (one.method, one.unit) != (other.method, other.unit)
        )


def sections_compared(
    before: Document,
    after: Document,
    *,
    names_before: Mapping[str, str],
    names_after: Mapping[str, str],
    masks: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
) -> list[SectionChange]:
    """
    Return what became of each section, in the order of the later document.

    Figures are compared by what they are called (``names_*``, by figure id), not by their
    value: a text in which only numbers moved is the same text. ``masks`` are exchanged in the
    lines of each side: months of two periods, by their place in it.
    """
    old = _by_heading(before.sections, names_before, masks[0])
    new = _by_heading(after.sections, names_after, masks[1])
    found = []
    for heading in _merged(list(old), list(new)):
        if heading not in old or heading not in new:
            is_added = heading in new
            lines = new[heading] if is_added else old[heading]
            change = Change.ADDED if is_added else Change.REMOVED
            found.append(SectionChange(heading, change, tuple(_alone(lines, change)), 0))
            continue
        changed, same = _lines_compared(old[heading], new[heading])
        change = Change.CHANGED if changed else Change.SAME
        found.append(SectionChange(heading, change, tuple(changed), same))
    return found


def figures_compared(
    before: Mapping[str, Stated], after: Mapping[str, Stated]
) -> list[FigureChange]:
    """Return each figure on both sides, by its key, in the order of the keys."""
    return [
        FigureChange(key=key, before=before.get(key), after=after.get(key))
        for key in sorted({*before, *after})
    ]


def figure_key(indicator: str, dimension: Mapping[str, str], months: Sequence[str]) -> str:
    """
    Return what a figure is about, its months by their place in the period.

    >>> figure_key("E-EN-01", {"month": "2025-02", "project": "P"}, ["2025-01", "2025-02"])
    'E-EN-01 month=2 project=P'
    """
    pairs = []
    for axis, member in sorted(dimension.items()):
        place = months.index(member) + 1 if axis == "month" and member in months else None
        pairs.append(f"{axis}={place or member}")
    return " ".join([indicator, *pairs])


def _by_heading(
    sections: Iterable[Section], names: Mapping[str, str], mask: Mapping[str, str]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    path: list[str] = []
    for section in sections:
        path[section.level - 1 :] = [section.heading]
        lines = [_masked(each, mask) for each in _lines(section, names)]
        found.setdefault(" › ".join(path), []).extend(lines)
    return found


def _masked(line: str, mask: Mapping[str, str]) -> str:
    for text, other in mask.items():
        line = line.replace(text, other)
    return line


def _lines(section: Section, names: Mapping[str, str]) -> list[str]:
    """Return what a section says, line by line, figures by their names."""
    found: list[str] = []
    for block in section.blocks:
        match block:
            case Paragraph():
                found.append(_text(block.runs, names))
            case Note():
                found.append(f"{block.title} {_text(block.runs, names)}".strip())
            case Bullets():
                found += [f"• {_text(each, names)}" for each in block.items]
            case KeyFigures():
                found += [f"{each.label} {_name(each.figure, names)}" for each in block.cards]
            case Table():
                found.append(f"▦ {block.caption}")
                found.append(" | ".join(each.heading for each in block.columns))
                rows = [*block.rows, *([block.total] if block.total else [])]
                found += [" | ".join(_cell(each, names) for each in row) for row in rows]
                found += block.notes
            case Chart():
                found.append(f"◫ {block.caption}")
    return [line for each in found for line in each.split("\n") if line.strip()]


def _text(runs: Iterable[Run], names: Mapping[str, str]) -> str:
    return "".join(
        _name(each, names)
        if isinstance(each, Figure)
        else each.text
        if isinstance(each, Strong)
        else each
        for each in runs
    )


def _cell(cell: Any, names: Mapping[str, str]) -> str:
    if isinstance(cell, Figure):
        return _name(cell, names)
    return "–" if cell is None else str(cell)


def _name(figure: Figure, names: Mapping[str, str]) -> str:
    return f"〔{names.get(figure.figure_id, figure.figure_id)}〕"


def _merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return the headings of both, those of the later document in its order."""
    found: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [each for each in old[i1:i2] if each not in new]
        found += new[j1:j2]
    return found


def _alone(lines: Iterable[str], change: Change) -> Iterable[LineChange]:
    for each in lines:
        spans = (Span(each, is_changed=True),)
        is_added = change is Change.ADDED
        yield LineChange(change, () if is_added else spans, spans if is_added else ())


def _lines_compared(old: Sequence[str], new: Sequence[str]) -> tuple[list[LineChange], int]:
    changed: list[LineChange] = []
    same = 0
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            same += i2 - i1
            continue
        pairs = min(i2 - i1, j2 - j1)
        for place in range(pairs):
            changed += _words_compared(old[i1 + place], new[j1 + place])
        changed += _alone(old[i1 + pairs : i2], Change.REMOVED)
        changed += _alone(new[j1 + pairs : j2], Change.ADDED)
    return changed, same


def _words_compared(old: str, new: str) -> Iterable[LineChange]:
    """Return a line with the words that changed marked; two lines that share little, apart."""
    one, other = _TOKENS.findall(old), _TOKENS.findall(new)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < _SHORTEST_ALIKE:
        return [*_alone([old], Change.REMOVED), *_alone([new], Change.ADDED)]
    before: list[Span] = []
    after: list[Span] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        is_changed = tag != "equal"
        if i2 > i1:
            before.append(Span("".join(one[i1:i2]), is_changed))
        if j2 > j1:
            after.append(Span("".join(other[j1:j2]), is_changed))
    return [LineChange(Change.CHANGED, tuple(before), tuple(after))]
