"""Principal adverse impacts (SFDR): what can be computed, and of the rest why it cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from config.kernel.quantities import Measure
from reporting.figures.indicators import financed
from reporting.figures.rules.absent import absent
from reporting.figures.rules.collected import Scope
from reporting.figures.rules.facts import Facts
from reporting.figures.rules.values import FigureValue, Formula, Indicator

SCOPES = {
    "E-FE-01": Scope.ONE,
    "E-FE-02": Scope.TWO_LOCATION,
    "E-FE-03": Scope.THREE,
}
STEP = Decimal("0.000001")


@dataclass(frozen=True, kw_only=True)
class Missing:
    """One item of the table that nothing here computes: its names, and which data it wants."""

    code: str
    zh: str
    en: str
    wants_zh: str
    wants_en: str


#: What each item would need; a value collected under the item's code takes the words' place.
MISSING = (
    Missing(
        code="PAI-3",
        zh="被投资公司的温室气体强度",
        en="GHG intensity of investee companies",
        wants_zh="被投资公司的营业收入与全部范围排放",
        wants_en="revenue and emissions of all scopes of the investee companies",
    ),
    Missing(
        code="PAI-4",
        zh="对化石燃料行业公司的敞口",
        en="Exposure to companies active in the fossil fuel sector",
        wants_zh="被投资公司是否从事化石燃料业务的逐家判断",
        wants_en="which investee companies are active in fossil fuels, company by company",
    ),
    Missing(
        code="PAI-5",
        zh="非可再生能源消耗和生产占比",
        en="Share of non-renewable energy consumption and production",
        wants_zh="被投资公司按来源划分的能源消耗与生产",
        wants_en="energy used and produced by the investee companies, by source",
    ),
    Missing(
        code="PAI-6",
        zh="高影响气候行业的能源消耗强度",
        en="Energy consumption intensity per high impact climate sector",
        wants_zh="被投资公司的能源消耗、营业收入与行业分类",
        wants_en="energy use, revenue and sector of the investee companies",
    ),
    Missing(
        code="PAI-7",
        zh="对生物多样性敏感区域有负面影响的活动",
        en="Activities negatively affecting biodiversity-sensitive areas",
        wants_zh="被投资项目与生物多样性敏感区域的位置关系及影响评估",
        wants_en="where the sites stand to biodiversity-sensitive areas, and their impact",
    ),
    Missing(
        code="PAI-8",
        zh="向水体的排放",
        en="Emissions to water",
        wants_zh="被投资公司的水污染物排放量",
        wants_en="pollutants that the investee companies discharge to water",
    ),
    Missing(
        code="PAI-9",
        zh="危险废物与放射性废物比例",
        en="Hazardous waste and radioactive waste ratio",
        wants_zh="被投资公司的危险废物与放射性废物产生量",
        wants_en="hazardous and radioactive waste of the investee companies",
    ),
    Missing(
        code="PAI-10",
        zh="违反联合国全球契约原则及经合组织跨国企业准则",
        en="Violations of UN Global Compact principles and OECD Guidelines",
        wants_zh="被投资公司的违规事件核查记录",
        wants_en="a screening of the investee companies for violations",
    ),
    Missing(
        code="PAI-11",
        zh="缺乏监督遵守上述原则的流程与机制",
        en="Lack of processes to monitor compliance with them",
        wants_zh="被投资公司合规流程的逐家核查",
        wants_en="a review of the compliance processes of the investee companies",
    ),
    Missing(
        code="PAI-12",
        zh="未经调整的性别薪酬差距",
        en="Unadjusted gender pay gap",
        wants_zh="被投资公司按性别统计的薪酬",
        wants_en="pay by gender of the investee companies",
    ),
    Missing(
        code="PAI-13",
        zh="董事会性别多元化",
        en="Board gender diversity",
        wants_zh="被投资公司董事会的构成（信托公司自身的董事会不能代替）",
        wants_en="boards of the investee companies (the trust company's own does not stand in)",
    ),
    Missing(
        code="PAI-14",
        zh="对争议性武器的敞口",
        en="Exposure to controversial weapons",
        wants_zh="被投资公司是否涉及争议性武器的核查",
        wants_en="a screening of the investee companies for controversial weapons",
    ),
    Missing(
        code="PAI-15",
        zh="被投资国家的温室气体强度",
        en="GHG intensity of investee countries",
        wants_zh="对主权或超主权主体的投资登记（登记册不作此区分）",
        wants_en="holdings in sovereigns and supranationals, which the register does not mark",
    ),
    Missing(
        code="PAI-16",
        zh="存在社会违规的被投资国家",
        en="Investee countries subject to social violations",
        wants_zh="对主权或超主权主体的投资登记（登记册不作此区分）",
        wants_en="holdings in sovereigns and supranationals, which the register does not mark",
    ),
    Missing(
        code="PAI-17",
        zh="通过不动产对化石燃料的敞口",
        en="Exposure to fossil fuels through real estate assets",
        wants_zh="不动产投资及其用途登记",
        wants_en="real estate holdings and what they are used for",
    ),
    Missing(
        code="PAI-18",
        zh="对能效低下不动产的敞口",
        en="Exposure to energy-inefficient real estate assets",
        wants_zh="不动产投资及其能效等级登记",
        wants_en="real estate holdings and their energy ratings",
    ),
)


def _is_collected(code: str, facts: Facts) -> bool:
    return any(each.indicator.code == code for each in facts.collected)


def _missing(item: Missing) -> Callable[[Facts], list[FigureValue]]:
    def compute(facts: Facts) -> list[FigureValue]:
        if not facts.products or _is_collected(item.code, facts):
            return []
        return [absent(f"未收集{item.wants_zh}。", f"not collected: {item.wants_en}.")]

    return compute


def all_scopes(facts: Facts) -> Decimal | None:
    """Return financed scopes 1, 2 and 3 together; None while one of them is not known."""
    found = Decimal(0)
    for code, scope in SCOPES.items():
        figures = financed.financed(code, scope)(facts)
        total = next((each.value for each in figures if not each.dimension), None)
        if total is None:
            return None
        found += total
    return found


def total(facts: Facts) -> list[FigureValue]:
    """Return the tonnes of all scopes; words while one scope is not known."""
    if not facts.products or _is_collected("PAI-1.4", facts):
        return []
    tonnes = all_scopes(facts)
    if tonnes is None:
        return [
            absent(
                "范围一、二、三的融资排放尚未全部可得，不以部分代替合计。",
                "financed scopes 1, 2 and 3 are not all known; a part does not stand for the sum.",
            )
        ]
    return [_figure(facts, tonnes, "G = F[1] + F[2] + F[3]")]


def footprint(facts: Facts) -> list[FigureValue]:
    """Return the tonnes of all scopes per million CNY of all investments; words if unknown."""
    if not facts.products or _is_collected("PAI-2", facts):
        return []
    tonnes = all_scopes(facts)
    managed = financed.managed(facts)
    money = next((each.value for each in managed if not each.dimension), None)
    if tonnes is None or not money or money <= 0:
        return [
            absent(
                "范围一、二、三的融资排放尚未全部可得。",
                "financed scopes 1, 2 and 3 are not all known.",
            )
        ]
    value = (tonnes * financed.MILLION / money).quantize(STEP)
    return [_figure(facts, value, "C = G × 1000000 ÷ B")]


def _figure(facts: Facts, value: Decimal, expression: str) -> FigureValue:
    return FigureValue(
        dimension={},
        names={},
        value=value,
        formula=Formula(expression=expression),
        rows=tuple(row for each in facts.investees for row in each.rows),
        approvals=tuple(row for each in facts.investees for row in each.approvals),
    )


def _indicator(
    code: str,
    names: tuple[str, str],
    texts: tuple[str, str],
    compute: Callable[[Facts], list[FigureValue]],
    *,
    unit: str = "",
    measure: Measure = Measure.COUNT,
) -> Indicator:
    return Indicator(
        code=code,
        name_zh=names[0],
        name_en=names[1],
        unit=unit,
        measure=measure,
        places=3,
        dimensions=((),),
        method="principal adverse impact",
        version="1",
        method_zh=texts[0],
        method_en=texts[1],
        compute=compute,
    )


INDICATORS = (
    _indicator(
        "PAI-1.4",
        ("温室气体排放总量（融资排放范围一、二、三）", "Total GHG emissions (scopes 1, 2, 3)"),
        (
            "三个范围的融资排放之和，按期末余额计，未取四个季末的平均。",
            (
                "The financed emissions of the three scopes together, on the balance at the end of "
                "the period and not on the average of four quarter-ends."
            ),
        ),
        total,
        unit=financed.TONNES,
        measure=Measure.FINANCED,
    ),
    _indicator(
        "PAI-2",
        ("碳足迹（每百万元投资）", "Carbon footprint per million CNY invested"),
        (
            "三个范围的融资排放之和除以期末存续规模；按人民币计，未折算欧元。",
            (
                "Financed emissions of the three scopes over what is outstanding; in CNY, no "
                "exchange rate was applied."
            ),
        ),
        footprint,
        unit=financed.PER_MILLION,
        measure=Measure.FINANCED,
    ),
    *(
        _indicator(
            each.code,
            (each.zh, each.en),
            (
                "被投资公司的数据由填报任务收集；没有数据时说明缺什么。",
                (
                    "Data of the investee companies comes by collection; where there is none, the "
                    "words say which is missing."
                ),
            ),
            _missing(each),
        )
        for each in MISSING
    ),
)
