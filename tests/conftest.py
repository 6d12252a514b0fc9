"""What every test stands on: a database of its own, and the cast of three."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases
from pytest_django.plugin import DjangoDbBlocker

from config.accounts.models import User
from config.celery import app
from config.settings import databases
from tests import people

app.set_default()
pytest_plugins = ["tests.portfolio"]


def speak_as(role: str, *, database: str) -> None:
    """Point the default connection at ``database`` under one of the house's roles."""
    connection.close()
    settings_dict = databases.connection(role)
    settings_dict["NAME"] = database
    settings_dict["CONN_MAX_AGE"] = 0
    for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS"):
        if key in settings_dict or key == "OPTIONS":
            connection.settings_dict[key] = settings_dict.get(key, {})
    connections.settings["default"] |= {"NAME": database}


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Make the test database as the owner, then run every test as the app."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
        name = connection.settings_dict["NAME"]
        speak_as("app", database=name)
    yield
    with django_db_blocker.unblock():
        speak_as("owner", database=name)
        teardown_databases(made, verbosity=0)


@pytest.fixture
def alice(db: None) -> User:
    """Return the person who proposes."""
    return people.make_alice()


@pytest.fixture
def bob(db: None) -> User:
    """Return the person who confirms."""
    return people.make_bob()


@pytest.fixture
def charlie(db: None) -> User:
    """Return the person who only looks."""
    return people.make_charlie()


@pytest.fixture(autouse=True)
def _archive_of_its_own(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.ARCHIVE_ROOT = tmp_path / "archive"  # type: ignore[attr-defined]


@pytest.fixture
def committed_db(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest
) -> Iterator[str]:
    """
    Give the test a database of its own, cloned from the empty one, in which it commits.

    Append-only tables cannot be emptied after a test, so the whole database goes.
    """
    with django_db_blocker.unblock(), clone_of(home(), known_as=request.node.nodeid) as name:
        yield name


def home() -> str:
    """Return the database that the tests stand in."""
    name: str = connection.settings_dict["NAME"]
    return name


@contextmanager
def clone_of(template: str, *, known_as: str) -> Iterator[str]:
    """Stand in a database of one's own, a copy of ``template``; it goes when the block ends."""
    here = home()
    name = f"{here}_{abs(hash(known_as)) % 10**8}"
    _drop(here, name)
    _as_owner(here, f'create database "{name}" template "{template}"')
    speak_as("app", database=name)
    try:
        yield name
    finally:
        connections.close_all()
        speak_as("app", database=here)
        _drop(here, name)


def _drop(here: str, name: str) -> None:
    """
    Drop a database and whoever is in it.

    ``with (force)`` refuses while autovacuum is there, whose process belongs to no role of
    ours; a plain drop asks autovacuum to leave and waits.
    """
    _as_owner(
        here,
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
        f" where datname = '{name}' and usename is not null",
        f'drop database if exists "{name}"',
    )


def _as_owner(here: str, *statements: str) -> None:
    """Run statements as the owner, outside any transaction, beside the database ``here``."""
    connections.close_all()
    speak_as("owner", database="postgres")
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        speak_as("app", database=here)
