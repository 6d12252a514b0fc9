"""manage.py up: database, broker, web, worker and beat in one command, one Ctrl-C."""

import hashlib
import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, CommandParser

from config.embedded import postgres
from config.embedded.broker import ensure_broker
from config.embedded.places import PROJECT
from config.embedded.supervisor import Supervisor
from config.embedded.trouble import ServerTrouble

QUEUES = "default,ingest,compute,render,deliver"
STOP_ORDER = ("beat", "web", "worker")  # who makes work stops first
WEB_SECONDS = 60


class Command(BaseCommand):
    """Run the whole service on this machine until Ctrl-C."""

    help = "Run database, broker, web, worker and beat together until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")
        parser.add_argument("--no-web", action="store_true", help="worker and beat only")
        parser.add_argument("--no-migrate", action="store_true", help="leave the tables alone")
        parser.add_argument("--web-workers", type=int, default=2, help="web processes")
        parser.add_argument("--concurrency", type=int, default=2, help="worker processes")
        parser.add_argument(
            "--grace", type=float, default=60, help="seconds that running jobs get at the end"
        )

    def handle(self, **options: Any) -> None:
        self._env = {**os.environ}
        self._env.setdefault("DJANGO_SETTINGS_MODULE", settings.SETTINGS_MODULE)
        self._supervisor = Supervisor(self._write)
        self._supervisor.listen()
        if not options["no_web"]:
            _refuse_taken_port(options["host"], options["port"])
        try:
            self._start_servers()
        except ServerTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        self._prepare(**options)
        self._start_children(**options)
        dead = self._await_web(**options) if not options["no_web"] else {}
        dead = dead or self._supervisor.wait()
        for name, code in dead.items():
            self._write("up", f"{name} ended by itself ({_ending(code)}); stopping the rest.")
        begun = time.monotonic()
        self._write("up", "stopping: the worker finishes its jobs. Ctrl-C again kills them.")
        self._supervisor.stop(STOP_ORDER, grace_seconds=options["grace"])
        self._write("up", f"stopped in {time.monotonic() - begun:.1f} s.")
        sys.exit(1 if dead else 0)

    def _write(self, name: str, line: str) -> None:
        self.stdout.write(f"{name:7}| {line}")
        self.stdout.flush()

    def _start_servers(self) -> None:
        default = settings.DATABASES["default"]
        if default["ENGINE"] == "config.embedded.backend" and not default.get("HOST"):
            postgres.ensure()
        if not settings.CELERY_BROKER_URL:
            self._env["CELERY_BROKER_URL"] = ensure_broker()

    def _prepare(self, *, no_migrate: bool, no_web: bool, **_options: Any) -> None:
        if not no_migrate:
            self._manage("owner", "migrate", "--no-input", "-v", "0")
        if not no_web and (stamp := _static_stamp()) is not None:
            self._manage("command", "collectstatic", "--no-input", "-v", "0")
            path, text = stamp
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self._manage("web", "ground")

    def _manage(self, process: str, *words: str) -> None:
        self._write("up", words[0])
        done = subprocess.run(
            [sys.executable, str(PROJECT / "manage.py"), *words],
            env={**self._env, "GREEN_TRUST_PROCESS": process},
            check=False,
        )
        if done.returncode:
            raise CommandError(f"'manage.py {words[0]}' failed, see above; nothing was started.")
        if self._supervisor.is_asked_to_stop:
            sys.exit(0)

    def _start_children(
        self,
        *,
        host: str,
        port: int,
        no_web: bool,
        web_workers: int,
        concurrency: int,
        **_options: Any,
    ) -> None:
        celery = [sys.executable, "-m", "celery", "-A", "config.celery"]
        node = (
            f"green-trust-{os.getpid()}@{socket.gethostname()}"  # two of one name stop each other
        )
        commands = {
            "worker": [
                *(*celery, "worker", "-Q", QUEUES, "-c", str(concurrency), "-n", node),
                *("--loglevel", "INFO", "--without-gossip", "--without-mingle"),
            ],
            "beat": [
                *(*celery, "beat", "--scheduler", settings.CELERY_BEAT_SCHEDULER),
                *("--pidfile=", "--loglevel", "INFO"),
            ],
        }
        if not no_web:
            commands["web"] = [
                *(sys.executable, "-m", "gunicorn", "config.wsgi:application", "-k", "gthread"),
                *("-w", str(web_workers), "--threads", "4", "-b", _bind(host, port)),
                *("--graceful-timeout", "20", "--timeout", "60", "--no-control-socket"),
            ]
        for name, command in commands.items():
            env = {**self._env, "GREEN_TRUST_PROCESS": name}
            self._supervisor.start(name, command, env)

    def _await_web(self, *, host: str, port: int, **_options: Any) -> dict[str, int]:
        near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - asked, not bound
        end = time.monotonic() + WEB_SECONDS
        while time.monotonic() < end and not self._supervisor.is_asked_to_stop:
            if dead := self._supervisor.dead():
                return dead
            if _answers(near, port):
                self._write("up", f"ready: http://{_bind(near, port)}/   (Ctrl-C stops everything)")
                return {}
            time.sleep(0.1)
        return {}


def _bind(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except PermissionError as error:
        raise CommandError(
            f"This account may not listen on port {port}; choose one above 1023: --port 8000"
        ) from error
    except socket.gaierror as error:
        raise CommandError(f"There is no address {host}: {error.strerror}") from error
    except OSError as error:
        raise CommandError(
            f"Port {port} on {host} cannot be used ({error.strerror}); another program may hold "
            f"it. Stop that one, or choose another port: --port {port + 1}"
        ) from error


def _static_stamp() -> tuple[Path, str] | None:
    """Return the stamp to write after collecting static files, or None when all is collected."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    text = digest.hexdigest()
    if stamp.exists() and stamp.read_text() == text:
        return None
    return stamp, text


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"status {code}"
