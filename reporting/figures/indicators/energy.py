"""Metered energy, from the sums of day blocks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from config.kernel.quantities import Measure
from reporting.figures.rules.facts import Carrier, Energy, Facts
from reporting.figures.rules.totals import Leaf, month_name, roll_up
from reporting.figures.rules.values import FigureValue, Formula, Indicator, Term

CUTS: tuple[tuple[str, ...], ...] = (
    (),
    ("project",),
    ("month",),
    ("project", "month"),
    ("province",),
)
#: One watt-hour is 3,600 joules exactly.
MWH_PER_WH = Decimal("0.000001")
GJ_PER_WH = Decimal("0.0000036")


def _leaf(facts: Facts, each: Energy, per_wh: Decimal) -> Leaf:
    return Leaf(
        keys={
            "project": facts.project(each.project).name,
            "province": each.province,
            "month": month_name(each.month),
        },
        value=each.energy_wh * per_wh,
        project=each.project,
        sets=(each.rows,),
        approvals=each.approvals,
        parts={"blocks": Decimal(each.station_days)},
    )


def _leaves(facts: Facts, carrier: Carrier, per_wh: Decimal) -> list[Leaf]:
    return [_leaf(facts, each, per_wh) for each in facts.energy if each.carrier is carrier]


def _formula(unit: str, per_wh: Decimal, leaves: Sequence[Leaf]) -> Formula:
    total = sum((leaf.value for leaf in leaves), Decimal(0))
    blocks = sum((leaf.parts["blocks"] for leaf in leaves), Decimal(0))
    return Formula(
        expression=f"E = {per_wh:f} {unit}/Wh × Σ Wh",
        terms=(
            Term(
                symbol="Σ Wh",
                name_zh="各电站日电量之和",
                name_en="sum of the stations' daily energy",
                value=total / per_wh,
                unit="Wh",
            ),
            Term(
                symbol="n",
                name_zh="日数据块",
                name_en="day blocks",
                value=blocks,
                unit="",
            ),
        ),
    )


def sum_electricity(facts: Facts) -> list[FigureValue]:
    """Return metered electricity in MWh: all, by project, month, both, and province."""
    return roll_up(
        _leaves(facts, Carrier.ELECTRICITY, MWH_PER_WH),
        by=CUTS,
        describe=lambda leaves: _formula("MWh", MWH_PER_WH, leaves),
    )


def sum_heat(facts: Facts) -> list[FigureValue]:
    """Return metered heat in GJ: all, by project, month, both, and province."""
    return roll_up(
        _leaves(facts, Carrier.HEAT, GJ_PER_WH),
        by=CUTS,
        describe=lambda leaves: _formula("GJ", GJ_PER_WH, leaves),
    )


PARTITIONS = CUTS[1:]

INDICATORS = (
    Indicator(
        code="E-EN-01",
        name_zh="计量发电量",
        name_en="Metered electricity",
        unit="MWh",
        measure=Measure.ENERGY,
        places=3,
        dimensions=CUTS,
        partitions=PARTITIONS,
        method="sum of day blocks",
        version="1",
        method_zh="各电站日数据块电量之和；缺测不补，后到更正以新批次数据块为准。",
        method_en="The sum of the stations' day blocks; gaps are not filled, a later batch's block "
        "stands for the one it corrects.",
        compute=sum_electricity,
    ),
    Indicator(
        code="E-EN-02",
        name_zh="计量供热量",
        name_en="Metered heat",
        unit="GJ",
        measure=Measure.HEAT,
        places=3,
        dimensions=CUTS,
        partitions=PARTITIONS,
        method="sum of day blocks",
        version="1",
        method_zh="各计量点日数据块热量之和；缺测不补，后到更正以新批次数据块为准。",
        method_en="The sum of the meters' day blocks of heat; gaps are not filled, a later batch's "
        "block stands for the one it corrects.",
        compute=sum_heat,
    ),
)
