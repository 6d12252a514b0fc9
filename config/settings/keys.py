"""The keys that personal data is sealed with: the first seals, every one opens."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import sys
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.settings import env

NAME = "PERSONAL_DATA_KEYS"
_BYTES = 32
_HOW = "python -m config.settings.keys NAME prints a new one."


def personal_data_keys(home: Path, *, embedded: bool) -> dict[str, bytes]:
    """
    Return key by name, the one that seals first.

    ``PERSONAL_DATA_KEYS=2026b:<base64>,2026a:<base64>``. With the embedded database, and only
    there, a missing key is made once and kept in the home, readable by its owner alone.

    :raises ImproperlyConfigured: if the key is missing on servers of one's own, or is none.
    """
    named = env.words(NAME)
    if not named and not embedded:
        raise ImproperlyConfigured(
            f"{NAME} is missing: personal data is sealed with a key that lies outside the"
            f" database, and this installation has a database of its own. {_HOW}"
        )
    return dict(_read(each) for each in named or _kept(home / "personal_data_keys"))


def new_key(name: str) -> str:
    """Return a new key as the setting takes it."""
    return f"{name}:{base64.urlsafe_b64encode(secrets.token_bytes(_BYTES)).decode()}"


def _read(text: str) -> tuple[str, bytes]:
    name, _, encoded = text.partition(":")
    try:
        key = base64.b64decode(encoded, altchars=b"-_", validate=True)
    except binascii.Error:
        key = b""
    if not name.isalnum() or len(key) != _BYTES:
        raise ImproperlyConfigured(
            f"{NAME}: the key {name[:20]!r} is not a name of letters and digits, a colon and"
            f" {_BYTES} bytes in base64. {_HOW}"
        )
    return name, key


def _kept(path: Path) -> list[str]:
    """Return the keys of this home; two processes that start together make one key."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(new_key("home"))
                file.flush()
                os.fsync(file.fileno())
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            Path(aside).unlink()
    return path.read_text("ascii").replace(",", " ").split()


if __name__ == "__main__":
    sys.stdout.write(f"{new_key(sys.argv[1] if len(sys.argv) > 1 else 'first')}\n")
