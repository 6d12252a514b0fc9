"""How green the money is by its labels, and the company's own funds beside it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from config.kernel.quantities import Measure
from reporting.figures.indicators.sums import indicator, shares_of, summed
from reporting.figures.indicators.use_of_funds import BY_PRODUCT, of_contract, of_nothing
from reporting.figures.rules.facts import Facts, Placed
from reporting.figures.rules.totals import Leaf, roll_up
from reporting.figures.rules.values import FigureValue, Indicator

GREEN_BY = (*BY_PRODUCT, ("form",), ("catalogue",), ("product", "catalogue"))
OWN_BY: tuple[tuple[str, ...], ...] = ((), ("placement",), ("catalogue",))


def green(facts: Facts) -> list[FigureValue]:
    """Return the CNY that labels call green: all, by product, green form and catalogue entry."""
    leaves = [
        of_contract(
            each,
            part.amount_cny,
            catalogue=part.entry,
            **({"form": each.form} if each.form else {}),
        )
        for each in facts.placed
        for part in each.green
    ]
    return [
        *roll_up([*leaves, *of_nothing(facts)], by=BY_PRODUCT, describe=summed("G")),
        *roll_up(leaves, by=GREEN_BY[2:], describe=summed("G")),
    ]


def _part(part: Callable[[Placed], Decimal], symbol: str) -> Callable[[Facts], list[FigureValue]]:
    def compute(facts: Facts) -> list[FigureValue]:
        leaves = [of_contract(each, part(each)) for each in facts.placed]
        return roll_up([*leaves, *of_nothing(facts)], by=BY_PRODUCT, describe=summed(symbol))

    return compute


def _supported(each: Placed) -> Decimal:
    return sum((part.supported_cny for part in each.green), Decimal(0))


def green_share(facts: Facts) -> list[FigureValue]:
    """Return the green share of what is placed: of all, and by product."""
    return shares_of(
        [of_contract(each, each.green_cny) for each in facts.placed],
        [of_contract(each, each.outstanding_cny) for each in facts.placed],
        by=BY_PRODUCT,
        symbols=("G", "I"),
        names=(("贴标为绿色的金额", "green by label"), ("资金运用余额", "placed under contracts")),
    )


def own_funds(facts: Facts) -> list[FigureValue]:
    """Return the company's own CNY in green assets: all, by placement, by catalogue entry."""
    leaves = [
        Leaf(
            keys={"placement": each.name, "catalogue": each.entry},
            value=each.outstanding_cny,
            rows=each.rows,
            approvals=each.approvals,
        )
        for each in facts.own_funds
    ]
    return roll_up(leaves, by=OWN_BY, describe=summed("W"))


INDICATORS: tuple[Indicator, ...] = (
    indicator(
        "G-GL-01",
        ("贴标为绿色的资金", "Green by label"),
        "outstanding amounts by the green shares of labels",
        (
            "期末未偿本金按有效绿色标签的份额划分为绿色的部分；一份标签可指向多个目录条目。",
            (
                "What is outstanding on the last day and green by the shares of the labels that "
                "hold; a label may name several catalogue entries."
            ),
        ),
        green,
        by=GREEN_BY,
    ),
    indicator(
        "G-GL-02",
        ("绿色资金中有支撑的部分", "Green and supported"),
        "green amounts within what split and recognition carry",
        (
            "绿色金额中由项目分摊与绿色认定（或所附文件）支撑的部分；两者之差须复核。",
            (
                "The part of the green amounts that split and recognition, or the document, "
                "support; the difference is to be looked at again."
            ),
        ),
        _part(_supported, "V"),
        by=BY_PRODUCT,
    ),
    indicator(
        "G-GL-03",
        ("标签绿色份额以外的资金", "Beside green shares"),
        "outstanding amounts beside the green shares of labels",
        (
            "部分绿色的合同中绿色份额以外的未偿本金。",
            "What is outstanding beside the green share of contracts that are green in part.",
        ),
        _part(lambda each: each.rest_cny, "E"),
        by=BY_PRODUCT,
    ),
    indicator(
        "G-GL-04",
        ("认定为非绿色的资金", "Found not green"),
        "outstanding amounts under labels that say not green",
        (
            "经判断认定为非绿色的合同的未偿本金。",
            "What is outstanding under contracts that were judged and found not green.",
        ),
        _part(lambda each: each.not_green_cny, "B"),
        by=BY_PRODUCT,
    ),
    indicator(
        "G-GL-05",
        ("未贴标的资金", "Not labelled"),
        "outstanding amounts without a label",
        (
            "没有有效绿色标签的合同的未偿本金；未作判断，不计为绿色。",
            (
                "What is outstanding under contracts without a label; nobody has judged it, and it "
                "does not count as green."
            ),
        ),
        _part(lambda each: each.unlabelled_cny, "Q"),
        by=BY_PRODUCT,
    ),
    indicator(
        "G-GL-06",
        ("绿色资金占比", "Green share"),
        "green by label over what is placed",
        (
            "贴标为绿色的金额除以资金运用余额；未贴标的在分母中。",
            "Green by label over what is placed; what has no label stays in the denominator.",
        ),
        green_share,
        by=BY_PRODUCT,
        measure=Measure.SHARE,
    ),
    indicator(
        "G-GL-11",
        ("固有资金投向绿色资产余额", "Own funds in green assets"),
        "own funds placed and not returned",
        (
            "期末公司固有资金已投出未收回的绿色资产余额；与信托财产分开记录，不与之相加。",
            (
                "The company's own money placed in green assets and not returned on the last day; "
                "recorded apart from trust property and never added to it."
            ),
        ),
        own_funds,
        by=OWN_BY,
    ),
)
