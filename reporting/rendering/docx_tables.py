"""Tables of a Word file: heads that repeat, rows that never break, digits in line."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from reporting.rendering.columns import headed, lay_out_columns
from reporting.rendering.document import Cell, Column, Document, Figure, KeyFigure, Table
from reporting.rendering.docx_looks import GREEN, HAIRLINE, LINE, MUTED, TINT, TURNED_LINE
from reporting.rendering.docx_parts import (
    Element,
    bookmarked,
    border,
    link,
    paragraph,
    tab,
    text_run,
    w,
)
from reporting.rendering.pages import alignment
from reporting.rendering.units import unit_words
from reporting.rendering.words import WORDS, cell_text, display_width, number_text

TABLE_POINTS = Decimal(9)
MARK_POINTS, MARK_RAISED = 5.5, 3
MARGIN = 80  # of a cell, in twips
CARD_ROOM = {2: 18.0, 3: 10.5}  # letters of the largest type
CARD_POINTS, SMALLEST_CARD = 19.0, 10.0
WIDE_ROW_OF_CARDS = (1, 2, 4)
INDEX_POINTS = 7.5
INDEX_COLUMNS = (
    ("number", 620, "right"),
    ("id", 1640, "left"),
    ("figure", 2824, "left"),
    ("value", 1800, "right"),
    ("method", 1250, "left"),
    ("span", 1050, "left"),
)

Numbers = Mapping[str, int]


def mark(figure: Figure, numbers: Numbers, *, size: float = MARK_POINTS) -> Element:
    """Return the raised mark of a figure, which leads to where it is registered."""
    number = numbers[figure.figure_id]
    shown = text_run(f"[{number}]", size=size, color=GREEN, raised=MARK_RAISED)
    return link(anchor(number), shown)  # beyond the cap it leads nowhere, and says its number


def anchor(number: int) -> str:
    """Return the bookmark of a figure in the index."""
    return f"figure_{number}"


class TableWriter:
    """Turn one table into its element; ``turned`` says that it needs a page on its side."""

    def __init__(self, table: Table, *, rows: Sequence[Sequence[Cell]], numbers: Numbers) -> None:
        self.table = table
        self.rows = rows
        self.numbers = numbers
        layout = lay_out_columns(table)
        self.unit, self.heads = headed(table)
        self.turned = layout.turned
        self.size = float(round(TABLE_POINTS * layout.scale * 2) / 2)
        room = TURNED_LINE if layout.turned else LINE
        whole = sum(layout.widths)
        self.widths = [int(room * width / whole) for width in layout.widths]
        seen = [*rows, *([table.total] if table.total else [])]
        self.marked = [
            any(isinstance(row[place], Figure) for row in seen)
            for place in range(len(table.columns))
        ]
        digits = len(str(len(numbers)))
        self.mark_room = int(20 * MARK_POINTS * 0.58 * (digits + 1.6))
        self.splits = layout.tall

    def element(self) -> Element:
        """Return the whole table."""
        rows = [self._head()]
        last = len(self.rows) - 1
        for number, cells in enumerate(self.rows):
            line = None if number == last else border("bottom", size=3, color=HAIRLINE)
            rows.append(self._row(cells, line=line, keep=number >= last - 1))
        if self.table.total is not None:
            rows.append(self._total(self.table.total))
        return w("tbl", table_settings(self.widths, self.table.caption), grid(self.widths), *rows)

    def _head(self) -> Element:
        cells = []
        for place, column in enumerate(self.heads):
            side = alignment(column)
            room = self.mark_room if self.marked[place] and side == "right" else 0
            settings = [w("keepNext")]
            settings += [w("ind", right=room)] if room else []
            settings.append(w("jc", val=side))
            runs = [text_run(column.heading, bold=True, color=GREEN, size=self.size)]
            unit = column.shown_unit or column.unit
            if unit:
                runs += [
                    w("r", w("br")),
                    text_run(unit, color=MUTED, size=self.size * 0.86),
                ]
            looks = [
                w("tcBorders", border("bottom", size=4, color=GREEN)),
                w("shd", val="clear", color="auto", fill=TINT),
            ]
            cells.append(self._cell(place, runs, settings, looks=looks, foot=True))
        return w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *cells)

    def _row(self, cells: Sequence[Cell], *, line: Element | None, keep: bool) -> Element:
        made = []
        for place, (cell, column) in enumerate(zip(cells, self.table.columns, strict=True)):
            runs, settings = self._content(cell, column, place)
            looks = [w("tcBorders", border("bottom", size=3, color=HAIRLINE))]
            made.append(
                self._cell(
                    place,
                    runs,
                    [*([w("keepNext")] if keep and self.table.total else []), *settings],
                    looks=looks if line is not None else [],
                )
            )
        return w("tr", None if self.splits else w("trPr", w("cantSplit")), *made)

    def _total(self, cells: Sequence[Cell]) -> Element:
        made = []
        for place, (cell, column) in enumerate(zip(cells, self.table.columns, strict=True)):
            empty = cell is None and column.kind == "text"
            runs, settings = self._content("" if empty else cell, column, place, bold=True)
            looks = [w("tcBorders", border("top", size=6, color=GREEN))]
            made.append(self._cell(place, runs, settings, looks=looks))
        return w("tr", w("trPr", w("cantSplit")), *made)

    def _content(
        self, cell: Cell, column: Column, place: int, *, bold: bool = False
    ) -> tuple[list[Element], list[Element]]:
        """Return the runs of a cell and how its paragraph is set."""
        shown = text_run(cell_text(cell, column), bold=bold, size=self.size)
        side = alignment(column)
        if not isinstance(cell, Figure):
            room = self.mark_room if self.marked[place] and side == "right" else 0
            indent = [w("ind", right=room)] if room else []
            return [shown], [*indent, w("jc", val=side)]
        small = mark(cell, self.numbers, size=MARK_POINTS)
        if side != "right":
            return [shown, small], [w("jc", val=side)]
        # A number ends at a stop of its own and its mark hangs behind it: digits stay in line.
        stop = self.widths[place] - 2 * MARGIN - self.mark_room
        stops = w("tabs", w("tab", val="right", pos=max(stop, MARGIN)))
        return [tab(), shown, small], [stops, w("jc", val="left")]

    def _cell(
        self,
        place: int,
        runs: Iterable[Element],
        settings: Sequence[Element],
        *,
        looks: Sequence[Element],
        foot: bool = False,
    ) -> Element:
        return w(
            "tc",
            w(
                "tcPr",
                w("tcW", w=self.widths[place], type="dxa"),
                *looks,
                w("vAlign", val="bottom" if foot else "center"),
            ),
            paragraph("TableText", runs, *settings),
        )


def table_settings(widths: Sequence[int], title: str = "", *, plain: bool = False) -> Element:
    """Return how a table is set: fixed columns, lines above and below unless ``plain``."""
    borders = None
    if not plain:
        borders = w(
            "tblBorders",
            border("top", size=8, color=GREEN),
            border("bottom", size=8, color=GREEN),
        )
    return w(
        "tblPr",
        w("tblW", w=sum(widths), type="dxa"),
        borders,
        w("tblLayout", type="fixed"),
        w(
            "tblCellMar",
            w("left", w=MARGIN, type="dxa"),
            w("right", w=MARGIN, type="dxa"),
        ),
        w("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noVBand=1),
        w("tblCaption", val=title[:255]) if title else None,
    )


def grid(widths: Sequence[int]) -> Element:
    """Return the columns of a table."""
    return w("tblGrid", *(w("gridCol", w=width) for width in widths))


def cards(all_cards: Sequence[KeyFigure], numbers: Numbers) -> Element:
    """Return cards side by side, two or three across, none broken by a page."""
    across = 2 if len(all_cards) in WIDE_ROW_OF_CARDS else 3
    widths = [LINE // across] * across
    letters = max(
        display_width(each.figure.text) + display_width(each.figure.printed_unit) / 2
        for each in all_cards
    )
    size = max(SMALLEST_CARD, round(CARD_POINTS * min(1.0, CARD_ROOM[across] / letters) * 2) / 2)
    rows = []
    for start in range(0, len(all_cards), across):
        chosen = [*all_cards[start : start + across]]
        cells = [_card(each, widths[0], size=size, numbers=numbers) for each in chosen]
        cells += [_no_card(widths[0]) for _ in range(across - len(chosen))]
        rows.append(w("tr", w("trPr", w("cantSplit")), *cells))
    return w("tbl", table_settings(widths, plain=True), grid(widths), *rows)


def _card(card: KeyFigure, width: int, *, size: float, numbers: Numbers) -> Element:
    figure = card.figure
    number = [text_run(figure.text, bold=True, color=GREEN, size=size)]
    if figure.printed_unit:
        number.append(text_run(f" {figure.printed_unit}", size=9))
    number.append(mark(figure, numbers))
    lines = [
        paragraph("CardLabel", [text_run(card.label)], w("keepNext")),
        paragraph("CardNumber", number, w("keepNext")),
    ]
    lines.append(paragraph("CardNote", [text_run(card.note)] if card.note else []))
    sides = (
        border("top", size=16, color=GREEN),
        border("left", size=36, color="FFFFFF"),
        border("bottom", size=48, color="FFFFFF"),
        border("right", size=36, color="FFFFFF"),
    )
    return w(
        "tc",
        w(
            "tcPr",
            w("tcW", w=width, type="dxa"),
            w("tcBorders", *sides),
            w("shd", val="clear", color="auto", fill=TINT),
            w(
                "tcMar",
                w("left", w=200, type="dxa"),
                w("right", w=120, type="dxa"),
            ),
        ),
        *lines,
    )


def _no_card(width: int) -> Element:
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa")), paragraph("CardNote", []))


def index_of(document: Document, *, cap: int, first_bookmark: int, part: Any) -> Element:
    """Return the table that registers the figures, each with a bookmark its marks lead to."""
    words = WORDS[document.language]
    heads = [
        plain_cell(
            width,
            [text_run(words[key], bold=True, size=INDEX_POINTS, color=GREEN)],
            side=side,
            fill=TINT,
        )
        for key, width, side in INDEX_COLUMNS
    ]
    rows = [w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *heads)]
    for number, record in enumerate(document.provenance[:cap], start=1):
        address = document.base_url + record.figure_id if document.base_url else ""
        value = record.text or number_text(record.value)
        named = unit_words(record.unit, document.language)
        unit = f"\u00a0{named}" if named else ""
        small = text_run(f"[{number}]", size=INDEX_POINTS, color=GREEN)
        texts = (record.label(document.language), value + unit, record.method, record.period)
        contents = [
            bookmarked(first_bookmark + number, anchor(number), small),
            [_outward(record.figure_id, address, part)],
            *([text_run(text, size=INDEX_POINTS)] for text in texts),
        ]
        cells = [
            plain_cell(width, runs, side=side, line=True)
            for runs, (_, width, side) in zip(contents, INDEX_COLUMNS, strict=True)
        ]
        rows.append(w("tr", w("trPr", w("cantSplit")), *cells))
    widths = [width for _, width, _ in INDEX_COLUMNS]
    return w("tbl", table_settings(widths, words["index"]), grid(widths), *rows)


def _outward(text: str, address: str, part: Any) -> Element:
    """Return a text that leads out of the file, where there is an address."""
    shown = text_run(text, size=INDEX_POINTS, color=GREEN)
    if not address:
        return shown
    made = w("hyperlink", shown, history=1)
    made.set(qn("r:id"), part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    return made


def plain_cell(
    width: int, runs: list[Element], *, side: str = "left", fill: str = "", line: bool = False
) -> Element:
    """Return a cell of small type, with a line below it or a tint behind it."""
    return w(
        "tc",
        w(
            "tcPr",
            w("tcW", w=width, type="dxa"),
            w("tcBorders", border("bottom", size=3, color=HAIRLINE)) if line else None,
            w("shd", val="clear", color="auto", fill=fill) if fill else None,
            w("vAlign", val="center"),
        ),
        paragraph("TableText", runs, w("jc", val=side)),
    )
