"""Questions to the library: what there is, what is collected, how far a framework is answered."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from config.kernel.errors import NotFoundHere
from config.kernel.periods import Period
from reporting.indicators import answering
from reporting.indicators.models import Framework, FrameworkItem, ItemLink, LibraryIndicator
from reporting.indicators.models.library import FIELDS
from reporting.indicators.rules.gaps import Gap, gap_of
from reporting.indicators.rules.kinds import Kind


def library(on: dt.date, known_at: dt.datetime) -> dict[str, LibraryIndicator]:
    """Return the version of every indicator that holds on a day, by code; one query."""
    rows = LibraryIndicator.objects.holding(on, known_at=known_at)
    return {each.code: each for each in rows}


def collected(on: dt.date, known_at: dt.datetime) -> dict[str, LibraryIndicator]:
    """Return the indicators whose values departments are asked for, by code; one query."""
    return {
        code: each for code, each in library(on, known_at).items() if each.kind == Kind.COLLECTED
    }


def collected_codes(on: dt.date) -> list[str]:
    """Return the codes that departments are asked for on a day, whenever confirmed; one query."""
    standing = LibraryIndicator.standing_of(on=on)
    return sorted(code for code, each in standing.items() if each.kind == Kind.COLLECTED)


def frameworks(known_at: dt.datetime) -> list[Framework]:
    """Return the editions of frameworks that count, by code."""
    return list(Framework.objects.standing(known_at).order_by("code", "edition"))


def framework_of(code: str, known_at: dt.datetime) -> Framework:
    """
    Return the edition of a framework that counts.

    :raises NotFoundHere: if none does.
    """
    found: Framework | None = (
        Framework.objects.standing(known_at).filter(code=code).order_by("-id").first()
    )
    if found is None:
        raise NotFoundHere(what="framework", key=code)
    return found


def items_of(framework: Framework) -> list[FrameworkItem]:
    """Return the items of a framework in the order of its file."""
    return list(FrameworkItem.objects.filter(framework=framework).order_by("row"))


def links(
    frameworks: Sequence[Framework], *, on: dt.date, known_at: dt.datetime
) -> dict[int, list[str]]:
    """Return the codes of the indicators that answer each item, by its key; one query."""
    holding = ItemLink.objects.holding(on, known_at=known_at)
    rows = (
        ItemLink.objects.filter(
            pk__in=holding.values("pk"), is_on=True, item__framework__in=frameworks
        )
        .order_by("item_id", "id")
        .values_list("item_id", "indicator")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for item, indicator in rows:
        found[item].append(indicator)
    return dict(found)


def gaps(framework: Framework, period: Period, known_at: dt.datetime) -> list[Gap]:
    """Return every item of a framework with how far it is answered for the period."""
    return gaps_of([framework], period, known_at)[framework.pk]


def gaps_of(
    frameworks: Sequence[Framework], period: Period, known_at: dt.datetime
) -> dict[int, list[Gap]]:
    """Return the same for many frameworks, by key; the queries do not grow with them."""
    on = period.last_day
    linked = links(frameworks, on=on, known_at=known_at)
    indicators = library(on, known_at)
    given = answering.given(period, known_at)
    found: dict[int, list[Gap]] = {each.pk: [] for each in frameworks}
    items = FrameworkItem.objects.filter(framework__in=frameworks).order_by("framework", "row")
    for item in items:
        gap = gap_of(item, linked.get(item.pk, []), indicators, given)
        found[item.framework_id].append(gap)
    return found


def asked_by(code: str, *, on: dt.date, known_at: dt.datetime) -> list[FrameworkItem]:
    """Return the items that one indicator answers: one entry answers many; two queries."""
    linked = links(frameworks(known_at), on=on, known_at=known_at)
    keys = [item for item, codes in linked.items() if code in codes]
    rows = FrameworkItem.objects.filter(pk__in=keys).select_related("framework")
    return list(rows.order_by("framework__code", "row"))


def standing_fields(codes: set[str], *, on: dt.date) -> dict[str, dict[str, object]]:
    """Return what stands of the indicators with these codes, field by field, for a plan."""
    rows = LibraryIndicator.standing_of(codes, on=on)
    return {code: {name: getattr(each, name) for name in FIELDS} for code, each in rows.items()}
