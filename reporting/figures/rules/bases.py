"""One number on two bases, and the steps between them, as frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from config.kernel.periods import Period
from config.kernel.quantities import Measure
from reporting.figures.rules.bridge import Cause, Step
from reporting.figures.rules.facts import Factor, Name, Ref

#: The axis that a change may be told along; everything else is told as a total.
PROJECT = "project"


@dataclass(frozen=True, kw_only=True)
class Side:
    """One number on one basis: the figure that says it."""

    figure_id: str
    value: Decimal
    ref: Ref
    projects: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Change:
    """
    One number on both bases; ``steps`` lead from the old to the new one.

    No steps: the number is not re-drawn step by step, and only the difference is told.
    """

    indicator: Name
    project: Name | None
    unit: str
    measure: Measure
    places: int
    old: Side
    new: Side
    steps: tuple[Step, ...] = ()

    @property
    def difference(self) -> Decimal:
        """Return new less old."""
        return self.new.value - self.old.value


@dataclass(frozen=True)
class Evidence:
    """What stands behind one cause: a sentence in both languages, and the factors that came in."""

    zh: str
    en: str
    factors: tuple[Factor, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two bases of one period: what was known at ``since``, and what is known at ``known_at``."""

    period: Period
    since: dt.datetime
    known_at: dt.datetime
    changes: tuple[Change, ...]
    evidence: Mapping[Cause, Evidence] = field(default_factory=dict)
