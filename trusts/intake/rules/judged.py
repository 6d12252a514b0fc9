"""A file judged: how many rows, what is wrong with which, bounded in memory whatever comes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from config.kernel.findings import Finding
from trusts.intake.rules.findings import finding
from trusts.intake.rules.movements import Movement
from trusts.intake.rules.reading import ReadRow

FINDINGS_STORED = 1_000
FINDINGS_LISTED = 50_000


@dataclass
class Judged:
    """
    What was found in a file.

    Every fault is counted and every faulty row known by its number; the findings themselves
    are kept up to ``FINDINGS_LISTED``, for the file of errors.
    """

    rows_read: int = 0
    faulty: set[int] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    by_row: dict[int, list[Finding]] = field(default_factory=dict)
    heading: list[Finding] = field(default_factory=list)
    movements: list[Movement] = field(default_factory=list)
    summary: dict[str, Any] = field(default_factory=dict)
    table: dict[str, Any] = field(default_factory=dict)
    _listed: int = 0

    @property
    def rows_accepted(self) -> int:
        """Return how many rows have no error."""
        return self.rows_read - len(self.faulty)

    def add(self, row: ReadRow) -> None:
        """Take in what is wrong with a row."""
        for each in row.faults:
            self.add_finding(each)

    def add_finding(self, found: Finding) -> None:
        """Take in one finding about a row, or about the header where it names none."""
        self.counts[found.code] += 1
        if found.row is None:
            self.heading.append(found)
            return
        if found.blocks:
            self.faulty.add(found.row)
        if self._listed < FINDINGS_LISTED:
            self._listed += 1
            self.by_row.setdefault(found.row, []).append(found)

    def findings_of(self, row: int) -> list[Finding]:
        """Return what is wrong with a row; a faulty row beyond the list says that much."""
        found = self.by_row.get(row, [])
        if row in self.faulty and not any(each.blocks for each in found):
            return [*found, finding("not_listed", row=row)]
        return found

    def first_findings(self) -> list[dict[str, Any]]:
        """Return the first findings as they are stored: errors first, in the order of the file."""
        listed = [each for row in sorted(self.by_row) for each in self.by_row[row]]
        listed.sort(key=lambda each: not each.blocks)
        return [each.to_json() for each in (*self.heading, *listed)[:FINDINGS_STORED]]
