"""What goes wrong is said in words, with what to do about it."""

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from config.embedded import binaries, broker, places, postgres
from config.embedded.places import socket_directory
from config.embedded.trouble import ServerTrouble
from tests.config.embedded.conftest import connect, giving_up_root, ordinary_account

pytestmark = pytest.mark.postgres


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


def _programs_with(folder: Path, replaced: str, script: str) -> Path:
    """Return a bin folder like the real one, in which one program is a script."""
    real = binaries.find().folder
    folder.mkdir()
    for program in real.iterdir():
        (folder / program.name).symlink_to(program)
    program = folder / replaced
    program.unlink()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return folder


@pytest.fixture
def reachable() -> Path:
    """Return a folder that every account can enter, unlike root's tmp_path."""
    folder = Path(tempfile.mkdtemp(prefix="green-trust-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("server", "ensure"), [("pg", postgres.ensure), ("broker", broker.ensure_broker)]
)
def test_a_full_disk_is_said_before_anything_is_written(
    quick: Path, monkeypatch: pytest.MonkeyPatch, server: str, ensure: Callable[[], object]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(10**9, 10**9 - 1024, 1024))
    with pytest.raises(ServerTrouble, match=r"disk .* is full\.\nFree some space") as caught:
        ensure()
    assert "GREEN_TRUST_HOME" in caught.value.remedy
    assert not list((quick / server).glob("*/data"))


def test_a_disk_that_fills_up_while_the_cluster_is_made_is_said_and_leaves_no_half_of_it(
    quick: Path, reachable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = (
        '[ "$1" = --version ] && exit 0; '
        'echo "initdb: error: could not write file: No space left on device" >&2; '
        'mkdir -p "$2" && echo 18 > "$2/PG_VERSION"; exit 1'
    )
    monkeypatch.setenv("PG_BIN", str(_programs_with(reachable / "bin", "initdb", full)))
    with pytest.raises(ServerTrouble, match=r"disk .* is full"):
        postgres.ensure()
    assert not (postgres.status().data).exists()
    monkeypatch.delenv("PG_BIN")
    assert postgres.ensure(), "with room again it starts as if nothing had been"


def test_missing_rights_name_the_folder_and_the_remedy(
    quick: Path, other_process: Callable[..., subprocess.Popen[str]], reachable: Path
) -> None:
    """In a process that gives root up, on a folder that is somebody else's."""
    reachable.chmod(0o555)
    account = ordinary_account()
    code = (
        "import psycopg\n"
        "from config.embedded import broker, postgres\n"
        "from config.embedded.trouble import ServerTrouble\n"
        f"{giving_up_root(account)}"
        f"os.environ['GREEN_TRUST_HOME'] = {str(reachable / 'var')!r}\n"
        "for ensure in (postgres.ensure, broker.ensure_broker):\n"
        "    try: ensure()\n"
        "    except ServerTrouble as trouble: print(trouble)\n"
    )
    out, errors = other_process(code).communicate(timeout=30)
    assert out.count(f"This account may not use {reachable / 'var'}") == 2, errors
    assert out.count("chown") == 2


def test_a_cluster_of_another_version_is_never_opened_nor_passed_over(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres.ensure()
    data = postgres.status().data
    postgres.leave()
    older = data.parent.with_name("14")
    data.parent.rename(older)
    with pytest.raises(
        ServerTrouble, match=r"was made by PostgreSQL 14; .* cannot read it"
    ) as caught:
        postgres.ensure()
    assert "PG_BIN" in caught.value.remedy
    assert not (data / "PG_VERSION").exists(), "no empty database in its stead"


def test_a_data_folder_whose_version_differs_is_refused(quick: Path) -> None:
    postgres.ensure()
    data = postgres.status().data
    postgres.leave()
    (data / "PG_VERSION").write_text("16\n")
    with pytest.raises(ServerTrouble, match=r"was made by PostgreSQL 16"):
        postgres.ensure()


def test_missing_programs_are_named(quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", str(quick))
    with pytest.raises(ServerTrouble, match=r"incomplete: initdb, .*missing") as caught:
        postgres.ensure()
    assert "PG_BIN" in caught.value.remedy


def test_no_program_anywhere_is_said_with_three_ways_out(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(ServerTrouble, match="No PostgreSQL was found") as caught:
        postgres.ensure()
    assert all(way in caught.value.remedy for way in ("pip install", "PG_BIN", "DATABASE_URL"))
    with pytest.raises(ServerTrouble, match="No broker was found") as caught:
        broker.ensure_broker()
    assert "CELERY_BROKER_URL" in caught.value.remedy


def test_an_older_server_than_15_is_refused(
    quick: Path, reachable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = _programs_with(reachable / "bin", "postgres", "echo 'postgres (PostgreSQL) 13.9'")
    monkeypatch.setenv("PG_BIN", str(old))
    with pytest.raises(ServerTrouble, match=r"version 13\.9; 15 is the oldest"):
        postgres.ensure()


def test_a_start_that_fails_shows_the_servers_own_words(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres.ensure()
    data = postgres.status().data
    postgres.leave()
    with (data / "postgresql.auto.conf").open("a") as written:
        written.write("shared_buffers = '900TB'\n")
    with pytest.raises(ServerTrouble, match=r"shared_buffers|shared memory|memory"):
        postgres.ensure()


def test_a_long_or_unusual_path_gets_a_short_socket(tmp_path: Path) -> None:
    for name in ("a" * 100, "有 空格", "a,b"):
        base = tmp_path / name
        base.mkdir()
        place = socket_directory(base, None)
        assert places.PLAIN.fullmatch(str(place))
        assert len(os.fsencode(place)) <= places.SOCKET_DIRECTORY_BYTES
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert socket_directory(base, None) == place, "found again, whatever TMPDIR says then"
        place.rmdir()


def test_a_socket_folder_that_somebody_else_made_is_not_used(tmp_path: Path) -> None:
    base = tmp_path / "有 空格"
    base.mkdir()
    place = socket_directory(base, None)
    place.chmod(0o777)
    try:
        with pytest.raises(ServerTrouble, match="somebody else made it"):
            socket_directory(base, None)
    finally:
        place.rmdir()


def test_no_place_for_a_socket_names_tmpdir(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tmp_path / "有 空格"
    base.mkdir()
    monkeypatch.setattr(places, "SOCKET_DIRECTORY_BYTES", 4)
    with pytest.raises(ServerTrouble, match="No socket can be made") as caught:
        socket_directory(base, None)
    assert "TMPDIR" in caught.value.remedy


def test_data_that_lies_elsewhere_follows_a_moved_checkout_and_refuses_a_copy(
    tmp_path: Path,
) -> None:
    inside, outside = tmp_path / "one" / "var" / "pg", tmp_path / "outside"
    inside.mkdir(parents=True)
    outside.mkdir()
    (inside / places.POINTER).write_text(f"{outside}\n")
    (outside / places.OWNER_NOTE).write_text(f"{inside}\n")
    assert places.server_base(inside, None) == outside

    shutil.copytree(tmp_path / "one", tmp_path / "copy")
    with pytest.raises(ServerTrouble, match="was copied from"):
        places.server_base(tmp_path / "copy" / "var" / "pg", None)

    (tmp_path / "one").rename(tmp_path / "moved")
    assert places.server_base(tmp_path / "moved" / "var" / "pg", None) == outside

    shutil.rmtree(outside)
    with pytest.raises(ServerTrouble, match="it is not there"):
        places.server_base(tmp_path / "moved" / "var" / "pg", None)


def test_a_stop_is_refused_while_others_use_it_unless_forced(
    quick: Path, other_process: Callable[..., subprocess.Popen[str]]
) -> None:
    code = "from config.embedded import postgres as p; p.ensure(); print('up', flush=True); input()"
    holder = other_process(code)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "up\n"
    with pytest.raises(ServerTrouble, match="Other processes are using the database"):
        postgres.stop()
    with connect(postgres.ensure()) as connection:
        connection.execute("select 1")
    postgres.stop(force=True)
    assert not postgres.status().running
    holder.communicate("\n", timeout=30)
