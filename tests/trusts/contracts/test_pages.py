"""The pages of contracts: in both languages, for a day as known at a moment, with their forms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from config.accounts.models import User
from tests.house.english import english_in
from tests.trusts.books import FEB, JAN, Books, now
from trusts.contracts import queries
from trusts.contracts.admin import tables
from trusts.contracts.models import Contract
from trusts.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(books: Books) -> Contract:
    """Return a contract that is drawn, split in amounts beyond what is out, then in parts."""
    product = books.product()
    books.confirm(books.subscription(product, "1000.00"))
    contract = books.contract(product, committed="900.00")
    books.projects("P-1")
    books.confirm(books.drawdown(contract, "100.00"))
    books.confirm(books.split_amounts(contract, {"P-1": "250.00"}))
    books.confirm(books.split(contract, {"P-1": "75"}, FEB))
    return contract


def at_the_desk(user: User, language: str) -> Client:
    client = Client()
    User.objects.filter(pk=user.pk).update(language=language)
    client.force_login(User.objects.get(pk=user.pk))
    client.cookies["language"] = language
    return client


def text(client: Client, path: str, **asked: str) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_in_both_languages(
    books: Books, contract: Contract, language: str
) -> None:
    client = at_the_desk(books.alice, language)
    (on_project,) = queries.allocations(on=FEB, known_at=now())[0].shares
    paths = [
        f"/console/trusts/contract/{contract.pk}/change/",
        f"/console/trusts/contract/{contract.pk}/draw/",
        f"/console/trusts/contract/{contract.pk}/repay/",
        f"/console/trusts/split/add/?contract={contract.pk}",
        f"/console/trusts/contractterms/add/?contract={contract.pk}",
        f"/console/projects/project/{on_project.project_id}/change/",
        "/console/chain/",
        f"/console/chain/{contract.product_id}/",
        "/console/unallocated/",
        "/console/unallocated/?sort=amount",
        "/console/look-back/",
    ]
    shown = [text(client, path) for path in paths]
    if language == "zh-hans":
        assert english_in(shown) == []


def test_a_page_answers_for_the_day_it_is_asked_about(books: Books, contract: Contract) -> None:
    client = at_the_desk(books.bob, "en")
    path = f"/console/chain/{contract.product_id}/"
    assert "unallocated" in text(client, path, as_of="2025-02-01")
    assert "Nobody knows the future" in text(client, path, known_at="2999-01-01T00:00:00")
    assert "Not a day" in text(client, path, as_of="tomorrow")
    assert client.get("/console/chain/999999/").status_code == 404
    early = queries.allocations(on=JAN, known_at=now())[0]
    assert "shrunk in proportion" in str(tables.allocated(early).title)


def test_who_only_looks_is_offered_no_act(contract: Contract, charlie: User) -> None:
    client = at_the_desk(charlie, "en")
    page = text(client, f"/console/trusts/contract/{contract.pk}/change/")
    assert f"/contract/{contract.pk}/draw/" not in page
    assert client.get(f"/console/trusts/contract/{contract.pk}/draw/").status_code == 403


def test_a_form_draws_and_says_why_it_does_not(books: Books, contract: Contract) -> None:
    client = at_the_desk(books.alice, "en")
    path = f"/console/trusts/contract/{contract.pk}/draw/"
    body = {"effective_on": "2025-03-01", "reason": "more", "memo": ""}
    refused = client.post(path, {**body, "amount": "800.01"})
    assert "900.00 is committed" in refused.content.decode()
    before = Entry.objects.count()
    assert client.post(path, {**body, "amount": "800.00"}).status_code == 302
    assert Entry.objects.count() == before + 1
    assert Entry.objects.latest("id").contract == contract


def test_a_difference_is_red() -> None:
    assert "gt-badge--good" in tables.agreement(Decimal(0))
    assert "gt-badge--bad" in tables.agreement(Decimal("0.01"))
    assert dt.date.max > queries.until(dt.date.max).last_day
