"""Which technologies a project may use, what they deliver and how their size is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from config.kernel.errors import DomainError


class Carrier(StrEnum):
    """What a station's meter counts."""

    ELECTRICITY = "electricity"
    HEAT = "heat"


class CapacityUnit(StrEnum):
    """The units in which the size of a project is printed."""

    MW = "MW"
    MW_TH = "MW_th"
    MWH = "MWh"
    T_STEAM_PER_H = "t/h"
    T_CO2_PER_YEAR = "tCO2/a"
    T_H2_PER_YEAR = "tH2/a"
    M3_PER_DAY = "m3/d"
    M2 = "m2"
    HA = "ha"


@dataclass(frozen=True)
class Technology:
    """
    One way of being green.

    ``capacity_units`` starts with the usual one; ``carrier`` is None where nothing is
    metered as energy; ``methodology`` names the usual way of saying what was spared.
    """

    code: str
    name_zh: str
    name_en: str
    carrier: Carrier | None
    capacity_units: tuple[CapacityUnit, ...]
    methodology: str


_POWER = (CapacityUnit.MW,)
_HEAT = (CapacityUnit.T_STEAM_PER_H, CapacityUnit.MW_TH)


_TABLE = (
    Technology(
        "rooftop_pv",
        "屋顶光伏",
        "Rooftop photovoltaics",
        Carrier.ELECTRICITY,
        _POWER,
        "grid_displacement",
    ),
    Technology(
        "ground_pv",
        "集中式光伏",
        "Ground-mounted photovoltaics",
        Carrier.ELECTRICITY,
        _POWER,
        "grid_displacement",
    ),
    Technology(
        "onshore_wind", "陆上风电", "Onshore wind", Carrier.ELECTRICITY, _POWER, "grid_displacement"
    ),
    Technology(
        "offshore_wind",
        "海上风电",
        "Offshore wind",
        Carrier.ELECTRICITY,
        _POWER,
        "grid_displacement",
    ),
    Technology(
        "nuclear_steam",
        "核能供汽",
        "Nuclear industrial steam",
        Carrier.HEAT,
        _HEAT,
        "heat_displacement",
    ),
    Technology(
        "geothermal_heat",
        "中深层地热供热",
        "Medium-deep geothermal heat",
        Carrier.HEAT,
        (CapacityUnit.MW_TH, CapacityUnit.T_STEAM_PER_H),
        "heat_displacement",
    ),
    Technology(
        "waste_heat",
        "工业余热利用",
        "Industrial waste heat",
        Carrier.HEAT,
        (CapacityUnit.MW_TH, CapacityUnit.T_STEAM_PER_H),
        "heat_displacement",
    ),
    Technology(
        "storage",
        "储能",
        "Electricity storage",
        Carrier.ELECTRICITY,
        (CapacityUnit.MWH, CapacityUnit.MW),
        "storage",
    ),
    Technology(
        "green_hydrogen",
        "绿氢",
        "Green hydrogen",
        None,
        (CapacityUnit.T_H2_PER_YEAR, CapacityUnit.MW),
        "green_hydrogen",
    ),
    Technology(
        "ccus",
        "碳捕集利用与封存",
        "Carbon capture, use and storage",
        None,
        (CapacityUnit.T_CO2_PER_YEAR,),
        "ccus",
    ),
    Technology(
        "sewage_treatment",
        "污水处理",
        "Sewage treatment",
        None,
        (CapacityUnit.M3_PER_DAY,),
        "sewage",
    ),
    Technology(
        "green_building", "绿色建筑", "Green building", None, (CapacityUnit.M2,), "green_building"
    ),
    Technology(
        "afforestation", "造林碳汇", "Afforestation", None, (CapacityUnit.HA,), "afforestation"
    ),
)
TECHNOLOGIES: Mapping[str, Technology] = {each.code: each for each in _TABLE}


class UnknownTechnology(DomainError):
    """There is no technology {technology}; the register knows: {known}."""

    code = "unknown_technology"
    status = 400


def technology(code: str) -> Technology:
    """
    Return the technology that ``code`` names.

    :raises UnknownTechnology: if the table does not hold it.
    """
    if code not in TECHNOLOGIES:
        raise UnknownTechnology(technology=code, known=", ".join(TECHNOLOGIES))
    return TECHNOLOGIES[code]
