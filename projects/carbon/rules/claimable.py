"""What of the spared may still be claimed: less the certificates and credits that were sold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property

from config.kernel.canonical import plain_decimal
from config.kernel.findings import Finding
from config.kernel.money import split_largest_remainder
from config.kernel.periods import Period
from projects.carbon.rules.plausibility import most_possible
from projects.reference.rules.sentences import Sentence

CERTIFICATE = "certificate"
CREDIT = "credit"
#: What an amount of each kind is counted in.
UNITS = {CERTIFICATE: "MWh", CREDIT: "tCO2e"}
#: Amounts of either kind are kept to this place: a watt-hour, a gram.
STEP = Decimal("0.000001")
_WH_PER_MWH = 1_000_000
_GJ_PER_WH = Decimal("0.0000036")
_ZERO = Decimal(0)
#: The most that a megawatt-hour of electricity and a gigajoule of heat can possibly avoid.
MOST_PER_MWH, MOST_PER_GJ = most_possible("emission_factor"), most_possible("co2_per_heat")


@dataclass(frozen=True)
class Spared:
    """What was stated of one month; metered and not stated, a month avoids nothing."""

    month: Period
    energy_wh: int
    avoided_tco2e: Decimal


@dataclass(frozen=True)
class Sold:
    """What was sold of a project: MWh of certificates or tCO2e of credits of a period."""

    right_id: int
    kind: str
    period: Period
    amount: Decimal


@dataclass(frozen=True)
class SoldMonth:
    """What of something sold falls in one month, and the tonnes that it takes away."""

    month: Period
    amount: Decimal
    tco2e: Decimal


@dataclass(frozen=True)
class SoldPart:
    """The part of something sold that falls in the period asked for, and what it takes away."""

    right_id: int
    kind: str
    months: tuple[SoldMonth, ...]

    @property
    def unit(self) -> str:
        """Return what the amount is counted in."""
        return UNITS[self.kind]

    @property
    def amount(self) -> Decimal:
        """Return how much of it falls in the period."""
        return sum((each.amount for each in self.months), _ZERO)

    @property
    def tco2e(self) -> Decimal:
        """Return the tonnes that it takes away."""
        return sum((each.tco2e for each in self.months), _ZERO)


@dataclass(frozen=True)
class Claimable:
    """What was avoided by month, what was sold of it, and what is left; never below zero."""

    avoided: Mapping[Period, Decimal]
    parts: tuple[SoldPart, ...]

    @property
    def avoided_tco2e(self) -> Decimal:
        """Return the tonnes avoided in all months."""
        return sum(self.avoided.values(), _ZERO)

    @property
    def sold_tco2e(self) -> Decimal:
        """Return the tonnes that were sold, be they more than were avoided."""
        return sum((each.tco2e for each in self.parts), _ZERO)

    @property
    def claimable_tco2e(self) -> Decimal:
        """Return the tonnes that are left."""
        return self.avoided_tco2e - sum(self.taken.values(), _ZERO)

    @cached_property
    def taken(self) -> Mapping[Period, Decimal]:
        """
        Return the tonnes that sales take from each month, never more than it avoided.

        What is sold of a month beyond what it avoided is taken from the others, as far as they
        reach and in proportion to what each has left: so much less is claimed of the period.
        """
        wanted = dict.fromkeys(self.avoided, _ZERO)
        beyond = _ZERO
        for each in (month for part in self.parts for month in part.months):
            if each.month in wanted:
                wanted[each.month] += each.tco2e
            else:
                beyond += each.tco2e
        own = {month: min(tonnes, self.avoided[month]) for month, tonnes in wanted.items()}
        rooms = [self.avoided[month] - tonnes for month, tonnes in own.items()]
        beyond += sum(wanted.values(), _ZERO) - sum(own.values(), _ZERO)
        more = min(beyond, sum(rooms, _ZERO))
        if not more:
            return own
        spread = split_largest_remainder(more, rooms, quantum=STEP)
        return {
            month: tonnes + part for (month, tonnes), part in zip(own.items(), spread, strict=True)
        }

    @property
    def reasons(self) -> tuple[Sentence, ...]:
        """Return in words what was sold and what is left."""
        return tuple(_reasons(self))


def claimable(period: Period, spared: Sequence[Spared], sold: Iterable[Sold]) -> Claimable:
    """
    Return what of the avoided tonnes of a period's statements may still be claimed.

    ``C = max(0, A - Σ credits - Σ MWh sold × A_m / E_m)`` [tCO2e], month by month. What was
    sold of several months is spread over them as the energy is; a month without energy that is
    known weighs as an average day of the others. ``spared`` may reach beyond the period, for
    that weighing. Source: facts of the trade: sold certificates and credits remove the right to
    claim the same reduction.
    Worked number: 1,000 MWh avoid 619.1 t; 400 MWh of certificates and 100 t of credits are
    sold; 619.1 - 247.64 - 100 = 271.46 t are left.

    >>> january = Period.month(2025, 1)
    >>> found = claimable(
    ...     january,
    ...     [Spared(january, 10**9, Decimal("619.1"))],
    ...     [Sold(1, CERTIFICATE, january, Decimal(400)), Sold(2, CREDIT, january, Decimal(100))],
    ... )
    >>> found.claimable_tco2e.normalize()
    Decimal('271.46')
    """
    by_month = {each.month: each for each in spared}
    avoided = {
        each.month: each.avoided_tco2e
        for each in spared
        if each.avoided_tco2e and period.covers(each.month)
    }
    parts = (_part(each, period, by_month) for each in sold if each.period.overlaps(period))
    return Claimable(avoided, tuple(parts))


def _part(sold: Sold, period: Period, by_month: Mapping[Period, Spared]) -> SoldPart:
    """Return what of something sold falls in the period, with the tonnes that it takes away."""
    months = sold.period.months()
    amounts = split_largest_remainder(sold.amount, _weights(months, by_month), quantum=STEP)
    inside = (
        SoldMonth(month, amount, _tonnes(sold.kind, by_month.get(month), amount))
        for month, amount in zip(months, amounts, strict=True)
        if period.covers(month)
    )
    return SoldPart(sold.right_id, sold.kind, tuple(inside))


def _weights(months: Sequence[Period], by_month: Mapping[Period, Spared]) -> Sequence[Decimal]:
    known = {month: Decimal(by_month[month].energy_wh) for month in months if month in by_month}
    whole, days = sum(known.values(), _ZERO), sum(month.days for month in known)
    if not whole:
        return [Decimal(month.days) for month in months]
    return [known.get(month, whole * month.days / days) for month in months]


def _tonnes(kind: str, spared: Spared | None, amount: Decimal) -> Decimal:
    """Return what an amount of one month takes away: a certificate what its energy avoided."""
    if kind == CREDIT:
        return amount
    if spared is None or not spared.energy_wh:
        return _ZERO
    taken = amount * _WH_PER_MWH * spared.avoided_tco2e / spared.energy_wh
    return taken.quantize(STEP, rounding=ROUND_HALF_EVEN)


def _reasons(found: Claimable) -> Iterable[Sentence]:
    facts: dict[str, object] = {
        "avoided": f"{found.avoided_tco2e:f}",
        "sold": f"{found.sold_tco2e:f}",
        "left": f"{found.claimable_tco2e:f}",
        "count": len(found.parts),
    }
    if not found.parts:
        yield Sentence("No sold certificates or credits are known; all may be claimed.")
        return
    yield Sentence(
        "Of {avoided} tCO2e avoided, {sold} went with {count} sale(s) of certificates or"
        " credits; {left} may still be claimed.",
        facts,
    )
    if found.sold_tco2e > found.avoided_tco2e:
        yield Sentence(
            "More was sold than was avoided by these statements: nothing is left to claim, and"
            " the sales should be looked at.",
            facts,
        )


@dataclass(frozen=True, kw_only=True)
class Yield:
    """All that a project yielded in a period, by which what can have been sold is bounded."""

    electricity_wh: int = 0
    heat_wh: int = 0
    stated_tco2e: Decimal = _ZERO

    @property
    def electricity_mwh(self) -> Decimal:
        """Return the electricity in MWh."""
        return Decimal(self.electricity_wh) / _WH_PER_MWH

    def most_tco2e(self, *, certificates_mwh: Decimal) -> Decimal:
        """
        Return the most that credits can be of: what no certificate went with.

        Metered energy at the upper end of what is possible for it, and what was stated of
        entered activity.
        """
        free = max(self.electricity_mwh - certificates_mwh, _ZERO)
        heat_gj = Decimal(self.heat_wh) * _GJ_PER_WH
        return free * MOST_PER_MWH + heat_gj * MOST_PER_GJ + self.stated_tco2e


def oversold(
    yielded: Yield, *, certificates_mwh: Decimal, credits_tco2e: Decimal, period: Period
) -> Finding | None:
    """
    Return why so much cannot have been sold of a period; nothing if it can.

    Certificates are never more than the metered electricity. Credits are reckoned by the
    registry's own method: they are refused above what the energy that no certificate went
    with can possibly avoid, or, of projects without meters, above what was stated.
    """
    most = yielded.most_tco2e(certificates_mwh=certificates_mwh)
    facts: dict[str, object] = {
        "certificates": plain_decimal(certificates_mwh),
        "credits": plain_decimal(credits_tco2e),
        "energy": plain_decimal(yielded.electricity_mwh),
        "most": plain_decimal(most),
        "period": str(period),
    }
    if certificates_mwh > yielded.electricity_mwh:
        return Finding(
            code="sold_more_than_produced",
            message="Certificates for {certificates} MWh of {period} would be sold; {energy} MWh"
            " were metered.",
            remedy="Check the amount and its period; bring in the meter readings first.",
            field="amount",
            value=f"{facts['certificates']} MWh",
            facts=facts,
        )
    if credits_tco2e <= most:
        return None
    if not yielded.most_tco2e(certificates_mwh=_ZERO):
        return Finding(
            code="nothing_stated",
            message="Credits for {credits} tCO2e of {period} would be sold; nothing was metered or"
            " stated that the project spared then.",
            remedy="Bring in the meter readings, or enter the project's activity and freeze it,"
            " first.",
            field="amount",
            value=f"{facts['credits']} tCO2e",
            facts=facts,
        )
    return Finding(
        code="sold_more_than_produced",
        message="Credits for {credits} tCO2e of {period} would be sold; what was metered and stated"
        " then, without the {certificates} MWh sold as certificates, cannot be more than {most}.",
        remedy="Check the amount, its unit and its period.",
        field="amount",
        value=f"{facts['credits']} tCO2e",
        facts=facts,
    )
