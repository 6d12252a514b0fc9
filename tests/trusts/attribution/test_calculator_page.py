"""The calculator's page: every class a form, shares with their steps, faults beside their box."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from config.accounts.models import User
from tests.house.english import english_in
from trusts.attribution.rules.classes_table import ASSET_CLASSES

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(charlie: User) -> Client:
    User.objects.filter(pk=charlie.pk).update(is_staff=True)
    charlie.refresh_from_db()
    found = Client()
    found.force_login(charlie)
    return found


def page(client: Client, query: str = "", *, language: str = "en") -> str:
    client.cookies["language"] = language
    answer = client.get(reverse("admin:attribution-calculator") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def asked(code: str, **boxes: str) -> str:
    named = {name.replace("__", "/"): each for name, each in boxes.items()}
    return "?" + urlencode({"asset_class": code, **named, "go": "1"})


def test_every_class_has_a_form_of_what_it_reads(client: Client) -> None:
    shown = page(client)
    for code, each in ASSET_CLASSES.items():
        assert f"asset_class={code}" in shown
        form = page(client, f"?asset_class={code}")
        assert all(f'name="inputs/{name}"' in form for name in each.inputs)


def test_the_documented_example_leads_to_both_shares(client: Client) -> None:
    form = page(client, "?asset_class=project_finance")
    (address,) = [line.split('"')[0] for line in form.split('href="') if line.startswith("?")]
    shown = page(client, address.replace("&amp;", "&"))
    assert "POST /api/v1/attribution/calculate" in shown
    assert "0.3" in shown
    assert "0.25" in shown
    assert "6,000" in shown
    assert 'class="gt-fault"' not in shown


def test_what_is_wrong_stands_beside_its_box_or_in_words(client: Client) -> None:
    shown = page(client, asked("mortgages", inputs__outstanding="five", inputs__property_value="1"))
    assert 'class="gt-fault"' in shown
    assert "property_value: property value" in page(
        client, asked("mortgages", inputs__outstanding="1")
    )
    assert "not read" in page(client, asked("sub_sovereign_debt"))
    refused = page(
        client, asked("mortgages", inputs__outstanding="1", inputs__property_value="2", option="9z")
    )
    assert "9z" in refused
    assert "stand side by side" not in refused


def test_the_pages_speak_chinese(client: Client) -> None:
    form = page(client, "?asset_class=project_finance")
    (address,) = [line.split('"')[0] for line in form.split('href="') if line.startswith("?")]
    example = address.replace("&amp;", "&")
    pages = [page(client, each, language="zh-hans") for each in ("", example)]
    titles = " ".join(each.source for each in ASSET_CLASSES.values())
    assert [each for each in english_in(pages) if each not in titles] == []
