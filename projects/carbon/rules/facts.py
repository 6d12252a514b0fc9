"""The announced facts that a claim may carry, each in one unit, its own value among them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from config.kernel.canonical import plain_decimal
from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import Finding
from config.kernel.quantities import Measure
from projects.reference.rules.units import UnlikeUnits, turned


@dataclass(frozen=True)
class AnnouncedFact:
    """One fact that an announcement may print: its unit and its names."""

    code: str
    unit: str
    name_zh: str
    name_en: str


_TABLE = (
    AnnouncedFact("avoided_tco2", "tCO2", "减排量", "avoided emissions"),
    AnnouncedFact("coal_saved_tce", "tce", "节约标准煤", "standard coal saved"),
    AnnouncedFact("energy_mwh", "MWh", "发电量", "electricity"),
    AnnouncedFact("capacity_mw", "MW", "装机容量", "capacity"),
    AnnouncedFact("steam_t", "t", "供汽量", "steam"),
    AnnouncedFact("heat_gj", "GJ", "供热量", "heat"),
    AnnouncedFact("hours", "h", "运行小时", "hours of operation"),
    AnnouncedFact("area_ha", "ha", "造林面积", "area of afforestation"),
    AnnouncedFact("investment_cny", "CNY", "总投资", "total investment"),
    AnnouncedFact("households", "1", "户数", "households"),
    AnnouncedFact("so2_t", "t", "二氧化硫减排量", "SO2 avoided"),
    AnnouncedFact("nox_t", "t", "氮氧化物减排量", "NOx avoided"),
    AnnouncedFact("dust_t", "t", "烟尘减排量", "dust avoided"),
    AnnouncedFact("water_m3", "m3", "节水量", "water saved"),
    AnnouncedFact("trees", "1", "植树棵数", "trees planted"),
    AnnouncedFact("households_supplied", "1", "可供用电户数", "households supplied"),
    AnnouncedFact("heated_m2", "m2", "供热面积", "heated area"),
    AnnouncedFact("hydrogen_t", "t", "制氢量", "hydrogen made"),
    AnnouncedFact("captured_tco2", "tCO2", "二氧化碳捕集量", "CO2 captured"),
    AnnouncedFact("waste_t", "t", "垃圾处理量", "waste burnt"),
    AnnouncedFact("sewage_m3", "m3", "污水处理量", "sewage treated"),
    AnnouncedFact("cod_t", "t", "COD 削减量", "COD taken out"),
    AnnouncedFact("nh3n_t", "t", "氨氮削减量", "NH3-N taken out"),
    AnnouncedFact("revenue_cny", "CNY", "电费收入", "revenue of the electricity"),
    AnnouncedFact("carbon_income_cny", "CNY", "碳收入或成交额", "carbon income or turnover"),
    AnnouncedFact("traded_tco2", "tCO2", "成交量", "tonnes traded"),
    AnnouncedFact("allowances_tco2", "tCO2", "节省配额", "allowances saved"),
    AnnouncedFact("coal_multiple", "1", "与燃煤蒸汽之倍数", "multiple against coal steam"),
    AnnouncedFact("gas_multiple", "1", "与燃气蒸汽之倍数", "multiple against gas steam"),
)
ANNOUNCED_FACTS: Mapping[str, AnnouncedFact] = {each.code: each for each in _TABLE}
_KNOWN = ", ".join(ANNOUNCED_FACTS)

#: (measure, unit) of a claim's own value -> the fact that it is, and the factor into its unit.
OWN_FACT: Mapping[tuple[Measure, str], tuple[str, Decimal]] = {
    (Measure.AVOIDED, "tCO2e"): ("avoided_tco2", Decimal(1)),
    (Measure.AVOIDED, "tCO2"): ("avoided_tco2", Decimal(1)),
    (Measure.COAL_SAVED, "tce"): ("coal_saved_tce", Decimal(1)),
    (Measure.ENERGY, "MWh"): ("energy_mwh", Decimal(1)),
    (Measure.ENERGY, "GWh"): ("energy_mwh", Decimal(1000)),
    (Measure.HEAT, "GJ"): ("heat_gj", Decimal(1)),
    (Measure.AREA, "ha"): ("area_ha", Decimal(1)),
    (Measure.WATER, "m3"): ("water_m3", Decimal(1)),
}


#: Units whose dimension announcements leave out: 36.48 万吨 of CO2, 40 万吨 of standard coal,
#: 280 万吨 of water, a cubic meter of which is a tonne.
_PRINTED_IN_TONNES = {"tCO2", "tce", "m3"}
#: What is counted, with the tens of thousands or hundreds of millions before it.
_COUNTED = re.compile("(万|亿)?(户|家|棵|株|households|trees)?")
_TENS = {None: Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8)}


class UnreadableFact(DomainError):
    """The announced fact {fact} = {value} is not usable: {known} are known, each above zero."""

    code = "unreadable_fact"
    status = 400


def readable(announced: Mapping[str, object]) -> dict[str, Decimal]:
    """
    Return the announced facts as decimals.

    :raises UnreadableFact: for an unknown fact, or one that is no number above zero.
    """
    found: dict[str, Decimal] = {}
    for code, value in announced.items():
        number = _number(value)
        if code not in ANNOUNCED_FACTS or number is None or number <= 0:
            raise UnreadableFact(fact=code, value=value, known=_KNOWN)
        found[code] = number
    return found


def from_amounts(amounts: Mapping[str, tuple[object, str]]) -> dict[str, Decimal]:
    """
    Return the announced facts, each printed in a unit of its own, in the units of the table.

    An empty unit is the table's.

    :raises InvalidInput: naming each fact that is not known, is no number above zero, or whose
        unit measures something else.

    >>> from_amounts({"avoided_tco2": ("36.48", "万吨"), "capacity_mw": (450, "")})
    {'avoided_tco2': Decimal('364800'), 'capacity_mw': Decimal('450')}
    """
    findings: list[Finding] = []
    found: dict[str, Decimal] = {}
    for code, (value, unit) in amounts.items():
        number, shown = _number(value), f"{_plain(value)} {unit}".strip()
        if code not in ANNOUNCED_FACTS:
            findings.append(_unknown(code, shown))
        elif number is None or number <= 0:
            findings.append(_not_above_zero(code, shown))
        else:
            try:
                found[code] = _in_unit_of(ANNOUNCED_FACTS[code], number, unit)
            except DomainError as refusal:
                findings.append(_in_no_such_unit(code, shown, refusal))
    if findings:
        raise InvalidInput(findings)
    return found


def _unknown(code: str, shown: str) -> Finding:
    return Finding(
        code="unknown_name",
        message="There is no announced fact {fact}.",
        remedy="Known are: {known}.",
        field=f"facts/{code}",
        value=shown,
        facts={"fact": code, "known": _KNOWN},
    )


def _not_above_zero(code: str, shown: str) -> Finding:
    return Finding(
        code="not_above_zero",
        message="{fact} = {value}: an announced fact is a number above zero.",
        remedy="Leave it out if it was not announced.",
        field=f"facts/{code}",
        value=shown,
        facts={"fact": code, "value": shown},
    )


def _in_no_such_unit(code: str, shown: str, refusal: DomainError) -> Finding:
    return Finding(
        code=refusal.code,
        message="{fact} = {value} cannot be read in {unit}.",
        remedy="Write it in {unit}, or in a unit that turns into it.",
        field=f"facts/{code}",
        value=shown,
        facts={"fact": code, "value": shown, "unit": ANNOUNCED_FACTS[code].unit},
    )


def _in_unit_of(fact: AnnouncedFact, number: Decimal, unit: str) -> Decimal:
    """Return the number; CO2, standard coal and water are often printed in bare tonnes."""
    counted = _COUNTED.fullmatch(unit) if fact.unit == "1" else None
    if counted:
        return number * _TENS[counted[1]]
    try:
        return turned(number, unit=unit or fact.unit, into=fact.unit)
    except UnlikeUnits:
        if fact.unit not in _PRINTED_IN_TONNES:
            raise
        return turned(number, unit=unit, into="t")


def with_own_value(
    facts: Mapping[str, Decimal], *, measure: Measure, value: Decimal, unit: str
) -> dict[str, Decimal]:
    """Return the facts together with the claim's own value, where it is one of them."""
    own = OWN_FACT.get((measure, unit))
    return dict(facts) if own is None else {**facts, own[0]: value * own[1]}


def _plain(value: object) -> str:
    number = _number(value)
    return str(value) if number is None else plain_decimal(number)


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool | float):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
