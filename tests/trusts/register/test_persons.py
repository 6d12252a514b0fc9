"""Natural persons: a mask in the open, the rest under seal, every reading on record."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import override_settings

from config.accounts.models import User
from config.kernel.errors import InvalidInput, NotAllowed
from config.kernel.proposals import ReasonMissing, reject, withdraw
from config.kernel.sealing import CannotOpen
from tests.trusts.books import Books
from trusts.register import operations
from trusts.register.models import Party, PersonalData, PersonalReading
from trusts.register.operations import CodeTaken, NothingSealed

pytestmark = pytest.mark.django_db
NAME, LATIN, NUMBER = "欧阳三丰", "Ouyang Sanfeng", "360426199101010071"


def person(books: Books, code: str = "N-1", **more: Any) -> Party:
    given = {"name_zh": NAME, "name_en": LATIN, "identity_number": NUMBER, **more}
    return operations.propose_party(code=code, party_type="natural_person", **given, **books.who)


def everything_in_the_database() -> str:
    """Return every row of every table as text, as raw SQL shows it."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind in ('r', 'p')"
            " and relnamespace = 'public'::regnamespace and has_table_privilege(oid, 'select')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'select each::text from "{table}" each')
            found += [line for (line,) in cursor.fetchall()]
    return "\n".join(found)


def test_only_the_code_and_a_mask_stand_in_the_open(books: Books) -> None:
    party = books.confirm(person(books))
    assert (party.name_zh, party.name_en) == ("欧**", "O**")
    operations.read_person(party=party, by=books.alice, reason="the form")
    shown = everything_in_the_database()
    assert "N-1" in shown
    for secret in (NAME, LATIN, NUMBER, NAME[1:], NUMBER[6:14]):
        assert secret not in shown


def test_a_reading_gives_all_and_goes_on_record(books: Books) -> None:
    party = person(books)
    found = operations.read_person(party=party, by=books.bob, reason="compare with the card")
    assert (found.name_zh, found.name_en, found.identity_number) == (NAME, LATIN, NUMBER)
    (reading,) = PersonalReading.objects.all()
    assert (reading.party, reading.reader) == (party, books.bob)
    assert reading.reason == "compare with the card"
    assert reading.recorded_at is not None
    for statement in ("update trusts_personalreading set reason = ''",
                      "delete from trusts_personalreading"):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_nobody_reads_without_the_permission_or_without_a_reason(
    books: Books, charlie: User
) -> None:
    party = person(books)
    with pytest.raises(NotAllowed, match="read_personal"):
        operations.read_person(party=party, by=charlie, reason="curious")
    with pytest.raises(ReasonMissing):
        operations.read_person(party=party, by=books.alice, reason="  ")
    with pytest.raises(NothingSealed):
        operations.read_person(party=books.party(), by=books.alice, reason="r")
    assert not PersonalReading.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"identity_number": "360426199101010072"}, "identity_number_invalid"),
        ({"uscc": "91350100M000100Y43"}, "uscc_of_a_person"),
        ({"lei": "506700GE1G29325QX363"}, "lei_of_a_person"),
        ({"name_zh": "欧**"}, "name_is_a_mask"),
        ({"party_type": "company"}, "identity_number_of_no_person"),
    ],
)
def test_a_faulty_person_is_refused_and_the_number_never_repeated(
    books: Books, changes: dict[str, str], code: str
) -> None:
    given = {
        "party_type": "natural_person",
        "name_zh": NAME,
        "name_en": LATIN,
        "identity_number": NUMBER,
        **changes,
    }
    with pytest.raises(InvalidInput) as refused:
        operations.propose_party(code="N-1", **given, **books.who)
    (finding,) = refused.value.findings
    assert finding.code == code
    assert finding.remedy
    assert given["identity_number"] not in str(finding.to_json())


def test_one_person_is_one_party(books: Books) -> None:
    first = person(books)
    with pytest.raises(CodeTaken, match="N-1") as refused:
        person(books, "N-2")
    assert NUMBER not in str(refused.value)
    person(books, "N-3", identity_number="")
    person(books, "N-4", identity_number="")
    reject(first, by=books.bob, note="twice")
    person(books, "N-5")


def test_of_a_person_turned_down_nothing_is_kept(books: Books) -> None:
    reject(person(books), by=books.bob, note="not a party")
    withdraw(person(books), by=books.alice)
    assert not PersonalData.objects.exists()


def test_a_name_in_clear_is_refused_by_the_database(books: Books) -> None:
    row = Party(code="N-9", party_type="natural_person", name_zh=NAME, name_en="")
    row.proposed_by, row.reason = books.alice, "r"
    with pytest.raises(IntegrityError, match="by_a_mask"), transaction.atomic():
        row.save()


def test_a_sealed_text_moved_to_another_person_does_not_open(books: Books) -> None:
    one = person(books)
    other = person(books, "N-2", name_zh="李四", identity_number="")
    stolen = PersonalData.objects.get(party=one).name_zh_sealed
    PersonalData.objects.filter(party=other).update(name_zh_sealed=stolen)
    with pytest.raises(CannotOpen):
        operations.read_person(party=other, by=books.alice, reason="r")


def test_after_a_rotation_the_old_key_can_go(books: Books, settings: Any) -> None:
    party, old = person(books), dict(settings.PERSONAL_DATA_KEYS)
    new = {"next": b"n" * 32}
    with override_settings(PERSONAL_DATA_KEYS={**new, **old}):
        with pytest.raises(CodeTaken):
            person(books, "N-2")
        assert operations.reseal_all() == 1
        assert operations.reseal_all() == 0
    with override_settings(PERSONAL_DATA_KEYS=new):
        found = operations.read_person(party=party, by=books.alice, reason="r")
        assert found.identity_number == NUMBER
        with pytest.raises(CodeTaken):
            person(books, "N-2")
    with pytest.raises(CannotOpen, match="PERSONAL_DATA_KEYS"):
        operations.read_person(party=party, by=books.alice, reason="r")
