"""Products, their terms in versions, and the roles of parties."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from config.accounts.models import User
from config.kernel.errors import InvalidInput, NotAllowed, NotFoundHere
from config.kernel.proposals import RefusedByDatabase, SamePerson, confirm, reject
from config.kernel.transitions import ForbiddenMove
from tests.trusts.books import FEB, FORMS, JAN, KINDS, MAR, Books, now
from trusts.register import operations, queries
from trusts.register.models import GreenForm, NotConfirmedYet, Party, TrustKind

pytestmark = pytest.mark.django_db


def test_editions_are_loaded_once(books: Books) -> None:
    assert (TrustKind.objects.count(), GreenForm.objects.count()) == (33, 8)
    again = operations.load_editions(by=books.alice)
    assert again == {"trust_classes.csv": 0, "green_trust_forms.csv": 0}


def test_a_kind_knows_its_class_and_an_unknown_code_is_refused(books: Books) -> None:
    kind = queries.kind("AS.3.3", edition=KINDS)
    assert (kind.class_code, kind.parent.code) == ("AS", "AS.3")
    with pytest.raises(NotFoundHere):
        queries.kind("AS.9.9", edition=KINDS)
    with pytest.raises(NotFoundHere):
        queries.form("AS.3.3", edition=FORMS)


def test_who_only_looks_loads_and_proposes_nothing(books: Books, charlie: User) -> None:
    with pytest.raises(NotAllowed):
        operations.load_editions(by=charlie)
    with pytest.raises(NotAllowed):
        operations.propose_product(
            code="X", registration_code="X", name_zh="x", name_en="x", by=charlie, reason="r"
        )


def test_a_code_is_held_once_until_its_proposal_is_turned_down(books: Books) -> None:
    books.product("T-1")
    with pytest.raises(operations.CodeTaken, match="REG-T-1"):
        operations.propose_product(
            code="T-2", registration_code="REG-T-1", name_zh="x", name_en="x", **books.who
        )
    again = {"code": "T-3", "registration_code": "R-3", "name_zh": "x", "name_en": "x"}
    reject(operations.propose_product(**again, **books.who), by=books.bob, note="misspelled")
    books.confirm(operations.propose_product(**again, **books.who))


def test_the_database_holds_a_registration_code_once(books: Books) -> None:
    product = books.product("T-1")
    product.pk, product._state.adding = None, True
    product.code, product.decision = "T-9", ""
    product.decided_by = product.decided_at = product.recorded_at = None
    held_once = pytest.raises(IntegrityError, match="a_registration_code_is_held_once")
    with held_once, transaction.atomic():
        product.save()


def test_a_wrong_credit_code_is_refused_with_the_field(books: Books) -> None:
    with pytest.raises(InvalidInput) as refused:
        operations.propose_party(
            code="B",
            name_zh="甲",
            name_en="A",
            party_type="company",
            uscc="91350100M000100Y44",
            **books.who,
        )
    assert [finding.field for finding in refused.value.findings] == ["uscc"]
    assert not Party.objects.exists()


def test_terms_wait_for_their_product(books: Books) -> None:
    product = operations.propose_product(
        code="T-1", registration_code="R-1", name_zh="x", name_en="x", **books.who
    )
    terms = books.terms(product)
    with pytest.raises(NotConfirmedYet):
        books.confirm(terms)
    books.confirm(product)
    terms.product.refresh_from_db()
    books.confirm(terms)


def test_terms_are_confirmed_by_a_second_person(books: Books) -> None:
    terms = books.terms(books.product())
    with pytest.raises((SamePerson, NotAllowed)):
        confirm(terms, by=books.alice)


def test_terms_that_contradict_themselves_are_refused(books: Books) -> None:
    with pytest.raises(InvalidInput) as refused:
        books.terms(books.product(), established_on=None)
    assert [finding.code for finding in refused.value.findings] == ["day_missing"]


def test_any_past_day_can_be_asked_as_known_on_any_past_day(books: Books) -> None:
    product = books.product()
    first = books.confirm(books.terms(product, benefit_note="first"))
    before = now()
    corrected = books.confirm(books.terms(product, benefit_note="corrected", supersedes=first))
    later = books.confirm(books.terms(product, effective_from=MAR, benefit_note="later"))
    after = now()

    def asked(on: dt.date, known_at: dt.datetime) -> str | None:
        found = queries.standing_terms([product.pk], on=on, known_at=known_at).get(product.pk)
        return found and found.benefit_note

    assert asked(FEB, before) == "first"
    assert asked(MAR, before) == "first"
    assert asked(FEB, after) == "corrected"
    assert asked(MAR, after) == "later"
    assert asked(JAN - dt.timedelta(days=1), after) is None
    assert queries.terms_history(product.pk) == [first, corrected, later]


def test_two_terms_from_the_same_day_cannot_both_stand(books: Books) -> None:
    product = books.product()
    one, two = books.terms(product), books.terms(product)
    books.confirm(one)
    with pytest.raises(RefusedByDatabase, match="already stands"):
        books.confirm(two)


def test_a_move_that_the_life_does_not_hold_is_refused_when_proposed(books: Books) -> None:
    product = books.product()
    books.confirm(books.terms(product))
    with pytest.raises(ForbiddenMove, match="liquidated"):
        books.terms(product, effective_from=FEB, status="liquidated", terminated_on=FEB)


def test_a_move_that_no_longer_fits_is_refused_when_confirmed(books: Books) -> None:
    product = books.product()
    books.confirm(books.terms(product))
    extended = books.terms(product, effective_from=MAR, status="extended")
    ended = books.terms(product, effective_from=FEB, status="terminated", terminated_on=FEB)
    books.confirm(ended)
    with pytest.raises(ForbiddenMove):
        books.confirm(extended)


def test_a_version_must_also_fit_what_comes_after_it(books: Books) -> None:
    product = books.product()
    books.confirm(books.terms(product))
    books.confirm(books.terms(product, effective_from=MAR, status="terminated", terminated_on=MAR))
    with pytest.raises(ForbiddenMove):
        books.terms(product, effective_from=FEB, status="liquidated", terminated_on=FEB)


def test_a_role_ends_by_a_correction_and_is_not_held_twice(books: Books) -> None:
    product, party = books.product(), books.party()
    role = {"product": product, "party": party, "role": "custodian"}
    first = books.confirm(operations.propose_role(**role, effective_from=JAN, **books.who))
    before = now()
    double = operations.propose_role(**role, effective_from=JAN, **books.who)
    with pytest.raises(RefusedByDatabase, match="already stands"):
        books.confirm(double)
    books.confirm(
        operations.propose_role(
            **role, effective_from=JAN, effective_to=FEB, supersedes=first, **books.who
        )
    )

    def held(on: dt.date, known_at: dt.datetime) -> int:
        return len(queries.roles_of([product.pk], on=on, known_at=known_at))

    assert [held(JAN, before), held(FEB, before)] == [1, 1]
    assert [held(JAN, now()), held(FEB, now())] == [1, 0]
