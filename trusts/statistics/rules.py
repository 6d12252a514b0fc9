"""Measures of a portfolio, their changes and shares, concentration, and bands of term."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from config.kernel.errors import DomainError
from trusts.register.rules import TrustStatus, months_after

ZERO = Decimal(0)
HUNDRED = Decimal(100)
PLACES = Decimal("0.01")
#: The Herfindahl–Hirschman index of one group that holds all.
HIGHEST_HHI = Decimal(10_000)

#: Key of what is not stated (no form, no province), and of what was folded below the top n.
UNKNOWN = ""
OTHER = "*"

#: A product is in run from its establishment until it is terminated.
IN_RUN = frozenset({TrustStatus.ESTABLISHED, TrustStatus.IN_RUN, TrustStatus.EXTENDED})
#: A product that was never established is not new.
NOT_ESTABLISHED = frozenset({TrustStatus.DRAFT, TrustStatus.PRE_REGISTERED})


class PartsExceedTotal(DomainError):
    """The parts add up to {parts}, more than the total of {total}; one of them is wrong."""

    code = "parts_exceed_total"
    status = 400


class Measure(StrEnum):
    """What is counted or summed, of products and of contracts."""

    OUTSTANDING = "outstanding_cny"
    PAID_IN = "paid_in_cny"
    PRODUCTS = "products"
    NEW_PRODUCTS = "new_products"
    NEW_PAID_IN = "new_paid_in_cny"
    CONTRACTS = "contracts"
    PLACED = "placed_cny"


OF_PRODUCTS = (
    Measure.OUTSTANDING,
    Measure.PAID_IN,
    Measure.PRODUCTS,
    Measure.NEW_PRODUCTS,
    Measure.NEW_PAID_IN,
)
OF_CONTRACTS = (Measure.CONTRACTS, Measure.PLACED)
COUNTS = frozenset({Measure.PRODUCTS, Measure.NEW_PRODUCTS, Measure.CONTRACTS})


class NewIn(StrEnum):
    """The run of days, up to the day itself, in which a product counts as new."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"

    def first_day(self, on: dt.date) -> dt.date:
        """
        Return the first day of the year, quarter or month that ``on`` lies in.

        >>> NewIn.QUARTER.first_day(dt.date(2025, 5, 31))
        datetime.date(2025, 4, 1)
        """
        month = {self.YEAR: 1, self.QUARTER: (on.month - 1) // 3 * 3 + 1, self.MONTH: on.month}
        return dt.date(on.year, month[self], 1)


@dataclass(frozen=True)
class Moment:
    """A day, what was known of it when, and from which day on a product counts as new."""

    on: dt.date
    known_at: dt.datetime
    new_since: dt.date


@dataclass(frozen=True)
class Figures:
    """Values by measure: amounts in CNY, counts as whole numbers."""

    values: Mapping[Measure, Decimal] = field(default_factory=dict)

    def of(self, measure: Measure) -> Decimal:
        """Return the value of one measure; zero where nothing was counted."""
        return self.values.get(measure, ZERO)

    def __add__(self, other: Figures) -> Figures:
        measures = [each for each in Measure if each in self.values or each in other.values]
        return Figures({each: self.of(each) + other.of(each) for each in measures})


@dataclass(frozen=True)
class Change:
    """What became of a value: the difference, and that in percent of what it was."""

    difference: Decimal
    percent: Decimal | None


def change(now: Decimal, then: Decimal) -> Change:
    """
    Return the change from ``then`` to ``now``; its percentage has two places.

    ``percent = (now - then) / then × 100``: 390 after 321 is +69, or +21.50 %. There is no
    percentage of nothing, and none of a value below zero.
    """
    difference = now - then
    if then <= 0:
        return Change(difference, None)
    return Change(difference, (difference * HUNDRED / then).quantize(PLACES, ROUND_HALF_EVEN))


def share(part: Decimal, total: Decimal) -> Decimal | None:
    """
    Return ``part`` in percent of ``total`` with two places; none of a total not above zero.

    >>> share(Decimal("922.19"), Decimal("3000"))
    Decimal('30.74')
    """
    if total <= 0:
        return None
    return (part * HUNDRED / total).quantize(PLACES, ROUND_HALF_EVEN)


def rest_of(parts: Iterable[Decimal], *, total: Decimal) -> Decimal:
    """
    Return *other*: what named parts leave of the total they belong to.

    922.19 + 245.13 + 79.92 of 3000.00 leave 1752.76.

    :raises PartsExceedTotal: if they add up to more than the total.
    """
    together = sum(parts, ZERO)
    if together > total:
        raise PartsExceedTotal(parts=together, total=total)
    return total - together


def hhi(amounts: Iterable[Decimal]) -> Decimal | None:
    """
    Return the Herfindahl–Hirschman index of the amounts, from 10,000 / n to 10,000.

    ``HHI = sum over groups of (amount / total × 100) squared``; equal halves give 5,000. It
    is not defined where an amount is below zero or all of them are zero.
    """
    found = list(amounts)
    total = sum(found, ZERO)
    if total <= 0 or any(each < 0 for each in found):
        return None
    squares = sum((each * each for each in found), ZERO)
    return (squares * HIGHEST_HHI / (total * total)).quantize(PLACES, ROUND_HALF_EVEN)


@dataclass(frozen=True)
class Group:
    """One part of a cut: its key, its name in both languages, its values now and then."""

    key: str
    name_zh: str
    name_en: str
    now: Figures
    then: Figures | None = None
    #: How many parts were folded into this one; 1 for a part of its own.
    parts: int = 1

    @property
    def is_other(self) -> bool:
        """Return whether this is what lies below the top n."""
        return self.key == OTHER

    @property
    def is_unknown(self) -> bool:
        """Return whether this is what the books do not say."""
        return self.key == UNKNOWN

    def change(self, measure: Measure) -> Change | None:
        """Return the change of a measure since the day compared with; none without one."""
        return change(self.now.of(measure), self.then.of(measure)) if self.then else None


def together(groups: Sequence[Group], *, key: str, name_zh: str, name_en: str) -> Group:
    """Return one group that holds all that the given ones hold."""
    now = sum((each.now for each in groups), Figures())
    past = [each.then for each in groups if each.then is not None]
    then = sum(past, Figures()) if past else None
    return Group(key, name_zh, name_en, now, then, parts=sum(each.parts for each in groups))


def top(groups: Sequence[Group], number: int, *, by: Measure) -> list[Group]:
    """
    Return the ``number`` largest groups by a measure, then *other* with all the rest.

    What is not stated stays a group of its own and is never among the first ``number``.
    """
    stated = [each for each in groups if not each.is_unknown]
    ranked = sorted(stated, key=lambda each: (-each.now.of(by), each.key))
    first, rest = ranked[:number], ranked[number:]
    if rest:
        first.append(together(rest, key=OTHER, name_zh="其他", name_en="Other"))
    return first + [each for each in groups if each.is_unknown]


@dataclass(frozen=True)
class Concentration:
    """How concentrated a cut is: the index, and what the largest groups hold together."""

    measure: Measure
    groups: int
    hhi: Decimal | None
    top: int
    top_percent: Decimal | None
    unknown_percent: Decimal | None


def concentration(groups: Sequence[Group], *, by: Measure, number: int) -> Concentration:
    """
    Return the concentration of unfolded groups; what is not stated counts as one group.

    The index is therefore the highest that the unstated part allows.
    """
    amounts = [each.now.of(by) for each in groups]
    total = sum(amounts, ZERO)
    stated = [each.now.of(by) for each in groups if not each.is_unknown]
    largest = sum(sorted(stated, reverse=True)[:number], ZERO)
    return Concentration(
        measure=by,
        groups=sum(1 for each in amounts if each),
        hhi=hhi(amounts),
        top=number,
        top_percent=share(largest, total),
        unknown_percent=share(total - sum(stated, ZERO), total),
    )


@dataclass(frozen=True)
class Band:
    """A band of terms: above the band before it, up to and with so many months."""

    key: str
    up_to_months: int | None
    name_zh: str
    name_en: str


BANDS = (
    Band("1", 12, "1年以内(含)", "up to 1 year"),
    Band("2", 36, "1至3年(含)", "1 to 3 years"),
    Band("3", 60, "3至5年(含)", "3 to 5 years"),
    Band("4", 120, "5至10年(含)", "5 to 10 years"),
    Band("5", None, "10年以上", "over 10 years"),
)
#: What has no days left: the day of maturity is reached or past.
MATURED = Band("0", 0, "已到期", "matured")


def band_of(start: dt.date, end: dt.date) -> Band:
    """
    Return the band of the term from ``start`` to ``end``; exactly a year is up to 1 year.

    >>> band_of(dt.date(2025, 1, 1), dt.date(2026, 1, 1)).name_en
    'up to 1 year'
    """
    if end <= start:
        return MATURED
    for band in BANDS:
        if band.up_to_months is None or end <= months_after(start, band.up_to_months):
            return band
    raise AssertionError("The last band has no end.")


#: Sections of GB/T 4754—2017 (B: widely published, the standard's text was not re-read).
SECTIONS = {
    "A": ("农、林、牧、渔业", "Agriculture, forestry, animal husbandry and fishery"),
    "B": ("采矿业", "Mining"),
    "C": ("制造业", "Manufacturing"),
    "D": ("电力、热力、燃气及水生产和供应业", "Electricity, heat, gas and water"),
    "E": ("建筑业", "Construction"),
    "F": ("批发和零售业", "Wholesale and retail"),
    "G": ("交通运输、仓储和邮政业", "Transport, storage and post"),
    "H": ("住宿和餐饮业", "Accommodation and catering"),
    "I": ("信息传输、软件和信息技术服务业", "Information and software"),
    "J": ("金融业", "Finance"),
    "K": ("房地产业", "Real estate"),
    "L": ("租赁和商务服务业", "Leasing and business services"),
    "M": ("科学研究和技术服务业", "Research and technical services"),
    "N": ("水利、环境和公共设施管理业", "Water, environment and public facilities"),
    "O": ("居民服务、修理和其他服务业", "Household and other services"),
    "P": ("教育", "Education"),
    "Q": ("卫生和社会工作", "Health and social work"),
    "R": ("文化、体育和娱乐业", "Culture, sports and entertainment"),
    "S": ("公共管理、社会保障和社会组织", "Public administration and social organizations"),
    "T": ("国际组织", "International organizations"),
}
