"""What the page template needs: a document as plain texts and sizes, every character drawable."""

from collections.abc import Sequence
from typing import Any

from reporting.rendering.blocks import Column
from reporting.rendering.columns import headed, lay_out_columns, unit_said
from reporting.rendering.csv_form import FIGURES, table_name
from reporting.rendering.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Document,
    Figure,
    FigureRecord,
    KeyFigures,
    Note,
    Paragraph,
    Run,
    Strong,
    Table,
)
from reporting.rendering.glyphs import FAMILIES, Legible
from reporting.rendering.units import unit_words
from reporting.rendering.words import (
    WORDS,
    cell_text,
    day_text,
    display_width,
    instant_text,
    number_text,
    sign_off,
)

HEAD_LETTERS = 40  # of the title in the running head


class Pages:
    """Turn one document into the template's data; collect the charts and what is missing."""

    def __init__(self, document: Document, *, cap: int) -> None:
        if cap < 1:
            raise ValueError(f"cap must be at least one row; got {cap}.")
        self.document = document
        self.cap = cap
        self.words = WORDS[document.language]
        self.legible = Legible()
        self.charts: list[Chart] = []
        self.specs: list[dict[str, Any]] = []
        self.cut: dict[str, Table] = {}  # the tables that are cut, by the file that holds all
        self._tables = 0
        self._numbers = {
            record.figure_id: number for number, record in enumerate(document.provenance, start=1)
        }

    def data(self) -> dict[str, Any]:
        """Return everything the template prints but the list of attachments, as JSON values."""
        document, language = self.document, self.document.language
        english = language == "en"
        families = list(FAMILIES)
        plain = {
            "language": "en" if english else "zh",
            "region": None if english else "cn",
            "fonts": [families[1], families[0], families[2]] if english else families,
            "words": self._words(),
            "title": document.title,
            "subtitle": document.subtitle,
            "organization": document.organization,
            "head": [
                shortened(document.organization, letters=HEAD_LETTERS),
                shortened(document.title, letters=HEAD_LETTERS),
            ],
            "identifier": document.identifier,
            "version": document.version_label,
            "issued": [document.issued_on.year, document.issued_on.month, document.issued_on.day],
            "facts": [
                [self.words["organization"], document.organization],
                [self.words["period"], document.period_text],
                [self.words["identifier"], document.identifier],
                [self.words["version"], document.version_label],
                [self.words["issued_on"], day_text(document.issued_on, language)],
                [self.words["known_at"], instant_text(document.known_at, language)],
                *sign_off(document),
            ],
            "sample": document.sample_notice if document.is_sample else None,
            "sections": [
                {
                    "heading": section.heading,
                    "level": section.level,
                    "blocks": [self._block(block) for block in section.blocks],
                }
                for section in document.sections
            ],
            "index": [self._record(record) for record in document.provenance[: self.cap]],
            "index_cut": self._said_cut(len(document.provenance), FIGURES)
            if self.is_index_cut
            else None,
        }
        # Charts first: what they cannot draw is listed with the rest.
        self.specs = [self.legible.tree(dict(chart.spec)) for chart in self.charts]
        drawable: dict[str, Any] = {key: self.legible.tree(value) for key, value in plain.items()}
        return {**drawable, "missing": self.legible.listed()}

    @property
    def is_index_cut(self) -> bool:
        """Return whether there are more figures than the index shows."""
        return len(self.document.provenance) > self.cap

    def _words(self) -> dict[str, str]:
        known_at = instant_text(self.document.known_at, self.document.language)
        lead = self.words["index_lead"].format(known_at=known_at)
        return {**self.words, "index_lead": lead}

    def _block(self, block: Block) -> dict[str, Any]:
        match block:
            case Paragraph():
                return {"kind": "paragraph", "runs": self._runs(block.runs)}
            case Bullets():
                return {"kind": "bullets", "items": [self._runs(item) for item in block.items]}
            case Note():
                fallback = self.words["caution" if block.tone == "caution" else "note"]
                return {
                    "kind": "note",
                    "title": block.title or fallback,
                    "tone": block.tone,
                    "runs": self._runs(block.runs),
                }
            case KeyFigures():
                return {"kind": "cards", "cards": self._cards(block)}
            case Chart():
                self.charts.append(block)
                return {
                    "kind": "chart",
                    "caption": block.caption,
                    "alt": block.alt,
                    "file": f"chart-{len(self.charts)}.svg",
                }
            case Table():
                return self._table(block)

    def _cards(self, block: KeyFigures) -> list[dict[str, Any]]:
        return [
            {
                "label": card.label,
                "note": card.note,
                "letters": display_width(card.figure.text)
                + display_width(card.figure.printed_unit) / 2,
                **self._figure(card.figure),
            }
            for card in block.cards
        ]

    def _runs(self, runs: tuple[Run, ...]) -> list[dict[str, Any]]:
        return [self._run(run) for run in runs]

    def _run(self, run: Run) -> dict[str, Any]:
        if isinstance(run, Figure):
            return self._figure(run)
        if isinstance(run, Strong):
            return {"kind": "strong", "text": run.text}
        return {"kind": "text", "text": run}

    def _figure(self, figure: Figure) -> dict[str, Any]:
        return {
            "kind": "figure",
            "text": figure.text,
            "unit": figure.printed_unit,
            "mark": self._numbers[figure.figure_id],
        }

    def _table(self, table: Table) -> dict[str, Any]:
        shown = table.rows[: self.cap]
        cut = None
        self._tables += 1
        if len(table.rows) > self.cap:
            name = table_name(self._tables)
            self.cut[name] = table
            cut = self._said_cut(len(table.rows), name)
        layout = lay_out_columns(table)
        unit, heads = headed(table)
        return {
            "kind": "table",
            "caption": table.caption,
            "unit": unit_said(unit, self.words) if unit else "",
            "columns": [self._column(column) for column in heads],
            "widths": [float(each) for each in layout.widths],
            "scale": float(layout.scale),
            "turned": layout.turned,
            "tall": layout.tall,
            "marked": [self._is_marked(table, place) for place in range(len(table.columns))],
            "rows": [self._row(row, table.columns) for row in shown],
            "total": self._total(table),
            "notes": list(table.notes),
            "cut": cut,
        }

    def _said_cut(self, rows: int, name: str) -> str:
        """Return the sentence that says how much is shown and which attached file holds all."""
        return self.words["cut"].format(
            rows=number_text(rows), shown=number_text(self.cap), file=name
        )

    def _column(self, column: Column) -> dict[str, Any]:
        unit = column.shown_unit or column.unit
        return {"heading": column.heading, "unit": unit, "align": alignment(column)}

    def _row(self, row: Sequence[Cell], columns: Sequence[Column]) -> list[Any]:
        return [
            {"text": cell.text, "mark": self._numbers[cell.figure_id]}
            if isinstance(cell, Figure)
            else cell_text(cell, column)
            for cell, column in zip(row, columns, strict=True)
        ]

    def _total(self, table: Table) -> list[Any] | None:
        """Return the total row: a dash for a number that is missing, nothing for a text."""
        if table.total is None:
            return None
        return [
            "" if cell is None and column.kind == "text" else shown
            for cell, column, shown in zip(
                table.total, table.columns, self._row(table.total, table.columns), strict=True
            )
        ]

    def _is_marked(self, table: Table, place: int) -> bool:
        rows = (*table.rows[: self.cap], *([table.total] if table.total else ()))
        return any(isinstance(row[place], Figure) for row in rows)

    def _record(self, record: FigureRecord) -> dict[str, Any]:
        document = self.document
        return {
            "number": self._numbers[record.figure_id],
            "id": record.figure_id,
            "url": document.base_url + record.figure_id if document.base_url else None,
            "label": record.label(document.language),
            "value": record.text or number_text(record.value),
            "unit": unit_words(record.unit, document.language),
            "method": record.method,
            "period": record.period,
        }


def alignment(column: Column) -> str:
    """Return left, center or right: as the column says, else numbers right and the rest left."""
    if column.align:
        return {"start": "left", "center": "center", "end": "right"}[column.align]
    return "left" if column.kind in ("text", "date") else "right"


def shortened(text: str, *, letters: int) -> str:
    """Return ``text`` cut to a display width of ``letters``, with an ellipsis if it was cut."""
    if display_width(text) <= letters:
        return text
    kept = ""
    for character in text:
        if display_width(kept + character) > letters - 2:
            break
        kept += character
    return kept.rstrip() + "…"
