"""The books over HTTP: units, corrections, statements by page, reports, months."""

from typing import Any

import pytest

from tests.trusts.books import FEB, Books
from tests.trusts.test_api import Speaker

pytestmark = pytest.mark.django_db

FEBRUARY = {"period": "2025-02"}


@pytest.fixture
def asks(books: Books) -> Speaker:
    """Return Alice at the API."""
    return Speaker(books.alice)


@pytest.fixture
def decides(books: Books) -> Speaker:
    """Return Bob at the API."""
    return Speaker(books.bob)


def test_units_are_entered_and_valued(books: Books, asks: Speaker, decides: Speaker) -> None:
    product = books.product().pk
    kind = asks.propose(
        "unit-classes",
        product=product,
        code="A",
        name_zh="A类",
        name_en="Class A",
        rank="equal",
        issue_price="1.000000",
    )
    decides.confirm("unit-classes", kind)
    entry = asks.propose(
        "ledger-entries",
        product=product,
        effective_on="2025-01-02",
        kind="subscription",
        postings=[
            {"account": "cash", "amount": "100.00"},
            {
                "account": "paid_in_capital",
                "amount": "-100.00",
                "unit_class": "A",
                "units": "80",
            },
        ],
    )
    assert entry["postings"][1] == {
        "account": "paid_in_capital",
        "amount": "-100.00",
        "unit_class": "A",
        "units": "80.000000",
    }
    assert "units" not in entry["postings"][0]
    decides.confirm("ledger-entries", entry)
    days = decides.get(f"books/{product}/unit-values", period="2025-01-01/2025-01-03")
    assert [(day["units"], day["unit_value_cny"]) for day in days] == [
        ("0.000000", None),
        ("80.000000", "1.250000"),
    ]
    (a_class,) = decides.get(f"books/{product}/classes", as_of="2025-01-02")
    assert (a_class["code"], a_class["paid_in_cny"], a_class["unit_value_cny"]) == (
        "A",
        "100.00",
        "1.250000",
    )
    (day,) = decides.get(f"books/{product}/capital", period="2025-01-02/2025-01-03")
    assert day == {"day": "2025-01-02", "paid_in_cny": "100.00", "outstanding_cny": "100.00"}


def test_a_correction_is_proposed_and_confirmed_as_one(
    books: Books, asks: Speaker, decides: Speaker
) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "100.00"))
    wrong = books.confirm(books.expense(product, "30.00"))
    right: dict[str, Any] = {
        "entry": wrong.pk,
        "effective_on": "2025-02-01",
        "postings": [
            {"account": "expense_trustee_fee", "amount": "3.00"},
            {"account": "cash", "amount": "-3.00"},
        ],
    }
    batch = asks.propose("ledger-batches", **right)
    assert (batch["kind"], batch["entries"]) == ("correction", 2)
    assert asks.refused("ledger-batches", **right)["code"] == "not_reversible"
    entries = asks.get("ledger-entries", batch=batch["id"])["results"]
    one = entries[0]
    refusal = decides.client.post(
        f"/api/v1/ledger-entries/{one['id']}/confirm/",
        {"seen_sha256": one["decision"]["content_sha256"]},
        format="json",
    )
    assert refusal.json()["code"] == "decided_with_its_batch"
    decides.confirm("ledger-batches", batch)
    (balance,) = decides.get("balances", as_of="2025-02-01")["results"]
    assert balance["by_account"]["cash"] == "97.00"


def test_a_statement_is_read_page_by_page(books: Books, decides: Speaker) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "1.00"))
    for _ in range(3):
        books.confirm(books.subscription(product, "5.00", FEB))
    path = f"books/{product.pk}/statement"
    first = decides.get(path, **FEBRUARY, limit=2)
    assert (first["opening_cny"], first["closing_cny"]) == ("1.00", "16.00")
    assert [row["balance_cny"] for row in first["rows"]] == ["6.00", "11.00"]
    second = decides.get(path, **FEBRUARY, limit=2, cursor=first["next"])
    assert (second["carried_cny"], second["next"]) == ("11.00", "")
    assert [row["balance_cny"] for row in second["rows"]] == ["16.00"]


def test_reports_of_a_period_agree_with_each_other(books: Books, decides: Speaker) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "100.00"))
    books.confirm(books.expense(product, "30.00", FEB))
    asked = f"books/{product.pk}"
    trial = decides.get(f"{asked}/trial-balance", **FEBRUARY)
    assert trial["debits_cny"] == trial["credits_cny"] == "30.00"
    sheet = decides.get(f"{asked}/balance-sheet", **FEBRUARY)
    assert (sheet["net_assets_cny"], sheet["undistributed_cny"]) == ("70.00", "-30.00")
    assert decides.get(f"{asked}/income-statement", **FEBRUARY)["result_cny"] == "-30.00"


def test_months_are_closed_together_and_shown(
    books: Books, asks: Speaker, decides: Speaker
) -> None:
    products = [books.product(code).pk for code in ("T-1", "T-2")]
    january = {"starts_on": "2025-01-01", "ends_on": "2025-02-01"}
    answer = asks.client.post(
        "/api/v1/ledger-periods/close-many/",
        {"products": products, **january, "reason": "month end"},
        format="json",
    )
    assert answer.status_code == 201, answer.content
    for row in answer.json():
        decides.confirm("ledger-periods", row)
    again = asks.refused("ledger-periods/close-many", products=products, **january)
    assert again["code"] == "nothing_to_close"
    found = decides.get(f"books/{products[0]}/months", year=2025)
    assert found["months"] == ["closed", *["open"] * 11]


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("trial-balance", {"period": "soon"}),
        ("unit-values", {"period": "1900-01-01/2025-01-01"}),
        ("statement", {"limit": "0"}),
        ("statement", {"cursor": "xyz"}),
        ("statement", {"contract": "one"}),
        ("months", {"year": "0"}),
        ("months", {"period": "2025"}),
    ],
)
def test_what_cannot_be_asked_is_refused(
    books: Books, decides: Speaker, address: str, asked: dict[str, str]
) -> None:
    product = books.product().pk
    answer = decides.client.get(f"/api/v1/books/{product}/{address}/", asked)
    assert answer.status_code == 400, answer.content
