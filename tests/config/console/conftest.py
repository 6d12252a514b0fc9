"""A browserless client in the console, with the shelf's pages up."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from config.accounts.models import User
from tests.config.console import shelf_pages

Enter = Callable[..., Client]


@pytest.fixture
def shelf(settings: object) -> Iterator[None]:
    """Put the shelf's pages up for one test."""
    with shelf_pages.put_up():
        settings.ROOT_URLCONF = "tests.config.console.urls"  # type: ignore[attr-defined]
        yield


@pytest.fixture
def enter(shelf: None) -> Enter:
    """Return a function that gives a client signed in as a person."""

    def as_person(user: User, *, language: str = "en") -> Client:
        client = Client()
        client.force_login(user)
        client.cookies["language"] = language
        return client

    return as_person
