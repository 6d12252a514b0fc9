"""The operational footprint, by hand; and what it says where a factor is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256

import pytest
from django.utils import timezone

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.periods import Period
from projects.reference import operations as reference
from projects.reference.rules.kinds import EditionKind, PolicyRule
from reporting.collection import queries
from reporting.collection.models import CollectedEntry, CollectionTask
from reporting.collection.rules.footprint import FUEL_DATASET
from reporting.collection.rules.values import Footprint, FootprintLine, Scope

YEAR = Period.year(2025)
HEAD = "kind,scope_region,year,value,unit,source,confidence,note\n"
FACTORS = """grid_average,北京,2025,0.5,kgCO2/kWh,test,A,
grid_average_excl_market_nonfossil,全国,2025,0.6,kgCO2/kWh,test,A,
transmission_carbon_footprint,输配电(含线损),2025,0.03,kgCO2e/kWh,test,A,
heat_default,全国,,0.11,tCO2/GJ,test,A,
tce_to_co2,油品,,1.73,tCO2/tce,test,A,
"""
FUELS = (
    "dataset,fuel_zh,fuel_en,ncv,ncv_unit,carbon_content,carbon_unit,oxidation_pct,"
    "co2_ef,co2_ef_unit,confidence,source\n"
    f"{FUEL_DATASET},汽油,Gasoline,44.8,GJ/t,0.0189,tC/GJ,98,3.0,tCO2/t,A,test\n"
    f"{FUEL_DATASET},天然气,Natural gas,389.31,GJ/10^4 Nm3,0.0153,tC/GJ,99,"
    "21.6,tCO2/10^4 Nm3,A,test\n"
)
Ask = Callable[..., CollectionTask]
Enter = Callable[..., CollectedEntry]
pytestmark = pytest.mark.django_db


@pytest.fixture
def load(alice: User, bob: User) -> Callable[..., None]:
    def confirm(text: str, kind: EditionKind = EditionKind.FACTORS) -> None:
        code = f"T-{sha256(text.encode()).hexdigest()[:8]}"
        edition = reference.propose_edition(
            code=code,
            kind=kind,
            name_zh="测试",
            name_en="test",
            content=text.encode(),
            file_name="test.csv",
            source="test",
            by=alice,
            reason="test",
        )
        proposals.confirm(edition, by=bob, seen_sha256=edition.content_sha256)

    return confirm


@pytest.fixture
def library(load: Callable[..., None]) -> None:
    load(HEAD + FACTORS)
    load(FUELS, EditionKind.FUELS)


def line(found: Footprint, code: str, scope: Scope) -> FootprintLine:
    [one] = [each for each in found.of(scope) if each.code == code]
    return one


def test_each_scope_is_quantity_times_factor(library: None, ask: Ask, answer: Enter) -> None:
    answer(ask(region="北京"), Decimal(100_000))
    answer(ask(code="E-OP-08-GC"), Decimal(40_000))
    answer(ask(code="E-OP-04", unit="立方米"), Decimal(5_000))
    answer(ask(code="E-OP-06", unit="t"), Decimal("2.5"))
    answer(ask(code="E-OP-09", unit="吨标煤"), Decimal(10))
    answer(ask(code="E-OP-10", unit="tce"), Decimal(20))
    found = queries.footprint(YEAR, timezone.now())
    # Gas: 5,000 m3 = 0.5 (10^4 Nm3) x 21.6; gasoline: 2.5 t x 3.0.
    assert found.total(Scope.ONE) == Decimal("18.3")
    # Power 100,000 kWh x 0.5 kg; heat 10 tce x 29.307 GJ x 0.11 t.
    assert found.total(Scope.TWO_LOCATION) == Decimal("82.2377")
    # What certificates do not cover: 60,000 kWh x 0.6 kg.
    assert found.total(Scope.TWO_MARKET) == Decimal("68.2377")
    # 100,000 kWh x 0.03 kg; 20 tce x 1.73 t.
    assert found.total(Scope.THREE) == Decimal("37.6")
    market = line(found, "E-OP-08", Scope.TWO_MARKET)
    assert len(market.refs) == 2
    assert "E-OP-08-GC" in market.formula
    assert {each.edition for each in market.factors} == {market.factors[0].edition}
    assert found.not_computed == ()


def test_a_missing_factor_is_named_and_its_scope_has_no_total(
    library: None, ask: Ask, answer: Enter
) -> None:
    answer(ask(region="西藏"), Decimal(1000))
    answer(ask(code="E-OP-12", unit="吨"), Decimal(3))
    found = queries.footprint(YEAR, timezone.now())
    power = line(found, "E-OP-08", Scope.TWO_LOCATION)
    assert (power.value_tco2e, power.refusal_code) == (None, "no_factor_of_region")
    assert "西藏" in power.refusal
    assert found.total(Scope.TWO_LOCATION) is None
    paper = line(found, "E-OP-12", Scope.THREE)
    assert "paper_production" in paper.refusal
    # Scope 3 is what can be computed; what is left out stands beside it.
    assert found.total(Scope.THREE) == Decimal("0.03")
    assert paper in found.not_computed


def test_power_of_no_province_and_litres_of_no_density_are_refused(
    library: None, load: Callable[..., None], ask: Ask, answer: Enter
) -> None:
    answer(ask(), Decimal(1000))
    answer(ask(code="E-OP-06", unit="升"), Decimal(1000))
    found = queries.footprint(YEAR, timezone.now())
    assert line(found, "E-OP-08", Scope.TWO_LOCATION).refusal_code == "region_missing"
    assert "fuel_density" in line(found, "E-OP-06", Scope.ONE).refusal
    load(HEAD + "fuel_density,汽油,,0.75,kg/L,test,A,\n")
    now = timezone.now()
    # 1,000 L x 0.75 kg/L x 3.0 t/t.
    assert queries.footprint(YEAR, now).total(Scope.ONE) == Decimal("2.25")
    assert queries.footprint(YEAR, found.known_at).total(Scope.ONE) is None


def test_certificates_beyond_the_power_used_lower_nothing(
    library: None, ask: Ask, answer: Enter
) -> None:
    answer(ask(region="北京"), Decimal(100))
    answer(ask(code="E-OP-08-GC"), Decimal(101))
    found = queries.footprint(YEAR, timezone.now())
    market = line(found, "E-OP-08", Scope.TWO_MARKET)
    assert market.refusal_code == "certificates_exceed_power"


def test_an_older_factor_answers_only_where_a_policy_lets_it(
    load: Callable[..., None], ask: Ask, answer: Enter, alice: User, bob: User
) -> None:
    load(HEAD + "grid_average,北京,2023,0.5,kgCO2/kWh,test,A,\n")
    answer(ask(region="北京"), Decimal(1000))
    assert queries.footprint(YEAR, timezone.now()).total(Scope.TWO_LOCATION) is None
    policy = reference.propose_policy(
        rule=PolicyRule.LATEST_DATA_YEAR,
        kind="grid_average",
        effective_from=dt.date(2025, 1, 1),
        max_lag_years=2,
        by=alice,
        reason="test",
    )
    proposals.confirm(policy, by=bob, seen_sha256=policy.content_sha256)
    found = queries.footprint(YEAR, timezone.now())
    assert found.total(Scope.TWO_LOCATION) == Decimal("0.5")
    assert found.of(Scope.TWO_LOCATION)[0].factors[0].data_year == 2023


def test_what_was_asked_and_is_not_confirmed_is_named(
    library: None, ask: Ask, submit: Enter
) -> None:
    ask(code="E-OP-10", unit="tce")
    submit(ask(region="北京"), Decimal(1))
    found = queries.footprint(YEAR, timezone.now())
    assert (found.lines, found.not_collected) == ((), ("E-OP-08", "E-OP-10"))
    assert found.total(Scope.ONE) is None
