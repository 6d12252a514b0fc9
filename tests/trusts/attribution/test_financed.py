"""Every asset class in one stored run: its own denominator, scopes apart, the score of evidence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from config.kernel.errors import InvalidInput
from config.kernel.periods import Period
from projects.registry.operations.finances import propose_finance
from tests.trusts.attribution.investees import Financing
from tests.trusts.attribution.test_statements import AVOIDED, Told
from tests.trusts.books import Books, now
from trusts.attribution import operations, queries
from trusts.attribution.models import FinancedStatement, Investee, InvesteeEmission
from trusts.attribution.rules import SharesAboveOne
from trusts.attribution.rules.portfolios import Tonnes
from trusts.attribution.sources import Finances
from trusts.register.models import Product

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)


@dataclass
class House:
    """A product with money, and the ways to place it."""

    books: Books
    product: Product
    financing: Financing
    found: dict[str, FinancedStatement] = field(default_factory=dict)

    def run(self, period: Period = YEAR) -> operations.Outcome:
        """State the period and keep PCAF's statements by contract."""
        moment = now()
        outcome = operations.attribute(period=period, known_at=moment, by=self.books.alice)
        rows = queries.financed(period=period, known_at=moment)
        self.found = {each.contract.code: each for each in rows if each.method == "pcaf"}
        return outcome


@pytest.fixture
def house(books: Books) -> House:
    product = books.product()
    books.confirm(books.subscription(product, "100000.00"))
    return House(books, product, Financing(books))


def company(house: House, code: str = "CO-1", **amounts: str) -> Investee:
    """Return a company that reported, unverified, 1000 t and 200 t and 5000 t."""
    found = house.financing.investee(code, "company")
    if amounts:
        house.financing.year(found, **amounts)
    for kind, mass in (("scope_1", "1000"), ("scope_2", "200"), ("scope_3", "5000")):
        house.financing.emission(found, kind, mass)
    return found


PLACES: dict[str, tuple[str, dict[str, str], dict[str, Any], str, str, str]] = {
    # class: kind, values of the year, what the exposure says, option, divided by, share of 100
    "listed_equity_corporate_bonds": (
        "company",
        {"market_cap_ordinary_cny": "600", "debt_cny": "300", "minority_interests_cny": "100"},
        {},
        "1b",
        "evic",
        "0.1",
    ),
    "business_loans_unlisted_equity": (
        "company",
        {"equity_cny": "300", "debt_cny": "500"},
        {},
        "3a",
        "equity_and_debt",
        "0.125",
    ),
    "commercial_real_estate": (
        "property",
        {"total_investment_cny": "500"},
        {"value_at_origination_cny": Decimal(400)},
        "2a",
        "property_value",
        "0.25",
    ),
    "mortgages": (
        "property",
        {"total_investment_cny": "500"},
        {"value_at_origination_cny": Decimal(200)},
        "2b",
        "property_value",
        "0.5",
    ),
    "motor_vehicle_loans": (
        "vehicle",
        {},
        {"value_at_origination_cny": Decimal(125)},
        "2a",
        "vehicle_value",
        "0.8",
    ),
    "sovereign_debt": (
        "state",
        {"ppp_gdp_usd": "1000", "cny_per_usd": "7.2"},
        {},
        "1a",
        "ppp_gdp",
        "0.013888889",
    ),
    "use_of_proceeds": (
        "asset",
        {"asset_value_cny": "1000", "total_investment_cny": "800"},
        {},
        "2b",
        "project_value",
        "0.1",
    ),
    "securitisations_structured_products": (
        "pool",
        {"asset_value_cny": "2000"},
        {},
        "3a",
        "pool_value",
        "0.05",
    ),
}
SCORES = {
    "listed_equity_corporate_bonds": 2,
    "business_loans_unlisted_equity": 4,
    "commercial_real_estate": 3,
    "mortgages": 4,
    "motor_vehicle_loans": 2,
    "sovereign_debt": 1,
    "use_of_proceeds": None,
    "securitisations_structured_products": None,
}


@pytest.mark.parametrize("asset_class", PLACES)
def test_a_class_is_divided_by_its_own_denominator_and_scored_by_its_own_table(
    house: House, asset_class: str
) -> None:
    kind, values, said, option, basis, share = PLACES[asset_class]
    investee = house.financing.investee("I-1", kind)
    if values:
        house.financing.year(investee, **values)
    house.financing.emission(
        investee, "scope_1", "1000", option, verified_by="UNFCCC" if option == "1a" else ""
    )
    contract = house.financing.contract(house.product, "C-1", "100.00", instrument="other")
    house.financing.exposure(contract, investee, asset_class, **said)
    outcome = house.run()
    row = house.found["C-1"]
    assert (row.asset_class, row.basis, row.data_quality) == (
        asset_class,
        basis,
        SCORES[asset_class],
    )
    assert row.share == Decimal(share)
    assert row.parts == {Tonnes.SCOPE_1: (1000 * Decimal(share)).quantize(Decimal("0.000001"))}
    assert row.as_factor().share == row.share
    assert outcome.gaps == ()


