"""What a reviewer is shown of a version: old beside new, and nothing that stays."""

from __future__ import annotations

import datetime as dt

import pytest

from config.accounts.models import User
from config.kernel import proposals
from tests.config.console import shelf_pages
from tests.config.console.conftest import Enter
from tests.config.console.test_pages import words
from tests.shelf.models import Label

pytestmark = pytest.mark.django_db


def proposed(alice: User, text: str, day: str, **more: object) -> Label:
    row = Label(thing="door", text=text, effective_from=dt.date.fromisoformat(day), **more)
    return proposals.propose(row, by=alice, reason="r")


def page_of(enter: Enter, user: User, row: Label) -> str:
    return words(enter(user).get(f"/console/shelf/label/{row.pk}/change/"))


def test_a_first_version_replaces_nothing(enter: Enter, alice: User, bob: User) -> None:
    assert "The first version" in page_of(enter, bob, proposed(alice, "open", "2025-01-01"))


def test_a_version_is_compared_with_the_one_that_stands_on_its_day(
    enter: Enter, alice: User, bob: User
) -> None:
    for text, day in (("open", "2025-01-01"), ("later", "2025-06-01")):
        proposals.confirm(proposed(alice, text, day), by=bob)
    page = page_of(enter, bob, proposed(alice, "shut", "2025-03-01"))
    assert "Follows: the version effective from 2025-01-01" in page
    assert "Text open shut" in page
    assert "Effective from 2025-01-01 2025-03-01" in page
    assert "Fields that stay as they were: 1." in page


def test_a_correction_is_compared_with_what_it_corrects_even_when_confirmed(
    enter: Enter, alice: User, bob: User
) -> None:
    first = proposals.confirm(proposed(alice, "open", "2025-01-01"), by=bob)
    row = proposed(alice, "shut", "2025-01-01", supersedes=first)
    for _times in range(2):
        page = page_of(enter, bob, row)
        assert "Corrects: the version effective from 2025-01-01" in page
        assert "Text open shut" in page
        assert "Fields that stay as they were: 2." in page
        if row.is_pending:
            proposals.confirm(row, by=bob)


def test_a_confirmed_version_is_compared_with_what_stood_before_it(
    enter: Enter, alice: User, bob: User
) -> None:
    rows = [
        proposals.confirm(proposed(alice, text, day), by=bob)
        for text, day in (("open", "2025-01-01"), ("shut", "2025-03-01"))
    ]
    proposals.confirm(proposed(alice, "ajar", "2025-02-01"), by=bob)
    assert "Text open shut" in page_of(enter, bob, rows[1])


def test_of_a_column_that_is_never_shown_only_the_change_is_told(
    enter: Enter, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf_pages.LabelAdmin, "never_shown", frozenset({"text"}))
    proposals.confirm(proposed(alice, "secret one", "2025-01-01"), by=bob)
    row = proposed(alice, "secret two", "2025-01-02")
    panel = page_of(enter, bob, row).split("What it changes")[1].split("Fields that stay")[0]
    assert "Text not shown changed, not shown" in panel
    assert "secret" not in panel
