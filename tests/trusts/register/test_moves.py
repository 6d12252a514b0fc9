"""A product moves along its life by a version of its terms, with its paper."""

from __future__ import annotations

import datetime as dt
import io
from itertools import product as pairs

import pytest
from django.db import DatabaseError, connection, transaction

from config.archive.operations import store
from config.archive.queries import read
from config.kernel.errors import InvalidInput, NotAllowed
from config.kernel.transitions import ForbiddenMove
from tests.trusts.books import FEB, JAN, MAR, Books, now
from trusts.register import operations, queries
from trusts.register.models import Product, ProductTerms
from trusts.register.operations.moves import NoTermsToMove, TermsBeginThatDay
from trusts.register.rules import DOCUMENTED, PRODUCT_LIFE, SIZE_LIMIT, TrustStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(books: Books) -> Product:
    """Return a product in run since January."""
    row = books.product()
    books.confirm(books.terms(row, benefit_note="quarterly", term_months=24))
    return row


def codes(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(each.code, each.field) for each in refused.value.findings]


def test_a_move_copies_what_stands_and_names_its_paper(books: Books, product: Product) -> None:
    moved = books.confirm(books.move(product, "terminated", MAR, terminated_on=MAR))
    assert (moved.status, moved.terminated_on, moved.effective_from) == ("terminated", MAR, MAR)
    assert (moved.benefit_note, moved.term_months, moved.established_on) == ("quarterly", 24, JAN)
    assert read(moved.document).startswith(b"%PDF-")
    on_the_day = queries.standing_terms([product.pk], on=MAR, known_at=now())
    assert on_the_day[product.pk] == moved


def test_the_whole_life_is_moved_through(books: Books) -> None:
    row = books.product()
    books.confirm(books.terms(row, status="draft", established_on=None))
    day = JAN
    for status, more in (
        ("pre_registered", {}),
        ("draft", {}),
        ("pre_registered", {}),
        ("established", {"established_on": JAN + dt.timedelta(days=4)}),
        ("in_run", {"document": None}),
        ("extended", {"matures_on": dt.date(2030, 1, 1)}),
        ("terminated", {"terminated_on": dt.date(2029, 1, 1)}),
        ("liquidated", {}),
    ):
        day += dt.timedelta(days=1)
        books.confirm(books.move(row, status, day, **more))
    latest = queries.latest_terms(row.pk)
    assert latest is not None
    assert latest.status == "liquidated"
    assert len(queries.history(row.pk, known_at=now())) == 9


@pytest.mark.parametrize("status", sorted(DOCUMENTED & PRODUCT_LIFE.moves["in_run"]))
def test_a_move_without_its_paper_is_refused(books: Books, product: Product, status: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        books.move(product, status, MAR, document=None, terminated_on=MAR)
    assert codes(refused) == [("document_missing", "document")]


def test_a_day_that_the_move_is_about_is_asked_for(books: Books, product: Product) -> None:
    with pytest.raises(InvalidInput) as refused:
        books.move(product, "terminated", MAR)
    assert codes(refused) == [("day_missing", "terminated_on")]


def test_a_move_that_the_life_does_not_hold_is_refused(books: Books, product: Product) -> None:
    with pytest.raises(ForbiddenMove, match="extended, terminated"):
        books.move(product, "liquidated", MAR)
    with pytest.raises(ForbiddenMove):
        books.move(product, "in_run", MAR)


def test_where_nothing_stands_nothing_moves(books: Books, product: Product) -> None:
    with pytest.raises(NoTermsToMove):
        books.move(product, "terminated", JAN - dt.timedelta(days=1), terminated_on=JAN)
    with pytest.raises(TermsBeginThatDay):
        books.move(product, "terminated", JAN, terminated_on=FEB)


def test_who_may_not_propose_moves_nothing(books: Books, product: Product) -> None:
    with pytest.raises(NotAllowed):
        operations.propose_move(
            product=product,
            to_status="terminated",
            effective_from=MAR,
            terminated_on=MAR,
            document=books.paper(),
            by=books.bob,
            reason="r",
        )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ executable", "document_of_unknown_kind"),
        (b"", "document_of_unknown_kind"),
        (b"%PDF-" + b"x" * SIZE_LIMIT, "document_too_large"),
    ],
)
def test_what_is_no_paper_is_not_kept(db: None, content: bytes, code: str) -> None:
    for given in (content, io.BytesIO(content)):
        with pytest.raises(InvalidInput) as refused:
            operations.keep_document(content=given, name="minutes.pdf")
        assert codes(refused) == [(code, "document")]


