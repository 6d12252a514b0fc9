"""Projects: capacity, stations, and whether they are recognized as green."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from config.kernel.quantities import Measure
from reporting.figures.rules.facts import Facts, Name, Project
from reporting.figures.rules.totals import Leaf, roll_up
from reporting.figures.rules.values import FigureValue, Formula, Indicator, Term

#: Units of electric power in which capacity is stated, as shares of a megawatt.
ELECTRIC_MW = {"kW": Decimal("0.001"), "MW": Decimal(1), "GW": Decimal(1000)}
HEAT_MW = {"MWth": Decimal(1), "kWth": Decimal("0.001"), "MW_th": Decimal(1)}
STEAM_T_PER_H = {"t/h": Decimal(1)}


def _sum_of(symbol: str, unit: str) -> Callable[[Sequence[Leaf]], Formula]:
    def describe(leaves: Sequence[Leaf]) -> Formula:
        terms = tuple(
            Term(
                symbol=f"{symbol}[{leaf.keys['project'].code}]",
                name_zh=leaf.keys["project"].zh,
                name_en=leaf.keys["project"].en,
                value=leaf.value,
                unit=unit,
            )
            for leaf in leaves[:20]
        )
        return Formula(expression=f"{symbol} = Σ {symbol}[i], i = 1…{len(leaves)}", terms=terms)

    return describe


def _capacity(units: dict[str, Decimal]) -> Callable[[Facts], list[Leaf]]:
    def leaves(facts: Facts) -> list[Leaf]:
        return [
            Leaf(
                keys={"project": each.name},
                value=each.capacity * units[each.capacity_unit],
                project=each.name.code,
                rows=each.rows,
                approvals=each.approvals,
            )
            for each in facts.projects
            if each.capacity_unit in units
        ]

    return leaves


def sum_electric_capacity(facts: Facts) -> list[FigureValue]:
    """Return installed electric capacity in MW: all, by project."""
    return _with_total(_capacity(ELECTRIC_MW)(facts), "P", "MW")


def sum_heat_capacity(facts: Facts) -> list[FigureValue]:
    """Return installed heat capacity in MW of heat: all, by project."""
    return _with_total(_capacity(HEAT_MW)(facts), "P", "MW")


def sum_steam_capacity(facts: Facts) -> list[FigureValue]:
    """Return installed steam capacity in tonnes an hour: all, by project."""
    return _with_total(_capacity(STEAM_T_PER_H)(facts), "S", "t/h")


def _with_total(leaves: list[Leaf], symbol: str, unit: str) -> list[FigureValue]:
    return roll_up(leaves, by=((), ("project",)), describe=_sum_of(symbol, unit))


def count_stations(facts: Facts) -> list[FigureValue]:
    """Return how many stations there are: all, by project, by province."""
    leaves = [leaf for each in facts.projects for leaf in _stations(each)]
    return roll_up(leaves, by=((), ("project",), ("province",)), describe=_sum_of("n", ""))


def _stations(project: Project) -> list[Leaf]:
    names = {each.code: each for each in project.provinces}
    return [
        Leaf(
            keys={"project": project.name, "province": names.get(code, Name(code, code, code))},
            value=Decimal(count),
            project=project.name.code,
            rows=project.rows,
            approvals=project.approvals,
        )
        for code, count in sorted(project.stations.items())
    ]


def recognition_states(facts: Facts) -> list[FigureValue]:
    """Return what was decided about each project: green or not, and by which criteria."""
    found = []
    for each in facts.recognitions:
        project = facts.project(each.project)
        found.append(
            FigureValue(
                dimension={"project": each.project},
                names={"project": project.name},
                text=each.state,
                formula=Formula(expression=""),
                rows=each.rows,
                projects=(each.project,),
                approvals=each.approvals,
                attributes={
                    "criteria": {
                        "code": each.criteria.code,
                        "zh": each.criteria.zh,
                        "en": each.criteria.en,
                    },
                    "met": each.met,
                    "of": each.of,
                    "technology": {"zh": project.technology.zh, "en": project.technology.en},
                    "provinces_zh": "、".join(name.zh for name in project.provinces),
                    "provinces_en": ", ".join(name.en for name in project.provinces),
                },
            )
        )
    return found


def criteria_met(facts: Facts) -> list[FigureValue]:
    """Return how many criteria each recognized project met."""
    return [
        FigureValue(
            dimension={"project": each.project},
            names={"project": facts.project(each.project).name},
            value=Decimal(each.met),
            formula=Formula(expression=f"{each.met} / {each.of}"),
            rows=each.rows,
            projects=(each.project,),
            approvals=each.approvals,
            attributes={"of": each.of},
        )
        for each in facts.recognitions
    ]


def _capacity_indicator(
    code: str, zh: str, en: str, unit: str, compute: Callable[[Facts], list[FigureValue]]
) -> Indicator:
    return Indicator(
        code=code,
        name_zh=zh,
        name_en=en,
        unit=unit,
        measure=Measure.POWER,
        places=3,
        dimensions=((), ("project",)),
        partitions=(("project",),),
        method="capacity in the project's terms",
        version="1",
        method_zh="期末有效的项目条款所载装机容量。",
        method_en="Capacity in the version of the project's terms that is in force on the last "
        "day of the period.",
        compute=compute,
    )


INDICATORS = (
    _capacity_indicator(
        "E-IN-01", "发电装机容量", "Installed electric capacity", "MW", sum_electric_capacity
    ),
    _capacity_indicator(
        "E-IN-02", "供热装机容量", "Installed heat capacity", "MW", sum_heat_capacity
    ),
    _capacity_indicator(
        "E-IN-03", "供汽能力", "Installed steam capacity", "t/h", sum_steam_capacity
    ),
    Indicator(
        code="E-IN-04",
        name_zh="电站（计量点）数量",
        name_en="Stations",
        unit="",
        measure=Measure.COUNT,
        places=0,
        dimensions=((), ("project",), ("province",)),
        partitions=(("project",), ("province",)),
        method="count of registered stations",
        version="1",
        method_zh="期末已登记并经复核的电站数量。",
        method_en="Stations registered and confirmed by the last day of the period.",
        compute=count_stations,
    ),
    Indicator(
        code="G-RC-01",
        name_zh="绿色认定结论",
        name_en="Recognition as green",
        unit="",
        measure=Measure.COUNT,
        places=0,
        dimensions=(("project",),),
        method="decision by two people on a criteria edition",
        version="1",
        method_zh="期末有效的绿色项目认定结论，由一人提出、另一人复核。",
        method_en="The decision in force on the last day of the period, proposed by one person and "
        "confirmed by another.",
        compute=recognition_states,
    ),
    Indicator(
        code="G-RC-02",
        name_zh="满足的认定标准条数",
        name_en="Criteria met",
        unit="",
        measure=Measure.COUNT,
        places=0,
        dimensions=(("project",),),
        method="criteria evaluated at recognition",
        version="1",
        method_zh="认定时逐条评价、判为满足的标准条数。",
        method_en="Criteria that were evaluated one by one at recognition and found met.",
        compute=criteria_met,
    ),
)
