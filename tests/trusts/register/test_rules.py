"""What a product's terms and a party's identifiers may be."""

import datetime as dt

import pytest

from config.kernel.findings import Severity
from config.kernel.transitions import ForbiddenMove
from trusts.register import rules
from trusts.register.editions import read_edition
from trusts.register.rules import PRODUCT_LIFE, PartyType, TermsFacts, TrustStatus


def facts(**changes: object) -> TermsFacts:
    known: dict[str, object] = {
        "kind_code": "AM.2",
        "kind_level": 3,
        "class_code": "AM",
        "status": "in_run",
        "established_on": dt.date(2025, 1, 31),
    }
    return TermsFacts(**(known | changes))  # type: ignore[arg-type]


def codes(terms: TermsFacts) -> set[str]:
    return {finding.code for finding in rules.judge_terms(terms)}


def test_terms_that_hold_together_have_no_findings() -> None:
    assert codes(facts(term_months=300, matures_on=dt.date(2050, 1, 31))) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind_code": "AM", "kind_level": 1}, "kind_not_specific"),
        ({"established_on": None}, "day_missing"),
        ({"status": "terminated"}, "day_missing"),
        ({"matures_on": dt.date(2025, 1, 31)}, "ends_before_it_starts"),
        ({"form_code": "GT-ABS", "form_class_code": "AS"}, "form_of_another_class"),
        ({"matures_on": dt.date(2050, 1, 1), "term_months": 300}, "term_and_maturity_differ"),
    ],
)
def test_each_fault_in_terms_is_found(changes: dict[str, object], code: str) -> None:
    assert codes(facts(**changes)) == {code}


def test_an_unusual_green_form_warns_and_does_not_block() -> None:
    found = rules.judge_terms(facts(form_code="GT-ABS", form_class_code="AS"))
    assert [finding.severity for finding in found] == [Severity.WARNING]


def test_a_draft_needs_no_day_of_establishment() -> None:
    assert codes(facts(status="draft", established_on=None)) == set()


def test_the_life_of_a_product_names_every_state() -> None:
    assert PRODUCT_LIFE.missing_states() == set()


def test_a_liquidated_product_goes_nowhere() -> None:
    for target in TrustStatus:
        if target != TrustStatus.LIQUIDATED:
            with pytest.raises(ForbiddenMove):
                rules.check_can_follow(TrustStatus.LIQUIDATED, target)


def test_new_terms_in_the_same_status_are_no_move() -> None:
    rules.check_can_follow(TrustStatus.LIQUIDATED, TrustStatus.LIQUIDATED)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2025, 1, 31), 1, dt.date(2025, 2, 28)),
        (dt.date(2023, 12, 31), 2, dt.date(2024, 2, 29)),
        (dt.date(2025, 11, 30), 1, dt.date(2025, 12, 30)),
        (dt.date(2025, 6, 15), 300, dt.date(2050, 6, 15)),
    ],
)
def test_months_are_counted_by_the_calendar(day: dt.date, months: int, expected: dt.date) -> None:
    assert rules.months_after(day, months) == expected


@pytest.mark.parametrize(
    ("party_type", "uscc", "code"),
    [
        (PartyType.COMPANY, "91350100M000100Y43", None),
        (PartyType.COMPANY, "91350100M000100Y44", "uscc_invalid"),
        (PartyType.COMPANY, "9135", "uscc_invalid"),
        (PartyType.COMPANY, "", None),
        (PartyType.NATURAL_PERSON, "91350100M000100Y43", "uscc_of_a_person"),
    ],
)
def test_a_credit_code_is_checked(party_type: str, uscc: str, code: str | None) -> None:
    found = rules.judge_party(party_type=party_type, uscc_text=uscc)
    assert [finding.code for finding in found] == ([code] if code else [])


def test_the_classification_has_three_classes_and_twenty_five_kinds() -> None:
    rows = read_edition("trusts.register", "trust_classes.csv").rows
    by_level = {level: [row for row in rows if row["level"] == level] for level in "123"}
    assert (len(by_level["1"]), len(by_level["3"])) == (3, 25)
    codes_ = {row["code"] for row in rows}
    assert all(row["parent"] in codes_ for row in by_level["2"] + by_level["3"])
    assert all(row["source"] and row["confidence"] for row in rows)
