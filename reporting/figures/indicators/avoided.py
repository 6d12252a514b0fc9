"""Avoided emissions by route; alternatives stand beside and are never added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from config.kernel.quantities import Measure
from reporting.figures.rules.facts import Facts, Route, Saved
from reporting.figures.rules.totals import Leaf, month_name, roll_up
from reporting.figures.rules.values import FigureValue, Formula, Indicator, Term

CUTS: tuple[tuple[str, ...], ...] = (
    (),
    ("project",),
    ("month",),
    ("project", "month"),
    ("province",),
)
#: An alternative is computed for a project and month as a whole, not by province.
ALTERNATIVE_CUTS = CUTS[:4]


def leaf_of(facts: Facts, each: Saved) -> Leaf:
    return Leaf(
        keys={
            "project": facts.project(each.project).name,
            "province": each.province,
            "month": month_name(each.month),
        },
        value=each.value,
        project=each.project,
        rows=(each.ref,),
        factors=each.factors,
        policies=each.policies,
        approvals=each.approvals,
        parts={each.energy_unit: each.energy},
    )


def _formula(leaves: Sequence[Leaf]) -> Formula:
    energy: dict[str, Decimal] = {}
    for leaf in leaves:
        for unit, value in leaf.parts.items():
            energy[unit] = energy.get(unit, Decimal(0)) + value
    factors = {each.id: each for leaf in leaves for each in leaf.factors}
    terms = [
        Term(symbol="E", name_zh="计量能量", name_en="metered energy", value=value, unit=unit)
        for unit, value in sorted(energy.items())
    ]
    terms += [
        Term(
            symbol=f"EF[{number}]",
            name_zh=f"{each.name.zh}（{each.place.zh}）",
            name_en=f"{each.name.en} ({each.place.en})",
            value=each.value,
            unit=each.unit,
        )
        for number, (_id, each) in enumerate(sorted(factors.items()), start=1)
    ]
    return Formula(
        expression=f"A = Σ E[i] × EF[i], i = 1…{len(leaves)}" if len(leaves) > 1 else "A = E × EF",
        terms=tuple(terms),
    )


def _sum_routes(
    *routes: Route, alternative: bool, by: tuple[tuple[str, ...], ...] = CUTS
) -> Callable[[Facts], list[FigureValue]]:
    def compute(facts: Facts) -> list[FigureValue]:
        leaves = [
            leaf_of(facts, each)
            for each in facts.saved
            if each.route in routes and each.is_alternative is alternative
        ]
        return roll_up(leaves, by=by, describe=_formula)

    return compute


def _indicator(
    code: str,
    zh: str,
    en: str,
    method: str,
    method_zh: str,
    method_en: str,
    compute: Callable[[Facts], list[FigureValue]],
    cuts: tuple[tuple[str, ...], ...] = CUTS,
) -> Indicator:
    return Indicator(
        code=code,
        name_zh=zh,
        name_en=en,
        unit="tCO2e",
        measure=Measure.AVOIDED,
        places=3,
        dimensions=cuts,
        partitions=cuts[1:],
        method=method,
        version="1",
        method_zh=method_zh,
        method_en=method_en,
        compute=compute,
    )


INDICATORS = (
    _indicator(
        "E-AV-01",
        "避免排放量（电网替代）",
        "Avoided emissions (grid displacement)",
        "sum of grid displacement statements",
        "各项目各月计量电量乘以电站所在省份与年份的电力平均二氧化碳排放因子。",
        "Metered electricity of each project and month times the average emission factor of the "
        "grid in the station's province and year.",
        _sum_routes(Route.GRID, alternative=False),
    ),
    _indicator(
        "E-AV-02",
        "避免排放量（供热替代）",
        "Avoided emissions (heat displacement)",
        "sum of heat displacement statements",
        "各项目各月计量热量乘以所替代热源的排放因子。",
        "Metered heat of each project and month times the emission factor of the heat it "
        "displaces.",
        _sum_routes(Route.HEAT, alternative=False),
    ),
    _indicator(
        "E-AV-03",
        "避免排放量合计",
        "Avoided emissions, total",
        "sum of grid and heat displacement",
        "电网替代与供热替代两条路径之和；同一能量只计一次，不含并列的燃煤替代口径。",
        "Grid and heat displacement together; the same energy is counted once, and the coal "
        "alternative that stands beside is not in it.",
        _sum_routes(Route.GRID, Route.HEAT, alternative=False),
    ),
    _indicator(
        "E-AV-11",
        "并列口径：燃煤替代避免排放量",
        "Alternative basis: avoided emissions by the coal route",
        "sum of coal route statements",
        "同一能量按燃煤替代口径计算，仅供与公告口径对照，不与其他路径相加。",
        "The same energy on a coal basis, for comparison with announced numbers; never added to "
        "another route.",
        _sum_routes(Route.COAL, alternative=True, by=ALTERNATIVE_CUTS),
        cuts=ALTERNATIVE_CUTS,
    ),
)
