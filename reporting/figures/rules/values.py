"""An indicator, and the value that it takes for one dimension."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Protocol

from config.kernel.canonical import canonical_bytes, plain_decimal, sha256_of
from config.kernel.periods import Period
from config.kernel.quantities import Measure
from reporting.figures.rules.facts import Approval, Factor, Facts, Name, Ref, RowSet

#: The scale of the column that a figure's value is stored in.
STORED = Decimal("0.000000000001")
#: How many rows a figure names one by one; beyond, it names them as a set.
NAMED_ROWS = 500
SHORTEST_ID = 10


@dataclass(frozen=True, kw_only=True)
class Term:
    """One symbol of a formula with the value that it had."""

    symbol: str
    name_zh: str
    name_en: str
    value: Decimal
    unit: str

    def to_json(self) -> dict[str, object]:
        """Return the stored form."""
        return {
            "symbol": self.symbol,
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "value": self.value,
            "unit": self.unit,
        }


@dataclass(frozen=True, kw_only=True)
class Formula:
    """How a figure came about: the expression, and its symbols with their values."""

    expression: str
    terms: tuple[Term, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the stored form."""
        return {"expression": self.expression, "terms": [each.to_json() for each in self.terms]}


@dataclass(frozen=True, kw_only=True)
class FigureValue:
    """
    The value of one indicator for one dimension: a number, or a text where nothing is counted.

    ``names`` gives the name of each dimension's member; ``attributes`` what else a reader
    wants beside the number; ``projects`` whose facts it rests on.
    """

    dimension: Mapping[str, str]
    names: Mapping[str, Name]
    value: Decimal | None = None
    text: Name | None = None
    formula: Formula
    rows: tuple[Ref, ...] = ()
    sets: tuple[RowSet, ...] = ()
    projects: tuple[str, ...] = ()
    factors: tuple[Factor, ...] = ()
    policies: tuple[Name, ...] = ()
    approvals: tuple[Approval, ...] = ()
    quality: Mapping[str, Any] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)
    note_zh: str = ""
    note_en: str = ""
    #: Where one indicator counts unlike things (announced numbers), what this figure is in.
    unit: str | None = None
    measure: Measure | None = None
    places: int | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.text is None):
            raise ValueError("A figure has a number or a text, and not both.")
        if set(self.dimension) != set(self.names):
            raise ValueError("Every member of a figure's dimension has a name.")


Compute = Callable[[Facts], "list[FigureValue]"]


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """
    One thing that is counted: its names, unit and measure, how it is rounded and computed.

    ``partitions`` are the sets of dimensions whose figures add up to the figure without one.
    """

    code: str
    name_zh: str
    name_en: str
    unit: str
    measure: Measure
    places: int
    dimensions: tuple[tuple[str, ...], ...]
    method: str
    version: str
    method_zh: str
    method_en: str
    compute: Compute
    partitions: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One figure as it will be stored: its identity, its content, the hash over both."""

    identity: str
    content: Mapping[str, Any]
    sha256: str


class Hashed(Protocol):
    """Something that carries a hash over all that it says."""

    @property
    def sha256(self) -> str:
        """Return the hash."""


def hash_of_set(figures: Iterable[Hashed]) -> str:
    """Return one hash for a set of figures, whatever the order they come in."""
    return sha256_of(sorted(each.sha256 for each in figures))


def identity_of(
    indicator: str, dimension: Mapping[str, str], period: Period, known_at: dt.datetime
) -> str:
    """Return the hexadecimal SHA-256 of what makes a figure this figure and no other."""
    return hashlib.sha256(
        canonical_bytes([indicator, dict(dimension), period, known_at])
    ).hexdigest()


def display(value: Decimal, *, places: int) -> str:
    """
    Return the number as it is printed: grouped thousands, halves to the even neighbor.

    >>> display(Decimal("-1286400.125"), places=2)
    '−1,286,400.12'
    """
    quantum = Decimal(1).scaleb(-places)
    rounded = value.quantize(quantum, rounding=ROUND_HALF_EVEN)
    return format(abs(rounded) if rounded == 0 else rounded, ",f").replace("-", "−")


def places_of(value: Decimal, *, most: int) -> int:
    """
    Return how many decimals a number was given with, trailing zeros apart, at most ``most``.

    >>> places_of(Decimal("364800.000"), most=6), places_of(Decimal("0.25"), most=6)
    (0, 2)
    """
    whole = plain_decimal(value)
    return min(len(whole.partition(".")[2]), most)


def stored_value(value: Decimal) -> Decimal:
    """Return the value at the scale that it is stored in: what lies beyond is rounded off."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < STORED.as_tuple().exponent:  # type: ignore[operator]
        return value.quantize(STORED, rounding=ROUND_HALF_EVEN)
    return value


def drawn(
    indicator: Indicator, value: FigureValue, *, period: Period, known_at: dt.datetime
) -> Drawn:
    """Return the figure that ``value`` becomes, with the hash over all that it says."""
    content = _content(indicator, value, period=period, known_at=known_at)
    return Drawn(
        identity=identity_of(indicator.code, value.dimension, period, known_at),
        content=content,
        sha256=sha256_of(content),
    )


