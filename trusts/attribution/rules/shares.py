"""Which share of a project is financed: by PCAF and by the green-credit guide, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum
from functools import cache

from config.kernel.errors import DomainError
from projects.reference.rules.sentences import Sentence
from trusts.register.editions import read_edition

SHARE_PLACES = 12
SHARE_STEP = Decimal(1).scaleb(-SHARE_PLACES)
GRAM = Decimal("0.000001")
ONE = Decimal(1)
ZERO = Decimal(0)
ASSET_CLASS = "project_finance"
#: Wide enough for the product of the widest columns without rounding.
_WIDE = Context(prec=60)


class Method(StrEnum):
    """By which rule a share is reckoned."""

    PCAF = "pcaf"
    GUIDE = "guide"


#: A statement names the version; a changed formula or rounding is a new one.
METHOD_VERSIONS = {Method.PCAF: "pcaf-a-2022.1", Method.GUIDE: "green-credit-guide-2013.1"}
#: PCAF where the shares of a stake are known: it counts at its part of the equity, not at cost.
STAKE_VERSION = "pcaf-a-2022.2"


class Basis(StrEnum):
    """What the outstanding amount is divided by."""

    EQUITY_AND_DEBT = "equity_and_debt"
    TOTAL_ASSETS = "total_assets"
    TOTAL_INVESTMENT = "total_investment"


class Evidence(StrEnum):
    """On what a project's tonnes rest: the options of PCAF's table, best first."""

    REPORTED_VERIFIED = "1a"
    REPORTED = "1b"
    ENERGY = "2a"
    PRODUCTION = "2b"
    REVENUE = "3a"
    ASSETS = "3b"
    TURNOVER = "3c"


class DenominatorUnknown(DomainError):
    """There is nothing above zero to divide by: record the project's finances."""

    code = "denominator_unknown"


class BalanceSheetUnknown(DenominatorUnknown):
    """Neither equity and debt nor total assets are known: record the project's balance sheet."""


class InvestmentUnknown(DenominatorUnknown):
    """The project's total investment is not known: record it in its terms."""


class SharesAboveOne(DomainError):
    """{method} shares of {project} add up to {total}, above 1; financiers: {financiers}."""

    code = "shares_above_one"


class UnknownEvidence(DomainError):
    """PCAF's table has no option {option} for {asset_class}."""

    code = "unknown_evidence"
    status = 400


@dataclass(frozen=True)
class Share:
    """A share between 0 and 1 with what it was reckoned from, in CNY."""

    share: Decimal
    outstanding: Decimal
    denominator: Decimal
    basis: Basis
    is_capped: bool = False
    equity_below_zero: bool = False
    #: What was placed, where a stake is valued otherwise than at cost.
    placed: Decimal | None = None


def stake_value(*, shares_held: Decimal, total_shares: Decimal, equity: Decimal) -> Decimal:
    """
    Return what a stake in a project or an unlisted company is worth, to a millionth of a yuan.

    Equation: ``shares held / shares in all * total equity``; negative equity counts as 0. Source:
    PCAF Part A, second edition (2022), 5.2 and 5.3. Rounded down.

    >>> stake_value(shares_held=Decimal(40), total_shares=Decimal(100), equity=Decimal(1000))
    Decimal('400.000000')
    """
    exact = _WIDE.divide(_WIDE.multiply(shares_held, max(equity, ZERO)), total_shares)
    return exact.quantize(GRAM, rounding=ROUND_FLOOR, context=_WIDE)


