"""The equations of heat displacement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from config.kernel.quantities import Measure, Quantity
from projects.carbon.methodologies.declared import read_method
from projects.carbon.methodologies.grid_displacement.rules import avoided_by_coal
from projects.carbon.methodologies.method import (
    Alternative,
    FactorNeed,
    Metered,
    Method,
    Parameter,
    Share,
    Telling,
)
from projects.reference.rules.kinds import NATION
from projects.reference.rules.sentences import Sentence
from projects.reference.rules.values import Resolution

#: 1 Wh is 3,600 J.
GJ_PER_WH = Decimal("0.0000036")
_GRAM = Decimal("0.000001")


def heat(energy_wh: int) -> Quantity:
    """
    Return watt-hours of heat as gigajoules, exactly.

    >>> str(heat(1_000_000))
    '3.6000000 GJ (heat)'
    """
    return Quantity(energy_wh * GJ_PER_WH, "GJ", Measure.HEAT)


def avoided(delivered: Quantity, factor: Decimal) -> Quantity:
    """
    Return what delivered heat avoids where purchased heat would have been used.

    ``A = Q × EF`` with A [tCO2e], Q [GJ], EF [tCO2/GJ]. Source: default factor of purchased
    heat, 0.11 tCO2/GJ (A, S-EF2122). Worked number: the announced 4.8 Mt of steam at
    2.442 GJ/t are 11,721,600 GJ; times 0.11 that is 1,289,376 t, where the sponsor says
    1,070,000 t by the coal route at full efficiency.

    >>> avoided(Quantity(Decimal(11_721_600), "GJ", Measure.HEAT), Decimal("0.11")).value
    Decimal('1289376.00')
    """
    _check(delivered)
    return Quantity(delivered.value * factor, "tCO2e", Measure.AVOIDED)


def coal_saved(
    delivered: Quantity, *, coal_per_heat: Decimal, boiler_efficiency: Decimal
) -> Quantity:
    """
    Return the standard coal that the displaced boiler would have burned.

    ``S = Q × c / η / 1000`` with S [tce], Q [GJ], c [kgce/GJ], η [1]. Source: 34.12 kgce/GJ
    by GB/T 2589 (A); the form is B. Worked number, nuclear steam (N04, S-TIANWANSTEAM):
    4.8 Mt at 2.4423 GJ/t with η = 1 are 400,000 tce, 83.3 kgce per tonne of steam.

    >>> steam = Quantity(Decimal(4_800_000) * Decimal("2.4423"), "GJ", Measure.HEAT)
    >>> coal = coal_saved(steam, coal_per_heat=Decimal("34.12"), boiler_efficiency=Decimal(1))
    >>> round(coal.value, -2) == 400_000
    True
    """
    _check(delivered)
    if not 0 < boiler_efficiency <= 1:
        raise ValueError(f"An efficiency is above 0 and at most 1, not {boiler_efficiency}.")
    kilograms = delivered.value * coal_per_heat / boiler_efficiency
    return Quantity(kilograms / 1000, "tce", Measure.COAL_SAVED)


def tonnes(energy_wh: int, factor: Decimal) -> Decimal:
    """
    Return the tonnes of ``avoided(heat(energy_wh), factor)``, for many lines at once.

    >>> tonnes(10**12, Decimal("0.11")).normalize()
    Decimal('3.96E+5')
    """
    return energy_wh * GJ_PER_WH * factor


def tell(
    shares: Sequence[Share],
    avoided_tco2e: Decimal,
    beside: Resolution | str | None,  # noqa: ARG001 (the coal route needs no factor of the library)
    parameters: Mapping[str, Parameter],
) -> Telling:
    """Return the coal route beside the tonnes, and the words."""
    delivered = heat(sum(each.energy_wh for each in shares))
    return Telling(
        alternatives=(_coal_route(delivered, parameters),),
        explanation=(
            Sentence(
                "Heat of {heat} GJ, times the default CO2 factor of purchased heat,"
                " avoids {avoided} tCO2e.",
                {
                    "heat": f"{delivered.value.normalize():f}",
                    "avoided": avoided_tco2e.quantize(_GRAM, rounding=ROUND_HALF_EVEN),
                },
            ),
            Sentence("The coal route says the same energy in another way; the two never add up."),
        ),
    )


def _coal_route(delivered: Quantity, parameters: Mapping[str, Parameter]) -> Alternative:
    coal = coal_saved(
        delivered,
        coal_per_heat=parameters["coal_per_heat"].value,
        boiler_efficiency=parameters["boiler_efficiency"].value,
    )
    return Alternative(
        "coal",
        (coal, avoided_by_coal(coal, parameters["tce_to_co2"].value)),
        (),
        tuple(parameters.values()),
    )


def _check(delivered: Quantity) -> None:
    if (delivered.unit, delivered.measure) != ("GJ", Measure.HEAT):
        raise TypeError(f"{delivered} is no heat in GJ.")


METHOD: Method = read_method(
    "heat_displacement",
    metered=Metered(
        carrier="heat",
        primary=FactorNeed("heat_default", "tCO2/GJ", region=NATION),
        beside=None,
        tonnes=tonnes,
        tell=tell,
    ),
)
