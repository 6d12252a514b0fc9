"""What the pages of oversight are asked: read from the address, refused in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _

from config.console.lists import times
from trusts.oversight.rules import RULES, Weight
from trusts.register.models import Product, ProductTerms


@dataclass(frozen=True)
class Asked:
    """One question to a page, and what could not be read of it."""

    on: dt.date
    known_at: dt.datetime
    is_known_now: bool
    rule: str = ""
    weight: Weight | None = None
    product: str = ""
    faults: tuple[str, ...] = ()

    def query(self, **changed: str) -> str:
        """Return the question as the end of an address, some words changed."""
        known = {} if self.is_known_now else {times.KNOWN_AT: self.known_at.isoformat()}
        words = {
            times.AS_OF: self.on.isoformat(),
            **known,
            "rule": self.rule,
            "weight": self.weight.value if self.weight else "",
            "product": self.product,
            **changed,
        }
        return "?" + urlencode({name: word for name, word in words.items() if word})

    @property
    def product_ids(self) -> list[int] | None:
        """Return the products whose code or name holds the text; None if none is asked for."""
        if not self.product:
            return None
        text = self.product
        named = Q(code__icontains=text) | Q(name_zh__icontains=text) | Q(name_en__icontains=text)
        return list(Product.objects.confirmed().filter(named).values_list("pk", flat=True))


def asked(given: Mapping[str, str], *, today: dt.date, now: dt.datetime) -> Asked:
    """Return the question that an address asks; what cannot be read is left out and said so."""
    faults: list[str] = []
    moment = times.asked(ProductTerms, given, now=now)
    if moment.fault:
        faults.append(moment.fault)
    rule, weight = given.get("rule", ""), given.get("weight", "")
    if rule and rule not in RULES:
        faults.append(_("There is no rule “{text}”.").format(text=rule))
        rule = ""
    if weight and weight not in set(Weight):
        faults.append(_("“{text}” cannot be read here; it was left out.").format(text=weight))
        weight = ""
    return Asked(
        on=moment.as_of or today,
        known_at=moment.known_at or now,
        is_known_now=moment.known_at is None,
        rule=rule,
        weight=Weight(weight) if weight else None,
        product=given.get("product", "").strip()[:100],
        faults=tuple(faults),
    )
