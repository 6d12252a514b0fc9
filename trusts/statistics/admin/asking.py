"""What the page of statistics is asked: read from the address, refused in words, never guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from config.console.lists import times
from trusts.register.models import ProductTerms
from trusts.statistics import queries
from trusts.statistics.rules import Measure, NewIn

#: How many parts a page names before it folds the rest, unless it is asked for more.
SHOWN, MOST = 20, 1000
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class Asked:
    """One question to the page, and what could not be read of it."""

    on: dt.date
    known_at: dt.datetime
    is_known_now: bool
    cut: queries.Cut
    measure: Measure
    new_in: NewIn
    compare_with: dt.date | None
    top: int
    faults: tuple[str, ...] = ()

    def statistics(self) -> queries.Statistics:
        """Return the answer."""
        return queries.statistics(
            on=self.on,
            known_at=self.known_at,
            cut=self.cut.code,
            compare_with=self.compare_with,
            new_in=self.new_in,
            measure=self.measure,
            top=self.top,
        )

    @property
    def words(self) -> dict[str, str]:
        """Return the question as the words of an address, every one of them stated."""
        compared = self.compare_with.isoformat() if self.compare_with else ""
        known = {} if self.is_known_now else {times.KNOWN_AT: self.known_at.isoformat()}
        return {
            times.AS_OF: self.on.isoformat(),
            **known,
            "cut": self.cut.code,
            "measure": self.measure.value,
            "new_in": self.new_in.value,
            "compare_with": compared,
            "top": str(self.top),
        }

    def query(self, **changed: str | None) -> str:
        """Return the question as the end of an address, some words changed or taken away."""
        words = {**self.words, **changed}
        return "?" + urlencode({name: word for name, word in words.items() if word is not None})

    def at(self, **changed: Any) -> Asked:
        """Return the question with some of it changed."""
        return replace(self, **changed)


def asked(given: Mapping[str, str], *, today: dt.date, now: dt.datetime) -> Asked:
    """
    Return the question that an address asks; what it leaves out stands at its default.

    A day to compare with that is not named is the same day of the year before; one that is
    named with nothing is none. What cannot be read is left at its default and said so.
    """
    faults: list[str] = []
    moment = times.asked(ProductTerms, given, now=now)
    if moment.fault:
        faults.append(moment.fault)
    on = moment.as_of or today
    code = given.get("cut") or queries.DEFAULT_CUT
    cut = queries.CUTS.get(code)
    if cut is None:
        faults.append(_("There is no cut “{text}”.").format(text=code))
        cut = queries.CUTS[queries.DEFAULT_CUT]
    measure = _word(Measure, given.get("measure", ""), faults)
    return Asked(
        on=on,
        known_at=moment.known_at or now,
        is_known_now=moment.known_at is None,
        cut=cut,
        measure=measure if measure in cut.measures else cut.main_measure,
        new_in=_word(NewIn, given.get("new_in", ""), faults) or NewIn.YEAR,
        compare_with=_compared(given.get("compare_with"), on, faults),
        top=_number(given.get("top", ""), faults),
        faults=tuple(faults),
    )


def _word(words: type[Word], text: str, faults: list[str]) -> Word | None:
    if not text:
        return None
    try:
        return words(text)
    except ValueError:
        faults.append(_unreadable(text))
        return None


def _compared(text: str | None, on: dt.date, faults: list[str]) -> dt.date | None:
    if text is None:
        return queries.year_before(on)
    if not text.strip():
        return None
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None:
        faults.append(_unreadable(text))
    return day


def _number(text: str, faults: list[str]) -> int:
    if not text:
        return SHOWN
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST:
        return int(text)
    faults.append(_("“{text}” is not a number from 1 to {most}.").format(text=text, most=MOST))
    return SHOWN


def _unreadable(text: str) -> str:
    return _("“{text}” cannot be read here; it was left out.").format(text=text)
