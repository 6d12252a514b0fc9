"""One server for many processes: file locks say who lives, the last one out stops it.

Three locks of the kernel's kind (flock), which a kill -9 drops by itself:
`start.lock` one starter or stopper at a time; `users.lock` held shared by every process that uses
the server, for its life; `server.lock` held by the server's own processes, which inherit it.
"""

import atexit
import contextlib
import fcntl
import os
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from config.embedded.places import make_directory
from config.embedded.trouble import ServerTrouble, in_words


def open_lock(path: Path) -> int:
    """Open a lock file, making it if needed, as the property of its folder's owner."""
    with in_words(path):
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        if os.geteuid() == 0:
            folder = path.parent.stat()
            os.fchown(lock, folder.st_uid, folder.st_gid)
        return lock


@contextmanager
def locked(path: Path) -> Iterator[int]:
    """Hold a lock file exclusively; yield its descriptor, which a child may inherit."""
    lock = open_lock(path)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(lock)


def is_held(path: Path) -> bool:
    """Return whether another holder has the lock file exclusively."""
    if not path.exists():
        return False
    lock = open_lock(path)
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(lock)


class SharedServer(ABC):
    """A server that any process may start, all share, and the last one out stops."""

    name: str

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._share: int | None = None
        self._for_child: int | None = None
        self._guard = threading.RLock()

    @abstractmethod
    def bring_up(self) -> None:
        """Start the server unless it answers, and wait until it does."""

    @abstractmethod
    def bring_down(self) -> None:
        """Stop the server if it runs, losing nothing."""

    @property
    def keep(self) -> Path:
        """The file whose presence says: run on when the last one leaves."""
        return self.folder / "keep-running"

    def ensure(self) -> None:
        """Have the server running and hold a share in it until this process ends."""
        with self._guard:
            make_directory(self.folder, mode=0o700)
            with locked(self.folder / "start.lock"):
                self._take_share()
                self.bring_up()

    def stop(self, *, force: bool = False) -> None:
        """Stop the server. Raise ServerTrouble when others use it, unless forced."""
        with self._guard:
            if not self.folder.is_dir():
                return
            with locked(self.folder / "start.lock"):
                if not force and not self._is_last():
                    raise ServerTrouble(
                        f"Other processes are using the {self.name}.",
                        remedy="Stop them first, or stop it all the same with --force.",
                    )
                self.keep.unlink(missing_ok=True)
                self.bring_down()
            self._drop_share()

    def leave(self) -> None:
        """Give up this process's share; stop the server when nobody else holds one."""
        with self._guard:
            if self._share is None:
                return
            # Whoever arrives meanwhile waits for its share until this descriptor is closed.
            if not self.keep.exists() and self._is_last():
                with contextlib.suppress(ServerTrouble, OSError):
                    self.bring_down()
            self._drop_share()

    def before_fork(self) -> None:
        """Take a second share, for the child: the parent's end must not stop the server."""
        if self._share is not None:
            self._for_child = self._new_share()

    def after_fork(self, *, is_child: bool) -> None:
        """Let each of the two keep a share of its own."""
        if is_child:
            self._guard = threading.RLock()
        spare, self._for_child = self._for_child, None
        if spare is None:
            return
        if is_child and self._share is not None:
            spare, self._share = self._share, spare
        os.close(spare)

    def _new_share(self) -> int:
        lock = open_lock(self.folder / "users.lock")
        fcntl.flock(lock, fcntl.LOCK_SH)
        return lock

    def _take_share(self) -> None:
        if self._share is None:
            self._share = self._new_share()

    def _drop_share(self) -> None:
        if self._share is not None:
            os.close(self._share)
            self._share = None

    def _is_last(self) -> bool:
        lock = self._share if self._share is not None else open_lock(self.folder / "users.lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(lock, fcntl.LOCK_SH)  # a refused conversion may have dropped the share
            return False
        else:
            return True
        finally:
            if lock != self._share:
                os.close(lock)


S = TypeVar("S", bound=SharedServer)
_known: dict[tuple[type[SharedServer], Path], SharedServer] = {}


def server_in(kind: type[S], folder: Path) -> S:
    """Return this process's one handle on the server of that kind in `folder`."""
    server = _known.setdefault((kind, folder), kind(folder))
    assert isinstance(server, kind)  # noqa: S101 - for the type checker
    return server


def wait_until_free(path: Path, *, seconds: float) -> bool:
    """Wait until nobody holds the lock file; return False when the time ran out."""
    end = time.monotonic() + seconds
    while is_held(path):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _leave_all() -> None:
    for server in _known.values():
        server.leave()


def _before_fork() -> None:
    for server in _known.values():
        server.before_fork()


def _in_parent() -> None:
    for server in _known.values():
        server.after_fork(is_child=False)


def _in_child() -> None:
    for server in _known.values():
        server.after_fork(is_child=True)


atexit.register(_leave_all)
os.register_at_fork(before=_before_fork, after_in_parent=_in_parent, after_in_child=_in_child)
