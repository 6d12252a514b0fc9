"""
How an asset class of PCAF is reckoned: what is outstanding, what it is divided by, the steps.

The classes themselves are declared in :mod:`trusts.attribution.rules.classes_table`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from config.kernel.errors import DomainError
from projects.reference.rules.sentences import Sentence
from trusts.attribution.rules.shares import ONE, SHARE_PLACES, SHARE_STEP, ZERO

Inputs = Mapping[str, Decimal]


class RuleNotRead(DomainError):
    """The rule for {asset_class} stands in a text that was not read; no share is computed."""

    code = "rule_not_read"
    status = 400


class InputMissing(DomainError):
    """{asset_class} needs {field}: {meaning}."""

    code = "input_missing"
    status = 400


class NothingToDivideBy(DomainError):
    """The denominator {basis} is {value}; a share needs one above zero."""

    code = "nothing_to_divide_by"
    status = 400


@dataclass(frozen=True, kw_only=True)
class Input:
    """One amount that an asset class reads; all amounts of a position are in one currency."""

    name: str
    name_zh: str
    name_en: str
    may_be_negative: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of the reckoning: what, by which equation, and what came out."""

    what_zh: str
    what_en: str
    equation: str
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class Factor:
    """An attribution factor between 0 and 1, with the amounts and the steps behind it."""

    share: Decimal
    outstanding: Decimal
    denominator: Decimal | None
    basis: str
    is_capped: bool
    steps: tuple[Step, ...]
    notes: tuple[Sentence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AssetClass:
    """One asset class: its equation, what it reads, its source and how far that was read."""

    code: str
    name_zh: str
    name_en: str
    equation: str
    equation_zh: str
    inputs: tuple[str, ...]
    compute: Callable[[AssetClass, Inputs], Factor]
    note_zh: str
    note_en: str
    source: str
    confidence: str


_NAMED = (
    ("outstanding", "存续余额（不含应计利息）", "outstanding amount, without accrued interest"),
    ("shares_held", "持有股份数", "shares held"),
    ("total_shares", "总股份数", "shares in all"),
    ("equity", "所有者权益合计", "total equity"),
    ("debt", "债务合计（账面）", "total debt, book value"),
    ("total_assets", "资产总计", "total assets"),
    ("market_cap_ordinary", "普通股市值", "market capitalization of ordinary shares"),
    ("market_cap_preferred", "优先股市值", "market capitalization of preferred shares"),
    ("minority_interests", "少数股东权益（账面）", "minority interests, book value"),
    ("property_value", "发放时的物业价值", "property value at origination"),
    ("vehicle_value", "发放时的车辆总价", "total value of the vehicle at origination"),
    ("exposure_usd", "风险敞口（美元）", "exposure in USD"),
    ("ppp_gdp", "购买力平价 GDP（国际美元）", "PPP-adjusted GDP in international USD"),
    ("project_value", "所投项目或资产的价值", "value of the financed project or asset"),
    ("pool_value", "基础资产池余额", "balance of the underlying pool"),
    ("guaranteed", "担保金额（未履约）", "guarantee not called"),
    ("cash", "现金（不扣除）", "cash, which is not deducted"),
)
INPUTS: Mapping[str, Input] = {
    name: Input(name=name, name_zh=zh, name_en=en, may_be_negative=name == "equity")
    for name, zh, en in _NAMED
}

NEGATIVE_EQUITY = "Equity is below zero and counts as zero."
ASSETS_INSTEAD = "Equity and debt are not both known; total assets stand in their place."
CAPPED = "More is outstanding than it is divided by; the share is capped at 1."
VALUE_UNKNOWN = "The value at origination is not known; the whole vehicle is attributed."
GUARANTEE = "A guarantee that was not called finances nothing and is not counted."
CASH_KEPT = (
    "Cash of {cash} is not deducted: without it, the shares of all financiers would add up to"
    " more than the whole."
)
STAKE = "The stake is valued as shares held ÷ shares in all × total equity."
STAKE_AT_MARKET = (
    "The stake is valued as shares held ÷ shares in all × market capitalization of ordinary shares."
)


def _need(chosen: AssetClass, given: Inputs, name: str) -> Decimal:
    if name not in given:
        raise InputMissing(asset_class=chosen.code, field=name, meaning=INPUTS[name].name_en)
    return given[name]


@dataclass(frozen=True)
class _Part:
    """A numerator or a denominator with the steps that led to it."""

    value: Decimal
    basis: str
    steps: tuple[Step, ...] = ()
    notes: tuple[Sentence, ...] = ()


def _outstanding(chosen: AssetClass, given: Inputs) -> _Part:
    """
    Return what is outstanding: as given, or a stake valued by its part of the whole.

    The whole is the market capitalization of a listed company, the total equity of others.
    """
    notes = (Sentence(GUARANTEE, {}),) if given.get("guaranteed") else ()
    if "outstanding" in given or "shares_held" not in given:
        return _Part(_need(chosen, given, "outstanding"), "outstanding", notes=notes)
    held, whole = given["shares_held"], _need(chosen, given, "total_shares")
    if whole <= 0:
        raise NothingToDivideBy(basis="total_shares", value=whole)
    if "market_cap_ordinary" in given:
        worth, note = given["market_cap_ordinary"], STAKE_AT_MARKET
    else:
        worth, note = max(_need(chosen, given, "equity"), ZERO), STAKE
    value = held * worth / whole
    step = Step(
        what_zh="股权余额",
        what_en="value of the stake",
        equation=f"{held:f} ÷ {whole:f} × {worth:f}",
        value=value,
    )
    return _Part(value, "stake", (step,), (*notes, Sentence(note, {})))


def _enterprise(chosen: AssetClass, given: Inputs) -> _Part:
    """Return EVIC where a market capitalization is given, equity and debt elsewhere."""
    if "market_cap_ordinary" not in given:
        return _balance_sheet(chosen, given)
    debt = _need(chosen, given, "debt")
    parts = [
        given["market_cap_ordinary"],
        given.get("market_cap_preferred", ZERO),
        debt,
        given.get("minority_interests", ZERO),
    ]
    value = sum(parts, ZERO)
    step = Step(
        what_zh="含现金企业价值（EVIC）",
        what_en="enterprise value including cash (EVIC)",
        equation=" + ".join(f"{each:f}" for each in parts),
        value=value,
    )
    return _Part(value, "evic", (step,))


def _balance_sheet(chosen: AssetClass, given: Inputs) -> _Part:
    """Return equity and debt; negative equity counts as 0; total assets where one is unknown."""
    if "equity" in given and "debt" in given:
        equity = max(given["equity"], ZERO)
        value = equity + given["debt"]
        step = Step(
            what_zh="权益与债务之和",
            what_en="equity and debt",
            equation=f"{equity:f} + {given['debt']:f}",
            value=value,
        )
        notes = (Sentence(NEGATIVE_EQUITY, {}),) if given["equity"] < 0 else ()
        return _Part(value, "equity_and_debt", (step,), notes)
    if "total_assets" in given:
        return _Part(given["total_assets"], "total_assets", notes=(Sentence(ASSETS_INSTEAD, {}),))
    missing = "equity" if "equity" not in given else "debt"
    raise InputMissing(asset_class=chosen.code, field=missing, meaning=INPUTS[missing].name_en)


def _divided(top: _Part, bottom: _Part) -> Factor:
    """Return the share, rounded down at twelve decimals so that shares never exceed the whole."""
    if bottom.value <= 0:
        raise NothingToDivideBy(basis=bottom.basis, value=bottom.value)
    share = ONE
    if top.value < bottom.value:
        share = (top.value.scaleb(SHARE_PLACES) // bottom.value).scaleb(-SHARE_PLACES)
    share = share.quantize(SHARE_STEP)
    step = Step(
        what_zh="归属系数",
        what_en="attribution factor",
        equation=f"min(1, {top.value:f} ÷ {bottom.value:f})",
        value=share,
    )
    capped = top.value > bottom.value
    return Factor(
        share=share,
        outstanding=top.value,
        denominator=bottom.value,
        basis=bottom.basis,
        is_capped=capped,
        steps=(*top.steps, *bottom.steps, step),
        notes=(*top.notes, *bottom.notes, *((Sentence(CAPPED, {}),) if capped else ())),
    )


def of_enterprise(chosen: AssetClass, given: Inputs) -> Factor:
    """Return what is outstanding over EVIC, or over equity and debt of a private one."""
    found = _divided(_outstanding(chosen, given), _enterprise(chosen, given))
    if not given.get("cash"):
        return found
    return replace(found, notes=(*found.notes, Sentence(CASH_KEPT, {"cash": f"{given['cash']:f}"})))


def of_project(chosen: AssetClass, given: Inputs) -> Factor:
    """Return what is outstanding over the equity and debt of the project."""
    return _divided(_outstanding(chosen, given), _balance_sheet(chosen, given))


def over(name: str, top: str = "outstanding") -> Callable[[AssetClass, Inputs], Factor]:
    """Return the rule that divides one given amount by another."""

    def compute(chosen: AssetClass, given: Inputs) -> Factor:
        numerator = _Part(_need(chosen, given, top), top)
        return _divided(numerator, _Part(_need(chosen, given, name), name))

    return compute


def of_vehicle(chosen: AssetClass, given: Inputs) -> Factor:
    """Return the whole where the value is unknown, and nothing where the loan is repaid."""
    outstanding = _need(chosen, given, "outstanding")
    if "vehicle_value" in given:
        return _divided(
            _Part(outstanding, "outstanding"), _Part(given["vehicle_value"], "vehicle_value")
        )
    share = (ONE if outstanding > 0 else ZERO).quantize(SHARE_STEP)
    return Factor(
        share=share,
        outstanding=outstanding,
        denominator=None,
        basis="unknown",
        is_capped=False,
        steps=(),
        notes=(Sentence(VALUE_UNKNOWN, {}),) if outstanding > 0 else (),
    )


def not_read(chosen: AssetClass, _given: Inputs) -> Factor:
    """Refuse: the text of the rule was not read."""
    raise RuleNotRead(asset_class=chosen.code)
