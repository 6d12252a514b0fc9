"""The library's staff pages: shown to those who may see, proposed on by those who may propose."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from config.accounts.models import User
from config.kernel import proposals
from projects.reference import operations
from projects.reference.models import Edition, Factor, FactorPolicy, TaxonomyClass

MODELS = (
    "edition",
    "factor",
    "taxonomyclass",
    "source",
    "fuelproperty",
    "globalwarmingpotential",
    "conversioncoefficient",
    "gridregion",
    "factorpolicy",
)
HEADER = "kind,scope_region,year,value,unit,source,confidence,note\n"


def signed_in(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(is_staff=True)
    user.refresh_from_db()
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def shipped(alice: User, bob: User) -> list[Edition]:
    editions = operations.propose_shipped_editions(by=alice, reason="first load")
    return [proposals.confirm(each, by=bob) for each in editions]


@pytest.mark.parametrize("model", MODELS)
def test_every_list_and_its_first_record_open(
    shipped: list[Edition], charlie: User, model: str
) -> None:
    client = signed_in(charlie)
    assert client.get(reverse(f"admin:projects_{model}_changelist")).status_code == 200


def test_an_edition_shows_its_rows_and_leads_to_its_factors(
    shipped: list[Edition], charlie: User
) -> None:
    edition = next(each for each in shipped if each.code == "CN-GRID-2023")
    client = signed_in(charlie)
    page = client.get(reverse("admin:projects_edition_change", args=[edition.pk]))
    assert page.status_code == 200
    assert "0.6191" in page.content.decode()
    assert f"edition__id__exact={edition.pk}" in page.content.decode()
    factor = Factor.objects.filter(edition=edition)[0]
    assert client.get(reverse("admin:projects_factor_change", args=[factor.pk])).status_code == 200


def post_edition(client: Client, content: str) -> Any:
    return client.post(
        reverse("admin:projects_edition_add"),
        {
            "file": SimpleUploadedFile("factors.csv", content.encode()),
            "code": "TEST",
            "kind": "factors",
            "name_zh": "测试",
            "name_en": "Test",
            "source": "a test",
            "reason": "for the test",
        },
    )


def test_a_form_proposes_an_edition(alice: User) -> None:
    answer = post_edition(signed_in(alice), HEADER + "grid_average,山东,2023,0.6,kgCO2/kWh,s,A,\n")
    assert answer.status_code == 302, answer.content.decode()
    assert Edition.objects.get().is_pending


def test_a_faulty_file_says_on_the_form_what_is_wrong(alice: User) -> None:
    answer = post_edition(signed_in(alice), HEADER + "grid_average,山东,2023,600,kgCO2/kWh,s,A,\n")
    assert answer.status_code == 200
    assert "kgCO2/kWh" in answer.content.decode()
    assert not Edition.objects.exists()


def test_a_form_proposes_a_policy(alice: User) -> None:
    answer = signed_in(alice).post(
        reverse("admin:projects_factorpolicy_add"),
        {
            "rule": "latest_data_year",
            "kind": "grid_average",
            "max_lag_years": "2",
            "is_on": "on",
            "effective_from": "2025-01-01",
            "reason": "no newer official data",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    assert FactorPolicy.objects.get().max_lag_years == 2


def test_who_only_looks_finds_no_form(charlie: User) -> None:
    client = signed_in(charlie)
    assert client.get(reverse("admin:projects_edition_add")).status_code == 403


@pytest.mark.parametrize("model", ["edition", "taxonomyclass"])
def test_what_is_partial_says_so_on_its_list_and_its_page(
    shipped: list[Edition], charlie: User, model: str
) -> None:
    client = signed_in(charlie)
    client.cookies["language"] = "en"
    partial = next(each for each in shipped if each.code == "CN-GREEN-2025")
    row = partial if model == "edition" else TaxonomyClass.objects.filter(edition=partial)[0]
    page = client.get(reverse(f"admin:projects_{model}_change", args=[row.pk])).content.decode()
    assert "the official publication holds more" in page
    shown = client.get(reverse(f"admin:projects_{model}_changelist")).content.decode()
    assert "partial" in shown


def test_what_is_whole_does_not_say_that_it_is_partial(
    shipped: list[Edition], charlie: User
) -> None:
    whole = next(each for each in shipped if each.code == "CN-GRID-2023")
    factor = Factor.objects.filter(edition=whole)[0]
    client = signed_in(charlie)
    client.cookies["language"] = "en"
    page = client.get(reverse("admin:projects_factor_change", args=[factor.pk]))
    assert "the official publication holds more" not in page.content.decode()