def test_a_class_whose_rule_was_not_read_is_a_gap_by_name(house: House) -> None:
    region = house.financing.investee("R-1", "region")
    contract = house.financing.contract(house.product, "C-1", "100.00", instrument="bond")
    house.financing.exposure(contract, region, "sub_sovereign_debt")
    outcome = house.run()
    assert [(gap.project, gap.code) for gap in outcome.gaps] == [("R-1", "rule_not_read")]
    assert house.found == {}


def test_a_loan_finds_the_company_that_is_its_counterparty(house: House) -> None:
    party = house.books.party("BORROWER")
    borrower = house.financing.investee("CO-1", "company", party=party)
    house.financing.year(borrower, equity_cny="-50", debt_cny="400")
    house.financing.contract(house.product, "C-1", "100.00", party=party)
    house.run()
    row = house.found["C-1"]
    assert (row.asset_class, row.share) == ("business_loans_unlisted_equity", Decimal("0.25"))
    assert "below zero" in str(row.as_factor().notes[0])
    assert row.tonnes == {}
    assert row.data_quality is None


def test_total_assets_stand_in_where_equity_or_debt_is_not_known(house: House) -> None:
    found = company(house, total_assets_cny="400")
    contract = house.financing.contract(house.product, "C-1", "100.00")
    house.financing.exposure(contract, found, "business_loans_unlisted_equity")
    house.run()
    assert (house.found["C-1"].basis, house.found["C-1"].share) == ("total_assets", Decimal("0.25"))


def test_interest_is_not_outstanding_and_a_repayment_is_taken_off(house: House) -> None:
    found = company(house, equity_cny="300", debt_cny="500")
    contract = house.financing.contract(house.product, "C-1", "400.00")
    house.financing.exposure(contract, found, "business_loans_unlisted_equity")
    house.books.confirm(house.books.repayment(contract, "200.00", dt.date(2025, 6, 30)))
    house.run()
    assert house.found["C-1"].numerator == 200
    assert house.found["C-1"].share == Decimal("0.25")


def test_a_stake_is_valued_by_its_shares_and_not_at_cost(house: House) -> None:
    private = company(house, equity_cny="300", debt_cny="500")
    listed = company(house, "CO-2", market_cap_ordinary_cny="900", equity_cny="300", debt_cny="100")
    for code, investee, asset_class in (
        ("C-1", private, "business_loans_unlisted_equity"),
        ("C-2", listed, "listed_equity_corporate_bonds"),
    ):
        contract = house.financing.contract(house.product, code, "30.00", instrument="equity")
        house.financing.exposure(
            contract, investee, asset_class, shares_held=Decimal(10), total_shares=Decimal(100)
        )
    house.run()
    assert (house.found["C-1"].numerator, house.found["C-1"].share) == (30, Decimal("0.0375"))
    assert (house.found["C-2"].numerator, house.found["C-2"].share) == (90, Decimal("0.09"))
    assert house.found["C-2"].allocated_cny == 30


def test_one_run_states_both_methods_and_says_why_they_differ(house: House) -> None:
    building = house.financing.investee("B-1", "property")
    house.financing.year(building, total_investment_cny="500")
    house.financing.emission(building, "scope_2", "80", "1a")
    contract = house.financing.contract(house.product, "C-1", "100.00")
    house.financing.exposure(
        contract, building, "commercial_real_estate", value_at_origination_cny=Decimal(400)
    )
    outcome = house.run()
    assert (outcome.added, outcome.financed, outcome.gaps) == (2, 2, ())
    pair = queries.financed_pair(house.found["C-1"])
    assert pair.pcaf is not None
    assert pair.guide is not None
    assert (pair.pcaf.share, pair.guide.share) == (Decimal("0.25"), Decimal("0.2"))
    assert (pair.pcaf.parts[Tonnes.SCOPE_2], pair.guide.parts[Tonnes.SCOPE_2]) == (20, 16)
    assert "value of the property at origination, 400" in str(pair.explanation[0])
    again = operations.attribute(period=YEAR, known_at=pair.pcaf.known_at, by=house.books.alice)
    assert (again.added, again.standing) == (0, 2)


