"""Classes of units: issued and redeemed with capital, never below zero, worth by the books."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from config.kernel.periods import Period
from config.kernel.proposals import RefusedByDatabase, confirm
from tests.trusts.books import FEB, JAN, MAR, Books, now
from trusts.ledger import operations, queries
from trusts.ledger.models import Entry, Line
from trusts.ledger.operations import propose_unit_class
from trusts.ledger.rules import BadUnits, Posting
from trusts.register.models import NotConfirmedYet, Product, UnitClass

pytestmark = pytest.mark.django_db


def a_class(books: Books, product: Product, code: str = "A", **more: Any) -> UnitClass:
    """Return a confirmed class of units."""
    row = propose_unit_class(
        product=product,
        code=code,
        name_zh=f"{code}类",
        name_en=f"Class {code}",
        **more,
        **books.who,
    )
    return confirm(row, by=books.bob)


def issue(
    books: Books, product: Product, code: str, amount: str, units: str, day: dt.date = JAN
) -> Entry:
    """Return a proposal that capital is paid in for units."""
    paid = Decimal(amount)
    postings = (
        Posting("cash", paid),
        Posting("paid_in_capital", -paid, code, Decimal(units)),
    )
    return books.entry(product, postings, kind="subscription", day=day)


def redeem(
    books: Books, product: Product, code: str, amount: str, units: str, day: dt.date = JAN
) -> Entry:
    """Return a proposal that capital goes back for units."""
    back = Decimal(amount)
    postings = (
        Posting("capital_returned", back, code, -Decimal(units)),
        Posting("cash", -back),
    )
    return books.entry(product, postings, kind="capital_return", day=day)


@pytest.mark.parametrize(
    ("account", "amount", "code", "units"),
    [
        ("cash", "-1.00", "A", "1"),
        ("cash", "-1.00", "A", None),
        ("paid_in_capital", "-1.00", "", "1"),
        ("paid_in_capital", "-1.00", "A", "-1"),
        ("capital_returned", "1.00", "A", "1"),
        ("paid_in_capital", "-1.00", "A", "0"),
        ("paid_in_capital", "-1.00", "A", "0.0000001"),
        ("paid_in_capital", "-1.00", "A", "NaN"),
    ],
)
def test_units_that_do_not_go_with_their_posting_are_refused(
    account: str, amount: str, code: str, units: str | None
) -> None:
    with pytest.raises(BadUnits):
        Posting(account, Decimal(amount), code, None if units is None else Decimal(units))


def test_a_posting_with_units_reads_as_it_was_written() -> None:
    posting = Posting("paid_in_capital", Decimal("-5.00"), "A", Decimal("4.5"))
    assert posting.to_json()["units"] == "4.500000"
    assert Posting.from_json(posting.to_json()) == posting
    assert -posting == Posting("paid_in_capital", Decimal("5.00"), "A", Decimal("-4.5"))


def test_units_come_and_go_with_capital(books: Books) -> None:
    product = books.product()
    a_class(books, product)
    books.confirm(issue(books, product, "A", "100.00", "90.5"))
    books.confirm(redeem(books, product, "A", "50.00", "40", FEB))
    lines = Line.objects.filter(unit_class__isnull=False).order_by("id")
    assert [(each.units, each.unit_class.code) for each in lines] == [
        (Decimal("90.5"), "A"),
        (Decimal(-40), "A"),
    ]
    found = queries.units_by_class(product.pk, until=FEB, known_at=now())
    assert [(each.day, each.units) for each in found] == [
        (JAN, Decimal("90.5")),
        (FEB, Decimal("50.5")),
    ]


def test_no_more_units_are_redeemed_than_were_issued(books: Books) -> None:
    product = books.product()
    a_class(books, product)
    books.confirm(issue(books, product, "A", "100.00", "100"))
    books.confirm(redeem(books, product, "A", "1.00", "60", MAR))
    with pytest.raises(RefusedByDatabase, match=r"Units of class A would be -20.000000 on 2025-03"):
        books.confirm(redeem(books, product, "A", "1.00", "60", FEB))
    books.confirm(redeem(books, product, "A", "1.00", "40", FEB))


def test_a_class_of_another_product_is_unknown_here(books: Books) -> None:
    one, two = books.product("T-1"), books.product("T-2")
    a_class(books, two)
    with pytest.raises(operations.UnknownUnitClass):
        issue(books, one, "A", "1.00", "1")
    foreign = Entry(
        product=one,
        effective_on=JAN,
        kind="subscription",
        postings=[
            {"account": "cash", "amount": "1.00"},
            {
                "account": "paid_in_capital",
                "amount": "-1.00",
                "unit_class": "A",
                "units": "1.000000",
            },
        ],
        proposed_by=books.alice,
        reason="r",
    )
    with pytest.raises(DatabaseError, match="has no unit class A"), transaction.atomic():
        foreign.save()


def test_a_class_is_confirmed_before_its_units(books: Books) -> None:
    product = books.product()
    kind = propose_unit_class(product=product, code="A", name_zh="A类", name_en="A", **books.who)
    entry = issue(books, product, "A", "1.00", "1")
    with pytest.raises(RefusedByDatabase, match=r"Unit class A of product .* is not confirmed"):
        books.confirm(entry)
    books.confirm(kind)
    books.confirm(entry)


def test_a_code_is_one_class_of_a_product(books: Books) -> None:
    product = books.product()
    a_class(books, product)
    with pytest.raises(operations.UnitClassTaken):
        a_class(books, product)
    a_class(books, books.product("T-2"))
    for price in ("0", "-1", "NaN", "1.0000001"):
        with pytest.raises(operations.BadIssuePrice):
            a_class(books, product, "B", issue_price=Decimal(price))


def test_a_class_waits_for_its_product(books: Books) -> None:
    product = books.product()
    pending = Product(code="T-9", registration_code="R-9", name_zh="x", name_en="x")
    pending.proposed_by, pending.reason = books.alice, "r"
    pending.save()
    assert product.pk != pending.pk
    with pytest.raises(NotConfirmedYet):
        a_class(books, pending)


def test_a_reversal_takes_the_units_back(books: Books) -> None:
    product = books.product()
    a_class(books, product)
    entry = books.confirm(issue(books, product, "A", "100.00", "100"))
    books.confirm(operations.propose_reversal(entry=entry, effective_on=FEB, **books.who))
    assert queries.units_by_class(product.pk, until=FEB, known_at=now())[-1].units == 0


def test_the_unit_value_is_net_assets_over_units_on_each_day(
    books: Books, django_assert_num_queries: Any
) -> None:
    product = books.product()
    a_class(books, product)
    before = now()
    books.confirm(issue(books, product, "A", "100.00", "100", dt.date(2025, 1, 2)))
    earned = (Posting("cash", Decimal("5.00")), Posting("income_interest", Decimal("-5.00")))
    books.confirm(books.entry(product, earned, day=dt.date(2025, 1, 4)))
    owed = (Posting("expense_other", Decimal("2.00")), Posting("payables", Decimal("-2.00")))
    books.confirm(books.entry(product, owed, day=dt.date(2025, 1, 5)))
    days = Period(dt.date(2025, 1, 1), dt.date(2025, 1, 6))
    known_at = now()
    with django_assert_num_queries(1):
        found = queries.unit_values(product.pk, period=days, known_at=known_at)
    assert [(each.net_assets, each.unit_value) for each in found] == [
        (0, None),
        (100, Decimal("1.000000")),
        (100, Decimal("1.000000")),
        (105, Decimal("1.050000")),
        (103, Decimal("1.030000")),
    ]
    later = Period(dt.date(2025, 2, 1), dt.date(2025, 2, 2))
    (day,) = queries.unit_values(product.pk, period=later, known_at=now())
    assert day.net_assets == 103
    assert {
        each.net_assets for each in queries.unit_values(product.pk, period=days, known_at=before)
    } == {0}


def test_capital_by_class_tells_what_each_class_has(
    books: Books, django_assert_num_queries: Any
) -> None:
    product = books.product()
    a_class(books, product)
    a_class(books, product, "B")
    books.confirm(issue(books, product, "A", "100.00", "100"))
    books.confirm(issue(books, product, "B", "60.00", "50"))
    books.confirm(redeem(books, product, "B", "12.00", "10"))
    shared = (Posting("distributions", Decimal("8.00"), "A"), Posting("cash", Decimal("-8.00")))
    books.confirm(books.entry(product, shared, kind="distribution"))
    known_at = now()
    with django_assert_num_queries(1):
        one, two = queries.capital_by_class(product.pk, on=JAN, known_at=known_at)
    assert (one.code, one.paid_in, one.returned, one.distributed, one.units) == (
        "A",
        100,
        0,
        8,
        100,
    )
    assert (two.paid_in, two.returned, two.outstanding, two.units) == (60, 12, 48, 40)
    assert one.unit_value == two.unit_value == Decimal("1.000000")


@pytest.mark.parametrize("spoiler", ["ranked", "without units"])
def test_no_class_has_a_value_of_its_own_where_claims_differ(books: Books, spoiler: str) -> None:
    product = books.product()
    a_class(books, product)
    books.confirm(issue(books, product, "A", "100.00", "100"))
    if spoiler == "ranked":
        a_class(books, product, "S", rank="senior")
    else:
        books.confirm(books.subscription(product, "5.00"))
    found = queries.capital_by_class(product.pk, on=JAN, known_at=now())
    assert [each.unit_value for each in found] == [None, None]


def test_paid_in_and_outstanding_run_by_day_in_one_statement(
    books: Books, django_assert_num_queries: Any
) -> None:
    one, two = books.product("T-1"), books.product("T-2")
    books.confirm(books.subscription(one, "100.00", dt.date(2024, 12, 1)))
    books.confirm(books.subscription(two, "50.00", dt.date(2025, 1, 2)))
    back = (Posting("capital_returned", Decimal("30.00")), Posting("cash", Decimal("-30.00")))
    books.confirm(books.entry(one, back, day=dt.date(2025, 1, 3)))
    days = Period(dt.date(2025, 1, 1), dt.date(2025, 1, 4))
    known_at = now()
    with django_assert_num_queries(1):
        found = queries.capital_by_day([one.pk, two.pk], period=days, known_at=known_at)
    assert [(each.paid_in, each.outstanding) for each in found] == [
        (100, 100),
        (150, 150),
        (150, 120),
    ]
