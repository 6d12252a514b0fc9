"""What entered activity came to, frozen: every number, step and result, under one hash."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from config.kernel.canonical import plain_decimal, sha256_of
from config.kernel.errors import DomainError
from projects.carbon.rules.calculator import Calculation
from projects.carbon.rules.given import Amount, Number

_PERCENT = Decimal(100)
_SHOWN = Decimal("0.01")
#: Calculates again with one entered amount changed.
Again = Callable[[str, Amount], Calculation]


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What a statement of entered activity says, as one value; equal values have equal hashes."""

    project_id: int
    starts_on: dt.date
    ends_on: dt.date
    method: str
    method_version: str
    known_at: dt.datetime
    region: str
    numbers: tuple[dict[str, Any], ...]
    steps: tuple[dict[str, Any], ...]
    results: tuple[dict[str, Any], ...]
    left_out: tuple[dict[str, Any], ...]
    warnings: tuple[dict[str, Any], ...]
    inputs: tuple[dict[str, Any], ...]
    data_quality: dict[str, Any]

    @cached_property
    def sha256(self) -> str:
        """Return the SHA-256 over the canonical form of everything the statement says."""
        return sha256_of({each.name: getattr(self, each.name) for each in fields(self)})


@dataclass(frozen=True)
class Spread:
    """How far the results may lie off, in percent by symbol, and which numbers did not enter."""

    percent: Mapping[str, Decimal]
    not_propagated: tuple[str, ...]


def spread(
    base: Calculation, amounts: Mapping[str, Amount], percent: Mapping[str, Decimal], again: Again
) -> Spread:
    """
    Return the uncertainty of each result in percent, from that of the entered numbers.

    To the first order, numbers taken as independent of each other::

        u(y)² = Σ ((y(x·(1 + u)) − y(x·(1 − u))) / 2)²

    after the law of propagation of uncertainty (JCGM 100:2008, 5.1.2; confidence B: from
    knowledge, the text was not read for this). Where a number cannot be moved to one side because
    it would leave its bounds, the other side counts; where to neither, it is named as not
    propagated. Worked number: y = a·b with 3 % and 4 % has 5 %.
    """
    squares: dict[str, Decimal] = {}
    values = {each.output.symbol: each.quantity.value for each in base.results}
    lost = []
    for code, each in sorted(percent.items()):
        moved = [
            found
            for sign in (1, -1)
            if (found := _moved(amounts[code], sign * each, code, again)) is not None
        ]
        if not moved:
            lost.append(code)
            continue
        for symbol, value in values.items():
            ends = [found.get(symbol, value) for found in moved]
            half = (ends[0] - ends[1]) / 2 if len(ends) > 1 else ends[0] - value
            squares[symbol] = squares.get(symbol, Decimal(0)) + half * half
    found = {
        symbol: (square.sqrt() / abs(values[symbol]) * _PERCENT).quantize(_SHOWN)
        for symbol, square in squares.items()
        if values[symbol]
    }
    return Spread(found, tuple(lost))


def _moved(amount: Amount, percent: Decimal, code: str, again: Again) -> dict[str, Decimal] | None:
    try:
        found = again(code, replace(amount, value=amount.value * (1 + percent / _PERCENT)))
    except DomainError:
        return None
    return {each.output.symbol: each.quantity.value for each in found.results}


def frozen(
    calculation: Calculation,
    *,
    project_id: int,
    starts_on: dt.date,
    ends_on: dt.date,
    known_at: dt.datetime,
    region: str,
    inputs: tuple[dict[str, Any], ...],
    uncertain: Spread,
    is_sample: bool,
) -> Entered:
    """Return the statement that a calculation of entered activity becomes."""
    return Entered(
        project_id=project_id,
        starts_on=starts_on,
        ends_on=ends_on,
        method=calculation.method.code,
        method_version=calculation.method.version,
        known_at=known_at,
        region=region,
        numbers=tuple(_number(each) for each in calculation.numbers),
        steps=tuple(
            {
                "symbol": each.symbol,
                "name_zh": each.step.name_zh,
                "name_en": each.step.name_en,
                "formula": each.step.formula.text,
                "numbers": each.numbers,
                "value": plain_decimal(each.value),
                "unit": each.step.unit,
            }
            for each in calculation.steps
        ),
        results=tuple(
            {
                "symbol": each.output.symbol,
                "name_zh": each.step.name_zh,
                "name_en": each.step.name_en,
                "value": plain_decimal(each.quantity.value),
                "unit": each.quantity.unit,
                "measure": each.quantity.measure.value,
                "indicator": each.output.indicator,
                "route": each.output.route,
                "uncertainty_percent": _shown(uncertain.percent.get(each.output.symbol)),
            }
            for each in calculation.results
        ),
        left_out=tuple(
            {"symbol": each.step.symbol, "reason": each.reason.to_json()}
            for each in calculation.left_out
        ),
        warnings=tuple(each.to_json() for each in calculation.warnings),
        inputs=inputs,
        data_quality=_quality(calculation, uncertain, is_sample=is_sample),
    )


def _number(number: Number) -> dict[str, Any]:
    found = number.resolution
    return {
        "code": number.asked.code,
        "symbol": number.asked.symbol,
        "name_zh": number.asked.name_zh,
        "name_en": number.asked.name_en,
        "value": plain_decimal(number.value),
        "unit": number.asked.unit,
        "given": number.given,
        "source": number.source,
        "confidence": number.confidence,
        "is_default": number.is_default,
        "factor": None
        if found is None
        else {
            "id": found.factor_id,
            "kind": found.kind,
            "region": found.region,
            "data_year": found.data_year,
            "edition": found.edition_code,
            "policies": [each.name for each in found.policies],
        },
    }


def _quality(calculation: Calculation, uncertain: Spread, *, is_sample: bool) -> dict[str, Any]:
    confidences = Counter(each.confidence or "entered" for each in calculation.numbers)
    return {
        "confidences": dict(sorted(confidences.items())),
        "defaults": [each.asked.symbol for each in calculation.numbers if each.is_default],
        "method_confidence": calculation.method.confidence,
        "uncertainty_not_propagated": list(uncertain.not_propagated),
        "is_sample": is_sample,
    }


def _shown(value: Decimal | None) -> str | None:
    return None if value is None else plain_decimal(value)
