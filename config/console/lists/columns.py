"""The columns of a list: which are offered, which are chosen, and what a cell holds."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from config.console import record
from config.console.lists.cells import Amount
from config.tables import writing

#: The parameter of an address that names the columns, in their order.
PARAMETER = "columns"
#: How columns are called that no list offers, whatever its page says: passwords, sealed persons.
SECRETS = re.compile(r"password|\w+_sealed|\w*secret\w*|token_key|digest")


@dataclass(frozen=True)
class Choice:
    """One column that a person may have in a list."""

    name: str
    title: str
    is_chosen: bool


def offered(page: Any, request: HttpRequest) -> list[str]:
    """Return the names of every column that the list can show: its own, then the rest."""
    own = page.default_columns(request)
    hidden = page.never_shown | page.columns_shown_otherwise
    rest = [each.name for each in page.opts.concrete_fields if _is_readable(each)]
    return [*own, *(name for name in rest if name not in own and name not in hidden)]


def chosen(page: Any, request: HttpRequest) -> list[str]:
    """Return the names of the columns that the address asks for; the list's own without any."""
    asked, possible = _asked(request), offered(page, request)
    named = [name for name in dict.fromkeys(asked) if name in possible]
    return named or list(page.default_columns(request))


def unknown(page: Any, request: HttpRequest) -> list[str]:
    """Return the names that the address asks for and the list does not have."""
    possible = offered(page, request)
    return [name for name in dict.fromkeys(_asked(request)) if name not in possible]


def is_secret(name: str) -> bool:
    """Return whether a column of this name holds what no list, file or comparison shows."""
    return SECRETS.fullmatch(name) is not None


def choices(page: Any, request: HttpRequest) -> list[Choice]:
    """Return every column that is offered: the chosen ones in their order, then the rest."""
    taken = chosen(page, request)
    rest = [name for name in offered(page, request) if name not in taken]
    return [Choice(name, title_of(page, name), name in taken) for name in [*taken, *rest]]


def title_of(page: Any, name: str) -> str:
    """Return the heading of a column."""
    return capfirst(str(label_for_field(name, page.model, page)))


def related(page: Any, names: list[str]) -> list[str]:
    """
    Return the rows beside a row that its columns name, and those that *their* names need.

    One query brings them all, however many rows a list has.
    """
    found: list[str] = []
    for name in names:
        column = field_of(page, name)
        if column is None or not column.is_relation:
            continue
        found.append(name)
        for inner in column.related_model._meta.concrete_fields:
            if isinstance(inner, models.ForeignKey) and not _is_of_a_decision(inner):
                found.append(f"{name}__{inner.name}")
                found += _beyond(f"{name}__{inner.name}", inner)
    return found


def field_of(page: Any, name: str) -> Any | None:
    """Return the model's column of this name, if it is one."""
    try:
        return page.opts.get_field(name)
    except FieldDoesNotExist:
        return None


def sheet_column(page: Any, name: str) -> writing.Column:
    """Return the column of a file: its heading, and how its numbers are written."""
    column = field_of(page, name)
    places = getattr(column, "decimal_places", None) or 0
    plain = column is None or not record.is_number(column) or record.is_year(name)
    shape = "" if plain else writing.number_format(min(places, record.EXACT_PLACES))
    return writing.Column(title_of(page, name), shape)


def cell(page: Any, row: Any, name: str) -> Any:
    """
    Return what a row has in a column, for a file.

    Numbers, days and instants stay what they are; a choice, a person or another row is named
    in words; what a page writes with marks is given without them.
    """
    column = field_of(page, name)
    if column is None:
        return plain(_made(page, row, name))
    if getattr(column, "choices", None):
        return str(getattr(row, f"get_{name}_display")())
    return plain(getattr(row, name))


def _asked(request: HttpRequest) -> list[str]:
    return [name for name in request.GET.get(PARAMETER, "").split(",") if name]


def _is_readable(column: models.Field[Any, Any]) -> bool:
    return not isinstance(column, models.BinaryField) and not is_secret(column.name)


def _is_of_a_decision(column: models.ForeignKey[Any, Any]) -> bool:
    return column.name in {"proposed_by", "decided_by"}


def _beyond(path: str, column: models.ForeignKey[Any, Any]) -> list[str]:
    """Return the rows one step further: a version is named by its thing, that by its owner."""
    further = column.related_model._meta.concrete_fields
    return [
        f"{path}__{each.name}"
        for each in further
        if isinstance(each, models.ForeignKey) and not _is_of_a_decision(each) and not each.null
    ]


def _made(page: Any, row: Any, name: str) -> Any:
    """Return what a method of the page or of the row gives."""
    if hasattr(page, name):
        return getattr(page, name)(row)
    value = getattr(row, name)
    return value() if callable(value) else value


def plain(value: Any) -> Any:
    """Return a value as a file keeps it: without marks, numbers and days as what they are."""
    if isinstance(value, Amount):
        return plain(value.value)
    if isinstance(value, SafeString):
        said = html.unescape(strip_tags(value)).strip()
        return "" if said == "–" else said
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    if isinstance(value, models.Model | Promise):
        return str(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str) if value else ""
    if hasattr(value, "astimezone"):
        return timezone.localtime(value)
    return value if hasattr(value, "isoformat") else str(value)
