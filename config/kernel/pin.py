"""The pin: a moment of knowledge that no writer in flight can slip under."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from config.kernel.errors import DomainError


class PinInsideTransaction(DomainError):
    """A moment of knowledge is pinned on its own, never inside another act."""

    code = "pin_inside_transaction"


def pin_known_at() -> dt.datetime:
    """
    Return a moment of knowledge that is final.

    Waits until every transaction that is writing facts has ended, then takes the
    moment. Whatever is recorded later carries a later ``recorded_at``, so a question
    asked at this moment has one answer for ever.

    :raises PinInsideTransaction: inside an open transaction, which could hold facts of
        its own that the pin would have to wait for.
    """
    if connection.in_atomic_block and not _in_test_transaction():
        raise PinInsideTransaction
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local lock_timeout = '120s'")
        cursor.execute("select kernel_pin()")
        row = cursor.fetchone()
    pinned: dt.datetime = row[0]
    return pinned


def _in_test_transaction() -> bool:
    """Return whether the only open blocks are those a test wraps around itself."""
    blocks = getattr(connection, "atomic_blocks", [])
    return all(getattr(block, "_from_testcase", False) for block in blocks)
