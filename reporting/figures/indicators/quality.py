"""How complete and how good the data is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from config.kernel.quantities import Measure
from reporting.figures.rules.facts import Facts
from reporting.figures.rules.totals import Leaf, roll_up
from reporting.figures.rules.values import FigureValue, Formula, Indicator, Term

SHARE_PLACES = Decimal("0.000001")


def completeness(facts: Facts) -> list[FigureValue]:
    """Return the share of station-days that were metered: all, by project."""
    leaves = [
        Leaf(
            keys={"project": facts.project(each.project).name},
            value=Decimal(each.metered),
            project=each.project,
            sets=each.sets,
            parts={"expected": Decimal(each.expected)},
        )
        for each in facts.coverage
        if each.expected
    ]
    return [_as_share(each) for each in roll_up(leaves, by=((), ("project",)), describe=_describe)]


def _describe(leaves: Sequence[Leaf]) -> Formula:
    metered = sum((leaf.value for leaf in leaves), Decimal(0))
    expected = sum((leaf.parts["expected"] for leaf in leaves), Decimal(0))
    return Formula(
        expression="c = n ÷ N",
        terms=(
            Term(
                symbol="n",
                name_zh="有数据的站日",
                name_en="station-days metered",
                value=metered,
                unit="",
            ),
            Term(
                symbol="N",
                name_zh="应有站日",
                name_en="station-days expected",
                value=expected,
                unit="",
            ),
        ),
    )


def _as_share(counted: FigureValue) -> FigureValue:
    metered, expected = (term.value for term in counted.formula.terms)
    return FigureValue(
        dimension=counted.dimension,
        names=counted.names,
        value=(metered / expected).quantize(SHARE_PLACES),
        formula=counted.formula,
        sets=counted.sets,
        projects=counted.projects,
    )


def scores(facts: Facts) -> list[FigureValue]:
    """Return PCAF's data quality score by project, with its grounds."""
    return [
        FigureValue(
            dimension={"project": each.project},
            names={"project": facts.project(each.project).name},
            value=Decimal(each.score),
            formula=Formula(expression=""),
            projects=(each.project,),
            quality={
                "score": each.score,
                "grounds_zh": each.grounds_zh,
                "grounds_en": each.grounds_en,
            },
            note_zh=each.grounds_zh,
            note_en=each.grounds_en,
        )
        for each in facts.quality
    ]


INDICATORS = (
    Indicator(
        code="Q-DQ-01",
        name_zh="计量数据完整率",
        name_en="Completeness of metering",
        unit="",
        measure=Measure.SHARE,
        places=4,
        dimensions=((), ("project",)),
        method="station-days metered over expected",
        version="1",
        method_zh="有数据块的站日数除以应有站日数；缺测按缺测计，不估补。",
        method_en="Station-days with a day block over those expected; what is missing stays "
        "missing.",
        compute=completeness,
    ),
    Indicator(
        code="Q-DQ-02",
        name_zh="数据质量得分（PCAF 1–5，1 为最好）",
        name_en="Data quality score (PCAF 1–5, 1 is best)",
        unit="",
        measure=Measure.SCORE,
        places=0,
        dimensions=(("project",),),
        method="PCAF score from the evidence at hand",
        version="1",
        method_zh="按现有证据（计量、核验、估算）评定的 PCAF 数据质量得分。",
        method_en="PCAF's score by the evidence at hand: metered, verified, estimated.",
        compute=scores,
    ),
)
