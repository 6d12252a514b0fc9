"""Statements: drawn once, at a moment of knowledge, and drawn again the same for ever."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from unittest import mock

import pytest
from django.db import DatabaseError, connection, transaction

from config.accounts.models import User
from config.jobs import operations as jobs
from config.jobs.execution import run_now
from config.jobs.models import RunState
from config.jobs.registry import HANDLERS
from config.kernel.errors import NotAllowed, NotFoundHere
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from config.kernel.quantities import Measure
from projects.carbon import operations, queries, tasks
from projects.carbon.models import Statement, StatementRun
from projects.carbon.rules.drawing import expected_station_days, set_sha256
from projects.reference.models import Edition
from projects.reference.rules.refusals import CompetingFactors, NoFactorOfYear
from projects.registry.models import Project
from tests.projects.carbon.making import Meters, energy, factors
from tests.projects.registry.making import confirmed_project

YEAR = Period.year(2025)
QUARTER = Period.quarter(2025, 1)


@pytest.fixture
def rooftops(alice: User, bob: User, library: Edition) -> Project:
    return confirmed_project(alice, bob)


def rows(project: Project) -> list[object]:
    return [
        energy(project.pk, province, month=month, total_wh=wh)
        for month in (1, 2, 3)
        for province, wh in (("山东", 123_456_789), ("河南", 987_654_321))
    ]


def draw(
    by: User, *, period: Period = QUARTER, known_at: dt.datetime | None = None
) -> StatementRun:
    return operations.draw_statements(period=period, known_at=known_at or pin_known_at(), by=by)


def test_a_statement_says_energy_factor_and_result_by_province(
    rooftops: Project, meters: Meters, alice: User
) -> None:
    meters.read(rows(rooftops))
    run = draw(alice)
    statement = Statement.objects.filter(run=run).order_by("starts_on")[0]
    assert (run.count, statement.method, statement.energy_wh) == (
        3,
        "grid_displacement",
        1_111_111_110,
    )
    assert statement.avoided_tco2e == Decimal("658.851851")
    assert [(line["province"], line["avoided_tco2e"]) for line in statement.lines] == [
        ("山东", "76.4320980699"),
        ("河南", "582.4197530937"),
    ]
    factor = statement.lines[0]["factor"]
    assert (factor["value"], factor["data_year"], factor["edition"]) == (
        "0.6191",
        2023,
        "TEST-FACTORS",
    )
    assert [each["name"] for each in factor["policies"]] == [
        "latest_data_year (at most 2 year(s) older)"
    ]


def test_the_coal_route_stands_beside_the_result(
    rooftops: Project, meters: Meters, alice: User
) -> None:
    meters.read([energy(rooftops.pk, total_wh=10**12)])
    run = draw(alice)
    (statement,) = Statement.objects.filter(run=run)
    (route,) = statement.alternatives
    assert [each["value"] for each in route["values"]] == ["300700", "799862"]
    assert (route["factors"][0]["data_year"], route["missing"]) == (2022, "")
    assert statement.avoided_tco2e == Decimal(619_100)


def test_a_missing_coal_rate_does_not_keep_the_result_back(
    alice: User, bob: User, meters: Meters
) -> None:
    rows_ = "grid_average,山东,2025,0.6191,kgCO2/kWh,s,A,\n"
    factors(rows_, by=alice, confirmed_by=bob)
    project = confirmed_project(alice, bob)
    meters.read([energy(project.pk)])
    (statement,) = Statement.objects.filter(run=draw(alice))
    (route,) = statement.alternatives
    assert (route["values"], "thermal_supply_coal_rate" in route["missing"]) == ([], True)


def test_data_quality_counts_what_was_measured_estimated_and_missing(
    rooftops: Project, meters: Meters, alice: User
) -> None:
    meters.read([energy(rooftops.pk, estimated=372)])
    begun = {rooftops.pk: {dt.date(2024, 1, 1): 4}}
    with mock.patch("projects.registry.queries.stations_begun", return_value=begun):
        run = draw(alice)
    (statement,) = Statement.objects.filter(run=run)
    assert statement.data_quality == {
        "measured_readings": 1116,
        "estimated_readings": 372,
        "measured_share": "0.75",
        "station_days": 62,
        "expected_station_days": 124,
        "completeness": "0.5",
    }


def test_stations_are_expected_from_their_commissioning_on() -> None:
    month = Period.month(2025, 2)
    days = {dt.date(2024, 1, 1): 2, dt.date(2025, 2, 28): 1, dt.date(2025, 3, 1): 5}
    assert expected_station_days(days, month) == 2 * 28 + 1


def test_the_same_drawing_again_returns_the_one_that_stands(
    rooftops: Project, meters: Meters, alice: User
) -> None:
    meters.read(rows(rooftops))
    known_at = pin_known_at()
    first = draw(alice, known_at=known_at)
    asked = meters.asked
    again = draw(alice, known_at=known_at)
    assert (again.pk, meters.asked, Statement.objects.count()) == (first.pk, asked, 3)


def test_a_drawing_that_was_killed_leaves_nothing_and_the_next_completes_it(
    rooftops: Project, meters: Meters, alice: User
) -> None:
    meters.read(rows(rooftops))
    known_at = pin_known_at()

    class Killed(BaseException):
        """Stands for a kill -9 between the rows and the commit."""

    with mock.patch.object(operations, "_check_stored", side_effect=Killed), pytest.raises(Killed):
        draw(alice, known_at=known_at)
    assert (Statement.objects.count(), StatementRun.objects.count()) == (0, 0)
    assert draw(alice, known_at=known_at).count == Statement.objects.count() == 3


def test_a_wider_drawing_takes_the_statements_that_stand_and_adds_the_rest(
    rooftops: Project, meters: Meters, alice: User
) -> None:
    meters.read(rows(rooftops))
    known_at = pin_known_at()
    first = draw(alice, period=Period.month(2025, 1), known_at=known_at)
    wider = draw(alice, known_at=known_at)
    assert (first.count, wider.count, Statement.objects.count()) == (1, 3, 3)
    assert Statement.objects.filter(run=first).count() == 1
    hashes = Statement.objects.values_list("sha256", flat=True)
    assert wider.set_sha256 == set_sha256(hashes)


def test_months_without_energy_are_named_and_not_drawn(
    rooftops: Project, meters: Meters, alice: User
) -> None:
    meters.read([energy(rooftops.pk, month=2)])
    run = draw(alice)
    assert run.count == 1
    assert [(each["period"], each["code"]) for each in run.not_drawn] == [
        ("2025-01", "no_energy"),
        ("2025-03", "no_energy"),
    ]


def test_energy_of_another_carrier_is_not_counted_and_is_named(
    rooftops: Project, meters: Meters, alice: User
) -> None:
    meters.read([energy(rooftops.pk), energy(rooftops.pk, carrier="heat", total_wh=5)])
    run = draw(alice, period=Period.month(2025, 1))
    assert [each["code"] for each in run.not_drawn] == ["other_carrier"]
    assert Statement.objects.get(run=run).energy_wh == 1_000_000_000


def test_a_technology_without_a_method_is_named_and_not_drawn(
    rooftops: Project, meters: Meters, alice: User, bob: User
) -> None:
    other = confirmed_project(alice, bob, code="P2", technology="storage", capacity_unit="MWh")
    meters.read([energy(rooftops.pk), energy(other.pk)])
    run = draw(alice, period=Period.month(2025, 1))
    assert (run.count, run.not_drawn) == (
        1,
        [{"project_id": other.pk, "period": "2025-01", "code": "no_method"}],
    )


def test_one_missing_factor_refuses_the_whole_and_stores_nothing(
    alice: User, bob: User, meters: Meters
) -> None:
    factors("grid_average,山东,2023,0.6,kgCO2/kWh,s,A,\n", by=alice, confirmed_by=bob)
    project = confirmed_project(alice, bob)
    meters.read([energy(project.pk)])
    with pytest.raises(NoFactorOfYear, match="latest_data_year"):
        draw(alice)
    assert not StatementRun.objects.exists()


def test_competing_factors_refuse_the_drawing(
    rooftops: Project, meters: Meters, alice: User, bob: User
) -> None:
    meters.read([energy(rooftops.pk)])
    before = pin_known_at()
    rival = "grid_average,山东,2023,0.7,kgCO2/kWh,rival,B,\n"
    factors(rival, by=alice, confirmed_by=bob, code="RIVAL")
    with pytest.raises(CompetingFactors):
        draw(alice)
    assert draw(alice, known_at=before).count == 1


def test_a_late_correction_moves_only_what_is_drawn_later(
    rooftops: Project, meters: Meters, alice: User
) -> None:
    meters.read([energy(rooftops.pk, total_wh=1_000_000_000)])
    first_known = pin_known_at()
    meters.read([energy(rooftops.pk, total_wh=1_000_500_000)], from_=pin_known_at())
    month = Period.month(2025, 1)
    before = Statement.objects.get(run=draw(alice, period=month, known_at=first_known))
    after = Statement.objects.get(run=draw(alice, period=month))
    assert after.avoided_tco2e - before.avoided_tco2e == Decimal("0.5") * Decimal("0.6191")
    assert queries.recompute(before).sha256 == before.sha256
    assert queries.recompute(after).sha256 == after.sha256


def test_a_statement_is_recomputed_to_the_same_hash_whatever_was_confirmed_since(
    rooftops: Project, meters: Meters, alice: User, bob: User
) -> None:
    meters.read(rows(rooftops))
    run = draw(alice)
    rival = "grid_average,山东,2025,0.1,kgCO2/kWh,rival,B,\n"
    factors(rival, by=alice, confirmed_by=bob, code="LATER")
    drawn = list(Statement.objects.filter(run=run))
    again = queries.recompute_all(drawn)
    assert {each.pk: each.sha256 for each in drawn} == {
        pk: value.sha256 for pk, value in again.items()
    }
    assert all(each.drawn.sha256 == each.sha256 for each in drawn)


def test_tampered_energy_is_found_by_recomputing(
    rooftops: Project, meters: Meters, alice: User
) -> None:
    meters.read(rows(rooftops))
    statement = Statement.objects.filter(run=draw(alice)).order_by("id")[0]
    meters.read([energy(rooftops.pk, total_wh=123_456_790)])
    assert queries.recompute(statement).sha256 != statement.sha256


def test_a_statement_that_facts_no_longer_yield_stops_the_next_drawing(
    rooftops: Project, meters: Meters, alice: User
) -> None:
    meters.read(rows(rooftops))
    known_at = pin_known_at()
    draw(alice, period=Period.month(2025, 1), known_at=known_at)
    meters.read([energy(rooftops.pk, total_wh=1)])
    with pytest.raises(operations.DrawnDifferently, match="2025-01 grid_displacement"):
        draw(alice, known_at=known_at)


def test_energy_that_vanished_cannot_be_recomputed(
    rooftops: Project, meters: Meters, alice: User
) -> None:
    meters.read([energy(rooftops.pk)])
    statement = Statement.objects.get(run=draw(alice))
    meters.rows.clear()
    with pytest.raises(queries.NothingToRecompute):
        queries.recompute(statement)


def test_totals_are_sums_of_statements_and_say_which(
    rooftops: Project, meters: Meters, alice: User
) -> None:
    meters.read(rows(rooftops))
    run = draw(alice)
    (total,) = queries.totals(period=YEAR, known_at=run.known_at)
    assert (total.project_id, total.count, total.set_sha256) == (rooftops.pk, 3, run.set_sha256)
    assert (total.avoided.value, total.avoided.measure) == (
        3 * Decimal("658.851851"),
        Measure.AVOIDED,
    )
    assert queries.totals(period=YEAR, known_at=pin_known_at()) == []


def test_heat_is_drawn_by_heat_displacement(
    alice: User, bob: User, library: Edition, meters: Meters
) -> None:
    steam = confirmed_project(
        alice,
        bob,
        code="STEAM",
        technology="nuclear_steam",
        capacity=Decimal(600),
        capacity_unit="t/h",
        provinces=("江苏",),
    )
    meters.read([energy(steam.pk, "江苏", carrier="heat", total_wh=10**12)])
    statement = Statement.objects.get(run=draw(alice))
    assert (statement.method, statement.avoided_tco2e) == ("heat_displacement", 396_000)
    assert statement.lines[0]["factor"]["kind"] == "heat_default"


def test_an_unknown_project_and_a_person_without_the_right_are_refused(
    rooftops: Project, meters: Meters, alice: User, charlie: User
) -> None:
    with pytest.raises(NotFoundHere):
        operations.draw_statements(
            period=YEAR, known_at=pin_known_at(), by=alice, project_ids=[rooftops.pk, 10**9]
        )
    with pytest.raises(NotAllowed):
        draw(charlie)


def test_nothing_is_drawn_for_a_moment_to_come(
    rooftops: Project, meters: Meters, alice: User
) -> None:
    meters.read([energy(rooftops.pk)])
    with pytest.raises(operations.MomentToCome):
        draw(alice, known_at=pin_known_at() + dt.timedelta(days=1))


def test_the_database_refuses_to_change_a_statement(
    rooftops: Project, meters: Meters, alice: User
) -> None:
    meters.read([energy(rooftops.pk)])
    draw(alice)
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.update(avoided_tco2e=0)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from projects_statement")


def test_the_job_draws_with_progress_and_once(
    rooftops: Project, meters: Meters, alice: User
) -> None:
    meters.read(rows(rooftops))
    assert tasks.draw is HANDLERS["projects.carbon.draw"].work
    payload = {"period": "2025Q1", "known_at": pin_known_at().isoformat()}
    run = jobs.request(kind="projects.carbon.draw", key="k", by=alice, payload=payload)
    done = run_now(run)
    assert (done.state, done.error, done.result["statements"]) == (RunState.DONE, "", 3)
    again = jobs.request(kind="projects.carbon.draw", key="other", by=alice, payload=payload)
    assert run_now(again).result["statement_run"] == done.result["statement_run"]


def test_questions_do_not_grow_with_months(
    rooftops: Project,
    meters: Meters,
    alice: User,
    django_assert_num_queries: object,
) -> None:
    meters.read(rows(rooftops))
    known_at = pin_known_at()
    methods, _left_out = queries.methods_for(period=QUARTER, known_at=known_at)
    with django_assert_num_queries(7):  # type: ignore[operator]
        queries.drafts(period=QUARTER, known_at=known_at, methods=methods)
    with django_assert_num_queries(7):  # type: ignore[operator]
        queries.drafts(period=Period.month(2025, 1), known_at=known_at, methods=methods)
