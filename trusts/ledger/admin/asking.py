"""What a page about one product's books is asked: product, period, moment of knowledge."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from config.kernel.periods import Period, UnreadablePeriod
from trusts.register.models import Product


@dataclass(frozen=True)
class Asked:
    """A question about the books of one product, and what could not be read of it."""

    product: Product | None
    period: Period
    known_at: dt.datetime
    is_now: bool
    faults: tuple[str, ...] = field(default=())


def asked_of(request: HttpRequest) -> Asked:
    """Return what the address asks; by default this year as known now, of no product yet."""
    faults: list[str] = []
    now = timezone.now()
    known_at = _moment(request.GET.get("known_at", "").strip(), now, faults)
    return Asked(
        product=_product(request.GET.get("product", "").strip(), faults),
        period=_period(request.GET.get("period", "").strip(), faults),
        known_at=known_at,
        is_now=known_at == now,
        faults=tuple(faults),
    )


def _product(code: str, faults: list[str]) -> Product | None:
    if not code:
        return None
    found: Product | None = Product.objects.confirmed().filter(code=code).first()
    if found is None:
        faults.append(_("There is no confirmed product {code}.").format(code=code))
    return found


def _period(text: str, faults: list[str]) -> Period:
    try:
        if text:
            return Period.parse(text)
    except UnreadablePeriod:
        faults.append(_("{text} is not a period: write 2025, 2025Q1 or 2025-03.").format(text=text))
    return Period.year(timezone.localdate().year)


def _moment(text: str, now: dt.datetime, faults: list[str]) -> dt.datetime:
    if not text:
        return now
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        faults.append(_("{text} is not a moment.").format(text=text))
        return now
    aware = timezone.make_aware(found) if timezone.is_naive(found) else found
    return min(aware, now)
