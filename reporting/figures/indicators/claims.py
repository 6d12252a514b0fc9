"""What sponsors announced, beside what we compute: never one instead of the other."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from config.kernel.quantities import Measure
from reporting.figures.rules.facts import Claim, Facts, Implied, Name
from reporting.figures.rules.values import FigureValue, Formula, Indicator, Term, places_of

#: Announced and implied numbers are shown with the decimals that they came with, up to these.
MOST_PLACES = 6
RATIO_PLACES = Decimal("0.000001")


def _figure(
    facts: Facts,
    claim: Claim,
    *,
    value: Decimal | None = None,
    text: Name | None = None,
    unit: str = "",
    measure: Measure | None = None,
    implied: Implied | None = None,
    places: int | None = None,
    formula: Formula,
) -> FigureValue:
    names = {"claim": claim.name}
    if implied is not None:
        names["implied"] = implied.name
    return FigureValue(
        dimension={key: name.code for key, name in names.items()},
        names=names,
        value=value,
        text=text,
        unit=unit,
        measure=measure,
        places=places,
        formula=formula,
        rows=claim.rows,
        projects=(claim.project,) if claim.project else (),
        approvals=claim.approvals,
        attributes={
            "project": _project_name(facts, claim.project),
            "source": claim.source,
            **({} if implied is None else _judged(implied)),
        },
    )


def _judged(implied: Implied) -> dict[str, object]:
    finding = implied.finding.to_json() if implied.finding else {}
    return {"usual": implied.usual, "finding": finding}


def _project_name(facts: Facts, code: str) -> dict[str, str]:
    found = next((each.name for each in facts.projects if each.name.code == code), None)
    return {"code": code, "zh": found.zh, "en": found.en} if found else {"code": code}


def announced(facts: Facts) -> list[FigureValue]:
    """Return each announced number as it was announced."""
    return [
        _figure(
            facts,
            each,
            value=each.announced,
            places=places_of(each.announced, most=MOST_PLACES),
            unit=each.unit,
            measure=Measure(each.measure),
            formula=Formula(expression=""),
        )
        for each in facts.claims
    ]


def computed(facts: Facts) -> list[FigureValue]:
    """Return what we compute for each announced number, where we can."""
    return [
        _figure(
            facts,
            each,
            value=each.computed,
            unit=each.unit,
            measure=Measure(each.measure),
            formula=Formula(expression=""),
        )
        for each in facts.claims
        if each.computed is not None
    ]


def ratios(facts: Facts) -> list[FigureValue]:
    """Return the computed number as a share of the announced one."""
    found = []
    for each in facts.claims:
        if each.computed is None or each.announced == 0:
            continue
        terms = (
            Term(
                symbol="C",
                name_zh="计算值",
                name_en="computed",
                value=each.computed,
                unit=each.unit,
            ),
            Term(
                symbol="N",
                name_zh="公告值",
                name_en="announced",
                value=each.announced,
                unit=each.unit,
            ),
        )
        found.append(
            _figure(
                facts,
                each,
                value=(each.computed / each.announced).quantize(RATIO_PLACES),
                formula=Formula(expression="r = C ÷ N", terms=terms),
            )
        )
    return found


def implied(facts: Facts) -> list[FigureValue]:
    """Return what each announced number implies: full-load hours, factors."""
    return [
        _figure(
            facts,
            claim,
            value=each.value,
            places=places_of(each.value, most=MOST_PLACES),
            unit=each.unit,
            implied=each,
            formula=Formula(expression=""),
        )
        for claim in facts.claims
        for each in claim.implied
    ]


def verdicts(facts: Facts) -> list[FigureValue]:
    """Return what does and does not fit, in words."""
    return [
        _figure(facts, each, text=each.verdict, formula=Formula(expression=""))
        for each in facts.claims
    ]


def _indicator(
    code: str,
    zh: str,
    en: str,
    texts: tuple[str, str],
    compute: Callable[[Facts], list[FigureValue]],
    *,
    measure: Measure = Measure.COUNT,
    places: int = 3,
) -> Indicator:
    return Indicator(
        code=code,
        name_zh=zh,
        name_en=en,
        unit="",
        measure=measure,
        places=places,
        dimensions=(("claim",),),
        method="claim check",
        version="1",
        method_zh=texts[0],
        method_en=texts[1],
        compute=compute,
    )


INDICATORS = (
    _indicator(
        "E-CL-01",
        "公告数值",
        "Announced",
        (
            "发起人或媒体公告的数值，按原文登记，不参与任何计算。",
            "The number as its sponsor announced it; it enters no calculation.",
        ),
        announced,
    ),
    _indicator(
        "E-CL-02",
        "计算数值",
        "Computed",
        ("按计量数据与所选方法计算的同口径数值。", "The like number computed from metered data."),
        computed,
    ),
    _indicator(
        "E-CL-03",
        "公告数值的隐含参数",
        "Implied by the announcement",
        (
            "由公告数值反推的等效利用小时、排放因子等。",
            "Full-load hours, factors and the like that the announcement implies.",
        ),
        implied,
    ),
    _indicator(
        "E-CL-04",
        "合理性判断",
        "Verdict",
        ("隐含参数与参考区间比较所得的判断。", "Implied numbers against their plausible ranges."),
        verdicts,
    ),
    _indicator(
        "E-CL-05",
        "计算值与公告值之比",
        "Computed to announced",
        ("计算值除以公告值。", "The computed number divided by the announced one."),
        ratios,
        measure=Measure.SHARE,
        places=4,
    ),
)
