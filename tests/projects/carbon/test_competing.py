"""Three national factors that differ are refused wherever a user meets them without a policy."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.response import Response
from rest_framework.test import APIClient

from config.accounts.models import User
from config.jobs.execution import run_now
from config.jobs.models import Run, RunState
from config.kernel import proposals
from projects.carbon.models import Statement, StatementRun
from projects.reference import operations as reference
from projects.reference.rules.kinds import EditionKind, PolicyRule
from tests.projects.carbon.making import Meters, energy, factors
from tests.projects.registry.making import confirmed_project

pytestmark = pytest.mark.django_db
VALUES = {"ONE": "0.5550", "TWO": "0.7660", "THREE": "0.8470"}
REGIONS = "scheme,region,province,factor_region,source,confidence,note\n"


@pytest.fixture
def rivals(alice: User, bob: User) -> None:
    """Confirm three editions that each print another national factor of 2025."""
    for code, value in VALUES.items():
        row = f"grid_average,全国,2025,{value},kgCO2/kWh,source {code},A,\n"
        factors(row, by=alice, confirmed_by=bob, code=code)
    editions = reference.propose_shipped_editions(by=alice, reason="where the provinces lie")
    for each in editions:
        if each.kind == EditionKind.REGIONS:
            proposals.confirm(each, by=bob)
    turned_on(PolicyRule.PROVINCE_TO_NATION, alice, bob)


def turned_on(rule: PolicyRule, alice: User, bob: User, **given: Any) -> None:
    policy = reference.propose_policy(
        rule=rule,
        kind="grid_average",
        effective_from=dt.date(2025, 1, 1),
        by=alice,
        reason="for the test",
        **given,
    )
    proposals.confirm(policy, by=bob)


def choose(alice: User, bob: User) -> None:
    turned_on(PolicyRule.CHOOSE_SOURCE, alice, bob, choice="TWO")


def call(user: User, path: str, body: dict[str, Any]) -> Response:
    client = APIClient()
    client.force_authenticate(user)
    found: Response = client.post(
        f"/api/v1/{path}", body, format="json", headers={"Accept-Language": "en"}
    )
    return found


CALCULATION = {
    "method": "grid_displacement",
    "inputs": {"energy": {"value": "1", "unit": "GWh"}},
    "region": "全国",
    "year": 2025,
}


def test_the_calculator_refuses_and_names_all_three(
    rivals: None, charlie: User, alice: User, bob: User
) -> None:
    refused = call(charlie, "carbon/calculate", CALCULATION)
    assert (refused.status_code, refused.data["code"]) == (409, "competing_factors")
    assert all(value in refused.data["detail"] for value in ("0.555", "0.766", "0.847"))
    assert "choose_source" in refused.data["detail"]

    choose(alice, bob)
    answer = call(charlie, "carbon/calculate", CALCULATION)
    assert answer.data["results"][0]["value"] == "766"
    assert any("choose_source (TWO)" in each for each in answer.data["warnings"])


def test_the_page_of_the_calculator_says_the_same(
    rivals: None, charlie: User, alice: User, bob: User
) -> None:
    User.objects.filter(pk=charlie.pk).update(is_staff=True)
    charlie.refresh_from_db()
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(charlie)
    client.cookies["language"] = "en"
    address = reverse("admin:carbon-calculator") + (
        "?method=grid_displacement&inputs/energy/value=1&inputs/energy/unit=GWh"
        "&region=全国&year=2025&go=1"
    )
    shown = client.get(address).content.decode()
    assert "3 values compete" in shown
    assert "source THREE" in shown

    choose(alice, bob)
    shown = client.get(address).content.decode()
    assert "3 values compete" not in shown
    assert "choose_source (TWO)" in shown


def test_the_drawing_of_statements_fails_with_words_and_stores_nothing(
    rivals: None, meters: Meters, alice: User, bob: User
) -> None:
    project = confirmed_project(alice, bob)
    meters.read([energy(project.pk, "山东")])
    asked = call(alice, "statement-runs/", {"period": "2025-01"})
    assert asked.status_code == 202, asked.data
    run = Run.objects.get(pk=asked.data["run"])
    run_now(run)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "3 values compete for grid_average of 全国" in run.error
    assert not StatementRun.objects.exists()

    choose(alice, bob)
    asked = call(alice, "statement-runs/", {"period": "2025-01"})
    run = Run.objects.get(pk=asked.data["run"])
    run_now(run)
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.DONE, "")
    statement = Statement.objects.get()
    assert statement.avoided_tco2e == Decimal(766)
    assert [each["name"] for each in statement.lines[0]["factor"]["policies"]] == [
        "province_to_nation (全国)",
        "choose_source (TWO)",
    ]
