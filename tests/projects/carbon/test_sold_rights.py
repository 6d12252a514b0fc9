"""Sold certificates and credits take from what may be claimed; the statements stay."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some
from rest_framework.test import APIClient

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.errors import InvalidInput, NotAllowed
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from config.kernel.proposals import SamePerson
from projects.carbon import operations, queries
from projects.carbon.models import SoldRight, Statement
from projects.carbon.models.rights import AlreadyReplaced, EnteredTwice
from projects.carbon.rules.claimable import CERTIFICATE, CREDIT, STEP, Sold, Spared, claimable
from projects.reference.models import Edition
from projects.registry.models import Project
from tests.house.english import english_in
from tests.projects.carbon.making import Meters, energy
from tests.projects.registry.making import confirmed_project

YEAR, JANUARY = Period.year(2025), Period.month(2025, 1)


@pytest.fixture
def project(alice: User, bob: User, library: Edition, meters: Meters) -> Project:
    """Return a project of 1,000 MWh in each month of 2025, all drawn."""
    found = confirmed_project(alice, bob)
    meters.read([energy(found.pk, month=month) for month in range(1, 13)])
    operations.draw_statements(period=YEAR, known_at=pin_known_at(), by=alice)
    return found


def propose(project: Project, by: User, **changes: Any) -> SoldRight:
    period = changes.pop("period", YEAR)
    usual: dict[str, Any] = {
        "kind": CERTIFICATE,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "amount": Decimal(1200),
        "sold_on": dt.date(2026, 2, 1),
        "buyer": "a buyer",
        "registry_reference": "GEC-1",
        "source": "extract of the registry",
    }
    return operations.propose_sold_right(
        project=project, **{**usual, **changes}, by=by, reason="sold"
    )


def sell(project: Project, alice: User, bob: User, **changes: Any) -> SoldRight:
    return proposals.confirm(propose(project, alice, **changes), by=bob)


def left(project: Project, period: Period = YEAR) -> Decimal:
    found = queries.claimable_in(project_id=project.pk, period=period, known_at=pin_known_at())
    return found.found.claimable_tco2e


@pytest.mark.django_db
def test_certificates_take_what_their_energy_avoided_and_credits_their_tonnes(
    project: Project, alice: User, bob: User
) -> None:
    assert left(project) == Decimal("7429.2")
    sell(project, alice, bob)
    assert left(project) == Decimal("6686.28")
    assert left(project, JANUARY) == Decimal("557.19")
    sell(
        project, alice, bob, kind=CREDIT, amount=Decimal(100), period=JANUARY,
        registry_reference="CCER-1",
    )  # fmt: skip
    assert left(project) == Decimal("6586.28")
    assert left(project, JANUARY) == Decimal("457.19")


@pytest.mark.django_db
def test_the_statement_stays_and_what_was_known_before_the_sale_too(
    project: Project, alice: User, bob: User
) -> None:
    statement = Statement.objects.get(project=project, starts_on=JANUARY.starts_on)
    before = pin_known_at()
    sell(project, alice, bob, period=JANUARY, amount=Decimal(1000))
    now = queries.claimable_of(statement, known_at=pin_known_at())
    assert (now.found.avoided_tco2e, now.found.claimable_tco2e) == (Decimal("619.1"), Decimal(0))
    then = queries.claimable_of(statement, known_at=before)
    assert then.found.claimable_tco2e == Decimal("619.1")
    assert queries.recompute(statement).sha256 == statement.sha256


@pytest.mark.django_db
def test_a_sale_counts_once_a_second_person_confirmed_it(
    project: Project, alice: User, bob: User, charlie: User
) -> None:
    row = propose(project, alice)
    assert left(project) == Decimal("7429.2")
    with pytest.raises((SamePerson, NotAllowed)):
        proposals.confirm(row, by=alice)
    with pytest.raises(NotAllowed):
        propose(project, charlie, registry_reference="GEC-2")
    proposals.confirm(row, by=bob)
    with pytest.raises(DatabaseError), transaction.atomic():
        SoldRight.objects.filter(pk=row.pk).update(buyer="me")
    with pytest.raises(DatabaseError), transaction.atomic():
        SoldRight.objects.all().delete()


@pytest.mark.django_db
def test_more_than_was_produced_is_a_finding_that_blocks(
    project: Project, alice: User, bob: User
) -> None:
    for changes in (
        {"amount": Decimal(12001)},
        {"amount": Decimal(1001), "period": JANUARY},
        {"amount": Decimal(1), "period": Period.month(2024, 1)},
        {"amount": Decimal(3411), "period": JANUARY, "kind": CREDIT},
    ):
        with pytest.raises(InvalidInput) as refused:
            propose(project, alice, **changes)
        assert [each.code for each in refused.value.findings] == ["sold_more_than_produced"]
    assert not SoldRight.objects.exists()


@pytest.mark.django_db
def test_two_sales_that_fit_alone_are_refused_together_when_the_second_is_confirmed(
    project: Project, alice: User, bob: User
) -> None:
    first = propose(project, alice, amount=Decimal(600), period=JANUARY)
    year = propose(project, alice, amount=Decimal(11500), registry_reference="GEC-2")
    proposals.confirm(first, by=bob)
    with pytest.raises(InvalidInput):
        proposals.confirm(year, by=bob)
    assert left(project, JANUARY) == Decimal("247.64")


@pytest.mark.django_db
def test_the_same_sale_is_entered_once_and_a_wrong_one_is_replaced(
    project: Project, alice: User, bob: User
) -> None:
    row = sell(project, alice, bob)
    with pytest.raises(EnteredTwice):
        propose(project, alice)
    right = sell(project, alice, bob, amount=Decimal(120), replaces=row)
    assert left(project) == Decimal("7354.908")
    with pytest.raises(AlreadyReplaced):
        propose(project, alice, amount=Decimal(1), replaces=row)
    sell(project, alice, bob, amount=Decimal(0), replaces=right)
    assert left(project) == Decimal("7429.2")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"period": Period(dt.date(2025, 1, 5), dt.date(2025, 2, 1))}, "not_whole_months"),
        ({"amount": Decimal(0)}, "no_amount"),
        ({"amount": Decimal(-1)}, "no_amount"),
    ],
)
def test_a_sale_that_says_nothing_is_refused(
    project: Project, alice: User, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        propose(project, alice, **changes)
    assert code in {each.code for each in refused.value.findings}


@pytest.mark.django_db
def test_over_http_sales_are_proposed_and_what_is_left_is_read(
    project: Project, alice: User, bob: User
) -> None:
    api = APIClient()
    api.force_authenticate(alice)
    body = {
        "project": project.pk, "kind": "certificate", "starts_on": "2025-01-01",
        "ends_on": "2026-01-01", "amount": "1200", "sold_on": "2026-02-01",
        "registry_reference": "GEC-1", "source": "extract", "reason": "sold",
    }  # fmt: skip
    refused = api.post("/api/v1/sold-rights/", {**body, "amount": "12001"}, format="json")
    assert refused.status_code == 400, refused.data
    assert refused.data["errors"][0]["code"] == "sold_more_than_produced"
    made = api.post("/api/v1/sold-rights/", body, format="json")
    assert made.status_code == 201, made.data
    assert made.data["unit"] == "MWh"
    proposals.confirm(SoldRight.objects.get(pk=made.data["id"]), by=bob)
    asked: dict[str, Any] = {"project": project.pk, "period": "2025"}
    found = api.get("/api/v1/carbon/claimable/", asked).data
    assert [found[name] for name in ("avoided_tco2e", "sold_tco2e", "claimable_tco2e")] == [
        "7429.2",
        "742.92",
        "6686.28",
    ]
    assert [(each["sold_right"], each["tco2e"]) for each in found["sold"]] == [
        (made.data["id"], "742.92")
    ]
    one = Statement.objects.get(project=project, starts_on=JANUARY.starts_on)
    assert api.get(f"/api/v1/statements/{one.pk}/claimable/").data["claimable_tco2e"] == "557.19"
    assert api.get("/api/v1/carbon/claimable/", {"period": "2025"}).status_code == 400
    assert api.get("/api/v1/sold-rights/", {"kind": "credit"}).data["results"] == []


@pytest.mark.django_db
def test_the_pages_show_both_numbers_and_the_sales(
    project: Project, alice: User, bob: User
) -> None:
    row = sell(project, alice, bob)
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    alice.refresh_from_db()
    client = Client()
    client.force_login(alice)
    client.cookies["language"] = "en"
    one = Statement.objects.get(project=project, starts_on=JANUARY.starts_on)
    for name, key in (("soldright", row.pk), ("project", project.pk)):
        page = client.get(reverse(f"admin:projects_{name}_change", args=[key])).content.decode()
        assert "6,686.28" in page, name
        assert "742.92" in page, name
    page = client.get(reverse("admin:projects_statement_change", args=[one.pk])).content.decode()
    assert "557.19" in page
    form = {
        "project": project.pk, "kind": "certificate", "starts_on": "2025-01-01",
        "ends_on": "2025-02-01", "amount": "901", "sold_on": "2026-02-01",
        "registry_reference": "GEC-9", "source": "x", "reason": "y",
    }  # fmt: skip
    done = client.post(reverse("admin:projects_soldright_add"), form)
    assert done.status_code == 302, done.content.decode()
    refused = client.post(
        reverse("admin:projects_soldright_add"), {**form, "amount": "1001"}
    ).content.decode()
    assert "1000 MWh were metered" in refused
    client.cookies["language"] = "zh-hans"
    addresses = [
        reverse("admin:projects_soldright_changelist"),
        reverse("admin:projects_soldright_add"),
        reverse("admin:projects_soldright_change", args=[row.pk]),
        reverse("admin:projects_project_change", args=[project.pk]),
    ]
    assert english_in([client.get(each).content.decode() for each in addresses]) == []


amounts = some.integers(0, 10**12)


QUARTER = Period.quarter(2025, 1)


@given(some.lists(amounts, min_size=3, max_size=3), some.integers(1, 10**12))
def test_what_is_taken_from_the_months_is_what_was_sold_of_the_quarter(
    energies: list[int], grams: int
) -> None:
    spared = [
        Spared(month, wh, (Decimal(wh) * Decimal("0.6191") / 1_000_000).quantize(STEP))
        for month, wh in zip(QUARTER.months(), energies, strict=True)
    ]
    for kind in (CERTIFICATE, CREDIT):
        sold = Sold(1, kind, QUARTER, Decimal(grams).scaleb(-6))
        by_month = [claimable(each, spared, [sold]).parts[0].amount for each in QUARTER.months()]
        assert sum(by_month) == sold.amount
        found = claimable(QUARTER, spared, [sold])
        assert found.claimable_tco2e == max(found.avoided_tco2e - found.sold_tco2e, 0)
        assert all(0 <= tonnes <= found.avoided[month] for month, tonnes in found.taken.items())


@given(some.lists(some.integers(1, 10**12), min_size=3, max_size=3))
def test_a_quarter_sold_whole_leaves_nothing_of_any_month(energies: list[int]) -> None:
    spared = [
        Spared(month, wh, (Decimal(wh) * Decimal("0.6191") / 1_000_000).quantize(STEP))
        for month, wh in zip(QUARTER.months(), energies, strict=True)
    ]
    whole = Sold(1, CERTIFICATE, QUARTER, Decimal(sum(energies)).scaleb(-6))
    for month in (*QUARTER.months(), QUARTER):
        assert claimable(month, spared, [whole]).claimable_tco2e == 0


def test_credits_beyond_one_months_tonnes_take_from_the_others() -> None:
    first, second, third = QUARTER.months()
    spared = [
        Spared(first, 10**9, Decimal(80)),
        Spared(second, 10**9, Decimal(60)),
        Spared(third, 10**9, Decimal(20)),
    ]
    found = claimable(QUARTER, spared, [Sold(1, CREDIT, first, Decimal(100))])
    assert dict(found.taken) == {first: 80, second: 15, third: 5}
    assert found.claimable_tco2e == 60


def test_months_without_a_statement_bear_their_part_of_a_yearly_sale() -> None:
    spared = [Spared(JANUARY, 31 * 10**9, Decimal(31))]
    found = claimable(JANUARY, spared, [Sold(1, CREDIT, YEAR, Decimal(365))])
    assert found.parts[0].amount == 31
