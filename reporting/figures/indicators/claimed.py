"""Avoided emissions less what went with sold certificates and credits: gross, sold, net."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal

from config.kernel.quantities import Measure
from reporting.figures.indicators import avoided
from reporting.figures.indicators.sums import or_zero
from reporting.figures.rules.facts import Attributed, Basis, Facts, Method, Sold
from reporting.figures.rules.totals import Leaf, month_name, roll_up
from reporting.figures.rules.values import FigureValue, Formula, Indicator, Term

ZERO = Decimal(0)
GRAM = Decimal("0.000001")
TONNES, MEGAWATT_HOURS = "tCO2e", "MWh"
#: A sale is of a project and its months, never of a province.
CUTS: tuple[tuple[str, ...], ...] = ((), ("project",), ("month",), ("project", "month"))
BY_PROJECT = CUTS[:2]
BY_PRODUCT: tuple[tuple[str, ...], ...] = ((), ("product",), ("product", "project"))
#: What a figure of sold tonnes is made of, as its leaves carry it: part, symbol, names, unit.
PARTS = (
    ("certificates", "W", "已出售绿色电力证书", "certificates sold", MEGAWATT_HOURS),
    ("credits", "C", "已出售减排量", "credits sold", TONNES),
    ("sold", "V", "随出售转移的吨数", "tonnes that went with the sales", TONNES),
)


def sold(facts: Facts) -> list[FigureValue]:
    """Return the tonnes that sales take: all, by project, by month; zero where none is known."""
    leaves = [_sold_leaf(facts, each) for each in _metered(facts)]
    return or_zero(roll_up(leaves, by=CUTS, describe=_describe_sold), if_asked=facts.saved)


def beyond(facts: Facts) -> list[FigureValue]:
    """Return what was sold beyond what its project avoided in the period, where anything was."""
    over: dict[str, list[Sold]] = defaultdict(list)
    for each in facts.sold:
        over[each.project].append(each)
    leaves = [
        Leaf(
            keys={"project": facts.project(project).name},
            value=amount,
            project=project,
            rows=tuple(row for one in sales for row in one.rows),
            approvals=tuple(row for one in sales for row in one.approvals),
            parts={"sold": sum((one.sold for one in sales), ZERO)},
        )
        for project, sales in over.items()
        if (amount := sum((one.sold - one.taken for one in sales), ZERO))
    ]
    return roll_up(leaves, by=BY_PROJECT, describe=_describe_beyond)


def _describe_beyond(leaves: Sequence[Leaf]) -> Formula:
    whole = sum((leaf.parts["sold"] for leaf in leaves), ZERO)
    left = whole - sum((leaf.value for leaf in leaves), ZERO)
    return Formula(
        expression="O = V − S",
        terms=(
            _tonnes("V", "随出售转移的吨数", "tonnes that went with the sales", whole),
            _tonnes("S", "已从避免排放量扣除", "taken from what was avoided", left),
        ),
    )


def _metered(facts: Facts) -> list[Sold]:
    return [each for each in facts.sold if each.basis is Basis.METERED]


def _sold_leaf(facts: Facts, each: Sold) -> Leaf:
    return Leaf(
        keys={"project": facts.project(each.project).name, "month": month_name(each.month)},
        value=each.taken,
        project=each.project,
        rows=each.rows,
        approvals=each.approvals,
        parts={
            "certificates": each.certificates_mwh,
            "credits": each.credits_tco2e,
            "sold": each.sold,
        },
    )


def _describe_sold(leaves: Sequence[Leaf]) -> Formula:
    sums = {key: sum((leaf.parts[key] for leaf in leaves), ZERO) for key, *_named in PARTS}
    return Formula(
        expression="S = min(V, A), V = Σ C + Σ W × A[i] ÷ E[i]",
        terms=tuple(
            Term(symbol=symbol, name_zh=zh, name_en=en, value=sums[key], unit=unit)
            for key, symbol, zh, en, unit in PARTS
        ),
    )


def net(facts: Facts) -> list[FigureValue]:
    """Return what may still be claimed, where something was sold at all."""
    taken = [_sold_leaf(facts, each).less() for each in _metered(facts)]
    if not taken:
        return []
    gross = [avoided.leaf_of(facts, each) for each in facts.saved if not each.is_alternative]
    return roll_up([*gross, *taken], by=CUTS, describe=_describe_net)


def _describe_net(leaves: Sequence[Leaf]) -> Formula:
    taken = -sum((leaf.value for leaf in leaves if "sold" in leaf.parts), ZERO)
    whole = sum((leaf.value for leaf in leaves), ZERO) + taken
    return difference("N = A − S", whole, taken)


def difference(expression: str, whole: Decimal, taken: Decimal) -> Formula:
    """Return the formula of what is left: the tonnes before sales, and what went with sales."""
    return Formula(
        expression=expression,
        terms=(
            _tonnes("A", "避免排放量（扣除前）", "avoided, before sales", whole),
            _tonnes("S", "已随出售转移", "went with sales", taken),
        ),
    )


def _tonnes(symbol: str, zh: str, en: str, value: Decimal) -> Term:
    return Term(symbol=symbol, name_zh=zh, name_en=en, value=value, unit=TONNES)


def attributed(method: Method, *, is_net: bool) -> Callable[[Facts], list[FigureValue]]:
    """Return how a product's part is told: what of it was sold, or what of it is left."""

    def compute(facts: Facts) -> list[FigureValue]:
        taken = _taken(facts)
        if not taken:
            return []
        stated = [each for each in facts.attributed if each.method is method]
        if not is_net:
            stated = [each for each in stated if each.project in taken]
        leaves = [_part_leaf(facts, each, taken, is_net=is_net) for each in stated]
        return roll_up(leaves, by=BY_PRODUCT, describe=_describe_part)

    return compute