def _content(
    indicator: Indicator, value: FigureValue, *, period: Period, known_at: dt.datetime
) -> dict[str, Any]:
    shown = _shown(indicator, value)
    return {
        "indicator": indicator.code,
        "dimension": dict(value.dimension),
        "names": {key: {"zh": name.zh, "en": name.en} for key, name in value.names.items()},
        "period": str(period),
        "known_at": known_at,
        "label_zh": _label(indicator.name_zh, value, "zh"),
        "label_en": _label(indicator.name_en, value, "en"),
        "value": None if value.value is None else stored_value(value.value),
        "text_value": value.text.code if value.text else "",
        "unit": indicator.unit if value.unit is None else value.unit,
        "measure": (value.measure or indicator.measure).value,
        "places": _places(indicator, value),
        "displayed_zh": shown[0],
        "displayed_en": shown[1],
        "method": indicator.method,
        "method_version": indicator.version,
        "formula": value.formula.to_json(),
        "inputs": _inputs(value),
        "factors": [each.to_json() for each in _distinct(value.factors)],
        "policies": [each.to_json() for each in _distinct(value.policies)],
        "approvals": [each.to_json() for each in _distinct(value.approvals)],
        "data_quality": dict(value.quality),
        "attributes": dict(value.attributes),
        "explanation_zh": explain_zh(indicator, value),
        "explanation_en": explain_en(indicator, value),
    }


def _shown(indicator: Indicator, value: FigureValue) -> tuple[str, str]:
    if value.text is not None:
        return value.text.zh, value.text.en
    number = value.value or Decimal(0)
    if (value.measure or indicator.measure) is Measure.SHARE:
        text = display(number * 100, places=_places(indicator, value) - 2) + "%"
    else:
        text = display(number, places=_places(indicator, value))
    return text, text


def _places(indicator: Indicator, value: FigureValue) -> int:
    return indicator.places if value.places is None else value.places


def _label(name: str, value: FigureValue, language: str) -> str:
    members = [getattr(each, language) for each in value.names.values()]
    return " · ".join([name, *members])


def _inputs(value: FigureValue) -> dict[str, Any]:
    rows = _distinct(value.rows)
    found: dict[str, Any] = {"projects": sorted(set(value.projects))}
    if len(rows) > NAMED_ROWS:
        plain = sorted([each.table, each.id, each.sha256] for each in rows)
        found["set"] = {
            "query": "rows of " + ", ".join(sorted({each.table for each in rows})),
            "count": len(rows),
            "sha256": sha256_of(plain),
        }
    else:
        found["rows"] = [each.to_json() for each in rows]
    found["sets"] = [each.to_json() for each in _distinct(value.sets)]
    return found


def _distinct(items: Iterable[Any]) -> list[Any]:
    """Return the items in a stable order, each once."""
    by_text = {canonical_bytes(each.to_json()): each for each in items}
    return [by_text[key] for key in sorted(by_text)]


def explain_zh(indicator: Indicator, value: FigureValue) -> str:
    """Return the paragraph in Chinese that says how the figure came about."""
    parts = [indicator.method_zh]
    if value.formula.expression:
        parts.append(f"算式：{value.formula.expression}。")
    if factors := [_factors_zh(each) for each in _alike(value.factors)]:
        parts.append("所用因子：" + "；".join(factors) + "。")
    if value.policies:
        parts.append("启用的取数规则：" + "；".join(_words(value.policies, "zh")) + "。")
    return "".join([*parts, value.note_zh])


def explain_en(indicator: Indicator, value: FigureValue) -> str:
    """Return the paragraph in English that says how the figure came about."""
    parts = [indicator.method_en]
    if value.formula.expression:
        parts.append(f"Formula: {value.formula.expression}.")
    if factors := [_factors_en(each) for each in _alike(value.factors)]:
        parts.append("Factors: " + "; ".join(factors) + ".")
    if value.policies:
        parts.append("Policies in force: " + "; ".join(_words(value.policies, "en")) + ".")
    return " ".join([*parts, *([value.note_en] if value.note_en else [])])


def method_said(explanation: str, language: str) -> str:
    """
    Return the method alone in words: an explanation up to its formula, its factors, its policies.

    >>> method_said("Metered energy. Formula: E = P. Factors: none.", "en")
    'Metered energy.'
    """
    marks = ("算式：", "所用因子：", "启用的取数规则：")
    if language == "en":
        marks = ("Formula: ", "Factors: ", "Policies in force: ")
    for mark in marks:
        explanation = explanation.partition(mark)[0]
    return explanation.strip()


def _words(names: Iterable[Name], language: str) -> list[str]:
    return [getattr(each, language) for each in _distinct(names)]


def _alike(factors: Iterable[Factor]) -> list[list[Factor]]:
    """Return the factors in groups that differ by nothing but the place and the value."""
    groups: dict[tuple[object, ...], list[Factor]] = {}
    for each in _distinct(factors):
        groups.setdefault((each.name, each.year, each.unit, each.edition), []).append(each)
    return list(groups.values())


def _factors_zh(group: list[Factor]) -> str:
    first = group[0]
    year = f"，数据年份 {first.year}" if first.year else ""
    values = "、".join(f"{each.place.zh} {plain_decimal(each.value)}" for each in group)
    return f"{first.name.zh}{year}，{values} {first.unit}，取自《{first.edition.zh}》"


def _factors_en(group: list[Factor]) -> str:
    first = group[0]
    year = f", data year {first.year}" if first.year else ""
    values = ", ".join(f"{each.place.en} {plain_decimal(each.value)}" for each in group)
    return f"{first.name.en}{year}: {values} {first.unit}, from {first.edition.en}"
