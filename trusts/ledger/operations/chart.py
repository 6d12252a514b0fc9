"""The chart of accounts: taken from its edition, and asked whether it has an account."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from config.kernel.errors import DomainError
from config.kernel.models import Actor
from trusts.ledger.models import Account, Entry
from trusts.ledger.rules import Posting
from trusts.register.editions import read_edition


class UnknownAccount(DomainError):
    """The chart has no account {account}."""

    code = "unknown_account"
    status = 400


@transaction.atomic
def load_chart(*, by: Actor) -> int:
    """
    Record the shipped chart of accounts; accounts that stand already are left alone.

    Returns how many were added.

    :raises EditionDamaged: if the file is not the one its manifest names.
    """
    by.check_may(Entry.propose_permission)
    edition = read_edition("trusts.ledger", "accounts.csv")
    standing = set(Account.objects.values_list("code", flat=True))
    missing = [row for row in edition.rows if row["code"] not in standing]
    for row in missing:
        Account(edition=edition.code, **row).save()
    return len(missing)


def check_accounts(postings: Iterable[Posting]) -> None:
    """
    Refuse postings on accounts that the chart does not have.

    :raises UnknownAccount: naming the first.
    """
    known = set(Account.objects.values_list("code", flat=True))
    for each in postings:
        if each.account not in known:
            raise UnknownAccount(account=each.account)
