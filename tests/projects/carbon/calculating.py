"""What the tests of the calculators share: examples as given numbers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from projects.carbon.methodologies.asked import Example
from projects.carbon.methodologies.table import CURRENT
from projects.carbon.rules.calculator import Calculation, calculate
from projects.carbon.rules.given import Amount, Choice, Given

EXAMPLES = [(each, example) for each in CURRENT.values() for example in each.examples]


def amount(facts: Mapping[str, str]) -> Amount:
    return Amount(Decimal(facts["value"]), facts["unit"], facts.get("source", ""))


def given_by(example: Example) -> Given:
    """Return the numbers of a worked example, as somebody would give them."""
    return Given(
        inputs={code: amount(each) for code, each in example.inputs.items()},
        factors={code: amount(each) for code, each in example.factors.items()},
        parameters={
            code: Choice(each["published"]) if "published" in each else amount(each)
            for code, each in example.parameters.items()
        },
    )


def worked(code: str, number: int = 0) -> Calculation:
    """Return the calculation of a method's worked example."""
    method = CURRENT[code]
    return calculate(method, given_by(method.examples[number]))


def values(found: Calculation) -> dict[str, Decimal]:
    """Return every step's value by its letter."""
    return {each.symbol: each.value for each in found.steps}