def test_a_paper_is_known_by_its_bytes_and_not_by_its_name(db: None) -> None:
    kept = operations.keep_document(content=b"\x89PNG\r\n\x1a\n...", name="scan.pdf")
    assert kept.media_type == "image/png"


def test_any_other_stored_file_is_no_paper(books: Books, product: Product) -> None:
    table = store(content=b"a,b\n", name="movements.csv", media_type="text/csv")
    with pytest.raises(InvalidInput) as refused:
        books.move(product, "terminated", MAR, terminated_on=MAR, document=table)
    assert codes(refused) == [("document_of_unknown_kind", "document")]


def test_a_correction_that_takes_a_step_out_of_the_life_is_refused(books: Books) -> None:
    row = books.product()
    books.confirm(books.terms(row, status="draft", established_on=None))
    step = books.confirm(books.move(row, "pre_registered", FEB))
    books.confirm(books.move(row, "established", MAR, established_on=MAR))
    before_all = JAN - dt.timedelta(days=9)
    with pytest.raises(ForbiddenMove):
        books.terms(
            row,
            effective_from=before_all,
            status="draft",
            established_on=None,
            supersedes=step,
        )


# ---- by any door


def test_the_database_knows_the_same_life(db: None) -> None:
    with connection.cursor() as cursor:
        for before, after in pairs(TrustStatus, TrustStatus):
            cursor.execute("select trusts_life_allows(%s, %s)", [before.value, after.value])
            (allowed,) = cursor.fetchone()
            assert allowed == (before == after or PRODUCT_LIFE.can_move(before, after))


def by_hand(books: Books, row: ProductTerms) -> None:
    """Confirm a proposal by SQL, as the app's role may."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "update trusts_productterms set decision = 'confirmed', decided_by_id = %s"
            " where id = %s",
            [books.bob.pk, row.pk],
        )


def slipped_in(books: Books, product: Product, **values: object) -> ProductTerms:
    """Propose terms past every check of the room."""
    standing = queries.latest_terms(product.pk)
    assert standing is not None
    content = {**queries.content_of(standing), "product": product, "effective_from": MAR}
    row = ProductTerms(**{**content, **values}, proposed_by=books.alice, reason="r")
    row.save()
    return row


def test_an_impossible_move_is_refused_by_the_database(books: Books, product: Product) -> None:
    row = slipped_in(books, product, status="draft")
    with pytest.raises(DatabaseError, match="cannot move from in_run to draft"):
        by_hand(books, row)


def test_a_move_without_its_paper_is_refused_by_the_database(
    books: Books, product: Product
) -> None:
    row = slipped_in(books, product, status="terminated", document=None)
    with pytest.raises(DatabaseError, match="rests on a document"):
        by_hand(books, row)
    by_hand(books, slipped_in(books, product, status="terminated", document=books.paper()))


def test_terms_that_no_longer_fit_what_follows_are_refused_by_the_database(
    books: Books, product: Product
) -> None:
    books.confirm(books.move(product, "terminated", MAR, terminated_on=MAR))
    row = slipped_in(books, product, status="liquidated", effective_from=FEB)
    with pytest.raises(DatabaseError, match="cannot move"):
        by_hand(books, row)


def test_overlapping_terms_an_update_and_a_delete_are_refused_by_the_database(
    books: Books, product: Product
) -> None:
    double = slipped_in(books, product, effective_from=JAN)
    with pytest.raises(DatabaseError, match="already stands"):
        by_hand(books, double)
    for statement in (
        "update trusts_productterms set status = 'draft'",
        "update trusts_productterms set document_id = null",
        "delete from trusts_productterms",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
