"""What the trusts' money finances of the projects' own emissions, and how far that is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from reporting.figures.rules.absent import absent
from reporting.figures.rules.collected import Investee, Scope
from reporting.figures.rules.facts import Attributed, Facts, Method, Name
from reporting.figures.rules.totals import Leaf, roll_up
from reporting.figures.rules.values import FigureValue, Formula, Term
from trusts.attribution.rules import ASSET_CLASS, GRAM, data_quality, weighted_score
from trusts.attribution.rules.classes_table import ASSET_CLASSES

TONNES = "tCO2e"
PER_MILLION = "tCO2e/百万元"
MILLION = Decimal(10**6)
SHARE_STEP = Decimal("0.000001")
CUTS: tuple[tuple[str, ...], ...] = ((), ("asset_class",), ("product",))
PROJECT_FINANCE = Name(
    ASSET_CLASS, ASSET_CLASSES[ASSET_CLASS].name_zh, ASSET_CLASSES[ASSET_CLASS].name_en
)
REST = Name("not_attributed", "未归因到项目的资金", "money not attributed to a project")
#: Scopes whose knowledge makes a position count as covered.
COVERING = frozenset({Scope.ONE, Scope.TWO_LOCATION})
NOBODY_ZH = "本期没有已确认的被投项目自身排放数据"
NOBODY_EN = "no project's own emissions are confirmed for the period"


def _positions(facts: Facts) -> list[Attributed]:
    """Return the money in projects with its PCAF share."""
    return [each for each in facts.attributed if each.method is Method.PCAF]


def _known(facts: Facts, *scopes: Scope) -> dict[str, list[Investee]]:
    found: dict[str, list[Investee]] = {}
    for each in facts.investees:
        if each.scope in scopes:
            found.setdefault(each.project, []).append(each)
    return found


def _leaf(
    facts: Facts,
    each: Attributed,
    value: Decimal,
    behind: Sequence[Investee] = (),
    parts: dict[str, Decimal] | None = None,
) -> Leaf:
    rows = [row for one in behind for row in one.rows]
    approvals = [row for one in behind for row in one.approvals]
    return Leaf(
        keys={"product": facts.product(each.product).name, "asset_class": PROJECT_FINANCE},
        value=value,
        rows=(each.ref, *rows),
        approvals=(*each.approvals, *approvals),
        parts=parts or {},
    )


def _unless_collected(code: str, facts: Facts, zh: str, en: str) -> list[FigureValue]:
    """Return the reason for the absence; nothing where a person answers, or nobody asks."""
    if not facts.products or any(each.indicator.code == code for each in facts.collected):
        return []
    return [absent(zh, en)]


def financed(code: str, scope: Scope) -> Callable[[Facts], list[FigureValue]]:
    """Return the rule for one scope: tonnes by class and product, or why there are none."""

    def compute(facts: Facts) -> list[FigureValue]:
        known = _known(facts, scope)
        leaves = [
            _financed_leaf(facts, each, known[each.project])
            for each in _positions(facts)
            if each.project in known
        ]
        if not leaves:
            return _unless_collected(code, facts, f"{NOBODY_ZH}。", f"{NOBODY_EN}.")
        return roll_up(leaves, by=CUTS, describe=_describe)

    return compute


def _financed_leaf(facts: Facts, each: Attributed, behind: Sequence[Investee]) -> Leaf:
    emitted = sum((one.value for one in behind), Decimal(0))
    return _leaf(
        facts,
        each,
        (emitted * each.share).quantize(GRAM, rounding=ROUND_HALF_EVEN),
        behind,
        {"share": each.share, "emitted": emitted},
    )


def _describe(leaves: Sequence[Leaf]) -> Formula:
    if len(leaves) > 1:
        return Formula(expression=f"F = Σ s[i] × E[i], i = 1…{len(leaves)}")
    parts = leaves[0].parts
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
                name_zh="项目自身排放量",
                name_en="the project's own emissions",
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
            note_zh=f"{NOBODY_ZH}，故没有资金纳入。",
            note_en=f"Nothing is covered: {NOBODY_EN}.",
        )
    ]


def _covered(facts: Facts) -> list[Leaf]:
    known = _known(facts, *COVERING)
    return [
        _leaf(facts, each, each.numerator_cny, known[each.project])
        for each in _positions(facts)
        if each.project in known
    ]


def managed(facts: Facts) -> list[FigureValue]:
    """Return the CNY outstanding: what is attributed to projects, by asset class, and the rest."""
    leaves = []
    for product in facts.products:
        if not product.in_run:
            continue
        placed = [each for each in _positions(facts) if each.product == product.name.code]
        leaves += [_leaf(facts, each, each.numerator_cny) for each in placed]
        rest = product.outstanding_cny - sum((each.numerator_cny for each in placed), Decimal(0))
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
    known = _known(facts, *COVERING)
    positions = [each for each in _positions(facts) if each.project in known]
    scored = [
        (each.numerator_cny, data_quality([one.option for one in known[each.project]]))
        for each in positions
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
    known = _known(facts, *COVERING)
    leaves = [
        _financed_leaf(facts, each, known[each.project])
        for each in _positions(facts)
        if each.project in known
    ]
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
    """Return why no removals are told: statements are drawn of avoided emissions alone."""
    return _unless_collected(
        "E-FE-09",
        facts,
        "本期没有出具碳清除量的声明；避免排放不得列作清除。",
        "no statement of removals was drawn for the period; avoided emissions are no removals.",
    )


def attributed_money(facts: Facts) -> list[FigureValue]:
    """Return the CNY whose part of avoided emissions is attributed: all, by class, by product."""
    return roll_up(
        [_leaf(facts, each, each.numerator_cny) for each in _positions(facts)],
        by=CUTS,
        describe=_sum,
    )


def attributed_share(facts: Facts) -> list[FigureValue]:
    """Return the share of the outstanding amount whose avoided emissions are attributed."""
    leaves = [_leaf(facts, each, each.numerator_cny) for each in _positions(facts)]
    name = Name("", "已归因的资金", "money attributed")
    return _ratio(leaves, managed(facts), (name, OUTSTANDING)) if leaves else []


def avoided_quality(facts: Facts) -> list[FigureValue]:
    """Return PCAF's score of the avoided emissions, weighted by the money attributed."""
    scores = {each.project: each.score for each in facts.quality}
    positions = [each for each in _positions(facts) if each.project in scores]
    scored = [(each.numerator_cny, scores[each.project]) for each in positions]
    if not any(amount for amount, _score in scored):
        return []
    return [_weighted([_leaf(facts, each, each.numerator_cny) for each in positions], scored)]
