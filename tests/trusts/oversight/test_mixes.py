"""The kind of an asset-management trust against what it holds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trusts.contracts.rules import AssetClass
from trusts.oversight import rules
from trusts.oversight.rules import Fit, Mix

DEBT, EQUITY = AssetClass.DEBT, AssetClass.EQUITY
COMMODITY, OTHER = AssetClass.COMMODITY_DERIVATIVE, AssetClass.OTHER
amounts = st.decimals(0, 10**9, places=2)
mixes = st.builds(
    Mix, st.dictionaries(st.sampled_from(AssetClass), amounts), unstated=amounts, cash=amounts
)
KINDS = (*rules.AGREED, rules.MIXED)


def mix(unstated: str = "0", cash: str = "0", **amount: str) -> Mix:
    by_class = {AssetClass(name): Decimal(value) for name, value in amount.items()}
    return Mix(by_class, Decimal(unstated), Decimal(cash))


@pytest.mark.parametrize(
    ("kind", "held", "fit"),
    [
        ("AM.1", mix(debt="80", equity="20"), Fit.FITS),
        ("AM.1", mix(debt="7999.99", equity="2000.01"), Fit.MISFITS),
        ("AM.4", mix(debt="7999.99", equity="2000.01"), Fit.FITS),
        ("AM.4", mix(debt="80", equity="20"), Fit.MISFITS),
        ("AM.2", mix(equity="80", unstated="20"), Fit.FITS),
        ("AM.2", mix(equity="70", unstated="20", debt="10"), Fit.UNDECIDED),
        ("AM.2", mix(equity="50", unstated="20", debt="30"), Fit.MISFITS),
        ("AM.4", mix(equity="70", unstated="20", debt="10"), Fit.UNDECIDED),
        ("AM.4", mix(equity="45", unstated="10", debt="45"), Fit.FITS),
        ("AM.3", mix(commodity_derivative="1"), Fit.FITS),
        ("AM.1", mix(debt="79", equity="21", cash="1000"), Fit.MISFITS),
        ("AM.3", mix(cash="100"), Fit.FITS),
    ],
)
def test_a_kind_wants_eighty_percent_of_what_is_placed(kind: str, held: Mix, fit: Fit) -> None:
    assert rules.judge_mix(kind, held) is fit


def test_a_share_just_below_the_threshold_is_not_shown_as_the_threshold() -> None:
    held = mix(debt="79999", equity="20001.01")
    assert held.at_least(DEBT) < 80
    assert rules.shown_percent(Decimal("79.99999")) == "79.99"
    assert rules.shown_percent(Decimal("80")) == "80.00"


def test_cash_counted_as_a_deposit_is_told_apart() -> None:
    held = mix(debt="60", equity="40", cash="100")
    assert held.at_least(DEBT) == 60
    assert held.debt_percent_with_cash == 80


@given(mixes)
def test_some_kind_always_fits_and_what_is_stated_leaves_no_doubt(held: Mix) -> None:
    fitting = rules.fitting_kinds(held)
    if held.placed <= 0:
        assert fitting == ()
        return
    assert fitting
    judged = [rules.judge_mix(kind, held) for kind in KINDS]
    if not held.unstated:
        assert Fit.UNDECIDED not in judged
        assert judged.count(Fit.FITS) == len(fitting) == 1


@given(mixes, st.sampled_from(AssetClass))
def test_stating_what_was_not_stated_never_contradicts_the_judgement(
    held: Mix, said: AssetClass
) -> None:
    stated = Mix({**held.by_class, said: held.amount(said) + held.unstated}, cash=held.cash)
    for kind in KINDS:
        before, after = rules.judge_mix(kind, held), rules.judge_mix(kind, stated)
        assert before in {after, Fit.UNDECIDED}


@given(mixes)
def test_shares_of_stated_classes_and_the_rest_are_the_whole(held: Mix) -> None:
    if held.placed > 0:
        together = sum(held.at_least(each) for each in AssetClass) + held.unstated_percent
        assert abs(together - 100) < Decimal("1e-20")
