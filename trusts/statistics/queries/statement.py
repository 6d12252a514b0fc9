"""The one statement behind every statistic: terms as of, balances as of, cut and summed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from trusts.contracts.models import ContractTerms
from trusts.ledger.rules import CAPITAL_RETURNED, INVESTMENTS, PAID_IN_CAPITAL
from trusts.register.models import ProductTerms
from trusts.statistics import rules
from trusts.statistics.queries.cuts import Cut
from trusts.statistics.rules import Figures, Measure


@dataclass(frozen=True)
class Moment:
    """A day, what was known of it when, and from which day on a product counts as new."""

    on: dt.date
    known_at: dt.datetime
    new_since: dt.date


#: What a product's terms say on the day; a term in months stands in for a missing maturity.
_TERMS = (
    "product_id",
    "kind_id",
    "form_id",
    "function",
    "structure",
    "status",
    "risk_grade",
    "established_on",
    "matures_on",
    "term_months",
)
_CONTRACT_TERMS = (
    "contract_id",
    "instrument",
    "province",
    "industry_code",
    "counterparty_id",
    "matures_on",
)


class Parts:
    """The common table expressions of a question, and the values they take, in order."""

    def __init__(self, moments: Sequence[Moment], *, with_contract_terms: bool) -> None:
        self._moments = moments
        self._bodies: list[str] = []
        self._values: list[Any] = []
        self._add_moments()
        self._add_capital()
        self._add_placed()
        self._add_versions("terms", ProductTerms, _TERMS)
        self._add_products()
        if with_contract_terms:
            self._add_versions("contract_terms", ContractTerms, _CONTRACT_TERMS)

    def run(self, select: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a ``select`` over the parts; one statement."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql(select), [*self._values, *values])
            return cursor.fetchall()

    def sql(self, select: str) -> str:
        """Return the whole statement."""
        return "with " + ",\n".join(self._bodies) + "\n" + select

    @property
    def values(self) -> list[Any]:
        """Return what the parts take, in order."""
        return list(self._values)

    def _add(self, name: str, body: str, values: Iterable[Any] = ()) -> None:
        self._bodies.append(f"{name} as ({body})")
        self._values.extend(values)

    def _add_moments(self) -> None:
        rows = ", ".join(["(%s::int, %s::date, %s::date)"] * len(self._moments))
        values = [
            each
            for number, moment in enumerate(self._moments)
            for each in (number, moment.on, moment.new_since)
        ]
        self._add("moments (at, day, new_since)", f"values {rows}", values)

    def _add_versions(self, name: str, model: Any, columns: Sequence[str]) -> None:
        """Add the versions that hold at each moment, exactly as the model itself chooses them."""
        found: list[str] = []
        values: list[Any] = []
        for number, moment in enumerate(self._moments):
            rows: QuerySet[Any, Any] = model.objects.as_of(moment.on, known_at=moment.known_at)
            sql, taken = rows.order_by().values_list(*columns).query.sql_with_params()
            found.append(f"select {number} as at, v.* from ({sql}) v")
            values += taken
        self._add(name, " union all ".join(found), values)

    def _add_sums(self, name: str, by: str, accounts: Sequence[str], sums: Mapping[str, str]) -> None:
        """
        Add sums of ledger lines at every moment, read in one go from the covering index.

        ``sums`` gives by its name the amount of a line, for instance ``-amount``.
        """
        columns: list[str] = []
        values: list[Any] = []
        for number, moment in enumerate(self._moments):
            for word, amount in sums.items():
                columns.append(
                    f"coalesce(sum({amount}) filter (where effective_on <= %s"
                    f" and recorded_at <= %s), 0) as {word}_{number}"
                )
                values += [moment.on, moment.known_at]
        latest = [max(m.on for m in self._moments), max(m.known_at for m in self._moments)]
        self._add(
            name,
            f"select {by}, {', '.join(columns)} from trusts_line"
            " where account_id = any(%s) and effective_on <= %s and recorded_at <= %s"
            f" group by {by}",
            [*values, list(accounts), *latest],
        )

    def _add_capital(self) -> None:
        returned = f"case when account_id = '{PAID_IN_CAPITAL}' then -amount else 0 end"
        sums = {"outstanding": "-amount", "paid_in": returned}
        self._add_sums("capital", "product_id", [PAID_IN_CAPITAL, CAPITAL_RETURNED], sums)

    def _add_placed(self) -> None:
        self._add_sums("drawn", "product_id, contract_id", [INVESTMENTS], {"placed": "amount"})
        rows = " union all ".join(
            f"select {number} as at, product_id, contract_id, placed_{number} as placed from drawn"
            for number in range(len(self._moments))
        )
        self._add("placed", rows)

    def _add_products(self) -> None:
        """Add every product that has terms or books at a moment, with both."""
        amounts = " union all ".join(
            f"select {number} as at, product_id, outstanding_{number} as outstanding,"
            f" paid_in_{number} as paid_in from capital"
            for number in range(len(self._moments))
        )
        self._add("amounts", amounts)
        columns = ", ".join(f"terms.{name}" for name in _TERMS if name != "product_id")
        self._add(
            "products",
            "select at, product_id, day, new_since, coalesce(outstanding, 0) as outstanding,"
            f" coalesce(paid_in, 0) as paid_in, {columns},"
            " coalesce(terms.matures_on, (terms.established_on"
            " + make_interval(months => terms.term_months))::date) as ends_on"
            " from amounts full join terms using (at, product_id) join moments using (at)",
        )


_IN_RUN = ", ".join(f"'{each}'" for each in sorted(rules.IN_RUN))
_NOT_ESTABLISHED = ", ".join(f"'{each}'" for each in sorted(rules.NOT_ESTABLISHED))
IS_NEW = (
    "(p.established_on between p.new_since and p.day"
    f" and p.status not in ({_NOT_ESTABLISHED}))"
)
IS_IN_RUN = f"(p.status in ({_IN_RUN}))"
OF_PRODUCTS = (
    "products p left join trusts_trustkind k on k.id = p.kind_id"
    " left join trusts_greenform f on f.id = p.form_id"
)
#: A contract stands in the cuts of its product; its own terms are there where they are asked.
OF_CONTRACTS = (
    "placed c left join products p on p.at = c.at and p.product_id = c.product_id"
    " left join trusts_trustkind k on k.id = p.kind_id"
    " left join trusts_greenform f on f.id = p.form_id"
)
_WITH_TERMS = " left join contract_terms t on t.at = c.at and t.contract_id = c.contract_id"


def contracts_of(cut: Cut) -> str:
    """Return where the contracts of a cut are read from."""
    return OF_CONTRACTS + (_WITH_TERMS if cut.of_contracts else "")


def key_of(cut: Cut) -> str:
    """Return the expression of a cut's key; what is not stated has the empty one."""
    return f"coalesce({cut.key}, '{rules.UNKNOWN}')"


