"""The environment, read in one place: typed, and a wrong value stops the start in words."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """Return the variable as it is; ``NAME_FILE`` may name a file that holds it."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            with open(path, encoding="utf-8") as file:  # noqa: PTH123 (before Django is up)
                return file.read().strip()
        except OSError as fault:
            raise ImproperlyConfigured(f"{name}_FILE={path!r} cannot be read: {fault}") from fault
    return os.environ.get(name, default)


def switch(name: str, *, default: bool) -> bool:
    """Return the variable as a yes or a no."""
    value = text(name)
    if value == "":
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no; write true or false.")


def number(name: str, default: int, *, low: int, high: int) -> int:
    """Return the variable as a whole number between ``low`` and ``high``."""
    value = text(name)
    if value == "":
        return default
    try:
        found = int(value)
    except ValueError as fault:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from fault
    if not low <= found <= high:
        raise ImproperlyConfigured(f"{name}={found} is not between {low} and {high}.")
    return found


def words(name: str, default: str = "") -> list[str]:
    """Return the variable as a list parted by commas."""
    return [each.strip() for each in text(name, default).split(",") if each.strip()]


def database_url(name: str) -> dict[str, Any] | None:
    """
    Return a database URL as Django's words, or None where the variable is empty.

    ``postgresql://user:password@host:5432/name?sslmode=require``; a socket directory goes
    into ``?host=/path``.
    """
    value = text(name)
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"{name} begins with {parts.scheme!r}; PostgreSQL is the only engine: postgresql://..."
        )
    if not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} names no database: postgresql://user@host/name")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "localhost",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
