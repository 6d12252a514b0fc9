"""What contracts, labels and own funds know, as facts: where the money stands, and how green."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects

from config.kernel.canonical import sha256_of
from config.kernel.periods import Period
from reporting.figures.queries.approvals import approval_of, ref_of
from reporting.figures.queries.names import province_name
from reporting.figures.rules.grounds import Name, Ref, RowSet
from reporting.figures.rules.money import GreenPart, Holding, OwnFunds, Placed, Waiting
from trusts.contracts import queries as contracts
from trusts.contracts.queries import Allocation, OpenRest
from trusts.contracts.rules import AGE_BANDS, AgeBand
from trusts.labels import queries as labels
from trusts.labels.queries import ContractGreen
from trusts.ledger import queries as ledger
from trusts.ledger.rules import INVESTMENTS
from trusts.own_funds.queries import OwnPosition
from trusts.register import queries as register
from trusts.register.rules import TrustStatus
from trusts.statistics.queries import Moment, cut_named

BEGINNING = dt.date(1979, 1, 1)
#: What a contract does not state; the same words as the house's statistics use.
NOT_STATED = Name("", "未填列", "Not stated")
_NOT_ESTABLISHED = frozenset({TrustStatus.DRAFT, TrustStatus.PRE_REGISTERED})


@dataclass(frozen=True, kw_only=True)
class Money:
    """The trusts' money on the last day: by product, by contract, and the company's own beside."""

    holdings: tuple[Holding, ...]
    placed: tuple[Placed, ...]
    own_funds: tuple[OwnFunds, ...]


def money(period: Period, known_at: dt.datetime) -> Money:
    """Return where all money stands on the last day of the period, as known at the moment."""
    on = period.last_day
    products = register.products(known_at=known_at)
    ids = [each.pk for each in products]
    chains = contracts.chains_of(products, on=on, known_at=known_at)
    paid_in = ledger.paid_in(ids, on=on, known_at=known_at)
    terms = register.standing_terms(ids, on=on, known_at=known_at)
    rollup = labels.rollup(on=on, known_at=known_at)
    reader = _Reader(on, known_at, rollup.contracts)
    return Money(
        holdings=tuple(
            Holding(
                product=_product(each.product),
                established_on=_established(terms.get(each.product.pk), on),
                paid_in_cny=paid_in[each.product.pk],
                cash_cny=each.cash,
                other_assets_cny=each.other_assets,
                assets_cny=each.ledger_assets,
                books=_assets(each.product.code, each.ledger_assets, on),
            )
            for each in chains
        ),
        placed=tuple(reader.placed(line) for each in chains for line in each.placed),
        own_funds=tuple(_own_funds(rollup.own, reader.entries)),
    )


def _product(product: Any) -> Name:
    return Name(product.code, product.name_zh, product.name_en)


def _established(terms: Any, on: dt.date) -> dt.date | None:
    """Return the day on which a product was established; None if it was not by ``on``."""
    if terms is None or terms.status in _NOT_ESTABLISHED or terms.established_on is None:
        return None
    day: dt.date = terms.established_on
    return day if day <= on else None


def _assets(code: str, amount: Decimal, on: dt.date) -> RowSet:
    """Return the balances of all asset accounts that a product's total is the sum of."""
    return RowSet(
        query=f"trusts.ledger.balances product={code} on={on} nature=asset",
        count=1,
        sha256=sha256_of([code, on, amount]),
    )


def band_name(band: AgeBand) -> Name:
    """
    Return a band of age with its names; its code sorts the younger before the older.

    >>> band_name(AgeBand(31, 91)).zh, band_name(AgeBand(366, None)).en
    ('31–90 天', '366 days or more')
    """
    low, high = band.from_days, band.below_days
    if high is None:
        return Name(f"{low:04}-", f"{low} 天及以上", f"{low} days or more")
    last = high - 1
    return Name(f"{low:04}-{last:04}", f"{low}–{last} 天", f"{low}–{last} days")


