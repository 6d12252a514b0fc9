"""What stands against the books: by rule, with its source, on any day, as known at any moment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.kernel.errors import fill
from tests.trusts.books import FEB, JAN, KINDS, MAR, Books, now
from trusts.contracts.models import Contract, ContractTerms
from trusts.contracts.operations import propose_terms
from trusts.oversight import queries, rules
from trusts.oversight.rules import Fit, UnknownRule, Weight
from trusts.register import queries as register
from trusts.register.models import Product

pytestmark = pytest.mark.django_db
APRIL = dt.date(2025, 4, 1)


def product(books: Books, code: str, kind: str, **terms: Any) -> Product:
    """Return a product of an asset-management kind with 1000 paid in."""
    row = books.product(code)
    chosen = register.kind(kind, edition=KINDS)
    books.confirm(books.terms(row, kind=chosen, form=None, **terms))
    books.confirm(books.subscription(row, "1000.00"))
    return row


def placed(
    books: Books, product: Product, code: str, amount: str, asset_class: str, **terms: Any
) -> Contract:
    """Return a contract whose terms state its asset class, with money drawn in January."""
    contract = books.contract(product, code)
    given = ContractTerms.objects.get(contract=contract)
    said = ContractTerms(
        contract=contract,
        effective_from=JAN,
        supersedes=given,
        asset_class=asset_class,
        counterparty=given.counterparty,
        industry_code="D4416",
        province="河南",
        committed_amount=given.committed_amount,
        **{"instrument": "other", **terms},
    )
    books.confirm(propose_terms(terms=said, **books.who))
    books.confirm(books.drawdown(contract, amount))
    return contract


def found(on: dt.date, rule: str, **asked: Any) -> list[queries.Standing]:
    return list(queries.board(on=on, known_at=now(), rule=rule, **asked).rows)


def said(standing: queries.Standing) -> str:
    return fill(standing.finding.message, dict(standing.finding.facts))


def test_a_mix_that_is_not_of_its_kind_is_questioned_with_percentages(books: Books) -> None:
    loans = product(books, "LOANS", "AM.1")
    placed(books, loans, "C-1", "300.00", "debt")
    placed(books, loans, "C-2", "100.00", "equity")
    placed(books, product(books, "MIXED", "AM.4"), "C-3", "500.00", "equity")
    placed(books, product(books, "STAKES", "AM.2"), "C-4", "500.00", "equity")
    product(books, "EMPTY", "AM.3")
    (first, second) = found(FEB, "asset_mix_of_another_kind")
    assert (first.product, first.weight) == (loans, Weight.QUESTIONED)
    assert "75.00 % are debt, 25.00 % equity" in said(first)
    assert "With 600.00 CNY of cash counted as debt, debt would be 90.00 %" in said(first)
    assert fill(first.finding.remedy, dict(first.finding.facts)).startswith("The mix fits AM.4.")
    assert "S-LANTAI" in str(first.finding.facts["source"])
    assert first.finding.facts["confidence"] == "A"
    assert second.product is not None
    assert second.product.code == "MIXED"
    assert second.finding.facts["fitting"] == "AM.2"
    mixes = queries.asset_mixes(on=FEB, known_at=now())
    assert {each.product.code: each.fit for each in mixes} == {
        "EMPTY": Fit.FITS,
        "LOANS": Fit.MISFITS,
        "MIXED": Fit.MISFITS,
        "STAKES": Fit.FITS,
    }


def test_what_is_not_stated_is_asked_and_never_assumed(books: Books) -> None:
    loans = product(books, "LOANS", "AM.1")
    placed(books, loans, "C-1", "500.00", "debt")
    placed(books, loans, "C-2", "400.00", "", instrument="loan")
    (standing,) = found(FEB, "asset_class_not_stated")
    assert "44.44 % of 900.00 CNY placed, under 1 contract(s)" in said(standing)
    assert standing.finding.facts["suggested"] == "债权类 (debt)"
    assert found(FEB, "asset_mix_of_another_kind") == []


def test_the_mix_is_asked_as_of_a_day_as_known_at_a_moment(books: Books) -> None:
    loans = product(books, "LOANS", "AM.1")
    contract = placed(books, loans, "C-1", "500.00", "debt")
    before = now()
    stated = ContractTerms.objects.filter(contract=contract).latest("id")
    changed = ContractTerms(
        contract=contract,
        effective_from=MAR,
        instrument="equity",
        asset_class="equity",
        counterparty=stated.counterparty,
        industry_code="D4416",
        province="河南",
        committed_amount=stated.committed_amount,
    )
    books.confirm(propose_terms(terms=changed, **books.who))
    rule = "asset_mix_of_another_kind"
    assert found(FEB, rule) == []
    assert [each.product for each in found(MAR, rule)] == [loans]
    assert queries.board(on=MAR, known_at=before, rule=rule).rows == ()


def test_a_product_past_its_maturity_and_one_that_ended_with_capital_are_asked(
    books: Books,
) -> None:
    late = product(books, "LATE", "AM.1", term_months=2)
    ended = product(books, "ENDED", "AM.1")
    books.confirm(
        books.terms(
            ended,
            kind=register.kind("AM.1", edition=KINDS),
            form=None,
            effective_from=MAR,
            status="terminated",
            terminated_on=MAR,
            document=document(books),
        )
    )
    assert found(FEB, "in_run_past_maturity") == []
    (standing,) = found(APRIL, "in_run_past_maturity")
    assert standing.product == late
    assert said(standing) == "In run 31 days after its maturity on 2025-03-01."
    (standing,) = found(APRIL, "capital_after_the_end")
    assert standing.product == ended
    assert "1,000.00 CNY of capital" in said(standing)


def document(books: Books) -> Any:
    """Return a kept paper, such as a move of a product's life rests on."""
    from config.archive import operations as archive
    from tests.projects.recognition import making

    return archive.store(
        content=making.pdf("paper"), name="paper.pdf", media_type="application/pdf"
    )


