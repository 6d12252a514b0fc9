"""Several child processes as one: their words prefixed, one stop for all, none left behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

TETHER = Path(__file__).with_name("tether.py")
POLL_SECONDS = 0.2


class Supervisor:
    """Starts children, waits for one to die or for the word to stop, and stops them in order."""

    def __init__(self, write: Callable[[str, str], None]) -> None:
        self._write = write
        self._children: dict[str, subprocess.Popen[str]] = {}
        self._readers: list[threading.Thread] = []
        self._signals = 0

    def listen(self) -> None:
        """Let Ctrl-C, SIGTERM and SIGHUP ask for a stop instead of ending this process."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, _number: int, _frame: object) -> None:
        self._signals += 1

    @property
    def is_asked_to_stop(self) -> bool:
        return self._signals > 0

    def start(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Start a child in a session of its own, so that Ctrl-C reaches only us."""
        child = subprocess.Popen(
            [sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            bufsize=1,
            env={**env, "PYTHONUNBUFFERED": "1"},
            start_new_session=True,
        )
        self._children[name] = child
        reader = threading.Thread(target=self._read, args=(name, child), daemon=True)
        reader.start()
        self._readers.append(reader)

    def _read(self, name: str, child: "subprocess.Popen[str]") -> None:
        for line in child.stdout or ():
            self._write(name, line.rstrip("\n"))

    def dead(self) -> dict[str, int]:
        """Return the children that have ended, with how they ended."""
        codes = {name: child.poll() for name, child in self._children.items()}
        return {name: code for name, code in codes.items() if code is not None}

    def wait(self) -> dict[str, int]:
        """Wait for the word to stop ({} then) or the end of a child, whose code is returned."""
        while not self.is_asked_to_stop:
            if dead := self.dead():
                return dead
            time.sleep(POLL_SECONDS)
        return {}

    def stop(self, order: Sequence[str], *, grace_seconds: float) -> None:
        """Ask the children to end, in order; kill what outlasts the grace or a second Ctrl-C."""
        asked = self._signals
        end = time.monotonic() + grace_seconds
        for name in order:
            if name in self._children and self._children[name].poll() is None:
                self._children[name].terminate()
        for name, child in self._children.items():
            while child.poll() is None:
                if time.monotonic() > end or self._signals > asked:
                    self._write("up", f"{name} is still at work; killing it. Its jobs run again.")
                    os.killpg(child.pid, signal.SIGKILL)
                    child.wait()
                time.sleep(0.05)
        for reader in self._readers:
            reader.join(timeout=2)
        for child in self._children.values():
            if child.stdout:
                child.stdout.close()
