"""The part of avoided emissions that falls to each product, by two rule-books side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from config.kernel.quantities import Measure
from reporting.figures.rules.facts import Attributed, Facts, Method
from reporting.figures.rules.totals import Leaf, roll_up
from reporting.figures.rules.values import FigureValue, Formula, Indicator, Term

CUTS: tuple[tuple[str, ...], ...] = ((), ("product",), ("product", "project"))


def _leaf(facts: Facts, each: Attributed, value: Decimal) -> Leaf:
    return Leaf(
        keys={
            "product": facts.product(each.product).name,
            "project": facts.project(each.project).name,
        },
        value=value,
        project=each.project,
        rows=(each.ref,),
        approvals=each.approvals,
        parts={
            "numerator": each.numerator_cny,
            **({} if each.stake_cny is None else {"stake": each.stake_cny}),
            "denominator": each.denominator_cny,
            "share": each.share,
            "avoided": each.avoided,
        },
    )


def _describe(leaves: Sequence[Leaf]) -> Formula:
    if len(leaves) > 1:
        return Formula(expression=f"F = Σ s[i] × A[i], i = 1…{len(leaves)}")
    parts = leaves[0].parts
    counted = (
        ("O", "stake", "股权按权益份额计的金额", "the stake at its part of the equity", "CNY")
        if "stake" in parts
        else ("O", "numerator", "存续金额", "outstanding amount", "CNY")
    )
    named = (
        counted,
        ("D", "denominator", "分母金额", "denominator", "CNY"),
        ("s", "share", "归因比例", "attributed share", ""),
        ("A", "avoided", "项目避免排放量", "the project's avoided emissions", "tCO2e"),
    )
    return Formula(
        expression="F = s × A, s = O ÷ D",
        terms=tuple(
            Term(symbol=symbol, name_zh=zh, name_en=en, value=parts[key], unit=unit)
            for symbol, key, zh, en, unit in named
        ),
    )


def _attributed(method: Method) -> Callable[[Facts], list[FigureValue]]:
    def compute(facts: Facts) -> list[FigureValue]:
        leaves = [
            _leaf(facts, each, each.value) for each in facts.attributed if each.method is method
        ]
        return roll_up(leaves, by=CUTS, describe=_describe)

    return compute


def _shares(method: Method) -> Callable[[Facts], list[FigureValue]]:
    def compute(facts: Facts) -> list[FigureValue]:
        leaves = [
            _leaf(facts, each, each.share) for each in facts.attributed if each.method is method
        ]
        return roll_up(leaves, by=(("product", "project"),), describe=_describe_share)

    return compute


def _describe_share(leaves: Sequence[Leaf]) -> Formula:
    whole = _describe(leaves[:1])
    return Formula(expression="s = O ÷ D", terms=whole.terms[:2])


def difference(facts: Facts) -> list[FigureValue]:
    """Return the guide's result less PCAF's: all, by product, by product and project."""
    signed = {Method.GUIDE: Decimal(1), Method.PCAF: Decimal(-1)}
    leaves = [_leaf(facts, each, each.value * signed[each.method]) for each in facts.attributed]

    def describe(group: Sequence[Leaf]) -> Formula:
        guide = sum((leaf.value for leaf in group if leaf.value > 0), Decimal(0))
        pcaf = -sum((leaf.value for leaf in group if leaf.value < 0), Decimal(0))
        return Formula(
            expression="Δ = F[G] − F[P]",
            terms=(
                _result("F[G]", "绿色信贷指引口径", "by the green-credit guide", guide),
                _result("F[P]", "PCAF 口径", "by PCAF", pcaf),
            ),
        )

    return roll_up(leaves, by=CUTS, describe=describe)


def _result(symbol: str, zh: str, en: str, value: Decimal) -> Term:
    return Term(symbol=symbol, name_zh=zh, name_en=en, value=value, unit="tCO2e")


PCAF_ZH = "PCAF 口径：存续金额 ÷（项目权益 + 债务），乘以项目避免排放量。"
PCAF_EN = "PCAF: outstanding amount ÷ (equity + debt of the project), times its avoided emissions."
GUIDE_ZH = "绿色信贷项目节能减排量测算指引口径：存续金额 ÷ 项目总投资，乘以项目避免排放量。"
GUIDE_EN = (
    "Green-credit guide: outstanding amount ÷ total investment of the project, times its avoided "
    "emissions."
)


def _indicator(
    code: str,
    zh: str,
    en: str,
    texts: tuple[str, str],
    compute: Callable[[Facts], list[FigureValue]],
    *,
    is_share: bool = False,
) -> Indicator:
    return Indicator(
        code=code,
        name_zh=zh,
        name_en=en,
        unit="" if is_share else "tCO2e",
        measure=Measure.SHARE if is_share else Measure.AVOIDED,
        places=6 if is_share else 3,
        dimensions=(("product", "project"),) if is_share else CUTS,
        partitions=() if is_share else CUTS[1:],
        method="attribution statements",
        version="1",
        method_zh=texts[0],
        method_en=texts[1],
        compute=compute,
    )


INDICATORS = (
    _indicator(
        "E-AT-01",
        "归因避免排放量（PCAF 口径）",
        "Attributed avoided emissions (PCAF)",
        (PCAF_ZH, PCAF_EN),
        _attributed(Method.PCAF),
    ),
    _indicator(
        "E-AT-02",
        "归因避免排放量（绿色信贷指引口径）",
        "Attributed avoided emissions (green-credit guide)",
        (GUIDE_ZH, GUIDE_EN),
        _attributed(Method.GUIDE),
    ),
    _indicator(
        "E-AT-03",
        "两种归因口径之差",
        "Difference of the two attributions",
        (
            "绿色信贷指引口径减去 PCAF 口径；差异来自分母：总投资与（权益 + 债务）不同。",
            (
                "The guide's result less PCAF's; the difference comes from the denominator: total "
                "investment against equity plus debt."
            ),
        ),
        difference,
    ),
    _indicator(
        "E-AT-11",
        "归因比例（PCAF 口径）",
        "Attributed share (PCAF)",
        (PCAF_ZH, PCAF_EN),
        _shares(Method.PCAF),
        is_share=True,
    ),
    _indicator(
        "E-AT-12",
        "归因比例（绿色信贷指引口径）",
        "Attributed share (green-credit guide)",
        (GUIDE_ZH, GUIDE_EN),
        _shares(Method.GUIDE),
        is_share=True,
    ),
)
