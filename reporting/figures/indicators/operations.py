"""The company's own emissions: collected quantities times factors, by scope and by source."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from config.kernel.quantities import Measure
from reporting.figures.indicators.collected import divided
from reporting.figures.rules.absent import absent
from reporting.figures.rules.collected import Emitted, Scope
from reporting.figures.rules.facts import Facts
from reporting.figures.rules.totals import Leaf, roll_up
from reporting.figures.rules.values import FigureValue, Formula, Indicator, Term

UNIT = "tCO2e"
PLACES = 3
#: Scopes 1 and 2 are told whole or not at all; of scope 3 what is left out is named.
MAY_BE_PARTIAL = frozenset({Scope.THREE})
#: The total and what is told per head take scope 2 by location, as the template does.
COUNTED = frozenset({Scope.ONE, Scope.TWO_LOCATION, Scope.THREE})

Wanted = Callable[[Emitted], bool]


def _in(scope: Scope, *categories: str) -> Wanted:
    return lambda each: each.scope is scope and (not categories or each.category in categories)


def _is_counted(each: Emitted) -> bool:
    return each.scope in COUNTED


def _is_other_goods(each: Emitted) -> bool:
    return each.scope is Scope.THREE and each.category.startswith(("1_", "5_"))


def _compute(wanted: Wanted) -> Callable[[Facts], list[FigureValue]]:
    def compute(facts: Facts) -> list[FigureValue]:
        return _emitted(facts, [each for each in facts.emitted if wanted(each)])

    return compute


def _emitted(facts: Facts, lines: Sequence[Emitted]) -> list[FigureValue]:
    """Return the tonnes of some sources: all, by source, per head; words where one is missing."""
    if not lines:
        return []
    missing = [each for each in lines if each.value is None]
    told = [each for each in lines if each.value is not None]
    if not told or any(each.scope not in MAY_BE_PARTIAL for each in missing):
        return [_refused(missing)]
    rolled = roll_up(map(_leaf, told), by=((), ("source",)), describe=_formula)
    if missing:
        rolled = [_says_what_is_left_out(each, missing) for each in rolled]
    return [*rolled, *divided(facts, rolled[0], unit=UNIT)]


def _leaf(each: Emitted) -> Leaf:
    return Leaf(
        keys={"source": each.name},
        value=each.value or Decimal(0),
        rows=each.rows,
        factors=each.factors,
        parts={each.formula: each.value or Decimal(0)},
    )


def _formula(leaves: Sequence[Leaf]) -> Formula:
    terms = tuple(
        Term(
            symbol=f"E[{leaf.keys['source'].code}]",
            name_zh=leaf.keys["source"].zh,
            name_en=leaf.keys["source"].en,
            value=leaf.value,
            unit=UNIT,
        )
        for leaf in leaves[:20]
    )
    if len(leaves) == 1:
        (said,) = leaves[0].parts
        return Formula(expression=f"E = {said}", terms=terms)
    return Formula(expression=f"E = Σ E[i], i = 1…{len(leaves)}", terms=terms)


def _refused(missing: Sequence[Emitted]) -> FigureValue:
    zh = "、".join(dict.fromkeys(each.name.zh for each in missing))
    en = ", ".join(dict.fromkeys(each.name.en for each in missing))
    return absent(
        f"下列排放源已有用量，但因子库中没有可用因子：{zh}。",
        f"these sources have a quantity and no factor that resolves: {en}.",
    )


def _says_what_is_left_out(figure: FigureValue, missing: Sequence[Emitted]) -> FigureValue:
    zh = "、".join(dict.fromkeys(each.name.zh for each in missing))
    en = ", ".join(dict.fromkeys(each.name.en for each in missing))
    return replace(
        figure,
        note_zh=f"未计入（缺少因子）：{zh}。",
        note_en=f"Left out for want of a factor: {en}.",
        quality={"left_out": sorted({each.name.code for each in missing})},
    )


METHOD_ZH = "已确认的用量乘以因子库中的排放因子；范围一、二缺少任一因子时不出数。"
METHOD_EN = (
    "Confirmed quantities times the factors of the library; scopes 1 and 2 are not told while "
    "one factor is missing."
)


def _indicator(code: str, zh: str, en: str, wanted: Wanted, *, note: str = "") -> Indicator:
    return Indicator(
        code=code,
        name_zh=zh,
        name_en=en,
        unit=UNIT,
        measure=Measure.EMITTED,
        places=PLACES,
        dimensions=((), ("source",), ("per",)),
        partitions=(("source",),),
        method="operational footprint",
        version="1",
        method_zh=METHOD_ZH + note,
        method_en=METHOD_EN,
        compute=_compute(wanted),
    )


def intensity(facts: Facts) -> list[FigureValue]:
    """Return the total per employee, as a figure of its own."""
    found = _compute(_is_counted)(facts)
    return [replace(each, dimension={}, names={}) for each in found if "per" in each.dimension]


SCOPES: Collection[str] = ("E-OF-01", "E-OF-02", "E-OF-03", "E-OF-04")
INDICATORS = (
    _indicator(
        "E-OP-16",
        "范围一：办公化石能源",
        "Scope 1: office fossil energy",
        _in(Scope.ONE, "office_fuel"),
    ),
    _indicator(
        "E-OP-17", "范围一：自有交通工具", "Scope 1: own vehicles", _in(Scope.ONE, "vehicles")
    ),
    _indicator(
        "E-OP-18",
        "范围一：自有采暖（制冷）设备",
        "Scope 1: own heating and cooling",
        _in(Scope.ONE, "heating"),
    ),
    _indicator(
        "E-OP-19",
        "范围二：办公电力（基于位置）",
        "Scope 2: electricity (location-based)",
        _in(Scope.TWO_LOCATION, "power"),
    ),
    _indicator(
        "E-OP-20",
        "范围二：外购采暖（制冷）",
        "Scope 2: purchased heating and cooling",
        _in(Scope.TWO_LOCATION, "heat"),
    ),
    _indicator(
        "E-OP-21", "范围三：差旅交通", "Scope 3: business travel", _in(Scope.THREE, "6_travel")
    ),
    _indicator("E-OP-22", "范围三：差旅住宿", "Scope 3: hotel stays", _in(Scope.THREE, "6_hotel")),
    _indicator(
        "E-OP-23", "范围三：用水、用纸、废弃物", "Scope 3: water, paper, waste", _is_other_goods
    ),
    _indicator(
        "E-OP-24",
        "运营排放总量（范围一、二、三，范围二按位置）",
        "Emissions of operations, total (scopes 1, 2 by location, 3)",
        _is_counted,
    ),
    _indicator("E-OF-01", "运营排放 范围一", "Own emissions, scope 1", _in(Scope.ONE)),
    _indicator(
        "E-OF-02",
        "运营排放 范围二（基于位置）",
        "Own emissions, scope 2 (location-based)",
        _in(Scope.TWO_LOCATION),
    ),
    _indicator(
        "E-OF-03",
        "运营排放 范围二（基于市场）",
        "Own emissions, scope 2 (market-based)",
        _in(Scope.TWO_MARKET),
    ),
    _indicator(
        "E-OF-04",
        "运营排放 范围三（已计算的类别）",
        "Own emissions, scope 3 (categories computed)",
        _in(Scope.THREE),
    ),
    Indicator(
        code="E-OP-24-B",
        name_zh="人均运营排放",
        name_en="Emissions of operations per head",
        unit=f"{UNIT}/人",
        measure=Measure.EMITTED,
        places=4,
        dimensions=((),),
        method="operational footprint per employee",
        version="1",
        method_zh="运营排放总量除以员工总数。",
        method_en="Emissions of operations divided by the employees.",
        compute=intensity,
    ),
)
