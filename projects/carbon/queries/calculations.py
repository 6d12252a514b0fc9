"""Calculations whose factors the library answers; nothing is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import Finding
from config.kernel.periods import Period
from projects.carbon.methodologies.asked import FactorInput
from projects.carbon.methodologies.method import Method
from projects.carbon.rules.calculator import Calculation, calculate
from projects.carbon.rules.given import Amount, Choice, Given, field_of
from projects.reference.queries import FactorLibrary
from projects.reference.rules.sentences import Sentence
from projects.reference.rules.values import Resolution


@dataclass(frozen=True)
class FromLibrary:
    """A factor that the library shall answer; what is left empty follows from the method."""

    kind: str = ""
    region: str = ""
    data_year: int | None = None


@dataclass(frozen=True)
class Place:
    """Where and in which year something happened: what the library is asked by."""

    region: str = ""
    year: int | None = None


def calculation(
    method: Method,
    *,
    known_at: dt.datetime,
    inputs: Mapping[str, Amount],
    factors: Mapping[str, Amount | FromLibrary],
    parameters: Mapping[str, Amount | Choice],
    place: Place,
) -> Calculation:
    """
    Return what ``method`` says; factors that nobody gave are asked of the library.

    The library knows what was confirmed by ``known_at``; the policies of the last day of
    the data year's activity hold. An optional factor that does not resolve leaves its steps out
    and says why.

    :raises InvalidInput: naming every number that is missing or cannot be used.
    :raises UnresolvedFactor: if a factor that the method needs does not resolve.
    :raises CompetingFactors: if sources differ and no policy chooses.
    """
    library = FactorLibrary(known_at=known_at)
    found: dict[str, Amount | Resolution | Sentence] = {}
    for asked in method.factors:
        wanted = factors.get(asked.code, FromLibrary())
        answer = wanted if isinstance(wanted, Amount) else _answer(library, asked, wanted, place)
        if answer is not None:
            found[asked.code] = answer
    unknown = {
        code: each if isinstance(each, Amount) else Sentence("")
        for code, each in factors.items()
        if code not in {asked.code for asked in method.factors}
    }
    return calculate(method, Given(inputs, {**found, **unknown}, parameters))


def _answer(
    library: FactorLibrary, asked: FactorInput, wanted: FromLibrary, place: Place
) -> Resolution | Sentence | None:
    """Return the library's answer or its refusal; None where it cannot even be asked."""
    _check_kind(asked, wanted.kind)
    region = wanted.region or asked.region or place.region
    data_year = wanted.data_year
    if data_year is None and place.year is not None:
        data_year = place.year - asked.lag_years
    if not region or data_year is None:
        return None
    answer = library.resolve_chosen if asked.by_choice and not wanted.kind else library.resolve
    try:
        return answer(
            kind=wanted.kind or asked.kinds[0],
            region=region,
            data_year=data_year,
            unit=asked.unit,
            on=Period.year(place.year or data_year).last_day,
        )
    except DomainError as refusal:
        if not asked.optional:
            raise
        return Sentence(refusal.sentence, refusal.facts)


def _check_kind(asked: FactorInput, kind: str) -> None:
    if kind and kind not in asked.kinds:
        finding = Finding(
            code="unfitting_kind",
            message="{kind} is no kind of factor that answers for {symbol}.",
            remedy="Ask for one of: {known}.",
            field=f"{field_of(asked)}/kind",
            value=kind,
            facts={"kind": kind, "symbol": asked.symbol, "known": ", ".join(asked.kinds)},
        )
        raise InvalidInput([finding])
