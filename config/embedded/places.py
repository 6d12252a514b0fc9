"""Where the servers' files and sockets lie."""

import hashlib
import os
import re
import secrets
import tempfile
from pathlib import Path

from config.embedded.account import Account, give_to, reaches
from config.embedded.trouble import ServerTrouble, in_words, missing_rights

PROJECT = Path(__file__).resolve().parents[2]
SYSTEM = Path("/var/lib/green-trust")
SOCKET_DIRECTORY_BYTES = 85  # sun_path holds 104 bytes on macOS, and the socket's name comes on top
PLAIN = re.compile(r"[A-Za-z0-9_./+-]+")  # reads the same in a URL, a shell and a PostgreSQL list
POINTER = "lies-elsewhere"
OWNER_NOTE = "belongs-to"


def home() -> Path:
    """Return the folder of the servers' data: GREEN_TRUST_HOME, else var/ in the project."""
    given = os.environ.get("GREEN_TRUST_HOME")
    return Path(given).expanduser().resolve() if given else PROJECT / "var"


def is_throw_away() -> bool:
    """Return whether the data may be lost: tests trade durability for speed."""
    return os.environ.get("GREEN_TRUST_THROWAWAY") == "1"


def make_directory(path: Path, mode: int = 0o755) -> None:
    """Make a folder and what is missing above it; each belongs to the owner of its parent."""
    if path.is_dir():
        return
    make_directory(path.parent)
    with in_words(path):
        path.mkdir(mode=mode, exist_ok=True)
        if os.geteuid() == 0:
            parent = path.parent.stat()
            os.chown(path, parent.st_uid, parent.st_gid)


def recorded_base(inside: Path) -> Path:
    """Return where a server's files lie already: `inside`, or where its pointer says."""
    pointer = inside / POINTER
    with in_words(inside):
        return Path(pointer.read_text().strip()) if pointer.exists() else inside


def server_base(inside: Path, account: Account | None) -> Path:
    """Return the folder for a server's files: `inside`, or one outside that the account can reach.

    The caller holds the start lock. A folder outside is named in `inside/lies-elsewhere`, so that
    it is found again after the checkout has moved.
    """
    pointer = inside / POINTER
    with in_words(inside):
        if pointer.exists():
            return _follow(pointer, recorded_base(inside), inside)
        if account is None:
            return inside
        if inside.stat().st_uid != account.uid:
            if not reaches(account, inside.parent):
                return _lay_outside(pointer, inside, account)
            give_to(inside, account)
            inside.chmod(0o700)
        elif not reaches(account, inside):
            return _lay_outside(pointer, inside, account)
    return inside


def system_shelf() -> Path:
    """Return the folder for what an unprivileged account must reach; root makes it."""
    with in_words(SYSTEM):
        if not SYSTEM.is_dir():
            SYSTEM.mkdir(parents=True, exist_ok=True)
            SYSTEM.chmod(0o755)  # whatever root's umask: it is ours, and new
    return SYSTEM


def _lay_outside(pointer: Path, inside: Path, account: Account) -> Path:
    shelf = Path(tempfile.gettempdir()) if is_throw_away() else system_shelf()
    if not reaches(account, shelf):
        raise missing_rights(shelf, f"the account {account.name} cannot enter it")
    outside = shelf / f"green-trust-{secrets.token_hex(6)}"
    outside.mkdir(mode=0o700)
    (outside / OWNER_NOTE).write_text(f"{inside}\n")
    give_to(outside, account)
    pointer.write_text(f"{outside}\n")
    return outside


def _follow(pointer: Path, outside: Path, inside: Path) -> Path:
    note = outside / OWNER_NOTE
    if not note.exists():
        raise ServerTrouble(
            f"{pointer} says that the data lies in {outside}, but it is not there.",
            remedy=f"Bring that folder back, or remove {pointer} to begin with an empty database.",
        )
    known = Path(note.read_text().strip())
    if known != inside:
        if recorded_base(known) == outside:
            raise ServerTrouble(
                f"This checkout was copied from {known.parent.parent}; the data in {outside} "
                "belongs to the original.",
                remedy=f"Remove {pointer} to begin with an empty database here.",
            )
        note.write_text(f"{inside}\n")
    return outside


def socket_directory(base: Path, account: Account | None) -> Path:
    """Return a private folder for a server's socket: beside its data, or short and temporary.

    A socket's path has about a hundred bytes and is written into URLs and lists, so a long path or
    one with other than plain characters gets a folder under the temporary directory.
    """
    recorded = base / "socket-folder"
    with in_words(base):
        if recorded.exists():
            place = Path(recorded.read_text().strip())
            if _is_fit(place) and place.parent.is_dir():
                return _private(place, account)
        place = _choose_socket_directory(base)
        _private(place, account)
        recorded.write_text(f"{place}\n")
        give_to(recorded, account)
    return place


def _choose_socket_directory(base: Path) -> Path:
    short = "green-trust-" + hashlib.sha256(os.fsencode(base)).hexdigest()[:12]
    shelves = (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - made 0700
    for place in (base / "s", *(shelf / short for shelf in shelves)):
        if _is_fit(place) and (place.parent == base or os.access(place.parent, os.W_OK)):
            return place
    raise ServerTrouble(
        f"No socket can be made for {base}: its path is too long or holds unusual characters, and "
        f"so does the temporary folder {tempfile.gettempdir()}.",
        remedy="Set TMPDIR to a short path of plain letters, for example TMPDIR=/tmp.",
    )


def _is_fit(place: Path) -> bool:
    text = str(place)
    return len(os.fsencode(text)) <= SOCKET_DIRECTORY_BYTES and bool(PLAIN.fullmatch(text))


def _private(place: Path, account: Account | None) -> Path:
    owner = os.geteuid() if account is None else account.uid
    try:
        place.mkdir(mode=0o700)
        give_to(place, account)
    except FileExistsError:
        held = place.lstat()
        if place.is_symlink() or not place.is_dir() or held.st_uid != owner or held.st_mode & 0o077:
            raise ServerTrouble(
                f"{place} should be this server's private folder, but somebody else made it.",
                remedy="Look who owns it and remove it, or set TMPDIR to a folder of your own.",
            ) from None
    return place