def _taken(facts: Facts) -> Mapping[str, list[Sold]]:
    found: dict[str, list[Sold]] = defaultdict(list)
    for each in _metered(facts):
        found[each.project].append(each)
    return found


def _part_leaf(
    facts: Facts, each: Attributed, taken: Mapping[str, list[Sold]], *, is_net: bool
) -> Leaf:
    sales = taken.get(each.project, [])
    sold_of_project = sum((one.taken for one in sales), ZERO)
    left = left_of(each.avoided - sold_of_project, each.share) if sales else each.value
    return Leaf(
        keys={
            "product": facts.product(each.product).name,
            "project": facts.project(each.project).name,
        },
        value=left if is_net else each.value - left,
        project=each.project,
        rows=(each.ref, *(row for one in sales for row in one.rows)),
        approvals=(*each.approvals, *(row for one in sales for row in one.approvals)),
        parts={"whole": each.value, "taken": each.value - left},
    )


def left_of(claimable: Decimal, share: Decimal) -> Decimal:
    """
    Return a financier's part of what a project may still claim, to the gram.

    Rounded towards less, as what it financed is: all financiers together never claim more.

    >>> left_of(Decimal("371.46"), Decimal("0.333333333333"))
    Decimal('123.819999')
    """
    return (max(claimable, ZERO) * share).quantize(GRAM, rounding=ROUND_DOWN)


def _describe_part(leaves: Sequence[Leaf]) -> Formula:
    whole = sum((leaf.parts["whole"] for leaf in leaves), ZERO)
    taken = sum((leaf.parts["taken"] for leaf in leaves), ZERO)
    return difference("N = A − S, N[i] = s[i] × (A[i] − S[i])", whole, taken)


SALES_ZH = (
    "绿色电力证书按其电量在当月避免的吨数、减排量按其吨数，从所属项目当月避免排放量中扣除；"
    "跨月的出售按各月计量电量分摊，扣除额不超过项目同期避免排放量。"
)
SALES_EN = (
    "Certificates take the tonnes that their electricity avoided in its month, credits their own "
    "tonnes, from what their project avoided; a sale of several months is spread over them as the "
    "metered energy is, and never more is taken than the project avoided in the period."
)
LEFT_ZH = "避免排放量减去随绿色电力证书与减排量出售而转移的吨数，即仍可声明的部分。"
LEFT_EN = (
    "Avoided emissions less the tonnes that went with sold certificates and credits: what may "
    "still be claimed."
)


def _indicator(
    code: str,
    names: tuple[str, str],
    words: tuple[str, str],
    compute: Callable[[Facts], list[FigureValue]],
    cuts: tuple[tuple[str, ...], ...] = CUTS,
) -> Indicator:
    return Indicator(
        code=code,
        name_zh=names[0],
        name_en=names[1],
        unit=TONNES,
        measure=Measure.AVOIDED,
        places=3,
        dimensions=cuts,
        partitions=cuts[1:],
        method="avoided emissions less sold certificates and credits",
        version="1",
        method_zh=words[0],
        method_en=words[1],
        compute=compute,
    )


RULE_BOOKS = {
    Method.PCAF: ("PCAF 口径", "PCAF"),
    Method.GUIDE: ("绿色信贷指引口径", "green-credit guide"),
}


def _of_products(code: str, method: Method, *, is_net: bool) -> Indicator:
    zh, en = (
        ("扣除出售后的归因避免排放量", "Attributed avoided emissions net of sales")
        if is_net
        else ("归因避免排放量中已出售部分", "Sold part of attributed avoided emissions")
    )
    words = (LEFT_ZH, LEFT_EN) if is_net else (SALES_ZH, SALES_EN)
    rule_zh, rule_en = RULE_BOOKS[method]
    return _indicator(
        code,
        (f"{zh}（{rule_zh}）", f"{en} ({rule_en})"),
        (
            f"{words[0]}产品部分为归因比例乘以项目扣除后的吨数，向下取到克。",
            (
                f"{words[1]} A product's part is its share of what is left of the project, rounded "
                "down to the gram."
            ),
        ),
        attributed(method, is_net=is_net),
        BY_PRODUCT,
    )


INDICATORS: tuple[Indicator, ...] = (
    _indicator(
        "E-AV-04",
        (
            "已随证书与减排量出售的避免排放量",
            "Avoided emissions sold with certificates and credits",
        ),
        (SALES_ZH, SALES_EN),
        sold,
    ),
    _indicator(
        "E-AV-05",
        ("扣除出售后的避免排放量", "Avoided emissions net of sales"),
        (LEFT_ZH, LEFT_EN),
        net,
    ),
    _indicator(
        "E-AV-06",
        ("超出避免排放量的出售", "Sold beyond what was avoided"),
        (
            "随出售转移的吨数超出项目同期避免排放量的部分；不从其他项目扣除，须核对出售记录。",
            (
                "What the sales of a project take beyond what it avoided in the period; nobody "
                "else's tonnes are reduced by it, and the sales are to be looked at."
            ),
        ),
        beyond,
        BY_PROJECT,
    ),
    _of_products("E-AT-41", Method.PCAF, is_net=False),
    _of_products("E-AT-42", Method.GUIDE, is_net=False),
    _of_products("E-AT-43", Method.PCAF, is_net=True),
    _of_products("E-AT-44", Method.GUIDE, is_net=True),
)
