"""Examples for the interface's document: worked numbers of the methods, announced figures."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

from projects.carbon.methodologies.table import CURRENT

_SHOWN = ("grid_displacement", "coal_displacement", "industrial_steam", "fuel_switch", "sewage")


def _request(code: str) -> dict[str, Any]:
    example = CURRENT[code].examples[0]
    groups = {
        "inputs": example.inputs,
        "factors": example.factors,
        "parameters": example.parameters,
    }
    return {"method": code, **{name: dict(each) for name, each in groups.items() if each}}


CALCULATE = [
    OpenApiExample(
        f"{CURRENT[code].name_en}: {CURRENT[code].examples[0].name_en}",
        value=_request(code),
        request_only=True,
    )
    for code in _SHOWN
] + [
    OpenApiExample(
        "Factors from the library, by region and year",
        value={
            "method": "grid_displacement",
            "inputs": {"energy": {"value": "49.5", "unit": "GWh"}},
            "factors": {"grid": {"kind": "grid_average"}},
            "region": "河南",
            "year": 2023,
        },
        request_only=True,
    )
]
CHECK_CLAIM = [
    OpenApiExample(
        "Rooftops of 450 MW as announced, and the hours that the tonnes need",
        value={
            "technology": "rooftop_pv",
            "facts": {
                "avoided_tco2": {"value": "36.48", "unit": "万吨"},
                "capacity_mw": {"value": "450", "unit": "MW"},
                "households": {"value": "16000"},
                "investment_cny": {"value": "15", "unit": "亿元"},
            },
            "at_factors": {"fossil 2023": "0.8273", "Henan 2023": "0.5897"},
        },
        request_only=True,
    ),
    OpenApiExample(
        "SO2 above CO2: a slip of unit",
        value={
            "facts": {
                "so2_t": {"value": "184", "unit": "万吨"},
                "avoided_tco2": {"value": "107", "unit": "万吨"},
                "coal_saved_tce": {"value": "40", "unit": "万tce"},
            }
        },
        request_only=True,
    ),
]
