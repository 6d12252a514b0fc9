"""How a number differs between two bases, and the bridge from the old one to the new one."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from config.kernel.canonical import instant, sha256_of
from config.kernel.errors import DomainError
from config.kernel.quantities import Measure
from reporting.figures.rules.bases import PROJECT, Change, Comparison
from reporting.figures.rules.bridge import NAMES, Cause, Step
from reporting.figures.rules.facts import Facts, Name
from reporting.figures.rules.values import Drawn, FigureValue, Formula, Indicator, Term, drawn

DIFFERENCE, STEP = "R-BA-01", "R-BA-02"
_HOUSE_ZONE = ZoneInfo("Asia/Shanghai")
#: A difference of tonnes is told to the gram.
_GRAM_PLACES = {"tCO2e": 6}


class BridgeDoesNotSum(DomainError):
    """The steps of {indicator} add up to {steps}, not to {difference}; none was drawn."""

    code = "bridge_does_not_sum"


def _of_two_sets(_facts: Facts) -> list[FigureValue]:
    """Return nothing: these follow from two sets of figures, not from one set of facts."""
    return []


def _indicator(
    code: str, zh: str, en: str, method: str, method_zh: str, method_en: str
) -> Indicator:
    return Indicator(
        code=code,
        name_zh=zh,
        name_en=en,
        unit="",
        measure=Measure.COUNT,
        places=0,
        dimensions=(("indicator", "since"), ("indicator", PROJECT, "since")),
        method=method,
        version="1",
        method_zh=method_zh,
        method_en=method_en,
        compute=_of_two_sets,
    )


DIFFERENCES = _indicator(
    DIFFERENCE,
    "新旧口径之差",
    "Difference of two bases",
    "figure on the new basis less figure on the old basis",
    "新口径的数值减去旧口径的数值；两个数值均为已存的数字，各有其编号。",
    "The figure on the new basis less the figure on the old basis; both are stored figures under "
    "ids of their own.",
)
STEPS = _indicator(
    STEP,
    "口径变动分步",
    "Step between two bases",
    "redrawn with one input moved from old to new",
    "按固定顺序（排放因子、方法版本、范围、后到数据、数据更正、归因比例）每次只把一项输入由旧换新并重算，"
    "本步为该项输入换新前后之差；各步之和等于新旧口径之差。",
    "Redrawn with one input at a time moved from old to new, in a fixed order (factors, method, "
    "boundary, late data, corrections, shares); the step is the difference that this one input "
    "makes, and all steps add up to the difference of the two bases.",
)
INDICATORS = (DIFFERENCES, STEPS)
#: Changes with every change of what is told of two bases, or how.
TABLE_VERSION = sha256_of([[each.code, each.method, each.version] for each in INDICATORS])[:12]


def draw(comparison: Comparison) -> list[Drawn]:
    """
    Return the figures of a comparison: each difference, and the steps that lead to it.

    :raises BridgeDoesNotSum: if the steps of a number miss its difference.
    """
    found: list[Drawn] = []
    for change in comparison.changes:
        _check(change)
        values = [(DIFFERENCES, _difference(comparison, change))]
        values += [(STEPS, _step(comparison, change, each)) for each in change.steps]
        found += [
            drawn(indicator, value, period=comparison.period, known_at=comparison.known_at)
            for indicator, value in values
        ]
    return found


def _check(change: Change) -> None:
    total = sum((each.amount for each in change.steps), start=change.difference * 0)
    if change.steps and total != change.difference:
        raise BridgeDoesNotSum(
            indicator=change.indicator.code, steps=total, difference=change.difference
        )


def _names(comparison: Comparison, change: Change) -> dict[str, Name]:
    found = {"indicator": change.indicator}
    if change.project is not None:
        found[PROJECT] = change.project
    return {**found, "since": since_name(comparison.since)}


def since_name(moment: dt.datetime) -> Name:
    """Return the old basis with its names: what was known at a moment."""
    told = f"{moment.astimezone(_HOUSE_ZONE):%Y-%m-%d %H:%M}"
    return Name(instant(moment), f"较 {told} 所知", f"against what was known {told}")


def _terms(change: Change) -> tuple[Term, Term]:
    return (
        Term(
            symbol="N",
            name_zh=f"新口径（{change.new.figure_id}）",
            name_en=f"new basis ({change.new.figure_id})",
            value=change.new.value,
            unit=change.unit,
        ),
        Term(
            symbol="O",
            name_zh=f"旧口径（{change.old.figure_id}）",
            name_en=f"old basis ({change.old.figure_id})",
            value=change.old.value,
            unit=change.unit,
        ),
    )


def _difference(comparison: Comparison, change: Change) -> FigureValue:
    names = _names(comparison, change)
    return FigureValue(
        dimension={axis: name.code for axis, name in names.items()},
        names=names,
        value=change.difference,
        formula=Formula(expression="Δ = N − O", terms=_terms(change)),
        rows=(change.old.ref, change.new.ref),
        projects=tuple({*change.old.projects, *change.new.projects}),
        attributes={"old": change.old.figure_id, "new": change.new.figure_id},
        unit=change.unit,
        measure=change.measure,
        places=_places(change),
    )


def _step(comparison: Comparison, change: Change, step: Step) -> FigureValue:
    behind = comparison.evidence.get(step.cause)
    names = {**_names(comparison, change), "step": NAMES[step.cause]}
    return FigureValue(
        dimension={axis: name.code for axis, name in names.items()},
        names=names,
        value=step.amount,
        formula=Formula(expression=f"δ[{step.cause.value}]", terms=_terms(change)),
        rows=(change.old.ref, change.new.ref),
        projects=tuple({*change.old.projects, *change.new.projects}),
        factors=behind.factors if behind and step.cause is Cause.FACTOR else (),
        attributes={"old": change.old.figure_id, "new": change.new.figure_id},
        note_zh=behind.zh if behind else "",
        note_en=behind.en if behind else "",
        unit=change.unit,
        measure=change.measure,
        places=_places(change),
    )


def _places(change: Change) -> int:
    return _GRAM_PLACES.get(change.unit, change.places)
