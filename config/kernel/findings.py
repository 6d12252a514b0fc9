"""What was found in a file or a form: collected, never raised one by one."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from config.kernel.errors import fill


class Severity(StrEnum):
    """How much a finding weighs: an error blocks, a warning is shown and kept."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """
    One thing that is wrong or odd, said so that its reader can mend it.

    ``row`` counts the lines of the file from 1, the header included, as an editor shows
    them. ``message`` and ``remedy`` are English templates filled from ``facts``.
    """

    code: str
    message: str
    severity: Severity = Severity.ERROR
    row: int | None = None
    field: str = ""
    value: str = ""
    remedy: str = ""
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        place = f"row {self.row}, " if self.row is not None else ""
        return f"{place}{self.field}={self.value!r}: {fill(self.message, dict(self.facts))}"

    @property
    def blocks(self) -> bool:
        """Return whether nothing may be published while this stands."""
        return self.severity is Severity.ERROR

    def to_json(self) -> dict[str, Any]:
        """Return the stored form; templates and facts apart, so that any language can fill them."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "row": self.row,
            "field": self.field,
            "value": self.value,
            "message": self.message,
            "remedy": self.remedy,
            "facts": {key: str(value) for key, value in self.facts.items()},
        }


def tally(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings there are by code, the most frequent first."""
    return dict(Counter(each.code for each in findings).most_common())
