"""
The portfolio at a year end and a year before it, against one statement written by hand.

Ours: ``trusts.statistics.queries.statistics`` from call to frozen values, for a cut of
products, one of contracts, and the two that divide contracts over projects and over
catalogue classes. Baseline: the same figures by one SQL statement each, as
somebody who knows the tables would write it, fetched by the bare driver. Turn by turn in
one run; every figure must agree to the fen.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

PRODUCTS, CONTRACTS, ENTRIES, ROUNDS = 5_000, 50_000, 2_530_000, 7
YEAR_END, YEAR_BEFORE = dt.date(2025, 12, 31), dt.date(2024, 12, 31)

#: What holds on a day and is known at a moment, as the tables say it.
_STANDING = """
    select distinct on ({thing}) each.* from {table} each
    where decision = 'confirmed' and recorded_at <= %(known_at)s and effective_from <= {day}
      and not exists (select from {table} later where later.supersedes_id = each.id
                      and later.decision = 'confirmed' and later.recorded_at <= %(known_at)s)
    order by {thing}, effective_from desc, recorded_at desc, id desc"""


def _standing(table: str, thing: str, day: str) -> str:
    return _STANDING.format(table=table, thing=thing, day=day)


#: By green form: outstanding, paid in, products, new, their capital, contracts, placed; both days.
BY_FORM = f"""
with capital as (
    select product_id,
           sum(-amount) filter (where effective_on <= %(on)s) as outstanding,
           sum(-amount) filter (where effective_on <= %(on)s and account_id = 'paid_in_capital')
               as paid_in,
           sum(-amount) filter (where effective_on <= %(then)s) as outstanding_then,
           sum(-amount) filter (where effective_on <= %(then)s and account_id = 'paid_in_capital')
               as paid_in_then
    from trusts_line
    where account_id in ('paid_in_capital', 'capital_returned')
      and effective_on <= %(on)s and recorded_at <= %(known_at)s
    group by product_id),
placed as (
    select product_id, sum(now) as placed, count(*) filter (where now <> 0) as contracts,
           sum(was) as placed_then, count(*) filter (where was <> 0) as contracts_then
    from (select product_id, contract_id,
                 coalesce(sum(amount) filter (where effective_on <= %(on)s), 0) as now,
                 coalesce(sum(amount) filter (where effective_on <= %(then)s), 0) as was
          from trusts_line
          where account_id = 'investments'
            and effective_on <= %(on)s and recorded_at <= %(known_at)s
          group by product_id, contract_id) each
    group by product_id),
terms as ({_standing("trusts_productterms", "product_id", "%(on)s")}),
terms_then as ({_standing("trusts_productterms", "product_id", "%(then)s")}),
both_days as (
    select 0 as at, form_id, coalesce(outstanding, 0) as outstanding,
           coalesce(paid_in, 0) as paid_in, status,
           established_on between %(new_since)s and %(on)s as is_new, contracts, placed
    from trusts_product p left join terms t on t.product_id = p.id
         left join capital c on c.product_id = p.id left join placed d on d.product_id = p.id
    union all
    select 1, form_id, coalesce(outstanding_then, 0), coalesce(paid_in_then, 0), status,
           established_on between %(then_since)s and %(then)s, contracts_then, placed_then
    from trusts_product p left join terms_then t on t.product_id = p.id
         left join capital c on c.product_id = p.id left join placed d on d.product_id = p.id)
select at, coalesce(f.edition || ':' || f.code, ''), sum(outstanding), sum(paid_in),
       count(*) filter (where status in ('established', 'in_run', 'extended')),
       count(*) filter (where is_new), coalesce(sum(paid_in) filter (where is_new), 0),
       sum(coalesce(contracts, 0)), sum(coalesce(placed, 0))
from both_days left join trusts_greenform f on f.id = form_id group by 1, 2"""

#: By province of use: contracts, placed; both days.
BY_PROVINCE = f"""
with placed as (
    select contract_id,
           coalesce(sum(amount) filter (where effective_on <= %(on)s), 0) as now,
           coalesce(sum(amount) filter (where effective_on <= %(then)s), 0) as was
    from trusts_line
    where account_id = 'investments' and effective_on <= %(on)s and recorded_at <= %(known_at)s
    group by contract_id),
terms as ({_standing("trusts_contractterms", "contract_id", "%(on)s")}),
terms_then as ({_standing("trusts_contractterms", "contract_id", "%(then)s")})
select 0, coalesce(province, ''), count(*) filter (where now <> 0), sum(now)
    from placed left join terms using (contract_id) group by 2
