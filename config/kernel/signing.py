"""Signatures of this house: Ed25519 (RFC 8032), under a key that lies outside the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings


@dataclass(frozen=True)
class Signature:
    """A signature with what it is checked by: the key's name, its public half, 64 bytes."""

    key_name: str
    public_key: bytes
    value: bytes


class SigningKeys:
    """The signing keys by name (seeds of 32 bytes): the first signs."""

    def __init__(self, seeds: Mapping[str, bytes]) -> None:
        self._keys = {
            name: Ed25519PrivateKey.from_private_bytes(seed) for name, seed in seeds.items()
        }

    @classmethod
    def of_this_house(cls) -> SigningKeys:
        """Return the keys of the settings."""
        return cls(settings.PACK_SIGNING_KEYS)

    def sign(self, content: bytes) -> Signature:
        """Return the signature of ``content`` by the first key; the same every time."""
        name, key = next(iter(self._keys.items()))
        return Signature(
            key_name=name,
            public_key=key.public_key().public_bytes_raw(),
            value=key.sign(content),
        )

    def public_keys(self) -> dict[str, bytes]:
        """Return the public half of each key by name."""
        return {name: key.public_key().public_bytes_raw() for name, key in self._keys.items()}
