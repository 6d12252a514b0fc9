"""Who runs PostgreSQL when we are root, which it refuses to run as."""

import contextlib
import os
import pwd
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from config.embedded.trouble import ServerTrouble


@dataclass(frozen=True)
class Account:
    """The unprivileged account that runs PostgreSQL when we are root."""

    name: str
    uid: int
    gid: int


def serving_account(folder: Path) -> Account | None:
    """Return who shall run PostgreSQL for data in `folder`: None for ourselves, never root.

    As root: the owner of the folder or of the nearest existing one above it, unless that is root;
    then GREEN_TRUST_PG_USER, postgres, nobody, whichever the system knows.
    """
    if os.geteuid() != 0:
        return None
    for entry in _candidates(folder):
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise ServerTrouble(
        "PostgreSQL refuses to run as root, and there is no account to run it as "
        "(looked for postgres and nobody).",
        remedy="Name one in GREEN_TRUST_PG_USER, run as an ordinary user, or set DATABASE_URL.",
    )


def _candidates(folder: Path) -> Iterator[pwd.struct_passwd]:
    standing = next(place for place in (folder, *folder.parents) if place.exists())
    if owner := standing.stat().st_uid:
        with contextlib.suppress(KeyError):
            yield pwd.getpwuid(owner)
    for name in (os.environ.get("GREEN_TRUST_PG_USER") or "postgres", "postgres", "nobody"):
        with contextlib.suppress(KeyError):
            yield pwd.getpwnam(name)


def give_to(path: Path, account: Account | None) -> None:
    """Hand a file or folder of ours to the server's account."""
    if account is not None:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def run_as(
    account: Account | None,
    command: Sequence[str],
    *,
    output: int | IO[bytes] = subprocess.DEVNULL,
    env: dict[str, str] | None = None,
    inherits: Sequence[int] = (),
) -> int:
    """Run a command as the account (None: as ourselves) and return its status.

    It runs apart from our terminal. Give a file for its output, not a pipe: a server that it
    starts would keep the pipe open.
    """
    return subprocess.run(
        command,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        cwd="/",
        env=env,
        pass_fds=inherits,
        start_new_session=True,
        check=False,
    ).returncode


def reaches(account: Account, folder: Path) -> bool:
    """Return whether the account can enter the folder, as the operating system judges it."""
    return run_as(account, ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)]) == 0
