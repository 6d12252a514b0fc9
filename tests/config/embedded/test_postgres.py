"""The embedded PostgreSQL: found, shared, stopped, and up again after a crash."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from config.embedded import binaries, postgres
from config.embedded.account import run_as, serving_account
from tests.config.embedded.conftest import (
    clear,
    connect,
    giving_up_root,
    kill_all,
    ordinary_account,
    processes_of,
)

pytestmark = pytest.mark.postgres

COUNT = "import psycopg; from config.embedded import postgres as p; a = p.ensure(); "
ASK = COUNT + (
    "c = psycopg.connect(host=a.host, port=a.port, user='green_owner', dbname='green'); "
    "print(c.execute('select count(*) from kept').fetchone()[0], flush=True)"
)
START_AND_HOLD = COUNT + "print('up', flush=True); input()"


def _keep_rows(address: postgres.Address, count: int) -> None:
    with connect(address) as connection:
        connection.execute("create table kept (id int primary key)")
        connection.execute("insert into kept select generate_series(1, %s)", [count])


def _rows(address: postgres.Address) -> object:
    with connect(address) as connection:
        return connection.execute("select count(*) from kept").fetchone()


def test_it_starts_once_and_stops_with_the_last_one_out(quick: Path) -> None:
    assert not postgres.status().running
    address = postgres.ensure()
    first = processes_of(postgres.status().data)
    assert postgres.ensure() == address
    assert postgres.status().running
    assert {p.pid for p in first} <= {p.pid for p in processes_of(postgres.status().data)}
    postgres.leave()
    assert not postgres.status().running
    assert processes_of(postgres.status().data) == []


def test_a_started_server_outlives_its_starter_until_it_is_stopped(quick: Path) -> None:
    postgres.start()
    postgres.leave()
    assert postgres.status().running
    postgres.stop()
    assert not postgres.status().running


def test_remove_leaves_nothing_and_the_next_start_begins_empty(quick: Path) -> None:
    _keep_rows(postgres.ensure(), 1)
    data = postgres.status().data
    postgres.leave()
    postgres.remove()
    assert not data.exists()
    assert not (quick / "pg").exists()
    with connect(postgres.ensure()) as connection:
        assert connection.execute("select to_regclass('kept')").fetchone() == (None,)


def test_eight_processes_at_once_share_one_cluster(
    quick: Path, other_process: Callable[..., subprocess.Popen[str]]
) -> None:
    code = COUNT + (
        "c = psycopg.connect(host=a.host, port=a.port, user='green_app', dbname='green'); "
        "print(c.execute('select system_identifier from pg_control_system()').fetchone()[0])"
    )
    crowd = [other_process(code) for _ in range(8)]
    said = [process.communicate(timeout=60) for process in crowd]
    assert [process.returncode for process in crowd] == [0] * 8, said
    assert len({out for out, _ in said}) == 1
    assert not postgres.status().running, "the last one out stops it"


def test_one_process_leaving_does_not_stop_it_for_another(
    quick: Path, other_process: Callable[..., subprocess.Popen[str]]
) -> None:
    holder = other_process(START_AND_HOLD)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "up\n"
    _keep_rows(postgres.ensure(), 3)
    postgres.leave()
    assert postgres.status().running
    holder.communicate("\n", timeout=30)
    assert not postgres.status().running


def test_a_killed_holder_leaves_no_claim(
    quick: Path, other_process: Callable[..., subprocess.Popen[str]]
) -> None:
    holder = other_process(START_AND_HOLD)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "up\n"
    holder.kill()
    holder.communicate()
    assert postgres.status().running
    postgres.ensure()
    postgres.leave()
    assert not postgres.status().running


def test_a_forked_child_keeps_it_after_its_parent_has_gone(
    quick: Path, other_process: Callable[..., subprocess.Popen[str]]
) -> None:
    code = COUNT + (
        "import os, sys, time\n"
        "if os.fork(): sys.exit()\n"
        "time.sleep(0.5)\n"
        "c = psycopg.connect(host=a.host, port=a.port, user='green_app', dbname='green')\n"
        "print(c.execute('select 42').fetchone()[0], flush=True)"
    )
    out, errors = other_process(code).communicate(timeout=30)
    assert out == "42\n", errors
    assert not postgres.status().running, "the child was the last one out"


@pytest.mark.parametrize("victims", ["postmaster", "all"])
def test_after_kill_9_the_next_one_finds_every_row(home: Path, victims: str) -> None:
    _keep_rows(postgres.ensure(), 500)
    data = postgres.status().data
    postmaster = int((data / "postmaster.pid").read_text().split()[0])
    kill_all([psutil.Process(postmaster)] if victims == "postmaster" else processes_of(data))
    assert _rows(postgres.ensure()) == (500,)


def test_a_pid_file_that_names_a_foreign_process_does_not_stop_it(quick: Path) -> None:
    _keep_rows(postgres.ensure(), 5)
    data = postgres.status().data
    pid_file = data / "postmaster.pid"
    text = pid_file.read_text()
    kill_all(processes_of(data))
    account = serving_account(quick)
    # Of the same account, so that PostgreSQL by itself would take it for a server.
    foreign = subprocess.Popen(
        ["sleep", "60"], user=account.uid if account else None, extra_groups=[] if account else None
    )
    try:
        pid_file.write_text("\n".join([str(foreign.pid), *text.splitlines()[1:]]) + "\n")
        assert _rows(postgres.ensure()) == (5,)
        assert foreign.poll() is None
    finally:
        foreign.kill()
        foreign.wait()


def test_roles_are_of_the_house_and_none_is_mighty(quick: Path) -> None:
    address = postgres.ensure()
    with connect(address) as connection:
        connection.execute("create extension btree_gist")
        roles = dict(
            connection.execute(
                "select rolname::text, array[rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, "
                "rolreplication] from pg_roles where rolname like 'green%'"
            ).fetchall()  # type: ignore[arg-type]
        )
        owner = connection.execute(
            "select pg_get_userbyid(datdba), pg_encoding_to_char(encoding) "
            "from pg_database where datname = 'green'"
        ).fetchone()
    nothing = [False] * 5
    assert roles == {
        "green_owner": [False, False, True, False, False],
        "green_app": nothing,
        "green_worker": nothing,
        "green_report": nothing,
    }
    assert owner == ("green_owner", "UTF8")


@pytest.mark.parametrize(
    ("role", "setting", "value"),
    [
        ("green_app", "statement_timeout", "30s"),
        ("green_app", "lock_timeout", "5s"),
        ("green_worker", "idle_in_transaction_session_timeout", "30min"),
        ("green_report", "default_transaction_read_only", "on"),
        ("green_owner", "lock_timeout", "10s"),
        ("green_owner", "data_checksums", "on"),
        ("green_owner", "timezone", "UTC"),
    ],
)
def test_each_role_finds_its_settings(
    shared_address: postgres.Address, role: str, setting: str, value: str
) -> None:
    with connect(shared_address, role) as connection:
        assert connection.execute("select current_setting(%s)", [setting]).fetchone() == (value,)


def test_service_roles_cannot_make_tables(shared_address: postgres.Address) -> None:
    for role in ("green_app", "green_worker"):
        with (
            connect(shared_address, role) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("create table mine (id int)")


@pytest.fixture(scope="module")
def shared_address(tmp_path_factory: pytest.TempPathFactory) -> object:
    """One server for the tests that only look."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("shared")
        patch.setenv("GREEN_TRUST_HOME", str(home))
        patch.setenv("GREEN_TRUST_THROWAWAY", "1")
        address = postgres.ensure()
    yield address
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GREEN_TRUST_HOME", str(home))
        patch.setenv("GREEN_TRUST_THROWAWAY", "1")
        clear(home)


