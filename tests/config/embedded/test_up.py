"""One command for everything: it answers, works, stops on one Ctrl-C, and leaves nothing."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from config.embedded import postgres
from config.embedded.places import PROJECT
from tests.config.embedded.conftest import processes_of

pytestmark = [pytest.mark.postgres, pytest.mark.worker]


class _Up:
    """A running `manage.py up` and what it has said."""

    def __init__(self, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "CELERY_"))}
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--port", str(self.port), *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=PROJECT,
            env={**kept, "DJANGO_SETTINGS_MODULE": "tests.config.embedded.small"},
        )
        self.said: list[str] = []

    def read_until(self, words: str) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if words in line:
                return
        pytest.fail(f"never said {words!r}:\n{''.join(self.said)}")

    def finish(self) -> int:
        rest, _ = self.process.communicate(timeout=60)
        self.said.append(rest)
        return self.process.returncode


@pytest.fixture
def up(home: Path) -> Iterator[Callable[..., _Up]]:
    """Return a starter of `up` in this home."""
    started: list[_Up] = []

    def start(*options: str) -> _Up:
        started.append(_Up(*options))
        return started[-1]

    yield start
    for each in started:
        each.process.kill()
        each.process.communicate()


def test_it_serves_works_and_stops_on_one_ctrl_c(up: Callable[..., _Up], home: Path) -> None:
    service = up()
    service.read_until("ready: http://127.0.0.1:")
    with urllib.request.urlopen(f"http://127.0.0.1:{service.port}/") as answer:
        assert answer.read() == b"green_app"
    service.read_until("the sum is 42")
    children = psutil.Process(service.process.pid).children(recursive=True)
    service.process.send_signal(signal.SIGINT)
    assert service.finish() == 0, "".join(service.said)
    assert not [child for child in children if child.is_running()]
    assert processes_of(home) == []
    assert not postgres.status().running


def test_a_child_that_dies_ends_it_all_with_status_1_and_its_name(
    up: Callable[..., _Up], home: Path
) -> None:
    service = up("--no-web", "--no-migrate")  # beat does not live without its tables
    assert service.finish() == 1
    assert "beat ended by itself (status 1); stopping the rest" in "".join(service.said)
    assert processes_of(home) == []


def test_a_killed_up_leaves_no_web_worker_or_beat(up: Callable[..., _Up], home: Path) -> None:
    if sys.platform != "linux":
        return  # the kernel of other systems does not tell a child of its parent's end
    service = up()
    service.read_until("ready: http://127.0.0.1:")
    children = psutil.Process(service.process.pid).children(recursive=True)
    assert len(children) >= 3
    service.process.kill()
    service.process.wait()
    _, alive = psutil.wait_procs(children, timeout=30)
    assert [p for p in alive if p.is_running() and p.status() != psutil.STATUS_ZOMBIE] == []
    assert postgres.ensure()


def test_a_taken_port_is_said_before_anything_starts(up: Callable[..., _Up], home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        service = up("--port", port)
        assert service.finish() == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in service.said[0]
    assert "--port" in service.said[0]
    assert not list(home.glob("pg/*/data"))


def test_bad_ground_keeps_it_from_starting(up: Callable[..., _Up], quick: Path) -> None:
    service = up("--no-web", "--no-migrate")
    assert service.finish() == 1
    said = "".join(service.said)
    assert "fsync is off and must be on" in said
    assert "nothing was started" in said
