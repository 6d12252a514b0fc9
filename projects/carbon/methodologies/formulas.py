"""A formula as people print it, and its value: what is shown is what is computed."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from config.kernel.errors import DomainError
from projects.reference.rules.units import UnlikeUnits, in_unit

_PRINTED = {"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "^": "**"}
_SYMBOL = re.compile(r"[^\W\d]\w*")
#: Powers stand for years; nobody asks for more.
_HIGHEST_POWER = 200


class NoValue(DomainError):
    """{formula} = {numbers} has no value: it divides by zero. Give other numbers."""

    code = "no_value"
    status = 400


class NoPower(NoValue):
    """{formula} = {numbers} has no value: its power is no whole number up to 200."""


@dataclass(frozen=True)
class Formula:
    """
    An expression of symbols, numbers, + − × / ^ and parentheses; nothing else is read.

    >>> Formula("Q × (C_in − C_out)").value({"Q": 10, "C_in": Fraction(3), "C_out": 1})
    Fraction(20, 1)
    """

    text: str

    def __post_init__(self) -> None:
        _check(self._tree, self.text)

    @cached_property
    def symbols(self) -> frozenset[str]:
        """Return the symbols that the formula needs."""
        return frozenset(node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name))

    def value(self, values: Mapping[str, Any]) -> Any:
        """
        Return the value; ``values`` are exact numbers or Pint quantities by symbol.

        :raises NoValue: for a division by nothing, or a power that is no whole number.
        """
        named = {unicodedata.normalize("NFKC", name): each for name, each in values.items()}
        try:
            return _value(self._tree, named)
        except ZeroDivisionError as fault:
            raise NoValue(formula=self.text, numbers=self.text) from fault
        except _NotWhole as fault:
            raise NoPower(formula=self.text, numbers=self.text) from fault

    def with_numbers(self, shown: Mapping[str, str]) -> str:
        """
        Return the formula with its symbols replaced by what they stand for.

        >>> Formula("E × EF").with_numbers({"E": "100", "EF": "0.6"})
        '100 × 0.6'
        """
        return _SYMBOL.sub(lambda found: shown.get(found[0], found[0]), self.text)

    @cached_property
    def _tree(self) -> ast.expr:
        written = "".join(_PRINTED.get(each, each) for each in self.text)
        return ast.parse(written.strip(), mode="eval").body


class _NotWhole(Exception):
    """A power is no small whole number."""


def _check(node: ast.expr, text: str) -> None:
    if isinstance(node, ast.BinOp) and isinstance(
        node.op, ast.Add | ast.Sub | ast.Mult | ast.Div | ast.Pow
    ):
        _check(node.left, text)
        _check(node.right, text)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        _check(node.operand, text)
    elif not isinstance(node, ast.Name) and not (
        isinstance(node, ast.Constant) and type(node.value) in {int, float}
    ):
        raise ValueError(f"{text} is no formula of symbols, numbers and + − × / ^.")


def _value(node: ast.expr, values: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, values), _value(node.right, values)
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, ast.Mult):
            return left * right
        if isinstance(node.op, ast.Div):
            return left / right
        return left ** _power(right)
    if isinstance(node, ast.UnaryOp):
        return -_value(node.operand, values)
    if isinstance(node, ast.Name):
        return values[node.id]
    # A float's shortest text is what was written.
    return Fraction(str(getattr(node, "value", 0)))


def _power(value: Any) -> int:
    try:
        number = in_unit(value, "1")
    except UnlikeUnits as fault:
        raise _NotWhole from fault
    if number.denominator != 1 or abs(number) > _HIGHEST_POWER:
        raise _NotWhole
    return int(number)
