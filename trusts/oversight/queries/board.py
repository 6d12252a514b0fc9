"""The board: everything that stands against the books on a day, as known at a moment."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from trusts.oversight.queries import checks
from trusts.oversight.queries.question import ASKED_FROM_PERCENT, Question, Standing
from trusts.oversight.rules import RULES, Rule, Weight, rule_named
from trusts.register.models import Product

#: The declared checks; adding one is adding an entry, and its rules to the table of rules.
CHECKS: tuple[Callable[[Question], Iterable[Standing]], ...] = (
    checks.trade,
    checks.overdue_registrations,
    checks.asset_mix,
    checks.past_maturity,
    checks.capital_after_the_end,
    checks.one_counterparty,
)
_PLACE = {code: number for number, code in enumerate(RULES)}
_WEIGHTS = list(Weight)


@dataclass(frozen=True)
class Board:
    """What stands on a day, the forbidden first, then by rule and product code."""

    on: dt.date
    known_at: dt.datetime
    counterparty_percent: Decimal
    rows: tuple[Standing, ...]

    @property
    def by_weight(self) -> Mapping[Weight, int]:
        """Return how many rows there are of each weight."""
        counted = Counter(each.weight for each in self.rows)
        return {weight: counted[weight] for weight in Weight}

    @property
    def by_rule(self) -> Mapping[Rule, int]:
        """Return how many rows there are of each rule, every rule among them."""
        counted = Counter(each.rule.code for each in self.rows)
        return {rule: counted[code] for code, rule in RULES.items()}

    @property
    def products(self) -> frozenset[Product]:
        """Return the products that something stands against."""
        return frozenset(each.product for each in self.rows if each.product is not None)


def board(
    *,
    on: dt.date,
    known_at: dt.datetime,
    rule: str = "",
    weight: Weight | None = None,
    product_ids: Collection[int] | None = None,
    counterparty_percent: Decimal = ASKED_FROM_PERCENT,
) -> Board:
    """
    Return what stands against the books at the end of ``on``, as known at ``known_at``.

    ``rule``, ``weight`` and ``product_ids`` narrow what is shown; ``counterparty_percent`` is
    from which share of all placed money on the house asks about one counterparty. As many
    statements as there are checks need, whatever the books hold.

    :raises UnknownRule: if there is no such rule.
    """
    if rule:
        rule_named(rule)
    question = Question(on=on, known_at=known_at, counterparty_percent=counterparty_percent)
    rows = (
        each
        for each in _all(question)
        if (not rule or each.rule.code == rule)
        and (weight is None or each.weight == weight)
        and (product_ids is None or (each.product is not None and each.product.pk in product_ids))
    )
    return Board(on, known_at, counterparty_percent, tuple(sorted(rows, key=_place)))


def _all(question: Question) -> Iterator[Standing]:
    for check in CHECKS:
        yield from check(question)


def _place(each: Standing) -> tuple[int, int, str]:
    product = each.product.code if each.product else ""
    return _WEIGHTS.index(each.weight), _PLACE[each.rule.code], product
