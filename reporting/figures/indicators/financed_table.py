"""The indicators of financed emissions: codes, names, units, how each is computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from config.kernel.quantities import Measure
from reporting.figures.indicators import financed
from reporting.figures.rules.collected import Scope
from reporting.figures.rules.facts import Facts
from reporting.figures.rules.values import FigureValue, Indicator

SHARE_ZH = "存续金额 ÷（项目权益 + 债务）"
SHARE_EN = "outstanding amount ÷ (equity + debt of the project)"
FINANCED_ZH = (
    f"PCAF 口径：{SHARE_ZH}，乘以项目自身排放量；只含已确认自身排放的项目。"
    "项目所报排放按未经核验计（选项 1b）。"
)
FINANCED_EN = (
    f"PCAF: {SHARE_EN}, times the project's own emissions; only projects whose emissions are "
    "confirmed. What a project reports counts as not verified (option 1b)."
)


ALL_CLASSES_ZH = (
    "PCAF 口径，按各资产类别自身的分母：上市主体为含现金企业价值，企业与项目为权益与债务之和，"
    "不动产与车辆为发放时价值，专项用途与证券化为资产或资产池价值，主权为购买力平价 GDP；"
    "乘以被投对象的排放量，只含已确认排放的部分。"
)
ALL_CLASSES_EN = (
    "PCAF, each asset class by its own denominator: the enterprise value including cash of listed "
    "issuers, equity plus debt of companies and projects, the value at origination of property and "
    "vehicles, the value of the asset or the pool, the PPP-adjusted GDP of states; times what the "
    "investee emits, where that is confirmed."
)


def _indicator(
    code: str,
    names: tuple[str, str],
    texts: tuple[str, str],
    compute: Callable[[Facts], list[FigureValue]],
    *,
    unit: str = "",
    measure: Measure = Measure.FINANCED,
    places: int = 3,
    is_cut: bool = False,
) -> Indicator:
    return Indicator(
        code=code,
        name_zh=names[0],
        name_en=names[1],
        unit=unit,
        measure=measure,
        places=places,
        dimensions=financed.CUTS if is_cut else ((),),
        partitions=financed.CUTS[1:] if is_cut else (),
        method="financed emissions (PCAF)",
        version="1",
        method_zh=texts[0],
        method_en=texts[1],
        compute=compute,
    )


def _scope(code: str, scope: Scope, zh: str, en: str) -> Indicator:
    return _indicator(
        code,
        (f"融资排放 {zh}", f"Financed emissions, {en}"),
        (FINANCED_ZH, FINANCED_EN),
        financed.financed(code, scope),
        unit=financed.TONNES,
        is_cut=True,
    )


INDICATORS = (
    _scope("E-FE-01", Scope.ONE, "范围一", "scope 1"),
    _scope("E-FE-02", Scope.TWO_LOCATION, "范围二", "scope 2"),
    _scope("E-FE-03", Scope.THREE, "范围三", "scope 3"),
    _indicator(
        "E-FE-04",
        ("纳入融资排放计算的金额", "Money covered by financed emissions"),
        (
            "已确认范围一或范围二自身排放的项目中的存续金额之和。",
            "Outstanding money in projects whose own scope 1 or 2 is confirmed.",
        ),
        financed.covered,
        unit="CNY",
        measure=Measure.MONEY,
        places=2,
        is_cut=True,
    ),
    _indicator(
        "E-FE-05",
        ("融资排放纳入比例", "Share of the outstanding amount covered by financed emissions"),
        (
            "纳入融资排放计算的金额除以在册信托产品期末存续规模。",
            "Money covered over what is outstanding in the products on the register.",
        ),
        financed.coverage,
        measure=Measure.SHARE,
        places=4,
    ),
    _indicator(
        "E-FE-06",
        (
            "融资排放加权数据质量得分（1–5，1 为最好）",
            "Weighted data quality of financed emissions",
        ),
        (
            "按存续金额加权的 PCAF 数据质量得分；证据选项不同时取较差者。",
            (
                "PCAF's data quality score weighted by outstanding amount; the worse where options "
                "are mixed."
            ),
        ),
        financed.quality,
        measure=Measure.SCORE,
        places=2,
    ),
    _indicator(
        "E-FE-07",
        ("融资排放强度", "Economic emission intensity"),
        (
            "范围一与范围二的融资排放之和除以纳入计算的金额，按每百万元计。",
            "Financed scope 1 and 2 over the money covered, per million CNY.",
        ),
        financed.intensity,
        unit=financed.PER_MILLION,
    ),
    _indicator(
        "E-FE-09",
        ("碳清除量（单列）", "Removals (apart)"),
        (
            "碳清除量单独列示，不与融资排放、避免排放相加。",
            "Removals stand apart; they are added to neither financed nor avoided emissions.",
        ),
        financed.removed,
        unit=financed.TONNES,
        measure=Measure.REMOVED,
    ),
    _indicator(
        "E-FE-10",
        ("期末存续规模（按 PCAF 资产类别）", "Outstanding by PCAF asset class"),
        (
            "在册存续产品的受托资金余额；已归因到项目的按项目融资列示，其余列入“未归因到项目的资金”。",
            (
                "Entrusted capital of the products in run: what is attributed to projects, as "
                "project finance; the rest apart."
            ),
        ),
        financed.managed,
        unit="CNY",
        measure=Measure.MONEY,
        places=2,
        is_cut=True,
    ),
    _indicator(
        "E-AT-21",
        (
            "避免排放加权数据质量得分（1–5，1 为最好）",
            "Weighted data quality of avoided emissions (1–5, 1 is best)",
        ),
        (
            "按归因金额加权的 PCAF 数据质量得分。",
            "PCAF's data quality score weighted by the money attributed.",
        ),
        financed.avoided_quality,
        measure=Measure.SCORE,
        places=2,
    ),
    _indicator(
        "E-AT-22",
        ("已归因避免排放的金额", "Money whose avoided emissions are attributed"),
        (
            "出具了 PCAF 口径归因声明的存续金额之和。",
            "Outstanding money with an attribution statement by PCAF.",
        ),
        financed.attributed_money,
        unit="CNY",
        measure=Measure.MONEY,
        places=2,
        is_cut=True,
    ),
    _indicator(
        "E-AT-23",
        ("避免排放归因比例（占存续规模）", "Share of the outstanding amount attributed"),
        (
            "已归因避免排放的金额除以在册信托产品期末存续规模。",
            "Money attributed over what is outstanding in the products on the register.",
        ),
        financed.attributed_share,
        measure=Measure.SHARE,
        places=4,
    ),
)

#: How the same are counted and said once statements of all asset classes stand.
_ALL_CLASSES = {
    **dict.fromkeys(("E-FE-01", "E-FE-02", "E-FE-03"), (ALL_CLASSES_ZH, ALL_CLASSES_EN)),
    "E-FE-04": (
        "已确认范围一或范围二排放的被投对象中的存续金额之和，含各资产类别。",
        "Outstanding money in investees of every class whose scope 1 or 2 is confirmed.",
    ),
    "E-FE-06": (
        "按存续金额加权的 PCAF 数据质量得分，取自各类别评分表；没有评分表的类别不计入。",
        (
            "PCAF's data quality score by the table of each class, weighted by outstanding "
            "amount; classes without a table are left out."
        ),
    ),
    "E-FE-09": (
        "归因的碳清除量，单独列示，不与融资排放、避免排放相加。",
        "Removals attributed, apart; added to neither financed nor avoided emissions.",
    ),
    "E-FE-10": (
        "在册存续产品的受托资金余额，按 PCAF 资产类别；未归因的列入“未归因到项目的资金”。",
        "Entrusted capital of the products in run by PCAF's asset class; the rest apart.",
    ),
}
VERSION_OF_ALL_CLASSES = "2"
LATER = {
    each.code: replace(
        each,
        version=VERSION_OF_ALL_CLASSES,
        method_zh=_ALL_CLASSES[each.code][0],
        method_en=_ALL_CLASSES[each.code][1],
    )
    for each in INDICATORS
    if each.code in _ALL_CLASSES
}


def as_stated(indicator: Indicator, facts: Facts) -> Indicator:
    """Return how an indicator is counted of these facts; sets drawn before stay as they were."""
    return LATER.get(indicator.code, indicator) if facts.financed else indicator
