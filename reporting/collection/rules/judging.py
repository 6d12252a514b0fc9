"""What is odd about a number: against last year, and against the range it usually lies in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from config.kernel.findings import Finding, Severity

_HUNDRED = Decimal(100)
_TENTH = Decimal("0.1")


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What a number is held against: its usual range, last year's value, the limit of change."""

    low: Decimal | None = None
    high: Decimal | None = None
    last: Decimal | None = None
    change_limit_percent: Decimal | None = None


def change_percent(value: Decimal | None, last: Decimal | None) -> Decimal | None:
    """
    Return by how many percent ``value`` differs from ``last``; None without a base.

    >>> change_percent(Decimal(110), Decimal(100))
    Decimal('10.0')
    """
    if value is None or last is None or last == 0:
        return None
    return ((value - last) / abs(last) * _HUNDRED).quantize(_TENTH)


def warnings_about(value: Decimal | None, expected: Expectation) -> list[Finding]:
    """Return what is odd about a number; nothing about a text, and nothing that blocks."""
    return [] if value is None else list(_warnings(value, expected))


def _warnings(value: Decimal, expected: Expectation) -> Iterator[Finding]:
    if value < 0:
        yield _odd("negative", value, "A collected quantity is rarely below zero.")
    if expected.low is not None and value < expected.low:
        yield _odd(
            "below_range", value, "Below the usual range, which begins at {low}.", low=expected.low
        )
    if expected.high is not None and value > expected.high:
        yield _odd(
            "above_range", value, "Above the usual range, which ends at {high}.", high=expected.high
        )
    change, limit = change_percent(value, expected.last), expected.change_limit_percent
    if change is not None and limit is not None and abs(change) > limit:
        yield _odd(
            "changed_much",
            value,
            "{change} % against last year ({last}); the limit is {limit} %.",
            change=f"{change:+f}",
            last=plain(expected.last),
            limit=plain(limit),
        )


def plain(value: Decimal | None) -> str:
    """Return a number without zeros that only the width of its column has put there."""
    return "–" if value is None else format(value.normalize(), "f")


def _odd(code: str, value: Decimal, message: str, **facts: object) -> Finding:
    said = {key: plain(each) if isinstance(each, Decimal) else each for key, each in facts.items()}
    return Finding(
        code=code,
        field="value",
        value=plain(value),
        message=message,
        remedy="Check unit and digits; if the number is right, say why in the explanation.",
        severity=Severity.WARNING,
        facts=said,
    )
