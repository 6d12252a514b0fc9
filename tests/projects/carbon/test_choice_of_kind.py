"""Which kind of grid factor statements are drawn by: a confirmed policy chooses, and is named."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from projects.carbon import operations, queries
from projects.carbon.methodologies.table import method
from projects.carbon.models import Statement
from projects.carbon.rules.drawing import Case, Drawn, draw
from projects.reference import operations as reference
from projects.reference.models import Edition, FactorPolicy
from projects.reference.queries import trial_of
from projects.reference.rules.kinds import CHOOSABLE, PolicyRule
from projects.reference.rules.refusals import NoFactorOfKind, UnfittingChoice
from projects.reference.rules.resolution import resolve
from projects.reference.rules.values import Candidate, Policy, Question, Resolution
from projects.registry.models import Project
from tests.projects.carbon.making import Meters, energy, factors
from tests.projects.registry.making import confirmed_project

pytestmark = pytest.mark.django_db
JANUARY = Period.month(2025, 1)
MARGINS = """\
grid_OM_simple,山东,2025,0.9,kgCO2/kWh,a test,B,
grid_OM_simple,河南,2025,0.8,kgCO2/kWh,a test,B,
"""
CHOSEN = "choose_kind (grid_OM_simple)"
LAG = "latest_data_year (at most 2 year(s) older)"


@pytest.fixture
def project(alice: User, bob: User, library: Edition, meters: Meters) -> Project:
    """Return a project with 1,000 MWh in each of two provinces in January 2025."""
    factors(MARGINS, by=alice, confirmed_by=bob, code="MARGINS")
    found = confirmed_project(alice, bob)
    meters.read([energy(found.pk, "山东"), energy(found.pk, "河南")])
    return found


def policy(by: User, *, choice: str = "grid_OM_simple", **given: object) -> FactorPolicy:
    return reference.propose_policy(
        rule=PolicyRule.CHOOSE_KIND,
        kind="grid_average",
        choice=choice,
        effective_from=dt.date(2025, 1, 1),
        by=by,
        reason="the house reckons by the margin",
        **given,  # type: ignore[arg-type]
    )


def statement(by: User) -> Statement:
    run = operations.draw_statements(period=JANUARY, known_at=pin_known_at(), by=by)
    return Statement.objects.get(run=run)


def said(row: Statement) -> str:
    return " ".join(str(each["template"]) for each in row.explanation)


def named(row: Statement) -> list[list[str]]:
    return [[each["name"] for each in line["factor"]["policies"]] for line in row.lines]


def test_without_a_policy_the_average_is_taken_and_the_statement_says_so(
    project: Project, alice: User
) -> None:
    row = statement(alice)
    assert (row.method_version, row.avoided_tco2e) == ("2", Decimal("1208.8"))
    assert {line["factor"]["kind"] for line in row.lines} == {"grid_average"}
    assert "No policy chooses another kind of factor" in said(row)


def test_a_confirmed_policy_chooses_the_kind_and_every_line_names_it(
    project: Project, alice: User, bob: User
) -> None:
    chosen = policy(alice)
    assert statement(alice).avoided_tco2e == Decimal("1208.8")  # proposed is not confirmed
    proposals.confirm(chosen, by=bob)
    row = statement(alice)
    assert row.avoided_tco2e == Decimal(1700)
    assert {line["factor"]["kind"] for line in row.lines} == {"grid_OM_simple"}
    assert named(row) == [[CHOSEN], [CHOSEN]]
    assert "No policy chooses" not in said(row)
    assert "takes {choice} in the place of {kind}" in said(row)
    assert queries.recompute(row).sha256 == row.sha256


def test_the_average_then_stands_beside_as_an_alternative(
    project: Project, alice: User, bob: User
) -> None:
    proposals.confirm(policy(alice), by=bob)
    beside = {each.kind: each for each in queries.factors_beside(statement(alice))}
    assert (beside["grid_OM_simple"].is_own, beside["grid_average"].is_own) == (True, False)
    assert beside["grid_average"].avoided_tco2e == Decimal("1208.8")


def test_a_policy_for_one_province_leaves_the_others_as_they_are(
    project: Project, alice: User, bob: User
) -> None:
    proposals.confirm(policy(alice, region="山东"), by=bob)
    row = statement(alice)
    assert row.avoided_tco2e == Decimal(900) + Decimal("589.7")
    assert dict(zip((each["province"] for each in row.lines), named(row), strict=True)) == {
        "山东": [CHOSEN],
        "河南": [LAG],
    }


def test_one_province_may_keep_the_average_where_the_policy_for_all_takes_another(
    project: Project, alice: User, bob: User
) -> None:
    proposals.confirm(policy(alice), by=bob)
    proposals.confirm(policy(alice, region="河南", choice="grid_average"), by=bob)
    row = statement(alice)
    assert row.avoided_tco2e == Decimal(900) + Decimal("589.7")
    assert ["choose_kind (grid_average)", LAG] in named(row)


def test_a_policy_that_is_turned_off_ends(project: Project, alice: User, bob: User) -> None:
    first = proposals.confirm(policy(alice), by=bob)
    proposals.confirm(policy(alice, is_on=False, supersedes=first), by=bob)
    assert statement(alice).avoided_tco2e == Decimal("1208.8")


def test_a_chosen_kind_without_a_factor_draws_nothing(
    project: Project, alice: User, bob: User
) -> None:
    proposals.confirm(policy(alice, choice="grid_CM_50_50"), by=bob)
    with pytest.raises(NoFactorOfKind, match="grid_CM_50_50"):
        statement(alice)
    assert not Statement.objects.exists()


@pytest.mark.parametrize("choice", ["electricity_carbon_footprint", "grid_ets_reporting", "x"])
def test_what_displaces_nothing_cannot_be_chosen(alice: User, choice: str) -> None:
    with pytest.raises(UnfittingChoice, match="grid_OM_simple"):
        policy(alice, choice=choice)
    assert not FactorPolicy.objects.exists()


def test_no_other_kind_may_be_chosen_than_the_method_takes() -> None:
    (asked,) = (each for each in method("grid_displacement").factors if each.by_choice)
    assert CHOOSABLE[asked.kinds[0]] == asked.kinds


def test_the_calculator_follows_the_policy_unless_a_kind_is_named(
    project: Project, alice: User, bob: User, charlie: User
) -> None:
    proposals.confirm(policy(alice), by=bob)
    client = APIClient()
    client.force_authenticate(charlie)
    asked = {
        "method": "grid_displacement",
        "inputs": {"energy": {"value": "1", "unit": "GWh"}},
        "region": "山东",
        "year": 2025,
    }
    by_policy, by_name = (
        client.post(
            "/api/v1/carbon/calculate",
            {**asked, "factors": factors_},
            format="json",
            headers={"Accept-Language": "en"},
        ).data
        for factors_ in ({}, {"grid": {"kind": "grid_average"}})
    )
    assert by_policy["results"][0]["value"] == "900"
    assert any(CHOSEN in each for each in by_policy["warnings"])
    assert by_name["results"][0]["value"] == "619.1"
    assert not any(CHOSEN in each for each in by_name["warnings"])


def test_what_a_policy_would_move_is_said_before_it_is_confirmed(
    project: Project, alice: User
) -> None:
    statement(alice)
    (move,) = queries.statements_moved(trial_of(policy(alice)), known_at=pin_known_at())
    assert (move.before_tco2e, move.after_tco2e) == (Decimal("1208.8"), Decimal(1700))


# ---- version 1: what was frozen by it stays as it is


def by_version_1(project: Project, known_at: dt.datetime) -> Statement:
    """Return a stored statement as version 1 of the method drew it."""
    chosen = {project.pk: method("grid_displacement", "1")}
    (drawn,) = queries.drafts(period=JANUARY, known_at=known_at, methods=chosen).drawn
    row = Statement.of(drawn, run=None)  # type: ignore[arg-type]
    row.save()
    return row


def test_a_statement_of_version_1_is_recomputed_by_version_1(
    project: Project, alice: User, bob: User
) -> None:
    proposals.confirm(policy(alice), by=bob)
    row = by_version_1(project, pin_known_at())
    assert row.avoided_tco2e == Decimal("1208.8")  # it knew of no policy
    assert queries.recompute(row).sha256 == row.sha256 == row.drawn.sha256


def test_what_rests_on_version_1_still_finds_it_after_version_2_was_drawn(
    project: Project, alice: User
) -> None:
    known_at = pin_known_at()
    old = by_version_1(project, known_at)
    assert list(queries.statements(period=JANUARY, known_at=known_at)) == [old]
    run = operations.draw_statements(period=JANUARY, known_at=known_at, by=alice)
    new = Statement.objects.get(run=run)
    assert list(queries.statements(period=JANUARY, known_at=known_at)) == [new]
    by_1 = {"grid_displacement": "1"}
    assert list(queries.statements(period=JANUARY, known_at=known_at, methods=by_1)) == [old]


def test_a_statement_of_version_1_is_moved_by_a_policy_too(project: Project, alice: User) -> None:
    row = by_version_1(project, pin_known_at())
    (move,) = queries.statements_moved(trial_of(policy(alice)), known_at=pin_known_at())
    assert (move.statement, move.after_tco2e) == (row, Decimal(1700))


CANDIDATES = [
    Candidate(
        1, "grid_average", "山东", 2023, "kgCO2/kWh", Decimal("0.6191"), "E", "announcement", "A"
    ),
    Candidate(
        2, "grid_average", "河南", 2023, "kgCO2/kWh", Decimal("0.5897"), "E", "announcement", "A"
    ),
    Candidate(
        3, "thermal_supply_coal_rate", "全国", 2022, "gce/kWh", Decimal("300.7"), "E", "CEC", "A"
    ),
]
LAGS = [
    Policy(7, PolicyRule.LATEST_DATA_YEAR, kind, max_lag_years=2)
    for kind in ("grid_average", "thermal_supply_coal_rate")
]


def answer(kind: str, region: str, year: int, unit: str) -> Resolution:
    return resolve(Question(kind, region, year, unit), candidates=CANDIDATES, policies=LAGS)


def drawn_by_1(beside: Resolution | str) -> Drawn:
    return draw(
        Case(
            project_id=1,
            month=JANUARY,
            method=method("grid_displacement", "1"),
            rows=(
                energy(1, "山东", total_wh=123_456_789, estimated=5),
                energy(1, "河南", total_wh=987_654_321),
            ),
            factors=(
                answer("grid_average", "山东", 2025, "tCO2/MWh"),
                answer("grid_average", "河南", 2025, "tCO2/MWh"),
            ),
            beside=beside,
            expected_station_days=124,
            known_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        )
    )


def test_hashes_that_version_1_froze_hold() -> None:
    """Both were taken before version 2 was written: with the coal route, and without it."""
    coal_rate = answer("thermal_supply_coal_rate", "全国", 2024, "gce/kWh")
    assert drawn_by_1(coal_rate).sha256 == (
        "a80f9d74a59e489f7f664cc79819f3cb1e57fe1a3aec491c276f0882977c8dfe"
    )
    assert drawn_by_1("no rate").sha256 == (
        "2e3a437719b2c2e2eef92d60b9ff9078a9018e7be766353282f6416816a0b011"
    )
