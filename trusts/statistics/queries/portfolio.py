"""The one entrance: the figures of a portfolio on a day, cut, and beside those of another day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from config.kernel.errors import DomainError
from trusts.register.models import Product
from trusts.register.rules import months_after
from trusts.statistics import rules
from trusts.statistics.queries.cuts import DEFAULT_CUT, Cut, cut_named
from trusts.statistics.queries.statement import sums_by_key
from trusts.statistics.rules import Concentration, Figures, Group, Measure, Moment, NewIn

#: How many of the largest groups concentration speaks of, unless the reader says otherwise.
DEFAULT_TOP = 10
TOTAL = "total"


class WrongMeasure(DomainError):
    """{measure} cannot be cut by {cut}; what can: {measures}."""

    code = "wrong_measure"
    status = 400


@dataclass(frozen=True)
class Statistics:
    """The figures of a portfolio on a day, by the parts of a cut, as known at a moment."""

    cut: Cut
    measure: Measure
    now: Moment
    then: Moment | None
    total: Group
    groups: tuple[Group, ...]
    concentration: Concentration
    #: Whether sample products are known; what is summed may then be sample data.
    has_sample_data: bool

    def share(self, group: Group) -> Decimal | None:
        """Return what percentage of the total a group holds, by the measure asked for."""
        return rules.share(group.now.of(self.measure), self.total.now.of(self.measure))


def statistics(
    *,
    on: dt.date,
    known_at: dt.datetime,
    cut: str = DEFAULT_CUT,
    compare_with: dt.date | None = None,
    compare_known_at: dt.datetime | None = None,
    new_in: NewIn = NewIn.YEAR,
    measure: Measure | None = None,
    top: int | None = None,
) -> Statistics:
    """
    Return the portfolio at the end of ``on`` as known at ``known_at``, cut into its parts.

    Products count as new if they were established between the first day of the year (the
    quarter, the month: ``new_in``) and ``on``. ``compare_with`` is another day, asked with
    the same knowledge unless ``compare_known_at`` says otherwise. ``measure`` is what shares
    and concentration are of; with ``top`` only so many parts are named and the rest is
    *other*. The parts add up to the total to the fen, what is not stated among them. Three
    statements, however many products, contracts and postings; one more for another day where
    splits or labels divide contracts.

    :raises UnknownCut: if there is no such cut.
    :raises WrongMeasure: if the measure cannot be cut this way.
    """
    chosen = cut_named(cut)
    by = measure_of(chosen, measure)
    now = Moment(on, known_at, new_in.first_day(on))
    then = None
    if compare_with is not None:
        first = new_in.first_day(compare_with)
        then = Moment(compare_with, compare_known_at or known_at, first)
    groups = _groups(chosen, [now] if then is None else [now, then])
    ordered = _ordered(chosen, groups, by=by)
    return Statistics(
        cut=chosen,
        measure=by,
        now=now,
        then=then,
        total=rules.together(groups or [_empty(then)], key=TOTAL, name_zh="合计", name_en="Total"),
        groups=tuple(ordered if top is None else rules.top(ordered, top, by=by)),
        concentration=rules.concentration(ordered, by=by, number=top or DEFAULT_TOP),
        has_sample_data=Product.objects.known(known_at).filter(is_sample=True).exists(),
    )


def measure_of(cut: Cut, measure: Measure | None) -> Measure:
    """
    Return the measure that is asked of a cut; its main amount if none is.

    :raises WrongMeasure: if the measure cannot be cut this way.
    """
    by = measure or cut.main_measure
    if by not in cut.measures:
        raise WrongMeasure(measure=by, cut=cut.code, measures=", ".join(cut.measures))
    return by


def year_before(on: dt.date) -> dt.date:
    """Return the same day of the year before; of 29 February, the 28th."""
    return months_after(on, -12)


def _groups(cut: Cut, moments: Sequence[Moment]) -> list[Group]:
    sums = sums_by_key(cut, moments)
    found = {key: each for key, each in sums.items() if any(_holds(figures) for figures in each)}
    stated = [key for key in found if key != rules.UNKNOWN]
    names = {**(cut.names(stated, moments[0]) if stated else {}), rules.UNKNOWN: cut.unknown}
    return [_group(key, figures, names) for key, figures in found.items()]


def _group(key: str, figures: Sequence[Figures], names: Mapping[str, tuple[str, str]]) -> Group:
    zh, en = names.get(key, (key, key))
    return Group(key, zh, en, figures[0], figures[1] if len(figures) > 1 else None)


def _ordered(cut: Cut, groups: Sequence[Group], *, by: Measure) -> list[Group]:
    """Return the parts in their order, what is not stated last."""

    def place(group: Group) -> tuple[bool, Decimal, str]:
        rank = rules.ZERO if cut.in_order else -group.now.of(by)
        return group.is_unknown, rank, group.key

    return sorted(groups, key=place)


def _holds(figures: Figures) -> bool:
    return any(value for value in figures.values.values())


def _empty(then: Moment | None) -> Group:
    return Group(TOTAL, "", "", Figures(), Figures() if then else None)
