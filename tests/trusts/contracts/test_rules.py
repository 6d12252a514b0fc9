"""How a contract is divided over projects."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trusts.contracts import rules
from trusts.contracts.rules import BadAmount, BadShare, OverAllocated, Share

percents = st.decimals(min_value="0.000001", max_value="100", places=6)
money = st.decimals(min_value=0, max_value=10**13, places=2)
fen = st.decimals(min_value="0.01", max_value=10**13, places=2)
DAY_ONE = dt.date(2025, 1, 1)


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


@given(fen)
def test_an_amount_survives_storage(amount: Decimal) -> None:
    share = Share(7, "P-7", amount=amount)
    assert Share.from_json(share.to_json()) == share


@pytest.mark.parametrize("bad", ["0", "-1", "0.001", "1000000000000000000", "NaN", "Infinity"])
def test_what_is_not_an_amount_is_no_share(bad: str) -> None:
    with pytest.raises(BadAmount):
        Share(1, "P-1", amount=Decimal(bad))


def test_a_share_is_a_percentage_or_an_amount_and_not_both() -> None:
    with pytest.raises(TypeError):
        Share(1, "P-1")
    with pytest.raises(TypeError):
        Share(1, "P-1", Decimal(1), Decimal(1))


def test_amounts_stand_as_stated_and_shrink_only_where_less_is_outstanding() -> None:
    stated = [Decimal("60.00"), Decimal("30.00")]
    full = rules.divide_amounts(Decimal("100.00"), stated)
    assert full == rules.Division((Decimal("60.00"), Decimal("30.00")), Decimal("10.00"))
    less = rules.divide_amounts(Decimal("45.00"), stated)
    assert less == rules.Division(
        (Decimal("30.00"), Decimal("15.00")), Decimal("0.00"), is_scaled=True
    )
    nothing = rules.divide_amounts(Decimal("0.00"), stated)
    assert (sum(nothing.parts), nothing.unallocated) == (0, 0)


@given(money, st.lists(fen, min_size=1, max_size=10))
def test_amounts_never_add_up_to_more_than_is_outstanding(
    outstanding: Decimal, stated: list[Decimal]
) -> None:
    division = rules.divide_amounts(outstanding, stated)
    assert sum(division.parts, Decimal(0)) + division.unallocated == outstanding
    assert division.unallocated >= 0
    assert all(part <= amount for part, amount in zip(division.parts, stated, strict=True))
    assert division.is_scaled == (sum(stated) > outstanding)
    percent = sum((rules.percent_of(each, outstanding) for each in division.parts), Decimal(0))
    assert percent <= 100


def days(*balances: tuple[int, str]) -> list[tuple[dt.date, Decimal]]:
    return [(DAY_ONE + dt.timedelta(days=n - 1), Decimal(amount)) for n, amount in balances]


def on_day(number: int) -> dt.date:
    return DAY_ONE + dt.timedelta(days=number - 1)


def test_the_oldest_unallocated_yuan_leaves_first() -> None:
    """The worked numbers of the decision: drawn on 1, split on 10, more on 20, less on 40."""
    told = days((1, "100"), (10, "40"), (20, "60"), (40, "15"))
    first = rules.rest_of(told, on=on_day(5))
    assert (first.amount, first.since_on, first.age_days) == (100, on_day(1), 4)
    split = rules.rest_of(told, on=on_day(19))
    assert split.layers == (rules.Layer(on_day(1), Decimal(40)),)
    both = rules.rest_of(told, on=on_day(30))
    assert both.layers == (
        rules.Layer(on_day(1), Decimal(40)),
        rules.Layer(on_day(20), Decimal(20)),
    )
    assert both.age_days == 29
    late = rules.rest_of(told, on=on_day(50))
    assert (late.layers, late.age_days) == ((rules.Layer(on_day(20), Decimal(15)),), 30)


def test_nothing_unallocated_has_no_age() -> None:
    rest = rules.rest_of(days((1, "5"), (2, "0")), on=on_day(9))
    assert (rest.amount, rest.since_on, rest.age_days) == (0, None, 0)


@given(st.lists(st.tuples(st.integers(1, 60), money), max_size=12), st.integers(1, 60))
def test_the_layers_add_up_to_the_balance_of_the_day(
    told: list[tuple[int, Decimal]], on: int
) -> None:
    by_day = dict(told)
    rest = rules.rest_of([(on_day(n), amount) for n, amount in by_day.items()], on=on_day(on))
    past = [number for number in by_day if number <= on]
    assert rest.amount == (by_day[max(past)] if past else 0)
    assert [each.since_on for each in rest.layers] == sorted(each.since_on for each in rest.layers)
    assert all(each.amount > 0 for each in rest.layers)
    assert sum(rules.age_bands([rest]).values()) == rest.amount


def test_every_age_lies_in_one_band() -> None:
    for age in range(1000):
        assert sum(age in band for band in rules.AGE_BANDS) == 1


def test_the_shipped_list_has_20_sections_and_97_divisions() -> None:
    levels = [each.level for each in rules.industries().values()]
    assert (levels.count("section"), levels.count("division")) == (20, 97)
    found = rules.industry_of("D4416")
    assert found is not None
    assert found.name_zh == "电力、热力生产和供应业"


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"instrument": "bond", "isin": "US0378331005"}, []),
        ({"instrument": "bond", "isin": "US0378331006"}, ["isin_invalid"]),
        ({"instrument": "bond", "isin": "082280123"}, ["isin_invalid"]),
        ({"instrument": "abs", "security_code": "166016.SZ"}, []),
        ({"instrument": "abs", "security_code": "一号"}, ["security_code_invalid"]),
        ({"instrument": "loan", "isin": "US0378331005"}, ["code_of_no_security"]),
        ({"instrument": "gold"}, ["instrument_unknown"]),
        ({"interest_rate_percent": Decimal("4.35")}, []),
        ({"interest_rate_percent": Decimal("100.01")}, ["interest_rate_invalid"]),
        ({"interest_rate_percent": Decimal("NaN")}, ["interest_rate_invalid"]),
        ({"industry_code": "C44"}, ["industry_division_unknown"]),
        ({"industry_code": "T98"}, ["industry_division_unknown"]),
    ],
)
def test_instruments_are_judged(changes: dict[str, Any], codes: list[str]) -> None:
    given_terms: dict[str, Any] = {
        "industry_code": "D4416",
        "province": "河南",
        "committed_amount": Decimal(1),
    }
    found = rules.judge_terms(**(given_terms | changes))
    assert [finding.code for finding in found] == codes
    assert all(finding.remedy and finding.field for finding in found)


@pytest.mark.parametrize(
    ("instrument", "asset_class", "code", "odd"),
    [
        ("loan", "debt", "", []),
        ("loan", "", "", ["asset_class_not_stated"]),
        ("loan", "equity", "", ["asset_class_unusual"]),
        ("fund", "equity", "", ["security_without_code"]),
        ("fund", "debt", "SX1234", []),
        ("fund", "", "", ["asset_class_not_stated", "security_without_code"]),
    ],
)
def test_what_is_odd_is_a_warning_and_blocks_nothing(
    instrument: str, asset_class: str, code: str, odd: list[str]
) -> None:
    found = rules.odd_terms(
        instrument=instrument, asset_class=asset_class, isin="", security_code=code
    )
    assert [finding.code for finding in found] == odd
    assert not any(finding.blocks for finding in found)


def test_a_fund_suggests_no_asset_class() -> None:
    assert rules.suggested_class("loan") == "debt"
    assert rules.suggested_class("fund") is None
    assert rules.suggested_class("other") is None


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
