"""Own funds are placed and returned by day, and no figure of a product holds a yuan of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.kernel.errors import DomainError, InvalidInput, NotFoundHere
from config.kernel.proposals import RefusedByDatabase
from tests.trusts.books import FEB, JAN, MAR, now
from tests.trusts.green import CATALOGUE, HEAT, SOLAR, Green
from trusts.contracts import queries as contracts
from trusts.labels import queries as labels
from trusts.ledger import queries as ledger
from trusts.own_funds import operations, queries
from trusts.own_funds.models import OwnMovement, OwnPlacementTerms, ReturnedBeyondPlaced
from trusts.own_funds.operations import NothingToReverse
from trusts.own_funds.rules import NeverMixed, OwnMoney, total
from trusts.register.operations import CodeTaken

pytestmark = pytest.mark.django_db
DAYS = [JAN, FEB, MAR]
MONEY = st.decimals("-1000000", "1000000", places=2)


def standing(green: Green, placement: Any, day: dt.date, known_at: Any = None) -> Decimal:
    found = queries.outstanding([placement.pk], on=day, known_at=known_at or now())
    return found[placement.pk].amount


def test_placed_and_returned_stand_by_day_as_known_at_a_moment(green: Green) -> None:
    placement = green.placement()
    green.books.confirm(green.moved(placement, "placed", "100.00", JAN))
    before = now()
    green.books.confirm(green.moved(placement, "returned", "30.00", FEB))
    assert [standing(green, placement, day) for day in DAYS] == [100, 70, 70]
    assert standing(green, placement, MAR, before) == 100
    assert [
        (each.kind, balance)
        for each, balance in queries.movements(placement.pk, on=MAR, known_at=now())
    ] == [("placed", 100), ("returned", 70)]


def test_positions_name_their_class_and_add_up(green: Green) -> None:
    solar, heat = green.placement("O-1", SOLAR), green.placement("O-2", HEAT)
    for placement, amount in ((solar, "10.00"), (heat, "5.00")):
        green.books.confirm(green.moved(placement, "placed", amount))
    unclassed = operations.propose_placement(
        code="O-3", name_zh="x", name_en="x", **green.books.who
    )
    green.books.confirm(unclassed)
    green.books.confirm(green.moved(unclassed, "placed", "1.00"))
    found = queries.positions(on=JAN, known_at=now())
    assert [each.placement.code for each in found] == ["O-1", "O-2", "O-3"]
    assert {entry: each.amount for entry, each in queries.by_class(found).items()} == {
        (CATALOGUE, SOLAR): 10,
        (CATALOGUE, HEAT): 5,
        None: 1,
    }
    assert queries.total_of(found) == OwnMoney(Decimal("16.00"))


def test_no_more_comes_back_than_was_placed_on_any_day(green: Green) -> None:
    placement = green.placement()
    green.books.confirm(green.moved(placement, "placed", "100.00", FEB))
    for amount, day in (("100.01", MAR), ("1.00", JAN)):
        with pytest.raises(ReturnedBeyondPlaced):
            green.books.confirm(green.moved(placement, "returned", amount, day))
    green.books.confirm(green.moved(placement, "returned", "100.00", MAR))
    with pytest.raises(ReturnedBeyondPlaced):
        green.books.confirm(green.moved(placement, "returned", "0.01", FEB))


def test_a_movement_is_taken_back_once_by_its_exact_opposite(green: Green) -> None:
    placement = green.placement()
    placed = green.moved(placement, "placed", "100.00")
    who = {"effective_on": FEB, **green.books.who}
    with pytest.raises(NothingToReverse):
        operations.propose_reversal(placed, **who)
    green.books.confirm(placed)
    reversal = operations.propose_reversal(placed, **who)
    assert (reversal.kind, reversal.amount, reversal.reverses) == ("returned", 100, placed)
    with pytest.raises(NothingToReverse):
        operations.propose_reversal(placed, **who)
    green.books.confirm(reversal)
    assert [standing(green, placement, day) for day in DAYS] == [100, 0, 0]
    half = OwnMovement(
        placement=placement,
        effective_on=FEB,
        kind="placed",
        amount=Decimal("50.00"),
        reverses=reversal,
        proposed_by=green.books.alice,
        reason="r",
    )
    half.save()
    with pytest.raises(RefusedByDatabase, match="exact opposite"):
        green.books.confirm(half)


def test_what_is_wrong_is_refused_by_name(green: Green) -> None:
    placement = green.placement()
    with pytest.raises(CodeTaken):
        operations.propose_placement(code="OWN-1", name_zh="x", name_en="x", **green.books.who)
    for amount in ("0", "-1", "0.001", "NaN"):
        with pytest.raises(InvalidInput):
            green.moved(placement, "placed", amount)
    terms = {
        "placement": placement,
        "effective_from": FEB,
        "instrument": "equity",
        "taxonomy_edition": CATALOGUE,
        "taxonomy_class": SOLAR,
    }
    with pytest.raises(InvalidInput) as refused:
        operations.propose_terms(terms=OwnPlacementTerms(**terms), **green.books.who)
    assert [each.code for each in refused.value.findings] == ["nobody_named"]
    unknown = OwnPlacementTerms(
        **{**terms, "taxonomy_class": "9.9"}, counterparty=green.books.party("B-2")
    )
    with pytest.raises(NotFoundHere):
        operations.propose_terms(terms=unknown, **green.books.who)


def test_no_figure_of_a_product_changes_when_own_funds_move(green: Green) -> None:
    project = green.project("P-1", SOLAR)
    contract = green.contract("C-1", split={"P-1": "60"})
    green.books.confirm(green.label(contract))

    def figures() -> list[Any]:
        asked: dict[str, Any] = {"on": MAR, "known_at": now()}
        ids = [contract.product_id]
        found = labels.rollup(**asked)
        return [
            ledger.balances(ids, **asked)[contract.product_id].by_account,
            ledger.outstanding(ids, **asked),
            contracts.outstanding([contract.pk], **asked),
            contracts.allocations(**asked),
            found.total,
            found.by_product,
            found.by_entry,
            found.by_form,
        ]

    before = figures()
    placement = green.placement()
    terms = OwnPlacementTerms(
        placement=placement,
        effective_from=FEB,
        instrument="equity",
        project_id=project.pk,
        taxonomy_edition=CATALOGUE,
        taxonomy_class=SOLAR,
    )
    green.books.confirm(operations.propose_terms(terms=terms, **green.books.who))
    green.books.confirm(green.moved(placement, "placed", "123456.78"))
    assert figures() == before
    assert labels.rollup(on=MAR, known_at=now()).own_funds.amount == Decimal("123456.78")


def test_no_column_leads_from_own_funds_to_trust_property_or_back() -> None:
    own = {m for m in apps.get_models() if m.__module__.startswith("trusts.own_funds")}
    trust = {
        m
        for m in apps.get_models()
        if m.__module__.startswith(("trusts.ledger", "trusts.contracts", "trusts.labels"))
    } | {apps.get_model("trusts.Product")}
    assert len(own) == 3
    for here, there in ((own, trust), (trust, own)):
        for model in here:
            led = {field.related_model for field in model._meta.fields if field.is_relation}
            assert not led & there


@given(MONEY, MONEY)
def test_own_money_adds_to_its_like_and_to_nothing_else(one: Decimal, two: Decimal) -> None:
    left, right = OwnMoney(one), OwnMoney(two)
    assert (left + right).amount == one + two
    assert (left - right).amount == one - two
    assert total([left, right]).amount == one + two
    mixed: Any = two
    for act in (
        lambda: left + mixed,
        lambda: mixed + left,
        lambda: left - mixed,
        lambda: mixed - left,
        lambda: sum([left]),
    ):
        with pytest.raises(NeverMixed):
            act()


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_own_funds_never_stand_below_nothing(green: Green, data: st.DataObject) -> None:
    with transaction.atomic():
        placement = green.placement()
        for _ in range(data.draw(st.integers(1, 10))):
            kind = data.draw(st.sampled_from(["placed", "returned"]))
            amount = str(data.draw(st.decimals("0.01", "500", places=2)))
            try:
                with transaction.atomic():
                    row = green.moved(placement, kind, amount, data.draw(st.sampled_from(DAYS)))
                    green.books.confirm(row)
            except DomainError:
                continue
        rows = OwnMovement.objects.confirmed().filter(placement=placement)
        for day in DAYS:
            moved = sum((r.signed_amount for r in rows if r.effective_on <= day), Decimal(0))
            assert standing(green, placement, day) == moved
            assert moved >= 0
        transaction.set_rollback(True)
