"""Supplementary fields are filled in with a source, by two people, from a day on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from config.kernel.errors import InvalidInput, NotFoundHere
from config.kernel.proposals import RefusedByDatabase
from tests.trusts.books import FEB, JAN, MAR, Books, now
from trusts.labels import queries
from trusts.labels.models import SupplementaryValue
from trusts.labels.operations import ValueDraft, load_fields, propose_value, propose_values
from trusts.register.models import NotConfirmedYet
from trusts.register.operations import propose_product

pytestmark = pytest.mark.django_db
EDITION = "SUPPLEMENTS-2026"


@pytest.fixture(autouse=True)
def _fields(books: Books) -> None:
    load_fields(by=books.alice)


def draft(code: str, value: str, *, day: dt.date = JAN, **about: Any) -> ValueDraft:
    field = queries.field(code, edition=EDITION)
    return ValueDraft(
        **{"field": field, "effective_from": day, "value": value, "source": "资金运用台账", **about}
    )


def test_the_edition_is_loaded_once_with_its_sources(books: Books) -> None:
    assert load_fields(by=books.alice) == 0
    fields = queries.fields()
    assert len(fields) == 8
    assert all(each.source and each.confidence in "ABC" for each in fields)
    assert {each.name_zh for each in queries.fields(applies_to="contract")} >= {
        "绿色信托类型",
        "普惠金融类型",
        "资金用途",
        "预计退出方式",
        "信政合作",
    }
    with pytest.raises(NotFoundHere):
        queries.field("no_such", edition=EDITION)


def test_a_value_holds_from_its_day_as_known_at_a_moment(books: Books) -> None:
    contract = books.contract(books.product())
    subject = f"contract:{contract.pk}"

    def said(day: dt.date, known_at: dt.datetime) -> list[str]:
        return [
            each.value for each in queries.values_of([subject], on=day, known_at=known_at)[subject]
        ]

    before = now()
    for text, day in (("清洁能源", JAN), ("", MAR)):
        value = draft("green_trust_type", text, day=day, contract=contract)
        books.confirm(propose_value(value, **books.who))
    assert said(JAN, before) == []
    assert (said(JAN, now()), said(FEB, now()), said(MAR, now())) == (
        ["清洁能源"],
        ["清洁能源"],
        [],
    )
    assert said(JAN - dt.timedelta(days=1), now()) == []


def test_one_field_of_one_thing_stands_once_from_a_day(books: Books) -> None:
    product = books.product()
    contracts = [books.contract(product, code) for code in ("C-1", "C-2")]
    first, twin, other, elsewhere = (
        propose_value(draft(field, "x", contract=contract), **books.who)
        for field, contract in (
            ("use_of_funds", contracts[0]),
            ("use_of_funds", contracts[0]),
            ("green_trust_type", contracts[0]),
            ("use_of_funds", contracts[1]),
        )
    )
    for row in (first, other, elsewhere):
        books.confirm(row)
    with pytest.raises(RefusedByDatabase, match="already stands"):
        books.confirm(twin)
    mended = draft("use_of_funds", "y", contract=contracts[0], supersedes=first)
    books.confirm(propose_value(mended, **books.who))
    found = queries.values_of([first.subject], on=JAN, known_at=now())[first.subject]
    assert [each.value for each in found] == ["x", "y"]


def test_a_value_that_does_not_fit_names_its_field(books: Books) -> None:
    product = books.product()
    contract = books.contract(product)
    for value, code in (
        (draft("expected_exit_on", "soon", contract=contract), "not_a_day"),
        (draft("government_cooperation", "maybe", contract=contract), "not_a_choice"),
        (draft("protection_fund_cny", "1,000", product=product), "not_a_number"),
        (draft("use_of_funds", "x", contract=contract, source=" "), "source_missing"),
        (draft("use_of_funds", "x", product=product), "another_subject"),
        (draft("use_of_funds", "x"), "another_subject"),
        (draft("use_of_funds", "x", product=product, contract=contract), "another_subject"),
    ):
        with pytest.raises(InvalidInput) as refused:
            propose_value(value, **books.who)
        assert [each.code for each in refused.value.findings] == [code]


def test_many_values_are_proposed_all_or_none_with_rows_named(books: Books) -> None:
    contract = books.contract(books.product())
    good = draft("use_of_funds", "建设", contract=contract)
    bad = draft("expected_exit_on", "x", contract=contract)
    with pytest.raises(InvalidInput) as refused:
        propose_values([good, bad, good], **books.who)
    assert [(each.row, each.field) for each in refused.value.findings] == [(2, "value")]
    assert not SupplementaryValue.objects.exists()
    ways = draft("expected_exit_way", "并购", contract=contract)
    assert len(propose_values([good, ways], **books.who)) == 2


def test_a_value_waits_for_what_it_speaks_of(books: Books) -> None:
    product = propose_product(
        code="T-9", registration_code="R-9", name_zh="x", name_en="x", **books.who
    )
    value = propose_value(draft("protection_fund_cny", "1000", product=product), **books.who)
    with pytest.raises(NotConfirmedYet):
        books.confirm(value)
