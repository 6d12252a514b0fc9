"""Draw figures: one set for a period and a moment of knowledge, once."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from config.accounts.models import User
from config.kernel.canonical import canonical_bytes
from config.kernel.errors import DomainError
from config.kernel.periods import Period
from reporting.figures.indicators import bases, table
from reporting.figures.models import Figure, FigureSet
from reporting.figures.queries import comparing, gathering
from reporting.figures.rules.facts import Facts
from reporting.figures.rules.values import SHORTEST_ID, Drawn, hash_of_set

PERMISSION = "reporting.figures.run"
_ROWS_AT_ONCE = 500


class NothingKnown(DomainError):
    """Nothing was known about {period} at {known_at}; there is no figure to draw."""

    code = "nothing_known"


def draw_figures(*, period: Period, known_at: dt.datetime, by: User, key: str) -> FigureSet:
    """
    Draw every figure of ``period`` as known at ``known_at``; return the set.

    The same period and moment again returns the standing set: its figures are the same.

    :raises NotAllowed: if ``by`` may not draw figures.
    :raises NothingKnown: if there is nothing to say.
    :raises TotalsDisagree: if parts and total of an indicator differ.
    """
    by.check_may(PERMISSION)
    standing = _standing(period, known_at)
    if standing is not None:
        return standing
    facts = gathering.gather(period, known_at)
    figures = table.draw(facts)
    if not figures:
        raise NothingKnown(period=period, known_at=known_at)
    try:
        with transaction.atomic():
            return _store(figures, facts=facts, by=by, key=key)
    except IntegrityError:
        standing = _standing(period, known_at)
        if standing is None:
            raise
        return standing


def _standing(
    period: Period, known_at: dt.datetime, *, old: FigureSet | None = None
) -> FigureSet | None:
    found: FigureSet | None = FigureSet.objects.filter(
        starts_on=period.starts_on, ends_on=period.ends_on, known_at=known_at, compares=old
    ).first()
    return found


def draw_comparison(*, old: FigureSet, new: FigureSet, by: User, key: str) -> FigureSet:
    """
    Draw how each number moved from one basis to the other; return the set of differences.

    The same two bases again return the standing set.

    :raises NotAllowed: if ``by`` may not draw figures.
    :raises NotTwoBases: if they are not two bases of one period.
    :raises BridgeDoesNotSum: if the steps of a number miss its difference.
    """
    by.check_may(PERMISSION)
    standing = _standing(new.period, new.known_at, old=old)
    if standing is not None:
        return standing
    figures = bases.draw(comparing.compare(old, new))
    if not figures:
        raise NothingKnown(period=new.period, known_at=new.known_at)
    figure_set = FigureSet(
        key=key,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        known_at=new.known_at,
        methods=new.methods,
        table_version=bases.TABLE_VERSION,
        count=len(figures),
        figures_sha256=hash_of_set(figures),
        is_sample=old.is_sample or new.is_sample,
        drawn_by=by,
        compares=old,
    )
    try:
        with transaction.atomic():
            return _stored(figure_set, figures)
    except IntegrityError:
        standing = _standing(new.period, new.known_at, old=old)
        if standing is None:
            raise
        return standing


def _store(
    figures: Sequence[Drawn],
    *,
    facts: Facts,
    by: User,
    key: str,
) -> FigureSet:
    figure_set = FigureSet(
        key=key,
        starts_on=facts.period.starts_on,
        ends_on=facts.period.ends_on,
        known_at=facts.known_at,
        methods=facts.methods,
        table_version=table.TABLE_VERSION,
        count=len(figures),
        figures_sha256=hash_of_set(figures),
        is_sample=facts.is_sample,
        drawn_by=by,
    )
    return _stored(figure_set, figures)


def _stored(figure_set: FigureSet, figures: Sequence[Drawn]) -> FigureSet:
    """Store a set and its figures, each under a short id of its own."""
    figure_set.save()
    short = _short_ids([each.identity for each in figures])
    Figure.objects.bulk_create(
        [_row(each, figure_set, short[each.identity]) for each in figures],
        batch_size=_ROWS_AT_ONCE,
    )
    return figure_set


def _row(drawn: Drawn, figure_set: FigureSet, figure_id: str) -> Figure:
    plain = json.loads(canonical_bytes(drawn.content))
    plain["value"], plain["known_at"] = drawn.content["value"], drawn.content["known_at"]
    return Figure(
        figure_set=figure_set,
        figure_id=figure_id,
        identity=drawn.identity,
        sha256=drawn.sha256,
        **plain,
    )


def _short_ids(identities: Sequence[str]) -> dict[str, str]:
    """Return an id for each identity: its first ten digits, more where those are taken."""
    found: dict[str, str] = {}
    waiting = list(identities)
    length = SHORTEST_ID
    while waiting:
        wanted = {each: f"F-{each[:length]}" for each in waiting}
        stored = Figure.objects.filter(figure_id__in=wanted.values())
        taken = set(stored.values_list("figure_id", flat=True)) | set(found.values())
        again: list[str] = []
        for identity, short in wanted.items():
            if short in taken:
                again.append(identity)
            else:
                taken.add(short)
                found[identity] = short
        waiting, length = again, length + 2
    return found
