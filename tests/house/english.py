"""Find English sentences on a Chinese page: words that are no data of the house."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from django.db import connection

from projects.registry.rules.technologies import TECHNOLOGIES

#: Three words of Latin letters in a row.
_SENTENCE = re.compile(r"[A-Za-z][a-z'’-]+(?:[ ,;:]+[A-Za-z][a-z'’-]*){2,}")
_SPOKEN = {"title", "placeholder", "aria-label"}
_UNREAD = {"script", "style", "code", "pre", "svg", "textarea", "template"}
#: What is written in Latin letters in any language.
_NAMES = ("English", "Noto Sans SC")


class _Words(HTMLParser):
    """Collects what a person reads of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is hidden, and what an element says by its attributes."""
        if tag in _UNREAD:
            self._unread.append(tag)
        self.found += [value for name, value in attrs if name in _SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        """Come out of what is hidden."""
        if self._unread and self._unread[-1] == tag:
            self._unread.pop()

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        if not self._unread and data.strip():
            self.found.append(" ".join(data.split()))


def english_in(pages: Iterable[str]) -> list[str]:
    """Return the English sentences on the pages that no table of the database holds."""
    found: dict[str, None] = {}
    for page in pages:
        words = _Words()
        words.feed(page)
        for text in words.found:
            found |= dict.fromkeys(match[0] for match in _SENTENCE.finditer(text))
    spoken = [each for each in found if each not in _NAMES]
    stored = _stored() if spoken else ""
    return [each for each in spoken if each.casefold() not in stored]


def _stored() -> str:
    """Return every text in the database, readings apart, and names that stand in two languages.

    It is read anew for each question: another test of the same process held other rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind in ('r', 'p') and not relispartition"
            " and relnamespace = 'public'::regnamespace and relname <> 'projects_dayblock'"
        )
        parts = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'select t::text from "{table}" t')
            parts += [row for (row,) in cursor.fetchall()]
    parts += [each.name_en for each in TECHNOLOGIES.values()]
    return " ".join("\n".join(parts).replace("\\n", " ").split()).casefold()
