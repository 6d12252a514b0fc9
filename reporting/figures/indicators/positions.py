"""Whose money stands in what that emits: one position a piece, whichever statement says it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reporting.figures.rules.collected import Scope
from reporting.figures.rules.facts import Approval, Attributed, Facts, Method, Name, Ref
from reporting.figures.rules.financing import KIND_OF, Financed
from reporting.figures.rules.totals import Leaf
from trusts.attribution.rules import ASSET_CLASS, data_quality
from trusts.attribution.rules.classes_table import ASSET_CLASSES

PROJECT_FINANCE = Name(
    ASSET_CLASS, ASSET_CLASSES[ASSET_CLASS].name_zh, ASSET_CLASSES[ASSET_CLASS].name_en
)
#: Scopes whose knowledge makes a position count as covered.
COVERING = frozenset({Scope.ONE, Scope.TWO_LOCATION})


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is known of one scope of an investee; ``part`` where a statement says the part."""

    scope: Scope
    whole: Decimal
    part: Decimal | None
    option: str
    rows: tuple[Ref, ...]
    approvals: tuple[Approval, ...]


@dataclass(frozen=True, kw_only=True)
class Position:
    """Money of one product in something that emits, whichever statement says its share."""

    product: str
    asset_class: Name
    placed_cny: Decimal
    share: Decimal
    ref: Ref
    approvals: tuple[Approval, ...]
    told: tuple[Told, ...]
    score: int | None = None

    def of(self, scopes: Collection[Scope]) -> list[Told]:
        """Return what is known of some scopes."""
        return [each for each in self.told if each.scope in scopes]


def positions_of(facts: Facts) -> list[Position]:
    """
    Return the money in projects and in other investees, each piece once.

    Where a project's own emissions stand in a financed statement, that counts and what was
    collected of the project does not.
    """
    stated = {each.project for each in facts.financed if each.project}
    projects = [
        of_project(facts, each) for each in in_projects(facts) if each.project not in stated
    ]
    return [*projects, *map(_of_statement, facts.financed)]


def in_projects(facts: Facts) -> list[Attributed]:
    """Return the money in projects with its PCAF share of what they avoid."""
    return [each for each in facts.attributed if each.method is Method.PCAF]


def of_project(facts: Facts, each: Attributed) -> Position:
    told = tuple(
        Told(
            scope=one.scope,
            whole=one.value,
            part=None,
            option=one.option,
            rows=one.rows,
            approvals=one.approvals,
        )
        for one in facts.investees
        if one.project == each.project
    )
    options = [one.option for one in told if one.scope in COVERING]
    return Position(
        product=each.product,
        asset_class=PROJECT_FINANCE,
        placed_cny=each.numerator_cny,
        share=each.share,
        ref=each.ref,
        approvals=each.approvals,
        told=told,
        score=data_quality(options) if options else None,
    )


def _of_statement(each: Financed) -> Position:
    told = tuple(
        Told(
            scope=scope,
            whole=each.tonnes[kind].whole,
            part=each.tonnes[kind].part,
            option="",
            rows=each.tonnes[kind].rows,
            approvals=each.tonnes[kind].approvals,
        )
        for scope, kind in KIND_OF.items()
        if kind in each.tonnes
    )
    return Position(
        product=each.product,
        asset_class=each.asset_class,
        placed_cny=each.placed_cny,
        share=each.share,
        ref=each.ref,
        approvals=each.approvals,
        told=told,
        score=each.score,
    )


def leaf_of(
    facts: Facts,
    each: Position,
    value: Decimal,
    behind: Sequence[Told] = (),
    parts: dict[str, Decimal] | None = None,
) -> Leaf:
    rows = [row for one in behind for row in one.rows]
    approvals = [row for one in behind for row in one.approvals]
    return Leaf(
        keys={"product": facts.product(each.product).name, "asset_class": each.asset_class},
        value=value,
        rows=(each.ref, *rows),
        approvals=(*each.approvals, *approvals),
        parts=parts or {},
    )
