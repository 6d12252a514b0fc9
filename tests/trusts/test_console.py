"""What staff see and do on the pages of trusts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from config.accounts.models import User
from config.kernel.periods import Period
from tests.trusts.attribution.test_statements import AVOIDED, FINANCES, Told
from tests.trusts.books import JAN, KINDS, Books, now
from trusts.attribution import operations as attribution
from trusts.attribution.models import AttributionStatement
from trusts.contracts.models import Split
from trusts.ledger.models import Entry, PeriodMove
from trusts.register import queries as register
from trusts.register.models import ProductTerms

pytestmark = pytest.mark.django_db
ROOT = "/console/trusts"


def at_the_desk(user: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    user.language = "en"
    user.save()
    client.force_login(user)
    return client


@pytest.fixture
def alice_sits(books: Books) -> Client:
    return at_the_desk(books.alice)


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content[:500]
    return str(answer.content.decode())


def proposed(client: Client, path: str, **body: Any) -> str:
    """Post a form; return where it led, or the page with its faults."""
    answer = client.post(f"{ROOT}/{path}/add/", {"reason": "for the test", **body})
    if answer.status_code == 302:
        return str(answer.headers["Location"])
    return text(answer)


def test_a_product_page_shows_terms_money_contracts_and_splits(
    books: Books, alice_sits: Client
) -> None:
    product = books.product()
    books.confirm(books.terms(product, benefit_note="quarterly"))
    books.confirm(books.subscription(product, "1000.00"))
    contract = books.contract(product)
    books.projects("P-1")
    books.confirm(books.drawdown(contract, "400.00"))
    books.confirm(books.split(contract, {"P-1": "75"}))
    page = text(alice_sits.get(f"{ROOT}/product/{product.pk}/change/"))
    for shown in ("quarterly", "1,000", "600", "400", "C-1", "P-1 75 %", "100"):
        assert shown in page
    page = text(alice_sits.get(f"{ROOT}/contract/{contract.pk}/change/"))
    for shown in ("D4416", "P-1", "300", "100"):
        assert shown in page


def test_an_entry_is_proposed_a_posting_a_line(books: Books, alice_sits: Client) -> None:
    product = books.product()
    body = {"product": product.pk, "effective_on": "2025-01-01", "kind": "subscription"}
    page = proposed(alice_sits, "entry", **body, postings="cash 1,000.00\nnonsense")
    assert "Line 2" in page
    page = proposed(alice_sits, "entry", **body, postings="cash 1000\npaid_in_capital -999")
    assert "differ by 1" in page
    assert not Entry.objects.exists()
    where = proposed(alice_sits, "entry", **body, postings="cash 1,000.00\npaid_in_capital -1000")
    assert "1,000" in text(alice_sits.get(where))
    (entry,) = Entry.objects.all()
    assert entry.postings[1] == {"account": "paid_in_capital", "amount": "-1000.00"}


def test_a_confirmed_entry_can_be_reversed_from_its_page(books: Books, alice_sits: Client) -> None:
    entry = books.confirm(books.subscription(books.product(), "10.00"))
    alice_sits.post(f"{ROOT}/entry/{entry.pk}/act/", {"act": "reverse"})
    (reversal,) = Entry.objects.filter(reverses=entry)
    assert reversal.postings[0]["amount"] == "-10.00"


def test_a_split_is_proposed_a_project_a_line(books: Books, alice_sits: Client) -> None:
    contract = books.contract(books.product())
    books.projects("P-1", "P-2")
    body = {"contract": contract.pk, "effective_from": "2025-01-01"}
    assert "at most 100" in proposed(alice_sits, "split", **body, shares="P-1 60\nP-2 40.5")
    where = proposed(alice_sits, "split", **body, shares="P-1 60\nP-2 30")
    assert "unallocated" in text(alice_sits.get(where))
    assert [share.percent for share in Split.objects.get().parsed_shares()] == [60, 30]


def test_forms_of_the_register_propose(books: Books, alice_sits: Client) -> None:
    names = {"name_zh": "甲", "name_en": "A"}
    assert "/product/" in proposed(
        alice_sits, "product", code="T-7", registration_code="R-7", **names
    )
    faulty = {"code": "B", "party_type": "company", "uscc": "12345"}
    assert "business license" in proposed(alice_sits, "party", **faulty, **names)
    assert "/party/" in proposed(alice_sits, "party", **{**faulty, "uscc": ""}, **names)
    product, party = books.product(), books.party()
    terms = {
        "product": product.pk,
        "effective_from": "2025-01-01",
        "kind": register.kind("AM.2", edition=KINDS).pk,
        "structure": "collective",
        "status": "in_run",
    }
    assert "Enter the day" in proposed(alice_sits, "productterms", **terms)
    where = proposed(alice_sits, "productterms", **terms, established_on="2025-01-01")
    assert "Nothing is odd" in text(alice_sits.get(where))
    assert ProductTerms.objects.count() == 1
    role = {"product": product.pk, "party": party.pk, "role": "trustee"}
    assert "/partyrole/" in proposed(alice_sits, "partyrole", **role, effective_from="2025-01-01")
    days = {"product": product.pk, "starts_on": "2025-01-01", "ends_on": "2025-02-01"}
    assert "/periodmove/" in proposed(alice_sits, "periodmove", **days, move="close")
    assert PeriodMove.objects.get().move == "close"
    contract = {"product": product.pk, "code": "C-7", **names}
    assert "/contract/" in proposed(alice_sits, "contract", **contract)


def test_an_attribution_page_shows_both_methods_and_why_they_differ(
    books: Books, alice_sits: Client
) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "1000.00"))
    contract = books.contract(product)
    (project,) = books.projects("P-1")
    books.confirm(books.drawdown(contract, "400.00"))
    books.confirm(books.split(contract, {"P-1": "50"}))
    told = Told({project.pk: AVOIDED}, {project.pk: FINANCES})
    attribution.attribute(
        period=Period(JAN, Period.year(2025).ends_on),
        known_at=now(),
        by=books.alice,
        sources=told,
    )
    row = AttributionStatement.objects.get(method="pcaf")
    page = text(alice_sits.get(f"{ROOT}/attributionstatement/{row.pk}/change/"))
    for shown in ("0.25", "0.2", "250", "200", "balance sheet is smaller"):
        assert shown in page


@pytest.mark.parametrize(
    "model",
    [
        "trustkind",
        "greenform",
        "party",
        "product",
        "productterms",
        "partyrole",
        "account",
        "entry",
        "periodmove",
        "contract",
        "contractterms",
        "split",
        "attributionstatement",
    ],
)
def test_every_list_opens(books: Books, charlie: User, model: str) -> None:
    assert at_the_desk(charlie).get(f"{ROOT}/{model}/").status_code == 200


def test_the_books_of_a_product_are_read_and_its_statement_is_taken_out(
    books: Books, alice_sits: Client
) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "1000.00"))
    books.confirm(books.expense(product, "12.50"))
    asked = {"product": product.code, "period": "2025"}
    page = text(alice_sits.get("/console/ledger/books/", asked))
    for shown in ("987.50", "1,000.00", "12.50"):
        assert shown in page
    page = text(alice_sits.get("/console/ledger/statement/", asked))
    assert page.index("opening balance") < page.index("987.50") < page.index("closing balance")
    taken = alice_sits.get("/console/ledger/statement/", {**asked, "take": "csv"})
    lines = b"".join(taken).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]
    assert len(lines) == 5
    assert lines[-1].endswith("closing balance,,,,987.50")
    assert (
        alice_sits.get("/console/ledger/statement/", {**asked, "take": "xlsx"}).status_code == 200
    )
    for nonsense in ({"product": "X"}, {**asked, "period": "soon"}, {**asked, "known_at": "x"}):
        assert "alert" in text(alice_sits.get("/console/ledger/books/", nonsense))


def test_months_are_closed_together_at_the_desk(books: Books, alice_sits: Client) -> None:
    books.product("T-1"), books.product("T-2")
    page = "/console/ledger/months/?year=2025&month=1"
    alice_sits.post(page, {"act": "propose", "reason": "month end"})
    assert PeriodMove.objects.pending().count() == 2
    bob_sits = at_the_desk(books.bob)
    bob_sits.post(page, {"act": "confirm"})
    assert PeriodMove.objects.confirmed().count() == 2
    assert text(bob_sits.get(page)).count(">closed<") == 2
    assert "closed for 2025-01 already" in text(
        alice_sits.post(page, {"act": "propose", "reason": "again"}, follow=True)
    )


def test_a_correction_and_a_unit_class_are_proposed_at_the_desk(
    books: Books, alice_sits: Client
) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "1000.00"))
    wrong = books.confirm(books.expense(product, "12.50"))
    body = {
        "entry": wrong.pk,
        "effective_on": "2025-01-01",
        "postings": "expense_tax 12.50\ncash -12.50",
    }
    where = proposed(alice_sits, "entrybatch", **body)
    assert "is reversed already" in proposed(alice_sits, "entrybatch", **body)
    assert "expense_tax 12.50" in text(alice_sits.get(where))
    entry = Entry.objects.get(reverses=wrong)
    page = text(at_the_desk(books.bob).get(f"{ROOT}/entry/{entry.pk}/change/"))
    assert "decided together with its batch" in page
    assert 'value="confirm"' not in page
    where = proposed(
        alice_sits,
        "unitclass",
        product=product.pk,
        code="A",
        name_zh="A类",
        name_en="Class A",
        rank="equal",
        issue_price="1",
    )
    assert where.endswith("/change/")
