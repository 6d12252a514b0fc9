"""Which kinds of edition and of factor there are, in which units, and which units are equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class EditionKind(StrEnum):
    """What an edition holds."""

    SOURCES = "sources"
    FACTORS = "factors"
    FUELS = "fuels"
    GWP = "gwp"
    CONVERSION = "conversion"
    REGIONS = "regions"
    TAXONOMY = "taxonomy"
    CROSSWALK = "crosswalk"


class ClassRelation(StrEnum):
    """
    How a class of one catalogue stands to a class of another.

    SAME_NAME says no more than that both lists print the same name; NONE that the other
    catalogue holds nothing for the class.
    """

    SAME = "same"
    SAME_NAME = "same_name"
    PART_OF = "part_of"
    CONTAINS = "contains"
    OVERLAPS = "overlaps"
    NONE = "none"


class Confidence(StrEnum):
    """
    How far a value may be leaned on.

    A was read in a stored source, B is widely published and was not re-read, C must be
    checked by a person against the original.
    """

    A = "A"
    B = "B"
    C = "C"


class PolicyRule(StrEnum):
    """The fallbacks and choices that a person can turn on."""

    LATEST_DATA_YEAR = "latest_data_year"
    PROVINCE_TO_REGION = "province_to_region"
    PROVINCE_TO_NATION = "province_to_nation"
    CHOOSE_SOURCE = "choose_source"
    CHOOSE_KIND = "choose_kind"


NATION = "全国"


@dataclass(frozen=True)
class FactorKind:
    """
    One kind of factor.

    ``lowest`` and ``highest`` are bounds that no true value in ``units[0]`` leaves; they
    catch a slip of unit (grams for kilograms) at the door, and judge nothing finer.
    ``dated`` says whether a value belongs to one data year.
    """

    code: str
    name_zh: str
    name_en: str
    units: tuple[str, ...]
    lowest: Decimal
    highest: Decimal
    dated: bool = True


_ELECTRICITY = ("kgCO2/kWh", "tCO2/MWh")
#: 1 kWh is 122.8 gce; a plant of 10 % efficiency burns 1,228 gce, which is 3.41 kg of CO2.
_HIGHEST_KG_PER_KWH = Decimal("3.41")
_LOWEST_KG_PER_KWH = Decimal("0.01")


def _electricity(code: str, name_zh: str, name_en: str) -> FactorKind:
    return FactorKind(code, name_zh, name_en, _ELECTRICITY, _LOWEST_KG_PER_KWH, _HIGHEST_KG_PER_KWH)


def _per_kwh(code: str, name_zh: str, name_en: str, unit: str, highest: str) -> FactorKind:
    return FactorKind(code, name_zh, name_en, (unit,), Decimal("0.001"), Decimal(highest))


_TABLE = (
    _electricity("grid_average", "电力平均二氧化碳排放因子", "Average CO2 factor of the grid"),
    _electricity(
        "grid_average_excl_market_nonfossil",
        "电力平均二氧化碳排放因子（不含市场化交易非化石电量）",
        "Average CO2 factor without market-traded non-fossil power (residual mix)",
    ),
    _electricity(
        "grid_fossil_power", "化石能源电力二氧化碳排放因子", "CO2 factor of fossil-fired power"
    ),
    _electricity(
        "grid_ets_reporting",
        "碳市场报告用全国电网排放因子",
        "National factor set for ETS reporting",
    ),
    _electricity("grid_OM_simple", "电量边际排放因子", "Operating margin (simple)"),
    _electricity("grid_BM", "容量边际排放因子", "Build margin"),
    _electricity("grid_CM_75_25", "组合边际排放因子（0.75/0.25）", "Combined margin 0.75/0.25"),
    _electricity("grid_CM_50_50", "组合边际排放因子（0.5/0.5）", "Combined margin 0.5/0.5"),
    _per_kwh(
        "electricity_carbon_footprint",
        "电力碳足迹因子",
        "Life-cycle footprint of electricity",
        "kgCO2e/kWh",
        "3.41",
    ),
    _per_kwh(
        "transmission_carbon_footprint",
        "输配电碳足迹因子",
        "Life-cycle footprint of transmission",
        "kgCO2e/kWh",
        "3.41",
    ),
    FactorKind(
        "heat_default",
        "外购热力排放因子缺省值",
        "Default CO2 factor of purchased heat",
        ("tCO2/GJ",),
        Decimal("0.01"),
        Decimal(1),
        dated=False,
    ),
    FactorKind(
        "thermal_supply_coal_rate",
        "火电供电标准煤耗",
        "Supply coal rate of thermal power",
        ("gce/kWh", "kgce/MWh", "kgce/kWh"),
        Decimal("122.8"),
        Decimal(1228),
    ),
    _per_kwh(
        "thermal_generation_co2",
        "单位火电发电量二氧化碳排放",
        "CO2 of thermal generation",
        "gCO2/kWh",
        "3410",
    ),
    _per_kwh(
        "thermal_generation_so2",
        "单位火电发电量二氧化硫排放",
        "SO2 of thermal generation",
        "g/kWh",
        "100",
    ),
    _per_kwh(
        "thermal_generation_nox",
        "单位火电发电量氮氧化物排放",
        "NOx of thermal generation",
        "g/kWh",
        "100",
    ),
    _per_kwh(
        "thermal_generation_pm",
        "单位火电发电量烟尘排放",
        "Particulates of thermal generation",
        "g/kWh",
        "100",
    ),
    FactorKind(
        "tce_to_co2",
        "标准煤折二氧化碳系数",
        "CO2 of one tonne of standard coal",
        ("tCO2/tce",),
        Decimal("0.1"),
        Decimal(8),
        dated=False,
    ),
    FactorKind(
        "fuel_density",
        "燃料密度",
        "Density of a liquid fuel",
        ("kg/L",),
        Decimal("0.5"),
        Decimal("1.1"),
        dated=False,
    ),
    FactorKind(
        "water_supply",
        "自来水供应排放因子",
        "Emissions of water supply",
        ("kgCO2e/m3",),
        Decimal("0.01"),
        Decimal(10),
    ),
    FactorKind(
        "paper_production",
        "纸张生产排放因子",
        "Emissions of making paper",
        ("tCO2e/t",),
        Decimal("0.05"),
        Decimal(10),
    ),
)
FACTOR_KINDS: Mapping[str, FactorKind] = {kind.code: kind for kind in _TABLE}

#: The kinds that a method asks for unless a policy chooses another, and those it may choose.
#: The build margin alone, the factor of the carbon market and footprints displace nothing.
CHOOSABLE: Mapping[str, tuple[str, ...]] = {
    "grid_average": (
        "grid_average",
        "grid_average_excl_market_nonfossil",
        "grid_fossil_power",
        "grid_OM_simple",
        "grid_CM_75_25",
        "grid_CM_50_50",
    ),
}

#: What one unit is in another. Nothing is converted that does not stand here.
UNIT_TABLE: Mapping[tuple[str, str], Decimal] = {
    ("kgCO2/kWh", "tCO2/MWh"): Decimal(1),
    ("tCO2/MWh", "kgCO2/kWh"): Decimal(1),
    ("gce/kWh", "kgce/MWh"): Decimal(1),
    ("kgce/MWh", "gce/kWh"): Decimal(1),
    ("gce/kWh", "kgce/kWh"): Decimal("0.001"),
    ("kgce/kWh", "gce/kWh"): Decimal(1000),
}


def converted(value: Decimal, *, unit: str, into: str) -> Decimal | None:
    """
    Return ``value`` of ``unit`` expressed in ``into``; None where the table has no answer.

    >>> converted(Decimal("0.5306"), unit="kgCO2/kWh", into="tCO2/MWh")
    Decimal('0.5306')
    >>> converted(Decimal("0.5306"), unit="kgCO2/kWh", into="kgCO2e/kWh") is None
    True
    """
    if unit == into:
        return value
    multiplier = UNIT_TABLE.get((unit, into))
    return None if multiplier is None else value * multiplier
