"""What a method asks for and gives: inputs, factors, parameters, formulas, results, examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from config.kernel.quantities import Measure
from projects.carbon.methodologies.formulas import Formula


@dataclass(frozen=True, kw_only=True)
class Asked:
    """
    One number that somebody must give: its letter, its unit, its meaning, its bounds.

    Without an ``optional`` number, the steps that need it are left out and say so.
    """

    code: str
    symbol: str
    unit: str
    name_zh: str
    name_en: str
    lowest: Decimal | None = None
    highest: Decimal | None = None
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Input(Asked):
    """One fact of the project: metered, counted or measured."""


@dataclass(frozen=True, kw_only=True)
class FactorInput(Asked):
    """
    One factor: of the library by kind, region and data year, or given with its source.

    The first of ``kinds`` is asked for where nobody names another; with ``by_choice``, where
    no policy of the library chooses another either. ``region`` is empty where the place
    decides; ``lag_years`` is how many years back the data year lies.
    """

    kinds: tuple[str, ...]
    region: str = ""
    lag_years: int = 0
    by_choice: bool = False


@dataclass(frozen=True)
class Published:
    """One value of a parameter as somebody published it."""

    name: str
    value: Decimal
    source: str
    confidence: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ParameterInput(Asked):
    """
    One constant that is not certain: its published values, of which one is chosen by name.

    ``default`` names the one that is taken, and shown with its source and confidence, where
    nobody chooses; empty where somebody must.
    """

    published: tuple[Published, ...] = ()
    default: str = ""

    def named(self, name: str) -> Published | None:
        """Return the published value of that name."""
        return next((each for each in self.published if each.name == name), None)


@dataclass(frozen=True)
class Constant:
    """One number that follows from its definition, such as 44/12."""

    symbol: str
    value: str
    unit: str
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class Step:
    """One formula, the letter that it gives, and the unit in which it is said."""

    symbol: str
    formula: Formula
    unit: str
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class Output:
    """
    One result: what it measures, and which of the guide's indicators it is.

    Results of different ``route`` say the same thing in another way and never add up.
    """

    symbol: str
    measure: Measure
    indicator: str = ""
    route: str = ""


@dataclass(frozen=True)
class Example:
    """
    One worked number as data.

    ``kind`` says whether a source prints inputs and result (published), whether an input
    follows from two printed numbers (implied), or whether it is our own arithmetic (own).
    """

    name_zh: str
    name_en: str
    kind: str
    source: str
    confidence: str
    expected: Mapping[str, str]
    tolerance: str = "0"
    inputs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    factors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    parameters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    note: str = ""
