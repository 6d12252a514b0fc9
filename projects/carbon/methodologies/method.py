"""What a method is: what it declares, and how statements are drawn by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from config.kernel.periods import Period
from config.kernel.quantities import Quantity
from projects.carbon.methodologies.asked import (
    Asked,
    Constant,
    Example,
    FactorInput,
    Input,
    Output,
    ParameterInput,
    Published,
    Step,
)
from projects.reference.rules.sentences import Sentence
from projects.reference.rules.values import Resolution


@dataclass(frozen=True)
class Parameter:
    """One number that a method uses, with where it is from and how far it may be leaned on."""

    code: str
    symbol: str
    value: Decimal
    unit: str
    name_zh: str
    name_en: str
    source: str
    confidence: str
    note: str


@dataclass(frozen=True)
class Symbol:
    """One letter of the equation: its unit and its meaning in both languages."""

    symbol: str
    unit: str
    meaning_zh: str
    meaning_en: str


@dataclass(frozen=True)
class Route:
    """Another way of saying the same energy, shown beside the result and never added to it."""

    route: str
    equation: str
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class FactorNeed:
    """
    One kind of factor that a drawn statement asks the library for.

    ``region`` is None where the province of the energy decides; ``lag_years`` is how many
    years before the period the data year asked for lies. With ``by_choice`` a policy of the
    library may put another kind in the place of ``kind``.
    """

    kind: str
    unit: str
    region: str | None = None
    lag_years: int = 0
    by_choice: bool = False

    def data_year(self, period: Period) -> int:
        """Return the data year that the period asks for."""
        return period.starts_on.year - self.lag_years


@dataclass(frozen=True)
class Share:
    """The energy of one province with the factor that answers for it."""

    province: str
    energy_wh: int
    factor: Resolution


@dataclass(frozen=True)
class Alternative:
    """
    The result of another route; or, with ``missing``, why there is none.

    ``values`` are what the route computed on the way, in order; the last is what it avoids.
    """

    route: str
    values: tuple[Quantity, ...]
    factors: tuple[Resolution, ...]
    parameters: tuple[Parameter, ...]
    missing: str = ""


@dataclass(frozen=True)
class Telling:
    """What a method tells beside the tonnes: the other routes, and how they came about."""

    alternatives: tuple[Alternative, ...]
    explanation: tuple[Sentence, ...]


#: (energy in Wh, factor) -> what it avoids in tCO2e, exact, before any rounding
Tonnes = Callable[[int, Decimal], Decimal]
#: (shares, tCO2e that they avoid, factor of the other route or the refusal's words, parameters)
Tell = Callable[
    [Sequence[Share], Decimal, "Resolution | str | None", Mapping[str, Parameter]], Telling
]


@dataclass(frozen=True)
class Metered:
    """How statements are drawn from meters: of which carrier, by which factors."""

    carrier: str
    primary: FactorNeed
    beside: FactorNeed | None
    tonnes: Tonnes
    tell: Tell


@dataclass(frozen=True, kw_only=True)
class Method:
    """One way of saying what was spared, in one version."""

    code: str
    version: str
    family: str
    name_zh: str
    name_en: str
    equation: str
    description_zh: str
    description_en: str
    limits_zh: str
    limits_en: str
    source: str
    confidence: str
    inputs: tuple[Input, ...]
    factors: tuple[FactorInput, ...]
    parameter_inputs: tuple[ParameterInput, ...]
    constants: tuple[Constant, ...]
    steps: tuple[Step, ...]
    outputs: tuple[Output, ...]
    alternatives: tuple[Route, ...]
    examples: tuple[Example, ...]
    metered: Metered | None = None

    @property
    def carrier(self) -> str:
        """Return the carrier of the energy that statements are drawn from; empty without."""
        return self.metered.carrier if self.metered else ""

    @property
    def drawn(self) -> Metered:
        """
        Return how statements are drawn by the method.

        :raises ValueError: if none are.
        """
        if self.metered is None:
            raise ValueError(f"No statements are drawn by {self.code}.")
        return self.metered

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Return everything that somebody must give."""
        return (*self.inputs, *self.factors, *self.parameter_inputs)

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """Return the parameters that have a default, each with the default's value."""
        found: dict[str, Parameter] = {}
        for each in self.parameter_inputs:
            chosen = each.named(each.default)
            if chosen is not None:
                found[each.code] = parameter_of(each, chosen)
        return found

    @cached_property
    def symbols(self) -> tuple[Symbol, ...]:
        """Return every letter of the formulas with its unit and meaning, results first."""
        lettered: tuple[Step | Asked | Constant, ...] = (*self.steps, *self.asked, *self.constants)
        return tuple(
            Symbol(each.symbol, each.unit, each.name_zh, each.name_en) for each in lettered
        )

    def step(self, symbol: str) -> Step:
        """Return the step that gives a letter."""
        return next(each for each in self.steps if each.symbol == symbol)


def parameter_of(asked: ParameterInput, chosen: Published) -> Parameter:
    """Return a parameter with one of its published values."""
    return Parameter(
        code=asked.code,
        symbol=asked.symbol,
        value=chosen.value,
        unit=asked.unit,
        name_zh=asked.name_zh,
        name_en=asked.name_en,
        source=chosen.source,
        confidence=chosen.confidence,
        note=chosen.note,
    )
