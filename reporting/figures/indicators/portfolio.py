"""Green trust products: how many are in run, and how much is outstanding."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from config.kernel.quantities import Measure
from reporting.figures.rules.facts import Facts, Product, RowSet
from reporting.figures.rules.totals import OTHER, Leaf, roll_up
from reporting.figures.rules.values import FigureValue, Formula, Indicator, Term

CUTS: tuple[tuple[str, ...], ...] = ((), ("class",), ("form",))


def _leaf(product: Product, value: Decimal, *sets: RowSet) -> Leaf:
    return Leaf(
        keys={
            "product": product.name,
            "class": product.trust_class,
            "kind": product.kind,
            "form": product.form or OTHER,
        },
        value=value,
        rows=product.rows,
        sets=sets,
        approvals=product.approvals,
    )


def _standing(facts: Facts) -> list[Product]:
    return [each for each in facts.products if each.in_run]


def _counted(leaves: Sequence[Leaf]) -> Formula:
    count = Term(
        symbol="n",
        name_zh="在存续的绿色信托产品",
        name_en="green trust products in run",
        value=Decimal(len(leaves)),
        unit="",
    )
    return Formula(expression=f"n = {len(leaves)}", terms=(count,))


def _summed(leaves: Sequence[Leaf]) -> Formula:
    if len(leaves) == 1:
        return Formula(expression="B = Σ Cr − Σ Dr", terms=(_balance(leaves[0]),))
    return Formula(
        expression=f"B = Σ B[i], i = 1…{len(leaves)}", terms=tuple(map(_balance, leaves[:20]))
    )


def _balance(leaf: Leaf) -> Term:
    name = leaf.keys["product"]
    return Term(
        symbol=f"B[{name.code}]", name_zh=name.zh, name_en=name.en, value=leaf.value, unit="CNY"
    )


def count_products(facts: Facts) -> list[FigureValue]:
    """Return how many green trust products are in run: all, by class, by green form."""
    leaves = [_leaf(each, Decimal(1)) for each in _standing(facts)]
    return roll_up(leaves, by=CUTS, describe=_counted)


def sum_outstanding(facts: Facts) -> list[FigureValue]:
    """Return the CNY outstanding in green trusts: all, by class, by green form, by product."""
    leaves = [_leaf(each, each.outstanding_cny, each.books) for each in _standing(facts)]
    return roll_up(leaves, by=(*CUTS, ("product",)), describe=_summed)


def describe_products(facts: Facts) -> list[FigureValue]:
    """Return where each product stands: its class, kind, form and state."""
    return [
        FigureValue(
            dimension={"product": each.name.code},
            names={"product": each.name},
            text=each.status,
            formula=Formula(expression=""),
            rows=each.rows,
            approvals=each.approvals,
            attributes={
                part: {"code": name.code, "zh": name.zh, "en": name.en}
                for part, name in (
                    ("class", each.trust_class),
                    ("kind", each.kind),
                    ("form", each.form or OTHER),
                )
            },
        )
        for each in facts.products
    ]


INDICATORS = (
    Indicator(
        code="G-GT-01",
        name_zh="存续绿色信托产品数量",
        name_en="Green trust products in run",
        unit="",
        measure=Measure.COUNT,
        places=0,
        dimensions=CUTS,
        partitions=(("class",), ("form",)),
        method="count of products in run",
        version="1",
        method_zh="期末处于存续状态的绿色信托产品（含子产品）数量；未归入任何绿色形式的列入“其他”。",
        method_en="Green trust products (sub-products included) in run on the last day of the "
        "period; those of no listed green form are shown as other.",
        compute=count_products,
    ),
    Indicator(
        code="G-GT-02",
        name_zh="绿色信托存续规模",
        name_en="Green trust assets outstanding",
        unit="CNY",
        measure=Measure.MONEY,
        places=2,
        dimensions=(*CUTS, ("product",)),
        partitions=(("class",), ("form",), ("product",)),
        method="entrusted capital outstanding by double entry",
        version="1",
        method_zh="期末各产品受托资金余额，取自复式账簿的过账分录之和。",
        method_en="Entrusted capital of each product on the last day of the period, "
        "the sum of its posted entries in the double-entry ledger.",
        compute=sum_outstanding,
    ),
    Indicator(
        code="G-GT-03",
        name_zh="产品状态",
        name_en="State of the product",
        unit="",
        measure=Measure.COUNT,
        places=0,
        dimensions=(("product",),),
        method="product terms in force",
        version="1",
        method_zh="期末有效的产品条款版本所载状态、类别、品种与绿色形式。",
        method_en="State, class, kind and green form in the version of the product's terms that "
        "is in force on the last day of the period.",
        compute=describe_products,
    ),
)
