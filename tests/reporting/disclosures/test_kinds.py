"""Every kind in both languages: every number bound, every gap said, nothing foreign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from config.jobs.execution import run_now
from config.kernel.periods import Period
from reporting.disclosures import operations, queries
from reporting.disclosures.kinds.answers import State, state_of
from reporting.disclosures.kinds.kind import document
from reporting.disclosures.kinds.narrating import Told
from reporting.disclosures.kinds.table import KINDS
from reporting.disclosures.models import DisclosureVersion
from reporting.disclosures.queries import FrameworkNotConfirmed, asked_of
from reporting.disclosures.rules.book import Book
from reporting.figures.models import Figure
from reporting.figures.queries.verifying import verify
from reporting.rendering import pdf
from reporting.rendering.document import (
    Bullets,
    Document,
    Language,
    Note,
    Paragraph,
    Table,
)
from tests.portfolio import Portfolio
from tests.reporting.answers import answered, with_investees
from tests.reporting.disclosures.books import brief_of, document_of
from tests.reporting.facts import KNOWN_AT, year_facts

NEW = ("esg_annual", "environmental_jrt0227", "financed_avoided", "sfdr_pai")
LANGUAGES: tuple[Language, ...] = ("zh-Hans", "en")
#: Names that are the same in every language, and what a department wrote in its own.
SHARED = re.compile(
    r"tCO2e?|PCAF|IFRS|ICMA|UNGC|OECD|[A-Z]+-[A-Z0-9-]+|F-[0-9a-f]+|document\.json|\(EU\)|/人"
)
WRITTEN = "董事会下设"


@pytest.fixture(scope="module", params=[(kind, each) for kind in NEW for each in LANGUAGES])
def made(request: pytest.FixtureRequest) -> Document:
    """Return a document of each kind in each language."""
    kind, language = request.param
    return document_of(kind, with_investees(answered(year_facts())), language)


def said(document: Document) -> Iterator[str]:
    """Yield every text of a document."""
    for section in document.sections:
        yield section.heading
        for block in section.blocks:
            match block:
                case Paragraph() | Note():
                    yield from (run for run in block.runs if isinstance(run, str))
                case Bullets():
                    yield from (run for item in block.items for run in item if isinstance(run, str))
                case Table():
                    yield block.caption
                    yield from block.notes
                    yield from (each.heading + each.shown_unit for each in block.columns)
                    for row in block.rows:
                        yield from (cell for cell in row if isinstance(cell, str))


def test_each_language_speaks_its_own(made: Document) -> None:
    for text in said(made):
        if WRITTEN in text:
            continue
        plain = SHARED.sub("", text)
        foreign = re.findall("[\u4e00-\u9fff]+" if made.language == "en" else "[A-Za-z]{4,}", plain)
        assert not foreign, (foreign, text)


def test_every_number_in_a_table_is_bound(made: Document) -> None:
    factors = {"Factors and editions", "排放因子与版本"}
    for section in made.sections:
        for block in section.blocks:
            if not isinstance(block, Table) or block.caption in factors:
                continue
            loose = [cell for row in block.rows for cell in row if isinstance(cell, int | Decimal)]
            assert not loose, (block.caption, loose)


def test_it_prints(made: Document) -> None:
    assert pdf.render(made).startswith(b"%PDF")


@pytest.mark.parametrize("kind", NEW)
def test_the_same_facts_give_the_same_bytes(kind: str) -> None:
    first, again = (
        document_of(kind, answered(year_facts()), "zh-Hans").to_json() for _ in range(2)
    )
    assert first == again


def test_no_row_of_the_adverse_impacts_is_blank() -> None:
    made = document_of("sfdr_pai", answered(year_facts()), "zh-Hans")
    rows = [
        row
        for section in made.sections
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
        if str(row[0]).startswith("PAI-") and len(row) > 3
    ]
    asked = brief_of("sfdr_pai", year_facts()).framework("SFDR-PAI").items
    assert {row[0] for row in rows} >= {each.code for each in asked}
    assert all(isinstance(row[-1], str) and row[-1] for row in rows)
    assert not any(cell == 0 for row in rows for cell in row)


def test_every_chapter_and_every_row_of_the_template_is_there_though_nothing_was_written() -> None:
    brief = brief_of("environmental_jrt0227", year_facts())
    made = document_of("environmental_jrt0227", year_facts(), "zh-Hans")
    headings = {section.heading for section in made.sections}
    assert {each.zh for each in brief.framework("JRT-0227").items} <= headings
    rows = {
        row[0]
        for section in made.sections
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
    }
    assert {each.code for each in brief.framework("SZ-ENV-TEMPLATE").items} <= rows


def test_the_index_tells_disclosed_from_open_and_from_absent() -> None:
    brief = brief_of("esg_annual", answered(year_facts()))
    states = {
        each.code: state_of(each, brief.book) for each in brief.framework("TRUST-ESG-WORKING").items
    }
    assert states["S-01"] is State.ANSWERED
    assert states["G-01"] is State.PARTLY
    assert states["E-FE-01"] is State.ABSENT
    assert states["S-02"] is State.OPEN
    gri = {each.code: state_of(each, brief.book) for each in brief.framework("GRI").items}
    assert gri["2-1"] is State.NO_INDICATOR


def test_a_number_collected_beyond_the_list_is_not_lost() -> None:
    made = document_of("esg_annual", answered(year_facts()), "en")
    assert "An indicator of the house" in set(said(made))


@pytest.mark.django_db
def test_without_its_framework_a_disclosure_is_refused_by_name() -> None:
    with pytest.raises(FrameworkNotConfirmed, match="SFDR-PAI"):
        asked_of(KINDS["sfdr_pai"].frameworks, period=Period.year(2025), known_at=KNOWN_AT)


@pytest.mark.parametrize("kind", NEW)
def test_a_kind_is_drafted_from_the_rooms_below(
    kind: str, sample_portfolio: Portfolio, fast_forms: list[str]
) -> None:
    period = Period.year(2025)
    published = queries.published_version(kind="green_trust_annual", period=period)
    assert published is not None
    officer = sample_portfolio.person("officer")
    run = run_now(
        operations.draft(
            kind=kind,
            period=period,
            organization_zh="示例信托有限责任公司",
            organization_en="Sample Trust Co., Ltd.",
            known_at=published.known_at,
            by=officer,
            reason="sample",
        )
    )
    assert run.state == "done", run.error
    version = DisclosureVersion.objects.get(pk=run.result["version_id"])
    # Of one moment all kinds say the same numbers: it is one set of figures.
    assert version.figure_set == published.figure_set
    assert queries.signed_document(version, "zh-Hans").sections


def test_the_sample_year_has_its_answers_in_figures_that_verify(
    sample_portfolio: Portfolio,
) -> None:
    published = queries.published_version(kind="green_trust_annual", period=Period.year(2025))
    assert published is not None
    figures = Figure.objects.filter(figure_set=published.figure_set)
    assert figures.get(indicator="S-01", dimension={}).value == 427
    power = figures.get(indicator="E-OP-08", dimension={})
    assert power.value == Decimal(1_180_000)
    assert power.unit == "kWh"
    assert figures.get(indicator="E-OF-02", dimension={}).value
    shares = figures.filter(indicator="E-AT-11", dimension__project="PV-5P")
    gram = Decimal("0.000001")
    parts = [(Decimal("186.4") * (each.value or 0)).quantize(gram) for each in shares]
    assert len(parts) > 1
    plant = figures.get(indicator="E-AT-11", dimension__project="NS-LYG").value or 0
    parts.append((Decimal("320.5") * plant).quantize(gram))
    assert figures.get(indicator="E-FE-01", dimension={}).value == sum(parts)
    assert figures.get(indicator="E-FE-06", dimension={}).value not in {1, 2}  # of both evidences
    covered = figures.get(indicator="E-FE-05", dimension={}).value
    assert covered is not None
    assert 0 < covered < 1
    assert figures.get(indicator="E-FE-03", dimension={}).text_value == "not_available"
    assert not figures.filter(indicator="E-OP-12").exists()  # returned, not confirmed
    found = verify(published.figure_set)
    assert found.is_sound, found.mismatches


def test_what_was_written_for_a_chapter_stands_in_it_and_closes_its_gap() -> None:
    brief = brief_of("environmental_jrt0227", year_facts())
    chapter = Told(
        key="ch_05", language="zh-Hans", blocks=(Paragraph(("环境风险由风险管理部识别。",)),)
    )
    made = document(KINDS["environmental_jrt0227"], replace(brief, narrative=(chapter,)), "zh-Hans")
    found = [each for each in made.sections if each.heading == "环境风险管理流程"]
    assert len(found) == 1
    assert found[0].blocks == chapter.blocks
    states = [
        row[-1]
        for section in made.sections
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
        if row[0] == "CH-05"
    ]
    assert states == ["已披露"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_text_that_people_write_has_a_place_of_its_own(kind: str) -> None:
    brief = brief_of(kind, answered(year_facts()))
    if axis := KINDS[kind].about:
        subject = next(
            each.dimension[axis] for each in brief.book.entries if axis in each.dimension
        )
        mine = [each for each in brief.book.entries if each.dimension.get(axis) == subject]
        projects = {each.dimension.get("project") for each in mine}
        theirs = [
            each
            for each in brief.book.entries
            if axis not in each.dimension and each.dimension.get("project") in projects
        ]
        brief = replace(brief, subject=subject, book=Book((*mine, *theirs)))
    assert KINDS[kind].narratives
    plain = {each.heading for each in document(KINDS[kind], brief, "zh-Hans").sections}
    for slot in KINDS[kind].narratives:
        if slot.is_inside:
            assert slot.heading_zh in plain
        else:
            assert slot.after is None or slot.after[0] in {*plain, ""}, slot.key
            assert slot.heading_zh not in plain
