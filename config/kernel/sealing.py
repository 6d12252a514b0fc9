"""
Text sealed at rest: AES-256-GCM under a key that lies outside the database.

Each text is bound to its place (table, column, row), so that no sealed text can be moved to
another row. The key's name stands before the text, so that keys can be rotated.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from config.kernel.errors import DomainError

_NONCE = 12


class CannotOpen(DomainError):
    """What is sealed in {place} cannot be opened: {why}"""

    code = "cannot_open"
    status = 500


class Keyring:
    """The keys by name: the first seals, every one opens."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = dict(keys)

    @classmethod
    def of_this_house(cls) -> Keyring:
        """Return the keys of the settings."""
        return cls(settings.PERSONAL_DATA_KEYS)

    @property
    def sealing(self) -> str:
        """Return the name of the key that seals."""
        return next(iter(self._keys))

    def seal(self, text: str, *, place: str) -> str:
        """Return ``text`` sealed for ``place``; nothing stays nothing."""
        if not text:
            return ""
        nonce = secrets.token_bytes(_NONCE)
        sealed = AESGCM(self._keys[self.sealing]).encrypt(nonce, text.encode(), place.encode())
        return f"{self.sealing}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, *, place: str) -> str:
        """
        Return the text that was sealed for ``place``.

        :raises CannotOpen: if its key is not on the ring, or it was changed or moved here.
        """
        if not sealed:
            return ""
        name, _, encoded = sealed.partition(":")
        if name not in self._keys:
            raise CannotOpen(place=place, why=f"the key {name} is not in PERSONAL_DATA_KEYS.")
        raw = base64.urlsafe_b64decode(encoded)
        try:
            opened = AESGCM(self._keys[name]).decrypt(raw[:_NONCE], raw[_NONCE:], place.encode())
        except InvalidTag:
            raise CannotOpen(place=place, why="it was changed, or moved from its place.") from None
        return opened.decode()

    def is_sealed_by_the_first(self, sealed: str) -> bool:
        """Return whether ``sealed`` needs no new seal."""
        return not sealed or sealed.partition(":")[0] == self.sealing

    def index(self, text: str) -> str:
        """Return the blind index of ``text``: equal for equal texts, and telling nothing else."""
        return self._indexed(text, self.sealing)

    def indexes(self, text: str) -> list[str]:
        """Return the blind index of ``text`` under every key, to find it before all is resealed."""
        return [self._indexed(text, name) for name in self._keys]

    def _indexed(self, text: str, name: str) -> str:
        derived = HKDF(hashes.SHA256(), length=32, salt=None, info=b"blind index")
        key = derived.derive(self._keys[name])
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
