"""Register owners."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from config.kernel import proposals
from config.kernel.errors import DomainError
from config.kernel.identifiers import is_uscc
from config.kernel.models import Actor
from projects.registry.models import Owner


class OwnerCodeTaken(DomainError):
    """The code {code} belongs to another owner; choose another code."""

    code = "owner_code_taken"


class NotACreditCode(DomainError):
    """{uscc} is not a unified social credit code: 18 signs, the last one checks the others."""

    code = "not_a_credit_code"
    status = 400


@transaction.atomic
def propose_owner(
    *,
    code: str,
    name_zh: str,
    name_en: str,
    by: Actor,
    reason: str,
    uscc: str | None = None,
    is_sample: bool = False,
) -> Owner:
    """
    Propose a legal person that owns projects.

    :raises NotACreditCode: if ``uscc`` is given and its check sign is wrong.
    :raises OwnerCodeTaken: if a pending or confirmed owner has the code.
    """
    if uscc and not is_uscc(uscc):
        raise NotACreditCode(uscc=uscc)
    owner = Owner(
        code=code, name_zh=name_zh, name_en=name_en, uscc=uscc or None, is_sample=is_sample
    )
    try:
        with transaction.atomic():
            return proposals.propose(owner, by=by, reason=reason)
    except IntegrityError as refusal:
        raise OwnerCodeTaken(code=code) from refusal
