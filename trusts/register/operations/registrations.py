"""File changes of registered items with the registration system."""

from __future__ import annotations

import datetime as dt

from config.archive.models import StoredFile
from config.kernel.errors import DomainError
from config.kernel.models import Actor
from config.kernel.proposals import propose
from trusts.register import rules
from trusts.register.models import ALIVE, ChangeRegistration, PartyRole, ProductTerms
from trusts.register.operations.checks import refuse


class AboutOneVersion(DomainError):
    """A filing is about one version of terms, or about one of a role: name exactly one."""

    code = "about_one_version"
    status = 400


class AlreadyFiled(DomainError):
    """{version} was filed with the receipt {receipt} already."""

    code = "already_filed"


def propose_change_registration(
    *,
    filed_on: dt.date,
    receipt_number: str,
    by: Actor,
    reason: str,
    terms: ProductTerms | None = None,
    role: PartyRole | None = None,
    document: StoredFile | None = None,
) -> ChangeRegistration:
    """
    Propose that a change was registered: the version, the day of the filing and its receipt.

    :raises AboutOneVersion: if it names no version, or two.
    :raises AlreadyFiled: if the version was filed, or a filing of it awaits confirmation.
    :raises InvalidInput: if the document is none.
    """
    if (terms is None) == (role is None):
        raise AboutOneVersion
    if document is not None:
        refuse(
            rules.judge_document(
                name=document.name,
                media_type=document.media_type,
                size_bytes=document.size_bytes,
            )
        )
    standing = ChangeRegistration.objects.filter(ALIVE, terms=terms, role=role).first()
    if standing is not None:
        raise AlreadyFiled(version=terms or role, receipt=standing.receipt_number)
    row = ChangeRegistration(
        terms=terms,
        role=role,
        filed_on=filed_on,
        receipt_number=receipt_number,
        document=document,
    )
    return propose(row, by=by, reason=reason)
