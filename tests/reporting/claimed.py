"""The small portfolio after something was sold, and after activity was entered, as facts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from config.kernel.canonical import sha256_of
from config.kernel.periods import Period
from config.kernel.quantities import Measure
from reporting.figures.rules.facts import Basis, Facts, Name, Ref, Result, Sold, Stated, Used
from tests.reporting.facts import APPROVAL, SUN


def _ref(table: str, number: int) -> Ref:
    return Ref(table=table, id=number, sha256=sha256_of([table, number]))


def with_sales(facts: Facts, *, credited: str = "3") -> Facts:
    """Return the facts after the roofs sold 5 MWh and some credits of the first month."""
    month = facts.period.months()[0]
    saved = [each for each in facts.saved if each.project == "PV1" and each.month == month]
    avoided = sum((each.value for each in saved), Decimal(0))
    energy = sum((each.energy for each in saved), Decimal(0))
    sold = (5 * avoided / energy).quantize(Decimal("0.000001")) + Decimal(credited)
    return replace(
        facts,
        sold=(
            Sold(
                project="PV1",
                month=month,
                certificates_mwh=Decimal(5),
                credits_tco2e=Decimal(credited),
                sold=sold,
                taken=min(sold, avoided),
                rows=(_ref("projects_soldright", 1), _ref("projects_soldright", 2)),
                approvals=(APPROVAL,),
                is_sample=True,
            ),
        ),
    )


def _result(symbol: str, value: str, unit: str, measure: Measure, route: str = "") -> Result:
    return Result(
        name=Name(symbol, f"结果{symbol}", f"result {symbol}"),
        symbol=symbol,
        formula="V × f",
        value=Decimal(value),
        unit=unit,
        measure=measure,
        route=route,
        uncertainty_percent="3" if measure is Measure.MASS else "",
    )


def _stated(number: int, span: Period, *results: Result, aside: Name | None = None) -> Stated:
    tonnes = {
        each.measure: each.value
        for each in results
        if each.measure in {Measure.AVOIDED, Measure.REMOVED} and not each.route
    }
    return Stated(
        ref=_ref("projects_activitystatement", number),
        project=SUN.code,
        method=Name(f"method_{number}", f"方法{number}", f"method {number}"),
        method_version="1",
        span=span,
        results=results,
        used=(Used(symbol="V", name=Name("v", "水量", "volume"), value=Decimal(2), unit="m3"),),
        avoided=tonnes.get(Measure.AVOIDED),
        removed=tonnes.get(Measure.REMOVED),
        aside=aside,
        factors=(),
        rows=(_ref("projects_activity", number),),
        approvals=(APPROVAL,),
        is_sample=True,
    )


def with_activity(facts: Facts) -> Facts:
    """Return the facts after activity was stated: water, avoided twice over, and a forest."""
    aside = Name("metered", "已由计量声明", "its meters state it already")
    span = facts.period
    coal = _result("B", "9", "tCO2e", Measure.AVOIDED, "coal")
    return replace(
        facts,
        stated=(
            _stated(1, span, _result("COD", "10.95", "t", Measure.MASS)),
            _stated(2, span, _result("A", "7", "tCO2e", Measure.AVOIDED), coal),
            _stated(3, span, _result("A", "5", "tCO2e", Measure.AVOIDED), aside=aside),
            _stated(
                4,
                span,
                _result("C", "20", "tCO2e", Measure.REMOVED),
                _result("c_ha", "0.5", "tCO2e/ha", Measure.SHARE),
            ),
        ),
        sold=(
            *facts.sold,
            Sold(
                project=SUN.code,
                month=span.months()[0],
                basis=Basis.REMOVED,
                certificates_mwh=Decimal(0),
                credits_tco2e=Decimal(8),
                sold=Decimal(8),
                taken=Decimal(8),
                rows=(_ref("projects_soldright", 3),),
                approvals=(APPROVAL,),
                is_sample=True,
            ),
        ),
    )
