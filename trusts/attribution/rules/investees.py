"""
What money finances: kinds of investees, the asset classes that fit them, what may be said of them.

Which amounts a class divides by stands in :mod:`trusts.attribution.rules.classes_table`; here it
is said from which column each of them comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum

from config.kernel.findings import Finding
from trusts.attribution.rules.classes_table import ASSET_CLASSES
from trusts.attribution.rules.shares import ASSET_CLASS, Evidence, options_of
from trusts.contracts.rules import Instrument

CENT = Decimal("0.01")
GRAM = Decimal("0.000001")
HUNDRED = Decimal(100)


class Kind(StrEnum):
    """What kind of thing money finances."""

    COMPANY = "company"
    PROJECT = "project"
    PROPERTY = "property"
    VEHICLE = "vehicle"
    ASSET = "asset"
    POOL = "pool"
    STATE = "state"
    REGION = "region"


#: Which asset classes an exposure to a kind may have; the first is what it usually is.
CLASSES_OF: Mapping[str, tuple[str, ...]] = {
    Kind.COMPANY: ("business_loans_unlisted_equity", "listed_equity_corporate_bonds"),
    Kind.PROJECT: (ASSET_CLASS, "use_of_proceeds"),
    Kind.PROPERTY: ("commercial_real_estate", "mortgages"),
    Kind.VEHICLE: ("motor_vehicle_loans",),
    Kind.ASSET: ("use_of_proceeds",),
    Kind.POOL: ("securitisations_structured_products",),
    Kind.STATE: ("sovereign_debt",),
    Kind.REGION: ("sub_sovereign_debt",),
}
#: What money under a contract with a company is, where nobody recorded an exposure.
DERIVED_CLASS: Mapping[str, str] = {
    Instrument.LOAN: "business_loans_unlisted_equity",
    Instrument.EQUITY: "business_loans_unlisted_equity",
    Instrument.BOND: "listed_equity_corporate_bonds",
}
#: Kinds of which a total investment is known, so that the green-credit guide has a share.
HAS_INVESTMENT = frozenset({Kind.PROJECT, Kind.PROPERTY, Kind.ASSET})
#: Amounts of a year, and the input of an asset class that each is.
YEAR_AMOUNTS: Mapping[str, str] = {
    "equity_cny": "equity",
    "debt_cny": "debt",
    "total_assets_cny": "total_assets",
    "market_cap_ordinary_cny": "market_cap_ordinary",
    "market_cap_preferred_cny": "market_cap_preferred",
    "minority_interests_cny": "minority_interests",
    "ppp_gdp_usd": "ppp_gdp",
}
#: Of a year as well, but read by their own rules: a value, a cost, a rate of exchange.
OTHER_AMOUNTS = ("asset_value_cny", "total_investment_cny", "cny_per_usd")
#: What a class calls the value of an asset or of a pool.
ASSET_VALUE: Mapping[str, str] = {
    "use_of_proceeds": "project_value",
    "securitisations_structured_products": "pool_value",
}
#: What a class calls the value at origination, which an exposure keeps.
ORIGINATION: Mapping[str, str] = {
    "commercial_real_estate": "property_value",
    "mortgages": "property_value",
    "motor_vehicle_loans": "vehicle_value",
}
#: Classes that value a stake by its shares.
VALUES_STAKES = frozenset(
    code for code, each in ASSET_CLASSES.items() if "shares_held" in each.inputs
)


def options_for(kind: str) -> Mapping[str, int]:
    """
    Return the options of evidence for what a kind emits, with their scores.

    Kinds whose table was not read keep the options of project finance; their class has no
    score, and none is stated.
    """
    for asset_class in CLASSES_OF[kind]:
        if found := options_of(asset_class):
            return found
    return options_of(ASSET_CLASS)


def score_of(options: Iterator[str] | tuple[str, ...], asset_class: str) -> int | None:
    """Return the worst score of the options in a class; None for a class without a table."""
    table = options_of(asset_class)
    scores = [table[option] for option in options if option in table]
    return max(scores) if scores else None


def judge_exposure(
    *,
    kind: str,
    asset_class: str,
    percent: Decimal,
    shares_held: Decimal | None,
    total_shares: Decimal | None,
    value_at_origination_cny: Decimal | None,
) -> list[Finding]:
    """Return what is wrong with an exposure: class, percentage, stake, value."""
    found: list[Finding] = []
    if asset_class not in CLASSES_OF[kind]:
        found.append(
            Finding(
                code="class_unfit",
                message="A {kind} is not financed in the class {asset_class}.",
                field="asset_class",
                value=asset_class,
                remedy="Choose one of: {fit}.",
                facts={
                    "kind": kind,
                    "asset_class": asset_class,
                    "fit": ", ".join(CLASSES_OF[kind]),
                },
            )
        )
    if not percent.is_finite() or not 0 <= percent <= HUNDRED:
        found.append(
            Finding(
                code="percent_unfit",
                message="A percentage lies between 0 and 100.",
                field="percent",
                value=str(percent),
                remedy="Enter 100 for all that stands on no project, 0 to end the exposure.",
            )
        )
    found += _judge_stake(asset_class, shares_held, total_shares)
    if value_at_origination_cny is not None and (
        asset_class not in ORIGINATION or not _is_amount(value_at_origination_cny)
    ):
        found.append(
            Finding(
                code="origination_unfit",
                message="A value at origination is an amount in CNY of a property or a vehicle.",
                field="value_at_origination_cny",
                value=str(value_at_origination_cny),
                remedy="Leave it empty for other classes, or enter yuan with two decimals.",
            )
        )
    return found


def _judge_stake(
    asset_class: str, held: Decimal | None, whole: Decimal | None
) -> Iterator[Finding]:
    if held is None and whole is None:
        return
    fits = asset_class in VALUES_STAKES and held is not None and whole is not None
    if not fits or held is None or whole is None or not 0 <= held <= whole or whole <= 0:
        yield Finding(
            code="stake_unfit",
            message="A stake names the shares held and all shares of a company or a project.",
            field="shares_held",
            value=str(held),
            remedy="Enter both numbers, the first at most the second, or leave both empty.",
        )


def judge_year(amounts: Mapping[str, Decimal | None]) -> list[Finding]:
    """Return what is wrong with the amounts of a year; only equity may be below zero."""
    given = {name: value for name, value in amounts.items() if value is not None}
    if not given:
        return [
            Finding(
                code="nothing_said",
                message="A year of an investee states at least one amount.",
                field="equity_cny",
                value="",
                remedy="Enter what its balance sheet, its price or its valuation says.",
            )
        ]
    return [
        Finding(
            code="amount_unfit",
            message="This is not an amount with two decimals, or it is below zero.",
            field=name,
            value=str(value),
            remedy="Write it with at most two decimals; only equity may be negative.",
        )
        for name, value in given.items()
        if name != "cny_per_usd" and not _is_amount(value, may_be_negative=name == "equity_cny")
    ]


def judge_emission(
    *, kind: str, option: str, mass_tco2e: Decimal, verified_by: str
) -> list[Finding]:
    """Return what is wrong with what an investee emitted: tonnes, evidence, who verified it."""
    found: list[Finding] = []
    if not mass_tco2e.is_finite() or mass_tco2e < 0 or mass_tco2e != mass_tco2e.quantize(GRAM):
        found.append(
            Finding(
                code="mass_unfit",
                message="Tonnes are not below zero and have at most six decimals.",
                field="mass_tco2e",
                value=str(mass_tco2e),
                remedy="Enter tonnes of CO2 equivalent of the whole investee.",
            )
        )
    if option not in options_for(kind):
        found.append(
            Finding(
                code="option_unfit",
                message="There is no option {option} of evidence for a {kind}.",
                field="option",
                value=option,
                remedy="Choose one of: {fit}.",
                facts={"option": option, "kind": kind, "fit": ", ".join(options_for(kind))},
            )
        )
    if is_verified(kind, option) and not verified_by.strip():
        found.append(
            Finding(
                code="verifier_missing",
                message="Verified emissions name who verified them and in which statement.",
                field="verified_by",
                value="",
                remedy="Name the verifier and its statement, or choose option 1b.",
            )
        )
    return found


def is_verified(kind: str, option: str) -> bool:
    """Return whether an option claims that a third party verified the emissions."""
    return option == Evidence.REPORTED_VERIFIED and kind not in {Kind.PROPERTY, Kind.VEHICLE}


def _is_amount(value: Decimal, *, may_be_negative: bool = False) -> bool:
    if not value.is_finite() or value != value.quantize(CENT):
        return False
    return value >= 0 or may_be_negative
