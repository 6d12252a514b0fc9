"""How a contract is divided over projects."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trusts.contracts import rules
from trusts.contracts.rules import BadShare, OverAllocated, Share

percents = st.decimals(min_value="0.000001", max_value="100", places=6)
money = st.decimals(min_value=0, max_value=10**13, places=2)


@given(money, st.lists(percents, max_size=10))
def test_parts_and_rest_add_up_to_the_amount_to_the_fen(
    amount: Decimal, shares: list[Decimal]
) -> None:
    if sum(shares) > 100:
        with pytest.raises(OverAllocated):
            rules.divide(amount, shares)
        return
    division = rules.divide(amount, shares)
    assert sum(division.parts, Decimal(0)) + division.unallocated == amount
    for part, percent in zip(division.parts, shares, strict=True):
        assert abs(part - amount * percent / 100) < Decimal("0.01")


def test_the_rest_is_what_the_percentages_leave() -> None:
    division = rules.divide(Decimal("100.00"), [Decimal("33.3"), Decimal("33.3")])
    assert division.parts == (Decimal("33.30"), Decimal("33.30"))
    assert division.unallocated == Decimal("33.40")


def test_without_a_split_everything_is_unallocated() -> None:
    assert rules.divide(Decimal("7.77"), []).unallocated == Decimal("7.77")


def test_a_full_split_leaves_nothing() -> None:
    division = rules.divide(Decimal("0.01"), [Decimal(50), Decimal(50)])
    assert (division.parts, division.unallocated) == ((Decimal("0.01"), Decimal(0)), 0)


@pytest.mark.parametrize("bad", ["0", "-1", "100.000001", "NaN", "Infinity", "0.0000001"])
def test_what_is_not_a_percentage_is_no_share(bad: str) -> None:
    with pytest.raises(BadShare):
        Share(1, "P-1", Decimal(bad))


def test_a_project_named_twice_is_refused() -> None:
    with pytest.raises(BadShare, match="named twice"):
        rules.check_shares([Share(1, "P-1", Decimal(10)), Share(1, "P-1", Decimal(20))])


def test_more_than_the_whole_is_refused() -> None:
    with pytest.raises(OverAllocated, match=r"100\.000001"):
        rules.check_shares([Share(1, "A", Decimal(60)), Share(2, "B", Decimal("40.000001"))])


@given(percents)
def test_a_share_survives_storage(percent: Decimal) -> None:
    share = Share(7, "P-7", percent)
    assert Share.from_json(share.to_json()) == share


@pytest.mark.parametrize(
    ("industry", "province", "amount", "code"),
    [
        ("D4416", "河南", "1", None),
        ("D", "", "1", None),
        ("4416", "河南", "1", "industry_code_invalid"),
        ("D4", "河南", "1", "industry_code_invalid"),
        ("Z44", "河南", "1", "industry_code_invalid"),
        ("D4416", "Henan", "1", "province_unknown"),
        ("D4416", "河南", "0", "commitment_not_positive"),
        ("D4416", "河南", "NaN", "commitment_not_positive"),
    ],
)
def test_terms_are_judged(industry: str, province: str, amount: str, code: str | None) -> None:
    found = rules.judge_terms(
        industry_code=industry, province=province, committed_amount=Decimal(amount)
    )
    assert [finding.code for finding in found] == ([code] if code else [])
