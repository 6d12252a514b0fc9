"""What was collected, as figures: each indicator is defined by the answers themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain, groupby

from config.kernel.quantities import Measure
from reporting.figures.rules.collected import INVESTEE_CODES, Collected
from reporting.figures.rules.facts import Facts, Name
from reporting.figures.rules.totals import Leaf, roll_up
from reporting.figures.rules.values import FigureValue, Formula, Indicator, Term, places_of

METHOD, VERSION = "collected and confirmed", "1"
MOST_PLACES = 6
PERCENT = "%"
#: What a unit of the library measures; whatever is not listed is counted.
MEASURES = {
    "kWh": Measure.ENERGY,
    "MWh": Measure.ENERGY,
    "tce": Measure.ENERGY,
    "GJ": Measure.HEAT,
    "t": Measure.MASS,
    "kg": Measure.MASS,
    "L": Measure.VOLUME,
    "m3": Measure.VOLUME,
    "CNY": Measure.MONEY,
    PERCENT: Measure.SHARE,
}
TONNES = frozenset({"tCO2", "tCO2e"})
#: Whose tonnes they are, where not the company's own.
TONNES_OF = {
    "E-FE-01": Measure.FINANCED,
    "E-FE-02": Measure.FINANCED,
    "E-FE-03": Measure.FINANCED,
    "E-FE-08": Measure.AVOIDED,
    "E-FE-09": Measure.REMOVED,
}
EMPLOYEES = "S-01"
#: Of what the company's own operations use, the template also asks for the amount per head.
OPERATIONS = "E-OP-"
PER_HEAD = Name("employee", "人均", "per head")
#: Where the same code was computed too, the collected number stands beside it.
BESIDE = Name("collected", "填报", "as collected")
#: Along which a collected number may be told: by department and site, per head, beside another.
AXES = ("place", "per", "as")
METHOD_ZH = "由责任部门填报、经另一人复核确认的数值；报送版本与凭证见所列来源。"
METHOD_EN = (
    "Entered by the department in charge and confirmed by a second person; its version and its "
    "evidence are among the sources."
)


def indicators_of(facts: Facts, *, computed: Collection[str]) -> Iterator[Indicator]:
    """
    Yield the indicator that each collected code makes, with its figures.

    ``computed`` are the codes that were computed: the collected number never replaces one, it
    stands beside it.
    """
    ordered = sorted(facts.collected, key=lambda each: each.indicator.code)
    for code, group in groupby(ordered, key=lambda each: each.indicator.code):
        answers = list(group)
        figures = _figures(facts, answers)
        if code in computed:
            figures = [_beside(each) for each in figures]
        yield _indicator(answers[-1], figures)


def total_of(facts: Facts, code: str) -> Decimal | None:
    """Return the sum of what was collected under a code; None without a number."""
    found = [
        each.value
        for each in facts.collected
        if each.indicator.code == code and each.value is not None
    ]
    return sum(found, Decimal(0)) if found else None


def is_additive(unit: str) -> bool:
    """Return whether the answers of several departments add up: shares and ratios do not."""
    return unit != PERCENT and "/" not in unit


def _indicator(answer: Collected, figures: list[FigureValue]) -> Indicator:
    unit, name = answer.unit, answer.indicator
    is_share = unit == PERCENT
    return Indicator(
        code=name.code,
        name_zh=name.zh,
        name_en=name.en,
        unit="" if is_share else unit,
        measure=_measure(name.code, unit),
        places=0,
        dimensions=tuple(dict.fromkeys(tuple(each.dimension) for each in figures)),
        partitions=(("place",),) if is_additive(unit) else (),
        method=METHOD,
        version=VERSION,
        method_zh=METHOD_ZH,
        method_en=METHOD_EN,
        compute=lambda _facts: figures,
    )


def _measure(code: str, unit: str) -> Measure:
    if unit in TONNES:
        return TONNES_OF.get(code, Measure.EMITTED)
    return MEASURES.get(unit, Measure.COUNT)


def _figures(facts: Facts, answers: Sequence[Collected]) -> list[FigureValue]:
    numbers = [each for each in answers if each.value is not None]
    texts = [each for each in answers if each.value is None and each.text]
    several = len(answers) > 1
    found = [_text(each, several=several) for each in texts]
    if answers[0].indicator.code in INVESTEE_CODES:
        return found + _by(numbers, [_leaf(each) for each in numbers], (("place",),))
    axes: list[tuple[str, ...]] = [()] if is_additive(answers[0].unit) or not several else []
    if several:
        axes.append(("place",))
    found += _by(numbers, [_leaf(each) for each in numbers], axes)
    return found + per_head(facts, found, answers[0])


def _leaf(each: Collected) -> Leaf:
    value = each.value or Decimal(0)
    return Leaf(
        keys={"place": _place(each)},
        value=value.scaleb(-2) if each.unit == PERCENT else value,
        rows=each.rows,
        approvals=each.approvals,
    )


def _place(each: Collected) -> Name:
    of = each.department
    if not each.site:
        return of
    return Name(f"{of.code}/{each.site}", f"{of.zh} {each.site}", f"{of.en} {each.site}")


def _by(
    numbers: Sequence[Collected], leaves: Sequence[Leaf], axes: Sequence[tuple[str, ...]]
) -> list[FigureValue]:
    if not numbers:
        return []
    places = max(places_of(leaf.value, most=MOST_PLACES) for leaf in leaves)
    rolled = roll_up(leaves, by=axes, describe=lambda group: _formula(group, numbers[0].unit))
    by_place = {_place(each).code: each for each in numbers}
    return [
        _told(
            replace(each, places=places),
            [by_place[each.dimension["place"]]] if each.dimension else numbers,
        )
        for each in rolled
    ]


def _formula(group: Sequence[Leaf], unit: str) -> Formula:
    if len(group) == 1:
        return Formula(expression="")
    terms = tuple(
        Term(
            symbol=f"V[{leaf.keys['place'].code}]",
            name_zh=leaf.keys["place"].zh,
            name_en=leaf.keys["place"].en,
            value=leaf.value,
            unit=unit,
        )
        for leaf in group[:20]
    )
    return Formula(expression=f"V = Σ V[i], i = 1…{len(group)}", terms=terms)


def _text(each: Collected, *, several: bool) -> FigureValue:
    place = _place(each)
    return _told(
        FigureValue(
            dimension={"place": place.code} if several else {},
            names={"place": place} if several else {},
            text=Name("collected_text", each.text, each.text),
            formula=Formula(expression=""),
            rows=each.rows,
            approvals=each.approvals,
        ),
        [each],
    )


def _told(figure: FigureValue, answers: Sequence[Collected]) -> FigureValue:
    """Return the figure with who answered, on which evidence, and what they said of it."""
    departments = dict.fromkeys(each.department for each in answers)
    notes = [each.note for each in answers if each.note]
    evidence = sorted(set(chain.from_iterable(each.evidence for each in answers)))
    return replace(
        figure,
        attributes={
            "origin": "collected",
            "department": {
                "zh": "、".join(each.zh for each in departments),
                "en": ", ".join(each.en for each in departments),
            },
            "evidence": evidence,
            "notes": notes,
        },
        note_zh="填报部门：" + "、".join(each.zh for each in departments) + "。",
        note_en="Entered by: " + ", ".join(each.en for each in departments) + ".",
    )


def per_head(facts: Facts, figures: Sequence[FigureValue], answer: Collected) -> list[FigureValue]:
    """Return a quantity of the company's own operations divided by its employees."""
    total = next((each for each in figures if not each.dimension and each.value is not None), None)
    if not answer.indicator.code.startswith(OPERATIONS) or total is None:
        return []
    return divided(facts, total, unit=answer.unit)