union all
select 1, coalesce(province, ''), count(*) filter (where was <> 0), sum(was)
    from placed left join terms_then using (contract_id) group by 2"""

#: Pieces in fen, rounded down; what that leaves goes to the largest remainders, the earlier first.
_TO_THE_FEN = """
    select {at}, key, sum(base + (place <= left_over)::int) / 100 from (
        select key, base, {money} * 100 - sum(base) over (partition by contract_id) as left_over,
               row_number() over (partition by contract_id order by exact - base desc, position)
                   as place
        from (select *, floor(exact) as base from ({pieces}) piece) whole) divided group by 2"""
_BY_SPLIT = """
    select contract_id, project_code as key, line.id as position, {money},
           case kind when 'amount' then {money} * 100 * line.amount / greatest(total, {money})
                     else {money} * line.percent end as exact
    from placed join {splits} split using (contract_id)
         join trusts_splitline line on line.split_id = split.id
         join totals on totals.split_id = split.id
    union all
    select contract_id, '', 9e18, {money},
           case kind when 'amount' then greatest({money} - total, 0) * 100
                     else {money} * (100 - coalesce(total, 0)) end
    from placed left join {splits} split using (contract_id)
         left join totals on totals.split_id = split.id"""
_BY_LABEL = """
    select contract_id, (part ->> 'edition') || ':' || (part ->> 'code') as key, position, {money},
           {money} * (part ->> 'percent')::numeric as exact
    from placed join {labels} label using (contract_id),
         jsonb_array_elements(parts) with ordinality as each (part, position)
    union all
    select contract_id, case when label.id is null then '' when basis = 'not_green'
                             then basis else 'rest' end, 9e18, {money},
           {money} * (100 - coalesce(green_percent, 0))
    from placed left join {labels} label using (contract_id)"""
_PLACED = """
placed as (
    select contract_id,
           coalesce(sum(amount) filter (where effective_on <= %(on)s), 0) as now,
           coalesce(sum(amount) filter (where effective_on <= %(then)s), 0) as was
    from trusts_line
    where account_id = 'investments' and effective_on <= %(on)s and recorded_at <= %(known_at)s
    group by contract_id)"""


def _both_days(pieces: str, first: str, second: str) -> str:
    """Return the division of what is placed on each of the two days, summed by its key."""
    names = {"now": first, "was": second}
    return " union all ".join(
        _TO_THE_FEN.format(
            at=at, money=money, pieces=pieces.format(money=money, splits=name, labels=name)
        )
        for at, (money, name) in enumerate(names.items())
    )


#: By project, by the split of each contract: placed; both days.
BY_PROJECT = f"""
with {_PLACED},
splits as ({_standing("trusts_split", "contract_id", "%(on)s")}),
splits_then as ({_standing("trusts_split", "contract_id", "%(then)s")}),
totals as (select split_id, sum(coalesce(percent, amount)) as total
           from trusts_splitline group by split_id)
{_both_days(_BY_SPLIT, "splits", "splits_then")}"""

#: By catalogue class, by the label of each contract: placed; both days.
BY_CATALOGUE = f"""
with {_PLACED},
labels as ({_standing("trusts_greenlabel", "contract_id", "%(on)s")}),
labels_then as ({_standing("trusts_greenlabel", "contract_id", "%(then)s")})
{_both_days(_BY_LABEL, "labels", "labels_then")}"""
BASELINES = {
    "form": BY_FORM,
    "province": BY_PROVINCE,
    "project": BY_PROJECT,
    "catalogue": BY_CATALOGUE,
}


def run(
    *,
    products: int = PRODUCTS,
    contracts: int = CONTRACTS,
    entries: int = ENTRIES,
    rounds: int = ROUNDS,
) -> dict[str, Any]:
    """Fill a throw-away database and return the medians of both ways."""
    home = Path(tempfile.mkdtemp(prefix="green-trust-bench-"))
    os.environ["GREEN_TRUST_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    try:
        return _measured(products=products, contracts=contracts, entries=entries, rounds=rounds)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _measured(*, products: int, contracts: int, entries: int, rounds: int) -> dict[str, Any]:
    from tests.benchmarks.ingest import _open_house, _owner, _server_version

    _open_house()
    from tests import people
    from tests.projects.recognition import making
    from tests.trusts import filling
    from trusts.ledger.operations import load_chart
    from trusts.register.operations import load_editions

    alice = people.make_alice()
    load_editions(by=alice)
    load_chart(by=alice)
    making.criteria(alice, people.make_bob())
    begun = time.perf_counter()
    scale = filling.Scale(products, contracts, entries)
    with _superuser(_owner) as connection:
        filling.fill(connection, scale, person=alice.pk)
    filled_s = time.perf_counter() - begun
    known_at = dt.datetime.now(dt.UTC)
    outcome: dict[str, Any] = {}
    for cut in BASELINES:
        outcome[cut] = _turn_by_turn(cut, known_at=known_at, rounds=rounds)
    first = outcome["form"]
    return {
        "ours_s": first["ours_s"],
        "baseline_s": first["baseline_s"],
        "ratio": first["ratio"],
        "ratio_is": "ours_s / baseline_s: how many times longer we take, by green form",
        "cuts": outcome,
        "query_counts": _query_counts(known_at),
        "filled_s": round(filled_s, 1),
        "rows": _rows(),
        "rounds": rounds,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
        "versions": {
            "python": platform.python_version(),
            "postgresql": _server_version(),
            **{name: version(name) for name in ("psycopg", "Django")},
        },
    }


def _superuser(owner: Callable[[], Any]) -> Any:
    """Return a connection that may write past foreign keys, where there is one: to fill faster."""
    import psycopg

    connection = owner()
    info = connection.info
    try:
        found = psycopg.connect(
            host=info.host, port=info.port, dbname=info.dbname, user="postgres", autocommit=False
        )
    except psycopg.OperationalError:
        return connection
    connection.close()
    return found


def _turn_by_turn(cut: str, *, known_at: dt.datetime, rounds: int) -> dict[str, Any]:
    taken: dict[str, list[float]] = {"ours": [], "baseline": []}
    ways: dict[str, Callable[[], Any]] = {
        "ours": lambda: _ours(cut, known_at),
        "baseline": lambda: _baseline(cut, known_at),
    }
    answers = {name: way() for name, way in ways.items()}  # the first time reads from the disk
    held = {
        name: {key: each for key, each in found.items() if any(each)}
        for name, found in answers.items()
    }
    if held["ours"] != held["baseline"]:
        raise SystemExit(f"{cut}: the two ways do not agree:\n{answers}")
    for number in range(rounds):
        names = list(ways) if number % 2 else list(reversed(ways))
        for name in names:
            begun = time.perf_counter()
            ways[name]()
            taken[name].append(time.perf_counter() - begun)
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    return {
        "ours_s": round(medians["ours"], 3),
        "baseline_s": round(medians["baseline"], 3),
        "ratio": round(medians["ours"] / medians["baseline"], 3),
        "parts": len(answers["ours"]),
        "runs_s": {name: [round(each, 3) for each in seconds] for name, seconds in taken.items()},
        "line_reads": {
            "ours": _line_reads(*_our_sql(cut, known_at)),
            "baseline": _line_reads(BASELINES[cut], _named(known_at)),
        },
    }


Answer = dict[tuple[int, str], tuple[Decimal, ...]]


def _ours(cut: str, known_at: dt.datetime) -> Answer:
    from trusts.statistics import queries

    found = queries.statistics(on=YEAR_END, known_at=known_at, cut=cut, compare_with=YEAR_BEFORE)
    measures = found.cut.measures
    return {
        (at, group.key): tuple(figures.of(measure) for measure in measures)
        for group in found.groups
        for at, figures in enumerate((group.now, group.then))
        if figures is not None
    }


def _baseline(cut: str, known_at: dt.datetime) -> Answer:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BASELINES[cut], _named(known_at))
        return {(at, key): tuple(map(Decimal, values)) for at, key, *values in cursor.fetchall()}


def _named(known_at: dt.datetime) -> dict[str, Any]:
    return {
        "on": YEAR_END,
        "then": YEAR_BEFORE,
        "known_at": known_at,
        "new_since": YEAR_END.replace(month=1, day=1),
        "then_since": YEAR_BEFORE.replace(month=1, day=1),
    }


def _our_sql(cut: str, known_at: dt.datetime) -> tuple[str, list[Any]]:
    from trusts.statistics.queries.cuts import cut_named
    from trusts.statistics.queries.statement import Parts, parts_sql, sums_sql
    from trusts.statistics.rules import Moment

    chosen = cut_named(cut)
    moments = [
        Moment(day, known_at, day.replace(month=1, day=1)) for day in (YEAR_END, YEAR_BEFORE)
    ]
    if chosen.divided is not None:
        divided = chosen.divided(moments[0])
        return parts_sql(divided), divided.values
    parts = Parts(chosen, moments)
    return parts.sql(sums_sql(chosen)), parts.values


def _line_reads(sql: str, values: Any) -> list[str]:
    """Return how the plan reads the ledger's lines: the note that goes with the numbers."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("explain (format json) " + sql, values)
        (plan,) = cursor.fetchone()
    found: list[str] = []

    def walk(node: dict[str, Any]) -> None:
        if node.get("Relation Name") == "trusts_line":
            found.append(f"{node['Node Type']} {node.get('Index Name', '')}".strip())
        for each in node.get("Plans", ()):
            walk(each)

    walk(plan[0]["Plan"])
    return found


def _query_counts(known_at: dt.datetime) -> dict[str, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from trusts.statistics import queries

    counts = {}
    for cut in queries.CUTS:
        with CaptureQueriesContext(connection) as taken:
            queries.statistics(on=YEAR_END, known_at=known_at, cut=cut, compare_with=YEAR_BEFORE)
        counts[cut] = len(taken)
    return counts


def _rows() -> dict[str, int]:
    from trusts.contracts.models import Contract, Split
    from trusts.labels.models import GreenLabel
    from trusts.ledger.models import Line
    from trusts.register.models import Product

    models = {
        "products": Product,
        "contracts": Contract,
        "postings": Line,
        "splits": Split,
        "labels": GreenLabel,
    }
    return {name: model._default_manager.count() for name, model in models.items()}


def main() -> None:
    """Run the benchmark at a scale of one's own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=PRODUCTS)
    parser.add_argument("--contracts", type=int, default=CONTRACTS)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    sys.stdout.write(json.dumps(run(**vars(parser.parse_args())), indent=1) + "\n")


if __name__ == "__main__":
    main()
