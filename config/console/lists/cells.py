"""How a list writes a cell: amounts to the right, codes on one line, long texts cut."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from config.console import record

#: A text of at most so many letters is a code, and stands on one line; any other is long.
CODE, LONG = 64, 1000
#: So many letters of a long text stand in a list.
SHORT = 80


class Amount(SafeString):
    """An amount as a page writes it, which remembers the number that it writes."""

    value: Any


def written(page: Any, name: str) -> Any:
    """Return what writes a field of the page's table in a list; its name where Django does."""
    column = page.opts.get_field(name)
    if say := page.column_words.get(name):
        return _display(page, name, column, lambda value: unbroken(say(value)))
    if getattr(column, "choices", None):
        return _display(page, name, column, unbroken, said=f"get_{name}_display")
    for is_so, write in (
        (name == "is_sample", sample_badge),
        (isinstance(column, models.DateField) or record.is_year(name), unbroken),
        (record.is_number(column), amount),
        (record.is_hash(name), short_hash),
        (_is_code(column), unbroken),
        (isinstance(column, models.JSONField), short_json),
        (isinstance(column, models.TextField), clamped),
    ):
        if is_so:
            return _display(page, name, column, write)
    return name


def amount(value: Any) -> Any:
    """Return an amount that stands to the right in its column, and remembers its value."""
    said = Amount(format_html('<span class="gt-number">{}</span>', record.shown(value)))
    said.value = value
    return said


def unbroken(value: Any) -> Any:
    """Return a day, an instant, a year, a choice or a code, on one line in its column."""
    said = str(value) if isinstance(value, int) else value
    return format_html('<span class="gt-unbroken">{}</span>', record.shown(said))


def short_hash(value: Any) -> Any:
    """Return the beginning of a hash, the whole of it on hovering."""
    return format_html('<code class="gt-hash" title="{}">{}</code>', value, str(value or "–")[:12])


def short_json(value: Any) -> Any:
    """Return stored JSON on one line, cut where it is long."""
    said = json.dumps(value, ensure_ascii=False, default=str) if value else "–"
    return format_html('<code class="gt-hash">{}</code>', Truncator(said).chars(SHORT))


def clamped(value: Any) -> Any:
    """Return a long text cut to what a list has room for, the whole of it on hovering."""
    said = str(value or "–")
    return format_html('<span title="{}">{}</span>', said, Truncator(said).chars(SHORT))


def sample_badge(value: Any) -> Any:
    """Return the badge of sample data, or nothing."""
    return record.badge(_("sample"), "sample") if value else ""


def _display(
    owner: Any,
    name: str,
    column: models.Field[Any, Any],
    write: Callable[[Any], Any],
    *,
    said: str = "",
) -> Callable[[Any], Any]:
    """Return a list column that writes a field, or what ``said`` says of it, and sorts by it."""
    cache = owner.__dict__.setdefault("_columns", {})
    if name not in cache:

        def show(row: Any) -> Any:
            value = getattr(row, said or name)
            return write(value() if said else value)

        show.__name__ = name
        show.short_description = owner.column_titles.get(name, column.verbose_name)  # type: ignore[attr-defined]
        show.admin_order_field = name  # type: ignore[attr-defined]
        cache[name] = show
    return cache[name]  # type: ignore[no-any-return]


def _is_code(column: Any) -> bool:
    return isinstance(column, models.CharField) and (column.max_length or LONG) <= CODE
