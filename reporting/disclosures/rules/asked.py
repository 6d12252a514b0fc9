"""What a framework asks for, item by item, and which indicators answer each item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that a framework asks for; ``codes`` are the indicators that answer it."""

    code: str
    section: str
    zh: str
    en: str
    unit: str
    codes: tuple[str, ...]
    source: str
    confidence: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Framework:
    """One edition of a framework as it was confirmed; partial unless it is the official list."""

    code: str
    edition: str
    zh: str
    en: str
    is_partial: bool
    items: tuple[Item, ...]

    def sections(self) -> Iterator[tuple[str, list[Item]]]:
        """Yield the items by section, in the order of the list."""
        for section, items in groupby(self.items, key=lambda each: each.section):
            yield section, list(items)

    def item(self, code: str) -> Item | None:
        """Return the item with this code; None if the list has none."""
        return next((each for each in self.items if each.code == code), None)
