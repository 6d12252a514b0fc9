"""One calculation: a method, what was given, every step, and what the reader should know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from config.kernel.canonical import plain_decimal
from config.kernel.errors import InvalidInput
from config.kernel.findings import Finding
from config.kernel.quantities import Quantity
from projects.carbon.methodologies.asked import Output, ParameterInput, Step
from projects.carbon.methodologies.formulas import NoValue
from projects.carbon.methodologies.method import Method, Parameter, parameter_of
from projects.carbon.methodologies.sources import said_in
from projects.carbon.rules.given import Given, Number, read
from projects.reference.rules.sentences import Sentence
from projects.reference.rules.units import decimal_of, in_unit, measured

_ADDED_TO_NOTHING = Sentence(
    "The routes say the same in different ways: they stand side by side and never add up."
)


@dataclass(frozen=True)
class StepTaken:
    """One formula with the numbers that it took, and its value."""

    step: Step
    numbers: str
    value: Decimal

    @property
    def symbol(self) -> str:
        """Return the letter that it gives."""
        return self.step.symbol


@dataclass(frozen=True)
class Result:
    """One result as a quantity, with the indicator that it is and the route it came by."""

    output: Output
    step: Step
    quantity: Quantity


@dataclass(frozen=True)
class LeftOut:
    """One step that was not taken, and why."""

    step: Step
    reason: Sentence


@dataclass(frozen=True)
class Calculation:
    """What a method says of what was given; equal inputs give an equal calculation."""

    method: Method
    numbers: tuple[Number, ...]
    steps: tuple[StepTaken, ...]
    results: tuple[Result, ...]
    left_out: tuple[LeftOut, ...]
    warnings: tuple[Sentence, ...]

    def result(self, symbol: str) -> Quantity:
        """Return the result that bears the letter."""
        return next(each.quantity for each in self.results if each.output.symbol == symbol)


def calculate(method: Method, given: Given) -> Calculation:
    """
    Return what ``method`` says of what was given, exactly, with every step.

    Nothing is filled in that is not declared: an input, factor or parameter that is not
    given refuses in words, unless it is optional or has a declared default, which is shown.

    :raises InvalidInput: naming each number that is missing, unknown, in a wrong unit,
        outside its bounds or without its source; or that nothing is given at all.
    :raises NoValue: if a formula divides by zero.
    """
    read_in = read(method, given)
    if read_in.findings:
        raise InvalidInput(read_in.findings)
    numbers = read_in.numbers
    values: dict[str, Any] = {
        each.asked.symbol: measured(each.value, each.asked.unit) for each in numbers
    }
    shown = {each.asked.symbol: plain_decimal(each.value) for each in numbers}
    for constant in method.constants:
        values[constant.symbol] = measured(_fraction(constant.value), constant.unit)
        shown[constant.symbol] = constant.value
    taken: list[StepTaken] = []
    left_out: list[LeftOut] = []
    missing = dict(read_in.missing)
    for step in method.steps:
        lacking = [missing[name] for name in sorted(step.formula.symbols) if name in missing]
        if lacking:
            missing[step.symbol] = lacking[0]
            left_out.append(LeftOut(step, lacking[0]))
            continue
        exact = _exact(step, values, shown)
        values[step.symbol] = measured(exact, step.unit)
        value = decimal_of(exact)
        taken.append(StepTaken(step, step.formula.with_numbers(shown), value))
        shown[step.symbol] = _bracketed(plain_decimal(value))
    if not taken:
        raise InvalidInput([_nothing_given(method)])
    results = tuple(_results(method, taken))
    return Calculation(
        method=method,
        numbers=numbers,
        steps=tuple(taken),
        results=results,
        left_out=tuple(left_out),
        warnings=tuple(_warnings(method, numbers, results)),
    )


def _exact(step: Step, values: Mapping[str, Any], shown: Mapping[str, str]) -> Fraction:
    """Return the value of a step; a refusal shows the numbers that it was asked of."""
    try:
        return in_unit(step.formula.value(values), step.unit)
    except NoValue as fault:
        numbers = step.formula.with_numbers(shown)
        raise type(fault)(formula=step.formula.text, numbers=numbers) from fault


def _nothing_given(method: Method) -> Finding:
    return Finding(
        code="not_given",
        message="{method} has nothing to compute from.",
        remedy="Give one of: {known}.",
        field="inputs",
        facts={"method": method.code, "known": ", ".join(each.code for each in method.inputs)},
    )


def parameters_of(numbers: Sequence[Number]) -> list[Parameter]:
    """Return the parameters among the numbers, each with the source that it was taken from."""
    return [
        parameter_of(each.asked, each.published)
        for each in numbers
        if isinstance(each.asked, ParameterInput) and each.published
    ]


def _results(method: Method, taken: Sequence[StepTaken]) -> Iterator[Result]:
    by_symbol = {each.symbol: each for each in taken}
    for output in method.outputs:
        found = by_symbol.get(output.symbol)
        if found is not None:
            unit = found.step.unit
            yield Result(output, found.step, Quantity(found.value, unit, output.measure))


def _warnings(
    method: Method, numbers: Sequence[Number], results: Sequence[Result]
) -> Iterator[Sentence]:
    for each in numbers:
        yield from _about(each)
    for each_result in results:
        if each_result.quantity.value < 0:
            yield Sentence(
                "{symbol} is below zero: by these numbers nothing is spared, more is used or"
                " emitted than in the baseline.",
                {"symbol": each_result.output.symbol},
            )
    routes = {each.output.route for each in results if each.output.indicator == "co2"}
    if len(routes) > 1:
        yield _ADDED_TO_NOTHING
    if method.confidence == "C":
        yield Sentence(
            "The form of this method was not read in its original (confidence C): have it"
            " checked before a figure of it is published."
        )


def _about(number: Number) -> Iterator[Sentence]:
    facts: dict[str, object] = {
        "symbol": number.asked.symbol,
        "value": plain_decimal(number.value),
        "unit": number.asked.unit,
        "source": number.source,
        "source_zh": said_in("zh", number.source),
        "confidence": number.confidence,
    }
    if number.is_default:
        yield Sentence(
            "{symbol} is taken as {value} {unit} because nobody chose another"
            " ({source}; confidence {confidence}).",
            facts,
        )
    elif number.confidence in {"B", "C"}:
        yield Sentence(
            "{symbol} = {value} {unit} may be leaned on with care"
            " ({source}; confidence {confidence}).",
            facts,
        )
    if number.resolution is not None:
        for policy in number.resolution.policies:
            yield Sentence(
                "{symbol} rests on the policy {policy}.", {**facts, "policy": policy.name}
            )


def _fraction(text: str) -> Fraction:
    """Return a constant as it is written: a number, or one number over another."""
    above, _, below = text.partition("/")
    return Fraction(Decimal(above)) / Fraction(Decimal(below or "1"))


def _bracketed(number: str) -> str:
    return f"({number})" if number.startswith("-") else number