class _Reader:
    """Reads every contract's terms, splits, labels, ages and names once, however many there are."""

    def __init__(
        self, on: dt.date, known_at: dt.datetime, green: Collection[ContractGreen]
    ) -> None:
        self._on = on
        ids = [each.contract.pk for each in green]
        self._terms = contracts.standing_terms(ids, on=on, known_at=known_at)
        self._splits = contracts.standing_splits(ids, on=on, known_at=known_at)
        self._green = {each.contract.pk: each for each in green}
        self._labels = {key: each.label for key, each in self._green.items() if each.label}
        self._rests = {
            each.contract_id: each for each in contracts.open_rests(on=on, known_at=known_at)
        }
        for rows in (self._terms, self._splits, self._labels):
            prefetch_related_objects(list(rows.values()), "proposed_by", "decided_by")
        moment = Moment(on, known_at, on)
        terms = self._terms.values()
        self._instruments = _named("instrument", {each.instrument for each in terms}, moment)
        keys = {_key(part.part.entry) for each in green for part in each.parts}
        self.entries = _Entries(moment, keys)
        self._lines = self._lines_of(
            {each.contract.product_id: each.contract.product.code for each in green}, known_at
        )

    def placed(self, line: Allocation) -> Placed:
        """Return one contract's money."""
        key, green = line.contract.pk, self._green[line.contract.pk]
        terms = self._terms.get(key)
        percent = terms.look_back_percent if terms else None
        look_back = contracts.look_back_of(line.contract, line.outstanding, percent)
        form = green.label.form if green.label else None
        rows = [found[key] for found in (self._terms, self._splits, self._labels) if key in found]
        return Placed(
            contract=Name(line.contract.code, line.contract.name_zh, line.contract.name_en),
            product=_product(line.contract.product),
            instrument=self._instruments[terms.instrument] if terms else NOT_STATED,
            province=province_name(terms.province) if terms and terms.province else NOT_STATED,
            outstanding_cny=line.outstanding,
            on_projects={each.project_code: each.amount for each in line.shares},
            waiting=_waiting(self._rests.get(key), self._on),
            refinanced_cny=look_back.refinanced,
            new_cny=look_back.new,
            not_stated_cny=look_back.not_stated,
            form=Name(form.code, form.name_zh, form.name_en) if form else None,
            green=tuple(
                GreenPart(
                    entry=self.entries[_key(each.part.entry)],
                    amount_cny=each.amount,
                    supported_cny=each.supported,
                )
                for each in green.parts
            ),
            rest_cny=green.amounts.rest,
            not_green_cny=green.amounts.not_green,
            unlabelled_cny=green.amounts.unlabelled,
            rows=tuple(map(_ref, rows)),
            sets=(self._lines[line.contract.product_id],),
            approvals=tuple(map(approval_of, rows)),
        )

    def _lines_of(self, products: Mapping[int, str], known_at: dt.datetime) -> dict[int, RowSet]:
        """Return, by product, the ledger's lines that its placed money is the sum of, as a set."""
        until = Period(BEGINNING, self._on + dt.timedelta(days=1))
        found = {}
        for product_id, code in sorted(products.items()):
            told = ledger.statement(product_id, INVESTMENTS, period=until, known_at=known_at)
            lines = [[INVESTMENTS, line.entry_id, line.amount] for line in told.rows]
            found[product_id] = RowSet(
                query=f"trusts.ledger.statement account={INVESTMENTS} product={code} on={self._on}",
                count=len(lines),
                sha256=sha256_of(lines),
            )
        return found


class _Entries:
    """Names of catalogue entries, by edition and code."""

    def __init__(self, moment: Moment, keys: Collection[str]) -> None:
        self._moment = moment
        self._found = _named("catalogue", keys, moment) if keys else {}

    def __getitem__(self, key: str) -> Name:
        if key not in self._found:
            self._found |= _named("catalogue", [key], self._moment)
        return self._found[key]


def _key(entry: tuple[str, str]) -> str:
    return ":".join(entry)


def _named(cut: str, keys: Collection[str], moment: Moment) -> dict[str, Name]:
    """Return the names that the house's statistics give to the members of a cut."""
    names: Mapping[str, tuple[str, str]] = cut_named(cut).names(list(keys), moment)
    return {key: Name(key, *names.get(key, (key, key))) for key in keys}


def _waiting(rest: OpenRest | None, on: dt.date) -> tuple[Waiting, ...]:
    if rest is None:
        return ()
    return tuple(
        Waiting(
            since_on=layer.since_on,
            age_days=(on - layer.since_on).days,
            band=next(band_name(each) for each in AGE_BANDS if (on - layer.since_on).days in each),
            amount_cny=layer.amount,
        )
        for layer in rest.rest.layers
    )


def _ref(row: Any) -> Ref:
    return ref_of(row)


def _own_funds(positions: Iterable[OwnPosition], entries: _Entries) -> Iterable[OwnFunds]:
    for each in positions:
        rows = [row for row in (each.placement, each.terms) if row is not None]
        yield OwnFunds(
            name=Name(each.placement.code, each.placement.name_zh, each.placement.name_en),
            entry=entries[_key(each.entry)] if each.entry and all(each.entry) else NOT_STATED,
            outstanding_cny=each.outstanding.amount,
            rows=tuple(map(_ref, rows)),
            approvals=tuple(map(approval_of, rows)),
        )
