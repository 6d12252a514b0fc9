"""What kept a server from running, in words a person can act on."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT})
MISSING_RIGHTS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class ServerTrouble(Exception):
    """A server could not be started, found or stopped; the message says why and how to mend it."""

    def __init__(self, what: str, *, remedy: str) -> None:
        super().__init__(f"{what}\n{remedy}")
        self.what = what
        self.remedy = remedy


def full_disk(place: Path) -> ServerTrouble:
    """Return the trouble of a disk that has no room left at `place`."""
    return ServerTrouble(
        f"The disk that holds {place} is full.",
        remedy="Free some space there, or set GREEN_TRUST_HOME to a folder on another disk.",
    )


def missing_rights(place: Path, detail: str = "") -> ServerTrouble:
    """Return the trouble of a file or folder that this account may not use."""
    return ServerTrouble(
        f"This account may not use {place}." + (f" The system says: {detail}" if detail else ""),
        remedy=(
            "Run as the account that owns the folder, give the folder to your account (chown), "
            "or set GREEN_TRUST_HOME to a folder of your own."
        ),
    )


@contextmanager
def in_words(place: Path) -> Iterator[None]:
    """Turn the operating system's refusals at `place` into a ServerTrouble."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL_DISK:
            raise full_disk(place) from error
        if error.errno in MISSING_RIGHTS or isinstance(error, FileExistsError | NotADirectoryError):
            raise missing_rights(Path(error.filename or place), error.strerror or "") from error
        raise


def from_output(program: str, output: str, place: Path) -> ServerTrouble:
    """Return what a failed server program said about `place`, translated where it is known."""
    if "No space left on device" in output or "Disk quota exceeded" in output:
        return full_disk(place)
    if "could not look up effective user ID" in output:
        return ServerTrouble(
            "PostgreSQL cannot run as this user number because the system has no name for it.",
            remedy=(
                "Add the user to /etc/passwd (in a container: run as a named user or as root), "
                "or set DATABASE_URL to an outside server."
            ),
        )
    if "Permission denied" in output or "Operation not permitted" in output:
        return missing_rights(place, _last_lines(output, 3))
    return ServerTrouble(
        f"{program} failed for {place}:\n{_last_lines(output, 15)}",
        remedy="Mend what it names and try again, or set DATABASE_URL to an outside server.",
    )


def _last_lines(text: str, count: int) -> str:
    return "\n".join(text.strip().splitlines()[-count:])
