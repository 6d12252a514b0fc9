"""Drafting over HTTP and in the console: written, compared, closed; refusals in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from config.accounts.models import User
from config.kernel.periods import Period
from reporting.disclosures import operations
from reporting.disclosures.drafting.comparing import NothingToCompare, compare
from reporting.disclosures.models import (
    Disclosure,
    DisclosureVersion,
    DraftComment,
    NarrativeText,
    ReportingClose,
    SectionAssignment,
)
from reporting.disclosures.operations import drafting
from reporting.disclosures.rules.comparison import Change
from tests.reporting.conftest import Portfolio
from tests.reporting.disclosures.conftest import drafted
from tests.reporting.facts import with_more_energy

pytestmark = pytest.mark.django_db


def api(user: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["language"] = "en"
    return client


def text(disclosure: Disclosure, words: str, **more: Any) -> dict[str, Any]:
    place = {"disclosure": disclosure.code, "section": "foreword", "language": "zh-Hans"}
    return {**place, "text": words, "over": 0, **more}


def test_a_section_is_written_found_wanting_explained_and_ready(
    version: DisclosureVersion, alice: User
) -> None:
    client, disclosure = api(alice), version.disclosure
    made = client.post(
        "/api/v1/narrative-texts/", text(disclosure, "注册资本 30 亿元。{{E-AV-03}}"), format="json"
    )
    assert made.status_code == 201, made.content
    where = f"/api/v1/disclosures/{disclosure.code}/sections/"
    first = client.get(where).json()[0]
    assert (first["section"], first["state"]) == ("foreword", "findings")
    (finding,) = first["findings"]
    assert (finding["code"], finding["line"], finding["value"]) == ("typed_number", 1, "30 亿元")
    given = {"text": made.json()["id"], "number": "30 亿元", "sentence": finding["sentence"]}
    done = client.post("/api/v1/typed-number-reasons/", {**given, "reason": "执照"}, format="json")
    assert done.status_code == 201, done.content
    assert client.get(where).json()[0]["state"] == "ready"


def test_refusals_over_http_name_the_fault(version: DisclosureVersion, alice: User) -> None:
    client, disclosure = api(alice), version.disclosure

    def refused(**more: Any) -> Any:
        return client.post(
            "/api/v1/narrative-texts/", text(disclosure, "{{x", **more), format="json"
        )

    unreadable = refused()
    assert unreadable.status_code == 400
    assert unreadable.json()["code"] == "text_not_readable"
    assert unreadable.json()["errors"][0]["row"] == 1
    assert refused(section="nowhere").json()["code"] == "no_such_section"
    assert refused(text="x", over=3).json()["code"] == "text_moved_on"
    assert refused(spelling="x").json()["errors"][0]["code"] == "unknown_field"


def test_references_are_found_by_words(version: DisclosureVersion, alice: User) -> None:
    where = f"/api/v1/disclosures/{version.disclosure.code}/references/"
    found = api(alice).get(where, {"search": "e-av-03"}).json()
    assert {"{{E-AV-03}}", "{{E-AV-03 month=2025-01}}"} <= {each["reference"] for each in found}
    assert all("E-AV-03" in each["reference"] for each in found)
    (whole,) = (each for each in found if each["reference"] == "{{E-AV-03}}")
    assert whole["printed_zh"].endswith("tCO2e")


def test_comments_and_assignments_over_http(
    version: DisclosureVersion, alice: User, bob: User
) -> None:
    disclosure = version.disclosure
    about = {"disclosure": disclosure.code, "section": "outlook", "text": "何时完成？"}
    thread = api(bob).post("/api/v1/draft-comments/", about, format="json")
    assert thread.status_code == 201, thread.content
    pk = thread.json()["id"]
    given = {"disclosure": disclosure.code, "thread": pk, "text": "四月。"}
    assert api(alice).post("/api/v1/draft-comments/", given, format="json").status_code == 201
    settled = api(bob).post(f"/api/v1/draft-comments/{pk}/settle/", {"note": "好"}, format="json")
    assert settled.json()["settled_note"] == "好"
    assert DraftComment.objects.count() == 2
    given = {
        "disclosure": disclosure.code,
        "section": "outlook",
        "assignee": bob.username,
        "due_on": "2025-04-30",
    }
    assert api(alice).post("/api/v1/section-assignments/", given, format="json").status_code == 201
    assert api(bob).post("/api/v1/section-assignments/", given, format="json").status_code == 403


def test_two_versions_differ_by_their_words_and_by_their_figures(
    version: DisclosureVersion, portfolio: Portfolio, alice: User
) -> None:
    with pytest.raises(NothingToCompare):
        compare(version, None, "zh-Hans")
    disclosure = version.disclosure
    drafting.write(
        disclosure=disclosure,
        section="foreword",
        language="zh-Hans",
        text="今年避免排放 {{E-AV-03}}，有所增长。",
        over=0,
        by=alice,
    )
    second = drafted(alice)
    found = compare(second, None, "zh-Hans")
    assert [(each.heading, each.change) for each in found.changed_sections] == [
        ("致读者", Change.ADDED)
    ]
    assert found.changed_figures == []
    drafting.write(
        disclosure=disclosure,
        section="foreword",
        language="zh-Hans",
        text="今年避免排放 {{E-AV-03}}，有所下降。",
        over=1,
        by=alice,
    )
    portfolio.change = lambda facts: with_more_energy(facts, 5_000_000_000)
    third = drafted(alice, known_at=second.known_at.replace(hour=6))
    found = compare(third, None, "zh-Hans")
    (changed,) = found.changed_sections
    (line,) = changed.lines
    assert [each.text for each in line.before if each.is_changed] == ["增长"]
    assert [each.text for each in line.after if each.is_changed] == ["下降"]
    moved = {each.key: each for each in found.changed_figures}
    energy = moved["E-EN-01"]
    assert energy.before is not None
    assert energy.after is not None
    assert energy.difference == 5000
    assert energy.after.value == (energy.before.value or 0) + 5000
    where = f"/api/v1/disclosures/{disclosure.code}/comparison/"
    said = api(alice).get(where, {"version": 3, "before": 2}).json()
    assert [each["heading"] for each in said["sections"]] == ["致读者"]
    assert "E-EN-01" in {each["key"] for each in said["figures"]}
    assert api(alice).get(where, {"version": "x"}).status_code == 400


def test_a_year_is_held_against_the_one_before(version: DisclosureVersion, alice: User) -> None:
    later = drafted(alice, period=Period.quarter(2025, 2))
    found = compare(later, None, "zh-Hans")
    assert found.before == version
    same_months = [each for each in found.figures if each.key.startswith("E-EN-01 month=1")]
    assert same_months
    assert all(each.before and each.after for each in same_months)
    assert not any("month=2025" in each.key for each in found.figures)


def test_the_next_period_is_opened_with_the_texts(
    published: DisclosureVersion, alice: User
) -> None:
    drafting.write(
        disclosure=published.disclosure,
        section="outlook",
        language="en",
        text="Plans.",
        over=0,
        by=alice,
    )
    following = operations.open_next(disclosure=published.disclosure, by=alice)
    assert following.period == Period.quarter(2025, 2)
    assert NarrativeText.objects.get(disclosure=following).text == "Plans."


def test_a_disclosure_is_opened_and_written_before_it_has_figures(alice: User) -> None:
    given = {
        "kind": "green_trust_annual",
        "period": "2027",
        "organization_zh": "样本信托",
        "organization_en": "Sample Trust",
    }
    opened = api(alice).post("/api/v1/disclosures/open/", given, format="json")
    assert opened.status_code == 201, opened.content
    code = opened.json()["code"]
    disclosure = Disclosure.objects.get(code=code)
    drafting.write(
        disclosure=disclosure,
        section="foreword",
        language="en",
        text="{{E-AV-03}} and {{E-XX-01}}",
        over=0,
        by=alice,
    )
    states = api(alice).get(f"/api/v1/disclosures/{code}/sections/").json()
    assert [each["state"] for each in states[:2]] == ["empty", "ready"]
    shown = page(alice).get(reverse("admin:draft-section", args=[code, "foreword", "en"]))
    assert b"references are checked when the first one is" in shown.content


def test_the_closing_says_what_is_late(published: DisclosureVersion, alice: User) -> None:
    close = ReportingClose.objects.get()
    said = api(alice).get(f"/api/v1/reporting-closes/{close.pk}/late/").json()
    assert said == {"late": [], "open_books": []}


def test_the_console_writes_previews_assigns_and_comments(
    version: DisclosureVersion, alice: User, bob: User, charlie: User
) -> None:
    code = version.disclosure.code
    section = reverse("admin:draft-section", args=[code, "foreword", "zh-Hans"])
    draft = reverse("admin:draft", args=[code])
    client = page(alice)
    shown = client.post(section, {"act": "preview", "text": "**要** {{E-AV-03}} 12.5%", "over": 0})
    assert shown.status_code == 200
    said = shown.content.decode()
    assert "<strong>要</strong>" in said
    assert "gt-told__figure" in said
    assert "12.5% was typed" in said
    assert not NarrativeText.objects.exists()
    client.post(section, {"act": "write", "text": "<b>{{E-AV-03}}</b>", "over": 0})
    assert NarrativeText.objects.get().text == "<b>{{E-AV-03}}</b>"
    said = client.get(section).content.decode()
    assert "&lt;b&gt;" in said
    kept = client.post(section, {"act": "write", "text": "另一段", "over": 0})
    assert kept.status_code == 200
    assert "另一段" in kept.content.decode()
    client.post(
        draft,
        {"act": "assign", "section": "foreword", "assignee": "nobody", "due_on": "2025-04-30"},
    )
    assert not SectionAssignment.objects.exists()
    client.post(
        draft,
        {"act": "assign", "section": "foreword", "assignee": bob.username, "due_on": "2025-04-30"},
    )
    assert SectionAssignment.objects.get().assignee == bob
    page(bob).post(draft, {"act": "comment", "figure": "{{E-AV-03}}", "text": "核对"})
    said = page(charlie).get(draft).content.decode()
    assert "核对" in said
    assert "Assign a section" not in said
    assert "Draft the next version" not in said
    assert page(charlie).post(section, {"act": "write", "text": "x", "over": 1}).status_code == 403


def test_the_console_shows_what_changed_and_what_the_reviewer_must_see(
    version: DisclosureVersion, alice: User, bob: User
) -> None:
    changes = reverse("admin:draft-changes", args=[version.disclosure.code])
    assert b"There is no earlier version" in page(bob).get(changes).content
    drafting.write(
        disclosure=version.disclosure,
        section="foreword",
        language="en",
        text="Some 12.5 % more.",
        over=0,
        by=alice,
    )
    second = drafted(alice)
    said = page(bob).get(changes, {"language": "en"}).content.decode()
    assert "To the reader" in said
    assert "<ins>Some 12.5 % more.</ins>" in said
    url = reverse("admin:reporting_disclosureversion_change", args=[second.pk])
    said = page(bob).get(url).content.decode()
    assert "Typed numbers" in said
    assert "not explained" in said
