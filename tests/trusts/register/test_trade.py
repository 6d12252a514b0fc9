"""Rules of the trade about one product: what is forbidden blocks, what is questioned warns."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from config.kernel.errors import InvalidInput
from config.kernel.findings import Severity
from tests.trusts.books import FEB, JAN, KINDS, Books, now
from trusts.register import queries
from trusts.register.rules import TRADE_RULES, TradeFacts, judge_trade
from trusts.register.rules.trade import FAMILY_MINIMUM

FAMILY = TradeFacts(
    kind_code="AS.1.1",
    status="in_run",
    entrusted_amount=Decimal(10_000_000),
    term_months=120,
    established_on=dt.date(2024, 1, 1),
    raising="private",
    benefit_scope="both",
)
HOUSEHOLD = replace(FAMILY, kind_code="AS.1.2", entrusted_amount=Decimal(1_000_000))
OLDER = {"established_on": dt.date(2023, 5, 31)}
CENT = Decimal("0.01")


def found(facts: TradeFacts) -> list[tuple[str, str]]:
    return [(each.code, each.severity.value) for each in judge_trade(facts)]


def test_a_trust_at_its_limits_has_nothing_against_it() -> None:
    assert found(FAMILY) == []
    assert found(replace(HOUSEHOLD, term_months=60)) == []


@pytest.mark.parametrize(
    ("facts", "changes", "code"),
    [
        (FAMILY, {"entrusted_amount": 10_000_000 - CENT}, "family_trust_below_minimum"),
        (FAMILY, {"benefit_scope": "self"}, "family_trust_for_the_settlor_alone"),
        (HOUSEHOLD, {"entrusted_amount": 1_000_000 - CENT}, "household_trust_below_minimum"),
        (HOUSEHOLD, {"term_months": 59}, "household_trust_too_short"),
        (FAMILY, {"raising": "public"}, "raised_from_the_public"),
        (FAMILY, {"kind_code": "AM.1", "raising": "public"}, "raised_from_the_public"),
    ],
)
def test_what_is_forbidden_blocks_and_warns_of_older_trusts(
    facts: TradeFacts, changes: dict[str, object], code: str
) -> None:
    faulty = replace(facts, **changes)  # type: ignore[arg-type]
    assert found(faulty) == [(code, "error")]
    assert found(replace(faulty, **OLDER)) == [(code, "warning")]  # type: ignore[arg-type]


def test_what_is_not_stated_warns_once_there_is_property() -> None:
    unstated = replace(HOUSEHOLD, entrusted_amount=None, term_months=None)
    assert found(unstated) == [
        ("household_trust_below_minimum", "warning"),
        ("household_trust_too_short", "warning"),
    ]
    assert found(replace(unstated, status="draft")) == []


def test_a_charitable_trust_may_be_for_everybody() -> None:
    assert found(replace(FAMILY, kind_code="CH.1", raising="public", benefit_scope="self")) == []


def test_every_rule_says_where_it_stands_and_an_unsure_one_never_blocks() -> None:
    for rule in TRADE_RULES:
        assert rule.source
        assert rule.confidence in {"A", "B", "C"}
    unsure = replace(FAMILY_MINIMUM, confidence="C")
    finding = unsure.found(message="", field="", value="", remedy="", blocks=True)
    assert finding.severity is Severity.WARNING
    (known,) = judge_trade(replace(FAMILY, entrusted_amount=Decimal(1)))
    assert known.facts["confidence"] == "B"
    assert known.facts["was_read"] == "no"
    assert "银保监规" in str(known.facts["source"])


@pytest.mark.django_db
def test_forbidden_terms_are_not_stored_and_questioned_ones_are_found_on_their_day(
    books: Books,
) -> None:
    product = books.product()
    values = {"kind": queries.kind("AS.1.1", edition=KINDS), "form": None, "structure": "single"}
    with pytest.raises(InvalidInput) as refused:
        books.terms(product, **values, entrusted_amount=Decimal(9_999_999))
    assert [each.code for each in refused.value.findings] == ["family_trust_below_minimum"]
    first = books.confirm(books.terms(product, **values))
    before = now()
    books.confirm(
        books.terms(product, **values, entrusted_amount=Decimal(20_000_000), supersedes=first)
    )

    def asked(on: dt.date, known_at: dt.datetime) -> list[tuple[str, str]]:
        judged = queries.trade_findings(on=on, known_at=known_at, product_ids=[product.pk])
        return [(row.code, each.code) for row, each in judged]

    assert asked(FEB, before) == [("T-1", "family_trust_below_minimum")]
    assert asked(FEB, now()) == []
    assert asked(JAN - dt.timedelta(days=1), before) == []
    assert queries.trade_findings(on=FEB, known_at=before) != []
