"""The tests' own databases come and go, whatever happens inside."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection
from pytest_django.plugin import DjangoDbBlocker

from tests.conftest import clone_of, home


def test_a_clone_that_fails_leaves_the_tests_where_they_stood(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    before = home()
    with (
        django_db_blocker.unblock(),
        pytest.raises(DatabaseError),
        clone_of("no_such_template", known_as="fails"),
    ):
        pytest.fail("the clone was made")
    assert home() == before


def test_a_clone_goes_though_a_session_is_still_in_it(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        with clone_of(home(), known_as="left open") as name:
            stray = connection.get_new_connection(connection.get_connection_params())
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from pg_database where datname = %s", [name])
            assert cursor.fetchone() == (0,)
        stray.close()
