"""Claims: kept apart from results, judged, and set beside them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.errors import NotAllowed
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from config.kernel.quantities import Measure
from projects.carbon import operations, queries
from projects.carbon.models import Claim
from projects.carbon.rules.facts import UnreadableFact
from projects.carbon.rules.plausibility import Verdict
from projects.reference.models import Edition
from projects.registry.models import Project
from tests.projects.carbon.making import Meters, energy
from tests.projects.registry.making import confirmed_project

YEAR = Period.year(2025)


def propose(by: User, **changes: Any) -> Claim:
    usual: dict[str, Any] = {
        "subject": "two rooftop trusts",
        "measure": Measure.AVOIDED,
        "value": Decimal(364_800),
        "unit": "tCO2e",
        "basis": "year",
        "source": "S-SEED",
        "quote_zh": "每年可减少二氧化碳排放36.48万吨",
        "announced": {"capacity_mw": 450, "households": 16000},
    }
    return operations.propose_claim(**{**usual, **changes}, by=by, reason="announced")


@pytest.fixture
def rooftops(alice: User, bob: User, library: Edition, meters: Meters) -> Project:
    project = confirmed_project(alice, bob)
    meters.read(
        [energy(project.pk, month=month, total_wh=41_250_000_000) for month in range(1, 13)]
    )
    return project


def test_a_claim_is_confirmed_by_a_second_person_and_stays_a_claim(alice: User, bob: User) -> None:
    claim = proposals.confirm(propose(alice), by=bob)
    assert (claim.is_claim, str(claim.quantity)) == (True, "364800 tCO2e (avoided)")
    assert claim.facts["avoided_tco2"] == 364_800


def test_a_claim_names_what_it_is_of_and_quotes_its_source(alice: User, charlie: User) -> None:
    with pytest.raises(operations.ClaimOfNothing):
        propose(alice, subject=" ")
    with pytest.raises(operations.ClaimOfNothing):
        propose(alice, quote_zh="")
    with pytest.raises(UnreadableFact):
        propose(alice, announced={"capacity": 450})
    with pytest.raises(NotAllowed):
        propose(charlie)


def test_the_claim_is_set_beside_the_computed_year_and_the_gap_is_explained(
    rooftops: Project, alice: User
) -> None:
    known_at = pin_known_at()
    operations.draw_statements(period=YEAR, known_at=known_at, by=alice)
    found = queries.claim_check(propose(alice, project=rooftops), period=YEAR, known_at=known_at)
    comparison = found.comparison
    assert comparison is not None
    assert comparison.computed.avoided_tco2e == Decimal("306454.5")
    assert comparison.computed.hours == 1100
    assert round(comparison.hours_needed or 0) == 1309
    assert {name: round(hours) for name, hours in comparison.equivalents.items()} == {
        "grid_average 全国 2023": 1528,
        "grid_fossil_power 全国 2023": 980,
    }
    assert (found.verdict, len(found.statement_ids)) == (Verdict.QUESTIONABLE, 12)


def test_without_statements_the_claim_is_judged_by_itself_and_says_so(
    rooftops: Project, alice: User
) -> None:
    found = queries.claim_check(
        propose(alice, project=rooftops), period=YEAR, known_at=pin_known_at()
    )
    assert (found.comparison, found.verdict) == (None, Verdict.FITS)
    assert "No statements of the project were drawn" in str(found.missing)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "no registered project"),
        ({"measure": Measure.ALLOWANCE}, "not set beside avoided emissions"),
        ({"basis": "cumulative"}, "only a year"),
    ],
)
def test_what_cannot_be_compared_says_why(alice: User, changes: dict[str, Any], words: str) -> None:
    found = queries.claim_check(propose(alice, **changes), period=YEAR, known_at=pin_known_at())
    assert found.comparison is None
    assert words in str(found.missing)


def test_allowances_saved_are_never_judged_as_avoided_tonnes(alice: User) -> None:
    claim = propose(
        alice,
        measure=Measure.ALLOWANCE,
        value=Decimal(700_000),
        announced={"steam_t": 4_800_000},
    )
    found = queries.claim_check(claim, period=YEAR, known_at=pin_known_at())
    assert (found.checks, found.verdict) == ((), Verdict.NOT_JUDGED)


def test_a_claim_of_part_of_a_year_is_not_stretched(rooftops: Project, alice: User) -> None:
    known_at = pin_known_at()
    operations.draw_statements(period=YEAR, known_at=known_at, by=alice)
    quarter = Period.quarter(2025, 1)
    claim = propose(alice, project=rooftops, announced_on=dt.date(2025, 6, 1))
    found = queries.claim_check(claim, period=quarter, known_at=known_at)
    assert found.comparison is None