def divided(facts: Facts, total: FigureValue, *, unit: str) -> list[FigureValue]:
    """Return a total per employee, in its unit per head; nothing where nobody was counted."""
    heads = [each for each in facts.collected if each.indicator.code == EMPLOYEES and each.value]
    count = sum((each.value or Decimal(0) for each in heads), Decimal(0))
    if total.value is None or count <= 0 or not is_additive(unit):
        return []
    return [
        replace(
            total,
            dimension={"per": PER_HEAD.code},
            names={"per": PER_HEAD},
            value=total.value / count,
            unit=f"{unit}/人",
            places=4,
            formula=Formula(
                expression="h = V ÷ n",
                terms=(
                    Term(symbol="V", name_zh="总量", name_en="total", value=total.value, unit=unit),
                    Term(symbol="n", name_zh="员工总数", name_en="employees", value=count, unit=""),
                ),
            ),
            rows=(*total.rows, *chain.from_iterable(each.rows for each in heads)),
            approvals=(*total.approvals, *chain.from_iterable(each.approvals for each in heads)),
        )
    ]


def _beside(figure: FigureValue) -> FigureValue:
    return replace(
        figure,
        dimension={**figure.dimension, "as": BESIDE.code},
        names={**figure.names, "as": BESIDE},
    )
