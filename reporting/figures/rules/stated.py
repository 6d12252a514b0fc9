"""What entered activity was stated to come to, as facts: no meter of energy counts it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from config.kernel.periods import Period
from config.kernel.quantities import Measure
from reporting.figures.rules.grounds import Approval, Factor, Name, Ref


@dataclass(frozen=True, kw_only=True)
class Used:
    """One number that a statement was reckoned from, under its letter."""

    symbol: str
    name: Name
    value: Decimal
    unit: str


@dataclass(frozen=True, kw_only=True)
class Result:
    """One result of a statement; a named route is another way to say the same."""

    name: Name
    symbol: str
    formula: str
    value: Decimal
    unit: str
    measure: Measure
    route: str
    uncertainty_percent: str


@dataclass(frozen=True, kw_only=True)
class Stated:
    """
    One statement of entered activity: its results, and the tonnes that count as the project's.

    ``aside`` says why its tonnes stand beside and are counted nowhere; None if they count, or
    if there are none.
    """

    ref: Ref
    project: str
    method: Name
    method_version: str
    span: Period
    results: tuple[Result, ...]
    used: tuple[Used, ...]
    avoided: Decimal | None
    removed: Decimal | None
    aside: Name | None
    factors: tuple[Factor, ...]
    rows: tuple[Ref, ...]
    approvals: tuple[Approval, ...]
    is_sample: bool
