"""What a number stands on: names, rows, sets, factors, and who confirmed them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, order=True)
class Name:
    """A code with its name in both languages."""

    code: str
    zh: str
    en: str

    def to_json(self) -> dict[str, object]:
        """Return the stored form."""
        return {"code": self.code, "zh": self.zh, "en": self.en}


@dataclass(frozen=True, kw_only=True)
class Approval:
    """Who proposed something and who confirmed it, and when."""

    what: str
    proposed_by: str
    proposed_at: dt.datetime
    confirmed_by: str
    confirmed_at: dt.datetime

    def to_json(self) -> dict[str, object]:
        """Return the stored form."""
        return {
            "what": self.what,
            "proposed_by": self.proposed_by,
            "proposed_at": self.proposed_at,
            "confirmed_by": self.confirmed_by,
            "confirmed_at": self.confirmed_at,
        }


@dataclass(frozen=True, kw_only=True)
class Ref:
    """One stored row that a number rests on: the room's word for it, its key, its hash."""

    table: str
    id: int
    sha256: str

    def to_json(self) -> dict[str, object]:
        """Return the stored form."""
        return {"table": self.table, "id": self.id, "sha256": self.sha256}


@dataclass(frozen=True, kw_only=True)
class RowSet:
    """Very many rows as one provable set: the question, how many answered, the answer's hash."""

    query: str
    count: int
    sha256: str

    def to_json(self) -> dict[str, object]:
        """Return the stored form."""
        return {"query": self.query, "count": self.count, "sha256": self.sha256}


@dataclass(frozen=True, kw_only=True)
class Factor:
    """One factor as it was resolved: its value, where and when it holds, edition and source."""

    id: int
    name: Name
    value: Decimal
    unit: str
    place: Name
    year: int | None
    edition: Name
    source: str

    def to_json(self) -> dict[str, object]:
        """Return the stored form."""
        return {
            "id": self.id,
            "code": self.name.code,
            "name_zh": self.name.zh,
            "name_en": self.name.en,
            "value": self.value,
            "unit": self.unit,
            "place": self.place.zh,
            "place_en": self.place.en,
            "year": self.year,
            "edition": self.edition.code,
            "edition_zh": self.edition.zh,
            "edition_en": self.edition.en,
            "source": self.source,
        }
