"""What a record page is made of: plain values that the template lays out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.api import keyset

Text = str | Promise
PAGE_ROWS = 50
#: Stored JSON longer than this is folded.
UNFOLDED_LINES = 12
#: Down to here every written place of a decimal is kept: cents, grams of a tonne.
EXACT_PLACES = 6


@dataclass(frozen=True)
class Line:
    """One thing that a record says: its name, its value, its unit."""

    label: Text
    value: Text
    unit: Text = ""
    is_number: bool = False
    is_wide: bool = False


@dataclass(frozen=True)
class Section:
    """Lines that belong together."""

    title: Text
    lines: Sequence[Line]


@dataclass(frozen=True)
class Link:
    """A way on from a record: to what it rests on, or to what rests on it."""

    title: Text
    url: str
    note: Text = ""


@dataclass(frozen=True)
class Act:
    """
    Something that a person can have done about a record: one button, or the way to a form.

    ``asks_why`` has the button open a box for the reason, which the act cannot do without.
    """

    name: str
    title: Text
    tone: str = ""
    url: str = ""
    asks_why: bool = False


@dataclass(frozen=True)
class Formula:
    """How a figure came about: the formula in words, then each value in it, then the result."""

    text: Text
    terms: Sequence[Line]
    result: Line | None = None


@dataclass(frozen=True)
class Table:
    """Rows under headers; ``numeric`` names the columns whose cells stand to the right."""

    headers: Sequence[Text]
    rows: Sequence[Sequence[Any]]
    title: Text = ""
    numeric: frozenset[int] = frozenset()
    empty: Text = ""
    next_url: str = ""
    previous_url: str = ""

    @property
    def cells(self) -> list[list[tuple[Text, Text, bool, int]]]:
        """
        Return each row's cells: header, words, whether they stand to the right, columns taken.

        A row of one cell is a way on below the others: it takes the whole width and no header.
        """
        width = len(self.headers)
        return [
            [("", shown(row[0]), False, width)]
            if len(row) == 1 < width
            else [
                (self.headers[index], shown(cell), index in self.numeric, 1)
                for index, cell in enumerate(row)
            ]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Crumb:
    """One step of the way that led here."""

    title: Text
    url: str = ""


@dataclass(frozen=True)
class Record:
    """One record page."""

    title: Text
    subtitle: Text = ""
    is_sample: bool = False
    crumbs: Sequence[Crumb] = ()
    formula: Formula | None = None
    sections: Sequence[Section] = ()
    links: Sequence[Link] = ()
    tables: Sequence[Table] = ()
    acts: Sequence[Act] = ()
    badges: Sequence[Text] = ()


def lines_of(row: Model, names: Iterable[str]) -> list[Line]:
    """Return the named fields of a row as lines, in their order."""
    return [line_of(row, name) for name in names]


def line_of(row: Model, name: str) -> Line:
    """Return one field of a row as a line: choices in words, foreign keys as links."""
    column = row._meta.get_field(name)
    value = getattr(row, name)
    label = str(getattr(column, "verbose_name", name))
    if getattr(column, "choices", None) and value not in (None, ""):
        return Line(label, str(getattr(row, f"get_{name}_display")()))
    if isinstance(column, models.JSONField):
        return Line(label, shown_json(value), is_wide=True)
    if isinstance(value, Model):
        return Line(label, link_to(value))
    if is_year(name):
        return Line(label, shown(None if value is None else str(value)))
    if is_hash(name):
        return Line(label, shown_hash(str(value or "")), is_wide=True)
    return Line(label, shown(value), is_number=isinstance(column, models.DecimalField))


def keyset_table(
    request: HttpRequest,
    queryset: QuerySet[Any],
    columns: Sequence[tuple[Text, str | Callable[[Any], Any]]],
    *,
    ordering: Sequence[str] = ("-id",),
    title: Text = "",
    numeric: Iterable[int] = (),
    parameter: str = "cursor",
    limit: int = PAGE_ROWS,
) -> Table:
    """
    Return one page of ``queryset`` as a table; however deep, a page costs one query.

    ``columns`` are (header, field name or function of the row). ``parameter`` is the name
    under which the address carries this table's place.
    """
    cursor = keyset.readable(request.GET.get(parameter))
    page = keyset.page_of(queryset, ordering=ordering, limit=limit, cursor=cursor)
    rows = [
        [take(row) if callable(take) else getattr(row, take) for _header, take in columns]
        for row in page.rows
    ]
    return Table(
        headers=[header for header, _take in columns],
        rows=rows,
        title=title,
        numeric=frozenset(numeric),
        empty=_("No rows."),
        next_url=_beside(request, parameter, page.following),
        previous_url=_beside(request, parameter, page.preceding),
    )


def shown(value: Any) -> Text:
    """Return a value as a reader expects it; a dash for what is not there."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return format(_shorter(value), ",f")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Model):
        return link_to(value)
    if isinstance(value, dict | list):
        return shown_json(value)
    return value if isinstance(value, SafeString | Promise) else str(value)


