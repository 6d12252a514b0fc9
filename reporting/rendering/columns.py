"""How a table lies on paper: how wide each column is, and whether the page is turned."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from reporting.rendering.document import Cell, Column, Figure, Table
from reporting.rendering.words import cell_text, display_width

LINE_LETTERS = Decimal(96)  # Latin letters that fit a line of a table at its full size
TURNED_LETTERS = Decimal(150)  # the same on a page turned on its side
SMALLEST = Decimal("0.78")  # a smaller scale turns the page
NARROWEST = 5
WORD = 22  # a longer word breaks anywhere
SHORT = 12  # letters of a text that stays on one line
#: How many lines a text wraps into, and how small its type may be for that: the better, first.
WRAPS = ((2, Decimal(1)), (3, Decimal(1)), (3, Decimal("0.9")), (5, Decimal(1)))
TALL = 240  # letters of a text that may run over a page's end
MOST = 0.85  # of the texts of a column stand on one line where there is room
ALIKE = 2  # columns of one unit whose caption says it
LOOKED_AT = 400  # rows that decide how wide a column is
_WORDS = re.compile(r"[^\s\u2e80-\uffff]+")  # what no line breaks: Chinese breaks anywhere


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table lies on paper: widths in Latin letters, the scale of its type, which way up."""

    widths: tuple[Decimal, ...]
    scale: Decimal
    turned: bool
    tall: bool


def lay_out_columns(table: Table) -> Layout:
    """
    Return the layout of ``table``, from what stands in it.

    Only text gives way: it wraps before the type shrinks, and the type shrinks before the page
    is turned. A number never breaks over two lines.
    """
    rows = (*table.rows[:LOOKED_AT], *([table.total] if table.total else ()))
    _unit, heads = headed(table)
    columns = [(column, [row[n] for row in rows]) for n, column in enumerate(heads)]
    wanted = _with_given_shares(columns)
    for lines, smallest in WRAPS:
        least = [
            min(width, _least_width(*each, lines=lines))
            for each, width in zip(columns, wanted, strict=True)
        ]
        if sum(least) * smallest <= LINE_LETTERS:
            break
    turned = LINE_LETTERS / sum(least) < SMALLEST
    line = TURNED_LETTERS if turned else LINE_LETTERS
    slack, missing = line - sum(least), sum(wanted) - sum(least)
    given = min(Decimal(1), slack / missing) if slack > 0 and missing > 0 else Decimal(0)
    return Layout(
        widths=tuple(low + (high - low) * given for low, high in zip(least, wanted, strict=True)),
        scale=min(Decimal(1), line / sum(least)),
        turned=turned,
        tall=any(isinstance(cell, str) and len(cell) > TALL for row in table.rows for cell in row),
    )


def headed(table: Table) -> tuple[str, tuple[Column, ...]]:
    """
    Return the unit that all columns of numbers have, and the columns as they are headed.

    A unit that two or more columns have is said once, with the caption, and no more in the heads.
    """
    units = [each.shown_unit or each.unit for each in table.columns if each.kind == "number"]
    if len(units) < ALIKE or len(set(units)) > 1 or not units[0]:
        return "", table.columns
    bare = tuple(
        replace(each, unit="", shown_unit="") if each.kind == "number" else each
        for each in table.columns
    )
    return units[0], bare


def unit_said(unit: str, words: Mapping[str, str]) -> str:
    """Return what a caption says of the unit of all columns of its table."""
    return words["all_in"].format(unit=unit)


def _wanted_width(column: Column, cells: Sequence[Cell]) -> Decimal:
    lengths = sorted(_letters(cell_text(cell, column)) for cell in cells) or [0]
    most = lengths[int(MOST * (len(lengths) - 1))] if column.kind == "text" else lengths[-1]
    return Decimal(max(NARROWEST, most, _heading_width(column)) + _room_for_mark(cells) + 2)


def _least_width(column: Column, cells: Sequence[Cell], *, lines: int) -> Decimal:
    """Return how narrow a column may be: text wraps into some lines, between its words."""
    if column.kind != "text":
        return _wanted_width(column, cells)
    texts = [cell_text(cell, column) for cell in cells]
    longest = max(map(_letters, texts), default=0)
    words = (word for text in texts for word in _WORDS.findall(text))
    word = min(WORD, max(map(_letters, words), default=0))
    wrapped = min(longest, max(SHORT, min(-(-longest // lines) + 2, WORD)))
    least = max(NARROWEST, word, wrapped, _heading_width(column))
    return Decimal(least + _room_for_mark(cells) + 2)


@lru_cache(maxsize=16_384)
def _letters(text: str) -> int:
    """Return the width of a text in letters; capitals are a third wider."""
    return display_width(text) + -(-sum(each.isupper() for each in text) // 3)


def _heading_width(column: Column) -> int:
    """Return how wide a heading is: a long one takes two lines, between its words."""
    width = display_width(column.heading)
    words = max(map(len, _WORDS.findall(column.heading)), default=0)
    lines = width if width <= SHORT else max(-(-width // 2) + 1, words)
    return max(lines, display_width(column.shown_unit or column.unit))


def _room_for_mark(cells: Sequence[Cell]) -> int:
    return 4 if any(isinstance(cell, Figure) for cell in cells) else 0


def _with_given_shares(columns: Sequence[tuple[Column, Sequence[Cell]]]) -> list[Decimal]:
    """
    Return the width that each column would have; what is given is a share of the line.

    A share gives a text its room; no number and no word is squeezed into less than it needs.
    """
    needed = [_wanted_width(*each) for each in columns]
    shares = [Decimal(column.width or 0) for column, _cells in columns]
    if not any(shares):
        return needed
    measured = sum(
        (width for width, share in zip(needed, shares, strict=True) if not share), Decimal(0)
    )
    room = max(LINE_LETTERS - measured, LINE_LETTERS / 4)
    return [
        max(share * room / sum(shares), _least_width(*each, lines=WRAPS[-1][0])) if share else width
        for each, share, width in zip(columns, shares, needed, strict=True)
    ]
