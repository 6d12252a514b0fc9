"""What a sender says about a file, besides the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Sending:
    """
    A file's name, what its rows are, whose layout it follows, and what becomes of faulty rows.

    ``source`` is the system within which references are unique: the profile's, if there is one.
    """

    name: str
    subject: str
    source: str = ""
    profile_id: int | None = None
    leaves_out: bool = False
    is_sample: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Sending:
        """Return the value that ``to_json`` wrote."""
        return cls(**stored)
