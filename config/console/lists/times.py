"""Lists of another day, as known at another moment: asked in the address, said in a banner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from config.console.record import shown
from config.kernel.models import Fact, Proposed, Versioned

AS_OF, KNOWN_AT = "as_of", "known_at"
PARAMETERS = (AS_OF, KNOWN_AT)


@dataclass(frozen=True)
class Times:
    """The day and the moment that a list is asked for, as written and as understood."""

    takes_day: bool
    takes_moment: bool
    as_of: dt.date | None = None
    known_at: dt.datetime | None = None
    written_as_of: str = ""
    written_known_at: str = ""
    fault: str = ""

    @property
    def are_offered(self) -> bool:
        """Return whether the rows of the list have times at all."""
        return self.takes_day or self.takes_moment

    @property
    def banner(self) -> str:
        """Return in words which day and which knowledge the list shows; nothing for now."""
        day, moment = self.as_of, self.known_at
        known = self.written_known_at if parse(self.written_known_at) else shown(moment)
        if day and moment:
            return _("As of {day}, as known on {moment}").format(day=day, moment=known)
        if day:
            return _("As of {day}, as known now").format(day=day)
        if moment:
            return _("As known on {moment}").format(moment=known)
        return ""


def asked(model: type[Model], given: Mapping[str, str], *, now: dt.datetime) -> Times:
    """Return the times that an address asks for; what cannot be read is said in ``fault``."""
    takes_day = issubclass(model, Versioned)
    takes_moment = issubclass(model, Fact | Proposed)
    day, moment = given.get(AS_OF, "").strip(), given.get(KNOWN_AT, "").strip()
    as_of, known_at = parse(day), _moment(moment, now=now)
    fault = ""
    if day and (not takes_day or as_of is None):
        fault = _("This list has no versions by day.") if not takes_day else _no_day(day)
    elif moment and (not takes_moment or known_at is None):
        fault = _("This list is not recorded by moments.") if not takes_moment else _no_day(moment)
    elif known_at is not None and known_at > now:
        fault = _("Nobody knows the future; ask for now or before.")
    return Times(takes_day, takes_moment, as_of, known_at, day, moment, fault)


def narrowed(queryset: QuerySet[Any], times: Times, *, now: dt.datetime) -> QuerySet[Any]:
    """Return the rows of the day and of the knowledge asked for; none if that cannot be told."""
    if times.fault:
        return queryset.none()
    rows: Any = queryset
    if times.as_of is not None:
        return rows.as_of(times.as_of, known_at=times.known_at or now)  # type: ignore[no-any-return]
    if times.known_at is not None:
        return rows.known(times.known_at)  # type: ignore[no-any-return]
    return queryset


def parse(text: str) -> dt.date | None:
    """Return the day that ``text`` writes; None if it writes none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _moment(text: str, *, now: dt.datetime) -> dt.datetime | None:
    """Return an instant; a day stands for its last moment in the house's zone, today for now."""
    day = parse(text)
    if day is not None:
        today = timezone.localtime(now).date()
        return now if day == today else _end_of(day)
    try:
        moment = parse_datetime(text.replace(" ", "T", 1))
        if moment is None:
            return None
        return timezone.make_aware(moment) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def _end_of(day: dt.date) -> dt.datetime | None:
    try:
        last = dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min)
    except OverflowError:
        return None
    return timezone.make_aware(last) - dt.timedelta(microseconds=1)


def _no_day(text: str) -> str:
    return _("“{text}” is neither a day nor an instant; write 2026-03-31.").format(text=text)
