"""A company's own Word file, filled with the same figures as every other form, in a sandbox."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.shared import Emu
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from reporting.rendering.archives import repacked
from reporting.rendering.charts import draw_png
from reporting.rendering.document import (
    Bullets,
    Chart,
    Document,
    Figure,
    Note,
    Paragraph,
    Run,
    Section,
    Strong,
    Table,
)
from reporting.rendering.docx_parts import lawful
from reporting.rendering.words import WORDS, cell_text, day_text, instant_text, number_text

#: The names that a template may use, each with what it gives.
NAMES: Mapping[str, str] = {
    "title": "the title",
    "subtitle": "the second title, or nothing",
    "organization": "whose disclosure it is",
    "identifier": "the number of the document",
    "version": "the version",
    "period": "the period in words",
    "issued_on": "the day of issue",
    "known_at": "the moment the data is as known at",
    "sample_notice": "what a document of sample data says of itself, or nothing",
    "prepared_by": "who prepared it",
    "signed_off_by": "who signed it off",
    "figure": 'one figure: figure("INDICATOR") or figure("INDICATOR", axis="MEMBER")',
    "figures": 'the figures along axes: figures("INDICATOR", "axis")',
    "sections": "the sections: number, heading, level, paragraphs",
    "table": "one table by its number or caption: caption, headings, rows, total, notes",
    "chart": "one picture by its number or caption",
    "index": "every figure: number, id, label, value, unit, method, period",
}
WIDEST_PICTURE = 5_832_000  # 162 mm
CLOSE_ENOUGH = 0.5


class TemplateRefused(ValueError):
    """The template cannot be filled: what is wrong, in words."""


@dataclass(frozen=True, eq=False)  # told apart by identity: its mappings have no hash
class FigureValue:
    """One figure as a template sees it; written out it is its text with its unit."""

    id: str
    indicator: str
    dimension: Mapping[str, str]
    names: Mapping[str, str]
    label: str
    text: str
    unit: str
    exact: str
    method: str
    period: str
    sha256: str

    def __str__(self) -> str:
        return f"{self.text}\u00a0{self.unit}" if self.unit else self.text

    def member(self, axis: str) -> str:
        """Return the name of the member of an axis that the figure is about."""
        if axis not in self.names:
            raise TemplateRefused(
                f"{self.indicator} has no axis {axis!r}; it has: {', '.join(self.names) or '-'}."
            )
        return self.names[axis]


@dataclass(frozen=True)
class Figures:
    """The figures of a version, found by indicator and dimension; remembers which were asked."""

    all: Sequence[FigureValue]
    asked: list[tuple[FigureValue, ...]] = field(default_factory=list)

    def one(self, indicator: str, **dimension: str) -> FigureValue:
        """
        Return the figure of an indicator for a dimension.

        :raises TemplateRefused: if there is none, naming the nearest.
        """
        for each in self.all:
            if each.indicator == indicator and dict(each.dimension) == dimension:
                self.asked.append((each,))
                return each
        raise self._refusal(indicator, dimension)

    def along(self, indicator: str, *axes: str) -> list[FigureValue]:
        """
        Return the figures of an indicator along some axes.

        :raises TemplateRefused: if there is none.
        """
        found = [
            each
            for each in self.all
            if each.indicator == indicator and set(each.dimension) == set(axes)
        ]
        if not found:
            raise self._refusal(indicator, dict.fromkeys(axes, "*"))
        self.asked.append(tuple(found))
        return found

    def _refusal(self, indicator: str, dimension: Mapping[str, str]) -> TemplateRefused:
        axes = ", ".join(f"{key}={value}" for key, value in dimension.items())
        wanted = f"{indicator} ({axes})" if axes else indicator
        known = sorted({each.indicator for each in self.all})
        if indicator not in known:
            near = difflib.get_close_matches(str(indicator), known, n=3, cutoff=CLOSE_ENOUGH)
            hint = f" Nearest: {', '.join(near)}." if near else ""
            return TemplateRefused(f"There is no figure {wanted}.{hint}")
        have = sorted({", ".join(each.dimension) or "no axis" for each in self.all
                       if each.indicator == indicator})  # fmt: skip
        return TemplateRefused(
            f"There is no figure {wanted}; {indicator} is there along: {'; '.join(have)}."
        )


class Picture:
    """One chart, drawn where the template puts it, with its words as its alternative."""

    def __init__(self, template: Any, chart: Chart) -> None:
        self._template = template
        self._chart = chart

    def __html__(self) -> str:
        part = self._template.current_rendering_part
        inline = part.new_pic_inline(
            io.BytesIO(draw_png(self._chart.spec)), Emu(WIDEST_PICTURE), None
        )
        inline.docPr.set("descr", lawful(self._chart.alt))
        inline.docPr.set("title", lawful(self._chart.caption))
        return (
            f"</w:t></w:r><w:r><w:drawing>{inline.xml}</w:drawing></w:r>"
            '<w:r><w:t xml:space="preserve">'
        )

    __str__ = __html__


@dataclass(frozen=True)
class Filled:
    """What came of a template: the file, and the figures that it asked for, call by call."""

    content: bytes
    asked: tuple[tuple[FigureValue, ...], ...]


def environment() -> ImmutableSandboxedEnvironment:
    """Return the sandbox: nothing of ours is in reach, and what is not there is an error."""
    sandbox = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=True, finalize=_written
    )
    for name in ("lipsum", "namespace", "cycler", "joiner"):
        sandbox.globals.pop(name, None)
    return sandbox


def _written(value: Any) -> Any:
    """Return a value as it may stand in XML."""
    if isinstance(value, Markup | Picture | StrictUndefined) or value is None:
        return "" if value is None else value
    return escape(lawful(str(value)))


def fill(template: bytes, document: Document, figures: Sequence[Mapping[str, Any]]) -> Filled:
    """
    Return the template filled with a document and its figures; the same input, the same bytes.

    :raises TemplateRefused: if it asks for what is not there, or is no template.
    """
    opened = DocxTemplate(io.BytesIO(template))
    found = Figures([FigureValue(**each) for each in figures])
    names = _names(opened, document, found)
    try:
        opened.render(names, environment(), autoescape=True)
    except TemplateError as error:
        raise TemplateRefused(f"{type(error).__name__}: {error.message or error}") from error
    except (TypeError, ArithmeticError, AttributeError, LookupError) as error:
        raise TemplateRefused(f"{type(error).__name__}: {error}") from error
    stream = io.BytesIO()
    opened.save(stream)
    return Filled(content=repacked(stream.getvalue()), asked=tuple(found.asked))


def _names(opened: Any, document: Document, figures: Figures) -> dict[str, Any]:
    language, words = document.language, WORDS[document.language]
    blocks = [block for section in document.sections for block in section.blocks]
    tables = [_table(each) for each in blocks if isinstance(each, Table)]
    charts = [each for each in blocks if isinstance(each, Chart)]
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "organization": document.organization,
        "identifier": document.identifier,
        "version": document.version_label,
        "period": document.period_text,
        "issued_on": day_text(document.issued_on, language),
        "known_at": instant_text(document.known_at, language),
        "sample_notice": document.sample_notice if document.is_sample else "",
        "prepared_by": document.prepared_by,
        "signed_off_by": document.signed_off_by or words["not_signed_off"],
        "figure": figures.one,
        "figures": figures.along,
        "sections": list(_sections(document)),
        "table": lambda which: _chosen(tables, [each["caption"] for each in tables], which),
        "chart": lambda which: Picture(
            opened, _chosen(charts, [each.caption for each in charts], which)
        ),
        "index": [
            {
                "number": number,
                "id": record.figure_id,
                "label": record.label(language),
                "value": record.text or number_text(record.value),
                "unit": record.unit,
                "method": record.method,
                "period": record.period,
            }
            for number, record in enumerate(document.provenance, start=1)
        ],
    }


def _chosen(all_of: Sequence[Any], captions: Sequence[str], which: object) -> Any:
    """Return the one with a number, counted from one, or a caption."""
    if isinstance(which, int) and 1 <= which <= len(all_of):
        return all_of[which - 1]
    if isinstance(which, str) and which in captions:
        return all_of[captions.index(which)]
    raise TemplateRefused(f"There is no {which!r}; there are {len(all_of)}: {'; '.join(captions)}.")


def _sections(document: Document) -> Iterator[dict[str, Any]]:
    counted = [0, 0, 0]
    for section in document.sections:
        counted[section.level - 1] += 1
        counted[section.level :] = [0] * (3 - section.level)
        yield {
            "number": ".".join(map(str, counted[: section.level])),
            "heading": section.heading,
            "level": section.level,
            "paragraphs": list(_paragraphs(section)),
        }


def _paragraphs(section: Section) -> Iterator[str]:
    for block in section.blocks:
        match block:
            case Paragraph() | Note():
                yield _plain(block.runs)
            case Bullets():
                yield from map(_plain, block.items)
            case _:
                pass


def _plain(runs: Sequence[Run]) -> str:
    texts = []
    for run in runs:
        if isinstance(run, Figure):
            texts.append(" ".join(filter(None, (run.text, run.printed_unit))))
        else:
            texts.append(run.text if isinstance(run, Strong) else run)
    return "".join(texts)


def _table(table: Table) -> dict[str, Any]:
    def row(cells: Sequence[Any]) -> list[str]:
        return [cell_text(cell, column) for cell, column in zip(cells, table.columns, strict=True)]

    return {
        "caption": table.caption,
        "headings": [each.heading for each in table.columns],
        "units": [each.shown_unit or each.unit for each in table.columns],
        "rows": [row(each) for each in table.rows],
        "total": row(table.total) if table.total is not None else [],
        "notes": list(table.notes),
    }
