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


def canonical_bytes(value: object) -> bytes:
    """
    Return ``value`` as canonical JSON in UTF-8: keys sorted, no spaces, no floats.

    A Decimal is written as text without a trailing zero or an exponent, so that 1.50 and
    1.5 are the same number; instants in UTC; periods in their shortest form.

    :raises TypeError: for a float, or for a value that has no canonical form.
    """
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


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


#: Values that JSON writes as they are: most of all there are, so they are passed by first.
_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def _plain(value: object) -> Any:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is dict:
        return {
            key if type(key) is str else str(_plain(key)): each
            if type(each) in _AS_THEY_ARE
            else _plain(each)
            for key, each in value.items()  # type: ignore[attr-defined]
        }
    if kind is list or kind is tuple:
        return [each if type(each) in _AS_THEY_ARE else _plain(each) for each in value]  # type: ignore[attr-defined]
    return _of_another_kind(value)


def _of_another_kind(value: object) -> Any:
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal):
        return plain_decimal(value)
    if isinstance(value, dt.datetime):
        return instant(value)
    if isinstance(value, dt.date | Period):
        return str(value)
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(f"{type(value).__name__} has no canonical form.")


def instant(value: dt.datetime) -> str:
    """Return the aware instant in UTC with microseconds, as text."""
    if value.tzinfo is None:
        raise TypeError("An instant knows its time zone.")
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