def test_a_projects_own_emissions_are_financed_by_its_registered_balance_sheet(
    house: House,
) -> None:
    (project,) = house.books.projects("P-1", invested="1000.00")
    sheet = propose_finance(
        project_id=project.pk,
        year=2025,
        equity_cny=Decimal(300),
        debt_cny=Decimal(500),
        basis="test",
        **house.books.who,
    )
    house.books.confirm(sheet)
    investee = house.financing.investee("P-1", "project", project=project)
    house.financing.emission(investee, "scope_1", "80", "1a", verified_by="CQC 2026-1")
    house.financing.emission(investee, "removed", "8", "2b")
    contract = house.financing.contract(house.product, "C-1", "200.00")
    house.books.confirm(house.books.split(contract, {"P-1": "100"}))
    house.run()
    row = house.found["C-1"]
    assert (row.asset_class, row.share, row.data_quality) == (
        "project_finance",
        Decimal("0.25"),
        1,
    )
    assert row.parts == {Tonnes.SCOPE_1: 20, Tonnes.REMOVED: 2}
    pair = queries.financed_pair(row)
    assert pair.guide is not None
    assert pair.guide.share == Decimal("0.2")
    with pytest.raises(InvalidInput) as refused:
        house.financing.year(investee, equity_cny="1")
    assert "its register" in str(refused.value.findings[0])


def test_a_basket_is_divided_by_its_percentages_and_the_rest_is_a_gap(house: House) -> None:
    one = company(house, equity_cny="300", debt_cny="500")
    two = company(house, "CO-2", equity_cny="300", debt_cny="500")
    contract = house.financing.contract(house.product, "C-1", "100.00", instrument="fund")
    for investee, percent in ((one, 60), (two, 40)):
        house.financing.exposure(
            contract, investee, "business_loans_unlisted_equity", percent=Decimal(percent)
        )
    moment = now()
    operations.attribute(period=YEAR, known_at=moment, by=house.books.alice)
    rows = queries.financed(period=YEAR, known_at=moment)
    assert [(row.investee_code, row.allocated_cny) for row in rows] == [
        ("CO-1", Decimal(60)),
        ("CO-2", Decimal(40)),
    ]
    house.financing.contract(house.product, "C-9", "50.00", instrument="fund")
    outcome = house.run()
    assert [(gap.contract, gap.code) for gap in outcome.gaps] == [("C-9", "investee_unknown")]


def test_a_part_of_a_year_has_shares_and_no_tonnes(house: House) -> None:
    found = company(house, equity_cny="300", debt_cny="500")
    contract = house.financing.contract(house.product, "C-1", "100.00")
    house.financing.exposure(contract, found, "business_loans_unlisted_equity")
    house.run(Period.quarter(2025, 1))
    assert house.found["C-1"].share == Decimal("0.125")
    assert house.found["C-1"].tonnes == {}


def test_the_portfolio_keeps_kinds_apart_and_weighs_scores_by_money(house: House) -> None:
    one = company(house, equity_cny="300", debt_cny="500")
    two = house.financing.investee("CO-2", "company")
    house.financing.year(two, equity_cny="500", debt_cny="500")
    house.financing.emission(two, "scope_1", "100", "3b")
    house.financing.emission(two, "avoided", "40", "2b")
    three = house.financing.investee("CO-3", "company")
    house.financing.year(three, equity_cny="500", debt_cny="500")
    for code, drawn, investee in (
        ("C-1", "100.00", one),
        ("C-2", "300.00", two),
        ("C-3", "100.00", three),
    ):
        contract = house.financing.contract(house.product, code, drawn)
        house.financing.exposure(contract, investee, "business_loans_unlisted_equity")
    house.run()
    known_at = house.found["C-1"].known_at
    found = queries.portfolio(period=YEAR, known_at=known_at)
    assert found.whole.tonnes == {
        Tonnes.SCOPE_1: 125 + 30,
        Tonnes.SCOPE_2: 25,
        Tonnes.SCOPE_3: 625,
        Tonnes.AVOIDED: 12,
    }
    assert (found.outstanding_cny, found.whole.placed_cny, found.whole.covered_cny) == (
        500,
        500,
        400,
    )
    assert found.coverage == Decimal("0.8")
    assert found.whole.score == Decimal("4.25")
    assert found.whole.intensity == 180 * 10**6 / Decimal(400)


def test_financiers_of_one_company_never_claim_more_than_it(house: House) -> None:
    found = company(house, equity_cny="60", debt_cny="40")
    for code in ("C-1", "C-2"):
        contract = house.financing.contract(house.product, code, "60.00")
        house.financing.exposure(contract, found, "business_loans_unlisted_equity")
    with pytest.raises(SharesAboveOne, match="CO-1"):
        house.run()
    assert not FinancedStatement.objects.exists()


def test_the_database_keeps_financed_shares_within_one_whoever_writes(house: House) -> None:
    found = company(house, equity_cny="60", debt_cny="40")
    contract = house.financing.contract(house.product, "C-1", "60.00")
    house.financing.exposure(contract, found, "business_loans_unlisted_equity")
    house.run()
    row = house.found["C-1"]
    row.pk, row.recorded_at = None, None
    row.contract = house.financing.contract(house.product, "C-2", "60.00")
    with pytest.raises(DatabaseError, match="above 1"), transaction.atomic():
        FinancedStatement.objects.bulk_create([row])


