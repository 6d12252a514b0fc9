"""Where the money of green trusts stands: on projects, on none and since when, in cash."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from config.kernel.quantities import Measure
from reporting.figures.indicators.sums import counted, indicator, or_zero, shares_of, summed
from reporting.figures.rules.facts import Facts, Holding, Name, Placed
from reporting.figures.rules.totals import Leaf, TotalsDisagree, roll_up
from reporting.figures.rules.values import FigureValue, Formula, Indicator, Term

ZERO = Decimal(0)
BY_PRODUCT: tuple[tuple[str, ...], ...] = ((), ("product",))
BY_PROJECT = (*BY_PRODUCT, ("project",), ("product", "project"))
BY_AGE = (*BY_PRODUCT, ("age",), ("product", "age"))
PLACED_BY = (*BY_PRODUCT, ("province",), ("instrument",), ("technology",), ("catalogue",))
PLACED_BY_PRODUCT = (*PLACED_BY, ("product", "catalogue"))
COUNTED_BY = (*BY_PRODUCT, ("province",), ("instrument",))

#: What a label leaves, what was judged and found not green, and what nobody judged.
REST = Name("rest", "绿色份额以外", "Beside green shares")
NOT_GREEN = Name("not_green", "认定为非绿色", "Found not green")
UNLABELLED = Name("unlabelled", "未贴标", "Not labelled")


def of_contract(each: Placed, value: Decimal, **keys: Name) -> Leaf:
    """Return a part of one contract's money, with what stands behind the contract."""
    return Leaf(
        keys={"product": each.product, "contract": each.contract, **keys},
        value=value,
        rows=each.rows,
        sets=each.sets,
        approvals=each.approvals,
    )


def of_product(each: Holding, value: Decimal) -> Leaf:
    """Return a part of one product's money, with the books behind it."""
    return Leaf(keys={"product": each.product}, value=value, sets=(each.books,))


def of_nothing(facts: Facts) -> list[Leaf]:
    """Return a part of zero for each product: that it placed nothing is something to say."""
    return [of_product(each, ZERO) for each in facts.holdings]


def _projects(facts: Facts) -> dict[str, Name]:
    return {each.name.code: each.name for each in facts.projects}


def on_projects(facts: Facts) -> list[FigureValue]:
    """Return the CNY that stand on projects: all, by product, by project, by both."""
    names = _projects(facts)
    leaves = [
        of_contract(each, amount, project=names.get(code, Name(code, code, code)))
        for each in facts.placed
        for code, amount in each.on_projects.items()
    ]
    return [
        *roll_up([*leaves, *of_nothing(facts)], by=BY_PRODUCT, describe=summed("P")),
        *roll_up(leaves, by=BY_PROJECT[2:], describe=summed("P")),
    ]


def unallocated(facts: Facts) -> list[FigureValue]:
    """Return the CNY under contracts that stand on no project: all, by product, by age."""
    whole = [of_contract(each, each.unallocated_cny) for each in facts.placed]
    layers = [
        of_contract(each, layer.amount_cny, age=layer.band)
        for each in facts.placed
        for layer in each.waiting
    ]
    return [
        *roll_up([*whole, *of_nothing(facts)], by=BY_PRODUCT, describe=summed("U")),
        *roll_up(layers, by=BY_AGE[2:], describe=summed("U")),
    ]


def oldest_days(facts: Facts) -> list[FigureValue]:
    """Return the age in days of the oldest yuan on no project: of all, and by product."""
    found = []
    groups: dict[str, list[Placed]] = {"": [each for each in facts.placed if each.waiting]}
    for each in groups[""]:
        groups.setdefault(each.product.code, []).append(each)
    for code, members in sorted(groups.items()):
        if not members:
            continue
        oldest = max(
            (layer for each in members for layer in each.waiting), key=lambda layer: layer.age_days
        )
        names = {"product": members[0].product} if code else {}
        found.append(
            FigureValue(
                dimension={axis: name.code for axis, name in names.items()},
                names=names,
                value=Decimal(oldest.age_days),
                formula=Formula(expression=f"d = {facts.period.last_day} − {oldest.since_on}"),
                rows=tuple(row for each in members for row in each.rows),
                sets=tuple(one for each in members for one in each.sets),
                approvals=tuple(one for each in members for one in each.approvals),
            )
        )
    return found


def _of_books(
    part: Callable[[Holding], Decimal], symbol: str
) -> Callable[[Facts], list[FigureValue]]:
    def compute(facts: Facts) -> list[FigureValue]:
        leaves = [of_product(each, part(each)) for each in facts.holdings]
        return roll_up(leaves, by=BY_PRODUCT, describe=summed(symbol))

    return compute


