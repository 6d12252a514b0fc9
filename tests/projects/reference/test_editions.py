"""Editions: proposed by one person, confirmed by another, known from then on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.errors import InvalidInput, NotAllowed, NotFoundHere
from config.kernel.pin import pin_known_at
from config.kernel.proposals import SamePerson
from projects.reference import operations, queries
from projects.reference.models import (
    CannotSupersede,
    Edition,
    Factor,
    FactorPolicy,
    GridRegion,
    Source,
    TaxonomyClass,
)
from projects.reference.rules.kinds import EditionKind, PolicyRule
from projects.reference.rules.refusals import (
    CompetingFactors,
    NoFactorOfYear,
    UnknownFactorKind,
    UnresolvedFactor,
)
from projects.reference.rules.values import Resolution
from tests import people

HEADER = "kind,scope_region,year,value,unit,source,confidence,note\n"
END_OF_2025 = dt.date(2025, 12, 31)


def propose(by: User, *rows: str, code: str = "E1", supersedes: Edition | None = None) -> Edition:
    return operations.propose_edition(
        code=code,
        kind=EditionKind.FACTORS,
        name_zh="测试因子",
        name_en="Test factors",
        content=(HEADER + "".join(f"{row}\n" for row in rows)).encode(),
        file_name=f"{code}.csv",
        source="a test",
        supersedes=supersedes,
        is_sample=True,
        by=by,
        reason="for the test",
    )


def shandong(value: str, year: int = 2023, source: str = "announcement") -> str:
    return f"grid_average,山东,{year},{value},kgCO2/kWh,{source},A,"


def resolve(*, known_at: dt.datetime, region: str = "山东", data_year: int = 2023) -> Resolution:
    return queries.resolve_factor(
        kind="grid_average",
        region=region,
        data_year=data_year,
        unit="kgCO2/kWh",
        on=END_OF_2025,
        known_at=known_at,
    )


def test_a_factor_counts_from_the_confirmation_of_its_edition_on(alice: User, bob: User) -> None:
    edition = propose(alice, shandong("0.6191"))
    before = pin_known_at()
    assert not Factor.objects.filter(edition=edition).exists()
    proposals.confirm(edition, by=bob)
    found = resolve(known_at=pin_known_at())
    assert (found.value, found.edition_code) == (Decimal("0.6191"), "E1")
    with pytest.raises(NotFoundHere):
        queries.edition("E1", known_at=before)


def test_a_factor_keeps_the_row_of_the_file_it_came_from(alice: User, bob: User) -> None:
    edition = propose(alice, shandong("0.6", 2022), shandong("0.7", 2023))
    proposals.confirm(edition, by=bob)
    rows = Factor.objects.filter(edition=edition).values_list("row", "data_year")
    assert sorted(rows) == [(2, 2022), (3, 2023)]


def test_the_same_file_twice_changes_nothing(alice: User) -> None:
    first = propose(alice, shandong("0.6191"))
    again = propose(alice, shandong("0.6191"), code="E2")
    assert (again.pk, again.is_twin, first.is_twin) == (first.pk, True, False)
    assert Edition.objects.count() == 1


def test_a_file_with_a_fault_is_not_stored_and_every_fault_is_named(alice: User) -> None:
    with pytest.raises(InvalidInput) as refusal:
        propose(alice, shandong("x"), shandong("0.6", year=23))
    assert [(each.row, each.field) for each in refusal.value.findings] == [
        (2, "value"),
        (3, "year"),
    ]
    assert not Edition.objects.exists()


def test_a_code_belongs_to_one_file(alice: User) -> None:
    propose(alice, shandong("0.6"))
    with pytest.raises(operations.CodeTaken):
        propose(alice, shandong("0.7"))


def test_the_proposer_does_not_confirm_and_the_auditor_does_not_propose(
    alice: User, charlie: User
) -> None:
    edition = propose(alice, shandong("0.6"))
    with pytest.raises((SamePerson, NotAllowed)):
        proposals.confirm(edition, by=alice)
    with pytest.raises(NotAllowed):
        propose(charlie, shandong("0.7"), code="E2")


def test_the_plan_says_what_would_differ_before_anybody_confirms(alice: User, bob: User) -> None:
    first = propose(alice, shandong("0.6"), shandong("0.65", 2022))
    proposals.confirm(first, by=bob)
    second = propose(alice, shandong("0.61"), code="E2", supersedes=first)
    assert (second.plan["different"], second.plan["gone"], second.plan["new"]) == (1, 1, 0)
    assert second.plan["differences"][0]["after"] == "0.61"


def test_a_superseded_edition_counts_no_more_and_counted_before(alice: User, bob: User) -> None:
    first = propose(alice, shandong("0.6"))
    proposals.confirm(first, by=bob)
    between = pin_known_at()
    second = propose(alice, shandong("0.61"), code="E2", supersedes=first)
    proposals.confirm(second, by=bob)
    after = pin_known_at()
    assert resolve(known_at=between).value == Decimal("0.6")
    found = resolve(known_at=after)
    assert found.value == Decimal("0.61")
    assert str(found.rejected[0].reason) == "Its edition was superseded by E2."


def test_an_edition_supersedes_only_what_was_confirmed(alice: User, bob: User) -> None:
    first = propose(alice, shandong("0.6"))
    second = propose(alice, shandong("0.61"), code="E2", supersedes=first)
    with pytest.raises(CannotSupersede):
        proposals.confirm(second, by=bob)


def test_two_sources_that_differ_need_a_policy(alice: User, bob: User) -> None:
    proposals.confirm(propose(alice, shandong("0.6")), by=bob)
    proposals.confirm(propose(alice, shandong("0.7", source="other"), code="E2"), by=bob)
    with pytest.raises(CompetingFactors, match=r"E1: announcement.*E2: other"):
        resolve(known_at=pin_known_at())
    policy = operations.propose_policy(
        rule=PolicyRule.CHOOSE_SOURCE,
        kind="grid_average",
        choice="E2",
        effective_from=dt.date(2025, 1, 1),
        by=alice,
        reason="the later study",
    )
    proposals.confirm(policy, by=bob)
    found = resolve(known_at=pin_known_at())
    assert (found.value, found.policies[0].policy_id) == (Decimal("0.7"), policy.pk)


def lag_policy(by: User, *, from_on: dt.date, is_on: bool = True) -> FactorPolicy:
    return operations.propose_policy(
        rule=PolicyRule.LATEST_DATA_YEAR,
        kind="grid_average",
        max_lag_years=2,
        effective_from=from_on,
        is_on=is_on,
        by=by,
        reason="no newer official data",
    )


def test_a_policy_holds_once_confirmed_from_its_day_on_and_until_turned_off(
    alice: User, bob: User
) -> None:
    proposals.confirm(propose(alice, shandong("0.6191")), by=bob)
    policy = lag_policy(alice, from_on=dt.date(2025, 1, 1))
    with pytest.raises(NoFactorOfYear):
        resolve(known_at=pin_known_at(), data_year=2025)
    proposals.confirm(policy, by=bob)
    turned_on = pin_known_at()
    assert resolve(known_at=turned_on, data_year=2025).data_year == 2023
    proposals.confirm(lag_policy(alice, from_on=dt.date(2025, 6, 1), is_on=False), by=bob)
    with pytest.raises(NoFactorOfYear):
        resolve(known_at=pin_known_at(), data_year=2025)
    assert resolve(known_at=turned_on, data_year=2025).data_year == 2023


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (PolicyRule.LATEST_DATA_YEAR, "max_lag_years"),
        (PolicyRule.PROVINCE_TO_REGION, "scheme"),
        (PolicyRule.CHOOSE_SOURCE, "choice"),
    ],
)
def test_a_policy_that_lacks_what_its_rule_needs_is_refused(
    alice: User, rule: PolicyRule, field: str
) -> None:
    with pytest.raises(operations.IncompletePolicy, match=field):
        operations.propose_policy(
            rule=rule, kind="grid_average", effective_from=END_OF_2025, by=alice, reason="r"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        proposals.propose(
            FactorPolicy(rule=rule.value, kind="grid_average", effective_from=END_OF_2025),
            by=alice,
            reason="past the operation",
        )


def test_a_policy_for_a_kind_that_nobody_knows_is_refused(alice: User) -> None:
    with pytest.raises(UnknownFactorKind):
        operations.propose_policy(
            rule=PolicyRule.PROVINCE_TO_NATION,
            kind="grid",
            effective_from=END_OF_2025,
            by=alice,
            reason="r",
        )


def test_the_database_refuses_to_change_a_factor(alice: User, bob: User) -> None:
    proposals.confirm(propose(alice, shandong("0.6")), by=bob)
    with pytest.raises(DatabaseError), transaction.atomic():
        Factor.objects.update(value=1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from projects_factor")


def slip_in(edition: Edition) -> None:
    Factor(
        edition=edition,
        row=9,
        kind="grid_average",
        region="河南",
        data_year=2023,
        unit="kgCO2/kWh",
        value=Decimal("0.1"),
        source="nobody",
        confidence="A",
    ).save()


def test_no_row_enters_an_edition_that_nobody_confirmed(alice: User) -> None:
    edition = propose(alice, shandong("0.6"))
    with pytest.raises(IntegrityError, match="enters with its edition"), transaction.atomic():
        slip_in(edition)


@pytest.mark.committing
def test_no_row_is_slipped_under_an_edition_after_its_confirmation(committed_db: str) -> None:
    edition = propose(people.make_alice(), shandong("0.6"))
    proposals.confirm(edition, by=people.make_bob())
    with pytest.raises(IntegrityError, match="enters with its edition"):
        slip_in(edition)
    assert Factor.objects.filter(edition=edition).count() == 1


@pytest.fixture
def shipped(alice: User, bob: User) -> list[Edition]:
    editions = operations.propose_shipped_editions(by=alice, reason="first load")
    for edition in editions:
        proposals.confirm(edition, by=bob)
    return editions


def test_what_we_ship_loads_once_and_answers_with_its_sources(
    shipped: list[Edition], alice: User
) -> None:
    again = operations.propose_shipped_editions(by=alice, reason="again")
    assert all(edition.is_twin for edition in again)
    assert [edition.pk for edition in again] == [edition.pk for edition in shipped]
    known_at = pin_known_at()
    found = resolve(known_at=known_at)
    assert (found.value, found.confidence, found.edition_code) == (
        Decimal("0.6191"),
        "A",
        "CN-GRID-2023",
    )
    assert Factor.objects.count() == 211
    assert Source.objects.filter(code="S-CNGRID23").exists()
    assert queries.edition("CN-GRID-2023", known_at=known_at).released_on == END_OF_2025


def test_tibet_falls_back_to_its_region_or_the_nation_only_by_policy(
    shipped: list[Edition], alice: User, bob: User
) -> None:
    with pytest.raises(UnresolvedFactor):
        resolve(known_at=pin_known_at(), region="西藏")
    policy = operations.propose_policy(
        rule=PolicyRule.PROVINCE_TO_REGION,
        kind="grid_average",
        scheme="7-region (average 2021+)",
        effective_from=dt.date(2024, 1, 1),
        by=alice,
        reason="no provincial factor is published for Tibet",
    )
    proposals.confirm(policy, by=bob)
    found = resolve(known_at=pin_known_at(), region="西藏")
    assert (found.region, found.value) == ("西南(区域)", Decimal("0.2472"))


def test_regions_are_stored_by_province_and_division(shipped: list[Edition]) -> None:
    assert GridRegion.objects.filter(province="四川").count() == 2
    assert GridRegion.objects.filter(province="西藏").count() == 1


def test_a_class_is_found_by_edition_and_code_only(shipped: list[Edition]) -> None:
    known_at = pin_known_at()
    assert (
        queries.taxonomy_class("CN-GREEN-2025", "1.4", known_at=known_at).name_zh == "节能降碳改造"
    )
    assert (
        queries.taxonomy_class("CN-TRANSITION-2024", "1.3", known_at=known_at).name_zh
        == "节能降碳改造"
    )
    with pytest.raises(NotFoundHere):
        queries.taxonomy_class("CN-GREEN-2025", "1.3", known_at=known_at)
    assert TaxonomyClass.objects.count() == 87


def test_a_library_asks_the_database_once_for_what_it_knows(
    shipped: list[Edition], django_assert_num_queries: object
) -> None:
    library = queries.FactorLibrary(known_at=pin_known_at())
    with django_assert_num_queries(4):  # type: ignore[operator]
        for region in ("山东", "河南", "山东"):
            library.resolve(
                kind="grid_average",
                region=region,
                data_year=2023,
                unit="tCO2/MWh",
                on=END_OF_2025,
            )