def test_a_private_home_with_spaces_and_chinese_serves(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root the serving account can enter neither the data's nor the programs' folders."""
    private = tmp_path / "私人 家 'quoted'"
    private.mkdir(mode=0o700)
    programs = binaries.find().folder
    package = programs.parents[1]
    installed = private / "site packages" / package.name
    shutil.copytree(package, installed, copy_function=os.link)
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, installed.with_name(libraries.name), copy_function=os.link)
    monkeypatch.setenv("PG_BIN", str(installed / programs.relative_to(package)))
    monkeypatch.setenv("GREEN_TRUST_HOME", str(private / "var"))
    monkeypatch.setenv("GREEN_TRUST_THROWAWAY", "1")
    try:
        _keep_rows(postgres.ensure(), 7)
        postgres.leave()
        assert _rows(postgres.ensure()) == (7,)
        assert private.stat().st_mode & 0o777 == 0o700
        assert postgres.status().data.stat().st_mode & 0o077 == 0
    finally:
        clear(private / "var")
    if os.geteuid() == 0:
        account = serving_account(private)
        assert account is not None
        assert run_as(account, ["/bin/ls", str(private)]) != 0


def test_an_ordinary_user_is_served_too(
    quick: Path, other_process: Callable[..., subprocess.Popen[str]]
) -> None:
    """As root: in a process that gives root up; else we are that user already."""
    account = ordinary_account()
    theirs = Path("/tmp") / f"green-trust-test-{os.getpid()}"  # noqa: S108 - tmp_path is root's own
    theirs.mkdir(mode=0o700)
    os.chown(theirs, account.uid, account.gid)
    code = (
        "import psycopg\n"
        "from config.embedded import postgres\n"
        f"{giving_up_root(account)}"
        f"os.environ['GREEN_TRUST_HOME'] = {str(theirs)!r}\n"
        "print(postgres.ensure().host)"
    )
    try:
        out, errors = other_process(code).communicate(timeout=30)
        assert out.strip() == str(theirs / "pg" / "s"), errors
        assert (theirs / "pg" / "start.lock").stat().st_uid == account.uid
        assert list((theirs / "pg").glob("*/data/PG_VERSION")), "the data lies in their home"
    finally:
        shutil.rmtree(theirs)


def test_a_zombie_postmaster_is_not_taken_for_a_server(
    quick: Path, other_process: Callable[..., subprocess.Popen[str]]
) -> None:
    """In a container without an init, a killed postmaster keeps its number for ever."""
    postgres.ensure()
    data = postgres.status().data
    pid_file = data / "postmaster.pid"
    text = pid_file.read_text()
    kill_all(processes_of(data))
    zombie = other_process("")
    while psutil.Process(zombie.pid).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    pid_file.write_text("\n".join([str(zombie.pid), *text.splitlines()[1:]]) + "\n")
    assert postgres.ensure()
    assert postgres.status().running
    zombie.communicate()
    assert zombie.returncode != -signal.SIGKILL