def pcaf_share(
    *,
    outstanding: Decimal,
    equity: Decimal | None,
    debt: Decimal | None,
    total_assets: Decimal | None = None,
) -> Share:
    """
    Return the attribution factor of project finance, business loans and unlisted equity.

    Equation: ``share = outstanding / (equity + debt)``, at most 1; ``outstanding`` is disbursed
    minus repaid principal without accrued interest. Negative equity counts as 0. Where equity
    or debt is not known, ``share = outstanding / total assets``. Source: PCAF Part A, second
    edition (2022), 5.2 and 5.3.

    Rounded down at twelve decimals, so that the shares of all financiers never exceed 1.

    >>> pcaf_share(outstanding=Decimal(50), equity=Decimal(50), debt=Decimal(50)).share
    Decimal('0.500000000000')

    :raises DenominatorUnknown: if neither is known, or it is not above zero.
    """
    below_zero = equity is not None and equity < 0
    if equity is not None and debt is not None:
        denominator, basis = max(equity, ZERO) + debt, Basis.EQUITY_AND_DEBT
    elif total_assets is not None:
        denominator, basis = total_assets, Basis.TOTAL_ASSETS
    else:
        raise BalanceSheetUnknown
    return _share(outstanding, denominator, basis, equity_below_zero=below_zero)


def guide_share(*, outstanding: Decimal, total_investment: Decimal | None) -> Share:
    """
    Return the lender's share of the green-credit guide.

    Equation: ``share = outstanding / total investment of the project``, at most 1. Source:
    绿色信贷项目节能减排量测算指引 (2013): 项目年减排量 × (贷款余额 ÷ 项目总投资).

    >>> guide_share(outstanding=Decimal(30), total_investment=Decimal(120)).share
    Decimal('0.250000000000')

    :raises DenominatorUnknown: if the total investment is not known, or not above zero.
    """
    if total_investment is None:
        raise InvestmentUnknown
    return _share(outstanding, total_investment, Basis.TOTAL_INVESTMENT)


