"""Keep what is known of natural persons under seal; read it in clear, on record."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from config.accounts.models import User
from config.kernel.errors import DomainError
from config.kernel.proposals import ReasonMissing
from config.kernel.sealing import Keyring
from trusts.register import rules
from trusts.register.models import Party, PersonalData, PersonalReading
from trusts.register.operations.checks import CodeTaken

READ = "trusts.register.read_personal"


class NothingSealed(DomainError):
    """Nothing is kept under seal of {party}; only natural persons have such data."""

    code = "nothing_sealed"
    status = 404


@dataclass(frozen=True)
class Person:
    """One natural person in clear; handed out once, on record, and kept nowhere."""

    name_zh: str
    name_en: str
    identity_number: str


def check_not_known(identity_number: str) -> None:
    """
    Refuse a person who is a party already.

    :raises CodeTaken: naming the party, never the number.
    """
    indexes = Keyring.of_this_house().indexes(identity_number)
    holder = PersonalData.objects.filter(identity_index__in=indexes).first()
    if identity_number and holder is not None:
        raise CodeTaken(field="identity_number", value=rules.HIDDEN, holder=holder.party.code)


def seal_person(party: Party, person: Person) -> PersonalData:
    """Keep a person under seal beside the party that shows a mask."""
    keys = Keyring.of_this_house()
    number = person.identity_number
    return PersonalData.objects.create(
        party=party,
        name_zh_sealed=keys.seal(person.name_zh, place=_place(party.pk, "name_zh")),
        name_en_sealed=keys.seal(person.name_en, place=_place(party.pk, "name_en")),
        identity_sealed=keys.seal(number, place=_place(party.pk, "identity")),
        identity_index=keys.index(number) if number else None,
    )


@transaction.atomic
def read_person(*, party: Party, by: User, reason: str) -> Person:
    """
    Return a natural person in clear, and record who read it, when and why.

    :raises NotAllowed: if ``by`` may not read personal data.
    :raises ReasonMissing: if ``reason`` is blank.
    :raises NothingSealed: if the party is no natural person.
    :raises CannotOpen: if the seal's key is gone, or the seal was tampered with.
    """
    by.check_may(READ)
    if not reason.strip():
        raise ReasonMissing
    kept = PersonalData.objects.filter(party=party).first()
    if kept is None:
        raise NothingSealed(party=party.code)
    PersonalReading(party=party, reader=by, reason=reason).save()
    return _opened(kept, Keyring.of_this_house())


def reseal_all() -> int:
    """Put every person under the first key; return how many were under another one."""
    keys = Keyring.of_this_house()
    done = 0
    for kept in PersonalData.objects.order_by("pk").iterator():
        if not keys.is_sealed_by_the_first(kept.name_zh_sealed):
            _reseal(kept.pk, keys)
            done += 1
    return done


@transaction.atomic
def _reseal(pk: int, keys: Keyring) -> None:
    kept = PersonalData.objects.select_for_update().get(pk=pk)
    person = _opened(kept, keys)
    PersonalData.objects.filter(pk=pk).delete()
    seal_person(kept.party, person)


def _opened(kept: PersonalData, keys: Keyring) -> Person:
    return Person(
        name_zh=keys.open(kept.name_zh_sealed, place=_place(kept.pk, "name_zh")),
        name_en=keys.open(kept.name_en_sealed, place=_place(kept.pk, "name_en")),
        identity_number=keys.open(kept.identity_sealed, place=_place(kept.pk, "identity")),
    )


def _place(party_id: int, column: str) -> str:
    """Return what a sealed text is bound to: its table, its column and its row."""
    return f"trusts_personaldata.{column}/{party_id}"
