"""Sales and entered activity, from the desk to figures that verify and lead back down."""

from __future__ import annotations

from decimal import Decimal

from config.kernel import proposals
from config.kernel.quantities import Measure
from projects.carbon import entering
from projects.carbon import operations as carbon
from projects.carbon.models import ActivityStatement, SoldRight
from reporting.figures.models import Figure, FigureSet
from reporting.figures.operations import draw_figures
from reporting.figures.queries import walking
from reporting.figures.queries.verifying import verify
from tests.projects.metering.conftest import house, worker_role
from tests.projects.registry.making import confirmed_project
from tests.reporting.test_whole_way import JANUARY, Whole, value, whole

__all__ = ["house", "whole", "worker_role"]

METHANE = {
    "methane": ("100", "万m3"),
    "destroyed": ("0.98", "1"),
    "fossil_share": ("0", "1"),
    "warming": ("28", "tCO2e/t"),
}


def sell(whole: Whole, amount: str, kind: str = "certificate", **changes: object) -> SoldRight:
    """Sell something of January, the roofs' unless another project is named."""
    asked = {
        "project": whole.house.roofs,
        "kind": kind,
        "starts_on": JANUARY.starts_on,
        "ends_on": JANUARY.ends_on,
        "amount": Decimal(amount),
        "sold_on": JANUARY.ends_on,
        "registry_reference": f"{kind}-1",
        "source": "extract of the registry",
        **changes,
    }
    row = carbon.propose_sold_right(**asked, by=whole.house.alice, reason="sold")  # type: ignore[arg-type]
    return proposals.confirm(row, by=whole.house.bob)


def figure(found: FigureSet, indicator: str, **dimension: str) -> Figure:
    return Figure.objects.get(figure_set=found, indicator=indicator, dimension=dimension)


def test_a_sale_takes_from_projects_and_products_and_is_found_below_the_figure(
    whole: Whole,
) -> None:
    before = whole.draw()
    assert value(before, "E-AV-04") == 0
    row = sell(whole, "1")
    found = whole.draw()
    gross, sold, net = (value(found, code) for code in ("E-AV-03", "E-AV-04", "E-AV-05"))
    assert gross == value(before, "E-AV-03")
    assert gross - sold == net
    share = sold / value(found, "E-AV-01")
    assert share.quantize(Decimal("0.0001")) == (
        1 / value(found, "E-EN-01", project="P1")
    ).quantize(Decimal("0.0001"))
    for whole_part, part, left in (("E-AT-01", "E-AT-41", "E-AT-43"),):
        numbers = [value(found, code, product="T-1") for code in (whole_part, part, left)]
        assert numbers[0] - numbers[1] == numbers[2]
        assert numbers[1] > 0
    lines = walking.walk(figure(found, "E-AV-04")).statements
    assert [(each.table, each.id) for each in lines] == [("projects_soldright", row.pk)]
    assert verify(found).is_sound
    assert verify(before).is_sound


def test_entered_activity_is_stated_drawn_and_leads_down_to_its_statement(whole: Whole) -> None:
    alice, bob = whole.house.alice, whole.house.bob
    project = confirmed_project(alice, bob, code="GAS")
    for quantity, (amount, unit) in METHANE.items():
        row = carbon.propose_activity(
            project=project,
            method="methane_capture",
            quantity=quantity,
            period=JANUARY,
            value=Decimal(amount),
            unit=unit,
            source="record",
            by=alice,
            reason="month",
        )
        proposals.confirm(row, by=bob)
    known_at = whole.state()
    stated = entering.state_activities(period=JANUARY, known_at=known_at, by=alice)
    assert len(stated.statements) == 1
    first = draw_figures(period=JANUARY, known_at=known_at, by=alice, key="first")
    assert value(first, "E-AC-02") == Decimal("19674.48")
    sell(whole, "674.48", "credit", project=project)
    known_at = whole.state()
    entering.state_activities(period=JANUARY, known_at=known_at, by=alice)
    found = draw_figures(period=JANUARY, known_at=known_at, by=alice, key="second")
    assert value(found, "E-AC-03", project="GAS") == Decimal("674.48")
    assert value(found, "E-AC-04") == 19000
    assert value(found, "E-AV-03") == value(first, "E-AV-03")
    (result,) = Figure.objects.filter(figure_set=found, indicator="E-AC-01")
    assert (result.value, result.measure) == (Decimal("19674.48"), Measure.AVOIDED)
    lines = walking.walk(result).statements
    assert [each.table for each in lines] == ["projects_activitystatement"]
    assert lines[0].id == ActivityStatement.objects.get(known_at=known_at).pk
    assert verify(first).is_sound
    assert verify(found).is_sound