def _share(
    outstanding: Decimal, denominator: Decimal, basis: Basis, *, equity_below_zero: bool = False
) -> Share:
    if outstanding < 0:
        raise ValueError("An outstanding amount is never negative.")
    if denominator <= 0:
        raise DenominatorUnknown
    share = ONE
    if outstanding < denominator:
        # Whole steps, so that no intermediate rounding can lift the shares above 1 together.
        share = (outstanding.scaleb(SHARE_PLACES) // denominator).scaleb(-SHARE_PLACES)
    return Share(
        share=share.quantize(SHARE_STEP),
        outstanding=outstanding,
        denominator=denominator,
        basis=basis,
        is_capped=outstanding > denominator,
        equity_below_zero=equity_below_zero,
    )


def attributed(amount_tco2e: Decimal, share: Decimal) -> Decimal:
    """
    Return the financier's part of a project's tonnes, to the gram.

    Rounded towards less: what all financiers claim together never exceeds the project's.

    >>> attributed(Decimal("100"), Decimal("0.333333333333"))
    Decimal('33.333333')
    """
    exact = _WIDE.multiply(amount_tco2e, share)
    return exact.quantize(GRAM, rounding=ROUND_FLOOR, context=_WIDE)


def portfolio_total(rows: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """
    Return the portfolio's part of one kind of tonnes: the sum of emission × share.

    1000 × 0.1 + 20000 × 0.25 + 5000 × 0.2 = 6100 (PCAF Part A 2022, table 5-5, scope 1).
    """
    return sum((amount * share for amount, share in rows), ZERO)


def weighted_score(rows: Iterable[tuple[Decimal, int]]) -> Decimal:
    """
    Return the data quality score of a portfolio, weighted by outstanding amount.

    Equation: ``sum(outstanding × score) / sum(outstanding)``. Source: PCAF Part A 2022, box 8.
    522425 with 3 and 187449 with 5 give 3.53.

    :raises ValueError: if nothing is outstanding.
    """
    pairs = list(rows)
    whole = sum((amount for amount, _score in pairs), ZERO)
    if whole <= 0:
        raise ValueError("A weighted score needs an outstanding amount above zero.")
    weighted = sum((amount * score for amount, score in pairs), ZERO) / whole
    return weighted.quantize(GRAM, rounding=ROUND_HALF_EVEN)


@cache
def _scores() -> dict[tuple[str, str], int]:
    edition = read_edition("trusts.attribution", "pcaf_data_quality.csv")
    return {(row["asset_class"], row["option"]): int(row["score"]) for row in edition.rows}


def options_of(asset_class: str) -> dict[str, int]:
    """Return the options of evidence that PCAF's table holds for a class, with their scores."""
    return {option: score for (held, option), score in _scores().items() if held == asset_class}


def data_quality(options: Iterable[str], *, asset_class: str = ASSET_CLASS) -> int:
    """
    Return PCAF's score for the evidence, 1 the best; where options are mixed, the worst.

    :raises UnknownEvidence: for an option that the table does not hold.
    """
    scores = _scores()
    found = []
    for option in options:
        if (asset_class, str(option)) not in scores:
            raise UnknownEvidence(option=option, asset_class=asset_class)
        found.append(scores[asset_class, str(option)])
    return max(found)


@dataclass(frozen=True)
class Claim:
    """One financier's share of one project by one method."""

    financier: str
    project: str
    method: str
    share: Decimal


def check_shares(claims: Iterable[Claim]) -> None:
    """
    Refuse shares of one project by one method that add up to more than the project.

    :raises SharesAboveOne: naming the financiers.
    """
    grouped: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        grouped.setdefault((claim.project, claim.method), []).append(claim)
    for (project, method), group in sorted(grouped.items()):
        total = sum((claim.share for claim in group), ZERO)
        if total > 1:
            named = ", ".join(f"{claim.financier} {claim.share:f}" for claim in group)
            raise SharesAboveOne(project=project, method=method, total=total, financiers=named)


SAME_SHARE = "Both methods give the same share, {share}."
DIFFERENT_SHARE = (
    "PCAF gives {pcaf} and the guide {guide}: the same {outstanding} yuan is divided by the "
    "project's balance sheet, {pcaf_denominator}, and by its total investment, {guide_denominator}."
)
BOOKS_BELOW_COST = (
    "The project's balance sheet is smaller than what it cost: depreciation, losses or "
    "repaid debt raise the PCAF share."
)
BOOKS_ABOVE_COST = (
    "The project's balance sheet is larger than what it cost: working capital, later "
    "assets or retained profit lower the PCAF share."
)
STAKE_COUNTED = (
    "PCAF gives {pcaf} and the guide {guide}: PCAF counts the stake at its part of the equity, "
    "{outstanding} yuan, and divides by {pcaf_denominator}; the guide counts what was placed, "
    "{placed}, and divides by the total investment, {guide_denominator}."
)
NEGATIVE_EQUITY = "Equity is below zero and counts as zero in the PCAF share."
ASSETS_INSTEAD = "Equity and debt are not both known; PCAF falls back to total assets."
CAPPED = "The {method} share is capped at 1: more is outstanding than it is divided by."


def explain(pcaf: Share, guide: Share) -> list[Sentence]:
    """Return in sentences why the two shares of the same money differ, or that they do not."""
    if pcaf.share == guide.share:
        told = [Sentence(SAME_SHARE, {"share": f"{pcaf.share:f}"})]
    else:
        facts: dict[str, object] = {
            "pcaf": f"{pcaf.share:f}",
            "guide": f"{guide.share:f}",
            "outstanding": f"{pcaf.outstanding:,f}",
            "pcaf_denominator": f"{pcaf.denominator:,f}",
            "guide_denominator": f"{guide.denominator:,f}",
        }
        told = _different(pcaf, guide, facts)
    if pcaf.equity_below_zero:
        told.append(Sentence(NEGATIVE_EQUITY, {}))
    if pcaf.basis is Basis.TOTAL_ASSETS:
        told.append(Sentence(ASSETS_INSTEAD, {}))
    capped: Sequence[tuple[str, Share]] = (("PCAF", pcaf), ("guide", guide))
    told += [Sentence(CAPPED, {"method": name}) for name, share in capped if share.is_capped]
    return told


def _different(pcaf: Share, guide: Share, facts: dict[str, object]) -> list[Sentence]:
    if pcaf.placed is not None:
        return [Sentence(STAKE_COUNTED, {**facts, "placed": f"{pcaf.placed:,f}"})]
    smaller = pcaf.denominator < guide.denominator
    return [
        Sentence(DIFFERENT_SHARE, facts),
        Sentence(BOOKS_BELOW_COST if smaller else BOOKS_ABOVE_COST, {}),
    ]
