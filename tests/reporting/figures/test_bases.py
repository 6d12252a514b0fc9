"""Two bases of one period: the bridge sums to the gram, each cause apart, and is recomputed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel import proposals
from config.kernel.pin import pin_known_at
from projects.carbon.methodologies import table as methods
from projects.carbon.models import Statement
from projects.metering.rules.layout import FileLayout
from projects.reference import operations as reference
from projects.reference.models import Edition
from projects.reference.rules.kinds import EditionKind
from reporting.figures.indicators import bases
from reporting.figures.models import Figure, FigureSet
from reporting.figures.operations import draw_comparison
from reporting.figures.queries.comparing import NotTwoBases, compare
from reporting.figures.queries.verifying import verify
from reporting.figures.rules.bridge import ORDER, Cause, bridge
from reporting.moves.queries import what_would_move
from tests.projects.metering.conftest import house, worker_role
from tests.projects.metering.files import wide
from tests.projects.registry import making
from tests.reporting.test_whole_way import JANUARY, Whole, value, whole

__all__ = ["house", "whole", "worker_role"]

NEW_FACTORS = (
    "kind,scope_region,year,value,unit,source,confidence,note\n"
    "grid_average,{region},2024,0.4321,kgCO2/kWh,a test,C,\n"
)
numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=6)


@given(
    old=numbers,
    new=numbers,
    drawn_old=numbers,
    drawn=st.lists(numbers, min_size=1, max_size=len(ORDER)),
)
def test_the_steps_always_add_up_to_the_difference(
    old: Decimal, new: Decimal, drawn_old: Decimal, drawn: list[Decimal]
) -> None:
    steps = bridge(old, new, drawn_old=drawn_old, drawn=list(zip(ORDER, drawn, strict=False)))
    assert sum(each.amount for each in steps) == new - old
    other = [each for each in steps if each.cause is Cause.OTHER]
    assert bool(other) == (drawn_old - old + new - drawn[-1] != 0)


def steps_of(comparison: FigureSet, indicator: str, **dimension: str) -> dict[str, Decimal]:
    """Return the steps of one number that are not zero."""
    found = Figure.objects.filter(
        figure_set=comparison, indicator=bases.STEP, dimension__indicator=indicator
    )
    wanted = {"indicator", "since", "step", *dimension}
    return {
        each.dimension["step"]: each.value
        for each in found
        if each.value
        and set(each.dimension) == wanted
        and all(each.dimension[axis] == code for axis, code in dimension.items())
    }


def compared(whole: Whole, old: FigureSet, new: FigureSet) -> FigureSet:
    """Draw the comparison, and see that every bridge in it sums and that it verifies."""
    found = draw_comparison(old=old, new=new, by=whole.house.alice, key="test")
    differences = Figure.objects.filter(figure_set=found, indicator=bases.DIFFERENCE)
    for each in differences:
        place = {k: v for k, v in each.dimension.items() if k == "project"}
        steps = steps_of(found, each.dimension["indicator"], **place)
        if steps:
            assert sum(steps.values()) == each.value, each.label_en
    result = verify(found)
    assert result.is_sound, result.mismatches
    return found


def region_of(old: FigureSet) -> Mapping[str, str]:
    """Return the factor of Henan as a statement of the set names it."""
    statement = Statement.objects.get(known_at=old.known_at, method="grid_displacement")
    line = next(each for each in statement.lines if each["province"] == "河南")
    factor: Mapping[str, str] = line["factor"]
    return factor


def new_edition(whole: Whole, old: FigureSet) -> Edition:
    """Propose an edition with a new factor of Henan; nothing is superseded."""
    return reference.propose_edition(
        code="GRID-NEW",
        kind=EditionKind.FACTORS,
        name_zh="新版因子",
        name_en="New factors",
        content=NEW_FACTORS.format(region=region_of(old)["region"]).encode(),
        file_name="new.csv",
        source="a test",
        by=whole.house.alice,
        reason="a newer data year",
    )


def test_a_late_correction_is_one_step_and_late_days_are_another(whole: Whole) -> None:
    old = whole.draw()
    whole.correct()
    corrected = whole.draw()
    found = compared(whole, old, corrected)
    assert steps_of(found, "E-EN-01") == {"correction": Decimal("0.001")}
    moved = value(corrected, "E-AV-03") - value(old, "E-AV-03")
    assert moved > 0
    assert steps_of(found, "E-AV-03") == {"correction": moved}
    assert set(steps_of(found, "E-AT-01")) == {"correction"}
    whole.house.publish(wide(("S1", "2025-01-31", {12: "3.5"})), name="again.csv")
    whole.house.publish(
        wide(("STEAM", "2025-01-02", {})), layout=FileLayout(carrier="heat"), name="steam2.csv"
    )
    late = whole.draw()
    found = compared(whole, old, late)
    steps = steps_of(found, "E-EN-02")
    assert set(steps) == {"late_data"}
    assert set(steps_of(found, "E-AV-03")) == {"late_data", "correction"}
    assert set(steps_of(found, "E-AV-03", project="P1")) == {"correction"}
    step = Figure.objects.get(
        figure_set=found,
        indicator=bases.STEP,
        dimension__indicator="E-AV-03",
        dimension__step="late_data",
        names__project__isnull=True,
    )
    assert "steam2.csv" in step.explanation_zh
    assert "1 个站日" in step.explanation_zh


def test_a_changed_edition_moves_by_what_was_foretold_to_the_gram(whole: Whole) -> None:
    old = whole.draw()
    edition = new_edition(whole, old)
    foretold = what_would_move(edition, known_at=pin_known_at()).difference
    assert foretold != 0
    proposals.confirm(edition, by=whole.house.bob)
    whole.correct()
    new = whole.draw()
    found = compared(whole, old, new)
    steps = steps_of(found, "E-AV-03")
    assert set(steps) == {"factor", "correction"}
    assert steps["factor"] == foretold
    assert sum(steps.values()) == value(new, "E-AV-03") - value(old, "E-AV-03")
    step = Figure.objects.get(
        figure_set=found,
        indicator=bases.STEP,
        dimension__indicator="E-AV-03",
        dimension__step="factor",
        names__project__isnull=True,
    )
    assert [each["edition"] for each in step.factors] == ["GRID-NEW"]


def test_a_new_version_of_a_method_is_a_step_of_its_own(
    whole: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = whole.draw()
    whole.correct()
    _next_version(monkeypatch)
    new = whole.draw()
    found = compared(whole, old, new)
    steps = steps_of(found, "E-AV-03")
    assert set(steps) == {"method", "correction"}
    assert steps["method"] == -value(old, "E-AV-01") / 2


def _next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count half of what the grid method counted, in a version of its own."""
    first = methods.DRAWN["grid_displacement"]
    assert first.metered is not None

    def half(energy_wh: int, factor: Decimal) -> Decimal:
        return first.drawn.tonnes(energy_wh, factor) / 2

    second = replace(first, version="half", metered=replace(first.metered, tonnes=half))
    for known, key in (
        (methods.METHODS, (first.code, "half")),
        (methods.CURRENT, first.code),
        (methods.DRAWN, first.code),
    ):
        monkeypatch.setitem(known, key, second)  # type: ignore[arg-type]


def test_a_station_that_came_in_is_the_boundary_and_not_late_data(whole: Whole) -> None:
    old = whole.draw()
    line = "S9,P1,山东省,济南市,30,2024-11-30,H00009"
    sent = making.sent(making.station_file([line]), whole.house.alice)
    proposals.confirm(sent, by=whole.house.bob)
    whole.house.publish(wide(("S9", "2025-01-15", {}), ("S1", "2025-01-15", {})), name="in.csv")
    whole.correct()
    found = compared(whole, old, whole.draw())
    assert steps_of(found, "E-EN-01") == {
        "boundary": Decimal("0.036"),
        "correction": Decimal("0.001"),
    }
    assert set(steps_of(found, "E-AV-03")) == {"boundary", "correction"}


def test_two_sets_of_one_moment_are_not_two_bases(whole: Whole) -> None:
    old = whole.draw()
    with pytest.raises(NotTwoBases):
        compare(old, old)


def test_the_same_comparison_is_drawn_once(whole: Whole) -> None:
    old = whole.draw()
    whole.correct()
    new = whole.draw()
    assert compared(whole, old, new) == compared(whole, old, new)
    assert new.period == JANUARY
