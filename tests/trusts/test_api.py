"""A registrar's and a reviewer's way through the API, from a product to its balances."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from config.accounts.models import User
from projects.registry.models import Project
from tests.trusts.books import FORMS, KINDS, Books
from trusts.register import queries as register

pytestmark = pytest.mark.django_db


class Speaker:
    """A person at the API."""

    def __init__(self, user: User) -> None:
        self.client = APIClient(headers={"Accept-Language": "en"})
        self.client.force_authenticate(user)

    def propose(self, path: str, **body: Any) -> dict[str, Any]:
        """Return what was proposed."""
        answer = self.client.post(
            f"/api/v1/{path}/", {"reason": "for the test", **body}, format="json"
        )
        assert answer.status_code == 201, answer.content
        return dict(answer.json())

    def refused(self, path: str, **body: Any) -> dict[str, Any]:
        """Return the problem that the service answers with."""
        answer = self.client.post(f"/api/v1/{path}/", {"reason": "r", **body}, format="json")
        assert answer.status_code in {400, 403, 404, 409}, answer.content
        return dict(answer.json())

    def confirm(self, path: str, row: dict[str, Any]) -> dict[str, Any]:
        """Return the row after its confirmation."""
        answer = self.client.post(
            f"/api/v1/{path}/{row['id']}/confirm/",
            {"seen_sha256": row["decision"]["content_sha256"]},
            format="json",
        )
        assert answer.status_code == 200, answer.content
        return dict(answer.json())

    def get(self, path: str, **asked: Any) -> Any:
        """Return what an address answers."""
        answer = self.client.get(f"/api/v1/{path}/", asked)
        assert answer.status_code == 200, answer.content
        return answer.json()


@pytest.fixture
def asks(books: Books) -> Speaker:
    """Return Alice at the API."""
    return Speaker(books.alice)


@pytest.fixture
def decides(books: Books) -> Speaker:
    """Return Bob at the API."""
    return Speaker(books.bob)


def test_from_a_product_to_where_its_money_stands(
    books: Books, asks: Speaker, decides: Speaker
) -> None:
    books.projects("P-1", "P-2")

    def agreed(path: str, **body: Any) -> dict[str, Any]:
        return decides.confirm(path, asks.propose(path, **body))

    names = {"name_zh": "信托", "name_en": "Trust"}
    product = agreed("products", code="T-1", registration_code="ZX-1", **names)["id"]
    agreed(
        "product-terms",
        product=product,
        effective_from="2025-01-01",
        kind=register.kind("AM.2", edition=KINDS).pk,
        form=register.form("GT-EQUITY", edition=FORMS).pk,
        structure="collective",
        status="in_run",
        established_on="2025-01-01",
        term_months=300,
        matures_on="2050-01-01",
    )
    party = agreed("parties", code="SPV", party_type="company", **names)["id"]
    agreed(
        "party-roles", product=product, party=party, role="borrower", effective_from="2025-01-01"
    )
    paid_in = [
        {"account": "cash", "amount": "1000.00"},
        {"account": "paid_in_capital", "amount": "-1000.00"},
    ]
    agreed(
        "ledger-entries",
        product=product,
        effective_on="2025-01-01",
        kind="subscription",
        postings=paid_in,
    )
    contract = agreed("contracts", product=product, code="C-1", **names)["id"]
    agreed(
        "contract-terms",
        contract=contract,
        effective_from="2025-01-01",
        instrument="equity",
        counterparty=party,
        industry_code="D4416",
        province="河南",
        committed_amount="900.00",
    )
    drawn = asks.propose(
        f"contracts/{contract}/drawdowns", effective_on="2025-02-01", amount="600.00"
    )
    decides.confirm("ledger-entries", drawn)
    agreed(
        "splits",
        contract=contract,
        effective_from="2025-01-01",
        shares=[{"code": "P-1", "percent": "50"}, {"code": "P-2", "percent": "25"}],
    )

    (balance,) = decides.get("balances", as_of="2025-02-01")["results"]
    assert balance["by_account"]["cash"] == "400.00"
    assert (balance["paid_in_cny"], balance["outstanding_cny"]) == ("1000.00", "1000.00")
    (before,) = decides.get("balances", as_of="2025-01-31")["results"]
    assert before["by_account"] == {"cash": "1000.00", "paid_in_capital": "-1000.00"}
    (placed,) = decides.get("allocations", as_of="2025-02-01", product=product)["results"]
    assert [share["amount"] for share in placed["shares"]] == ["300.00", "150.00"]
    assert (placed["outstanding"], placed["unallocated"]) == ("600.00", "150.00")
    (standing,) = decides.get("product-terms", as_of="2025-06-01", product=product)["results"]
    assert standing["status"] == "in_run"
    _the_chain_is_told(asks, decides, product, contract)
    (entry,) = decides.get("ledger-entries", contract=contract)["results"]
    reversal = asks.propose(f"ledger-entries/{entry['id']}/reverse", effective_on="2025-03-01")
    decides.confirm("ledger-entries", reversal)
    (after,) = decides.get("balances", as_of="2025-03-01")["results"]
    assert after["by_account"]["cash"] == "1000.00"


def _the_chain_is_told(asks: Speaker, decides: Speaker, product: int, contract: int) -> None:
    (chained,) = decides.get("chains", as_of="2025-02-01")["results"]
    links = ("cash", "in_projects", "unallocated", "total", "ledger_assets", "difference")
    assert [chained[name] for name in links] == [
        "400.00", "450.00", "150.00", "1000.00", "1000.00", "0.00"
    ]  # fmt: skip
    (one,) = Project.objects.filter(code="P-2")
    (on_project,) = decides.get("allocations", as_of="2025-02-01", project=one.pk)["results"]
    assert on_project["contract"] == contract
    assert decides.get("allocations", project=one.pk + 1000)["results"] == []
    rest = decides.get("unallocated", as_of="2025-02-03", product=product)
    assert (rest["total"]["amount"], rest["total"]["age_days"], rest["count"]) == ("150.00", 2, 1)
    assert rest["contracts"][0]["layers"] == [{"since_on": "2025-02-01", "amount": "150.00"}]
    back = decides.get("look-back", as_of="2025-02-01")
    assert back["total"] == {
        "refinanced": "0.00", "new": "0.00", "not_stated": "600.00", "percent": None
    }  # fmt: skip
    told = decides.get(f"contracts/{contract}/statement", as_of="2025-12-31")
    assert (told["drawn"], told["repaid"], told["outstanding"]) == ("600.00", "0.00", "600.00")
    in_amounts = asks.propose(
        "splits",
        contract=contract,
        effective_from="2025-03-01",
        shares=[{"code": "P-1", "amount": "100.00"}],
    )
    assert in_amounts["kind"] == "amount"


def test_refusals_name_what_is_wrong(books: Books, asks: Speaker) -> None:
    product = books.product()
    books.projects("P-1")
    contract = books.contract(product)
    entry = {"product": product.pk, "effective_on": "2025-01-01", "kind": "other"}
    one = [{"account": "cash", "amount": "1.00"}]
    other = [*one, {"account": "payables", "amount": "-0.99"}]
    assert asks.refused("ledger-entries", **entry, postings=one)["code"] == "invalid_input"
    assert asks.refused("ledger-entries", **entry, postings=other)["code"] == "unbalanced"
    gold = [*one, {"account": "gold", "amount": "-1.00"}]
    assert asks.refused("ledger-entries", **entry, postings=gold)["code"] == "unknown_account"
    split = {"contract": contract.pk, "effective_from": "2025-01-01"}
    much = [{"code": "P-1", "percent": "100.000001"}]
    assert asks.refused("splits", **split, shares=much)["code"] == "bad_share"
    unknown = [{"code": "P-9", "percent": "1"}]
    assert asks.refused("splits", **split, shares=unknown)["code"] == "not_found"
    twice = [{"code": "P-1", "percent": "1"}] * 2
    assert asks.refused("splits", **split, shares=twice)["code"] == "invalid_input"
    both = [{"code": "P-1", "percent": "1", "amount": "1.00"}]
    assert asks.refused("splits", **split, shares=both)["code"] == "invalid_input"
    large = [{"code": "P-1", "amount": "1000000.01"}]
    assert asks.refused("splits", **split, shares=large)["code"] == "more_than_committed"
    backwards = {"product": product.pk, "starts_on": "2025-02-01", "ends_on": "2025-01-01"}
    found = asks.refused("ledger-periods", **backwards, move="close")
    assert [fault["pointer"] for fault in found["errors"]] == ["/ends_on"]
    terms = {
        "product": product.pk,
        "effective_from": "2025-01-01",
        "kind": register.kind("AM", edition=KINDS).pk,
        "structure": "single",
        "status": "draft",
    }
    found = asks.refused("product-terms", **terms)
    assert [fault["code"] for fault in found["errors"]] == ["kind_not_specific"]


def test_who_only_looks_proposes_nothing(books: Books, charlie: User) -> None:
    looks = Speaker(charlie)
    body = {"code": "X", "registration_code": "X", "name_zh": "x", "name_en": "x"}
    assert looks.refused("products", **body)["code"] == "not_allowed"
    assert looks.get("products")["results"] == []


def test_lists_cost_the_same_however_long_they_are(
    books: Books, asks: Speaker, django_assert_max_num_queries: Any
) -> None:
    books.projects("P-1")
    for number in range(5):
        product = books.product(f"T-{number}")
        books.confirm(books.subscription(product, "100.00"))
        contract = books.contract(product, f"C-{number}")
        books.confirm(books.drawdown(contract, "50.00"))
        books.confirm(books.split(contract, {"P-1": "10"}))
    for path in (
        "balances",
        "allocations",
        "ledger-entries",
        "splits",
        "product-terms",
        "unallocated",
        "look-back",
        "chains",
    ):
        with django_assert_max_num_queries(8):
            asks.get(path)


def test_the_classification_is_served_with_its_sources(books: Books, asks: Speaker) -> None:
    kinds = asks.get("trust-kinds", level=3, limit=100)["results"]
    assert len(kinds) == 25
    assert all(kind["source"] for kind in kinds)
    assert len(asks.get("green-forms")["results"]) == 8
    assert len(asks.get("ledger-accounts")["results"]) == 16
