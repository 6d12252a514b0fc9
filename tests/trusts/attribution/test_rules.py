"""The two shares, as PCAF and the guide print them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trusts.attribution.rules import shares as rules
from trusts.attribution.rules.shares import Basis, Claim, Evidence, SharesAboveOne

yuan = st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False)
SHARES = [Decimal("0.1"), Decimal("0.25"), Decimal("0.2")]


@pytest.mark.parametrize(
    ("emissions", "expected"),
    [
        pytest.param([1000, 20000, 5000], 6100, id="N23 scope 1"),
        pytest.param([100, 5000, 0], 1260, id="N24 scope 2"),
        pytest.param([5000, 30000, 10000], 10000, id="N25 scope 3"),
        pytest.param([20000, 0, 1000], 2200, id="N26 removals"),
        pytest.param([0, 25000, 5000], 7250, id="N27 credits retired"),
        pytest.param([5000, 0, 500], 600, id="N28 credits generated"),
    ],
)
def test_the_portfolio_of_pcaf_table_5_5_adds_up(emissions: list[int], expected: int) -> None:
    rows = zip(map(Decimal, emissions), SHARES, strict=True)
    assert rules.portfolio_total(rows) == expected


def test_the_weighted_score_of_pcaf_box_8_is_3_03() -> None:  # N29
    amounts = [522425, 187449, 82778, 108997, 67556, 54762]
    rows = zip(map(Decimal, amounts), [3, 5, 1, 1, 2, 5], strict=True)
    assert round(rules.weighted_score(rows), 2) == Decimal("3.03")


def test_the_weighted_score_of_the_oil_and_gas_sector_is_3_53() -> None:  # N30
    rows = [(Decimal(522425), 3), (Decimal(187449), 5)]
    assert round(rules.weighted_score(rows), 2) == Decimal("3.53")


def test_equity_and_debt_without_deducting_cash_give_each_half() -> None:  # N31
    share = rules.pcaf_share(outstanding=Decimal(50), equity=Decimal(50), debt=Decimal(50))
    assert share.share == Decimal("0.5")
    assert share.basis is Basis.EQUITY_AND_DEBT


def test_negative_equity_counts_as_zero() -> None:
    share = rules.pcaf_share(outstanding=Decimal(40), equity=Decimal(-20), debt=Decimal(80))
    assert share.share == Decimal("0.5")
    assert share.equity_below_zero


def test_total_assets_stand_in_where_equity_or_debt_is_not_known() -> None:
    share = rules.pcaf_share(
        outstanding=Decimal(40), equity=None, debt=Decimal(10), total_assets=Decimal(160)
    )
    assert (share.share, share.basis) == (Decimal("0.25"), Basis.TOTAL_ASSETS)


@pytest.mark.parametrize(
    "known",
    [
        {"equity": None, "debt": None},
        {"equity": Decimal(-5), "debt": Decimal(0)},
        {"equity": None, "debt": Decimal(5), "total_assets": Decimal(0)},
    ],
)
def test_nothing_to_divide_by_is_refused_and_never_guessed(known: dict[str, Decimal]) -> None:
    with pytest.raises(rules.DenominatorUnknown):
        rules.pcaf_share(outstanding=Decimal(1), **known)  # type: ignore[arg-type]


def test_the_guide_divides_by_total_investment_and_refuses_without_it() -> None:
    share = rules.guide_share(outstanding=Decimal(30), total_investment=Decimal(120))
    assert share.share == Decimal("0.25")
    with pytest.raises(rules.DenominatorUnknown):
        rules.guide_share(outstanding=Decimal(30), total_investment=None)


def test_a_share_is_capped_at_one_and_says_so() -> None:
    share = rules.guide_share(outstanding=Decimal(121), total_investment=Decimal(120))
    assert (share.share, share.is_capped) == (1, True)


@given(st.lists(yuan, min_size=1, max_size=20))
def test_shares_of_all_who_finance_the_whole_never_exceed_it(amounts: list[Decimal]) -> None:
    whole = sum(amounts)
    if whole == 0:
        return
    shares = [
        rules.pcaf_share(outstanding=amount, equity=Decimal(0), debt=whole).share
        for amount in amounts
    ]
    assert sum(shares) <= 1
    assert 1 - sum(shares) < len(shares) * rules.SHARE_STEP
    rules.check_shares(Claim(str(i), "P", "pcaf", share) for i, share in enumerate(shares))


@given(
    st.decimals(min_value=-(10**15), max_value=10**15, places=6, allow_nan=False),
    st.lists(st.integers(0, 10**12), min_size=1, max_size=12),
)
def test_what_financiers_claim_never_exceeds_what_the_project_spared(
    tonnes: Decimal, parts: list[int]
) -> None:
    whole = sum(parts)
    if whole == 0:
        return
    shares = [(Decimal(part).scaleb(12) // whole).scaleb(-12) for part in parts]
    claimed = [rules.attributed(tonnes, share) for share in shares]
    if tonnes >= 0:
        assert sum(claimed) <= tonnes
    for amount, share in zip(claimed, shares, strict=True):
        assert 0 <= rules._WIDE.subtract(rules._WIDE.multiply(tonnes, share), amount) < rules.GRAM


def test_shares_above_one_are_refused_naming_the_financiers() -> None:
    claims = [
        Claim("C-1", "P-9", "pcaf", Decimal("0.7")),
        Claim("C-2", "P-9", "pcaf", Decimal("0.4")),
        Claim("C-2", "P-9", "guide", Decimal("0.4")),
    ]
    with pytest.raises(SharesAboveOne) as refused:
        rules.check_shares(claims)
    assert "C-1 0.7, C-2 0.4" in str(refused.value)
    assert "P-9" in str(refused.value)


def test_metered_production_scores_three_and_mixed_evidence_takes_the_worst() -> None:
    assert rules.data_quality([Evidence.PRODUCTION]) == 3
    assert rules.data_quality([Evidence.REPORTED_VERIFIED, Evidence.ASSETS]) == 5
    with pytest.raises(rules.UnknownEvidence):
        rules.data_quality(["9z"])


@pytest.mark.parametrize("option", list(Evidence))
def test_every_kind_of_evidence_stands_in_the_table(option: Evidence) -> None:
    assert 1 <= rules.data_quality([option]) <= 5


def test_the_difference_is_told_in_sentences() -> None:
    pcaf = rules.pcaf_share(outstanding=Decimal(60), equity=Decimal(-1), debt=Decimal(80))
    guide = rules.guide_share(outstanding=Decimal(60), total_investment=Decimal(120))
    told = [sentence.template for sentence in rules.explain(pcaf, guide)]
    assert told == [rules.DIFFERENT_SHARE, rules.BOOKS_BELOW_COST, rules.NEGATIVE_EQUITY]


def test_equal_shares_are_said_to_be_equal() -> None:
    pcaf = rules.pcaf_share(
        outstanding=Decimal(60), equity=None, debt=None, total_assets=Decimal(120)
    )
    guide = rules.guide_share(outstanding=Decimal(60), total_investment=Decimal(120))
    told = [sentence.template for sentence in rules.explain(pcaf, guide)]
    assert told == [rules.SAME_SHARE, rules.ASSETS_INSTEAD]
