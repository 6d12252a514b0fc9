"""Start-up refuses bad ground, and says how to mend it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from config.embedded import postgres
from config.embedded.bootstrap import bootstrap_roles, is_prepared
from config.embedded.ground import check_database, check_disk
from config.embedded.trouble import ServerTrouble
from tests.config.embedded.conftest import clear, connect

pytestmark = pytest.mark.postgres


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture(scope="module")
def durable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres.Address]:
    """One durable server for the tests of this file, which leave it as they found it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("GREEN_TRUST_THROWAWAY", raising=False)
        home = tmp_path_factory.mktemp("durable")
        patch.setenv("GREEN_TRUST_HOME", str(home))
        yield postgres.ensure()
        clear(home)


def _codes(connection: psycopg.Connection[tuple[object, ...]]) -> dict[str, str]:
    return {finding.field: finding.code for finding in check_database(connection)}


@pytest.mark.parametrize("role", ["green_app", "green_worker", "green_report"])
def test_the_embedded_server_is_good_ground_for_every_service_role(
    durable: postgres.Address, role: str
) -> None:
    with connect(durable, role) as connection:
        assert check_database(connection) == []


def test_a_superuser_is_refused(durable: postgres.Address) -> None:
    with connect(durable, "postgres") as connection:
        assert _codes(connection) == {"user": "role_too_mighty"}


def test_the_owner_of_the_tables_is_refused_and_a_role_it_takes_on_is_warned_of(
    durable: postgres.Address,
) -> None:
    with connect(durable, "green_owner") as owner:
        owner.execute("create table ours (id int)")
        try:
            assert _codes(owner) == {"user": "role_owns_tables"}
            owner.execute("set role green_app")
            (finding,) = check_database(owner)
            assert (finding.code, finding.severity) == ("role_owns_tables", "warning")
        finally:
            owner.execute("reset role")
            owner.execute("drop table ours")


def test_a_commit_that_may_be_lost_is_refused(durable: postgres.Address) -> None:
    with connect(durable, "green_app") as connection:
        connection.execute("set synchronous_commit to off")
        assert _codes(connection) == {"synchronous_commit": "unsafe_setting"}


def test_a_session_may_set_its_own_time_zone_but_the_database_stands_on_utc(
    durable: postgres.Address,
) -> None:
    with connect(durable, "green_app") as connection:
        connection.execute("set timezone to 'Asia/Shanghai'")
        assert check_database(connection) == []
    with connect(durable, "postgres") as connection:
        connection.execute("alter database green set timezone to 'Asia/Shanghai'")
    try:
        with connect(durable, "green_app") as connection:
            assert _codes(connection) == {"TimeZone": "wrong_time_zone"}
    finally:
        with connect(durable, "postgres") as connection:
            connection.execute("alter database green set timezone to 'UTC'")


def test_a_throw_away_server_is_bad_ground(quick: Path) -> None:
    with connect(postgres.ensure(), "green_app") as connection:
        assert _codes(connection) == {
            "fsync": "unsafe_setting",
            "full_page_writes": "unsafe_setting",
        }


def test_every_finding_says_how_to_mend_it(quick: Path) -> None:
    with connect(postgres.ensure(), "postgres") as connection:
        findings = check_database(connection)
    assert len(findings) == 3
    assert all(finding.remedy and finding.value for finding in findings)


def test_a_full_disk_is_a_warning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert check_disk(tmp_path / "not" / "yet") == []
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(10**12, 10**12, 2**30))
    (finding,) = check_disk(tmp_path)
    assert (finding.code, finding.severity) == ("low_disk", "warning")
    assert finding.facts["free_mb"] == 1024


def test_roles_can_be_made_on_another_server_by_an_administrator_who_is_no_superuser(
    durable: postgres.Address,
) -> None:
    with connect(durable, "postgres") as superuser:
        superuser.execute("create role administrator login createrole createdb")
    with connect(durable, "administrator", "postgres") as administrator:
        for _again in range(2):
            bootstrap_roles(
                administrator, prefix="bank", database="bank", passwords={"app": "s3cret'"}
            )
        assert is_prepared(administrator, prefix="bank", database="bank")
        assert not is_prepared(administrator, prefix="bank", database="green")
    with connect(durable, "bank_owner", "bank") as owner:
        owner.execute("create extension btree_gist")
        owner.execute("create table theirs (id int)")
    with connect(durable, "bank_app", "bank") as app:
        assert check_database(app) == []
        assert app.execute("select current_setting('lock_timeout')").fetchone() == ("5s",)


def test_a_database_of_somebody_else_is_not_taken_over(durable: postgres.Address) -> None:
    with connect(durable, "postgres") as superuser:
        superuser.execute("create database theirs")
        with pytest.raises(ServerTrouble, match="theirs exists and belongs to postgres"):
            bootstrap_roles(superuser, database="theirs")


def test_an_account_without_the_right_to_make_roles_is_told_so(durable: postgres.Address) -> None:
    with (
        connect(durable, "green_app") as app,
        pytest.raises(ServerTrouble, match="CREATEROLE and CREATEDB"),
    ):
        bootstrap_roles(app, prefix="other", database="other")


def test_a_role_that_was_made_mighty_is_brought_down(durable: postgres.Address) -> None:
    with connect(durable, "postgres") as superuser:
        superuser.execute("alter role green_worker superuser nologin")
        bootstrap_roles(superuser)
        found = superuser.execute(
            "select rolsuper, rolcanlogin from pg_roles where rolname = 'green_worker'"
        ).fetchone()
    assert found == (False, True)
