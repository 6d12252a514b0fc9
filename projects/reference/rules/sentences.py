"""A sentence kept as template and facts, so that it can be said in either language later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from config.kernel.errors import fill


@dataclass(frozen=True)
class Sentence:
    """
    An English template with ``{names}`` and the facts that fill it.

    >>> str(Sentence("{region} has {count} values.", {"region": "山东", "count": 3}))
    '山东 has 3 values.'
    """

    template: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return fill(self.template, dict(self.facts))

    def to_json(self) -> dict[str, Any]:
        """Return the stored form, the facts as text."""
        return {
            "template": self.template,
            "facts": {name: str(value) for name, value in self.facts.items()},
        }
