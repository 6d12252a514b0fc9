"""One way to write a value as bytes, so that equal values have equal hashes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

from config.kernel.periods import Period

_WRITER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
#: What JSON writes as it is; subclasses, such as enumerations, are not among them.
_AS_IT_IS = frozenset({str, int, bool, type(None)})


def canonical_bytes(value: object) -> bytes:
    """
    Return ``value`` as canonical JSON in UTF-8: keys sorted, no spaces, no floats.

    A Decimal is written as text without a trailing zero or an exponent, so that 1.50 and
    1.5 are the same number; instants in UTC; periods in their shortest form.

    :raises TypeError: for a float, or for a value that has no canonical form.
    """
    return _WRITER.encode(_plain(value)).encode()


def sha256_of(value: object) -> str:
    """Return the hexadecimal SHA-256 of the canonical bytes."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def plain_decimal(value: Decimal) -> str:
    """Return the decimal as plain text: no exponent, no trailing zeros, no minus zero."""
    if not value.is_finite():
        raise ValueError("Only a finite number has a canonical form.")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _plain(value: object) -> Any:
    if type(value) in _AS_IT_IS:
        return value
    if isinstance(value, dict):
        return {_key(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return _scalar(value)


def _key(value: object) -> str:
    return value if type(value) is str else str(_plain(value))


def _scalar(value: object) -> Any:
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return plain_decimal(value)
    if isinstance(value, dt.datetime):
        return instant(value)
    if isinstance(value, dt.date | Period):
        return str(value)
    if isinstance(value, Mapping):
        return _plain(dict(value))
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(f"{type(value).__name__} has no canonical form.")


def instant(value: dt.datetime) -> str:
    """Return the aware instant in UTC with microseconds, as text."""
    if value.tzinfo is None:
        raise TypeError("An instant knows its time zone.")
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
