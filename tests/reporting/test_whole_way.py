"""From the meter file to the disclosure and back down, through the real rooms below."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command

from config.kernel import proposals
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from config.kernel.quantities import Measure
from projects.carbon import operations as carbon
from projects.metering.rules.layout import FileLayout
from projects.reference import operations as reference
from projects.reference.rules.kinds import PolicyRule
from projects.registry.operations.finances import propose_finance
from reporting.figures.models import Figure, FigureSet
from reporting.figures.operations import draw_figures
from reporting.figures.queries import walking
from reporting.figures.queries.from_carbon import StatementsMissing
from reporting.figures.queries.verifying import verify
from tests.projects.metering.conftest import House, as_owner, committed_house, house, worker_role
from tests.projects.metering.files import wide
from tests.reporting.disclosures.conftest import drafted
from tests.trusts.books import Books
from trusts.attribution import operations as attribution
from trusts.ledger.operations import load_chart
from trusts.register.operations import load_editions

__all__ = ["committed_house", "house", "worker_role"]

JANUARY = Period.month(2025, 1)
DAYS = [f"2025-01-{day:02}" for day in range(1, 32)]
#: Every hour of every day 1.5 kWh.
MONTH = wide(*[(code, day, {}) for code in ("S1", "S2", "S3") for day in DAYS])
STEAM = wide(("STEAM", "2025-01-01", {}))


@dataclass
class Whole:
    """The whole house below, filled: meters, factors, a product, a contract, a claim."""

    house: House

    def state(self) -> dt.datetime:
        """Pin a moment; draw and attribute for it; return it."""
        known_at = pin_known_at()
        carbon.draw_statements(period=JANUARY, known_at=known_at, by=self.house.alice)
        attribution.attribute(period=JANUARY, known_at=known_at, by=self.house.alice)
        return known_at

    def draw(self) -> FigureSet:
        """Draw the figures of January for a new moment."""
        known_at = self.state()
        return draw_figures(period=JANUARY, known_at=known_at, by=self.house.alice, key="test")

    def correct(self) -> None:
        """Bring one hour of one station late: 2.5 kWh where 1.5 had been read."""
        self.house.publish(wide(("S1", "2025-01-15", {12: "2.5"})), name="late.csv")


def filled(house: House) -> Whole:
    """Fill the house below."""
    alice, bob = house.alice, house.bob
    for edition in reference.propose_shipped_editions(by=alice, reason="first load"):
        proposals.confirm(edition, by=bob)
    policy = reference.propose_policy(
        rule=PolicyRule.LATEST_DATA_YEAR,
        kind="grid_average",
        max_lag_years=2,
        effective_from=JANUARY.starts_on,
        by=alice,
        reason="no newer official data",
    )
    proposals.confirm(policy, by=bob)
    house.publish(MONTH)
    house.publish(STEAM, layout=FileLayout(carrier="heat"), name="steam.csv")
    load_editions(by=alice)
    load_chart(by=alice)
    _money(Books(alice, bob), house)
    claim = carbon.propose_claim(
        measure=Measure.AVOIDED,
        value=Decimal(364_800),
        unit="tCO2e",
        basis="year",
        source="China Securities Journal",
        quote_zh="年减排二氧化碳约36.48万吨",
        announced={"capacity_mw": "450"},
        project=house.roofs,
        by=alice,
        reason="announced",
    )
    proposals.confirm(claim, by=bob)
    return Whole(house)


def _money(books: Books, house: House) -> None:
    product = books.product()
    books.confirm(books.terms(product))
    books.confirm(books.subscription(product, "600000.00"))
    contract = books.contract(product)
    books.confirm(books.drawdown(contract, "500000.00"))
    books.confirm(books.split(contract, {"P1": "100"}))
    sheet = propose_finance(
        project_id=house.roofs.pk,
        year=2025,
        equity_cny=Decimal(300000),
        debt_cny=Decimal(500000),
        basis="sample",
        is_sample=True,
        **books.who,
    )
    books.confirm(sheet)


@pytest.fixture
def whole(house: House) -> Whole:
    """Return the filled house below."""
    return filled(house)


def value(figure_set: FigureSet, indicator: str, **dimension: str) -> Any:
    """Return the number of one figure of a set."""
    return Figure.objects.get(figure_set=figure_set, indicator=indicator, dimension=dimension).value


def test_figures_follow_from_the_meters_and_the_books(whole: Whole) -> None:
    found = whole.draw()
    assert value(found, "E-EN-01") == Decimal(3 * 31 * 24 * 1500) / 1_000_000
    assert value(found, "E-AV-01", province="370000") == pytest.approx(
        Decimal(31 * 24 * 1500) / 1_000_000 * Decimal("0.6191"), abs=Decimal("0.000002")
    )
    assert value(found, "E-AV-03") == value(found, "E-AV-01") + value(found, "E-AV-02")
    assert value(found, "G-GT-02", product="T-1") == Decimal(600_000)
    assert value(found, "E-AT-11", product="T-1", project="P1") == Decimal("0.625")
    assert value(found, "Q-DQ-01", project="P1") == 1
    announced = Figure.objects.get(figure_set=found, indicator="E-CL-01")
    assert announced.value == 364_800
    verdict = Figure.objects.get(figure_set=found, indicator="E-CL-04")
    assert "h" in verdict.displayed_zh or verdict.text_value
    assert found.is_sample
    assert verify(found).is_sound, verify(found).mismatches


def test_every_figure_names_who_approved_what_it_rests_on(whole: Whole) -> None:
    found = whole.draw()
    for indicator in ("E-EN-01", "E-AV-01", "E-AT-01", "G-GT-02"):
        figure = Figure.objects.get(figure_set=found, indicator=indicator, dimension={})
        assert figure.approvals, indicator
        for each in figure.approvals:
            assert each["proposed_by"] != each["confirmed_by"]


def test_without_statements_for_the_moment_nothing_is_drawn(whole: Whole) -> None:
    with pytest.raises(StatementsMissing):
        draw_figures(period=JANUARY, known_at=pin_known_at(), by=whole.house.alice, key="test")


def test_a_late_correction_leaves_what_was_drawn_and_moves_what_is_drawn_next(
    whole: Whole,
) -> None:
    before = whole.draw()
    whole.correct()
    after = whole.draw()
    assert verify(before).is_sound
    assert verify(after).is_sound
    moved = value(after, "E-EN-01") - value(before, "E-EN-01")
    assert moved == Decimal("0.001")
    assert value(after, "E-EN-01", province="370000") == value(before, "E-EN-01", province="370000")


def test_a_figure_is_walked_down_to_the_file(whole: Whole) -> None:
    before = whole.draw()
    whole.correct()
    figure = Figure.objects.get(figure_set=before, indicator="E-AV-01", dimension={"project": "P1"})
    walk = walking.walk(figure)
    assert [each.title for each in walk.statements] == ["P1"]
    assert {each["place"] for each in walk.factors} == {"河南", "山东"}
    assert all(each["source"] for each in walk.factors)
    page = walking.stations_of(figure, limit=2)
    rest = walking.stations_of(figure, limit=2, after_id=page.next_after or 0)
    assert [each.code for each in (*page.rows, *rest.rows)] == ["S1", "S2", "S3"]
    assert rest.next_after is None
    assert sum(each.total_wh for each in (*page.rows, *rest.rows)) == 3 * 31 * 24 * 1500
    month, blocks = walking.blocks_of(figure, "S1")
    assert (str(month), len(blocks)) == ("2025-01", 31)
    assert {each.batch.original_name for each in blocks} == {"a.csv"}


def test_the_pages_lead_from_the_figure_to_the_day_blocks(whole: Whole, client: Any) -> None:
    found = whole.draw()
    client.force_login(whole.house.bob)
    figure = Figure.objects.get(figure_set=found, indicator="E-AV-01", dimension={"project": "P1"})
    page = client.get(f"/console/reporting/figure/{figure.pk}/change/")
    assert page.status_code == 200
    assert "/stations/S1/" in page.content.decode()
    blocks = client.get(f"/console/reporting/figure/{figure.pk}/stations/S1/")
    assert blocks.status_code == 200
    assert "a.csv" in blocks.content.decode()
    wrong = client.get(f"/console/reporting/figure/{figure.pk}/stations/NONE/")
    assert wrong.status_code == 404


def test_the_disclosure_of_the_whole_house_is_drafted_and_verifies(
    whole: Whole, fast_forms: list[str]
) -> None:
    version = drafted(whole.house.alice, known_at=whole.state(), period=JANUARY)
    out = io.StringIO()
    call_command("verify", version.disclosure.code, stdout=out)
    assert "VERIFIED" in out.getvalue()


@pytest.mark.committing
def test_one_reading_changed_in_the_database_is_caught_and_the_figure_named(
    committed_db: str, committed_house: House
) -> None:
    found = filled(committed_house).draw()
    assert verify(found).is_sound
    with as_owner(committed_db) as owner:
        owner.execute(
            "update projects_dayblock set energy_wh[13] = energy_wh[13] + 1"
            " where day = '2025-01-15' and station_id ="
            " (select id from projects_station where code = 'S2')"
        )
    result = verify(found)
    (reading,) = (each for each in result.mismatches if each.layer == "reading")
    assert "S2" in reading.fact
    assert "2025-01" in reading.fact
    labels = {each.label_en for each in reading.figures}
    assert any(each.startswith("Metered electricity") for each in labels)
    assert any(each.startswith("Avoided emissions (grid displacement)") for each in labels)
    assert not any("heat" in each for each in labels)
