"""PCAF's asset classes: published numbers, and what the rules must never do."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trusts.attribution.rules import asset_classes, classes_table, shares
from trusts.attribution.rules.asset_classes import INPUTS
from trusts.attribution.rules.classes_table import ASSET_CLASSES, factor
from trusts.attribution.rules.portfolios import Position, Tonnes, attribute

AMOUNTS = st.decimals(min_value="0.01", max_value="1e12", places=2)


def share(asset_class: str, **amounts: int) -> Decimal:
    return factor(asset_class, {name: Decimal(value) for name, value in amounts.items()}).share


def position(asset_class: str = "project_finance", **more: object) -> Position:
    given: dict[str, object] = {
        "name": "one",
        "inputs": {"outstanding": Decimal(10), "equity": Decimal(40), "debt": Decimal(60)},
    }
    return Position(asset_class=asset_class, **{**given, **more})  # type: ignore[arg-type]


def test_cash_stays_in_the_enterprise_value() -> None:
    """PCAF Part A 2022, box 5: equity 50, debt 50, cash 20 is 50/100, not 50/80."""
    found = factor(
        "listed_equity_corporate_bonds",
        {
            "outstanding": Decimal(50),
            "market_cap_ordinary": Decimal(50),
            "debt": Decimal(50),
        },
    )
    assert (found.share, found.basis) == (Decimal("0.5"), "evic")


def test_a_stake_is_valued_by_its_part_of_the_equity() -> None:
    found = factor(
        "business_loans_unlisted_equity",
        {
            "shares_held": Decimal(25),
            "total_shares": Decimal(100),
            "equity": Decimal(400),
            "debt": Decimal(600),
        },
    )
    assert found.outstanding == Decimal(100)
    assert found.share == Decimal("0.1")


def test_negative_equity_counts_as_zero_and_says_so() -> None:
    amounts = {"outstanding": Decimal(30), "equity": Decimal(-500), "debt": Decimal(60)}
    found = factor("project_finance", amounts)
    assert found.share == Decimal("0.5")
    assert [each.template for each in found.notes] == [asset_classes.NEGATIVE_EQUITY]


def test_total_assets_stand_in_where_equity_is_unknown() -> None:
    found = factor(
        "business_loans_unlisted_equity",
        {"outstanding": Decimal(25), "debt": Decimal(60), "total_assets": Decimal(100)},
    )
    assert (found.share, found.basis) == (Decimal("0.25"), "total_assets")


def test_a_vehicle_of_unknown_value_is_attributed_whole_and_a_repaid_loan_not_at_all() -> None:
    assert share("motor_vehicle_loans", outstanding=5) == 1
    assert share("motor_vehicle_loans", outstanding=0) == 0
    assert share("motor_vehicle_loans", outstanding=5, vehicle_value=20) == Decimal("0.25")


@pytest.mark.parametrize(
    ("asset_class", "amounts"),
    [
        ("commercial_real_estate", {"outstanding": 5, "property_value": 20}),
        ("mortgages", {"outstanding": 5, "property_value": 20}),
        ("sovereign_debt", {"exposure_usd": 5, "ppp_gdp": 20}),
        ("use_of_proceeds", {"outstanding": 5, "project_value": 20}),
        ("securitisations_structured_products", {"outstanding": 5, "pool_value": 20}),
    ],
)
def test_simple_classes_divide(asset_class: str, amounts: dict[str, int]) -> None:
    assert share(asset_class, **amounts) == Decimal("0.25")


def test_a_rule_that_was_not_read_computes_nothing() -> None:
    with pytest.raises(asset_classes.RuleNotRead):
        share("sub_sovereign_debt", outstanding=5)


def test_what_is_missing_is_named() -> None:
    with pytest.raises(asset_classes.InputMissing, match="property_value"):
        share("mortgages", outstanding=5)
    with pytest.raises(asset_classes.InputMissing, match="equity"):
        share("project_finance", outstanding=5, debt=3)
    with pytest.raises(asset_classes.NothingToDivideBy):
        share("project_finance", outstanding=5, debt=0, equity=0)
    with pytest.raises(classes_table.InputBelowZero):
        share("project_finance", outstanding=-5, debt=0, equity=10)
    with pytest.raises(classes_table.UnknownAssetClass, match="sovereign_debt"):
        share("guesses", outstanding=5)


@pytest.mark.parametrize("code", sorted(ASSET_CLASSES))
def test_a_class_reads_only_what_the_table_names(code: str) -> None:
    chosen = ASSET_CLASSES[code]
    assert set(chosen.inputs) <= set(INPUTS)
    assert chosen.source
    assert chosen.confidence in {"A", "B", "C"}


@given(st.lists(AMOUNTS, min_size=1, max_size=6), AMOUNTS)
def test_financiers_of_one_project_never_own_more_than_the_project(
    loans: list[Decimal], equity: Decimal
) -> None:
    whole = {"equity": equity, "debt": sum(loans, Decimal(0))}
    found = [factor("project_finance", {**whole, "outstanding": loan}).share for loan in loans]
    assert sum(found) <= 1


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_more_outstanding_is_never_a_smaller_share(
    outstanding: Decimal, more: Decimal, debt: Decimal
) -> None:
    sheet = {"equity": Decimal(0), "debt": debt}
    before = factor("project_finance", {**sheet, "outstanding": outstanding}).share
    after = factor("project_finance", {**sheet, "outstanding": outstanding + more}).share
    assert 0 <= before <= after <= 1


TABLE_5_5 = {
    Tonnes.SCOPE_1: ([1000, 20000, 5000], 6100),
    Tonnes.SCOPE_2: ([100, 5000, 0], 1260),
    Tonnes.SCOPE_3: ([5000, 30000, 10000], 10000),
    Tonnes.REMOVED: ([20000, 0, 1000], 2200),
    Tonnes.CREDITS_RETIRED: ([0, 25000, 5000], 7250),
    Tonnes.CREDITS_GENERATED: ([5000, 0, 500], 600),
}


def test_the_portfolio_of_table_5_5_comes_out_to_the_digit() -> None:
    """PCAF Part A 2022, table 5-5: shares 0.1, 0.25 and 0.2."""
    positions = [
        position(
            name=str(number),
            inputs={"outstanding": Decimal(part), "equity": Decimal(0), "debt": Decimal(100)},
            tonnes={kind: Decimal(each[number]) for kind, (each, _sum) in TABLE_5_5.items()},
        )
        for number, part in enumerate((10, 25, 20))
    ]
    result = attribute(positions)
    assert result.totals == {kind: Decimal(total) for kind, (_each, total) in TABLE_5_5.items()}
    assert result.coverage == 1
    assert result.intensity == (Decimal(6100 + 1260) * 10**6 / 55).quantize(Decimal("0.000001"))


def test_data_quality_is_weighted_by_the_outstanding_amount() -> None:
    """PCAF Part A 2022, box 8, oil and gas: 522,425 with 3 and 187,449 with 5 give 3.53."""
    rows = ((522425, "2b"), (187449, "3b"))
    result = attribute(
        [
            position(
                asset_class="business_loans_unlisted_equity",
                name=option,
                inputs={
                    "outstanding": Decimal(amount),
                    "equity": Decimal(0),
                    "debt": Decimal(10**6),
                },
                option=option,
            )
            for amount, option in rows
        ]
    )
    assert result.score is not None
    assert result.score.quantize(Decimal("0.01")) == Decimal("3.53")
    assert result.coverage == 0


def test_both_methods_stand_side_by_side_with_the_difference_in_words() -> None:
    one = position(tonnes={Tonnes.AVOIDED: Decimal(1000)}, total_investment=Decimal(125))
    (found,) = attribute([one]).positions
    assert (found.factor.share, found.tonnes) == (Decimal("0.1"), {Tonnes.AVOIDED: Decimal(100)})
    assert found.guide is not None
    assert found.guide.share == Decimal("0.08")
    assert found.guide_tonnes == {Tonnes.AVOIDED: Decimal(80)}
    assert found.difference


def test_holdings_of_one_project_above_the_whole_are_refused() -> None:
    both = [
        position(
            name=name,
            project="P1",
            inputs={"outstanding": Decimal(60), "equity": Decimal(40), "debt": Decimal(60)},
        )
        for name in ("a", "b")
    ]
    with pytest.raises(shares.SharesAboveOne, match="P1"):
        attribute(both)
