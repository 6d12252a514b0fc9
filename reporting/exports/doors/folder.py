"""Deliver into a folder of this machine, or one that is mounted here; whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from reporting.exports.doors import network
from reporting.exports.doors.door import (
    Address,
    HandOver,
    Item,
    Parcel,
    Receipt,
    Refused,
    Surroundings,
    Unanswered,
    Undelivered,
    Unreachable,
    read_items,
    text,
)


def _inside(value: Any) -> str:
    found = text(200)(value)
    path = PurePosixPath(found)
    if path.is_absolute() or ".." in path.parts or "\\" in found or not path.parts:
        raise ValueError("A folder below the outbox of this installation: filings/monthly")
    return str(path)


class FolderDoor:
    """Puts the file under its own name below the outbox that the installation has set aside."""

    is_repeatable: ClassVar[bool] = False
    needs_secret: ClassVar[bool] = False
    ITEMS = (Item("folder", _inside, is_required=True),)

    def read_address(self, given: Address) -> dict[str, Any]:
        """Return the address with its defaults."""
        return read_items(given, self.ITEMS)

    def check_secret(self, secret: str) -> None:
        """Take none: the folder is the installation's own."""

    def wants_link(self, parcel_bytes: int, address: Address) -> bool:  # noqa: ARG002
        """Return that the file itself leaves, however large."""
        return False

    def look(
        self,
        parcel: Parcel,
        address: Address,
        secret: str,  # noqa: ARG002
        surroundings: Surroundings,
    ) -> Receipt | None:
        """Return the receipt of a file that lies there under the name, if it is the same."""
        place = _folder(address, surroundings) / parcel.name
        try:
            with place.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise _judged(fault) from fault
        if sha256 != parcel.sha256:
            raise Refused("name_taken", f"{place} is there already and holds something else.")
        return _receipt(parcel, place, is_new=False)

    def send(
        self,
        parcel: Parcel,
        address: Address,
        secret: str,
        surroundings: Surroundings,
        hand_over: HandOver,
    ) -> Receipt:
        """Write the file under a passing name, sync it, then give it its own."""
        standing = self.look(parcel, address, secret, surroundings)
        if standing is not None:
            return standing
        folder = _folder(address, surroundings)
        place, aside = folder / parcel.name, folder / f".{parcel.name}.{parcel.key}.part"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with parcel.path.open("rb") as source, aside.open("wb") as file:
                shutil.copyfileobj(source, file)
                file.flush()
                os.fsync(file.fileno())
        except OSError as fault:
            raise _judged(fault) from fault
        hand_over()
        try:
            # Unlike a rename, a link never takes the place of what is there.
            place.hardlink_to(aside)
            aside.unlink()
            _sync(folder)
        except OSError as fault:
            raise Unanswered("not_named", network.said(fault)) from fault
        return _receipt(parcel, place, is_new=True)


def _folder(address: Address, surroundings: Surroundings) -> Path:
    """Return the folder; refuse one that a symbolic link leads out of the outbox."""
    if surroundings.outbox is None:
        raise Refused("no_outbox", "EXPORT_OUTBOX is not set; nothing is put into folders.")
    root = surroundings.outbox.resolve()
    found = (root / str(address["folder"])).resolve()
    if not found.is_relative_to(root):
        raise Refused("outside", f"{address['folder']} leads out of the outbox.")
    return found


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _judged(fault: OSError) -> Undelivered:
    """Return what a fault means before the file has its name."""
    if isinstance(fault, PermissionError):
        return Refused("not_permitted", network.said(fault))
    return Unreachable("not_written", network.said(fault))


def _receipt(parcel: Parcel, place: Path, *, is_new: bool) -> Receipt:
    return {
        "path": str(place),
        "size_bytes": parcel.size_bytes,
        "sha256": parcel.sha256,
        "was_there": not is_new,
    }
