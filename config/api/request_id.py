"""The id of the request being answered: in its log lines, its headers and its problems."""

from __future__ import annotations

import logging
import re
import uuid
from contextvars import ContextVar

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """Return the id of the request being answered, or nothing outside a request."""
    return _current.get()


def begin(offered: str | None) -> str:
    """Take the id that the caller offered if it is sane, else make one; return it."""
    value = offered if offered and SANE.fullmatch(offered) else uuid.uuid4().hex
    _current.set(value)
    return value


class RequestIdFilter(logging.Filter):
    """Gives every log record a ``request_id``."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the id and let the record pass."""
        record.request_id = current() or "-"
        return True
