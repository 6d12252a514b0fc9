"""What of a project's energy and capacity falls to each product, and under which heading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from config.kernel.quantities import Measure
from reporting.figures.indicators.assets import ELECTRIC_MW, HEAT_MW
from reporting.figures.indicators.energy import GJ_PER_WH, MWH_PER_WH
from reporting.figures.rules.facts import Attributed, Carrier, Energy, Facts, Method, Name, Project
from reporting.figures.rules.totals import Leaf, roll_up
from reporting.figures.rules.values import FigureValue, Formula, Indicator, Term

#: Two rule-books stand side by side and are never added: there is no figure without a method.
CUTS: tuple[tuple[str, ...], ...] = (
    ("method",),
    ("product", "method"),
    ("product", "project", "method"),
)
METHODS = {
    Method.PCAF: Name("pcaf", "PCAF 口径", "PCAF"),
    Method.GUIDE: Name("guide", "绿色信贷指引口径", "green-credit guide"),
}
#: Energy and capacity of a part are kept to a millionth of the unit.
EXACT = Decimal("0.000001")
RENEWABLE = Name("renewable_energy", "可再生能源", "Renewable energy")
UNCLASSED = Name("none", "未归类", "No category")
#: Technology -> project category of ICMA's harmonised framework (our working list, B: categories
#: seen at icmagroup.org, their delimitation not read; nuclear heat is in none of them).
CATEGORIES: Mapping[str, Name] = {
    "rooftop_pv": RENEWABLE,
    "ground_pv": RENEWABLE,
    "onshore_wind": RENEWABLE,
    "offshore_wind": RENEWABLE,
    "geothermal_heat": RENEWABLE,
    "waste_heat": Name("energy_efficiency", "能效提升", "Energy efficiency"),
    "sewage_treatment": Name("water", "可持续水与污水", "Sustainable water and wastewater"),
    "green_building": Name("green_buildings", "绿色建筑", "Green buildings"),
}


def _share_of(
    facts: Facts, each: Attributed, whole: Decimal, leaf_of: Project, *grounds: Energy
) -> Leaf:
    return Leaf(
        keys={
            "product": facts.product(each.product).name,
            "project": leaf_of.name,
            "method": METHODS[each.method],
        },
        value=(each.share * whole).quantize(EXACT, ROUND_HALF_EVEN),
        project=each.project,
        rows=(each.ref, *(leaf_of.rows if not grounds else ())),
        sets=tuple(ground.rows for ground in grounds),
        approvals=(
            *each.approvals,
            *(approval for ground in grounds for approval in ground.approvals),
        ),
        parts={"share": each.share, "whole": whole},
    )


def _described(
    symbol: str, unit: str, name_zh: str, name_en: str
) -> Callable[[Sequence[Leaf]], Formula]:
    def describe(leaves: Sequence[Leaf]) -> Formula:
        if len(leaves) > 1:
            return Formula(expression=f"F = Σ s[i] × {symbol}[i], i = 1…{len(leaves)}")
        parts = leaves[0].parts
        return Formula(
            expression=f"F = s × {symbol}",
            terms=(
                Term(
                    symbol="s",
                    name_zh="归因比例",
                    name_en="attributed share",
                    value=parts["share"],
                    unit="",
                ),
                Term(
                    symbol=symbol,
                    name_zh=name_zh,
                    name_en=name_en,
                    value=parts["whole"],
                    unit=unit,
                ),
            ),
        )

    return describe


def _energy(carrier: Carrier, per_wh: Decimal, unit: str) -> Callable[[Facts], list[FigureValue]]:
    def compute(facts: Facts) -> list[FigureValue]:
        metered: dict[str, list[Energy]] = {}
        for each in facts.energy:
            if each.carrier is carrier:
                metered.setdefault(each.project, []).append(each)
        leaves = [
            _share_of(
                facts,
                each,
                sum(row.energy_wh for row in metered[each.project]) * per_wh,
                facts.project(each.project),
                *metered[each.project],
            )
            for each in facts.attributed
            if each.project in metered
        ]
        described = _described("E", unit, "项目计量能量", "the project's metered energy")
        return roll_up(leaves, by=CUTS, describe=described)

    return compute


def _capacity(units: Mapping[str, Decimal]) -> Callable[[Facts], list[FigureValue]]:
    def compute(facts: Facts) -> list[FigureValue]:
        leaves = []
        for each in facts.attributed:
            project = facts.project(each.project)
            if project.capacity_unit in units:
                whole = project.capacity * units[project.capacity_unit]
                leaves.append(_share_of(facts, each, whole, project))
        described = _described("P", "MW", "项目装机容量", "the project's capacity")
        return roll_up(leaves, by=CUTS, describe=described)

    return compute


def categories(facts: Facts) -> list[FigureValue]:
    """Return under which category of an impact report each project stands."""
    return [
        FigureValue(
            dimension={"project": each.name.code},
            names={"project": each.name},
            text=CATEGORIES.get(each.technology.code, UNCLASSED),
            formula=Formula(expression=""),
            rows=each.rows,
            projects=(each.name.code,),
            approvals=each.approvals,
            attributes={"technology": each.technology.to_json()},
        )
        for each in facts.projects
    ]


def _indicator(
    code: str,
    names: tuple[str, str],
    unit: str,
    measure: Measure,
    words: tuple[str, str],
    compute: Callable[[Facts], list[FigureValue]],
) -> Indicator:
    return Indicator(
        code=code,
        name_zh=names[0],
        name_en=names[1],
        unit=unit,
        measure=measure,
        places=3,
        dimensions=CUTS,
        method="attributed share of the project",
        version="1",
        method_zh=f"归因声明所载比例（期末存续金额除以分母）乘以{words[0]}；两种口径并列，不相加。",
        method_en=f"The share in the attribution statements (outstanding amount over denominator) "
        f"times {words[1]}; two rule-books side by side, never added.",
        compute=compute,
    )


INDICATORS: tuple[Indicator, ...] = (
    _indicator(
        "E-AT-31",
        ("归因发电量", "Attributed electricity"),
        "MWh",
        Measure.ENERGY,
        ("项目报告期计量发电量", "the project's metered electricity of the period"),
        _energy(Carrier.ELECTRICITY, MWH_PER_WH, "MWh"),
    ),
    _indicator(
        "E-AT-32",
        ("归因供热量", "Attributed heat"),
        "GJ",
        Measure.HEAT,
        ("项目报告期计量供热量", "the project's metered heat of the period"),
        _energy(Carrier.HEAT, GJ_PER_WH, "GJ"),
    ),
    _indicator(
        "E-AT-33",
        ("归因发电装机容量", "Attributed electric capacity"),
        "MW",
        Measure.POWER,
        ("项目期末装机容量", "the project's capacity on the last day"),
        _capacity(ELECTRIC_MW),
    ),
    _indicator(
        "E-AT-34",
        ("归因供热装机容量", "Attributed heat capacity"),
        "MW",
        Measure.POWER,
        ("项目期末供热装机容量", "the project's heat capacity on the last day"),
        _capacity(HEAT_MW),
    ),
    Indicator(
        code="G-IM-01",
        name_zh="影响报告的项目类别",
        name_en="Category of the impact report",
        unit="",
        measure=Measure.COUNT,
        places=0,
        dimensions=(("project",),),
        method="category by the project's technology",
        version="1",
        method_zh="按项目技术对照 ICMA 影响报告协调框架的项目类别；"
        "对照表为自编工作清单（置信度 B），类别界定原文未核对。",
        method_en="By the project's technology, after the project categories of ICMA's harmonised "
        "framework for impact reporting; the list is our own working list (confidence B), the "
        "framework's own delimitation was not read.",
        compute=categories,
    ),
)
