"""Green, rest, not green and unlabelled are the whole, whatever happened and however it is cut."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.kernel.errors import DomainError
from tests.trusts.books import FEB, JAN, MAR, Books, now
from tests.trusts.green import CATALOGUE, ENDS, FOREST, HEAT, SOLAR, Green
from trusts.contracts import queries as contracts
from trusts.contracts.operations import propose_split
from trusts.labels import queries
from trusts.labels.queries import Rollup
from trusts.labels.rules.amounts import TrustAmounts
from trusts.labels.rules.support import supported_percents
from trusts.own_funds.rules import NeverMixed
from trusts.register import queries as register

pytestmark = pytest.mark.django_db
DAYS = [JAN, FEB, MAR, ENDS]
LATER = dt.date(2028, 1, 1)


def test_a_partly_green_contract_is_divided_to_the_fen(green: Green) -> None:
    green.project("P-1", SOLAR)
    green.project("P-2", HEAT)
    contract = green.contract("C-1", drawn="100.00", split={"P-1": "33.3", "P-2": "33.3"})
    green.books.confirm(green.label(contract))
    (found,) = queries.green_of([contract], on=JAN, known_at=now())
    assert [(each.part.code, each.amount) for each in found.parts] == [
        (SOLAR, Decimal("33.30")),
        (HEAT, Decimal("33.30")),
    ]
    assert found.amounts == TrustAmounts(
        green=Decimal("66.60"), rest=Decimal("33.40"), supported=Decimal("66.60")
    )


def test_the_company_is_rolled_up_by_product_class_and_form(green: Green) -> None:
    form = register.form("GT-LOAN", edition="GREEN-FORMS-2024")
    green.project("P-1", SOLAR)
    green.project("P-2", HEAT)
    part = green.contract("C-1", drawn="1000.00", split={"P-1": "30", "P-2": "20"})
    pure = green.contract("C-2", drawn="500.00")
    never = green.contract("C-3", drawn="70.00")
    green.contract("C-4", drawn="8.00")
    green.books.confirm(green.label(part, form=form))
    kept = green.document()
    green.books.confirm(green.label(pure, {SOLAR: "100"}, basis="use_of_funds", document=kept))
    green.books.confirm(green.label(never, basis="not_green"))
    placement = green.placement(entry=HEAT)
    green.books.confirm(green.moved(placement, "placed", "999.99"))

    found = queries.rollup(on=JAN, known_at=now())
    assert found.total == TrustAmounts(
        green=Decimal("1000.00"),
        rest=Decimal("500.00"),
        not_green=Decimal("70.00"),
        unlabelled=Decimal("8.00"),
        supported=Decimal("1000.00"),
    )
    assert {each.code: amounts.outstanding for each, amounts in found.by_product.items()} == {
        "T-C-1": Decimal("1000.00"),
        "T-C-2": Decimal("500.00"),
        "T-C-3": Decimal("70.00"),
        "T-C-4": Decimal("8.00"),
    }
    assert {entry: each.green for entry, each in found.by_entry.items()} == {
        (CATALOGUE, SOLAR): Decimal("800.00"),
        (CATALOGUE, HEAT): Decimal("200.00"),
    }
    assert {form.code if form else None: each.green for form, each in found.by_form.items()} == {
        "GT-LOAN": Decimal("500.00"),
        None: Decimal("500.00"),
    }
    assert found.own_funds.amount == Decimal("999.99")
    only = queries.rollup(on=JAN, known_at=now(), product_ids=[part.product_id])
    assert (only.total.outstanding, only.own) == (Decimal("1000.00"), ())


def test_own_funds_are_of_another_type_and_refuse_to_be_added(green: Green) -> None:
    contract = green.contract("C-1", drawn="10.00")
    placement = green.placement()
    green.books.confirm(green.moved(placement, "placed", "5.00"))
    found = queries.rollup(on=JAN, known_at=now())
    trust: Any = found.total
    own: Any = found.own_funds
    for sum_of in (
        lambda: trust + own,
        lambda: own + trust,
        lambda: trust.green + own,
        lambda: own + trust.green,
        lambda: trust.green - own,
        lambda: sum([trust.green, own]),
        lambda: contracts.outstanding([contract.pk], on=JAN, known_at=now())[contract.pk] + own,
    ):
        with pytest.raises(NeverMixed):
            sum_of()


def test_a_lost_support_shows_beside_the_labelled_amount(green: Green) -> None:
    green.project("P-1", SOLAR)
    contract = green.contract("C-1", drawn="1000.00", split={"P-1": "60"})
    green.books.confirm(green.label(contract, {SOLAR: "50"}))
    before = now()
    green.books.confirm(green.books.split(contract, {"P-1": "20"}, FEB))
    found = queries.rollup(on=FEB, known_at=now())
    assert (found.total.green, found.total.supported, found.total.unsupported) == (500, 200, 300)
    assert found.by_entry[CATALOGUE, SOLAR].supported == 200
    assert queries.rollup(on=FEB, known_at=before).total.unsupported == 0
    assert queries.rollup(on=JAN, known_at=now()).total.unsupported == 0


def test_a_split_in_amounts_supports_less_as_more_is_drawn(green: Green) -> None:
    green.project("P-1", SOLAR)
    contract = green.contract("C-1", drawn="800.00")
    green.books.confirm(_split_in_amounts(green.books, contract, {"P-1": "600.00"}))
    assert queries.suggested_label(contract, on=JAN, known_at=now()).percent == 75
    green.books.confirm(green.label(contract))
    green.books.confirm(green.books.repayment(contract, "300.00", FEB))
    assert queries.recheck_queue(on=FEB, known_at=now()) == []
    green.books.confirm(green.books.drawdown(contract, "300.00", MAR))
    green.books.confirm(green.books.subscription(contract.product, "400.00", MAR))
    green.books.confirm(green.books.drawdown(contract, "400.00", MAR))
    (due,) = queries.recheck_queue(on=MAR, known_at=now())
    assert (due.supported_percent, due.unsupported) == (50, 300)


def test_a_roll_up_takes_the_same_statements_however_many_contracts(
    green: Green, django_assert_num_queries: Any
) -> None:
    green.project("P-1", SOLAR)

    def one_more(code: str) -> None:
        contract = green.contract(code, split={"P-1": "60"})
        green.books.confirm(green.label(contract))
        green.books.confirm(green.moved(green.placement(f"O-{code}"), "placed", "5.00"))

    one_more("C-1")
    known_at = now()
    with django_assert_num_queries(9):
        _read(queries.rollup(on=JAN, known_at=known_at))
    for number in range(2, 5):
        one_more(f"C-{number}")
    known_at = now()
    with django_assert_num_queries(9):
        _read(queries.rollup(on=JAN, known_at=known_at))
    with django_assert_num_queries(6):
        assert len(queries.recheck_queue(on=ENDS, known_at=known_at)) == 4


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_cut_adds_up_to_what_is_outstanding(green: Green, data: st.DataObject) -> None:
    """Whatever is labelled, split, recognized, drawn and repaid, on each day, at each moment."""
    with transaction.atomic():
        projects = [green.project("P-1", SOLAR), green.project("P-2", HEAT)]
        known = [green.contract(f"C-{n}", split={"P-1": "33.333333"}) for n in (1, 2)]
        kept, moments = green.document(), [now()]
        for _ in range(data.draw(st.integers(1, 10))):
            _act(green, data, projects, data.draw(st.sampled_from(known)), kept)
            moments.append(now())
        for day in DAYS:
            for known_at in moments:
                _adds_up(day, known_at)
        transaction.set_rollback(True)


def _adds_up(day: dt.date, known_at: dt.datetime) -> None:
    found = queries.rollup(on=day, known_at=known_at)
    ids = [each.contract.pk for each in found.contracts]
    outstanding = contracts.outstanding(ids, on=day, known_at=known_at)
    for each in found.contracts:
        amounts = each.amounts
        assert amounts.outstanding == outstanding[each.contract.pk]
        kinds = (amounts.green, amounts.rest, amounts.not_green, amounts.unlabelled)
        assert min(*kinds, amounts.supported, amounts.unsupported) >= 0
        assert amounts.green == _sum(part.amount for part in each.parts)
    assert found.total.outstanding == _sum(outstanding.values())
    assert found.total == sum_of(found.by_product.values())
    for cut in (found.by_entry.values(), found.by_form.values()):
        assert _sum(each.green for each in cut) == found.total.green
        assert _sum(each.supported for each in cut) == found.total.supported
    assert sorted(_pieces(found)) == sorted(
        (piece.contract_id, piece.what, piece.edition, piece.code, piece.amount)
        for piece in queries.green_pieces(on=day, known_at=known_at)
    )
    sums = queries.green_totals(on=day, known_at=known_at)
    for cut in ("total", "by_product", "by_entry", "by_form", "own", "own_funds"):
        assert getattr(sums, cut) == getattr(found, cut)
    excess = queries.beyond_support(on=day, known_at=known_at)
    due = queries.recheck_queue(on=day, known_at=known_at)
    assert {each.label.pk for each in due} == _beyond(found, day, known_at)
    assert (excess.number, excess.unsupported) == (len(due), found.total.unsupported)
    assert list(excess.label_ids) == [
        each.label.pk
        for each in sorted(due, key=lambda each: (-each.unsupported, each.label.contract.code))
    ]
    assert _sum(each.unsupported for each in due) == found.total.unsupported
    assert all(each.causes and each.lost_percent > 0 for each in due)


def _beyond(found: Rollup, day: dt.date, known_at: dt.datetime) -> set[int]:
    """Return the labels that exceed their support, each contract looked at alone."""
    known = [each.contract for each in found.contracts]
    placed = contracts.allocations_of(known, on=day, known_at=known_at)
    supports = queries.suggested_labels(known, on=day, known_at=known_at)
    return {
        each.label.pk
        for each, where in zip(found.contracts, placed, strict=True)
        if each.label
        and each.label.basis == "projects"
        and (where.outstanding or where.kind == "percent")
        and each.label.green_percent
        > sum(supported_percents(each.label.parsed_parts(), supports[each.contract.pk]))
    }


def _pieces(found: Rollup) -> Iterable[tuple[int, str, str, str, Decimal]]:
    """Yield the roll-up's amounts as the database divides them."""
    for each in found.contracts:
        key, amounts = each.contract.pk, each.amounts
        for part in each.parts:
            yield key, "green", *part.part.entry, part.amount
        if each.label is None:
            yield key, "unlabelled", "", "", amounts.unlabelled
        elif each.label.basis == "not_green":
            yield key, "not_green", "", "", amounts.not_green
        elif each.label.green_percent < 100:
            yield key, "rest", "", "", amounts.rest


def sum_of(amounts: Iterable[TrustAmounts]) -> TrustAmounts:
    result = TrustAmounts()
    for each in amounts:
        result = result + each
    return result


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def _act(green: Green, data: st.DataObject, projects: Any, contract: Any, kept: Any) -> None:
    """Try one act; a refusal is as good as a success."""
    books = green.books
    day = data.draw(st.sampled_from(DAYS))
    amount = str(data.draw(st.decimals("0.01", "700", places=2)))
    one, two = (str(data.draw(st.decimals("0.000001", "60", places=6))) for _ in range(2))
    stated = str(data.draw(st.decimals("0.01", "700", places=2)))
    use = {"basis": "use_of_funds", "document": kept}
    acts = {
        "draw": lambda: books.drawdown(contract, amount, day),
        "repay": lambda: books.repayment(contract, amount, day),
        "split": lambda: books.split(contract, {"P-1": one, "P-2": two}, day),
        "split in amounts": lambda: books.split_amounts(contract, parts, day),
        "suggested": lambda: green.label(contract, day=day),
        "by hand": lambda: green.label(contract, {SOLAR: one}, day=day),
        "documented": lambda: green.label(contract, {FOREST: one, HEAT: two}, day=day, **use),
        "not green": lambda: green.label(contract, basis="not_green", day=day),
    }
    chosen = data.draw(st.sampled_from([*sorted(acts), "recognize"]))
    try:
        with transaction.atomic():
            if chosen == "recognize":
                verdict = data.draw(st.sampled_from(["green", "not_green"]))
                entry = data.draw(st.sampled_from([SOLAR, HEAT]))
                project = data.draw(st.sampled_from(projects))
                ends = LATER if verdict == "green" else None
                green.recognize(
                    project, entry, verdict=verdict, effective_from=day, expires_on=ends
                )
            else:
                books.confirm(acts[chosen]())
    except DomainError:
        return


def _read(found: Rollup) -> None:
    assert found.total.green
    assert found.by_product
    assert found.by_entry
    assert found.by_form
    assert found.own_funds.amount


def _split_in_amounts(books: Books, contract: Any, amounts: dict[str, str]) -> Any:
    return propose_split(
        contract=contract,
        effective_from=JAN,
        amounts={code: Decimal(amount) for code, amount in amounts.items()},
        **books.who,
    )
