"""Books of any size, written by set-based SQL past the triggers: to measure and count on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models

from projects.recognition.models import CriteriaEdition, Recognition
from projects.registry.models import Project
from trusts.contracts.models import Contract, ContractTerms, Split, SplitLine
from trusts.labels.models import GreenLabel
from trusts.ledger.models import Entry, Line
from trusts.register.models import Party, Product, ProductTerms

FIRST_DAY = "date '2016-01-04'"
#: How many months the books run; the last entry is of late 2025.
MONTHS = 119
CATALOGUE, CLASSES = "B-CATALOGUE", 20
WRITTEN = (
    Party,
    Product,
    ProductTerms,
    Contract,
    ContractTerms,
    Entry,
    Line,
    Project,
    Recognition,
    Split,
    SplitLine,
    GreenLabel,
)


@dataclass(frozen=True)
class Scale:
    """How much is written: each entry has two postings."""

    products: int
    contracts: int
    entries: int

    @property
    def postings(self) -> int:
        """Return how many ledger lines there will be, at least."""
        return 2 * self.entries


def fill(connection: Any, scale: Scale, *, person: int) -> None:
    """
    Write products, contracts with their terms, and balanced entries, all confirmed.

    ``connection`` is psycopg's, of the owner of the tables; ``person`` is an account's id.
    Each product pays in and returns capital; each contract is drawn once, repaid in parts,
    and pays interest in all its other entries. Four in five are split, in percentages or in
    amounts, some a second time; half are labelled as green in part, a quarter as not green.
    Projects are recognized if there is an edition of criteria to recognize them by.
    """
    with connection.transaction(), connection.cursor() as cursor, _unguarded(cursor):
        books = _Writer(cursor, person)
        books.parties(max(scale.contracts // 20, 1))
        books.products(scale.products)
        books.contracts(scale.contracts)
        books.entries(scale.entries)
        books.lines()
        books.projects(max(scale.contracts // 10, 3))
        books.splits()
        books.labels()
    connection.autocommit = True
    with connection.cursor() as cursor:
        for model in WRITTEN:
            cursor.execute(f"vacuum (analyze) {model._meta.db_table}")


@contextmanager
def _unguarded(cursor: Any) -> Iterator[None]:
    """Turn off the triggers of the house; and foreign keys where the login may do that."""
    cursor.execute("select rolsuper from pg_roles where rolname = current_user")
    if cursor.fetchone()[0]:
        cursor.execute("set local session_replication_role = replica")
        yield
        return
    for model in WRITTEN:
        cursor.execute(f"alter table {model._meta.db_table} disable trigger user")
    yield
    cursor.execute("set constraints all immediate")
    for model in WRITTEN:
        cursor.execute(f"alter table {model._meta.db_table} enable trigger user")


class _Writer:
    """Writes rows of a model from a query, with what every confirmed proposal carries."""

    def __init__(self, cursor: Any, person: int) -> None:
        self._cursor = cursor
        self._person = person

    def _write(
        self, model: type[models.Model], columns: Mapping[str, str], source: str, day: str = ""
    ) -> None:
        """Insert ``select columns from source``; ``day`` is the day that a proposal was known."""
        values = dict(columns)
        if day:
            moment = f"({day} + interval '2 days 9 hours')::timestamptz"
            values |= {
                "proposed_by_id": str(self._person),
                "decided_by_id": str(self._person),
                "decision": "'confirmed'",
                "proposed_at": moment,
                "decided_at": moment,
                "recorded_at": moment,
                "reason": "'measured'",
            }
        for field in model._meta.concrete_fields:
            if field.column not in values and not field.null and not field.primary_key:
                values[field.column] = _nothing(field)
        self._cursor.execute(
            f"insert into {model._meta.db_table} ({', '.join(values)})"
            f" select {', '.join(values.values())} from {source}"
        )

    def parties(self, number: int) -> None:
        self._write(
            Party,
            {
                "code": "'B-' || n",
                "name_zh": "'对手方' || n",
                "name_en": "'Counterparty ' || n",
                "party_type": "'company'",
            },
            f"generate_series(1, {number}) n",
            FIRST_DAY,
        )

    def products(self, number: int) -> None:
        day = f"({FIRST_DAY} + (n * 3571 / {number}) % 3500)"
        self._write(
            Product,
            {
                "code": "'B-' || n",
                "registration_code": "'ZXD-B-' || n",
                "name_zh": "'信托' || n",
                "name_en": "'Trust ' || n",
                "is_sample": "true",
            },
            f"generate_series(1, {number}) n",
            FIRST_DAY,
        )
        self._cursor.execute(
            "create temporary table bench_product on commit drop as"
            f" select id, n, {day} as day from (select id, substr(code, 3)::int as n"
            " from trusts_product where code like 'B-%') p"
        )
        for after, statuses in ((0, "'established'"), (1, "'in_run'"), (1400, "'terminated'")):
            self._write(
                ProductTerms,
                {
                    "product_id": "p.id",
                    "kind_id": "kinds.ids[1 + p.n % kinds.size]",
                    "form_id": "case when p.n % 4 > 0 then forms.ids[1 + p.n % forms.size] end",
                    "structure": "(array['single', 'collective', 'property_right'])[1 + p.n % 3]",
                    "status": statuses,
                    "effective_from": f"p.day + {after}",
                    "established_on": "p.day",
                    "terminated_on": f"p.day + {after}" if after > 1 else "null",
                    "term_months": "6 + p.n % 240",
                    "risk_grade": "'R' || 1 + p.n % 5",
                },
                "bench_product p,"
                " (select array_agg(id order by id) as ids, count(*)::int as size"
                " from trusts_trustkind where level = 3) kinds,"
                " (select array_agg(id order by id) as ids, count(*)::int as size"
                " from trusts_greenform) forms" + (" where p.n % 3 = 0" if after > 1 else ""),
                f"p.day + {after}",
            )

    def contracts(self, number: int) -> None:
        self._write(
            Contract,
            {
                "product_id": "p.id",
                "code": "'B-' || m",
                "name_zh": "'合同' || m",
                "name_en": "'Contract ' || m",
                "is_sample": "true",
            },
            f"generate_series(1, {number}) m join bench_product p"
            " on p.n = 1 + m % (select count(*) from bench_product)",
            FIRST_DAY,
        )
        self._cursor.execute(
            "create temporary table bench_contract on commit drop as"
            " select c.id, c.product_id, substr(c.code, 3)::int as m, p.day from trusts_contract c"
            " join bench_product p on p.id = c.product_id"
        )
        provinces = ("河南", "山东", "河北", "安徽", "江苏", "浙江", "广东", "四川", "甘肃")
        listed = ", ".join(f"'{each}'" for each in [*provinces, ""])
        for version, after in enumerate((0, 400)):
            self._write(
                ContractTerms,
                {
                    "contract_id": "c.id",
                    "effective_from": f"c.day + {after}",
                    "instrument": "(array['loan', 'equity', 'bond', 'abs', 'fund'])[1 + c.m % 5]",
                    "counterparty_id": "parties.ids[1 + c.m % parties.size]",
                    "industry_code": "(array['D4416', 'D4415', 'N77', 'C38', 'G53'])[1 + c.m % 5]",
                    "province": f"(array[{listed}])[1 + (c.m + {version}) % {len(provinces) + 1}]",
                    "committed_amount": "1000000000",
                    "matures_on": "c.day + 365 * (1 + c.m % 15)",
                },
                "bench_contract c, (select array_agg(id order by id) as ids, count(*)::int as size"
                " from trusts_party where code like 'B-%') parties"
                + (" where c.m % 5 = 0" if after else ""),
                f"c.day + {after}",
            )

    def entries(self, number: int) -> None:
        """Write entries in the order of their days; a twentieth of them are the product's own."""
        own = number // 20
        self._write(
            Entry,
            {
                "product_id": "product_id",
                "contract_id": "contract_id",
                "effective_on": "day",
                "kind": "kind",
                "postings": "jsonb_build_array("
                "jsonb_build_object('account', debit, 'amount', amount::text),"
                "jsonb_build_object('account', credit, 'amount', (-amount)::text))",
            },
            f"""(
            select product_id, contract_id, kind, debit, credit, amount, day from (
                select c.product_id, c.id as contract_id, e, c.day as begun,
                    {_pick("e", drawdown=1, repayment=13)} as kind
                from bench_contract c,
                    generate_series(1, {number - own} / (select count(*)::int
                                                         from bench_contract)) e
            ) moves, lateral (select
                (case kind when 'drawdown' then 'investments' else 'cash' end) as debit,
                (case kind when 'drawdown' then 'cash' when 'repayment' then 'investments'
                    else 'income_interest' end) as credit,
                ((case kind when 'drawdown' then 9000000 else 100000 end)
                    + (contract_id * 7919 + e * 104729) % 9973 + 0.37)::numeric(20,2) as amount,
                begun + (e * 71) % {MONTHS * 30} as day) as how
            union all
            select p.id, null, (case when e <= 4 then 'subscription' when e <= 6
                then 'capital_return' else 'expense' end),
                (case when e <= 4 then 'cash' when e <= 6 then 'capital_returned'
                    else 'expense_trustee_fee' end),
                (case when e <= 4 then 'paid_in_capital' else 'cash' end),
                ((case when e <= 4 then 50000000 when e <= 6 then 4000000 else 3000 end)
                    + (p.id * 7919 + e * 104729) % 9973 + 0.11)::numeric(20,2),
                p.day + (e * 61) % {MONTHS * 30}
            from bench_product p,
                generate_series(1, {own} / (select count(*)::int from bench_product)) e
            order by day) written""",
            "day",
        )

    def projects(self, number: int) -> None:
        self._write(
            Project,
            {
                "code": "'B-' || n",
                "technology": "'rooftop_pv'",
                "is_sample": "true",
                "recorded_at": f"{FIRST_DAY}::timestamptz",
            },
            f"generate_series(1, {number}) n",
        )
        self._cursor.execute(
            "create temporary table bench_project on commit drop as"
            " select id, code, substr(code, 3)::int as n from projects_project"
            " where code like 'B-%'"
        )
        self._write(
            Recognition,
            {
                "project_id": "p.id",
                "criteria_edition_id": "edition.id",
                "taxonomy_edition": f"'{CATALOGUE}'",
                "taxonomy_class": f"(1 + p.n % {CLASSES})::text",
                "verdict": "'green'",
                "results": '\'[{"outcome": "met"}]\'',
                "effective_from": FIRST_DAY,
                "expires_on": f"{FIRST_DAY} + 3650 + p.n % 1000",
                "is_sample": "true",
            },
            f"bench_project p, (select min(id) as id from {CriteriaEdition._meta.db_table}) edition"
            " where edition.id is not null and p.n % 7 > 0",
            FIRST_DAY,
        )

    def splits(self) -> None:
        """Split over two projects or one, in percentages or in amounts; a fifth not at all."""
        for version, after in enumerate((30, 700)):
            stated = "(array[33.333333, 60, 100])[1 + c.m % 3]"
            kind = "case when c.m % 5 = 1 then 'amount' else 'percent' end"
            shares = (
                "case when c.m % 5 = 1 then jsonb_build_array("
                "jsonb_build_object('project', one.id, 'code', one.code,"
                " 'amount', (4000000 + c.m % 977)::numeric(20, 2)::text),"
                "jsonb_build_object('project', two.id, 'code', two.code,"
                " 'amount', (3000000.11 + c.m % 7)::numeric(20, 2)::text))"
                f" when {stated} = 100 then jsonb_build_array("
                "jsonb_build_object('project', one.id, 'code', one.code,"
                " 'percent', 100.000000::text))"
                " else jsonb_build_array("
                "jsonb_build_object('project', one.id, 'code', one.code,"
                f" 'percent', ({stated})::numeric(9, 6)::text),"
                "jsonb_build_object('project', two.id, 'code', two.code,"
                " 'percent', 33.333333::text)) end"
            )
            self._write(
                Split,
                {
                    "contract_id": "c.id",
                    "effective_from": f"c.day + {after}",
                    "kind": kind,
                    "shares": shares,
                },
                "bench_contract c cross join (select count(*)::int as number from bench_project) p"
                f" join bench_project one on one.n = 1 + (c.m + {version}) % p.number"
                f" join bench_project two on two.n = 1 + (c.m + 1 + {version}) % p.number"
                f" where c.m % 5 > {version * 3}",
                f"c.day + {after}",
            )
        self._write(
            SplitLine,
            {
                "split_id": "s.id",
                "project_id": "(share ->> 'project')::bigint",
                "project_code": "share ->> 'code'",
                "percent": "(share ->> 'percent')::numeric",
                "amount": "(share ->> 'amount')::numeric",
            },
            "trusts_split s, jsonb_array_elements(s.shares) share where s.reason = 'measured'"
            " order by s.id",
        )

    def labels(self) -> None:
        """Label half as green in part under two classes, a quarter as not green."""
        is_green = "c.m % 4 > 1"
        one, two = (f"(1 + (1 + (c.m + {at}) % p.number) % {CLASSES})::text" for at in (0, 1))
        parts = (
            f"case when {is_green} then jsonb_build_array("
            f"jsonb_build_object('edition', '{CATALOGUE}', 'code', {one}, 'percent', '33.333333'),"
            f"jsonb_build_object('edition', '{CATALOGUE}', 'code', {two}, 'percent', '12.500001'))"
            " else '[]' end"
        )
        support = "jsonb_build_object('on', c.day + 40, 'split', null, 'projects', '[]'::jsonb)"
        self._write(
            GreenLabel,
            {
                "contract_id": "c.id",
                "effective_from": "c.day + 40",
                "basis": f"case when {is_green} then 'projects' else 'not_green' end",
                "green_percent": f"case when {is_green} then 45.833334 else 0 end",
                "parts": parts,
                "form_id": f"case when {is_green} then forms.ids[1 + c.m % forms.size] end",
                "inputs": f"jsonb_build_object('support', {support})",
            },
            "bench_contract c, (select count(*)::int as number from bench_project) p,"
            " (select array_agg(id order by id) as ids, count(*)::int as size"
            " from trusts_greenform) forms where c.m % 4 > 0",
            "c.day + 40",
        )

    def write_given(self) -> None:
        """Write the products, terms and subscriptions that the table ``given`` holds."""
        self._write(
            Product,
            {
                "code": "'G-' || n",
                "registration_code": "'ZXD-G-' || n",
                "name_zh": "'信托' || n",
                "name_en": "'Trust ' || n",
                "is_sample": "true",
            },
            "given",
            "day",
        )
        rows = "given join trusts_product p on p.code = 'G-' || n"
        self._write(
            ProductTerms,
            {
                "product_id": "p.id",
                "kind_id": "(select id from trusts_trustkind where code = 'AM.1')",
                "form_id": "(select id from trusts_greenform where code = form)",
                "structure": "'collective'",
                "status": "'in_run'",
                "effective_from": "day",
                "established_on": "day",
                "term_months": "36",
            },
            rows,
            "day",
        )
        self._write(
            Entry,
            {
                "product_id": "p.id",
                "effective_on": "day",
                "kind": "'subscription'",
                "postings": "jsonb_build_array("
                "jsonb_build_object('account', 'cash', 'amount', amount::text),"
                "jsonb_build_object('account', 'paid_in_capital', 'amount', (-amount)::text))",
            },
            rows,
            "day",
        )

    def lines(self) -> None:
        self._write(
            Line,
            {
                "entry_id": "e.id",
                "position": "side.at",
                "product_id": "e.product_id",
                "contract_id": "e.contract_id",
                "account_id": "side.posting ->> 'account'",
                "effective_on": "e.effective_on",
                "amount": "(side.posting ->> 'amount')::numeric",
                "recorded_at": "e.recorded_at",
            },
            "trusts_entry e, jsonb_array_elements(e.postings) with ordinality as side (posting, at)"
            " where e.reason = 'measured' order by e.id, side.at",
        )


