"""Which collected quantities emit what: the recipes of the operational footprint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from config.kernel.errors import DomainError
from reporting.collection.rules.values import Scope

METHOD = "operational_footprint"
VERSION = "1"
#: The working list keeps the quantities of the Shenzhen template under our own codes; the share
#: of power that is covered by green certificates is a code of this method.
POWER = "E-OP-08"
GREEN_POWER = "E-OP-08-GC"
#: The emission factors of fuels are those of the Chinese industry guidelines.
FUEL_DATASET = "China industry guidelines default (GB/T 32151-type)"
RESIDUAL_MIX = "grid_average_excl_market_nonfossil"


class Way(StrEnum):
    """How a quantity becomes tonnes."""

    FUEL = "fuel"
    POWER_LOCATION = "power_location"
    POWER_MARKET = "power_market"
    FACTOR = "factor"


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """
    One line of the footprint: which quantity, in which scope and category, by which factor.

    ``kind``, ``place`` and ``unit`` ask the library of factors; an empty ``place`` is that of
    the quantity itself. ``fuel`` names a fuel of :data:`FUEL_DATASET`.
    """

    code: str
    scope: Scope
    category: str
    name_zh: str
    name_en: str
    way: Way
    kind: str = ""
    place: str = ""
    unit: str = ""
    fuel: str = ""


def _fuel(code: str, category: str, name_zh: str, name_en: str, fuel: str) -> Recipe:
    return Recipe(
        code=code,
        scope=Scope.ONE,
        category=category,
        name_zh=name_zh,
        name_en=name_en,
        way=Way.FUEL,
        fuel=fuel,
    )


def _heat(scope: Scope) -> Recipe:
    return Recipe(
        code="E-OP-09",
        scope=scope,
        category="heat",
        name_zh="外购热力",
        name_en="Purchased heat",
        way=Way.FACTOR,
        kind="heat_default",
        place="全国",
        unit="tCO2/GJ",
    )


RECIPES: tuple[Recipe, ...] = (
    _fuel("E-OP-01", "office_fuel", "办公用煤炭", "Coal for offices", "烟煤"),
    _fuel("E-OP-02", "office_fuel", "办公用柴油", "Diesel for offices", "柴油"),
    _fuel("E-OP-03", "office_fuel", "办公用汽油", "Gasoline for offices", "汽油"),
    _fuel("E-OP-04", "office_fuel", "办公用天然气", "Natural gas for offices", "天然气"),
    _fuel("E-OP-05", "vehicles", "自有车辆用柴油", "Own vehicles, diesel", "柴油"),
    _fuel("E-OP-06", "vehicles", "自有车辆用汽油", "Own vehicles, gasoline", "汽油"),
    Recipe(
        code=POWER,
        scope=Scope.TWO_LOCATION,
        category="power",
        name_zh="外购电力(基于位置)",
        name_en="Purchased power (location-based)",
        way=Way.POWER_LOCATION,
        kind="grid_average",
        unit="kgCO2/kWh",
    ),
    Recipe(
        code=POWER,
        scope=Scope.TWO_MARKET,
        category="power",
        name_zh="外购电力(基于市场)",
        name_en="Purchased power (market-based)",
        way=Way.POWER_MARKET,
        kind=RESIDUAL_MIX,
        place="全国",
        unit="kgCO2/kWh",
    ),
    _heat(Scope.TWO_LOCATION),
    _heat(Scope.TWO_MARKET),
    Recipe(
        code=POWER,
        scope=Scope.THREE,
        category="3_energy",
        name_zh="类别3 输配电(含线损)",
        name_en="Category 3: transmission and distribution, losses included",
        way=Way.FACTOR,
        kind="transmission_carbon_footprint",
        place="输配电(含线损)",
        unit="kgCO2e/kWh",
    ),
    Recipe(
        code="E-OP-10",
        scope=Scope.THREE,
        category="6_travel",
        name_zh="类别6 雇员差旅",
        name_en="Category 6: business travel",
        way=Way.FACTOR,
        kind="tce_to_co2",
        place="油品",
        unit="tCO2/tce",
    ),
    Recipe(
        code="E-OP-11",
        scope=Scope.THREE,
        category="1_water",
        name_zh="类别1 用水",
        name_en="Category 1: water",
        way=Way.FACTOR,
        kind="water_supply",
        place="全国",
        unit="kgCO2e/m3",
    ),
    Recipe(
        code="E-OP-12",
        scope=Scope.THREE,
        category="1_paper",
        name_zh="类别1 用纸",
        name_en="Category 1: paper",
        way=Way.FACTOR,
        kind="paper_production",
        place="全国",
        unit="tCO2e/t",
    ),
)
#: The quantities that the footprint asks for.
CODES = frozenset(each.code for each in RECIPES)

_UNITS: Mapping[str, str] = {
    "升": "L",
    "立方米": "m3",
    "标准立方米": "Nm3",
    "吨标煤": "tce",
    "吨标准煤": "tce",
    "吉焦": "GJ",
    "千克": "kg",
    "公斤": "kg",
    "度": "kWh",
    "千瓦时": "kWh",
    "兆瓦时": "MWh",
    "吨": "t",
}


class RegionMissing(DomainError):
    """
    {code} of {department} does not say in which province the power was used. Ask for it anew
    with its province; the emissions of power depend on it.
    """

    code = "region_missing"


class CertificatesExceedPower(DomainError):
    """
    {department} covers {covered} kWh by certificates and used {used} kWh only; certificates
    beyond the power used lower nothing.
    """

    code = "certificates_exceed_power"


class NoSuchFuel(DomainError):
    """
    No confirmed edition held the fuel {fuel} of {dataset} then; have one confirmed that does.
    """

    code = "no_such_fuel"


def unit_of(written: str) -> str:
    """
    Return the unit as the house writes it.

    >>> unit_of("升"), unit_of("kWh")
    ('L', 'kWh')
    """
    return _UNITS.get(written.strip(), written.strip())


@dataclass(frozen=True, kw_only=True)
class Term:
    """One number of a product, with its unit and what it is."""

    what: str
    value: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{self.value.normalize():f} {self.unit} ({self.what})"


#: What the method takes as given, by (unit stated, unit needed).
ASSUMED: Mapping[tuple[str, str], Term] = {
    ("m3", "万Nm3"): Term(
        what="billed cubic metres are standard cubic metres", value=Decimal(1), unit="Nm3/m3"
    ),
    ("t", "m3"): Term(what="a cubic metre of water weighs a tonne", value=Decimal(1), unit="m3/t"),
    ("tce", "GJ"): Term(
        what="a tonne of standard coal, GB/T 2589", value=Decimal("29.307"), unit="GJ/tce"
    ),
}


def assumed_between(stated: str, needed: str) -> Term | None:
    """Return what the method takes as given between two units; None where nothing is."""
    return ASSUMED.get((stated, needed))
