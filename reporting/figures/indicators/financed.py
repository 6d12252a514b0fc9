"""What the trusts' money finances of what its investees emit, and how far that is known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from reporting.figures.indicators.positions import (
    COVERING,
    PROJECT_FINANCE,
    Position,
    Told,
    in_projects,
    leaf_of,
    of_project,
    positions_of,
)
from reporting.figures.rules.absent import absent
from reporting.figures.rules.collected import Scope
from reporting.figures.rules.facts import Attributed, Facts, Name
from reporting.figures.rules.financing import REMOVED
from reporting.figures.rules.totals import Leaf, roll_up
from reporting.figures.rules.values import FigureValue, Formula, Term
from trusts.attribution.rules import GRAM, weighted_score

TONNES = "tCO2e"
PER_MILLION = "tCO2e/百万元"
MILLION = Decimal(10**6)
SHARE_STEP = Decimal("0.000001")
CUTS: tuple[tuple[str, ...], ...] = ((), ("asset_class",), ("product",))
REST = Name("not_attributed", "未归因到项目的资金", "money not attributed to a project")
NOBODY_ZH = "本期没有已确认的被投项目自身排放数据"
NOBODY_EN = "no project's own emissions are confirmed for the period"

SCOPE_NAMES = {
    Scope.ONE: ("范围一", "scope 1"),
    Scope.TWO_LOCATION: ("范围二", "scope 2"),
    Scope.THREE: ("范围三", "scope 3"),
}
#: Why nothing at all is covered.
WHY = {
    "why": {
        "zh": f"{NOBODY_ZH}，故没有资金纳入。",
        "en": f"Nothing is covered: {NOBODY_EN}.",
    }
}


def _unless_collected(code: str, facts: Facts, zh: str, en: str) -> list[FigureValue]:
    """Return the reason for the absence; nothing where a person answers, or nobody asks."""
    if not facts.products or any(each.indicator.code == code for each in facts.collected):
        return []
    return [absent(zh, en)]


def financed(code: str, scope: Scope) -> Callable[[Facts], list[FigureValue]]:
    """Return the rule for one scope: tonnes by class and product, or why there are none."""

    def compute(facts: Facts) -> list[FigureValue]:
        leaves = _financed(facts, (scope,))
        if not leaves:
            zh, en = SCOPE_NAMES[scope]
            return _unless_collected(code, facts, f"{NOBODY_ZH}（{zh}）。", f"{NOBODY_EN} ({en}).")
        return roll_up(leaves, by=CUTS, describe=_describe)

    return compute


def _financed(facts: Facts, scopes: Collection[Scope]) -> list[Leaf]:
    """Return the financed tonnes of the scopes, a leaf for each position that knows of them."""
    return [
        _financed_leaf(facts, each, behind)
        for each in positions_of(facts)
        if (behind := each.of(scopes))
    ]


def _financed_leaf(facts: Facts, each: Position, behind: Sequence[Told]) -> Leaf:
    emitted = sum((one.whole for one in behind), Decimal(0))
    parts = [one.part for one in behind if one.part is not None]
    value = (
        sum(parts, Decimal(0))
        if parts
        else (emitted * each.share).quantize(GRAM, rounding=ROUND_HALF_EVEN)
    )
    return leaf_of(facts, each, value, behind, {"share": each.share, "emitted": emitted})


def _describe(leaves: Sequence[Leaf]) -> Formula:
    if len(leaves) > 1:
        return Formula(expression=f"F = Σ s[i] × E[i], i = 1…{len(leaves)}")
    parts = leaves[0].parts
    is_project = leaves[0].keys["asset_class"] == PROJECT_FINANCE
    return Formula(
        expression="F = s × E",
        terms=(
            Term(
                symbol="s",
                name_zh="归因比例",
                name_en="attributed share",
                value=parts["share"],
                unit="",
            ),
            Term(
                symbol="E",
                name_zh="项目自身排放量" if is_project else "被投对象自身排放量",
                name_en="the project's own emissions" if is_project else "the investee's emissions",
                value=parts["emitted"],
                unit=TONNES,
            ),
        ),
    )


def covered(facts: Facts) -> list[FigureValue]:
    """Return the CNY in projects whose own scope 1 or 2 is known: all, by class, by product."""
    if not facts.products:
        return []
    leaves = _covered(facts)
    if leaves:
        return roll_up(leaves, by=CUTS, describe=_sum)
    if any(each.indicator.code == "E-FE-04" for each in facts.collected):
        return []
    return [
        FigureValue(
            dimension={},
            names={},
            value=Decimal(0),
            formula=Formula(expression=""),
            note_zh=WHY["why"]["zh"],
            note_en=WHY["why"]["en"],
            attributes=WHY,
        )
    ]


def _covered(facts: Facts) -> list[Leaf]:
    return [
        leaf_of(facts, each, each.placed_cny, behind)
        for each in positions_of(facts)
        if (behind := each.of(COVERING))
    ]


def managed(facts: Facts) -> list[FigureValue]:
    """Return the CNY outstanding: what is attributed to projects, by asset class, and the rest."""
    leaves, positions = [], positions_of(facts)
    for product in facts.products:
        if not product.in_run:
            continue
        placed = [each for each in positions if each.product == product.name.code]
        leaves += [leaf_of(facts, each, each.placed_cny) for each in placed]
        rest = product.outstanding_cny - sum((each.placed_cny for each in placed), Decimal(0))
        leaves.append(
            Leaf(
                keys={"product": product.name, "asset_class": REST},
                value=rest,
                rows=product.rows,
                sets=(product.books,),
                approvals=product.approvals,
            )
        )
    return roll_up(leaves, by=CUTS, describe=_sum)


def _sum(leaves: Sequence[Leaf]) -> Formula:
    return Formula(expression=f"B = Σ B[i], i = 1…{len(leaves)}")


def _ratio(
    top: Sequence[Leaf], bottom: Sequence[FigureValue], names: tuple[Name, Name]
) -> list[FigureValue]:
    """Return a part of what is outstanding as a share; nothing where nothing is outstanding."""
    whole = next((each.value for each in bottom if not each.dimension), None)
    if not whole or whole <= 0:
        return []
    part = sum((leaf.value for leaf in top), Decimal(0))
    terms = [
        Term(symbol=symbol, name_zh=name.zh, name_en=name.en, value=value, unit="CNY")
        for symbol, name, value in zip("nN", names, (part, whole), strict=True)
    ]
    return [
        FigureValue(
            dimension={},
            names={},
            value=(part / whole).quantize(SHARE_STEP),
            formula=Formula(expression="c = n ÷ N", terms=tuple(terms)),
            rows=tuple(row for leaf in top for row in leaf.rows),
            approvals=tuple(row for leaf in top for row in leaf.approvals),
            attributes={} if part else WHY,
        )
    ]


OUTSTANDING = Name("", "期末存续规模", "outstanding at the end of the period")


def coverage(facts: Facts) -> list[FigureValue]:
    """Return the share of the outstanding amount whose financed emissions are known."""
    if not _covered(facts) and any(each.indicator.code == "E-FE-05" for each in facts.collected):
        return []
    name = Name("", "已知自身排放的项目中的资金", "money in projects whose emissions are known")
    return _ratio(_covered(facts), managed(facts), (name, OUTSTANDING))


def quality(facts: Facts) -> list[FigureValue]:
    """Return PCAF's score of the investees' emissions, weighted by the money; words if none."""
    scored = [
        (each.placed_cny, each.score)
        for each in positions_of(facts)
        if each.of(COVERING) and each.score is not None
    ]
    if not any(amount for amount, _score in scored):
        return _unless_collected("E-FE-06", facts, f"{NOBODY_ZH}。", f"{NOBODY_EN}.")
    return [_weighted(_covered(facts), scored)]


def _weighted(leaves: Sequence[Leaf], scored: Sequence[tuple[Decimal, int]]) -> FigureValue:
    return FigureValue(
        dimension={},
        names={},
        value=weighted_score(scored),
        formula=Formula(expression="q = Σ B[i] × q[i] ÷ Σ B[i]"),
        rows=tuple(row for leaf in leaves for row in leaf.rows),
        approvals=tuple(row for leaf in leaves for row in leaf.approvals),
        quality={"scores": sorted({score for _amount, score in scored})},
    )


def intensity(facts: Facts) -> list[FigureValue]:
    """Return financed scope 1 and 2 per million CNY of the covered money; words if none is."""
    leaves = _financed(facts, COVERING)
    money = sum((leaf.value for leaf in _covered(facts)), Decimal(0))
    if money <= 0:
        return _unless_collected("E-FE-07", facts, f"{NOBODY_ZH}。", f"{NOBODY_EN}.")
    tonnes = sum((leaf.value for leaf in leaves), Decimal(0))
    return [
        FigureValue(
            dimension={},
            names={},
            value=(tonnes * MILLION / money).quantize(SHARE_STEP),
            formula=Formula(
                expression="I = F × 1000000 ÷ B",
                terms=(
                    Term(
                        symbol="F",
                        name_zh="范围一与范围二的融资排放",
                        name_en="financed scope 1 and 2",
                        value=tonnes,
                        unit=TONNES,
                    ),
                    Term(
                        symbol="B",
                        name_zh="纳入计算的金额",
                        name_en="money covered",
                        value=money,
                        unit="CNY",
                    ),
                ),
            ),
            rows=tuple(row for leaf in leaves for row in leaf.rows),
            approvals=tuple(row for leaf in leaves for row in leaf.approvals),
        )
    ]


def removed(facts: Facts) -> list[FigureValue]:
    """Return the financed part of what investees removed; words where none is stated."""
    leaves = [
        Leaf(
            keys={"product": facts.product(each.product).name, "asset_class": each.asset_class},
            value=part.part,
            rows=(each.ref, *part.rows),
            approvals=(*each.approvals, *part.approvals),
            parts={"share": each.share, "emitted": part.whole},
        )
        for each in facts.financed
        if (part := each.tonnes.get(REMOVED)) is not None
    ]
    if leaves:
        return roll_up(leaves, by=((),), describe=_describe_removed)
    return _unless_collected(
        "E-FE-09",
        facts,
        "本期没有出具碳清除量的声明；避免排放不得列作清除。",
        "no statement of removals was drawn for the period; avoided emissions are no removals.",
    )


def _describe_removed(leaves: Sequence[Leaf]) -> Formula:
    return Formula(expression=f"R = Σ s[i] × R[i], i = 1…{len(leaves)}")


def _money_leaf(facts: Facts, each: Attributed) -> Leaf:
    return leaf_of(facts, of_project(facts, each), each.numerator_cny)


def attributed_money(facts: Facts) -> list[FigureValue]:
    """Return the CNY whose part of avoided emissions is attributed: all, by class, by product."""
    return roll_up(
        [_money_leaf(facts, each) for each in in_projects(facts)],
        by=CUTS,
        describe=_sum,
    )


def attributed_share(facts: Facts) -> list[FigureValue]:
    """Return the share of the outstanding amount whose avoided emissions are attributed."""
    leaves = [_money_leaf(facts, each) for each in in_projects(facts)]
    name = Name("", "已归因的资金", "money attributed")
    return _ratio(leaves, managed(facts), (name, OUTSTANDING)) if leaves else []


def avoided_quality(facts: Facts) -> list[FigureValue]:
    """Return PCAF's score of the avoided emissions, weighted by the money attributed."""
    scores = {each.project: each.score for each in facts.quality}
    positions = [each for each in in_projects(facts) if each.project in scores]
    scored = [(each.numerator_cny, scores[each.project]) for each in positions]
    if not any(amount for amount, _score in scored):
        return []
    return [_weighted([_money_leaf(facts, each) for each in positions], scored)]
