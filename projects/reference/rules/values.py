"""The frozen values of a resolution: what was asked, what was known, what answers and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from config.kernel.canonical import plain_decimal
from projects.reference.rules.kinds import NATION, PolicyRule
from projects.reference.rules.sentences import Sentence


@dataclass(frozen=True)
class Question:
    """Which factor is asked for: its kind, where, for which data year, in which unit."""

    kind: str
    region: str
    data_year: int
    unit: str


@dataclass(frozen=True)
class Candidate:
    """One factor that was known, with the edition it stands in."""

    factor_id: int
    kind: str
    region: str
    data_year: int | None
    unit: str
    value: Decimal
    edition_code: str
    source: str
    confidence: str
    superseded_by: str = ""


@dataclass(frozen=True)
class Policy:
    """A fallback or choice that a person turned on and a second one confirmed."""

    policy_id: int
    rule: PolicyRule
    kind: str
    region: str = ""
    max_lag_years: int = 0
    scheme: str = ""
    choice: str = ""
    effective_from: dt.date = dt.date.min
    is_on: bool = True

    @property
    def name(self) -> str:
        """Return what every figure calls this policy."""
        detail = {
            PolicyRule.LATEST_DATA_YEAR: f"at most {self.max_lag_years} year(s) older",
            PolicyRule.PROVINCE_TO_REGION: self.scheme,
            PolicyRule.PROVINCE_TO_NATION: NATION,
            PolicyRule.CHOOSE_SOURCE: self.choice,
            PolicyRule.CHOOSE_KIND: self.choice,
        }[self.rule]
        return f"{self.rule.value} ({detail})"


def holding(versions: Iterable[Policy], on: dt.date) -> list[Policy]:
    """
    Return the policies that hold on a day: of each rule, kind and region the latest version.

    ``versions`` come in the order of their confirmation; one that was turned off ends there.
    """
    latest: dict[tuple[str, str, str], Policy] = {}
    for each in sorted(versions, key=lambda each: each.effective_from):
        if each.effective_from <= on:
            latest[each.rule, each.kind, each.region] = each
    return sorted((each for each in latest.values() if each.is_on), key=lambda each: each.policy_id)


@dataclass(frozen=True)
class Rejected:
    """One factor of the kind that does not answer, and the reason in words."""

    factor_id: int
    value: Decimal
    unit: str
    region: str
    data_year: int | None
    edition_code: str
    reason: Sentence


@dataclass(frozen=True)
class Resolution:
    """The factor that answers, with everything that speaks for it."""

    factor_id: int
    value: Decimal
    unit: str
    kind: str
    region: str
    data_year: int | None
    edition_code: str
    source: str
    confidence: str
    reasons: tuple[Sentence, ...]
    policies: tuple[Policy, ...]
    rejected: tuple[Rejected, ...]

    @cached_property
    def cited(self) -> dict[str, Any]:
        """Return how a stored figure names the factor; one value for all figures that do."""
        return {
            "id": self.factor_id,
            "kind": self.kind,
            "region": self.region,
            "data_year": self.data_year,
            "value": plain_decimal(self.value),
            "unit": self.unit,
            "edition": self.edition_code,
            "source": self.source,
            "confidence": self.confidence,
            "policies": [{"id": each.policy_id, "name": each.name} for each in self.policies],
        }

    @cached_property
    def cited_reasons(self) -> tuple[dict[str, Any], ...]:
        """Return the stored form of the reasons; one value for all figures that name them."""
        return tuple(each.to_json() for each in self.reasons)

    @property
    def why(self) -> str:
        """Return the reasons as one English text."""
        return " ".join(str(each) for each in self.reasons)


@dataclass(frozen=True)
class Trial:
    """What a proposal would bring if it were confirmed: factors, a policy, and what would end."""

    candidates: tuple[Candidate, ...] = ()
    ends_edition: str = ""
    policy: Policy | None = None
    ends_policy_id: int | None = None
    edition_code: str = ""

    def candidates_with(self, known: Iterable[Candidate], *, kind: str) -> list[Candidate]:
        """Return the factors of a kind as they would be known, an ended edition's superseded."""
        after = [
            replace(each, superseded_by=self.edition_code)
            if self.ends_edition and each.edition_code == self.ends_edition
            else each
            for each in known
        ]
        return [*after, *(each for each in self.candidates if each.kind == kind)]

    def policies_with(self, versions: Iterable[Policy]) -> list[Policy]:
        """Return the versions of policies as they would be known, the newest last."""
        kept = [each for each in versions if each.policy_id != self.ends_policy_id]
        return [*kept, self.policy] if self.policy else kept