def _pick(number: str, *, drawdown: int, repayment: int) -> str:
    return (
        f"(case when {number} <= {drawdown} then 'drawdown'"
        f" when {number} <= {repayment} then 'repayment' else 'income' end)"
    )


def _nothing(field: models.Field[Any, Any]) -> str:
    """Return what a column that is not the measure's business holds."""
    if isinstance(field, models.BooleanField):
        return "false"
    if isinstance(field, models.JSONField):
        return "'{}'"
    if isinstance(field, models.CharField | models.TextField):
        default = field.get_default()
        return f"'{default or ''}'"
    raise TypeError(f"Say what {field} holds.")


def write_products(
    connection: Any, products: Sequence[tuple[str, dt.date, Decimal]], *, person: int
) -> None:
    """
    Write products in run: the code of their green form or none, the day, the capital paid in.

    ``connection`` is psycopg's, of the owner of the tables; ``person`` is an account's id.
    """
    with connection.transaction(), connection.cursor() as cursor, _unguarded(cursor):
        cursor.execute(
            "create temporary table given (n int, form text, day date, amount numeric)"
            " on commit drop"
        )
        with cursor.copy("copy given from stdin") as copy:
            for number, (form, day, amount) in enumerate(products, start=1):
                copy.write_row((number, form, day, amount))
        books = _Writer(cursor, person)
        books.write_given()
        books.lines()
