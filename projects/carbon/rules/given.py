"""What a calculation was given, read against what its method asks for: all faults at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from config.kernel.canonical import plain_decimal
from config.kernel.findings import Finding
from projects.carbon.methodologies.asked import (
    Asked,
    FactorInput,
    Input,
    ParameterInput,
    Published,
)
from projects.carbon.methodologies.method import Method
from projects.reference.rules.sentences import Sentence
from projects.reference.rules.units import UnknownUnit, UnlikeUnits, turned
from projects.reference.rules.values import Resolution


@dataclass(frozen=True)
class Amount:
    """A number with its unit; factors and parameters say where it is from."""

    value: Decimal
    unit: str
    source: str = ""


@dataclass(frozen=True)
class Choice:
    """A published value of a parameter, chosen by its name."""

    published: str


@dataclass(frozen=True)
class Given:
    """
    Everything that somebody gave, by the codes of the method.

    A factor is an amount with its source, the library's answer, or the words with which
    the library refused.
    """

    inputs: Mapping[str, Amount] = field(default_factory=dict)
    factors: Mapping[str, Amount | Resolution | Sentence] = field(default_factory=dict)
    parameters: Mapping[str, Amount | Choice] = field(default_factory=dict)


@dataclass(frozen=True)
class Number:
    """One number as the method uses it: in its unit, with where it is from."""

    asked: Asked
    value: Decimal
    given: str = ""
    source: str = ""
    confidence: str = ""
    is_default: bool = False
    published: Published | None = None
    resolution: Resolution | None = None


@dataclass(frozen=True)
class ReadIn:
    """The numbers of a calculation, what is missing and need not be there, and the faults."""

    numbers: tuple[Number, ...]
    missing: Mapping[str, Sentence]
    findings: tuple[Finding, ...]


class _Unusable(Exception):
    """One number cannot be used; says why as a finding."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.message)


def read(method: Method, given: Given) -> ReadIn:
    """Return the numbers in the units of the method, and every fault with its remedy."""
    numbers: list[Number] = []
    missing: dict[str, Sentence] = {}
    findings = list(_unknown(method, given))
    for asked in method.asked:
        try:
            found = _number(asked, given)
        except _Unusable as fault:
            findings.append(fault.finding)
            continue
        if isinstance(found, Number):
            numbers.append(found)
        elif asked.optional:
            missing[asked.symbol] = found
        else:
            findings.append(_not_given(asked))
    return ReadIn(tuple(numbers), missing, tuple(findings))


def usable(method: Method, code: str, amount: Amount) -> tuple[Finding, ...]:
    """Return why one number cannot be an input or parameter of the method; nothing if it can."""
    numbers = [*method.inputs, *method.parameter_inputs]
    asked = next((each for each in numbers if each.code == code), None)
    if asked is None:
        finding = Finding(
            code="unknown_name",
            message="{method} asks for no {value} here.",
            remedy="It asks for: {known}.",
            field="quantity",
            value=code,
            facts={
                "method": method.code,
                "value": code,
                "known": ", ".join(each.code for each in numbers),
            },
        )
        return (finding,)
    try:
        _amount(asked, amount)
    except _Unusable as fault:
        return (replace(fault.finding, field="value"),)
    return ()


def _number(asked: Asked, given: Given) -> Number | Sentence:
    """Return the number, or why there is none."""
    found = _group(asked, given).get(asked.code)
    if isinstance(found, Sentence):
        return found
    if isinstance(found, Resolution):
        return _resolved(asked, found)
    if isinstance(found, Choice):
        return _chosen(asked, found.published, is_default=False)
    if isinstance(found, Amount):
        return _amount(asked, found)
    if isinstance(asked, ParameterInput) and asked.default:
        return _chosen(asked, asked.default, is_default=True)
    return Sentence("{symbol} was not given.", {"symbol": asked.symbol})


def _group(
    asked: Asked, given: Given
) -> (
    Mapping[str, Amount]
    | Mapping[str, Amount | Resolution | Sentence]
    | Mapping[str, Amount | Choice]
):
    if isinstance(asked, Input):
        return given.inputs
    return given.factors if isinstance(asked, FactorInput) else given.parameters


