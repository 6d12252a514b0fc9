"""Documents of any kind from facts alone, without a database."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from config.kernel.canonical import canonical_bytes
from config.kernel.periods import Period
from reporting.disclosures.kinds.kind import Brief, document
from reporting.disclosures.kinds.table import kind_of
from reporting.disclosures.queries import NOT_IN_ENTRY
from reporting.disclosures.rules.book import Book, Entry
from reporting.figures.indicators import table
from reporting.figures.rules.facts import Facts
from reporting.rendering.document import Document, Language
from tests.reporting.answers import shipped
from tests.reporting.facts import KNOWN_AT


def book_of(facts: Facts) -> Book:
    """Return the figures of some facts as a document binds them."""
    entries = []
    for each in table.draw(facts):
        stored = json.loads(canonical_bytes(each.content))
        stored |= {name: each.content[name] for name in ("value", "known_at")}
        kept: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in stored.items()
            if name not in NOT_IN_ENTRY
        }
        entries.append(Entry(figure_id=f"F-{each.identity[:10]}", sha256=each.sha256, **kept))
    return Book(tuple(entries))


def brief_of(kind: str, facts: Facts) -> Brief:
    """Return what a document of a kind is made from."""
    return Brief(
        code=f"{kind_of(kind).prefix}-2025-0001",
        number=1,
        organization_zh="示例信托有限责任公司",
        organization_en="Sample Trust Co., Ltd.",
        period=Period.year(2025),
        known_at=KNOWN_AT,
        issued_on=dt.date(2026, 2, 1),
        is_sample=True,
        base_url="https://green.example/figures/",
        book=book_of(facts),
        prepared_by="披露员",
        asked=shipped(kind_of(kind).frameworks),
    )


def document_of(kind: str, facts: Facts, language: Language) -> Document:
    """Return the whole document of a kind in one language."""
    return document(kind_of(kind), brief_of(kind, facts), language)
