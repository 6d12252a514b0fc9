"""What is financed of things that emit: one contract's part, as a figure reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reporting.figures.rules.collected import Scope
from reporting.figures.rules.grounds import Approval, Name, Ref

REMOVED = "removed"
#: Under which name a statement keeps the tonnes of a scope.
KIND_OF = {
    Scope.ONE: "scope_1",
    Scope.TWO_LOCATION: "scope_2",
    Scope.THREE: "scope_3",
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One kind of tonnes: of the whole investee, and the part that is financed, in tCO2e."""

    whole: Decimal
    part: Decimal
    rows: tuple[Ref, ...]
    approvals: tuple[Approval, ...]


@dataclass(frozen=True, kw_only=True)
class Financed:
    """
    One financed statement by PCAF: whose money, in what, in which class, with which share.

    ``project`` is the code of the registered project that the investee is, empty for all else.
    ``score`` is PCAF's for the evidence; None where there is none, or the class has no table.
    """

    ref: Ref
    product: str
    investee: Name
    project: str
    asset_class: Name
    placed_cny: Decimal
    share: Decimal
    tonnes: Mapping[str, Part]
    score: int | None
    approvals: tuple[Approval, ...]
    is_sample: bool
