"""
The little language of criteria: comparisons joined by AND.

``full_load_hours_h >= threshold AND capacity_mw > 0``: a name, a comparator, and a number or
the word ``threshold``. Nothing else can be said, so nothing else can be run.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

THRESHOLD = "threshold"
TERMS_LIMIT = 12
LENGTH_LIMIT = 400

_COMPARATORS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}
_COMPARISON = re.compile(
    r"\s*([a-z][a-z0-9_]{0,59})\s*(>=|<=|==|!=|>|<)\s*(threshold|-?\d{1,18}(?:\.\d{1,12})?)\s*"
)


class UnreadableExpression(ValueError):
    """The text is not a row of comparisons joined by AND."""


@dataclass(frozen=True)
class Comparison:
    """One comparison; ``bound`` is None where the criterion's threshold stands."""

    variable: str
    comparator: str
    bound: Decimal | None

    def holds(self, value: Decimal, *, threshold: Decimal | None) -> bool:
        """Return whether ``value`` passes."""
        bound = threshold if self.bound is None else self.bound
        if bound is None:
            raise ValueError("A comparison with the threshold needs one.")
        return _COMPARATORS[self.comparator](value, bound)


def parse(text: str) -> tuple[Comparison, ...]:
    """
    Return the comparisons of an expression; none for an empty one.

    >>> parse("hours_h <= 1600 AND hours_h >= threshold")[0]
    Comparison(variable='hours_h', comparator='<=', bound=Decimal('1600'))

    :raises UnreadableExpression: naming the part that cannot be read.
    """
    if not text.strip():
        return ()
    if len(text) > LENGTH_LIMIT:
        raise UnreadableExpression(f"{text[:20]}… (more than {LENGTH_LIMIT} signs)")
    parts = re.split(r"\bAND\b", text)
    if len(parts) > TERMS_LIMIT:
        raise UnreadableExpression(f"{text[:20]}… (more than {TERMS_LIMIT} comparisons)")
    return tuple(_comparison(part) for part in parts)


def _comparison(text: str) -> Comparison:
    match = _COMPARISON.fullmatch(text)
    if match is None or match[1] == THRESHOLD:
        raise UnreadableExpression(text.strip() or "AND")
    bound = None if match[3] == THRESHOLD else Decimal(match[3])
    return Comparison(variable=match[1], comparator=match[2], bound=bound)
