"""What entered activity came to: each result as stated, and the tonnes that count, apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from config.kernel.quantities import Measure
from reporting.figures.indicators.claimed import difference
from reporting.figures.rules.facts import Basis, Facts, Name, Result, Stated
from reporting.figures.rules.totals import Leaf, roll_up
from reporting.figures.rules.values import FigureValue, Formula, Indicator, Term, places_of

ZERO = Decimal(0)
TONNES = "tCO2e"
MOST_PLACES = 6
BY_STATEMENT = ("project", "activity", "result", "span")
CUTS: tuple[tuple[str, ...], ...] = ((), ("project",))
#: Ratios on the way to a result stand in the statement and are no figure of a disclosure.
NOT_TOLD = frozenset({Measure.SHARE})


def results(facts: Facts) -> list[FigureValue]:
    """Return each result of each statement, as it was stated; unlike things are never added."""
    return [
        _result(facts, each, one)
        for each in facts.stated
        for one in each.results
        if one.measure not in NOT_TOLD
    ]


def _result(facts: Facts, each: Stated, one: Result) -> FigureValue:
    names = {
        "project": facts.project(each.project).name,
        "activity": each.method,
        "result": one.name,
        "span": Name(str(each.span), str(each.span), str(each.span)),
    }
    return FigureValue(
        dimension={axis: name.code for axis, name in names.items()},
        names=names,
        value=one.value,
        unit=one.unit,
        measure=one.measure,
        places=places_of(one.value, most=MOST_PLACES),
        formula=Formula(
            expression=f"{one.symbol} = {one.formula}",
            terms=tuple(
                Term(
                    symbol=used.symbol,
                    name_zh=used.name.zh,
                    name_en=used.name.en,
                    value=used.value,
                    unit=used.unit,
                )
                for used in each.used
            ),
        ),
        rows=(each.ref, *each.rows),
        projects=(each.project,),
        factors=each.factors,
        approvals=each.approvals,
        attributes={
            "route": one.route,
            "uncertainty_percent": one.uncertainty_percent,
            "aside": each.aside.to_json() if each.aside else {},
            "method_version": each.method_version,
        },
        note_zh=_note(each, one, "zh"),
        note_en=_note(each, one, "en"),
    )


def _note(each: Stated, one: Result, language: str) -> str:
    zh = language == "zh"
    told = [
        f"方法：{each.method.zh} {each.method_version}。"
        if zh
        else f"Method: {each.method.en} {each.method_version}."
    ]
    if one.uncertainty_percent:
        told.append(
            f"不确定度 ±{one.uncertainty_percent}%。"
            if zh
            else f"Uncertainty ±{one.uncertainty_percent} %."
        )
    if one.route:
        told.append(
            "并列口径，不与其他路径相加。" if zh else "An alternative; added to no other route."
        )
    if each.aside and one.measure in {Measure.AVOIDED, Measure.REMOVED}:
        told.append(f"不计入合计：{each.aside.zh}。" if zh else f"In no total: {each.aside.en}.")
    return ("" if zh else " ").join(told)  # fmt: skip


def _tonnes(facts: Facts, measure: Measure) -> list[Leaf]:
    """Return the tonnes that count, one leaf a statement."""
    found = []
    for each in facts.stated:
        value = each.avoided if measure is Measure.AVOIDED else each.removed
        if value is not None and each.aside is None:
            found.append(
                Leaf(
                    keys={"project": facts.project(each.project).name},
                    value=value,
                    project=each.project,
                    rows=(each.ref,),
                    factors=each.factors,
                    approvals=each.approvals,
                )
            )
    return found


def _counted(measure: Measure) -> Callable[[Facts], list[FigureValue]]:
    return lambda facts: roll_up(_tonnes(facts, measure), by=CUTS, describe=_describe)


def _describe(leaves: Sequence[Leaf]) -> Formula:
    return Formula(expression=f"T = Σ T[i], i = 1…{len(leaves)}")


def _sales(facts: Facts, basis: Basis) -> list[Leaf]:
    return [
        Leaf(
            keys={"project": facts.project(each.project).name},
            value=each.taken,
            project=each.project,
            rows=each.rows,
            approvals=each.approvals,
            parts={"sold": each.taken},
        )
        for each in facts.sold
        if each.basis is basis
    ]


def _sold(basis: Basis) -> Callable[[Facts], list[FigureValue]]:
    return lambda facts: roll_up(_sales(facts, basis), by=CUTS, describe=_describe)


def _net(measure: Measure, basis: Basis) -> Callable[[Facts], list[FigureValue]]:
    def compute(facts: Facts) -> list[FigureValue]:
        sales = [leaf.less() for leaf in _sales(facts, basis)]
        if not sales:
            return []
        return roll_up([*_tonnes(facts, measure), *sales], by=CUTS, describe=_describe_net)

    return compute


def _describe_net(leaves: Iterable[Leaf]) -> Formula:
    group = list(leaves)
    taken = -sum((leaf.value for leaf in group if leaf.parts), ZERO)
    return difference("N = T − S", sum((leaf.value for leaf in group), ZERO) + taken, taken)


def _indicator(
    code: str,
    names: tuple[str, str],
    words: tuple[str, str],
    compute: Callable[[Facts], list[FigureValue]],
    *,
    measure: Measure,
    cuts: tuple[tuple[str, ...], ...] = CUTS,
) -> Indicator:
    is_tonnes = cuts is CUTS
    return Indicator(
        code=code,
        name_zh=names[0],
        name_en=names[1],
        unit=TONNES if is_tonnes else "",
        measure=measure,
        places=3 if is_tonnes else 0,
        dimensions=cuts,
        partitions=CUTS[1:] if is_tonnes else (),
        method="statements of entered activity",
        version="1",
        method_zh=words[0],
        method_en=words[1],
        compute=compute,
    )


RESULT_WORDS = (
    "经两人确认填报的活动数据按方法卡逐步计算并冻结为声明；无能量计量。",
    (
        "Activity that two people entered and confirmed, reckoned step by step by its method and "
        "frozen as a statement; no meter of energy counts it."
    ),
)
COUNTED_WORDS = (
    (
        "填报活动声明中计入项目自身的吨数之和：每种方法只取其自身路径；已由计量声明的项目、"
        "同期并列的其他方法与重叠期间均不计入；不与计量路径的避免排放量相加。"
    ),
    (
        "Sum of the tonnes of entered activity that count as the projects' own: of each method "
        "its own route; nothing that meters state already, no other method of the same time, no "
        "overlapping time; never added to the metered avoided emissions."
    ),
)
SOLD_WORDS = (
    "已登记出售的减排量从所属项目填报活动的吨数中扣除，扣除额不超过其吨数。",
    (
        "Credits on record as sold are taken from the tonnes of their project's entered activity, "
        "and never more than those."
    ),
)


def _family(start: int, measure: Measure, basis: Basis, zh: str, en: str) -> tuple[Indicator, ...]:
    """Return gross, sold and net of one kind of tonnes."""
    return (
        _indicator(
            f"E-AC-{start:02}",
            (f"填报活动{zh}", f"{en} of entered activity"),
            COUNTED_WORDS,
            _counted(measure),
            measure=measure,
        ),
        _indicator(
            f"E-AC-{start + 1:02}",
            (f"填报活动{zh}中已出售部分", f"Sold part of {en.lower()} of entered activity"),
            SOLD_WORDS,
            _sold(basis),
            measure=measure,
        ),
        _indicator(
            f"E-AC-{start + 2:02}",
            (f"填报活动{zh}（扣除出售后）", f"{en} of entered activity, net of sales"),
            SOLD_WORDS,
            _net(measure, basis),
            measure=measure,
        ),
    )


INDICATORS: tuple[Indicator, ...] = (
    _indicator(
        "E-AC-01",
        ("填报活动的声明结果", "Results of entered activity"),
        RESULT_WORDS,
        results,
        measure=Measure.COUNT,
        cuts=(BY_STATEMENT,),
    ),
    *_family(2, Measure.AVOIDED, Basis.ENTERED, "避免排放量", "Avoided emissions"),
    *_family(5, Measure.REMOVED, Basis.REMOVED, "清除量", "Removals"),
)
