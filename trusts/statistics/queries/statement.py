"""The one statement behind every statistic: terms as of, balances as of, cut and summed."""

# ruff: noqa: S608 (the text is this room's own, from the declared cuts; what readers give is a value)

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection

from trusts.contracts.models import ContractTerms
from trusts.ledger.rules import CAPITAL_RETURNED, INVESTMENTS, PAID_IN_CAPITAL
from trusts.register.models import ProductTerms
from trusts.statistics import rules
from trusts.statistics.queries.cuts import Cut
from trusts.statistics.queries.divided import Divided
from trusts.statistics.queries.divided import Parts as DividedParts
from trusts.statistics.rules import Figures, Measure, Moment

#: What cuts of products read of their terms; a term in months stands in for a missing maturity.
TERMS = (
    "product_id",
    "kind_id",
    "form_id",
    "department_id",
    "function",
    "structure",
    "status",
    "risk_grade",
    "established_on",
    "matures_on",
    "term_months",
)
#: What cuts of contracts read of theirs.
CONTRACT_TERMS = (
    "contract_id",
    "instrument",
    "asset_class",
    "province",
    "industry_code",
    "counterparty_id",
    "matures_on",
)
_CAPITAL = (PAID_IN_CAPITAL, CAPITAL_RETURNED)
_PLACED = {"placed": ("amount", "")}
_IS_PAID_IN = f"account_id = '{PAID_IN_CAPITAL}'"