def _shorter(value: Decimal) -> Decimal:
    """Return a number without the zeros that only the width of its column has put there."""
    places = -int(value.as_tuple().exponent) if value.is_finite() else 0
    return value.normalize() if places > EXACT_PLACES else value


def shown_json(value: Any) -> SafeString:
    """Return stored JSON so that it can be read."""
    if not value:
        return format_html("<span>{}</span>", "–")
    if isinstance(value, Mapping) and all(_is_plain(each) for each in value.values()):
        pairs = format_html_join(
            "", "<dt>{}</dt><dd>{}</dd>", ((key, shown(each)) for key, each in value.items())
        )
        return format_html('<dl class="gt-pairs">{}</dl>', pairs)
    if isinstance(value, list) and all(_is_plain(each) for each in value):
        return format_html_join(", ", "<span>{}</span>", ((shown(each),) for each in value))
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    block = format_html('<pre class="gt-json" tabindex="0">{}</pre>', text)
    lines = text.count("\n") + 1
    if lines <= UNFOLDED_LINES:
        return block
    return format_html(
        '<details class="gt-fold"><summary>{}</summary>{}</details>',
        _("{lines} lines").format(lines=lines),
        block,
    )


def shown_hash(value: str) -> SafeString:
    """Return a hash in a fixed-width type."""
    return format_html('<code class="gt-hash">{}</code>', value or "–")


def badge(text: Text, tone: str = "") -> SafeString:
    """Return a badge; tones are ``good``, ``waiting``, ``bad``, ``sample`` and none."""
    return format_html('<span class="gt-badge gt-badge--{}">{}</span>', tone or "plain", text)


def url_of(row: Model) -> str:
    """Return the address of a row's page, or nothing if it has none."""
    meta = row._meta
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return ""


def link_to(row: Model, text: Text = "") -> Text:
    """Return a link to a row's page, or its name if it has no page."""
    url = url_of(row)
    return (
        format_html('<a class="gt-link" href="{}">{}</a>', url, text or str(row))
        if url
        else str(row)
    )


def is_number(column: Any) -> bool:
    """Return whether a column holds amounts, which stand to the right."""
    if (
        getattr(column, "choices", None)
        or column.is_relation
        or getattr(column, "primary_key", False)
    ):
        return False
    return isinstance(column, models.DecimalField | models.IntegerField | models.FloatField)


def is_year(name: str) -> bool:
    """Return whether a column of this name holds a year, which is no amount."""
    return name == "year" or name.endswith("_year")


def is_hash(name: str) -> bool:
    """Return whether a column of this name holds a hash."""
    return name == "sha256" or name.endswith("_sha256")


def _is_plain(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _beside(request: HttpRequest, parameter: str, cursor: keyset.Cursor | None) -> str:
    if cursor is None:
        return ""
    query = request.GET.copy()
    query[parameter] = cursor.encode()
    return f"?{query.urlencode()}"
