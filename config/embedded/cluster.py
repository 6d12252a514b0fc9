"""A PostgreSQL cluster of our own: made once, started after any crash, stopped losing nothing."""

import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from config.embedded import binaries
from config.embedded.account import Account, give_to, run_as, serving_account
from config.embedded.binaries import Programs
from config.embedded.bootstrap import bootstrap_roles, is_prepared
from config.embedded.places import (
    is_throw_away,
    make_directory,
    recorded_base,
    server_base,
    socket_directory,
)
from config.embedded.sharing import SharedServer, is_held, locked, wait_until_free
from config.embedded.trouble import ServerTrouble, from_output, full_disk, in_words
from config.embedded.tuning import settings_text

PORT = "5432"  # names the socket only: nothing listens on the network
SUPERUSER = "postgres"
DATABASE = "green"
FREE_BYTES_TO_START = 200 * 2**20
START_SECONDS = 600  # replaying max_wal_size of log on a slow disk
ORPHAN_SECONDS = 60
LOG_BYTES = 5 * 2**20
READY, STARTING, NOBODY = 0, 1, 2  # what pg_isready answers


@dataclass(frozen=True)
class Address:
    """Where the server is reached: what a client needs besides its role's name."""

    host: str
    port: str = PORT
    dbname: str = DATABASE


@dataclass(frozen=True)
class Status:
    """What is known of the server without starting it."""

    running: bool
    data: Path
    version: str
    address: Address


def role_prefix() -> str:
    """Return what the roles' names begin with: DATABASE_ROLE_PREFIX, else green."""
    return os.environ.get("DATABASE_ROLE_PREFIX") or "green"


