"""What a run states of every asset class: whose part of which investee's tonnes, and the gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from config.kernel.canonical import plain_decimal
from config.kernel.errors import DomainError
from config.kernel.periods import Period
from trusts.attribution.models import Exposure, FinancedStatement, Investee
from trusts.attribution.projects import PROJECTS
from trusts.attribution.queries.known import Known, known, tonnes_of
from trusts.attribution.queries.plans import Gap
from trusts.attribution.rules import GRAM, Claim, Method, Share, check_shares, guide_share
from trusts.attribution.rules.asset_classes import Factor
from trusts.attribution.rules.classes_table import ASSET_CLASSES, factor
from trusts.attribution.rules.investees import (
    ASSET_VALUE,
    DERIVED_CLASS,
    HAS_INVESTMENT,
    ORIGINATION,
    YEAR_AMOUNTS,
    Kind,
    score_of,
)
from trusts.attribution.rules.portfolios import Tonnes, parts_of
from trusts.attribution.sources import Finances, Sources
from trusts.contracts import queries as contracts
from trusts.contracts.models import Contract, ContractTerms
from trusts.contracts.queries import Allocation
from trusts.contracts.rules import divide

#: A changed formula or rounding is a new version.
FINANCED_VERSIONS = {
    Method.PCAF: "pcaf-a-2022.classes.1",
    Method.GUIDE: "green-credit-guide-2013.classes.1",
}
#: The kinds whose evidence makes the data quality score.
SCORED = frozenset({Tonnes.SCOPE_1, Tonnes.SCOPE_2, Tonnes.SCOPE_1_LULUCF})


@dataclass(frozen=True)
class FinancedPlan:
    """What a run states of all asset classes, and what it leaves out."""

    statements: tuple[FinancedStatement, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Piece:
    """Money of one contract in one investee, with the class it falls in."""

    contract: Contract
    outstanding: Decimal
    amount: Decimal
    investee: Investee
    asset_class: str
    exposure: Exposure | None = None


def financed_plan(
    *,
    period: Period,
    known_at: dt.datetime,
    sources: Sources = PROJECTS,
    product_ids: Iterable[int] | None = None,
) -> FinancedPlan:
    """
    Return the share of every contract in every investee, by both methods, computed afresh.

    Money that a split puts on a project is the project's, if that is an investee; what stands
    on no project goes where its exposures say; without any, to the investee that is the
    contract's counterparty, in the class that its instrument suggests.

    :raises SharesAboveOne: if the financiers of an investee would claim more than it.
    """
    on = period.last_day
    found = known(period=period, known_at=known_at, sources=sources)
    allocations = contracts.allocations(on=on, known_at=known_at, product_ids=product_ids)
    terms = contracts.standing_terms(None, on=on, known_at=known_at)
    statements: list[FinancedStatement] = []
    gaps: list[Gap] = []
    for allocation in allocations:
        try:
            pieces = list(_pieces(allocation, terms.get(allocation.contract.pk), found))
        except DomainError as refusal:
            gaps.append(_gap(allocation.contract, "", Method.PCAF, refusal))
            continue
        if allocation.unallocated > 0 and not any(_stands_apart(each) for each in pieces):
            gaps.append(_nobody(allocation))
        for piece in pieces:
            stating = _Stating(piece, found, period, known_at)
            for method in Method:
                try:
                    if (row := stating.by(method)) is not None:
                        statements.append(row)
                except DomainError as refusal:
                    gaps.append(_gap(piece.contract, piece.investee.code, method, refusal))
    check_shares(_claim(each) for each in statements)
    return FinancedPlan(tuple(statements), tuple(gaps))


# ---- which money goes where


def _pieces(allocation: Allocation, terms: ContractTerms | None, found: Known) -> Iterator[Piece]:
    """Yield where the money of a contract goes, as far as an investee is known."""
    contract, whole = allocation.contract, allocation.outstanding
    for part in allocation.shares:
        investee = found.by_project.get(part.project_id)
        if investee is None or part.amount == 0:
            continue
        exposure = found.exposure(contract.pk, investee.pk)
        asset_class = exposure.asset_class if exposure else "project_finance"
        yield Piece(contract, whole, part.amount, investee, asset_class, exposure)
    if allocation.unallocated <= 0:
        return
    apart = [
        each
        for each in found.exposures.get(contract.pk, ())
        if each.investee.kind != Kind.PROJECT and each.percent > 0
    ]
    if apart:
        division = divide(allocation.unallocated, [each.percent for each in apart])
        for exposure, amount in zip(apart, division.parts, strict=True):
            if amount > 0:
                yield Piece(
                    contract, whole, amount, exposure.investee, exposure.asset_class, exposure
                )
        return
    derived = _derived(terms, found)
    if derived is not None:
        yield Piece(contract, whole, allocation.unallocated, *derived)


def _derived(terms: ContractTerms | None, found: Known) -> tuple[Investee, str] | None:
    """Return the counterparty as investee with the class that the instrument suggests."""
    if terms is None or terms.instrument not in DERIVED_CLASS:
        return None
    investee = found.by_party.get(terms.counterparty_id)
    return None if investee is None else (investee, DERIVED_CLASS[terms.instrument])


def _stands_apart(piece: Piece) -> bool:
    return piece.investee.kind != Kind.PROJECT


# ---- what is stated of it


class _Stating:
    """States one piece by either method."""

    def __init__(self, piece: Piece, found: Known, period: Period, known_at: dt.datetime) -> None:
        self.piece, self.period, self.known_at = piece, period, known_at
        key = piece.investee.pk
        self.year = found.years.get(key)
        self.finances = found.finances.get(key, Finances())
        self.emissions = found.emissions.get(key, [])

    def by(self, method: Method) -> FinancedStatement | None:
        """Return the statement by a method; None where the method does not apply to the kind."""
        if method is Method.PCAF:
            amounts = self._amounts()
            reckoned = factor(self.piece.asset_class, amounts)
            return self._row(method, _of_factor(reckoned), {"amounts": _texts(amounts)})
        if self.piece.investee.kind not in HAS_INVESTMENT:
            return None
        share = guide_share(outstanding=self.piece.amount, total_investment=self._investment())
        return self._row(method, _of_share(share), {})

    def _amounts(self) -> dict[str, Decimal]:
        """Return the inputs of the asset class that are known, by name."""
        piece, exposure = self.piece, self.piece.exposure
        found: dict[str, Decimal | None] = {"outstanding": piece.amount}
        if exposure is not None:
            if exposure.shares_held is not None and exposure.total_shares is not None:
                del found["outstanding"]
                found["shares_held"] = exposure.shares_held
                found["total_shares"] = exposure.total_shares
            if name := ORIGINATION.get(piece.asset_class):
                found[name] = exposure.value_at_origination_cny
        found |= self._sheet()
        if name := ASSET_VALUE.get(piece.asset_class):
            found[name] = self._asset_value()
        if "exposure_usd" in ASSET_CLASSES[piece.asset_class].inputs:
            found["exposure_usd"] = self._in_usd()
        read = {*ASSET_CLASSES[piece.asset_class].inputs}
        return {name: each for name, each in found.items() if each is not None and name in read}

    def _sheet(self) -> dict[str, Decimal | None]:
        if self.piece.investee.kind == Kind.PROJECT:
            known_of = self.finances
            return {
                "equity": known_of.equity,
                "debt": known_of.debt,
                "total_assets": known_of.total_assets,
            }
        if self.year is None:
            return {}
        return {name: getattr(self.year, column) for column, name in YEAR_AMOUNTS.items()}

    def _asset_value(self) -> Decimal | None:
        """Return the value of an asset or a pool; a project's is its total investment."""
        if self.piece.investee.kind == Kind.PROJECT:
            return self.finances.total_investment
        return self.year.asset_value_cny if self.year else None

    def _investment(self) -> Decimal | None:
        if self.piece.investee.kind == Kind.PROJECT:
            return self.finances.total_investment
        return self.year.total_investment_cny if self.year else None

    def _in_usd(self) -> Decimal | None:
        """Return the exposure in USD, by the rate of exchange at the end of the year."""
        if self.year is None or self.year.cny_per_usd is None:
            return None
        return (self.piece.amount / self.year.cny_per_usd).quantize(GRAM, rounding=ROUND_HALF_EVEN)

    def _row(self, method: Method, reckoned: _Reckoned, more: dict[str, Any]) -> FinancedStatement:
        piece, is_pcaf = self.piece, method is Method.PCAF
        row = FinancedStatement(
            product=piece.contract.product,
            contract=piece.contract,
            investee=piece.investee,
            investee_code=piece.investee.code,
            starts_on=self.period.starts_on,
            ends_on=self.period.ends_on,
            known_at=self.known_at,
            asset_class=piece.asset_class,
            method=method.value,
            method_version=FINANCED_VERSIONS[method],
            outstanding_cny=piece.outstanding,
            allocated_cny=piece.amount,
            numerator=reckoned.numerator.quantize(GRAM, rounding=ROUND_HALF_EVEN),
            denominator=reckoned.denominator,
            basis=reckoned.basis,
            share=reckoned.share,
            is_capped=reckoned.is_capped,
            tonnes=self._tonnes(reckoned.share),
            data_quality=self._score() if is_pcaf else None,
            inputs=self._inputs(is_pcaf=is_pcaf) | more,
            is_sample=self._rests_on_sample(),
        )
        row.sha256 = row.computed_sha256()
        return row

    def _tonnes(self, share: Decimal) -> dict[str, dict[str, Any]]:
        """Return by kind the tonnes of the whole, the part, the evidence and the row behind it."""
        parts = parts_of(tonnes_of(self.emissions), share)
        return {
            each.kind: {
                "whole": f"{each.mass_tco2e:f}",
                "part": f"{parts[Tonnes(each.kind)]:f}",
                "option": each.option,
                "row": each.pk,
            }
            for each in self.emissions
        }

    def _score(self) -> int | None:
        options = tuple(each.option for each in self.emissions if each.kind in SCORED)
        return score_of(options, self.piece.asset_class)

    def _inputs(self, *, is_pcaf: bool) -> dict[str, Any]:
        """Return the rows that the statement rests on, those that there are."""
        rows = {
            "exposure": self.piece.exposure.pk if self.piece.exposure else None,
            "year": self.year.pk if self.year else None,
            "project_finance": self.finances.finance_id if is_pcaf else None,
            "project_terms": self.finances.terms_id,
        }
        return {name: key for name, key in rows.items() if key is not None}

    def _rests_on_sample(self) -> bool:
        piece = self.piece
        return (
            any(each.is_sample for each in (piece.contract, piece.contract.product, piece.investee))
            or (self.year is not None and self.year.is_sample)
            or self.finances.is_sample
            or any(each.is_sample for each in self.emissions)
        )


