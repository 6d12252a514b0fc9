"""The two times that a page is asked for, in its address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

AS_OF, KNOWN_AT = "as_of", "known_at"


@dataclass(frozen=True)
class Times:
    """The day and the moment that a page answers for, and what of the question was unreadable."""

    on: dt.date
    known_at: dt.datetime
    written_known_at: str = ""
    fault: str = ""
    kept: Sequence[tuple[str, str]] = ()

    @property
    def query(self) -> str:
        """Return the times as an address carries them on."""
        said = {AS_OF: self.on.isoformat()}
        if self.written_known_at:
            said[KNOWN_AT] = self.written_known_at
        return urlencode(said)


def asked(request: HttpRequest, *, keep: Sequence[str] = ()) -> Times:
    """
    Return the times that the address asks for: today and now where it asks for none.

    What cannot be read, or lies in the future of knowledge, is said in ``fault``, and the
    page answers for today and now. Parameters named in ``keep`` survive the question.
    """
    now, today = timezone.now(), timezone.localdate()
    kept = [(name, request.GET[name]) for name in keep if request.GET.get(name)]
    day, moment = (request.GET.get(name, "").strip() for name in (AS_OF, KNOWN_AT))
    on, known_at = _day(day), _moment(moment)
    if day and on is None:
        fault = _("Not a day; write 2026-03-31.")
    elif moment and known_at is None:
        fault = _("Not an instant; write 2026-03-31T23:59:59.")
    elif known_at is not None and known_at > now:
        fault = _("Nobody knows the future; ask for now or before.")
    else:
        return Times(on or today, known_at or now, moment, kept=kept)
    return Times(today, now, fault=fault, kept=kept)


def _day(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _moment(text: str) -> dt.datetime | None:
    """Return an instant; without an offset it is the house's zone that is meant."""
    try:
        found = parse_datetime(text)
        if found is None:
            return None
        return timezone.make_aware(found) if found.tzinfo is None else found.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
