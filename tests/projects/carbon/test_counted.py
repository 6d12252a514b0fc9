"""Of what was entered, each tonne counts once: not what meters state, not two methods."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.errors import InvalidInput, NotAllowed
from config.kernel.models import Decision
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from config.kernel.quantities import Measure
from projects.carbon import entering, operations, queries
from projects.carbon.models import ActivityStatement, SoldRight
from projects.carbon.operations import StatedAlready
from projects.carbon.rules.counted import LeftOut, Told, left_out, own_tonnes
from projects.registry.models import Project
from tests.projects.carbon.test_activities import YEAR, propose
from tests.projects.carbon.test_sold_rights import propose as propose_sale
from tests.projects.registry.making import confirmed_project

METHANE = {
    "methane": ("100", "万m3"),
    "destroyed": ("0.98", "1"),
    "fossil_share": ("0", "1"),
    "warming": ("28", "tCO2e/t"),
}
TONNES = Decimal("19674.48")
CCER = {"kind": "credit", "registry_reference": "CCER-1"}


@pytest.fixture
def project(alice: User, bob: User) -> Project:
    """Return a project without meters that burned methane in 2025."""
    found = confirmed_project(alice, bob)
    for quantity, (value, unit) in METHANE.items():
        row = propose(
            found, alice, method="methane_capture", quantity=quantity,
            value=Decimal(value), unit=unit,
        )  # fmt: skip
        proposals.confirm(row, by=bob)
    return found


def state(project: Project, by: User) -> ActivityStatement:
    return operations.state_activity(
        project=project, method="methane_capture", period=YEAR, known_at=pin_known_at(), by=by
    )


def told(number: int, method: str, period: Period, **tonnes: int) -> Told:
    return Told(
        number, method, period, {Measure(name): Decimal(each) for name, each in tonnes.items()}
    )


def test_of_several_routes_the_methods_own_counts_and_ratios_do_not() -> None:
    def result(measure: str, value: str, route: str = "") -> dict[str, str]:
        return {"measure": measure, "value": value, "route": route}

    own = own_tonnes([result("avoided", "9", "coal"), result("avoided", "7"), result("mass", "1")])
    assert own == {Measure.AVOIDED: 7}
    assert own_tonnes([result("avoided", "9", "coal")]) == {Measure.AVOIDED: 9}
    assert own_tonnes([result("share", "9")]) == {}


def test_meters_other_methods_and_overlaps_are_left_out() -> None:
    half = Period.parse("2025-01-01/2025-07-01")
    found = left_out(
        [
            told(1, "ccus", YEAR, avoided=5),
            told(2, "ccus", half, avoided=3),
            told(3, "fuel_switch", Period.year(2024), avoided=2),
            told(4, "energy_saving", Period.quarter(2024, 1), avoided=2),
            told(5, "sewage", YEAR),
        ],
        methodology="fuel_switch",
    )
    assert found == {
        1: None,
        2: LeftOut.OVERLAPS,
        3: None,
        4: LeftOut.ANOTHER_METHOD,
    }
    metered = left_out([told(1, "ccus", YEAR, avoided=5)], methodology="", metered=[half])
    assert metered == {1: LeftOut.METERED}


def test_two_methods_of_one_time_count_neither_if_none_is_the_technologys() -> None:
    found = left_out(
        [told(1, "ccus", YEAR, avoided=5), told(2, "fuel_switch", YEAR, avoided=3)],
        methodology="grid_displacement",
    )
    assert set(found.values()) == {LeftOut.ANOTHER_METHOD}


def test_tonnes_are_spread_over_the_months_to_the_gram() -> None:
    year = told(1, "ccus", YEAR, avoided=100).by_month()
    assert (len(year), sum(year.values())) == (12, 100)
    days = told(1, "ccus", Period.parse("2025-01-31/2025-02-03"), avoided=3).by_month()
    assert [*days.values()] == [1, 2]


@pytest.mark.django_db
def test_credits_of_a_project_without_meters_are_bounded_by_what_was_stated(
    project: Project, alice: User, bob: User
) -> None:
    with pytest.raises(InvalidInput) as refused:
        propose_sale(project, alice, **CCER, amount=Decimal(1))
    assert [each.code for each in refused.value.findings] == ["nothing_stated"]
    state(project, alice)
    with pytest.raises(InvalidInput) as refused:
        propose_sale(project, alice, **CCER, amount=TONNES + 1)
    assert [each.code for each in refused.value.findings] == ["sold_more_than_produced"]
    row = propose_sale(project, alice, **CCER, amount=Decimal("19000"))
    proposals.confirm(row, by=bob)
    found = queries.claimable_in(project_id=project.pk, period=YEAR, known_at=pin_known_at())
    assert (found.found.avoided_tco2e, found.found.claimable_tco2e) == (TONNES, Decimal("674.48"))
    assert found.activity_statement_ids == (ActivityStatement.objects.get().pk,)
    with pytest.raises(InvalidInput):
        propose_sale(
            project, alice, kind="credit", registry_reference="CCER-2", amount=Decimal(675)
        )


@pytest.mark.django_db
def test_a_span_is_stated_once_for_a_moment(project: Project, alice: User, bob: User) -> None:
    quarter = Period.quarter(2025, 1)
    for quantity, (value, unit) in METHANE.items():
        row = propose(
            project, alice, method="methane_capture", quantity=quantity, period=quarter,
            value=Decimal(value), unit=unit,
        )  # fmt: skip
        proposals.confirm(row, by=bob)
    moment = pin_known_at()
    found = entering.state_activities(period=YEAR, known_at=moment, by=alice)
    assert [str(each.period) for each in found.statements] == ["2025"]
    assert [(each.period, each.code) for each in found.not_stated] == [("2025Q1", "stated_already")]
    with pytest.raises(StatedAlready):
        operations.state_activity(
            project=project, method="methane_capture", period=quarter, known_at=moment, by=alice
        )
    again = entering.state_activities(period=YEAR, known_at=moment, by=alice)
    assert again.statements == found.statements
    with pytest.raises(NotAllowed):
        entering.state_activities(period=YEAR, known_at=moment, by=bob)


@pytest.mark.django_db
def test_the_database_refuses_a_sale_that_stands_already(
    project: Project, alice: User, bob: User
) -> None:
    state(project, alice)
    first = propose_sale(project, alice, **CCER, amount=Decimal(5))
    second = propose_sale(project, alice, **CCER, amount=Decimal(6))
    proposals.confirm(first, by=bob)

    def confirm_past_the_act(row: SoldRight) -> None:
        with transaction.atomic():
            SoldRight.objects.filter(pk=row.pk).update(
                decision=Decision.CONFIRMED, decided_by=bob, decision_note=""
            )

    with pytest.raises(DatabaseError, match="bears the reference CCER-1 already"):
        confirm_past_the_act(second)
    less, none = (
        propose_sale(project, alice, **CCER, amount=Decimal(amount), replaces=first)
        for amount in (4, 0)
    )
    confirm_past_the_act(less)
    with pytest.raises(DatabaseError, match="was replaced by"):
        confirm_past_the_act(none)
