"""Store a content: written aside, synced, verified, moved, recorded; log what was taken out."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction

from config.accounts.models import User
from config.archive.models import Extract, StoredFile
from config.archive.queries import path_for, sha256_of_file
from config.kernel.errors import DomainError

_BLOCK = 1 << 20
_SPARE_BYTES = 256 * 1024 * 1024


class NoRoomLeft(DomainError):
    """The archive has {free_mb} MB left, too little for {needed_mb} MB; nothing was stored."""

    code = "no_room_left"
    status = 507


def store(*, content: bytes | Path | BinaryIO, name: str, media_type: str) -> StoredFile:
    """
    Keep ``content`` for good and return its row.

    The same content twice is one file and one row. A crash at any moment leaves either
    the whole file under its hash or nothing but a temporary name that a sweep removes.

    :raises NoRoomLeft: if the disk would be filled.
    """
    root: Path = settings.ARCHIVE_ROOT
    incoming = root / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    _check_room(root, content)
    with _temporary(incoming) as (file, aside):
        sha256, size = _copy(content, file)
        found = StoredFile.objects.filter(sha256=sha256).first()
        place = path_for(sha256)
        if not (place.is_file() and place.stat().st_size == size):
            _move(aside, place)
    return found or _record(sha256=sha256, size=size, name=name, media_type=media_type)


def record_extract(
    *,
    by: User,
    list_name: str,
    form: str,
    query: str,
    rows: int,
    filters: str = "",
    as_of: dt.date | None = None,
    known_at: dt.datetime | None = None,
    file_id: int | None = None,
    job: int | None = None,
) -> Extract:
    """Write down that ``by`` took a list out of the house."""
    row = Extract(
        taken_by=by,
        list_name=list_name,
        form=form,
        query=query,
        filters=filters,
        as_of=as_of,
        known_at=known_at,
        rows=rows,
        file_id=file_id,
        job=job,
    )
    row.save()
    return row


def sweep_incoming(*, older_than_seconds: float, now: float) -> int:
    """Remove temporary files that a crash left behind; return how many."""
    removed = 0
    for path in (settings.ARCHIVE_ROOT / "incoming").glob("*.part"):
        # Its writer may have given it its name by now.
        with suppress(FileNotFoundError):
            if now - path.stat().st_mtime > older_than_seconds:
                path.unlink()
                removed += 1
    return removed


@contextmanager
def _temporary(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    handle, text = tempfile.mkstemp(dir=folder, suffix=".part")
    path = Path(text)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, path
    finally:
        path.unlink(missing_ok=True)


def _copy(content: bytes | Path | BinaryIO, file: BinaryIO) -> tuple[str, int]:
    """Write the content, sync it to the disk, and return its hash and its size."""
    digest = hashlib.sha256()
    size = 0
    for block in _blocks(content):
        digest.update(block)
        file.write(block)
        size += len(block)
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest(), size


def _blocks(content: bytes | Path | BinaryIO) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    elif isinstance(content, Path):
        with content.open("rb") as source:
            yield from iter(lambda: source.read(_BLOCK), b"")
    else:
        yield from iter(lambda: content.read(_BLOCK), b"")


def _move(aside: Path, place: Path) -> None:
    """Rename into place and sync the folder; the hash is read back from the disk first."""
    if sha256_of_file(aside) != place.name:
        raise OSError(f"{aside} does not read back as it was written.")
    place.parent.mkdir(parents=True, exist_ok=True)
    aside.chmod(0o440)
    aside.rename(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _record(*, sha256: str, size: int, name: str, media_type: str) -> StoredFile:
    row = StoredFile(sha256=sha256, size_bytes=size, name=name[:255], media_type=media_type)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return StoredFile.objects.get(sha256=sha256)
    return row


def _check_room(root: Path, content: bytes | Path | BinaryIO) -> None:
    needed = 0
    if isinstance(content, bytes):
        needed = len(content)
    elif isinstance(content, Path):
        needed = content.stat().st_size
    free = shutil.disk_usage(root).free
    if free < needed + _SPARE_BYTES:
        raise NoRoomLeft(free_mb=free >> 20, needed_mb=needed >> 20)
