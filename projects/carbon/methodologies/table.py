"""The table of methods: every version that a statement may have been drawn by."""

from __future__ import annotations

from collections.abc import Mapping

from config.kernel.errors import DomainError
from projects.carbon.methodologies.declared import read_method
from projects.carbon.methodologies.grid_displacement import rules as grid_displacement
from projects.carbon.methodologies.heat_displacement import rules as heat_displacement
from projects.carbon.methodologies.method import Method


class UnknownMethod(DomainError):
    """There is no method {method} in version {version}; the table holds: {known}."""

    code = "unknown_method"
    status = 400


#: Statements are drawn from meters by these; the others answer in the calculators.
_DRAWN = (grid_displacement.METHOD, heat_displacement.METHOD)
_CALCULATED = (
    "combined_margin",
    "coal_displacement",
    "pv_yield",
    "pv_lifetime",
    "industrial_steam",
    "geothermal_heat",
    "cogeneration",
    "fuel_switch",
    "energy_saving",
    "energy_saving_by_carrier",
    "storage",
    "green_hydrogen",
    "ccus",
    "sewage",
    "reclaimed_water",
    "waste_to_energy",
    "methane_capture",
    "green_building",
    "rail_transit",
    "electric_vehicles",
    "afforestation",
    "fuel_combustion",
    "gas_combustion",
    "standard_coal",
    "warming_potential",
    "heat_power_allocation",
    "power_allowance",
    "allowance_cost",
    "subsidy_receivable",
    "quarter_end_average",
    "reduction_income",
    "standard_coal_carbon",
    "relative_change",
    "before_growth",
    "share",
)
#: Versions by which statements were drawn once; they are recomputed by them, the oldest first.
_EARLIER = (grid_displacement.BY_AVERAGE,)
_ALL = (*_DRAWN, *(read_method(code) for code in _CALCULATED))
#: (code, version) -> method; a version stays for as long as a statement names it.
METHODS: Mapping[tuple[str, str], Method] = {
    (each.code, each.version): each for each in (*_EARLIER, *_ALL)
}
#: code -> the version by which new statements are drawn and calculations made.
CURRENT: Mapping[str, Method] = {each.code: each for each in _ALL}
#: Those of :data:`CURRENT` by which statements are drawn.
DRAWN: Mapping[str, Method] = {each.code: each for each in _DRAWN}


def method(code: str, version: str | None = None) -> Method:
    """
    Return a method in a version, or the one by which new statements are drawn.

    :raises UnknownMethod: if the table does not hold it.
    """
    found = CURRENT.get(code) if version is None else METHODS.get((code, version))
    if found is None:
        versions = [f"{name} {number}" for name, number in METHODS if name == code]
        known = ", ".join(versions or CURRENT)
        raise UnknownMethod(method=code, version=version or "-", known=known)
    return found
