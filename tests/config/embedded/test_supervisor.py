"""Several children as one: prefixed words, one stop, none left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from config.embedded.supervisor import Supervisor

TALK = "import sys, time; print('hello', flush=True); time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('deaf', flush=True); time.sleep(60)"
)


@pytest.fixture
def said() -> list[tuple[str, str]]:
    """Collect what the children say."""
    return []


@pytest.fixture
def supervisor(said: list[tuple[str, str]]) -> Supervisor:
    """Give a supervisor that writes into `said`."""
    return Supervisor(lambda name, line: said.append((name, line)))


def _until(condition: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_words_are_prefixed_and_all_stop_in_order(
    supervisor: Supervisor, said: list[tuple[str, str]]
) -> None:
    for name in ("web", "worker"):
        supervisor.start(name, [sys.executable, "-c", TALK], os.environ)
    _until(lambda: len(said) == 2)
    assert sorted(said) == [("web", "hello"), ("worker", "hello")]
    assert supervisor.dead() == {}
    supervisor.stop(["worker", "web"], grace_seconds=20)
    assert supervisor.dead() == {"web": -signal.SIGTERM, "worker": -signal.SIGTERM}


def test_the_child_that_dies_is_named_with_its_status(supervisor: Supervisor) -> None:
    supervisor.start("web", [sys.executable, "-c", TALK], os.environ)
    supervisor.start("worker", [sys.executable, "-c", "raise SystemExit(7)"], os.environ)
    assert supervisor.wait() == {"worker": 7}
    supervisor.stop(["web"], grace_seconds=20)


def test_what_does_not_stop_in_time_is_killed(
    supervisor: Supervisor, said: list[tuple[str, str]]
) -> None:
    supervisor.start("worker", [sys.executable, "-c", STUBBORN], os.environ)
    _until(lambda: ("worker", "deaf") in said)
    supervisor.stop(["worker"], grace_seconds=0.1)
    assert supervisor.dead() == {"worker": -signal.SIGKILL}
    assert said[-1][0] == "up"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_children_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    child = f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    code = (
        "import os, sys\n"
        "from config.embedded.supervisor import Supervisor\n"
        "s = Supervisor(print)\n"
        f"s.start('worker', [sys.executable, '-c', {child!r}], os.environ)\n"
        "s.wait()"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=Path.cwd()) as parent:
        _until(lambda: pid_file.exists() and pid_file.read_text())
        orphan = psutil.Process(int(pid_file.read_text()))
        parent.kill()
    _until(lambda: not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE)
