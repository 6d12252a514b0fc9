"""Sold rights and entered activity as the disclosures print them, in both languages."""

from __future__ import annotations

import re

import pytest

from reporting.rendering.document import (
    Document,
    Figure,
    KeyFigures,
    Language,
    Note,
    Table,
)
from tests.reporting.answers import answered, with_investees
from tests.reporting.claimed import with_activity, with_sales
from tests.reporting.disclosures.books import document_of
from tests.reporting.disclosures.test_kinds import NEW, SHARED, WRITTEN, said
from tests.reporting.facts import year_facts

KINDS = ("green_trust_annual", "environmental_jrt0227", "financed_avoided")
LANGUAGES: tuple[Language, ...] = ("zh-Hans", "en")


def tables(made: Document) -> dict[str, Table]:
    """Return the tables of a document by their captions."""
    return {
        block.caption: block
        for section in made.sections
        for block in section.blocks
        if isinstance(block, Table)
    }


def numbers(table: Table) -> list[list[str]]:
    """Return the exact numbers of a table, row by row."""
    rows = [*table.rows, *([table.total] if table.total else [])]
    return [[str(cell.value) for cell in row if isinstance(cell, Figure)] for row in rows]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_sold_and_entered_is_printed_in_the_documents_language(
    kind: str, language: Language
) -> None:
    facts = with_activity(with_sales(with_investees(answered(year_facts()))))
    made = document_of(kind, facts, language)
    found = tables(made)
    entered = {"zh-Hans": "填报活动的声明结果", "en": "Results of entered activity"}[language]
    assert len(found[entered].rows) == 5
    parts = {
        "zh-Hans": "各产品随证书与减排量出售的部分",
        "en": "Sold part of each product's avoided emissions",
    }[language]
    assert parts in found
    for text in said(made) if kind in NEW else ():
        if WRITTEN in text:
            continue
        plain = SHARED.sub("", text).replace("COD", "").replace("method", "")
        foreign = re.findall("[\u4e00-\u9fff]+" if language == "en" else "[A-Za-z]{4,}", plain)
        assert not foreign, (foreign, text)


def test_the_table_of_projects_goes_from_gross_over_sold_to_net() -> None:
    facts = with_sales(year_facts())
    made = document_of("green_trust_annual", facts, "en")
    table = tables(made)["Projects that sold certificates or credits"]
    assert len(table.rows) == 1
    from decimal import Decimal

    for gross, sold, net in numbers(table):
        assert Decimal(gross) - Decimal(sold) == Decimal(net)
    cards = [
        card.label
        for section in made.sections
        for block in section.blocks
        if isinstance(block, KeyFigures)
        for card in block.cards
    ]
    assert "Avoided emissions, net of sales" in cards


def test_without_a_sale_the_document_says_that_none_is_on_record() -> None:
    made = document_of("green_trust_annual", year_facts(), "en")
    words = " ".join(said(made))
    assert "no certificate or credit of the projects was sold" in words
    assert "Projects that sold certificates or credits" not in tables(made)


def test_more_sold_than_avoided_is_a_caution() -> None:
    made = document_of("green_trust_annual", with_sales(year_facts(), credited="99999999"), "en")
    notes = [
        block
        for section in made.sections
        for block in section.blocks
        if isinstance(block, Note) and block.title == "More sold than avoided"
    ]
    assert [each.tone for each in notes] == ["caution"]
