"""When a delivery that failed is tried again: ever later, spread, and not for ever."""

from __future__ import annotations

import datetime as dt
import hashlib

MOST_ATTEMPTS = 12
FIRST_SECONDS = 30
LONGEST_SECONDS = 4 * 3600


def next_try(
    *, now: dt.datetime, attempts: int, seed: str, asked_seconds: int | None = None
) -> dt.datetime | None:
    """
    Return when to try again after ``attempts`` failures; None once it was tried often enough.

    The wait doubles from half a minute to four hours; of each, between a half and the whole is
    taken, so that what failed together is not tried together: a fraction that ``seed`` and the
    count of attempts decide, so that the same question has the same answer. Twelve attempts
    take between six and thirteen hours. ``asked_seconds`` is what the receiver asked for
    (Retry-After), at most the longest wait.

    >>> now = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    >>> 15 <= (next_try(now=now, attempts=1, seed="a") - now).total_seconds() <= 30
    True
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    whole = min(FIRST_SECONDS * 2 ** (attempts - 1), LONGEST_SECONDS)
    seconds = whole * (0.5 + fraction(f"{seed} {attempts}") / 2)
    if asked_seconds is not None:
        seconds = max(seconds, min(asked_seconds, LONGEST_SECONDS))
    return now + dt.timedelta(seconds=seconds)


def fraction(text: str) -> float:
    """Return a number in [0, 1) that looks drawn by lot and is decided by ``text``."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6]) / 2**48
