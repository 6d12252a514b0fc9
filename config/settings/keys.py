"""The keys that this house seals and signs with: the first is used, every one opens or verifies."""

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

PERSONAL_DATA = "PERSONAL_DATA_KEYS"
PACK_SIGNING = "PACK_SIGNING_KEYS"
_WHY = {
    PERSONAL_DATA: "personal data is sealed with a key that lies outside the database",
    PACK_SIGNING: "published packs are signed with a key that lies outside the database",
}
_BYTES = 32
_HOW = "python -m config.settings.keys NAME prints a new one."


def keys_of(setting: str, home: Path, *, embedded: bool) -> dict[str, bytes]:
    """
    Return the keys of a setting by name, the one that is used first.

    ``PERSONAL_DATA_KEYS=2026b:<base64>,2026a:<base64>``. With the embedded database, and only
    there, a missing key is made once and kept in the home, readable by its owner alone.

    :raises ImproperlyConfigured: if the key is missing on servers of one's own, or is none.
    """
    named = env.words(setting)
    if not named and not embedded:
        raise ImproperlyConfigured(
            f"{setting} is missing: {_WHY[setting]}, and this installation has a database of"
            f" its own. {_HOW}"
        )
    listed = named or _kept(home / setting.lower())
    return dict(_read(each, setting) for each in listed)


def new_key(name: str) -> str:
    """Return a new key as the setting takes it."""
    return f"{name}:{base64.urlsafe_b64encode(secrets.token_bytes(_BYTES)).decode()}"


def _read(text: str, setting: str) -> tuple[str, bytes]:
    name, _, encoded = text.partition(":")
    try:
        key = base64.b64decode(encoded, altchars=b"-_", validate=True)
    except binascii.Error:
        key = b""
    if not name.isalnum() or len(key) != _BYTES:
        raise ImproperlyConfigured(
            f"{setting}: the key {name[:20]!r} is not a name of letters and digits, a colon and"
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