class Parts:
    """The common table expressions of a cut at some moments, and the values they take."""

    def __init__(self, cut: Cut, moments: Sequence[Moment]) -> None:
        self._moments = moments
        self._bodies: list[str] = []
        self.values: list[Any] = []
        self._add_moments()
        # Read by contract alone, the covering index of contracts answers without the table.
        by_contract = "contract_id is not null and account_id = any(%s)"
        self._add_sums("drawn", "contract_id", by_contract, [[INVESTMENTS]], _PLACED)
        if cut.of_contracts:
            self._add_versions("terms", ContractTerms, CONTRACT_TERMS)
            self._add_contracts()
        else:
            sums = {"outstanding": ("-amount", ""), "paid_in": ("-amount", _IS_PAID_IN)}
            self._add_sums("capital", "product_id", "account_id = any(%s)", [[*_CAPITAL]], sums)
            self._add_placed_by_product()
            self._add_versions("terms", ProductTerms, TERMS)
            self._add_products()

    def run(self, select: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a ``select`` over the parts; one statement."""
        return run_sql(self.sql(select), [*self.values, *values])

    def sql(self, select: str) -> str:
        """Return the whole statement."""
        return "with " + ",\n".join(self._bodies) + "\n" + select

    def _add(self, name: str, body: str, values: Iterable[Any] = ()) -> None:
        self._bodies.append(f"{name} as ({body})")
        self.values.extend(values)

    def _each(self, select: str) -> str:
        """Return a select written once for each moment, its number for ``#``."""
        return " union all ".join(
            select.replace("#", str(number)) for number in range(len(self._moments))
        )

    def _add_moments(self) -> None:
        rows = ", ".join(["(%s::int, %s::date, %s::date)"] * len(self._moments))
        values = [
            value
            for number, each in enumerate(self._moments)
            for value in (number, each.on, each.new_since)
        ]
        self._add("moments (at, day, new_since)", f"values {rows}", values)

    def _add_versions(self, name: str, model: Any, columns: Sequence[str]) -> None:
        """Add the versions that hold at each moment, exactly as the model itself chooses them."""
        for number, each in enumerate(self._moments):
            rows = model.objects.holding(each.on, known_at=each.known_at).values_list(*columns)
            sql, values = rows.query.sql_with_params()
            self._add(f"{name}_{number}", sql, values)

    def _add_sums(
        self,
        name: str,
        by: str,
        which: str,
        which_values: Sequence[Any],
        sums: Mapping[str, tuple[str, str]],
    ) -> None:
        """
        Add sums of ledger lines at every moment, read in one go from a covering index.

        ``sums`` gives by its name the amount of a line, and which lines it is of if not all.
        """
        last_day = max(each.on for each in self._moments)
        last_known = max(each.known_at for each in self._moments)
        columns: list[str] = []
        values: list[Any] = []
        for number, each in enumerate(self._moments):
            only = {
                "effective_on <= %s": each.on if each.on < last_day else None,
                "recorded_at <= %s": each.known_at if each.known_at < last_known else None,
            }
            earlier = {words: value for words, value in only.items() if value is not None}
            for word, (amount, only_of) in sums.items():
                conditions = " and ".join(filter(None, [*earlier, only_of]))
                narrowed = f" filter (where {conditions})" if conditions else ""
                columns.append(f"coalesce(sum({amount}){narrowed}, 0) as {word}_{number}")
                values += earlier.values()
        self._add(
            name,
            f"select {by}, {', '.join(columns)} from trusts_line"
            f" where {which} and effective_on <= %s and recorded_at <= %s group by {by}",
            [*values, *which_values, last_day, last_known],
        )

    def _add_contracts(self) -> None:
        """Add every contract that money was ever drawn under, with its terms at each moment."""
        columns = ", ".join(f"terms_#.{name}" for name in CONTRACT_TERMS if name != "contract_id")
        self._add(
            "contracts",
            self._each(
                "select # as at, day, drawn.contract_id,"
                f" placed_# as placed, {columns} from drawn join moments on moments.at = #"
                " left join terms_# on terms_#.contract_id = drawn.contract_id"
            ),
        )

    def _add_placed_by_product(self) -> None:
        columns = ", ".join(
            f"sum(placed_{at}) as placed_{at},"
            f" count(*) filter (where placed_{at} <> 0) as contracts_{at}"
            for at in range(len(self._moments))
        )
        self._add(
            "placed_by_product",
            f"select product_id, {columns} from drawn"
            " join trusts_contract on trusts_contract.id = contract_id group by product_id",
        )

    def _add_products(self) -> None:
        """Add every product that has terms or books at a moment, with both."""
        columns = ", ".join(f"terms_#.{name}" for name in TERMS if name != "product_id")
        self._add(
            "products",
            self._each(
                "select # as at, day, new_since, trusts_product.id as product_id,"
                " coalesce(outstanding_#, 0) as outstanding, coalesce(paid_in_#, 0) as paid_in,"
                " coalesce(contracts_#, 0) as contracts, coalesce(placed_#, 0) as placed,"
                f" {columns}, coalesce(terms_#.matures_on, (terms_#.established_on"
                " + make_interval(months => terms_#.term_months))::date) as ends_on"
                " from trusts_product join moments on moments.at = #"
                " left join capital on capital.product_id = trusts_product.id"
                " left join placed_by_product on placed_by_product.product_id = trusts_product.id"
                " left join terms_# on terms_#.product_id = trusts_product.id"
            ),
        )


_IN_RUN = ", ".join(f"'{each}'" for each in sorted(rules.IN_RUN))
_NOT_ESTABLISHED = ", ".join(f"'{each}'" for each in sorted(rules.NOT_ESTABLISHED))
IS_IN_RUN = f"p.status in ({_IN_RUN})"
IS_NEW = f"p.established_on between p.new_since and p.day and p.status not in ({_NOT_ESTABLISHED})"
OF_PRODUCTS = (
    "products p left join trusts_trustkind k on k.id = p.kind_id"
    " left join trusts_greenform f on f.id = p.form_id"
)
OF_CONTRACTS = "contracts c"

#: What each measure counts or sums, over the products and over the contracts of a cut.
_SUMS_OF_PRODUCTS: Mapping[Measure, str] = {
    Measure.OUTSTANDING: "sum(p.outstanding)",
    Measure.PAID_IN: "sum(p.paid_in)",
    Measure.PRODUCTS: f"count(*) filter (where {IS_IN_RUN})",
    Measure.NEW_PRODUCTS: f"count(*) filter (where {IS_NEW})",
    Measure.NEW_PAID_IN: f"coalesce(sum(p.paid_in) filter (where {IS_NEW}), 0)",
    Measure.CONTRACTS: "sum(p.contracts)",
    Measure.PLACED: "sum(p.placed)",
}
_SUMS_OF_CONTRACTS: Mapping[Measure, str] = {
    Measure.CONTRACTS: "count(*) filter (where c.placed <> 0)",
    Measure.PLACED: "sum(c.placed)",
}


def key_of(cut: Cut) -> str:
    """Return the expression of a cut's key; what is not stated has the empty one."""
    return f"coalesce({cut.key}, '{rules.UNKNOWN}')"


def sums_sql(cut: Cut) -> str:
    """Return the select that sums the measures of a cut by its key and by moment."""
    if cut.of_contracts:
        source, at, sums = OF_CONTRACTS, "c.at", _SUMS_OF_CONTRACTS
    else:
        source, at, sums = OF_PRODUCTS, "p.at", _SUMS_OF_PRODUCTS
    columns = ", ".join(sums[measure] for measure in cut.measures)
    return f"select {key_of(cut)}, {at}, {columns} from {source} group by 1, 2"


def sums_by_key(cut: Cut, moments: Sequence[Moment]) -> dict[str, list[Figures]]:
    """
    Return the figures of each key of a cut, one for each moment.

    One statement; of a cut that divides contracts, one for each moment.
    """
    if cut.divided is not None:
        return _sums_of_parts(cut.divided, moments)
    found: dict[str, list[Figures]] = {}
    for key, at, *values in Parts(cut, moments).run(sums_sql(cut)):
        named = zip(cut.measures, map(Decimal, values), strict=True)
        found.setdefault(key, [Figures()] * len(moments))[at] = Figures(dict(named))
    return found


def _sums_of_parts(divided: Divided, moments: Sequence[Moment]) -> dict[str, list[Figures]]:
    found: dict[str, list[Figures]] = {}
    for number, moment in enumerate(moments):
        parts = divided(moment)
        for key, amount in run_sql(parts_sql(parts), parts.values):
            mine = found.setdefault(key, [Figures()] * len(moments))
            mine[number] = Figures({Measure.PLACED: Decimal(amount)})
    return found


def parts_sql(parts: DividedParts) -> str:
    """Return the statement that sums the parts of contracts by their keys."""
    return f"select key, sum(amount) from ({parts.sql}) part group by key"


def run_sql(sql: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
