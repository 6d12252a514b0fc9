"""The little language of criteria says comparisons and nothing else."""

from __future__ import annotations

import operator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.recognition.rules.expressions import Comparison, UnreadableExpression, parse

NUMBERS = st.decimals(
    min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=4
)
COMPARATORS = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}


def test_comparisons_are_read_in_order() -> None:
    assert parse("hours_h >= threshold AND hours_h<=1600.5") == (
        Comparison("hours_h", ">=", None),
        Comparison("hours_h", "<=", Decimal("1600.5")),
    )


def test_an_empty_expression_compares_nothing() -> None:
    assert parse("  ") == ()


@pytest.mark.parametrize(
    "text",
    [
        "hours",
        "hours >",
        "hours > 1 OR hours < 2",
        "hours > 1 AND",
        "hours > __import__('os')",
        "(hours) > 1",
        "1 < hours",
        "hours > 1e9",
        "hours > NaN",
        "threshold > 1",
        "Hours > 1",
        "hours => 1",
        "a > 1 AND " * 12 + "a > 1",
        "a" * 401,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UnreadableExpression):
        parse(text)


@given(st.sampled_from(sorted(COMPARATORS)), NUMBERS, NUMBERS)
def test_a_comparison_holds_as_arithmetic_says(
    comparator: str, value: Decimal, bound: Decimal
) -> None:
    expected = COMPARATORS[comparator](value, bound)
    (literal,) = parse(f"x {comparator} {bound:f}")
    (named,) = parse(f"x {comparator} threshold")
    assert literal.holds(value, threshold=None) is expected
    assert named.holds(value, threshold=bound) is expected


def test_a_threshold_that_is_not_given_is_no_silent_pass() -> None:
    (named,) = parse("x > threshold")
    with pytest.raises(ValueError, match="threshold"):
        named.holds(Decimal(1), threshold=None)


@given(st.text(max_size=60))
def test_no_text_does_more_than_parse_or_be_refused(text: str) -> None:
    try:
        found = parse(text)
    except UnreadableExpression:
        return
    assert all(each.variable.isidentifier() for each in found)