def assets(facts: Facts) -> list[FigureValue]:
    """
    Return all assets in the books: of all, and by product.

    :raises TotalsDisagree: if projects, unallocated money, cash and the rest are not all of it.
    """
    placed: dict[str, Decimal] = {}
    for each in facts.placed:
        stands = sum(each.on_projects.values(), ZERO) + each.unallocated_cny
        placed[each.product.code] = placed.get(each.product.code, ZERO) + stands
    for held in facts.holdings:
        parts = placed.get(held.product.code, ZERO) + held.cash_cny + held.other_assets_cny
        if parts != held.assets_cny:
            raise TotalsDisagree(
                indicator="G-UF-05", axes=held.product.code, parts=parts, total=held.assets_cny
            )
    leaves = [of_product(each, each.assets_cny) for each in facts.holdings]
    return roll_up(leaves, by=BY_PRODUCT, describe=_four_parts(facts))


def _four_parts(facts: Facts) -> Callable[[object], Formula]:
    told = (
        ("P", "落到项目", "on projects"),
        ("U", "合同项下未落到项目", "under contracts on no project"),
        ("C", "现金", "cash"),
        ("O", "其他资产", "other assets"),
    )

    def describe(leaves: object) -> Formula:
        codes = {leaf.keys["product"].code for leaf in leaves}  # type: ignore[attr-defined]
        placed = [each for each in facts.placed if each.product.code in codes]
        held = [each for each in facts.holdings if each.product.code in codes]
        values = (
            sum((amount for each in placed for amount in each.on_projects.values()), ZERO),
            sum((each.unallocated_cny for each in placed), ZERO),
            sum((each.cash_cny for each in held), ZERO),
            sum((each.other_assets_cny for each in held), ZERO),
        )
        return Formula(
            expression="A = P + U + C + O",
            terms=tuple(
                Term(symbol=symbol, name_zh=zh, name_en=en, value=value, unit="CNY")
                for (symbol, zh, en), value in zip(told, values, strict=True)
            ),
        )

    return describe


def placed(facts: Facts) -> list[FigureValue]:
    """Return the CNY outstanding under contracts: all, and by what they are placed in."""
    whole = [
        of_contract(each, each.outstanding_cny, province=each.province, instrument=each.instrument)
        for each in facts.placed
    ]
    technologies = {each.name.code: each.technology for each in facts.projects}
    by_technology = []
    for each in facts.placed:
        for code, amount in each.on_projects.items():
            known = {"technology": technologies[code]} if code in technologies else {}
            by_technology.append(of_contract(each, amount, **known))
        by_technology.append(of_contract(each, each.unallocated_cny))
    entries = [leaf for each in facts.placed for leaf in _by_entry(each)]
    return [
        *roll_up([*whole, *of_nothing(facts)], by=BY_PRODUCT, describe=summed("I")),
        *roll_up(whole, by=PLACED_BY[2:4], describe=summed("I")),
        *roll_up(
            [leaf for leaf in by_technology if leaf.value],
            by=(("technology",),),
            describe=summed("I"),
        ),
        *roll_up(entries, by=(("catalogue",), ("product", "catalogue")), describe=summed("I")),
    ]


def _by_entry(each: Placed) -> list[Leaf]:
    """Return one contract's money by catalogue entry, and what no entry names; no empty part."""
    parts = [(part.entry, part.amount_cny) for part in each.green]
    parts += [
        (REST, each.rest_cny),
        (NOT_GREEN, each.not_green_cny),
        (UNLABELLED, each.unlabelled_cny),
    ]
    return [of_contract(each, amount, catalogue=name) for name, amount in parts if amount]


def count_contracts(facts: Facts) -> list[FigureValue]:
    """Return how many contracts have money outstanding: all, by product, province, instrument."""
    leaves = [
        of_contract(each, Decimal(1), province=each.province, instrument=each.instrument)
        for each in facts.placed
        if each.outstanding_cny
    ]
    found = roll_up(leaves, by=COUNTED_BY, describe=counted("n"))
    return or_zero(found, if_asked=facts.holdings)


def _look_back(
    part: Callable[[Placed], Decimal], symbol: str
) -> Callable[[Facts], list[FigureValue]]:
    def compute(facts: Facts) -> list[FigureValue]:
        leaves = [of_contract(each, part(each)) for each in facts.placed]
        return roll_up(leaves, by=BY_PRODUCT, describe=summed(symbol))

    return compute


def refinanced_share(facts: Facts) -> list[FigureValue]:
    """Return which share replaced earlier financing, of what the terms state: all, by product."""
    stated = [each for each in facts.placed if each.refinanced_cny + each.new_cny]
    return shares_of(
        [of_contract(each, each.refinanced_cny) for each in stated],
        [of_contract(each, each.refinanced_cny + each.new_cny) for each in stated],
        by=BY_PRODUCT,
        symbols=("R", "S"),
        names=(("再融资", "refinancing"), ("已说明用途的金额", "what the terms state")),
    )


