"""The lists of the interface: a limit, a cursor, an ordering from the view's own list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

from config.api import keyset
from config.api.settings import DEFAULT_LIMIT, MAX_LIMIT

LIMIT, CURSOR, ORDERING = "limit", "cursor", "ordering"


class CursorById(BasePagination):
    """Pages by key: newest first unless the view or the request says otherwise."""

    #: The parameters that every list takes.
    parameters = (LIMIT, CURSOR, ORDERING)

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any]:
        """
        Return the rows of the page that the request asks for.

        :raises ValidationError: for a limit outside 1 to 500, or an ordering not offered.
        :raises UnreadableCursor: for a cursor that this list did not make.
        """
        self.request = request
        self.page = keyset.page_of(
            queryset,
            ordering=ordering_of(request, view),
            limit=limit_of(request),
            cursor=keyset.readable(request.query_params.get(CURSOR)),
        )
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        """Return the page with the addresses of its neighbours."""
        return Response(
            {
                "next": self._address(self.page.following),
                "previous": self._address(self.page.preceding),
                "results": data,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the schema of a page of ``schema``."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """Return the parameters that every list takes, for the schema."""
        offered = orderings(view)
        return [
            _parameter(
                LIMIT,
                "How many rows at most.",
                {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
            ),
            _parameter(CURSOR, "Where the page begins; from next or previous.", {"type": "string"}),
            _parameter(
                ORDERING,
                "The column to order by, - for descending.",
                {"type": "string", "enum": list(offered), "default": offered[0]},
            ),
        ]

    def _address(self, cursor: keyset.Cursor | None) -> str | None:
        if cursor is None:
            return None
        here = remove_query_param(self.request.build_absolute_uri(), CURSOR)
        return str(replace_query_param(here, CURSOR, cursor.encode()))


def orderings(view: Any) -> tuple[str, ...]:
    """Return the orderings that a view offers, its default first."""
    offered = tuple(getattr(view, "ordering_fields", ())) or ("-id", "id")
    return tuple(dict.fromkeys((*offered, *(_other_way(name) for name in offered))))


def ordering_of(request: Request, view: Any) -> Sequence[str]:
    """Return the columns to order by, the last one unique."""
    offered = orderings(view)
    asked = request.query_params.get(ORDERING) or offered[0]
    if asked not in offered:
        message = _("Order by one of: {offered}.").format(offered=", ".join(offered))
        raise ValidationError({ORDERING: [ErrorDetail(message, code="unknown_ordering")]})
    if asked.removeprefix("-") == "id":
        return (asked,)
    return (asked, "-id" if asked.startswith("-") else "id")


def limit_of(request: Request) -> int:
    """Return how many rows the request asks for."""
    text = request.query_params.get(LIMIT)
    if text is None:
        return DEFAULT_LIMIT
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MAX_LIMIT:
        message = _("A whole number from 1 to {most}.").format(most=MAX_LIMIT)
        raise ValidationError({LIMIT: [ErrorDetail(message, code="invalid_limit")]})
    return int(text)


def _other_way(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }
