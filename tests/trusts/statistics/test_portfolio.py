"""The portfolio by every cut: it adds up to the books, on any day, as known at any moment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.trusts.books import FEB, FORMS, JAN, KINDS, MAR, Books, now
from tests.trusts.green import HEAT, SOLAR, Green
from trusts.contracts.models import ContractTerms
from trusts.contracts.operations import propose_terms
from trusts.ledger import queries as ledger
from trusts.ledger.rules import EntryKind, transfer
from trusts.register import queries as register
from trusts.statistics import queries, rules
from trusts.statistics.queries.cuts import UnknownCut
from trusts.statistics.queries.portfolio import WrongMeasure
from trusts.statistics.rules import Measure, NewIn

pytestmark = pytest.mark.django_db
APRIL = dt.date(2025, 4, 1)


def returned(books: Books, product, amount: str, day: dt.date):  # type: ignore[no-untyped-def]
    """Return a proposal that capital goes back to beneficiaries."""
    return books.entry(
        product,
        transfer(debit="capital_returned", credit="cash", amount=Decimal(amount)),
        kind=EntryKind.CAPITAL_RETURN,
        day=day,
    )


@pytest.fixture
def filled(books: Books) -> Books:
    """Return books of three products: one of no form, one terminated, two contracts."""
    loans = books.product("LOAN")
    books.confirm(
        books.terms(
            loans,
            kind=register.kind("AM.1", edition=KINDS),
            form=register.form("GT-LOAN", edition=FORMS),
            risk_grade="R2",
            term_months=36,
            matures_on=dt.date(2028, 1, 1),
        )
    )
    stakes = books.product("STAKES")
    books.confirm(
        books.terms(stakes, effective_from=FEB, form=None, structure="single", established_on=FEB)
    )
    ended = books.product("ENDED")
    books.confirm(books.terms(ended, established_on=dt.date(2024, 5, 1)))
    books.confirm(
        books.terms(
            ended,
            effective_from=MAR,
            status="terminated",
            established_on=dt.date(2024, 5, 1),
            terminated_on=MAR,
        )
    )
    for product, amount, day in (
        (loans, "1000.10", JAN),
        (stakes, "500.00", FEB),
        (ended, "250.05", JAN),
    ):
        books.confirm(books.subscription(product, amount, day))
    books.confirm(returned(books, ended, "250.00", MAR))
    first, second = books.contract(loans, "C-1"), books.contract(loans, "C-2")
    books.confirm(
        propose_terms(
            terms=ContractTerms(
                contract=second,
                effective_from=FEB,
                instrument="loan",
                counterparty=books.confirm(
                    books_party(books, "OTHER"),
                ),
                industry_code="N77",
                province="",
                committed_amount=Decimal(900),
            ),
            **books.who,
        )
    )
    books.confirm(books.drawdown(first, "600.00", JAN))
    books.confirm(books.drawdown(second, "300.07", FEB))
    books.confirm(books.repayment(first, "100.00", MAR))
    return books


def books_party(books: Books, code: str):  # type: ignore[no-untyped-def]
    from trusts.register.operations import propose_party

    return propose_party(
        code=code, name_zh="另一公司", name_en="Another", party_type="company", **books.who
    )


def by_key(found: queries.Statistics) -> dict[str, dict[Measure, Decimal]]:
    return {each.key.partition(":")[2] or each.key: dict(each.now.values) for each in found.groups}


def test_every_cut_adds_up_to_the_books_on_every_day(filled: Books) -> None:
    known = register.products(known_at=now())
    for day in (JAN, FEB, MAR, APRIL):
        books = ledger.balances([each.pk for each in known], on=day, known_at=now())
        for code, cut in queries.CUTS.items():
            found = queries.statistics(on=day, known_at=now(), cut=code, compare_with=FEB)
            assert {each.key for each in found.groups}, code
            for measure in cut.measures:
                parts = sum(each.now.of(measure) for each in found.groups)
                assert parts == found.total.now.of(measure), (code, measure)
            placed = sum((each.investments for each in books.values()), rules.ZERO)
            assert found.total.now.of(Measure.PLACED) == placed
            if not cut.of_contracts:
                held = sum((each.outstanding for each in books.values()), rules.ZERO)
                assert found.total.now.of(Measure.OUTSTANDING) == held
                paid = sum((each.paid_in for each in books.values()), rules.ZERO)
                assert found.total.now.of(Measure.PAID_IN) == paid


def test_forms_counts_and_new_products_beside_the_day_before(filled: Books) -> None:
    found = queries.statistics(on=APRIL, known_at=now(), cut="form", compare_with=JAN)
    parts = by_key(found)
    assert set(parts) == {"GT-LOAN", "GT-EQUITY", rules.UNKNOWN}
    assert parts["GT-LOAN"][Measure.OUTSTANDING] == Decimal("1000.10")
    assert parts["GT-EQUITY"] == {
        Measure.OUTSTANDING: Decimal("0.05"),
        Measure.PAID_IN: Decimal("250.05"),
        Measure.PRODUCTS: 0,
        Measure.NEW_PRODUCTS: 0,
        Measure.NEW_PAID_IN: 0,
        Measure.CONTRACTS: 0,
        Measure.PLACED: 0,
    }
    assert parts[rules.UNKNOWN][Measure.NEW_PAID_IN] == Decimal("500.00")
    total = found.total
    assert (total.now.of(Measure.PRODUCTS), total.now.of(Measure.NEW_PRODUCTS)) == (2, 2)
    assert total.then is not None
    assert (total.then.of(Measure.PRODUCTS), total.then.of(Measure.NEW_PRODUCTS)) == (2, 1)
    grown = total.change(Measure.OUTSTANDING)
    assert grown == rules.Change(Decimal("250.00"), Decimal("20.00"))
    assert found.groups[-1].is_unknown
    assert found.groups[-1].name_en == "Not stated"
    loans = found.groups[0]
    assert (loans.name_zh, found.share(loans)) == ("绿色信贷(绿色信托贷款)", Decimal("66.67"))


def test_new_is_counted_in_the_year_the_quarter_or_the_month(filled: Books) -> None:
    def new(on: dt.date, new_in: NewIn) -> Decimal:
        found = queries.statistics(on=on, known_at=now(), new_in=new_in)
        return found.total.now.of(Measure.NEW_PRODUCTS)

    assert [new(MAR, each) for each in NewIn] == [2, 2, 0]
    assert [new(FEB, each) for each in NewIn] == [2, 2, 1]
    assert new(dt.date(2026, 1, 1), NewIn.YEAR) == 0


def test_contracts_are_cut_by_their_own_terms_on_the_day(filled: Books) -> None:
    february = by_key(queries.statistics(on=FEB, known_at=now(), cut="province"))
    assert february == {
        "河南": {Measure.CONTRACTS: 1, Measure.PLACED: Decimal("600.00")},
        rules.UNKNOWN: {Measure.CONTRACTS: 1, Measure.PLACED: Decimal("300.07")},
    }
    sections = by_key(queries.statistics(on=MAR, known_at=now(), cut="industry_section"))
    assert sections["D"][Measure.PLACED] == Decimal("500.00")
    assert sections["N"][Measure.PLACED] == Decimal("300.07")
    kinds = by_key(queries.statistics(on=MAR, known_at=now(), cut="kind"))
    assert kinds["AM.1"][Measure.PLACED] == Decimal("800.07")
    assert kinds["AM.1"][Measure.CONTRACTS] == 2


def test_money_under_contracts_is_cut_by_project_and_by_catalogue_class(green: Green) -> None:
    green.project("P-1", SOLAR)
    green.project("P-2", HEAT)
    contract = green.contract("C-1", drawn="100.01", split={"P-1": "33.3", "P-2": "33.3"})
    green.books.confirm(green.label(contract))
    bare = green.contract("C-2", drawn="50.00")
    by_project = by_key(queries.statistics(on=FEB, known_at=now(), cut="project"))
    assert {key: values[Measure.PLACED] for key, values in by_project.items()} == {
        "P-1": Decimal("33.30"),
        "P-2": Decimal("33.30"),
        rules.UNKNOWN: Decimal("83.41"),
    }
    found = queries.statistics(on=FEB, known_at=now(), cut="catalogue", compare_with=JAN)
    assert by_key(found) == {
        SOLAR: {Measure.PLACED: Decimal("33.30")},
        HEAT: {Measure.PLACED: Decimal("33.30")},
        "rest": {Measure.PLACED: Decimal("33.41")},
        rules.UNKNOWN: {Measure.PLACED: Decimal("50.00")},
    }
    assert found.total.now.of(Measure.PLACED) == Decimal("150.01")
    assert {each.name_en for each in found.groups if each.is_unknown} == {"Not labelled"}
    behind = queries.members(
        cut=queries.CUTS["catalogue"],
        key=rules.UNKNOWN,
        measure=Measure.PLACED,
        moment=queries.Moment(FEB, now(), JAN),
        limit=10,
    )
    assert [each.id for each in behind.rows] == [bare.pk]


def test_what_came_later_is_not_in_what_was_known_before(filled: Books) -> None:
    before = now()
    asked = {"on": APRIL, "cut": "structure"}
    first = queries.statistics(known_at=before, **asked)  # type: ignore[arg-type]
    late = filled.product("LATE")
    filled.confirm(filled.terms(late, structure="property_right"))
    filled.confirm(filled.subscription(late, "77.00", JAN))
    assert queries.statistics(known_at=before, **asked) == first  # type: ignore[arg-type]
    after = queries.statistics(
        on=APRIL, known_at=now(), cut="structure", compare_with=APRIL, compare_known_at=before
    )
    grown = after.total.change(Measure.OUTSTANDING)
    assert grown is not None
    assert grown.difference == Decimal("77.00")
    assert after.total.then == first.total.now


def test_the_largest_are_named_and_the_rest_is_other(filled: Books) -> None:
    found = queries.statistics(on=APRIL, known_at=now(), cut="structure", top=1)
    assert [each.key for each in found.groups] == ["collective", rules.OTHER]
    assert found.groups[1].now.of(Measure.OUTSTANDING) == Decimal("500.00")
    held = found.concentration
    assert (held.groups, held.top_percent) == (2, Decimal("66.67"))
    assert held.hhi == Decimal("5555.78")


def test_bands_of_the_database_are_those_of_the_rules(filled: Books) -> None:
    days = [dt.date(2024, 2, 29) + dt.timedelta(days=each) for each in range(-3, 4100, 7)]
    days += [rules.months_after(dt.date(2024, 2, 29), each) for each in (12, 36, 60, 120)]
    sql = queries.cuts.band_sql("day0", "day1")  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        for start in (dt.date(2024, 2, 29), dt.date(2025, 1, 31)):
            cursor.execute(
                f"select day1, {sql} from (select %s::date as day0, unnest(%s::date[]) as day1) d",
                [start, days],
            )
            for end, key in cursor.fetchall():
                assert key == rules.band_of(start, end).key, (start, end)


def test_what_is_behind_a_number_adds_up_to_it(filled: Books) -> None:
    moment = queries.Moment(APRIL, now(), JAN)
    for code, cut in queries.CUTS.items():
        found = queries.statistics(on=APRIL, known_at=now(), cut=code)
        for measure in cut.measures:
            for group in (*found.groups, found.total):
                key = None if group is found.total else group.key
                behind = queries.members(
                    cut=cut, key=key, measure=measure, moment=moment, limit=100
                )
                assert behind.total == group.now.of(measure), (code, measure, key)
                assert sum(each.value for each in behind.rows) == behind.total
                assert behind.number == len(behind.rows)


def test_three_statements_however_many_products(filled: Books) -> None:
    def asked(code: str) -> int:
        with CaptureQueriesContext(connection) as taken:
            queries.statistics(
                on=APRIL, known_at=dt.datetime.now(dt.UTC), cut=code, compare_with=JAN
            )
        return len(taken)

    before = {code: asked(code) for code in queries.CUTS}
    keyed = [code for code, cut in queries.CUTS.items() if cut.divided is None]
    assert max(before[code] for code in keyed) <= 3
    assert max(before.values()) <= 24
    for number in range(5):
        product = filled.product(f"MORE-{number}")
        filled.confirm(filled.terms(product))
        filled.confirm(filled.subscription(product, "10.00"))
    assert {code: asked(code) for code in queries.CUTS} == before


def test_a_cut_or_a_measure_that_is_not_there_is_refused_in_words(db: None) -> None:
    with pytest.raises(UnknownCut, match="no cut colour; there are: class"):
        queries.statistics(on=JAN, known_at=now(), cut="colour")
    with pytest.raises(WrongMeasure, match="outstanding_cny cannot be cut by province"):
        queries.statistics(on=JAN, known_at=now(), cut="province", measure=Measure.OUTSTANDING)


def test_an_empty_house_has_a_total_of_nothing(db: None) -> None:
    found = queries.statistics(on=JAN, known_at=now(), compare_with=JAN)
    assert found.groups == ()
    assert found.total.now.of(Measure.OUTSTANDING) == 0
    assert found.total.change(Measure.PRODUCTS) == rules.Change(Decimal(0), None)
