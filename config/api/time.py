"""The two times of a question: the day it is about, and the moment of knowledge."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

KNOWN_AT = "known_at"
AS_OF = "as_of"


def known_at(request: Request) -> dt.datetime:
    """
    Return the moment of knowledge that the request asks for; now if it asks for none.

    :raises ValidationError: for a moment without an offset, in the future, or not a moment.
    """
    now = timezone.now()  # noqa: TID251 (the interface asks the clock)
    return asked_known_at(request, now=now) or now


def asked_known_at(request: Request, *, now: dt.datetime) -> dt.datetime | None:
    """Return the moment of knowledge if the request names one; the same refusals."""
    text = request.query_params.get(KNOWN_AT)
    if text is None:
        return None
    try:
        moment = parse_datetime(text.strip().replace(" ", "+"))
    except ValueError:
        moment = None
    if moment is None:
        raise _refusal(KNOWN_AT, "invalid", _("Not an instant; write 2026-03-31T23:59:59+08:00."))
    if moment.tzinfo is None:
        raise _refusal(KNOWN_AT, "naive", _("Say the offset: 2026-03-31T23:59:59+08:00."))
    if _beyond_utc(moment):
        raise _refusal(KNOWN_AT, "invalid", _("Not an instant; write 2026-03-31T23:59:59+08:00."))
    if moment > now:
        raise _refusal(KNOWN_AT, "future", _("Nobody knows the future; ask for now or before."))
    return moment.astimezone(dt.UTC)


def as_of(request: Request) -> dt.date:
    """
    Return the day that the request asks about; today in the house's zone if it names none.

    :raises ValidationError: for something that is not a day.
    """
    return asked_as_of(request) or timezone.localdate()  # noqa: TID251 (the interface asks the clock)


def asked_as_of(request: Request) -> dt.date | None:
    """Return the day if the request names one; the same refusal."""
    text = request.query_params.get(AS_OF)
    if text is None:
        return None
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None:
        raise _refusal(AS_OF, "invalid", _("Not a day; write 2026-03-31."))
    return day


def _beyond_utc(moment: dt.datetime) -> bool:
    """Return whether an instant at the edge of the calendar has no place in UTC."""
    try:
        moment.astimezone(dt.UTC)
    except OverflowError:
        return True
    return False


def _refusal(parameter: str, code: str, message: str) -> ValidationError:
    return ValidationError({parameter: [ErrorDetail(message, code=code)]})
