"""Changes of registered items after establishment are filed within ten working days."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from config.archive.operations import store
from config.kernel.errors import InvalidInput
from config.kernel.proposals import reject
from tests.trusts.books import FEB, FORMS, JAN, MAR, Books, now
from trusts.register import operations, queries
from trusts.register.models import NotConfirmedYet, Product, ProductTerms
from trusts.register.operations import AboutOneVersion, AlreadyFiled
from trusts.register.queries import DueRegistration
from trusts.register.rules import FilingState, deadline, state_of

pytestmark = pytest.mark.django_db
#: Ten working days after 1 March 2025, a Saturday.
DUE = dt.date(2025, 3, 14)


@pytest.fixture
def product(books: Books) -> Product:
    """Return a product in run since January, 24 months long."""
    row = books.product()
    books.confirm(books.terms(row, term_months=24, entrusted_amount=Decimal(500)))
    return row


def changed(books: Books, product: Product, **changes: Any) -> ProductTerms:
    given = {"term_months": 24, "entrusted_amount": Decimal(500), "effective_from": MAR, **changes}
    return books.confirm(books.terms(product, **given))


def due(on: dt.date, known_at: dt.datetime | None = None) -> list[DueRegistration]:
    return queries.registrations_due(on=on, known_at=known_at or now())


def test_a_changed_registered_item_is_due_on_the_tenth_working_day(
    books: Books, product: Product
) -> None:
    terms = changed(books, product, term_months=36, risk_grade="R2")
    assert due(FEB) == []
    (found,) = due(MAR)
    assert (found.product, found.terms, found.changed) == (product, terms, ("term_months",))
    assert (found.changed_on, found.due_on, found.is_estimate) == (MAR, DUE, False)
    assert found.state is FilingState.DUE
    assert [each.state for each in due(DUE)] == [FilingState.DUE]
    assert [each.state for each in due(DUE + dt.timedelta(days=1))] == [FilingState.OVERDUE]


@pytest.mark.parametrize(("days", "state"), [(0, "filed"), (1, "filed_late")])
def test_a_filing_in_time_and_a_late_one(
    books: Books, product: Product, days: int, state: str
) -> None:
    terms = changed(books, product, purpose="other")
    before = now()
    filed_on = DUE + dt.timedelta(days=days)
    filing = operations.propose_change_registration(
        terms=terms, filed_on=filed_on, receipt_number="R-1", document=books.paper(), **books.who
    )
    assert [each.state for each in due(DUE)] == ["due"]
    books.confirm(filing)
    (found,) = due(filed_on)
    assert (found.state, found.filed_on, found.filing) == (state, filed_on, filing)
    (then,) = due(filed_on, before)
    assert then.filing is None
    assert [each.state for each in due(MAR)] == ["due"]


def test_what_is_no_registered_item_or_comes_before_establishment_is_not_due(
    books: Books, product: Product
) -> None:
    changed(books, product, risk_grade="R3", fee_rate_percent=Decimal(1))
    draft = books.product("T-2")
    books.confirm(books.terms(draft, status="draft", established_on=None))
    books.confirm(
        books.terms(draft, status="draft", established_on=None, purpose="other", effective_from=FEB)
    )
    assert due(MAR) == []


def test_a_move_alone_is_no_change_and_an_extension_is(books: Books, product: Product) -> None:
    books.confirm(books.move(product, "extended", MAR, matures_on=dt.date(2028, 1, 1)))
    books.confirm(
        books.move(product, "terminated", dt.date(2025, 4, 1), terminated_on=dt.date(2025, 4, 1))
    )
    assert [each.changed for each in due(dt.date(2025, 6, 1))] == [("matures_on",)]


def test_a_correction_is_due_from_the_day_it_was_known(books: Books, product: Product) -> None:
    (first,) = ProductTerms.objects.all()
    books.confirm(
        books.terms(product, term_months=30, entrusted_amount=Decimal(500), supersedes=first)
    )
    today = now().astimezone(dt.timezone(dt.timedelta(hours=8))).date()
    (found,) = due(today)
    assert (found.is_correction, found.changed_on) == (True, today)
    assert found.due_on == deadline(today).on


def test_a_new_settlor_is_due_and_a_new_custodian_is_not(books: Books, product: Product) -> None:
    party = books.party()
    begins = {"product": product, "party": party, **books.who}
    operations_ = operations.propose_role
    books.confirm(operations_(role="custodian", effective_from=MAR, **begins))
    books.confirm(operations_(role="trustee", effective_from=JAN, **begins))
    settlor = books.confirm(operations_(role="settlor", effective_from=MAR, **begins))
    (found,) = due(MAR)
    assert (found.role, found.changed, found.due_on) == (settlor, ("party",), DUE)
    end = dt.date(2025, 6, 2)
    ended = operations_(
        role="settlor", effective_from=MAR, effective_to=end, supersedes=settlor, **begins
    )
    books.confirm(ended)
    assert {each.changed_on for each in due(end)} == {MAR, end}
    books.confirm(
        operations.propose_change_registration(
            role=settlor, filed_on=MAR, receipt_number="R-2", **books.who
        )
    )
    assert [each.state for each in due(end)] == ["due", "filed"]


def test_a_filing_names_one_confirmed_version_once(books: Books, product: Product) -> None:
    terms = changed(books, product, purpose="other")
    given = {"filed_on": MAR, "receipt_number": "R-1", **books.who}
    with pytest.raises(AboutOneVersion):
        operations.propose_change_registration(**given)
    first = operations.propose_change_registration(terms=terms, **given)
    with pytest.raises(AlreadyFiled, match="R-1"):
        operations.propose_change_registration(terms=terms, **given)
    reject(first, by=books.bob, note="wrong receipt")
    books.confirm(operations.propose_change_registration(terms=terms, **given))
    pending = books.terms(product, effective_from=dt.date(2025, 5, 1))
    filing = operations.propose_change_registration(terms=pending, **given)
    with pytest.raises(NotConfirmedYet):
        books.confirm(filing)
    table = store(content=b"a", name="a.csv", media_type="text/csv")
    with pytest.raises(InvalidInput):
        operations.propose_change_registration(terms=terms, document=table, **given)


def test_beyond_the_decreed_years_the_day_is_called_an_estimate() -> None:
    assert deadline(dt.date(2030, 1, 1)).is_estimate
    assert not deadline(dt.date(2025, 1, 1)).is_estimate


def test_the_state_on_a_day() -> None:
    day = dt.timedelta(days=1)
    assert state_of(due_on=DUE, filed_on=None, on=DUE) == "due"
    assert state_of(due_on=DUE, filed_on=None, on=DUE + day) == "overdue"
    assert state_of(due_on=DUE, filed_on=DUE, on=DUE) == "filed"
    assert state_of(due_on=DUE, filed_on=DUE + day, on=DUE) == "due"
    assert state_of(due_on=DUE, filed_on=DUE + day, on=DUE + day) == "filed_late"


def test_many_products_take_no_more_queries_than_one(
    books: Books, product: Product, django_assert_num_queries: Any
) -> None:
    changed(books, product, purpose="other")
    with django_assert_num_queries(3):
        due(MAR, dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
    form = queries.form("GT-EQUITY", edition=FORMS)
    for code in ("T-2", "T-3", "T-4"):
        row = books.product(code)
        books.confirm(books.terms(row, form=form))
        changed(books, row, purpose="other", term_months=12)
    with django_assert_num_queries(3):
        assert len(due(MAR, dt.datetime(2100, 1, 1, tzinfo=dt.UTC))) == 4