def _amount(asked: Asked, amount: Amount) -> Number:
    shown = f"{plain_decimal(amount.value)} {amount.unit}"
    if not isinstance(asked, Input) and not amount.source.strip():
        finding = Finding(
            code="no_source",
            message="{symbol} = {value} is given without its source.",
            remedy="Say where the number is from.",
        )
        raise _Unusable(_about(asked, finding, value=shown))
    try:
        value = turned(amount.value, unit=amount.unit, into=asked.unit)
    except UnknownUnit as refusal:
        finding = Finding(
            code=refusal.code,
            message="{symbol} = {value}: there is no such unit.",
            remedy="It is asked for in {unit}.",
        )
        raise _Unusable(_about(asked, finding, value=shown)) from refusal
    except UnlikeUnits as refusal:
        finding = Finding(
            code=refusal.code,
            message="{symbol} = {value}: this measures something else than {unit}.",
            remedy="It is asked for in {unit}.",
        )
        raise _Unusable(_about(asked, finding, value=shown)) from refusal
    low, high = asked.lowest, asked.highest
    if (low is not None and value < low) or (high is not None and value > high):
        finding = Finding(
            code="out_of_bounds",
            message="{symbol} = {value} lies outside what is possible: {bounds} {unit}.",
            remedy="Check the number and its unit.",
        )
        raise _Unusable(_about(asked, finding, value=shown, bounds=bounds_of(asked)))
    return Number(asked, value, given=shown, source=amount.source.strip())


def bounds_of(asked: Asked) -> str:
    """Return the bounds as people write them; empty where there are none."""
    if asked.highest is None:
        return "" if asked.lowest is None else f"≥ {asked.lowest:f}"
    if asked.lowest is None:
        return f"≤ {asked.highest:f}"
    return f"{asked.lowest:f} – {asked.highest:f}"


def _resolved(asked: Asked, found: Resolution) -> Number:
    value = turned(found.value, unit=found.unit, into=asked.unit)
    return Number(
        asked,
        value,
        given=f"{found.value:f} {found.unit}",
        source=found.source,
        confidence=found.confidence,
        resolution=found,
    )


def _chosen(asked: Asked, name: str, *, is_default: bool) -> Number:
    published = asked.named(name) if isinstance(asked, ParameterInput) else None
    if published is None:
        finding = Finding(
            code="unknown_published_value",
            message="{symbol} has no published value {value}.",
            remedy="Choose one of: {known}; or give a value with its unit and source.",
        )
        raise _Unusable(_about(asked, finding, value=name))
    return Number(
        asked,
        published.value,
        given=name,
        source=published.source,
        confidence=published.confidence,
        is_default=is_default,
        published=published,
    )


def _not_given(asked: Asked) -> Finding:
    if isinstance(asked, ParameterInput) and asked.published:
        finding = Finding(
            code="not_given",
            message="{symbol} ({name}) is not given, and no value of it is certain enough to be"
            " taken unasked.",
            remedy="Choose one of: {known}; or give a value with its unit and source.",
        )
    elif isinstance(asked, ParameterInput):
        finding = Finding(
            code="not_given",
            message="{symbol} ({name}) is not given, and no value of it is certain enough to be"
            " taken unasked.",
            remedy="Give a value in {unit} with its source.",
        )
    elif isinstance(asked, FactorInput):
        finding = Finding(
            code="not_given",
            message="The factor {symbol} ({name}) is not given.",
            remedy="Name region and year for the library, or give a value in {unit} with its"
            " source.",
        )
    else:
        finding = Finding(
            code="not_given",
            message="{symbol} ({name}) is not given.",
            remedy="Give a value in {unit}.",
        )
    return _about(asked, finding)


def _about(asked: Asked, finding: Finding, *, value: str = "", **facts: object) -> Finding:
    """Return the finding with the place and the facts of the number that it is about."""
    said = {
        "symbol": asked.symbol,
        "name": asked.name_en,
        "name_zh": asked.name_zh,
        "unit": "1 / %" if asked.unit == "1" else asked.unit,
        "value": value,
        "known": known_values(asked),
    }
    return replace(finding, field=field_of(asked), value=value, facts={**said, **facts})


def known_values(asked: Asked) -> str:
    """Return the published values of a parameter as one text."""
    published = asked.published if isinstance(asked, ParameterInput) else ()
    return "; ".join(
        f"{each.name} = {each.value:f} ({each.source}; {each.confidence})" for each in published
    )


def _unknown(method: Method, given: Given) -> Iterator[Finding]:
    groups: dict[str, tuple[Mapping[str, object], tuple[Asked, ...]]] = {
        "inputs": (given.inputs, method.inputs),
        "factors": (given.factors, method.factors),
        "parameters": (given.parameters, method.parameter_inputs),
    }
    for group, (named, asked) in groups.items():
        known = [each.code for each in asked]
        for code in named:
            if code not in known:
                yield Finding(
                    code="unknown_name",
                    message="{method} asks for no {value} here.",
                    remedy="It asks for: {known}.",
                    field=f"{group}/{code}",
                    value=code,
                    facts={"method": method.code, "value": code, "known": ", ".join(known) or "-"},
                )


def field_of(asked: Asked) -> str:
    """Return where a request names the number."""
    if isinstance(asked, Input):
        return f"inputs/{asked.code}"
    group = "factors" if isinstance(asked, FactorInput) else "parameters"
    return f"{group}/{asked.code}"
