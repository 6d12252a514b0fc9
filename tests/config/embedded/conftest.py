"""A home of its own for every test, and nothing left behind."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from config.embedded import postgres, sharing
from config.embedded.account import Account, serving_account
from config.embedded.broker import stop_broker
from config.embedded.places import PROJECT, recorded_base
from config.embedded.trouble import ServerTrouble

OUTSIDE = ("PG_BIN", "GREEN_TRUST_PG_USER", "DATABASE_ROLE_PREFIX", "GREEN_TRUST_THROWAWAY")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the servers of this test a home; stop them and remove what lies outside it."""
    for name in OUTSIDE:
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    monkeypatch.setenv("GREEN_TRUST_HOME", str(home))
    monkeypatch.setattr(sharing, "_known", {})
    yield home
    monkeypatch.setenv("GREEN_TRUST_HOME", str(home))
    clear(home)


def clear(home: Path) -> None:
    """Stop what runs in a home and remove it with all that lies elsewhere for it."""
    with contextlib.suppress(ServerTrouble):
        postgres.stop(force=True)
    with contextlib.suppress(ServerTrouble):
        stop_broker(force=True)
    for base in (home / "pg", home / "broker"):
        lies_in = recorded_base(base)
        for process in processes_of(lies_in):
            process.kill()
        socket = lies_in / "socket-folder"
        if socket.exists():
            shutil.rmtree(socket.read_text().strip(), ignore_errors=True)
        shutil.rmtree(lies_in, ignore_errors=True)


@pytest.fixture
def quick(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home whose data need not survive: no fsync."""
    monkeypatch.setenv("GREEN_TRUST_THROWAWAY", "1")
    return home


@pytest.fixture
def other_process(home: Path) -> Callable[..., subprocess.Popen[str]]:
    """Return a starter of Python processes in this home, from a snippet of code."""

    def start(code: str, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
            env=os.environ.copy(),
        )

    return start


def connect(
    address: postgres.Address, role: str = "green_owner", database: str = "green"
) -> psycopg.Connection[tuple[object, ...]]:
    """Connect as one of the house's roles, each statement its own transaction."""
    return psycopg.connect(
        host=address.host, port=address.port, user=role, dbname=database, autocommit=True
    )


def processes_of(folder: Path) -> list[psutil.Process]:
    """Return the server processes that work in a folder or below it."""
    found = []
    for process in psutil.process_iter(["cwd", "name"]):
        cwd = process.info["cwd"]
        is_server = (process.info["name"] or "").startswith(("postgres", "valkey"))
        if is_server and cwd and Path(cwd).is_relative_to(folder):
            found.append(process)
    return found


def kill_all(processes: list[psutil.Process]) -> None:
    """Kill -9, all at once, and wait until they are gone or zombies."""
    assert processes, "there was nothing to kill"
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    while any(_lives(process) for process in processes):
        time.sleep(0.01)


def _lives(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def giving_up_root(account: Account) -> str:
    """Return the code by which a process of root's becomes an ordinary user's."""
    return (
        "import os\n"
        "if os.getuid() == 0:\n"
        f"    os.setgroups([]); os.setgid({account.gid}); os.setuid({account.uid})\n"
    )


def ordinary_account() -> Account:
    """Return an account that is not root's: the one that would serve us, or our own."""
    return serving_account(PROJECT) or Account("", os.getuid(), os.getgid())
