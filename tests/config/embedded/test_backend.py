"""Django's connection: starts the server when it connects, and not before."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from config.embedded import postgres

pytestmark = pytest.mark.postgres

SETTINGS = """
import sys, json, django
from django.conf import settings
settings.configure(
    DATABASES={"default": {"ENGINE": "config.embedded.backend", "NAME": "green", "OPTIONS": THESE,
                           "USER": "green_owner"}},
    INSTALLED_APPS=["django.contrib.contenttypes"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()
from django.core.management import call_command
from django.db import connection
from config.embedded import postgres
"""


@pytest.fixture
def django_says(
    quick: Path, other_process: Callable[..., subprocess.Popen[str]]
) -> Callable[..., object]:
    """Run code in a small project of its own and return what it printed as JSON."""

    def run(code: str, options: str = "{}") -> object:
        started = other_process(SETTINGS.replace("THESE", options) + code)
        out, errors = started.communicate(timeout=60)
        assert started.returncode == 0, errors
        return json.loads(out)

    return run


def test_check_and_help_start_nothing(django_says: Callable[..., object], quick: Path) -> None:
    code = "call_command('check', stdout=sys.stderr)\nprint(json.dumps(postgres.status().running))"
    assert django_says(code) is False
    assert not list(quick.glob("pg/*/data"))


def test_migrate_starts_it_and_the_end_of_the_command_stops_it(
    django_says: Callable[..., object],
) -> None:
    code = (
        "call_command('migrate', verbosity=0)\n"
        "print(json.dumps([len(connection.introspection.table_names()) > 1, "
        "connection.settings_dict['USER'], postgres.status().running]))"
    )
    assert django_says(code) == [True, "green_owner", True]
    assert not postgres.status().running


@pytest.mark.parametrize("options", ["{}", "{'pool': {'min_size': 1, 'timeout': 10}}"])
def test_a_server_killed_under_it_is_started_again_by_the_next_connection(
    django_says: Callable[..., object], options: str
) -> None:
    code = (
        "from tests.config.embedded.conftest import kill_all, processes_of\n"
        "with connection.cursor() as cursor: cursor.execute('create table kept (id int)')\n"
        "kill_all(processes_of(postgres.status().data))\n"
        "connection.close()\n"
        "connection.close_pool()\n"
        "with connection.cursor() as cursor:\n"
        "    cursor.execute('select count(*) from kept'); row = cursor.fetchone()\n"
        "connection.close(); connection.close_pool()\n"
        "print(json.dumps(row))"
    )
    assert django_says(code, options) == [0]


def test_dbshell_opens_the_servers_own_psql(django_says: Callable[..., object]) -> None:
    code = "call_command('dbshell', '--', '-tAc', 'select 40 + 2')"
    assert django_says(code) == 42
