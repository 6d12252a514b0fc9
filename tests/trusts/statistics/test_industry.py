"""The year 2024 of the trade, rebuilt in the books: the cuts say again what was printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection

from config.kernel.money import split_largest_remainder
from tests import people
from tests.conftest import speak_as
from tests.trusts import filling
from tests.trusts.statistics.test_rules import printed
from trusts.ledger.operations import load_chart
from trusts.register.operations import load_editions
from trusts.statistics import queries, rules
from trusts.statistics.rules import Measure

pytestmark = pytest.mark.committing
#: 亿元
HUNDRED_MILLION = Decimal(100_000_000)
YEAR_END = dt.date(2024, 12, 31)
FORMS = {
    "GT-LOAN": ("绿色信贷存续规模", 100),
    "GT-EQUITY": ("绿色股权投资存续规模", 100),
    "GT-FUND": ("绿色产业基金存续规模", 50),
}


def trade() -> Iterator[tuple[str, dt.date, Decimal]]:
    """Yield form, day and capital of each product, so that their sums are the printed ones."""
    new, before = (
        int(printed("新增绿色信托项目")),
        int(printed("新增绿色信托项目(由 2024 同比推得)", 2023)),
    )
    for form, (metric, number) in FORMS.items():
        new -= number
        yield from _divided(form, 2024, printed(metric), number)
    named = sum(printed(metric) for metric, _number in FORMS.values())
    yield from _divided("", 2024, printed("新增规模") - named, new)
    yield from _divided("", 2023, printed("存续规模(下限)") - printed("新增规模"), before)


def _divided(
    form: str, year: int, total: Decimal, number: int
) -> Iterator[tuple[str, dt.date, Decimal]]:
    parts = split_largest_remainder(
        total * HUNDRED_MILLION, [Decimal(1)] * number, quantum=Decimal("0.01")
    )
    for each, amount in enumerate(parts):
        yield form, dt.date(year, 1 + each % 12, 1 + each % 28), amount


@pytest.fixture
def year_2024(committed_db: str) -> None:
    """Write the products of the trade into a database of one's own."""
    alice = people.make_alice()
    load_editions(by=alice)
    load_chart(by=alice)
    speak_as("owner", database=committed_db)
    connection.ensure_connection()
    filling.write_products(connection.connection, list(trade()), person=alice.pk)
    speak_as("app", database=committed_db)


def test_the_printed_identities_of_the_trade_hold_in_the_books(year_2024: None) -> None:
    found = queries.statistics(
        on=YEAR_END,
        known_at=dt.datetime.now(dt.UTC),
        cut="form",
        compare_with=queries.year_before(YEAR_END),
    )
    new = found.total.change(Measure.NEW_PRODUCTS)
    assert found.total.now.of(Measure.NEW_PRODUCTS) == 390
    assert new == rules.Change(Decimal(69), printed("新增绿色信托项目同比"))
    capital = found.total.now.of(Measure.NEW_PAID_IN)
    assert capital == printed("新增规模") * HUNDRED_MILLION
    total = found.total.now.of(Measure.OUTSTANDING)
    assert total == printed("存续规模(下限)") * HUNDRED_MILLION
    by_form = {
        each.key.partition(":")[2]: each.now.of(Measure.OUTSTANDING) for each in found.groups
    }
    named = {form: printed(metric) * HUNDRED_MILLION for form, (metric, _n) in FORMS.items()}
    rest = rules.rest_of(named.values(), total=total)
    assert rest == Decimal("175276000000.00")
    assert by_form == {**named, rules.UNKNOWN: rest}
    loans = next(each for each in found.groups if each.key.endswith("GT-LOAN"))
    assert found.share(loans) == Decimal("30.74")
    for code, cut in queries.CUTS.items():
        if not cut.of_contracts:
            again = queries.statistics(
                on=YEAR_END, known_at=dt.datetime.now(dt.UTC), cut=code
            ).total
            assert again.now == found.total.now, code