def test_statements_are_recomputed_to_the_same_hash_after_all_has_changed(house: House) -> None:
    found = company(house, equity_cny="300", debt_cny="500")
    contract = house.financing.contract(house.product, "C-1", "100.00")
    house.financing.exposure(contract, found, "business_loans_unlisted_equity")
    house.run()
    stated = list(house.found.values())
    house.financing.year(found, equity_cny="1", debt_cny="900")
    house.financing.emission(found, "scope_1", "7")
    house.financing.exposure(
        contract, found, "listed_equity_corporate_bonds", effective_from=dt.date(2025, 3, 1)
    )
    assert queries.recompute_financed(stated) == {row.pk: row.sha256 for row in stated}
    assert all(row.computed_sha256() == row.sha256 for row in stated)
    house.run()
    assert house.found["C-1"].share == Decimal(100) / Decimal(901) // Decimal("1e-12") * Decimal(
        "1e-12"
    )
    assert InvesteeEmission.objects.filter(kind="scope_1").count() == 2


@pytest.mark.parametrize(
    ("kind", "said", "words"),
    [
        ("company", {"option": "1a"}, "name who verified"),
        ("company", {"option": "9z"}, "no option 9z"),
        ("property", {"option": "3a"}, "no option 3a"),
        ("company", {"mass": "-1"}, "not below zero"),
    ],
)
def test_evidence_that_does_not_hold_is_refused(
    house: House, kind: str, said: dict[str, str], words: str
) -> None:
    investee = house.financing.investee("I-1", kind)
    given = {"mass": "1", "option": "1b", **said}
    with pytest.raises(InvalidInput) as refused:
        house.financing.emission(investee, "scope_1", given["mass"], given["option"])
    assert words in str(refused.value.findings[0])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"asset_class": "mortgages"}, "not financed in the class mortgages"),
        ({"percent": Decimal(101)}, "between 0 and 100"),
        ({"shares_held": Decimal(5)}, "names the shares held"),
        ({"shares_held": Decimal(5), "total_shares": Decimal(4)}, "names the shares held"),
        ({"value_at_origination_cny": Decimal(5)}, "of a property or a vehicle"),
    ],
)
def test_an_exposure_that_does_not_hold_is_refused(
    house: House, said: dict[str, Any], words: str
) -> None:
    investee = house.financing.investee("I-1", "company")
    contract = house.financing.contract(house.product, "C-1", "100.00")
    given = {"asset_class": "business_loans_unlisted_equity", **said}
    with pytest.raises(InvalidInput) as refused:
        house.financing.exposure(contract, investee, given.pop("asset_class"), **given)
    assert words in str(refused.value.findings[0])


def test_a_stake_in_a_project_counts_its_part_of_the_equity_in_what_it_avoids_too(
    house: House,
) -> None:
    (project,) = house.books.projects("P-1", invested="1000.00")
    known = {project.pk: Finances(Decimal(300), Decimal(500), None, Decimal(1000), 1, 2)}
    told = Told({project.pk: AVOIDED}, known)
    contract = house.financing.contract(house.product, "C-1", "200.00", instrument="equity")
    house.books.confirm(house.books.split(contract, {"P-1": "100"}))
    before = now()
    investee = house.financing.investee("P-1", "project", project=project)
    house.financing.exposure(
        contract, investee, "project_finance", shares_held=Decimal(1), total_shares=Decimal(3)
    )
    after = now()
    for moment in (before, after):
        operations.attribute(period=YEAR, known_at=moment, by=house.books.alice, sources=told)
    at_cost = queries.statements(period=YEAR, known_at=before)
    (guide, pcaf) = queries.statements(period=YEAR, known_at=after)
    assert {(row.method, row.method_version, str(row.share)) for row in at_cost} == {
        ("pcaf", "pcaf-a-2022.1", "0.250000000000"),
        ("guide", "green-credit-guide-2013.1", "0.200000000000"),
    }
    assert (pcaf.method_version, pcaf.share) == ("pcaf-a-2022.2", Decimal("0.125"))
    assert (guide.share, guide.stake_cny, pcaf.stake_cny) == (Decimal("0.2"), None, 100)
    for rows in (at_cost, [guide, pcaf]):
        assert queries.recompute(rows, sources=told) == {row.pk: row.sha256 for row in rows}
    pair = queries.pair_of(guide)
    assert pair is not None
    assert "at its part of the equity, 100" in str(pair.explanation[0])
    assert "what was placed, 200.00" in str(pair.explanation[0])
