"""What is new in the period: products established in it, and what was paid into them."""

from __future__ import annotations

from decimal import Decimal

from config.kernel.quantities import Measure
from reporting.figures.indicators.sums import counted, indicator, or_zero, summed
from reporting.figures.rules.facts import Facts, Holding, Product
from reporting.figures.rules.totals import Leaf, roll_up
from reporting.figures.rules.values import FigureValue, Indicator

NEW_BY: tuple[tuple[str, ...], ...] = ((), ("class",), ("form",), ("product",))


def _leaf(product: Product, held: Holding, value: Decimal) -> Leaf:
    keys = {"product": product.name, "class": product.trust_class}
    return Leaf(
        keys={**keys, "form": product.form} if product.form else keys,
        value=value,
        rows=product.rows,
        sets=(held.books,),
        approvals=product.approvals,
    )


def _new(facts: Facts) -> list[tuple[Product, Holding]]:
    held = {each.product.code: each for each in facts.holdings}
    return [
        (each, held[each.name.code])
        for each in facts.products
        if each.name.code in held and held[each.name.code].established_on in facts.period
    ]


def count_new(facts: Facts) -> list[FigureValue]:
    """Return how many products were established in the period: all, by class, form, product."""
    leaves = [_leaf(*pair, Decimal(1)) for pair in _new(facts)]
    return or_zero(roll_up(leaves, by=NEW_BY, describe=counted("n")), if_asked=facts.holdings)


def sum_new(facts: Facts) -> list[FigureValue]:
    """Return the CNY paid into products established in the period: all, by class, form, product."""
    leaves = [_leaf(*pair, pair[1].paid_in_cny) for pair in _new(facts)]
    return or_zero(roll_up(leaves, by=NEW_BY, describe=summed("K")), if_asked=facts.holdings)


INDICATORS: tuple[Indicator, ...] = (
    indicator(
        "G-GN-01",
        ("本期新增绿色信托产品", "New green trust products"),
        "count of products established in the period",
        (
            "成立日在报告期内、且已成立的绿色信托产品（含子产品）数量；没有绿色形式的列入“其他”。",
            (
                "Green trust products (sub-products included) established on a day of the period; "
                "those of no listed green form are shown as other."
            ),
        ),
        count_new,
        by=NEW_BY,
        measure=Measure.COUNT,
    ),
    indicator(
        "G-GN-02",
        ("本期新增绿色信托规模", "Paid into new green trust products"),
        "capital paid into products established in the period",
        (
            "报告期内成立的产品至期末累计收到的受托资金，取自复式账簿；不扣除已返还部分。",
            (
                "Entrusted capital paid by the last day into products established in the period, "
                "from the double-entry ledger; what was returned is not taken off."
            ),
        ),
        sum_new,
        by=NEW_BY,
    ),
)
