"""The calculators' pages: a form for every method, results with their steps, faults in words."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from config.accounts.models import User
from projects.carbon.admin.calculator import FAMILIES
from projects.carbon.admin.checker import EXAMPLE
from projects.carbon.methodologies.table import CURRENT
from projects.reference.models import Edition
from tests.house.english import english_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(charlie: User) -> Client:
    User.objects.filter(pk=charlie.pk).update(is_staff=True)
    charlie.refresh_from_db()
    found = Client()
    found.force_login(charlie)
    return found


def page(client: Client, name: str, query: str = "", *, language: str = "en") -> str:
    client.cookies["language"] = language
    answer = client.get(reverse(f"admin:{name}") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def asked(**boxes: Any) -> str:
    return "?" + urlencode({name.replace("__", "/"): each for name, each in boxes.items()})


def test_every_method_stands_under_its_family(client: Client) -> None:
    assert {each.family for each in CURRENT.values()} == set(FAMILIES)
    shown = page(client, "carbon-calculator")
    assert all(f"method={code}" in shown for code in CURRENT)


@pytest.mark.parametrize("code", CURRENT)
def test_a_methods_form_leads_to_its_worked_number(client: Client, code: str) -> None:
    form = page(client, "carbon-calculator", f"?method={code}")
    assert all(f'name="inputs/{each.code}/value"' in form for each in CURRENT[code].inputs)
    (first, *_rest) = [line for line in form.split('href="') if line.startswith("?method=")]
    address = first.split('"')[0].replace("&amp;", "&")
    shown = page(client, "carbon-calculator", address)
    assert "Numbers used" in shown
    assert "POST /api/v1/carbon/calculate" in shown
    assert 'class="gt-fault"' not in shown


def test_the_formula_is_drawn_with_its_numbers(client: Client, library: Edition) -> None:
    query = asked(
        method="grid_displacement", inputs__energy__value="495", inputs__energy__unit="GWh",
        region="河南", year="2023", go="1",
    )  # fmt: skip
    shown = page(client, "carbon-calculator", query)
    assert "495,000 × 0.5897 = 291,901.5" in shown or "495000 × 0.5897 = 291,901.5" in shown
    assert "announcement 47" in shown
    assert "/console/projects/factor/" in shown
    assert "k is taken as 2.66 tCO2/tce" in shown


def test_faults_stand_beside_their_row(client: Client) -> None:
    query = asked(
        method="sewage", inputs__volume__value="10", inputs__volume__unit="MWh",
        inputs__cod_in__value="many", go="1",
    )  # fmt: skip
    shown = page(client, "carbon-calculator", query)
    assert shown.count('class="gt-fault"') == 1
    assert "many cannot be read as a number" in shown
    query = asked(method="sewage", inputs__volume__value="10", inputs__volume__unit="MWh", go="1")
    shown = page(client, "carbon-calculator", query)
    assert "this measures something else than m3" in shown
    assert "is not given" in shown


def test_a_refusal_of_the_library_is_said(client: Client, library: Edition) -> None:
    query = asked(
        method="grid_displacement", inputs__energy__value="1", region="西藏", year="2023", go="1"
    )
    assert "No confirmed edition holds grid_average for 西藏" in page(
        client, "carbon-calculator", query
    )


def test_what_is_typed_is_shown_as_text(client: Client) -> None:
    query = asked(method="sewage", inputs__volume__value="<script>alert(1)</script>", go="1")
    shown = page(client, "carbon-calculator", query)
    assert "<script>alert" not in shown


def test_an_announced_figure_is_judged_on_its_page(client: Client) -> None:
    assert 'name="facts/avoided_tco2/value"' in page(client, "carbon-checker")
    shown = page(client, "carbon-checker", EXAMPLE)
    assert "810.667" in shown
    assert "gt-badge--good" in shown
    assert "980" in shown
    bad = page(
        client,
        "carbon-checker",
        asked(facts__energy_mwh__value="1", facts__energy_mwh__unit="t", go="1"),
    )
    assert "cannot be read in MWh" in bad


@pytest.mark.parametrize("name", ["carbon-calculator", "carbon-checker"])
def test_the_pages_are_for_people_who_may_look(name: str) -> None:
    stranger = Client()
    assert stranger.get(reverse(f"admin:{name}")).status_code == 302


def test_the_pages_speak_chinese(client: Client) -> None:
    example = CURRENT["industrial_steam"].examples[0]
    boxes = {
        f"{group}/{code}/{name}": text
        for group in ("inputs", "factors", "parameters")
        for code, facts in getattr(example, group).items()
        for name, text in facts.items()
        if name != "source"
    }
    boxes |= {"parameters/boiler_efficiency/source": "测算", "factors/heat/source": "测算"}
    calculated = "?" + urlencode({"method": "industrial_steam", **boxes, "go": "1"})
    shown = [
        page(client, "carbon-calculator", language="zh-hans"),
        page(client, "carbon-calculator", "?method=storage", language="zh-hans"),
        page(client, "carbon-calculator", calculated, language="zh-hans"),
        page(client, "carbon-checker", language="zh-hans"),
    ]
    found = english_in(shown)
    declared = {text for method in CURRENT.values() for text in data_texts(method)}
    assert [each for each in found if not any(each in text for text in declared)] == []


def data_texts(method: Any) -> list[str]:
    """Return what sources say, in the language that they say it in."""
    published = [each for asked in method.parameter_inputs for each in asked.published]
    return [method.source, *(each.source for each in published)]
