"""What the pages of no table share: who may see them, one page of many rows, an amount."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from config.console.pages.base import allowed
from config.console.record import Line, shown

VIEW = "trusts.contracts.view"
TEMPLATE = "console/asked.html"
ROWS = 100
_DIGITS = 6
T = TypeVar("T")


def check(request: HttpRequest) -> None:
    """
    Refuse who may not see contracts.

    :raises PermissionDenied: to be shown as such.
    """
    if not allowed(request, VIEW):
        raise PermissionDenied


class Part(Generic[T]):
    """One page of rows that are all at hand, and the addresses of its neighbors."""

    def __init__(self, request: HttpRequest, rows: Sequence[T]) -> None:
        asked = request.GET.get("page", "1")
        number = max(1, int(asked)) if asked.isdecimal() and len(asked) <= _DIGITS else 1
        self.rows = rows[(number - 1) * ROWS : number * ROWS]
        self.next_url = self._url(request, number + 1) if len(rows) > number * ROWS else ""
        self.previous_url = self._url(request, number - 1) if number > 1 else ""

    @staticmethod
    def _url(request: HttpRequest, number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"


def amount_line(label: str, value: Any) -> Line:
    """Return an amount as a line whose value stands to the right."""
    return Line(label, shown(value), is_number=True)
