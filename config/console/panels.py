"""Tables that a higher room adds to the page of a lower one, which knows nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from config.console.record import Table

Panel = Callable[[HttpRequest, Any], list[Table]]


@dataclass(frozen=True)
class _Added:
    permission: str
    panel: Panel


_ADDED: dict[str, list[_Added]] = {}


def panel(label: str, *, permission: str) -> Callable[[Panel], Panel]:
    """
    Add what the decorated function returns to the record page of a model's rows.

    ``label`` is the model's, such as ``"projects.Project"``; only people who hold
    ``permission`` see it.
    """

    def add(function: Panel) -> Panel:
        _ADDED.setdefault(label, []).append(_Added(permission, function))
        return function

    return add


def tables(request: HttpRequest, row: Any) -> list[Table]:
    """Return the tables that other rooms add to the page of ``row`` for this person."""
    found: list[Table] = []
    for each in _ADDED.get(row._meta.label, []):
        if request.user.may(each.permission):  # type: ignore[union-attr]
            found += each.panel(request, row)
    return found
