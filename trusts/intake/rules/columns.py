"""The columns that a subject takes: declared once, for reading, templates and the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.tables.converting import Choice, Converter, narrow

#: Our own columns in a file of errors; when the mended file comes back they are not read.
ERROR, REMEDY = "error", "remedy"
#: A row whose first cell begins so is a remark and is not read.
REMARK = "#"


@dataclass(frozen=True)
class Column:
    """One column: our field, its titles in both languages, and how a cell becomes a value."""

    name: str
    zh: str
    en: str
    convert: Converter[Any]
    is_required: bool = False
    example: str = ""
    default: Any = None
    #: What a template offers where the words stand in the database.
    offers: Callable[[], Sequence[str]] | None = None

    @property
    def title(self) -> str:
        """Return the title of a template: both languages in one cell."""
        return f"{self.zh} {self.en}"

    @property
    def choices(self) -> Sequence[str]:
        """Return the words that a template offers, in Chinese where there are; none if any do."""
        if self.offers is not None:
            return self.offers()
        if not isinstance(self.convert, Choice):
            return ()
        return [next(iter(each), value) for value, each in self.convert.options.items()]


def folded(title: str) -> str:
    """Return a title without case, spaces, underscores and width: how headers are compared."""
    return "".join(sign for sign in narrow(title).casefold() if sign not in " ()_-*\t")


def by_title(columns: Sequence[Column]) -> Mapping[str, Column]:
    """Return the columns by every title under which a file may name them, folded."""
    found: dict[str, Column] = {}
    for column in columns:
        for title in (column.name, column.zh, column.en, column.title):
            found.setdefault(folded(title), column)
    return found
