"""The units of the house, as Pint knows them: what turns into what, exactly."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

import pint

from config.kernel.errors import DomainError

#: Every unit that a person may write, in what it is made of. There are no prefixes beyond
#: these and nothing else is known: a slip of the pen is refused and not guessed at. Standard
#: coal, CO2, money and energy are dimensions of their own, so that only a stated factor leads
#: from one to the other. A year is no number of hours, a mu is a fifteenth of a hectare.
_UNITS = """
J = [energy]; kJ = 1000 J; MJ = 1000 kJ; GJ = 1000 MJ; TJ = 1000 GJ; 万GJ = 10000 GJ
Wh = 3600 J; kWh = 1000 Wh; MWh = 1000 kWh; GWh = 1000 MWh; TWh = 1000 GWh
万kWh = 10000 kWh; 亿kWh = 100000000 kWh; kgce_LHV = 29307 kJ
h = [time]; W = Wh / h; kW = 1000 W; MW = 1000 kW; GW = 1000 MW; 万kW = 10000 kW
kWp = kW; MWp = MW; MW_th = MW
d = [day]; a = [year]
g = [mass]; mg = 0.001 g; kg = 1000 g; t = 1000 kg; kt = 1000 t; Mt = 1000 kt
万t = 10000 t; 亿t = 10000 万t
gce = [coal]; kgce = 1000 gce; tce = 1000 kgce; 万tce = 10000 tce; 亿tce = 10000 万tce
gCO2 = [carbon_dioxide]; kgCO2 = 1000 gCO2; tCO2 = 1000 kgCO2; MtCO2 = 1000000 tCO2
万tCO2 = 10000 tCO2; 亿tCO2 = 10000 万tCO2
gCO2e = gCO2; kgCO2e = kgCO2; tCO2e = tCO2; MtCO2e = MtCO2; 万tCO2e = 万tCO2
tC = [carbon]; kgC = 0.001 tC
L = [volume]; m3 = 1000 L; 万m3 = 10000 m3; 亿m3 = 10000 万m3
Nm3 = [normal_volume]; 万Nm3 = 10000 Nm3; 亿Nm3 = 10000 万Nm3
m = [length]; km = 1000 m
mu = [area]; m2 = 0.0015 mu; ha = 15 mu; km2 = 100 ha; 万m2 = 10000 m2
万mu = 10000 mu; 万ha = 10000 ha
p = [passenger]; pkm = p * km; vkm = [vehicle_kilometer]; 万pkm = 10000 pkm; 万vkm = 10000 vkm
CNY = [currency]; 万CNY = 10000 CNY; 亿CNY = 10000 万CNY
unit = [output]; household = [household]
percent = 0.01
"""
#: How people write the same.
_SPELLED = {
    "10^4": "万",
    "10⁴": "万",
    "二氧化碳当量": "CO2e",
    "二氧化碳": "CO2",
    "千克标准煤": "kgce",
    "千克标煤": "kgce",
    "克标准煤": "gce",
    "克标煤": "gce",
    "吨标准煤": "tce",
    "吨标煤": "tce",
    "千克": "kg",
    "万吨": "万t",
    "吨": "t",
    "千瓦时": "kWh",
    "兆瓦时": "MWh",
    "吉瓦时": "GWh",
    "度": "kWh",
    "千瓦": "kW",
    "兆瓦": "MW",
    "吉瓦": "GW",
    "吉焦": "GJ",
    "小时": "h",
    "平方米": "m2",
    "立方米": "m3",
    "公顷": "ha",
    "亩": "mu",
    "万元": "万CNY",
    "亿元": "亿CNY",
    "元": "CNY",
    "m²": "m2",
    "m³": "m3",
    "m^2": "m2",
    "m^3": "m3",
    "CO₂": "CO2",
    "%": "percent",
    "·": "*",
    " ": "",
}
#: A unit is names between signs, read from the left: GJ/t, tCO2/ha/a.
_WRITTEN = re.compile(r"[^\W\d]\w{0,20}([*/][^\W\d]\w{0,20}){0,4}")
_PART = re.compile(r"([*/]?)([^\W\d]\w*)")
#: Digits of a number that has no end as a decimal, or none within reason.
_ENDLESS = Context(prec=28)
_WIDE = Context(prec=60)
_LONGEST = 10**50
_EQUIVALENT = "CO2e"


class UnknownUnit(DomainError):
    """There is no unit {unit}; write it with these: {known}."""

    code = "unknown_unit"
    status = 400


class UnlikeUnits(DomainError):
    """{unit} does not turn into {into}: they measure different things."""

    code = "unlike_units"
    status = 400


def _definitions() -> dict[str, str]:
    pairs = (each.split(" = ") for line in _UNITS.strip().splitlines() for each in line.split("; "))
    return {name.strip(): made_of.strip() for name, made_of in pairs}


def _registry() -> pint.UnitRegistry[Any]:
    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Fraction)
    for name, made_of in _definitions().items():
        registry.define(f"{name} = {made_of}")
    return registry


UNITS = tuple(_definitions())
_REGISTRY = _registry()


def measured(value: Decimal | Fraction | int, unit: str) -> Any:
    """
    Return a Pint quantity that reckons in exact fractions.

    :raises UnknownUnit: if the unit is none of ours.
    """
    return _REGISTRY.Quantity(Fraction(value), _parsed(unit))


def in_unit(quantity: Any, unit: str) -> Fraction:
    """
    Return the exact number of ``unit`` in a Pint quantity, or in a bare number.

    :raises UnlikeUnits: if it measures something else.
    """
    into = _parsed(unit)
    found = quantity if hasattr(quantity, "to") else _REGISTRY.Quantity(quantity, "")
    try:
        return Fraction(found.to(into).magnitude)
    except pint.DimensionalityError as fault:
        raise UnlikeUnits(unit=f"{found.units:~}", into=unit) from fault


def turned(value: Decimal, *, unit: str, into: str) -> Decimal:
    """
    Return ``value`` of ``unit`` in another unit of the same thing, exactly where it ends.

    CO2 counts as CO2e; CO2e, which may hold other gases or a life cycle, never as CO2.

    :raises UnknownUnit: if a unit is none of ours.
    :raises UnlikeUnits: if the two measure different things.

    >>> turned(Decimal("3.58"), unit="亿kWh", into="MWh")
    Decimal('358000')
    >>> turned(Decimal(2900), unit="ha", into="mu")
    Decimal('43500')
    """
    if _EQUIVALENT in unit and _EQUIVALENT not in into:
        raise UnlikeUnits(unit=unit, into=into)
    return decimal_of(in_unit(measured(value, unit), into))


def decimal_of(value: Fraction) -> Decimal:
    """
    Return a fraction as a decimal: exact where it ends within 50 digits, else to 28 digits.

    >>> decimal_of(Fraction(1, 8)), decimal_of(Fraction(2, 3))
    (Decimal('0.125'), Decimal('0.6666666666666666666666666667'))
    """
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    whole = value.numerator * 10**places // value.denominator
    if rest == 1 and abs(whole) < _LONGEST:
        return Decimal(whole).scaleb(-places, _WIDE)
    return _ENDLESS.divide(Decimal(value.numerator), Decimal(value.denominator))


@lru_cache(maxsize=1024)
def _parsed(unit: str) -> Any:
    text = unit
    for spelled, ours in _SPELLED.items():
        text = text.replace(spelled, ours)
    names = _PART.findall(text) if _WRITTEN.fullmatch(text) else []
    if text not in {"", "1"} and (not names or any(name not in UNITS for _sign, name in names)):
        raise UnknownUnit(unit=unit[:40], known=", ".join(UNITS))
    found = _REGISTRY.Unit("")
    for sign, name in names:
        one = _REGISTRY.Unit(name)
        found = found / one if sign == "/" else found * one
    return found
