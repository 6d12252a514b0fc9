"""JSON bodies: exact numbers in, exact numbers out, no surprises in between."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any

import orjson
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer


class TooLarge(SuspiciousOperation):
    """The body is larger than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"body above {limit} bytes")


class JsonParser(BaseParser):
    """Reads JSON strictly: decimals stay exact, a name occurs once, no NaN, no endless depth."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,  # noqa: ARG002
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> Any:
        """
        Return the value that the body holds.

        :raises ParseError: naming what is wrong with it.
        :raises TooLarge: if it is larger than the settings allow.
        """
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise TooLarge(limit)
        try:
            return json.loads(
                raw,
                parse_float=_exact,
                parse_constant=_no_constant,
                object_pairs_hook=_once,
            )
        except RecursionError:
            raise ParseError(_("The body is nested too deeply.")) from None
        except ValueError as error:
            raise ParseError(_("The body is not JSON: {why}").format(why=error)) from error


class JsonRenderer(BaseRenderer):
    """Writes JSON: decimals as text, instants in ISO 8601."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,  # noqa: ARG002
        renderer_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> bytes:
        """Return the bytes; nothing for no content."""
        return b"" if data is None else encode(data)


def encode(data: Any) -> bytes:
    """Return ``data`` as JSON bytes: a Decimal as plain text, an instant in UTC with a Z."""
    return orjson.dumps(data, default=_plain, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    return str(value)


def _exact(text: str) -> Decimal:
    return Decimal(text)


def _no_constant(text: str) -> Any:
    raise ValueError(_("{text} is not a number that can be stored").format(text=text))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(_("the name {name} occurs twice").format(name=twice))
    return found