INDICATORS: tuple[Indicator, ...] = (
    indicator(
        "G-UF-01",
        ("落到项目的资金", "Money on projects"),
        "outstanding amounts by the splits of contracts",
        (
            "期末各资金运用合同未偿金额按其有效的项目分摊（比例或金额）落到各项目的部分，精确到分。",
            (
                "What is outstanding under each fund-use contract on the last day, divided over "
                "projects to the fen by the split that holds."
            ),
        ),
        on_projects,
        by=BY_PROJECT,
    ),
    indicator(
        "G-UF-02",
        ("尚未落到项目的资金", "Money on no project"),
        "outstanding amounts beside the splits of contracts, first in first out",
        (
            "期末资金运用合同项下未分摊到任何项目的未偿金额；账龄按先进先出自其到账之日起算。",
            (
                "What is outstanding under contracts and divided over no project on the last day; "
                "its age is counted from the day it came, first in, first out."
            ),
        ),
        unallocated,
        by=BY_AGE,
    ),
    indicator(
        "G-UF-03",
        ("持有现金", "Cash held"),
        "cash at bank by double entry",
        ("期末各产品银行存款余额，取自复式账簿。", "Cash at bank on the last day, from the books."),
        _of_books(lambda each: each.cash_cny, "C"),
        by=BY_PRODUCT,
    ),
    indicator(
        "G-UF-04",
        ("其他资产", "Other assets"),
        "asset balances beside cash and investments",
        (
            "期末账簿中现金与资金运用以外的资产余额。",
            "Asset balances in the books on the last day beside cash and investments.",
        ),
        _of_books(lambda each: each.other_assets_cny, "O"),
        by=BY_PRODUCT,
    ),
    indicator(
        "G-UF-05",
        ("信托资产合计", "Trust assets"),
        "sum of all asset balances",
        (
            "落到项目、未落到项目、现金与其他资产四部分之和，与账簿资产合计逐分相等，否则不出数。",
            (
                "Money on projects, on none, cash and other assets; equal to the fen to the assets "
                "in the books, or no figure is drawn."
            ),
        ),
        assets,
        by=BY_PRODUCT,
    ),
    Indicator(
        code="G-UF-06",
        name_zh="未落到项目资金的最长账龄",
        name_en="Age of the oldest money on no project",
        unit="d",
        measure=Measure.COUNT,
        places=0,
        dimensions=BY_PRODUCT,
        method="age of the oldest layer, first in first out",
        version="1",
        method_zh="期末仍未落到项目的资金中最早一笔自到账之日起的天数。",
        method_en="Days since the oldest money that still stands on no project came.",
        compute=oldest_days,
    ),
    indicator(
        "G-UF-07",
        ("资金运用余额", "Placed under contracts"),
        "outstanding under fund-use contracts by double entry",
        (
            (
                "期末资金运用合同未偿本金；按技术划分时未落到项目的列入“其他”，"
                "按目录划分时以贴标为准，未贴标与非绿色单列。"
            ),
            (
                "Principal outstanding under fund-use contracts on the last day; by technology "
                "what stands on no project is other, by catalogue what labels say, the rest apart."
            ),
        ),
        placed,
        by=PLACED_BY_PRODUCT,
    ),
    indicator(
        "G-UF-08",
        ("有余额的资金运用合同", "Contracts with money outstanding"),
        "count of contracts with an outstanding amount",
        (
            "期末未偿本金不为零的资金运用合同数量。",
            "Fund-use contracts with principal outstanding on the last day.",
        ),
        count_contracts,
        by=COUNTED_BY,
        measure=Measure.COUNT,
    ),
    indicator(
        "G-UF-11",
        ("再融资金额", "Refinancing"),
        "outstanding amounts by the refinancing share of the terms",
        (
            "期末未偿本金乘以合同条款所载再融资比例，精确到分。",
            "What is outstanding times the refinancing share in the terms, to the fen.",
        ),
        _look_back(lambda each: each.refinanced_cny, "R"),
        by=BY_PRODUCT,
    ),
    indicator(
        "G-UF-12",
        ("新增融资金额", "New financing"),
        "outstanding amounts less the refinancing share of the terms",
        (
            "期末未偿本金中合同条款说明为新增融资的部分。",
            "What is outstanding and, by the terms, new financing.",
        ),
        _look_back(lambda each: each.new_cny, "N"),
        by=BY_PRODUCT,
    ),
    indicator(
        "G-UF-13",
        ("未说明是否再融资的金额", "Not stated whether refinancing"),
        "outstanding amounts whose terms state no refinancing share",
        (
            "合同条款未载再融资比例的未偿本金；不计入再融资，也不计入新增融资。",
            "What is outstanding under terms without a refinancing share; it counts as neither.",
        ),
        _look_back(lambda each: each.not_stated_cny, "X"),
        by=BY_PRODUCT,
    ),
    indicator(
        "G-UF-14",
        ("再融资比例", "Refinancing share"),
        "refinancing over what the terms state",
        (
            "再融资金额除以条款已说明的金额（再融资与新增融资之和）；未说明的不进入分母。",
            (
                "Refinancing over what the terms state (refinancing and new together); what is not "
                "stated is in neither."
            ),
        ),
        refinanced_share,
        by=BY_PRODUCT,
        measure=Measure.SHARE,
    ),
)
