"""How far a framework is answered: item by item, by the indicators that it is linked to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reporting.indicators.rules.kinds import Coverage, Kind


@dataclass(frozen=True, kw_only=True)
class Given:
    """An answer that stands for a period: by which room, and under which reference."""

    by: str
    ref: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One indicator that an item asks for, and whether it is answered."""

    code: str
    indicator: Any
    coverage: Coverage
    given: Given | None = None


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One item of a framework with all that answers it, or does not."""

    item: Any
    coverage: Coverage
    asked: tuple[Asked, ...] = ()


def gap_of(
    item: Any, codes: Sequence[str], library: Mapping[str, Any], given: Mapping[str, Given]
) -> Gap:
    """
    Return how far one item is answered.

    All of its indicators make it answered, some make it partly answered; none leave it
    waiting for what is collected or, if nothing of it is, for what is computed. A code that
    the library does not hold any more is no answer and counts as no indicator.
    """
    asked = tuple(_asked(code, library[code], given) for code in codes if code in library)
    return Gap(item=item, coverage=_together([each.coverage for each in asked]), asked=asked)


def _asked(code: str, indicator: Any, given: Mapping[str, Given]) -> Asked:
    if code in given:
        coverage = Coverage.ANSWERED
    elif indicator.kind == Kind.COLLECTED:
        coverage = Coverage.NOT_COLLECTED
    else:
        coverage = Coverage.NOT_COMPUTED
    return Asked(code=code, indicator=indicator, coverage=coverage, given=given.get(code))


def _together(coverages: Collection[Coverage]) -> Coverage:
    found = set(coverages)
    if not found:
        return Coverage.NO_INDICATOR
    if len(found) == 1:
        return found.pop()
    if Coverage.ANSWERED in found:
        return Coverage.PARTLY
    return Coverage.NOT_COLLECTED


def counted(gaps: Iterable[Gap]) -> dict[Coverage, int]:
    """Return how many items there are of each coverage, zeros among them."""
    found = Counter(each.coverage for each in gaps)
    return {each: found[each] for each in Coverage}
