"""DOCX: the same document as a Word file that people go on writing in."""

import io
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Emu

from reporting.rendering import docx_looks as looks
from reporting.rendering.archives import repacked
from reporting.rendering.charts import draw_png
from reporting.rendering.columns import unit_said
from reporting.rendering.document import (
    Block,
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
from reporting.rendering.docx_parts import (
    Element,
    bookmarked,
    field,
    lawful,
    link,
    paragraph,
    text_run,
    w,
)
from reporting.rendering.docx_tables import (
    TableWriter,
    cards,
    grid,
    index_of,
    mark,
    plain_cell,
    table_settings,
)
from reporting.rendering.glyphs import Legible
from reporting.rendering.words import WORDS, day_text, instant_text, number_text, sign_off

CAP = 2000
CONTENTS_DEPTH = 2
EMU_PER_TWIP = 635


def render(document: Document, *, cap: int = CAP) -> bytes:
    """
    Return ``document`` as a Word file: headings, contents, tables, pictures, index of figures.

    A table of more than ``cap`` rows is cut there, with a sentence that says where the rest is.
    The contents name every heading; Word puts the page numbers in when it opens the file.

    :raises ValueError: if ``cap`` is below one.
    """
    if cap < 1:
        raise ValueError(f"cap must be at least one row; got {cap}.")
    written = io.BytesIO()
    _Writer(document, cap=cap).write().save(written)
    return repacked(written.getvalue())


class _Writer:
    def __init__(self, document: Document, *, cap: int) -> None:
        self.document = document
        self.cap = cap
        self.words = WORDS[document.language]
        self.made: Any = looks.blank(document)
        self.body = self.made.element.body
        self.numbers = {
            record.figure_id: number for number, record in enumerate(document.provenance, start=1)
        }
        self.bookmarks = 0
        self.counted = {"table": 0, "chart": 0}

    def write(self) -> Any:
        """Return the finished Word file."""
        looks.run_heads(self.made, self.document)
        self.last_section = self.body.find(qn("w:sectPr"))
        for old in [*self.last_section.findall(qn("w:pgSz")), *_margins(self.last_section)]:
            self.last_section.remove(old)
        self.heads = list(self.last_section)  # references to the running heads, and titlePg
        self._cover()
        self._contents()
        for place, section in enumerate(self.document.sections):
            self._section(section, _heading_name(place))
        if self.document.provenance:
            self._index()
        self._close_paper()
        return self.made

    # --- paper

    def _add(self, *elements: Element) -> None:
        for each in elements:
            self.last_section.addprevious(each)

    def _close_paper(self) -> None:
        """Give the last section its paper; the first one alone holds the running heads."""
        if self.last_section.getparent() is not None and self._first_paper() is not None:
            for each in self.heads:
                self.last_section.remove(each)
        self._lay(self.last_section, turned=False)

    def _first_paper(self) -> Element | None:
        return self.body.find(f"{qn('w:p')}/{qn('w:pPr')}/{qn('w:sectPr')}")

    def _end_section(self, *, turned: bool) -> None:
        """End the pages so far with their paper: what follows lies the other way."""
        last = self.last_section.getprevious()
        if last is None or last.tag != qn("w:p"):
            last = paragraph("Gap", [])
            self._add(last)
        paper = w("sectPr")
        if self._first_paper() is None:
            for each in self.heads:
                paper.append(_copied(each))
        self._lay(paper, turned=turned)
        last.find(qn("w:pPr")).append(paper)

    def _lay(self, paper: Element, *, turned: bool) -> None:
        title_page = paper.find(qn("w:titlePg"))
        if title_page is not None:
            paper.remove(title_page)
        for each in looks.paper(turned=turned):
            paper.append(each)
        if title_page is not None:
            paper.append(title_page)

    # --- cover and contents

    def _cover(self) -> None:
        document, words = self.document, self.words
        self._add(
            paragraph(
                "Normal",
                [text_run(document.organization, size=11, color=looks.MUTED)],
                w("spacing", before=300, after=2600),
            )
        )
        if document.is_sample:
            pill = text_run(looks.SAMPLE_WORDS, bold=True, size=10, color=looks.AMBER)
            self._add(paragraph("Normal", [pill], w("spacing", after=240)))
        self._add(paragraph("Title", [text_run(document.title)]))
        if document.subtitle:
            self._add(paragraph("Subtitle", [text_run(document.subtitle)]))
        self._add(paragraph("Normal", [], w("spacing", after=1800)))
        if document.is_sample:
            self._note(words["sample"], [text_run(document.sample_notice)], "HouseCaution")
        facts = (
            (words["organization"], document.organization),
            (words["period"], document.period_text),
            (words["identifier"], document.identifier),
            (words["version"], document.version_label),
            (words["issued_on"], day_text(document.issued_on, document.language)),
            (words["known_at"], instant_text(document.known_at, document.language)),
            *sign_off(document),
        )
        widths = (2000, looks.LINE - 2000)
        rows = [
            w(
                "tr",
                w("trPr", w("cantSplit")),
                plain_cell(widths[0], [text_run(label, size=9, color=looks.MUTED)]),
                plain_cell(widths[1], [text_run(value, size=9)]),
            )
            for label, value in facts
        ]
        self._add(w("tbl", table_settings(widths, plain=True), grid(widths), *rows))
        self._add(_page_break())

    def _contents(self) -> None:
        """Write the contents as a field whose result stands in the file already."""
        self._add(paragraph("ContentsHeading", [text_run(self.words["contents"])]))
        entries = list(self._entries())
        for place, (level, name, text) in enumerate(entries):
            runs: list[Element] = []
            if place == 0:
                code = w("instrText")
                code.text = f' TOC \\o "1-{CONTENTS_DEPTH}" \\h \\z \\u '
                code.set(qn("xml:space"), "preserve")
                # Its page numbers are counted by who lays the pages out.
                runs += [
                    w("r", w("fldChar", fldCharType="begin", dirty="true")),
                    w("r", code),
                    w("r", w("fldChar", fldCharType="separate")),
                ]
            runs.append(link(name, text_run(text)))
            if place == len(entries) - 1:
                runs.append(w("r", w("fldChar", fldCharType="end")))
            self._add(paragraph(f"toc{level}", runs))
        self._add(_page_break())

    def _entries(self) -> Iterator[tuple[int, str, str]]:
        """Yield what the contents list: the level, the bookmark, the number and the words."""
        counted = [0, 0, 0]
        for place, section in enumerate(self.document.sections):
            counted[section.level - 1] += 1
            counted[section.level :] = [0] * (3 - section.level)
            number = ".".join(map(str, counted[: section.level]))
            if section.level <= CONTENTS_DEPTH:
                yield section.level, _heading_name(place), f"{number}  {section.heading}"
        if self.document.provenance:
            yield 1, _heading_name(len(self.document.sections)), self.words["index"]

    # --- the body

    def _section(self, section: Section, name: str) -> None:
        blocks = list(section.blocks)
        first = blocks[0] if blocks else None
        turned = isinstance(first, Table) and self._writer(first).turned
        if turned:
            self._end_section(turned=False)  # a heading goes along with its turned table
        self._heading(section.heading, section.level, name)
        for number, block in enumerate(blocks):
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            leads = isinstance(following, Table | Chart) and isinstance(block, Paragraph | Note)
            if isinstance(block, Table):
                self._table(block, is_open=turned and number == 0)
            else:
                self._block(block, leads=leads)

    def _heading(self, text: str, level: int, name: str, *, numbered: bool = True) -> None:
        self.bookmarks += 1
        runs = bookmarked(self.bookmarks, name, text_run(text))
        settings = []
        if not numbered:
            settings = [w("numPr", w("numId", val=0)), w("ind", left=0, firstLine=0)]
        self._add(paragraph(f"Heading{level}", runs, *settings))

    def _block(self, block: Block, *, leads: bool) -> None:
        keep = [w("keepNext")] if leads else []
        match block:
            case Paragraph():
                self._add(paragraph("BodyText", self._runs(block.runs), *keep))
            case Bullets():
                for item in block.items:
                    self._add(paragraph("ListBullet", self._runs(item)))
            case Note():
                fallback = self.words["caution" if block.tone == "caution" else "note"]
                style = "HouseCaution" if block.tone == "caution" else "HouseNote"
                self._note(block.title or fallback, self._runs(block.runs), style)
            case KeyFigures():
                self._add(cards(block.cards, self.numbers), _gap())
            case Chart():
                self._chart(block)
            case Table():
                self._table(block, is_open=False)

    def _note(self, title: str, runs: list[Element], style: str) -> None:
        color = looks.AMBER if style == "HouseCaution" else looks.GREEN
        self._add(
            _gap(),
            paragraph(style, [text_run(title, bold=True, color=color)], w("keepNext")),
            paragraph(style, runs),
            _gap(),
        )

    def _runs(self, runs: tuple[Run, ...]) -> list[Element]:
        made: list[Element] = []
        for run in runs:
            if isinstance(run, Figure):
                unit = f"\u00a0{run.printed_unit}" if run.printed_unit else ""
                made += [text_run(run.text + unit), mark(run, self.numbers)]
            elif isinstance(run, Strong):
                made.append(text_run(run.text, bold=True))
            else:
                made.append(text_run(run))
        return made

    def _caption(self, kind: str, text: str, style: str, *, unit: str = "") -> Element:
        """Return a numbered caption; its number is a field, so that it counts on in Word."""
        self.counted[kind] += 1
        label, number = self.words[kind], str(self.counted[kind])
        runs = [
            text_run(f"{label} ", color=looks.GREEN),
            *field(f"SEQ {label} \\* ARABIC", number, bold=True, color=looks.GREEN),
            text_run(f"  {text}"),
            *([text_run(unit_said(unit, self.words), color=looks.MUTED)] if unit else []),
        ]
        return paragraph(style, runs)

    def _chart(self, chart: Chart) -> None:
        """Draw the picture as the page does; its words are the picture's own alternative."""
        picture = io.BytesIO(draw_png(Legible().tree(dict(chart.spec))))
        inline = self.made.part.new_pic_inline(picture, width=Emu(looks.LINE * EMU_PER_TWIP))
        properties = inline.docPr
        number = self.counted["chart"] + 1
        properties.set("id", str(number))
        properties.set("name", f"{self.words['chart']} {number}")
        properties.set("title", lawful(chart.caption))
        properties.set("descr", lawful(chart.alt))
        self._add(paragraph("Picture", [w("r", w("drawing", inline))]))
        self._add(self._caption("chart", chart.caption, "PictureCaption"))

    def _writer(self, table: Table) -> TableWriter:
        return TableWriter(table, rows=table.rows[: self.cap], numbers=self.numbers)

    def _table(self, table: Table, *, is_open: bool) -> None:
        writer = self._writer(table)
        if writer.turned and not is_open:
            self._end_section(turned=False)
        remarks = list(table.notes)
        if len(table.rows) > self.cap:
            remarks.append(self._cut(len(table.rows)))
        caption = self._caption("table", table.caption, "Caption", unit=writer.unit)
        self._add(caption, writer.element())
        for remark in remarks:
            self._add(paragraph("TableNote", [text_run(remark)]))
        self._add(_gap())
        if writer.turned:
            self._end_section(turned=True)

    # --- the index of figures

    def _index(self) -> None:
        """Register every figure, as far as the cap goes."""
        document, words = self.document, self.words
        self._add(_page_break())
        self._heading(words["index"], 1, _heading_name(len(document.sections)), numbered=False)
        known_at = instant_text(document.known_at, document.language)
        lead = words["index_lead_elsewhere"].format(known_at=known_at)
        self._add(paragraph("BodyText", [text_run(lead)]))
        self._add(
            index_of(document, cap=self.cap, first_bookmark=self.bookmarks + 1, part=self.made.part)
        )
        if len(document.provenance) > self.cap:
            self._add(paragraph("TableNote", [text_run(self._cut(len(document.provenance)))]))
        self._add(_gap())

    def _cut(self, rows: int) -> str:
        return self.words["cut_elsewhere"].format(
            rows=number_text(rows), shown=number_text(self.cap)
        )


def _heading_name(place: int) -> str:
    return f"_Toc{place + 1:08d}"


def _gap() -> Element:
    return paragraph("Gap", [])


def _page_break() -> Element:
    return paragraph("Gap", [w("r", w("br", type="page"))])


def _margins(section: Element) -> list[Element]:
    return [*section.findall(qn("w:pgMar")), *section.findall(qn("w:cols"))]


def _copied(element: Element) -> Element:
    return element.__copy__()
