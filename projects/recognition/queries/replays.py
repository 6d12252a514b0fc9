"""What other criteria would say of the cases that were decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from projects.recognition.models import CriteriaEdition, Recognition
from projects.recognition.queries.standing import recognitions_known
from projects.recognition.rules.criteria import Outcome, Result


@dataclass(frozen=True)
class Replayed:
    """One decided case judged again by other criteria, from its own stored inputs."""

    recognition: Recognition
    results: tuple[Result, ...]
    changes: tuple[str, ...]

    @property
    def would_be_green(self) -> bool:
        """Return whether every criterion that applies would be met."""
        return bool(self.results) and all(each.outcome is Outcome.MET for each in self.results)

    @property
    def verdict_changes(self) -> bool:
        """Return whether a green case would no longer be, or another would become, green."""
        return self.would_be_green != (self.recognition.verdict == "green")


def replay(edition: CriteriaEdition, *, on: dt.date, known_at: dt.datetime) -> list[Replayed]:
    """
    Return every standing case judged by ``edition`` from the inputs and evidence it stores.

    A case asks nobody for anything new: an input that the edition wants and the case never
    had comes out as missing, and the list says so. ``changes`` names each criterion that is
    new, gone, or comes out otherwise, such as ``PV-HOURS-LOW: met → not_met``.
    """
    criteria = edition.readable_criteria()
    cases = recognitions_known(on=on, known_at=known_at).order_by("project__code", "id")
    found = []
    for each in cases:
        results = tuple(each.judged_by(criteria))
        after = {result.code: result.outcome.value for result in results}
        before = {str(stored["code"]): str(stored["outcome"]) for stored in each.results}
        found.append(Replayed(each, results, tuple(_changes(before, after))))
    return found


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return [
        f"{code}: {before.get(code, '–')} → {after.get(code, '–')}"
        for code in sorted(before.keys() | after.keys())
        if before.get(code) != after.get(code)
    ]