@dataclass(frozen=True)
class _Reckoned:
    """A share by either method, as a row keeps it."""

    share: Decimal
    numerator: Decimal
    denominator: Decimal | None
    basis: str
    is_capped: bool


def _of_factor(reckoned: Factor) -> _Reckoned:
    return _Reckoned(
        share=reckoned.share,
        numerator=reckoned.outstanding,
        denominator=reckoned.denominator,
        basis=reckoned.basis,
        is_capped=reckoned.is_capped,
    )


def _of_share(share: Share) -> _Reckoned:
    return _Reckoned(
        share=share.share,
        numerator=share.outstanding,
        denominator=share.denominator,
        basis=share.basis.value,
        is_capped=share.is_capped,
    )


def _texts(amounts: dict[str, Decimal]) -> dict[str, str]:
    return {name: plain_decimal(value) for name, value in amounts.items()}


def _gap(contract: Contract, investee: str, method: Method, refusal: DomainError) -> Gap:
    return Gap(contract.code, investee, method.value, refusal.code, str(refusal))


def _nobody(allocation: Allocation) -> Gap:
    return Gap(
        allocation.contract.code,
        "",
        Method.PCAF.value,
        "investee_unknown",
        f"{allocation.unallocated:,f} yuan stand on no project, and no investee is recorded.",
    )


def _claim(statement: FinancedStatement) -> Claim:
    return Claim(
        financier=statement.contract.code,
        project=statement.investee_code,
        method=statement.method,
        share=statement.share,
    )
