"""An announced figure beside the computed one, and why they differ: by hours and by factor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from projects.carbon.rules.plausibility import Check, checks
from projects.reference.rules.sentences import Sentence

_WH_PER_MWH = 1_000_000


@dataclass(frozen=True)
class Computed:
    """What statements say of a project's year; ``capacity_mw`` is None where it has none."""

    energy_wh: int
    avoided_tco2e: Decimal
    capacity_mw: Decimal | None

    @property
    def energy_mwh(self) -> Decimal:
        """Return the metered energy in MWh."""
        return Decimal(self.energy_wh) / _WH_PER_MWH

    @property
    def factor(self) -> Decimal | None:
        """Return the mean factor in tCO2/MWh; None without energy."""
        return self.avoided_tco2e / self.energy_mwh if self.energy_wh else None

    @property
    def hours(self) -> Decimal | None:
        """Return the full-load hours; None without a capacity."""
        return self.energy_mwh / self.capacity_mw if self.capacity_mw else None


@dataclass(frozen=True)
class Comparison:
    """The claimed and the computed tonnes side by side, with what the claim would need."""

    claimed_tco2e: Decimal
    computed: Computed
    difference_tco2e: Decimal
    ratio: Decimal | None
    hours_needed: Decimal | None
    factor_needed: Decimal | None
    equivalents: Mapping[str, Decimal]
    reasons: tuple[Sentence, ...]


def compare(
    claimed_tco2e: Decimal, computed: Computed, *, factors: Mapping[str, Decimal] | None = None
) -> Comparison:
    """
    Return what an announced tonnage needs to be true, at the computed factor and hours.

    ``factors`` are named factors in tCO2/MWh; for each, ``equivalents`` says how many
    full-load hours the claim needs. Worked number: 364,800 t from 450 MW need 980 h at
    0.8273, 1,341 h at 0.6045 (facts as announced; S-SEED).

    >>> year = Computed(495_000_000_000, Decimal(299_227), Decimal(450))
    >>> found = compare(Decimal(364_800), year, factors={"fossil 2023": Decimal("0.8273")})
    >>> round(found.equivalents["fossil 2023"]), round(found.factor_needed, 3)
    (980, Decimal('0.737'))
    """
    capacity, factor = computed.capacity_mw, computed.factor
    per_megawatt = claimed_tco2e / capacity if capacity else None
    hours_needed = per_megawatt / factor if per_megawatt and factor else None
    factor_needed = claimed_tco2e / computed.energy_mwh if computed.energy_wh else None
    equivalents = hours_at(claimed_tco2e, capacity, factors or {})
    found = Comparison(
        claimed_tco2e=claimed_tco2e,
        computed=computed,
        difference_tco2e=claimed_tco2e - computed.avoided_tco2e,
        ratio=claimed_tco2e / computed.avoided_tco2e if computed.avoided_tco2e else None,
        hours_needed=hours_needed,
        factor_needed=factor_needed,
        equivalents=equivalents,
        reasons=(),
    )
    return Comparison(**{**found.__dict__, "reasons": tuple(_reasons(found))})


def hours_at(
    claimed_tco2e: Decimal, capacity_mw: Decimal | None, factors: Mapping[str, Decimal]
) -> dict[str, Decimal]:
    """
    Return how many full-load hours a claim needs at each named factor in tCO2/MWh.

    >>> {name: round(each) for name, each in hours_at(
    ...     Decimal(364_800), Decimal(450), {"fossil 2023": Decimal("0.8273")}).items()}
    {'fossil 2023': 980}
    """
    if not capacity_mw:
        return {}
    return {name: claimed_tco2e / capacity_mw / each for name, each in factors.items() if each}


def checks_beside(
    facts: Mapping[str, Decimal], computed: Computed | None, *, technology: str = ""
) -> list[Check]:
    """
    Return the checks of the announced facts, and those that only the computed side allows.

    Where the announcement prints no energy: the full-load hours that it implies at the
    computed factor, and the factor that it implies at the metered energy.
    """
    found = checks(facts, technology=technology)
    claimed = facts.get("avoided_tco2")
    if claimed is None or computed is None or computed.factor is None or "energy_mwh" in facts:
        return found
    capacity = facts.get("capacity_mw", computed.capacity_mw)
    if capacity and computed.factor:
        implied = {"energy_mwh": claimed / computed.factor, "capacity_mw": capacity}
        found += checks(implied, technology=technology)
    metered = {"avoided_tco2": claimed, "energy_mwh": computed.energy_mwh}
    return found + checks(metered, technology=technology)


def _reasons(found: Comparison) -> list[Sentence]:
    computed = found.computed
    facts: dict[str, object] = {
        "claimed": f"{found.claimed_tco2e:f}",
        "computed": f"{computed.avoided_tco2e:f}",
        "ratio": _places(found.ratio, 3),
        "hours": _places(computed.hours, 0),
        "hours_needed": _places(found.hours_needed, 0),
        "factor": _places(computed.factor, 4),
        "factor_needed": _places(found.factor_needed, 4),
    }
    reasons = [
        Sentence("Claimed are {claimed} tCO2e, computed {computed}: {ratio} times as much.", facts)
    ]
    if found.factor_needed is not None:
        reasons.append(
            Sentence(
                "With the metered energy, the claim needs a factor of {factor_needed} tCO2/MWh"
                " where {factor} was computed.",
                facts,
            )
        )
    if found.hours_needed is not None:
        reasons.append(
            Sentence(
                "With the computed factor, the claim needs {hours_needed} full-load hours"
                " where {hours} were metered.",
                facts,
            )
        )
    for name, hours in found.equivalents.items():
        reasons.append(
            Sentence(
                "At {factor_name} it needs {hours_needed} full-load hours.",
                {"factor_name": name, "hours_needed": _places(hours, 0)},
            )
        )
    return reasons


def _places(value: Decimal | None, places: int) -> str:
    return "-" if value is None else f"{round(value, places):f}"