class PostgresServer(SharedServer):
    """A cluster in a folder, with the programs and the account that serve it."""

    name = "database"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._programs: Programs | None = None
        self._account: Account | None = None
        self._base = folder
        self._socket = folder

    @property
    def address(self) -> Address:
        return Address(str(self._socket))

    @property
    def data(self) -> Path:
        return self._place / "data"

    @property
    def _place(self) -> Path:
        return self._base / str(self._tools.major)

    @property
    def _tools(self) -> Programs:
        if self._programs is None:
            self._programs = binaries.find()
        return self._programs

    def status(self) -> Status:
        make_directory(self.folder, mode=0o700)
        with self._guard, locked(self.folder / "start.lock"):
            self._find_places()
            running = self._answer() == READY
        return Status(running, self.data, self._tools.version, self.address)

    def remove(self) -> None:
        """Stop the server and delete its data, wherever it lies. Nothing brings it back."""
        if not self.folder.is_dir():
            return
        self.stop()
        with self._guard, locked(self.folder / "start.lock"), in_words(self.folder):
            self._find_places()
            for place in {self._socket, self._base, self.folder}:
                if place.exists():
                    shutil.rmtree(place)

    def bring_up(self) -> None:
        self._find_places()
        answer = self._answer()
        if answer == STARTING:
            answer = self._await_ready()
        if answer != READY:
            self._start()
        self._prepare()

    def bring_down(self) -> None:
        self._find_places()
        if self._answer() == NOBODY and not is_held(self._alive):
            return
        mode = "immediate" if is_throw_away() else "fast"
        self._run("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "-t", "120", "stop")

    @property
    def _alive(self) -> Path:
        return self._place / "server.lock"

    def _find_places(self) -> None:
        found = binaries.find()
        self._account = serving_account(recorded_base(self.folder))
        self._base = server_base(self.folder, self._account)
        self._programs = binaries.within_reach(found, self._account)
        if not self._place.is_dir():
            with in_words(self._place):
                self._place.mkdir(mode=0o700)
                give_to(self._place, self._account)
        self._socket = socket_directory(self._base, self._account)

    def _answer(self) -> int:
        """Ask the socket, not the pid file: a zombie still has a pid."""
        return subprocess.run(
            [
                *(self._tools / "pg_isready", "-q", "-t", "5", "-h", str(self._socket)),
                *("-p", PORT, "-U", SUPERUSER, "-d", "postgres"),
            ],
            cwd="/",
            env=_environment(),
            check=False,
        ).returncode

    def _await_ready(self) -> int:
        end = time.monotonic() + START_SECONDS
        while (answer := self._answer()) == STARTING and time.monotonic() < end:
            time.sleep(0.1)
        return answer

    def _start(self) -> None:
        self._refuse_bad_ground()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if not wait_until_free(self._alive, seconds=ORPHAN_SECONDS):
            raise ServerTrouble(
                f"Processes of a broken PostgreSQL still hold {self.data} and do not answer.",
                remedy="End them (named postgres) or restart the machine; no data is lost.",
            )
        self._drop_stale_pid()
        self._write_settings()
        log = self._rotated_log()
        options = f"-k {shlex.quote(str(self._socket))}"
        with locked(self._alive) as inherited:
            self._run(
                *("pg_ctl", "-D", str(self.data), "-w", "-t", str(START_SECONDS), "-s"),
                *("-l", str(log), "-o", options, "start"),
                inherits=(inherited,),
                log=log,
            )

    def _refuse_bad_ground(self) -> None:
        with in_words(self._base):
            if shutil.disk_usage(self._base).free < FREE_BYTES_TO_START:
                raise full_disk(self._base)
            versions = [made.parent.parent.name for made in self._base.glob("*/data/PG_VERSION")]
        mine = str(self._tools.major)
        if versions and mine not in versions:
            raise _other_version(self._base / versions[0], versions[0], self._tools)
        recorded = self.data / "PG_VERSION"
        if recorded.exists() and recorded.read_text().strip() != mine:
            raise _other_version(self.data, recorded.read_text().strip(), self._tools)

    def _initialise(self) -> None:
        """Make a cluster beside its place and move it there whole: initdb is not atomic."""
        fresh = self._place / "data.new"
        with in_words(self._place):
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.rmtree(self.data, ignore_errors=True)  # without PG_VERSION: never finished
        locale = ["--locale=C.UTF-8"]
        if self._tools.major >= 17:  # noqa: PLR2004 - the first with a provider of its own
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._run(
            *("initdb", "-D", str(fresh), "-U", SUPERUSER, "-E", "UTF8", *locale),
            *("--data-checksums", "--auth-local=trust", "--auth-host=reject", "--no-instructions"),
            *(["--no-sync"] if is_throw_away() else []),
        )
        with in_words(fresh):
            with (fresh / "postgresql.conf").open("a", encoding="utf-8") as written:
                written.write("\ninclude = 'green-trust.conf'\n")
            fresh.rename(self.data)

    def _write_settings(self) -> None:
        with in_words(self.data):
            fresh = self.data / "green-trust.conf.new"
            fresh.write_text(settings_text(throw_away=is_throw_away()), encoding="utf-8")
            give_to(fresh, self._account)
            fresh.replace(self.data / "green-trust.conf")

    def _drop_stale_pid(self) -> None:
        """Remove the pid files of a crash: PostgreSQL trusts them whoever has the number now.

        The free server lock has shown that no server of ours lives; what remains is one that
        somebody started by hand.
        """
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            pid = 0
        if pid and _is_postgres_of(pid, self.data):
            raise ServerTrouble(
                f"Process {pid} is a PostgreSQL on {self.data} that was started by other means.",
                remedy=f"Stop it first (kill -INT {pid}); then this one can start.",
            )
        with in_words(self.data):
            pid_file.unlink(missing_ok=True)
            (self._socket / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _rotated_log(self) -> Path:
        log = self._place / "server.log"
        with in_words(log):
            if log.exists() and log.stat().st_size > LOG_BYTES:
                log.replace(log.with_suffix(".log.1"))
        return log

    def _prepare(self) -> None:
        where = {"host": str(self._socket), "port": PORT, "user": SUPERUSER, "autocommit": True}
        with psycopg.connect(dbname="postgres", **where) as connection:  # type: ignore[arg-type]
            if not is_prepared(connection, prefix=role_prefix(), database=DATABASE):
                bootstrap_roles(connection, prefix=role_prefix(), database=DATABASE)

    def _run(
        self,
        program: str,
        *arguments: str,
        inherits: Sequence[int] = (),
        log: Path | None = None,
    ) -> None:
        """Run a program as the server's account; raise what it said when it fails."""
        with in_words(self._place), tempfile.TemporaryFile() as output:
            command = [self._tools / program, *arguments]
            environment = _environment()
            if not run_as(
                self._account, command, output=output, env=environment, inherits=inherits
            ):
                return
            output.seek(0)
            said = output.read().decode(errors="replace")
        if log is not None and log.exists():
            said += log.read_text(errors="replace")[-3000:]
        raise from_output(program, said, self.data)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C.UTF-8", "LANGUAGE": ""}


def _is_postgres_of(pid: int, data: Path) -> bool:
    try:
        process = psutil.Process(pid)
        return process.name().startswith("postgres") and Path(process.cwd()) == data.resolve()
    except (psutil.Error, OSError):  # gone, a zombie, or somebody else's: not a server of ours
        return False


def _other_version(place: Path, version: str, programs: Programs) -> ServerTrouble:
    return ServerTrouble(
        f"The database in {place} was made by PostgreSQL {version}; the programs in "
        f"{programs.folder} are version {programs.version} and cannot read it.",
        remedy=(
            f"Name the programs of version {version} in PG_BIN; to move to {programs.major}, dump "
            f"with the old programs, set {place} aside, and load with the new ones."
        ),
    )
