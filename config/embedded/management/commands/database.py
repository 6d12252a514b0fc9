"""manage.py database: look after the embedded PostgreSQL by hand."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from config.embedded import binaries, postgres
from config.embedded.trouble import ServerTrouble, in_words


class Command(BaseCommand):
    """Start, stop, ask, open, dump or remove the embedded database."""

    help = "Start, stop, ask, open (psql), dump or remove the embedded PostgreSQL."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("start", help="start it and let it run on until it is stopped")
        stop = acts.add_parser("stop", help="stop it")
        stop.add_argument("--force", action="store_true", help="even while others use it")
        acts.add_parser("status", help="say whether it runs and where its data lies")
        psql = acts.add_parser("psql", help="open psql on it")
        psql.add_argument("--role", default="owner", choices=["owner", "app", "worker", "report"])
        psql.add_argument("-c", dest="statement", help="run this statement instead")
        dump = acts.add_parser("dump", help="write it to a file that pg_restore reads")
        dump.add_argument("file", type=Path)
        remove = acts.add_parser("remove", help="delete it with all its data, wherever they lie")
        remove.add_argument("--yes", action="store_true", help="without asking")

    def handle(self, act: str, **options: Any) -> None:
        if settings.DATABASES["default"]["ENGINE"] != "config.embedded.backend":
            raise CommandError(
                "DATABASE_URL names an outside server; this command serves the embedded one only."
            )
        try:
            getattr(self, f"_{act}")(**options)
        except ServerTrouble as trouble:
            raise CommandError(str(trouble)) from trouble

    def _start(self, **_options: Any) -> None:
        address = postgres.start()
        self.stdout.write(f"PostgreSQL runs until 'manage.py database stop': {address.host}")

    def _stop(self, force: bool, **_options: Any) -> None:  # noqa: FBT001 - given by name
        postgres.stop(force=force)
        self.stdout.write("PostgreSQL is stopped.")

    def _status(self, **_options: Any) -> None:
        status = postgres.status()
        self.stdout.write(
            f"PostgreSQL {status.version} {'is running' if status.running else 'is stopped'}\n"
            f"data    {status.data}\n"
            f"socket  {status.address.host}"
        )
        if not status.running:
            sys.exit(3)

    def _remove(self, yes: bool, **_options: Any) -> None:  # noqa: FBT001 - given by name
        data = postgres.status().data
        if not yes and input(f"Delete {data} and all that is in it? Type yes: ") != "yes":
            raise CommandError("Nothing was deleted.")
        postgres.remove()
        self.stdout.write(f"{data} is deleted.")

    def _psql(self, role: str, statement: str | None, **_options: Any) -> None:
        words = ["-c", statement] if statement else []
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is psql's
        try:
            sys.exit(self._run_client("psql", role, words))
        finally:
            signal.signal(signal.SIGINT, before)

    def _dump(self, file: Path, **_options: Any) -> None:
        unfinished = file.with_name(f"{file.name}.part")
        with in_words(file):
            unfinished.touch(mode=0o600)
            code = self._run_client("pg_dump", "owner", ["-Fc", "--file", str(unfinished)])
            if code:
                unfinished.unlink()
                raise CommandError("The dump failed; nothing was written.")
            with unfinished.open("rb") as written:
                os.fsync(written.fileno())
            unfinished.replace(file)
        self.stdout.write(f"{file}: {file.stat().st_size:,} bytes")

    def _run_client(self, program: str, role: str, words: list[str]) -> int:
        address = postgres.ensure()
        return subprocess.run(
            [
                *(binaries.find() / program, "-h", address.host, "-p", address.port),
                *("-U", f"{postgres.role_prefix()}_{role}", *words, address.dbname),
            ],
            check=False,
        ).returncode
