"""The equations of grid displacement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from config.kernel.quantities import Measure, Quantity
from projects.carbon.methodologies.declared import read_method
from projects.carbon.methodologies.method import (
    Alternative,
    FactorNeed,
    Metered,
    Method,
    Parameter,
    Share,
    Telling,
)
from projects.reference.rules.kinds import NATION, PolicyRule
from projects.reference.rules.sentences import Sentence
from projects.reference.rules.values import Resolution

WH_PER_MWH = 1_000_000
_MWH_PER_WH = Decimal("0.000001")
_GRAM = Decimal("0.000001")


def electricity(energy_wh: int) -> Quantity:
    """
    Return watt-hours as megawatt-hours, exactly.

    >>> str(electricity(1_500_000))
    '1.5 MWh (energy)'
    """
    return Quantity(Decimal(energy_wh) / WH_PER_MWH, "MWh", Measure.ENERGY)


def avoided(energy: Quantity, factor: Decimal) -> Quantity:
    """
    Return what electricity avoids on a grid.

    ``A = E × EF`` with A [tCO2e], E [MWh], EF [tCO2/MWh]. Project emissions are zero.
    Source: CCER-01-002, ``BE = EG × EF``, ``PE = 0`` (A). Worked number, the Shanghai
    method for distributed PV (S-SHPV): 1 MW × 1,100 h × 0.42 tCO2/MWh = 462 tCO2.

    >>> str(avoided(electricity(1_100_000_000), Decimal("0.42")))
    '462.00 tCO2e (avoided)'
    """
    _check(energy)
    return Quantity(energy.value * factor, "tCO2e", Measure.AVOIDED)


def coal_saved(energy: Quantity, supply_coal_rate: Decimal) -> Quantity:
    """
    Return the standard coal that thermal power would have burned.

    ``S = E × b / 1000`` with S [tce], E [MWh], b [gce/kWh]. Source: 绿色信贷项目节能减排量测算指引
    (A). Worked number, Gaoyou (S-GAOYOU): 358 GWh at 304.47 gce/kWh are 109,000 tce.

    >>> coal_saved(electricity(358 * 10**9), Decimal("304.47")).rounded(0).value
    Decimal('109000')
    """
    _check(energy)
    return Quantity(energy.value * supply_coal_rate / 1000, "tce", Measure.COAL_SAVED)


def avoided_by_coal(coal: Quantity, tce_to_co2: Decimal) -> Quantity:
    """
    Return what not burning standard coal avoids.

    ``A' = S × k`` with A' [tCO2e], S [tce], k [tCO2/tce]; k is a parameter with
    confidence B. Worked number, nuclear steam (S-SEED): 400,000 tce × 2.675 = 1,070,000 t.

    >>> coal = Quantity(Decimal(400_000), "tce", Measure.COAL_SAVED)
    >>> str(avoided_by_coal(coal, Decimal("2.675")))
    '1070000.000 tCO2e (avoided)'
    """
    if (coal.unit, coal.measure) != ("tce", Measure.COAL_SAVED):
        raise TypeError(f"{coal} is no standard coal.")
    return Quantity(coal.value * tce_to_co2, "tCO2e", Measure.AVOIDED)


def tonnes(energy_wh: int, factor: Decimal) -> Decimal:
    """
    Return the tonnes of ``avoided(electricity(energy_wh), factor)``, for many lines at once.

    >>> tonnes(1_100_000_000, Decimal("0.42"))
    Decimal('462.00000000')
    """
    return energy_wh * factor * _MWH_PER_WH


def tell(
    shares: Sequence[Share],
    avoided_tco2e: Decimal,
    coal_rate: Resolution | str | None,
    parameters: Mapping[str, Parameter],
) -> Telling:
    """Return the coal route beside the tonnes, and the words, which name the kinds of factor."""
    is_chosen = any(
        each.rule is PolicyRule.CHOOSE_KIND for share in shares for each in share.factor.policies
    )
    return _told(
        shares,
        avoided_tco2e,
        coal_rate,
        parameters,
        Sentence(
            "Electricity of {energy} MWh in {provinces} province(s), each times the CO2 factor"
            " of its grid ({kinds}), avoids {avoided} tCO2e.",
            {"kinds": ", ".join(sorted({each.factor.kind for each in shares}))},
        ),
        *(() if is_chosen else (_OWN_KIND,)),
    )


def tell_of_average(
    shares: Sequence[Share],
    avoided_tco2e: Decimal,
    coal_rate: Resolution | str | None,
    parameters: Mapping[str, Parameter],
) -> Telling:
    """Return what :func:`tell` does, as version 1 said it, which knew the average only."""
    return _told(shares, avoided_tco2e, coal_rate, parameters, _BY_AVERAGE)


_BY_AVERAGE = Sentence(
    "Electricity of {energy} MWh in {provinces} province(s), each times the average"
    " CO2 factor of its grid, avoids {avoided} tCO2e."
)
_OWN_KIND = Sentence(
    "No policy chooses another kind of factor: the average of the grid is the method's own."
)
_NEVER_ADDED = Sentence("The coal route says the same energy in another way; the two never add up.")


def _told(
    shares: Sequence[Share],
    avoided_tco2e: Decimal,
    coal_rate: Resolution | str | None,
    parameters: Mapping[str, Parameter],
    opening: Sentence,
    *more: Sentence,
) -> Telling:
    energy = electricity(sum(each.energy_wh for each in shares))
    facts = {
        "energy": f"{energy.value.normalize():f}",
        "provinces": len({each.province for each in shares}),
        "avoided": avoided_tco2e.quantize(_GRAM, rounding=ROUND_HALF_EVEN),
    }
    return Telling(
        alternatives=(_coal_route(energy, coal_rate, parameters["tce_to_co2"]),),
        explanation=(
            Sentence(opening.template, {**opening.facts, **facts}),
            *more,
            _NEVER_ADDED,
        ),
    )


def _coal_route(
    energy: Quantity, coal_rate: Resolution | str | None, tce_to_co2: Parameter
) -> Alternative:
    if not isinstance(coal_rate, Resolution):
        return Alternative("coal", (), (), (tce_to_co2,), missing=coal_rate or "-")
    coal = coal_saved(energy, coal_rate.value)
    return Alternative(
        "coal",
        (coal, avoided_by_coal(coal, tce_to_co2.value)),
        (coal_rate,),
        (tce_to_co2,),
    )


def _check(energy: Quantity) -> None:
    if (energy.unit, energy.measure) != ("MWh", Measure.ENERGY):
        raise TypeError(f"{energy} is no electricity in MWh.")


#: The guide takes the coal rate of the year before.
_COAL_RATE = FactorNeed("thermal_supply_coal_rate", "gce/kWh", region=NATION, lag_years=1)

METHOD: Method = read_method(
    "grid_displacement",
    metered=Metered(
        carrier="electricity",
        primary=FactorNeed("grid_average", "tCO2/MWh", by_choice=True),
        beside=_COAL_RATE,
        tonnes=tonnes,
        tell=tell,
    ),
)
BY_AVERAGE: Method = read_method(
    "grid_displacement",
    version="1",
    metered=Metered(
        carrier="electricity",
        primary=FactorNeed("grid_average", "tCO2/MWh"),
        beside=_COAL_RATE,
        tonnes=tonnes,
        tell=tell_of_average,
    ),
)