def test_one_counterparty_is_a_question_from_the_share_that_the_reader_chooses(
    books: Books,
) -> None:
    placed(books, product(books, "STAKES", "AM.2"), "C-1", "500.00", "equity")
    (standing,) = found(FEB, "much_with_one_counterparty")
    assert standing.product is None
    assert standing.rule.is_of_the_house
    assert "100.00 % of all that is placed stands with SPV" in said(standing)
    assert found(JAN - dt.timedelta(days=1), "much_with_one_counterparty") == []
    asked = {"counterparty_percent": Decimal("100.01")}
    assert found(FEB, "much_with_one_counterparty", **asked) == []


def test_the_rules_of_the_trade_stand_on_the_board_with_their_source(books: Books) -> None:
    row = books.product("FAMILY")
    kind = register.kind("AS.1.1", edition=KINDS)
    books.confirm(books.terms(row, kind=kind, form=None))
    board = queries.board(on=FEB, known_at=now())
    (standing,) = [each for each in board.rows if each.rule.code == "family_trust_below_minimum"]
    assert standing.weight is Weight.QUESTIONED
    assert standing.finding.facts["confidence"] == "B"
    assert board.by_weight[Weight.QUESTIONED] == len(board.rows)
    assert board.by_rule[standing.rule] == 1
    assert board.products == {row}
    assert queries.board(on=FEB, known_at=now(), weight=Weight.FORBIDDEN).rows == ()
    assert queries.board(on=FEB, known_at=now(), product_ids=[]).rows == ()


def test_an_overdue_registration_is_forbidden(books: Books) -> None:
    row = product(books, "LOANS", "AM.1", purpose="roofs")
    books.confirm(
        books.terms(
            row,
            kind=register.kind("AM.1", edition=KINDS),
            form=None,
            purpose="roofs and heat",
            effective_from=FEB,
        )
    )
    assert found(FEB, "change_registration_overdue") == []
    (standing,) = found(APRIL, "change_registration_overdue")
    assert (standing.product, standing.weight) == (row, Weight.FORBIDDEN)
    assert standing.finding.blocks
    assert FEB < dt.date.fromisoformat(str(standing.finding.facts["due_on"])) < APRIL


def test_the_statements_do_not_grow_with_the_books(books: Books) -> None:
    def taken() -> int:
        moment = now()
        with CaptureQueriesContext(connection) as asked:
            queries.board(on=FEB, known_at=moment)
        return len(asked)

    placed(books, product(books, "ONE", "AM.1"), "C-1", "500.00", "equity")
    few = taken()
    for number in range(4):
        placed(books, product(books, f"M-{number}", "AM.1"), f"D-{number}", "5.00", "equity")
    assert taken() == few <= 14


def test_a_rule_that_is_not_there_is_refused_in_words(db: None) -> None:
    with pytest.raises(UnknownRule, match="no rule gravity; there are: asset_mix"):
        queries.board(on=JAN, known_at=now(), rule="gravity")


def test_every_rule_says_where_it_stands() -> None:
    for rule in rules.RULES.values():
        assert rule.title.endswith(".")
        assert rule.source
        assert rule.confidence in {"A", "B", "C"} or rule.is_of_the_house
        if rule.confidence == "C" or rule.is_of_the_house:
            assert rule.weight is Weight.QUESTIONED
