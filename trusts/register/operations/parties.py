"""Propose parties: bodies in the open, natural persons by a mask."""

from __future__ import annotations

from django.db import transaction

from config.kernel.models import Actor
from config.kernel.proposals import propose
from trusts.register import rules
from trusts.register.models import Party
from trusts.register.operations.checks import check_free, refuse
from trusts.register.operations.persons import Person, check_not_known, seal_person


@transaction.atomic
def propose_party(
    *,
    code: str,
    name_zh: str,
    name_en: str,
    party_type: str,
    by: Actor,
    reason: str,
    uscc: str = "",
    lei: str = "",
    identity_number: str = "",
    is_sample: bool = False,
) -> Party:
    """
    Propose a party.

    Of a natural person only the code and a mask of the name stand in the open; the names and
    the identity number are kept under seal.

    :raises InvalidInput: if an identifier is not one, or is not for such a party.
    :raises CodeTaken: if the code or an identifier is held already.
    """
    refuse(
        rules.judge_party(
            party_type=party_type,
            uscc_text=uscc,
            lei_text=lei,
            identity_number=identity_number,
            names=(name_zh, name_en),
        )
    )
    check_free(Party, "code", code)
    for field, value in (("uscc", uscc), ("lei", lei)):
        if value:
            check_free(Party, field, value)
    is_person = party_type == rules.PartyType.NATURAL_PERSON
    if is_person:
        check_not_known(identity_number)
    party = propose(
        Party(
            code=code,
            name_zh=rules.masked(name_zh) if is_person else name_zh,
            name_en=rules.masked(name_en) if is_person else name_en,
            party_type=party_type,
            uscc=uscc or None,
            lei=lei or None,
            is_sample=is_sample,
        ),
        by=by,
        reason=reason,
    )
    if is_person:
        seal_person(party, Person(name_zh, name_en, identity_number))
    return party
