"""What a method is: its equation, symbols and parameters, what it needs and what it gives."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any

from config.kernel.periods import Period
from config.kernel.quantities import Quantity
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
    One kind of factor that a method asks the library for.

    ``region`` is None where the province of the energy decides; ``lag_years`` is how many
    years before the period the data year asked for lies.
    """

    kind: str
    unit: str
    region: str | None = None
    lag_years: int = 0

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
class Outcome:
    """What a method says of one project and period: exact, before any rounding."""

    avoided_by_line: tuple[Quantity, ...]
    avoided: Quantity
    alternatives: tuple[Alternative, ...]
    explanation: tuple[Sentence, ...]


#: (shares, factors of the alternative or the refusal's words, parameters) -> outcome
Compute = Callable[[Sequence[Share], "Resolution | str | None", Mapping[str, Parameter]], Outcome]


@dataclass(frozen=True)
class Method:
    """One way of saying what was spared, in one version."""

    code: str
    version: str
    name_zh: str
    name_en: str
    carrier: str
    equation: str
    description_zh: str
    description_en: str
    source: str
    confidence: str
    symbols: tuple[Symbol, ...]
    alternatives: tuple[Route, ...]
    parameters: Mapping[str, Parameter]
    primary: FactorNeed
    beside: FactorNeed | None
    compute: Compute


def read_method(
    folder: str, *, primary: FactorNeed, beside: FactorNeed | None, compute: Compute
) -> Method:
    """Return the method whose ``method.json`` lies in the package ``folder``."""
    facts: dict[str, Any] = json.loads(files(folder).joinpath("method.json").read_text("utf-8"))
    parameters = [
        Parameter(**{**each, "value": Decimal(each["value"])}) for each in facts.pop("parameters")
    ]
    return Method(
        **{
            **facts,
            "symbols": tuple(Symbol(**each) for each in facts["symbols"]),
            "alternatives": tuple(Route(**each) for each in facts["alternatives"]),
        },
        parameters={each.code: each for each in parameters},
        primary=primary,
        beside=beside,
        compute=compute,
    )