def sums_by_key(cut: Cut, moments: Sequence[Moment]) -> dict[str, list[Figures]]:
    """Return the figures of each key of a cut, one for each moment; one statement."""
    parts = Parts(moments, with_contract_terms=cut.of_contracts)
    found: dict[str, list[Figures]] = {}
    for key, at, *values in parts.run(sums_sql(cut)):
        named = {
            measure: Decimal(value)
            for measure, value in zip(_columns(cut), values, strict=True)
            if measure in cut.measures
        }
        mine = found.setdefault(key, [Figures()] * len(moments))
        mine[at] = mine[at] + Figures(named)
    return found


def _columns(_cut: Cut) -> tuple[Measure, ...]:
    return (*rules.OF_PRODUCTS, *rules.OF_CONTRACTS)


def sums_sql(cut: Cut) -> str:
    """Return the select that sums a cut: products where they can be cut so, and contracts."""
    key = key_of(cut)
    contracts = (
        f"select {key} as key, c.at, 0, 0, 0, 0, 0,"
        " count(*) filter (where c.placed <> 0), sum(c.placed)"
        f" from {contracts_of(cut)} group by 1, 2"
    )
    if cut.of_contracts:
        return contracts
    return (
        f"select {key} as key, p.at, sum(p.outstanding), sum(p.paid_in),"
        f" count(*) filter (where {IS_IN_RUN}), count(*) filter (where {IS_NEW}),"
        f" coalesce(sum(p.paid_in) filter (where {IS_NEW}), 0), 0, 0"
        f" from {OF_PRODUCTS} group by 1, 2 union all {contracts}"
    )
