"""Places, technologies, credit codes, a project's life and its terms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from config.kernel.identifiers import is_uscc
from config.kernel.transitions import ForbiddenMove
from projects.registry.rules import life
from projects.registry.rules.places import PROVINCES, find_province
from projects.registry.rules.technologies import TECHNOLOGIES, UnknownTechnology, technology
from projects.registry.rules.terms import judge_terms
from tests.projects.registry.making import terms


def test_the_life_cycle_forgets_no_state() -> None:
    assert life.PROJECT_LIFE.missing_states() == set()


def test_a_retired_project_stays_retired() -> None:
    life.check_can_follow("retired", "retired")
    with pytest.raises(ForbiddenMove, match="retired"):
        life.check_can_follow("retired", "in_operation")


@pytest.mark.parametrize("text", ["内蒙古", "内蒙古自治区", "Inner Mongolia", "150000", " 内蒙古 "])
def test_a_province_is_found_however_it_is_written(text: str) -> None:
    assert find_province(text) == "内蒙古"


@pytest.mark.parametrize("text", ["", "河南市", "Henan Province", "China", "全国"])
def test_what_is_no_province_is_not_found(text: str) -> None:
    assert find_province(text) is None


def test_there_are_thirty_four_provinces_with_codes_of_their_own() -> None:
    assert len(PROVINCES) == len({each.code for each in PROVINCES.values()}) == 34


def test_every_technology_has_names_and_a_unit() -> None:
    for each in TECHNOLOGIES.values():
        assert each.name_zh
        assert each.name_en
        assert each.capacity_units
    with pytest.raises(UnknownTechnology, match="cold_fusion"):
        technology("cold_fusion")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("91350100M000100Y43", True),
        ("91350100M000100Y34", False),
        ("91350100M000100Y4", False),
        ("91350100O000100Y43", False),
    ],
)
def test_a_credit_code_is_checked_by_its_last_sign(text: str, expected: bool) -> None:  # noqa: FBT001
    assert is_uscc(text) is expected


def test_good_terms_have_no_fault() -> None:
    good = terms(facts_origin={"capacity": "announced: S-SEED", "commissioned_on": "sample"})
    assert judge_terms(good, technology_code="rooftop_pv") == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name_zh": " "}, "name_zh"),
        ({"provinces": ()}, "provinces"),
        ({"provinces": ("Henan",)}, "provinces"),
        ({"capacity": Decimal(0)}, "capacity"),
        ({"capacity": Decimal("NaN")}, "capacity"),
        ({"capacity_unit": "t/h"}, "capacity_unit"),
        ({"state": "sold"}, "state"),
        ({"commissioned_on": None}, "commissioned_on"),
        ({"commissioned_on": dt.date(2025, 1, 2)}, "commissioned_on"),
        ({"total_investment_cny": Decimal("0.001")}, "total_investment_cny"),
        ({"total_investment_cny": Decimal("-1")}, "total_investment_cny"),
        ({"facts_origin": {"colour": "sample"}}, "facts_origin"),
        ({"facts_origin": {"capacity": "hearsay"}}, "facts_origin"),
    ],
)
def test_a_fault_in_the_terms_names_its_field(changes: dict[str, Any], field: str) -> None:
    (fault,) = judge_terms(terms(**changes), technology_code="rooftop_pv")
    assert fault.field == field
    assert fault.remedy
