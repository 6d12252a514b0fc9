"""What a higher room adds to the record page of a lower one, which knows nothing of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from config.console.record import Link, Table

_LINKS: dict[str, list[Callable[[HttpRequest, Any], list[Link]]]] = defaultdict(list)
_TABLES: dict[str, list[Callable[[HttpRequest, Any], list[Table]]]] = defaultdict(list)


def add_links(label: str, make: Callable[[HttpRequest, Any], list[Link]]) -> None:
    """Have ``make`` add ways on to every record of the model, e.g. ``projects.Edition``."""
    _LINKS[label.lower()].append(make)


def add_tables(label: str, make: Callable[[HttpRequest, Any], list[Table]]) -> None:
    """Have ``make`` add tables to every record of the model."""
    _TABLES[label.lower()].append(make)


def links_of(request: HttpRequest, row: Model) -> list[Link]:
    """Return the ways on that other rooms add to a row's record."""
    return [each for make in _LINKS[row._meta.label_lower] for each in make(request, row)]


def tables_of(request: HttpRequest, row: Model) -> list[Table]:
    """Return the tables that other rooms add to a row's record."""
    return [each for make in _TABLES[row._meta.label_lower] for each in make(request, row)]
