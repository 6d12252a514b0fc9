"""The printed pages of a whole year's disclosure: nothing leaves the paper, nothing is foreign."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
from dataclasses import replace
from typing import Any

import pytest

from config.kernel.canonical import canonical_bytes
from config.kernel.periods import Period
from reporting.disclosures.kinds.kind import Brief, document
from reporting.disclosures.kinds.table import kind_of
from reporting.disclosures.queries import NOT_IN_ENTRY
from reporting.disclosures.rules.book import Book, Entry
from reporting.figures.indicators import table
from reporting.rendering import pdf
from reporting.rendering.document import Document, Language, Paragraph, Table
from tests.reporting.facts import KNOWN_AT, year_facts

MARGIN = 68  # points: 24 mm
#: The empty half of a Chinese full stop at a line's end may stand in the margin.
HALF_A_STOP = 5.2
MOST_PAGES = 22
LANGUAGES: tuple[Language, ...] = ("zh-Hans", "en")
#: Words that are the same in every language: units, names of methods and codes.
SHARED = re.compile(r"tCO2e|PCAF|[A-Z]+-[A-Z0-9-]+|Alice|Bob")


def _book() -> Book:
    entries = []
    for each in table.draw(year_facts()):
        stored = json.loads(canonical_bytes(each.content))
        stored |= {name: each.content[name] for name in ("value", "known_at")}
        kept: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in stored.items()
            if name not in NOT_IN_ENTRY
        }
        entries.append(Entry(figure_id=f"F-{each.identity[:10]}", sha256=each.sha256, **kept))
    return Book(tuple(entries))


def _document(language: Language) -> Document:
    brief = Brief(
        code="GTD-2025-0001",
        number=1,
        organization_zh="示例信托有限责任公司",
        organization_en="Sample Trust Co., Ltd.",
        period=Period.year(2025),
        known_at=KNOWN_AT,
        issued_on=dt.date(2026, 2, 1),
        is_sample=True,
        base_url="https://green.example/figures/",
        book=_book(),
        prepared_by="披露员",
    )
    return document(kind_of("green_trust_annual"), brief, language)


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request: pytest.FixtureRequest) -> Document:
    """Return the document in one of the languages."""
    return _document(request.param)


def _words(data: bytes) -> list[list[tuple[float, float, float, str]]]:
    """Return, by page, each word with its left and right edge and the page's width."""
    tool = shutil.which("pdftotext")
    assert tool, "pdftotext is missing: apt-get install -y poppler-utils"
    boxes = subprocess.run(
        [tool, "-bbox", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()
    pages = []
    for page in boxes.split("<page ")[1:]:
        width = float(re.findall(r'width="([0-9.]+)"', page)[0])
        found = re.findall(r'<word xMin="([0-9.]+)".*? xMax="([0-9.]+)".*?>(.*?)</word>', page)
        pages.append([(float(left), float(right), width, word) for left, right, word in found])
    return pages


@pytest.mark.outside
def test_no_word_leaves_the_page_and_no_page_is_nearly_empty(made: Document) -> None:
    pages = _words(pdf.render(made))
    for number, words in enumerate(pages, start=1):
        for left, right, width, word in words:
            assert left >= MARGIN - 0.5, (number, word)
            assert right <= width - MARGIN + HALF_A_STOP, (number, word)
    assert len(pages) <= MOST_PAGES
    running = 12  # the words that every page has at head and foot
    assert all(len(words) > running + 10 for words in pages[1:]), [len(each) for each in pages]
    assert all(width < 600 for words in pages for _l, _r, width, _w in words)  # none is turned


def test_the_chinese_document_speaks_chinese_and_the_english_one_english(made: Document) -> None:
    said = [made.title, made.subtitle, made.period_text, made.version_label]
    for section in made.sections:
        said.append(section.heading)
        for block in section.blocks:
            if isinstance(block, Table):
                said += [block.caption, *block.notes]
                said += [each.heading + each.shown_unit for each in block.columns]
                said += [cell for row in block.rows for cell in row if isinstance(cell, str)]
            if isinstance(block, Paragraph):
                said += [run for run in block.runs if isinstance(run, str)]
    said += [each.explanation + each.measure for each in made.provenance]
    for text in said:
        if made.language == "en":
            foreign = re.findall("[\u4e00-\u9fff]+", re.sub("中国证券报|生态环境部公告", "", text))
        else:
            foreign = re.findall("[A-Za-z]{4,}", SHARED.sub("", text))
        assert not foreign, (foreign, text)


def test_factors_are_named_once_with_their_edition_and_policies_are_words(made: Document) -> None:
    (total,) = (
        each for each in made.provenance if each.label_en == "Avoided emissions (grid displacement)"
    )
    name = "Average CO2 factor of the grid" if made.language == "en" else "电力平均二氧化碳排放因子"
    said = total.explanation.partition("算式" if made.language != "en" else "Formula")[2]
    assert said.count(name) == 1
    assert "0.6058" in said
    assert "0.641" in said
    assert ("No. 33" if made.language == "en" else "公告第33号") in said
    assert ("latest published data year" if made.language == "en" else "最多回溯") in said
    assert "latest_data_year" not in said
    assert "grid_average" not in said


def test_the_cover_names_who_prepared_and_who_signed_off(made: Document) -> None:
    assert made.prepared_by == "披露员"
    assert replace(made, signed_off_by="复核员").signed_off_by == "复核员"


def test_a_monthly_figure_names_its_month(made: Document) -> None:
    periods = {each.period for each in made.provenance}
    assert {"2025", "2025-01", "2025-12"} <= periods
