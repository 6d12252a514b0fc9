"""Does an announced figure fit itself: implied ratios against ranges with their source."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum
from importlib.resources import files
from typing import Any

from projects.reference.rules.sentences import Sentence

#: Printed ratios keep six significant digits.
_PRINTED = Context(prec=6, rounding=ROUND_HALF_EVEN)
#: Technology of the registry -> the family that a range may be narrowed to.
FAMILIES: Mapping[str, str] = {"rooftop_pv": "pv", "ground_pv": "pv"}
_BOUNDS = ("possible_low", "usual_low", "usual_high", "possible_high")
_SLIPS = tuple(Decimal(10) ** power for power in (3, 4, 6, 8))


class Verdict(StrEnum):
    """What plausibility says, the worst last."""

    NOT_JUDGED = "not_judged"
    FITS = "fits"
    QUESTIONABLE = "questionable"
    IMPOSSIBLE = "impossible"


_WEIGHT = {verdict: weight for weight, verdict in enumerate(Verdict)}


@dataclass(frozen=True)
class Range:
    """
    One ratio with the values it may take: outside the usual ones it is questioned, outside
    the possible ones refused. Source and confidence say how far the range may be leaned on.
    """

    code: str
    name_zh: str
    name_en: str
    numerator: str
    denominator: str
    scale: Decimal
    unit: str
    technology: str
    possible_low: Decimal | None
    usual_low: Decimal | None
    usual_high: Decimal | None
    possible_high: Decimal | None
    source: str
    source_zh: str
    confidence: str
    note: str
    note_zh: str


@dataclass(frozen=True)
class Check:
    """One implied ratio, the verdict on it, and the reason in words."""

    range: Range
    value: Decimal
    verdict: Verdict
    reason: Sentence

    @property
    def printed(self) -> Decimal:
        """Return the ratio as it is printed, with six significant digits."""
        return _printed(self.value)


def read_ranges() -> tuple[Range, ...]:
    """Return the ranges that ship with the service."""
    text = files("projects.carbon").joinpath("data/plausibility_ranges.csv").read_text("utf-8")
    return tuple(_range(row) for row in csv.DictReader(text.splitlines()))


def _range(row: dict[str, str]) -> Range:
    bounds = {name: Decimal(row[name]) if row[name] else None for name in _BOUNDS}
    words = {name: cell for name, cell in row.items() if name not in {*_BOUNDS, "scale"}}
    facts: dict[str, Any] = {**words, **bounds, "scale": Decimal(row["scale"])}
    return Range(**facts)


RANGES = read_ranges()


def most_possible(code: str) -> Decimal:
    """Return the upper bound of what is possible for one ratio."""
    found = next(each.possible_high for each in RANGES if each.code == code)
    if found is None:
        raise ValueError(f"The ratio {code} has no upper bound.")
    return found


def checks(
    facts: Mapping[str, Decimal], *, technology: str = "", ranges: Sequence[Range] = RANGES
) -> list[Check]:
    """
    Return every ratio that ``facts`` imply, judged, in the order of the ranges.

    ``technology`` is a code of the registry. A range narrowed to another technology or family
    does not apply; of those that do, the first of the table stands for its ratio, and the
    table holds the narrower before the general.
    """
    families = {"", technology, FAMILIES.get(technology, "")}
    found: dict[tuple[str, str], Check] = {}
    for each in ranges:
        if each.technology not in families or not _present(each, facts):
            continue
        ratio = (each.numerator, each.denominator)
        if ratio in found:
            continue
        found[ratio] = judge(each, facts[each.numerator] / facts[each.denominator] * each.scale)
    return list(found.values())


def _present(each: Range, facts: Mapping[str, Decimal]) -> bool:
    return each.numerator in facts and each.denominator in facts


def judge(each: Range, value: Decimal) -> Check:
    """
    Return the verdict on one ratio.

    >>> each = next(each for each in RANGES if each.code == "coal_rate")
    >>> judge(each, Decimal(8000)).verdict.value
    'impossible'
    """
    facts: dict[str, object] = {
        "name": each.name_en,
        "name_zh": each.name_zh,
        "value": f"{_printed(value):f}",
        "unit": each.unit,
        "usual": _span(each.usual_low, each.usual_high),
        "possible": _span(each.possible_low, each.possible_high),
        "source": each.source,
        "source_zh": each.source_zh,
        "confidence": each.confidence,
        "note": f" {each.note[:1].upper()}{each.note[1:]}." if each.note else "",
        "note_zh": f"{each.note_zh}。" if each.note_zh else "",
    }
    if _outside(value, each.possible_low, each.possible_high):
        return Check(each, value, Verdict.IMPOSSIBLE, _impossible(each, value, facts))
    if each.usual_low is None and each.possible_low is None and each.possible_high is None:
        return Check(each, value, Verdict.NOT_JUDGED, Sentence("{name} is {value} {unit}.", facts))
    if _outside(value, each.usual_low, each.usual_high):
        template = (
            "{name} is {value} {unit}, outside the usual {usual}: it may be right, its basis"
            " must be stated.{note} ({source}; confidence {confidence})"
        )
        return Check(each, value, Verdict.QUESTIONABLE, Sentence(template, facts))
    if each.usual_low is None:
        template = "{name} is {value} {unit}, which is possible (possible: {possible})."
    else:
        template = "{name} is {value} {unit}, within the usual {usual}."
    return Check(each, value, Verdict.FITS, Sentence(template, facts))


def _impossible(each: Range, value: Decimal, facts: dict[str, object]) -> Sentence:
    slip = _slip(each, value)
    if slip is None:
        return Sentence(
            "{name} is {value} {unit}; nothing outside {possible} is possible.{note}"
            " ({source}; confidence {confidence})",
            facts,
        )
    return Sentence(
        "{name} is {value} {unit}; nothing outside {possible} is possible. It would be usual if"
        " one of the two figures were off by {slip}: a unit has slipped."
        " ({source}; confidence {confidence})",
        {**facts, "slip": f"{slip:f}"},
    )


def _slip(each: Range, value: Decimal) -> Decimal | None:
    """Return the power of ten (10^3, 万, 10^6, 亿) that would bring the ratio to the usual."""
    if each.usual_low is None or each.usual_high is None:
        return None
    low, high = each.usual_low, each.usual_high
    fitting = (
        slip for slip in _SLIPS if any(low <= part <= high for part in (value / slip, value * slip))
    )
    return next(fitting, None)


def overall(found: Sequence[Check]) -> Verdict:
    """Return the worst verdict; not judged if nothing was."""
    verdicts = [each.verdict for each in found]
    return max(verdicts, key=lambda each: _WEIGHT[each], default=Verdict.NOT_JUDGED)


def remainder(whole: Decimal, parts: Sequence[Decimal]) -> Decimal:
    """
    Return what a breakdown leaves unnamed; a report shows it as other.

    >>> remainder(Decimal(3000), [Decimal("922.19"), Decimal("245.13"), Decimal("79.92")])
    Decimal('1752.76')
    """
    return whole - sum(parts, Decimal(0))


def before_growth(value: Decimal, growth: Decimal) -> Decimal:
    """
    Return what ``value`` was before it grew by ``growth``.

    >>> before_growth(Decimal(390), Decimal("0.215")).quantize(Decimal(1))
    Decimal('321')
    """
    return value / (1 + growth)


def _outside(value: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is not None and value < low) or (high is not None and value > high)


def _span(low: Decimal | None, high: Decimal | None) -> str:
    return f"{'-' if low is None else f'{low:f}'} – {'-' if high is None else f'{high:f}'}"


def _printed(value: Decimal) -> Decimal:
    rounded = _PRINTED.create_decimal(value).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded
