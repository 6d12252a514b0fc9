"""Find a stored content, and never hand out a damaged one."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from config.archive.models import StoredFile
from config.kernel.errors import DomainError

_BLOCK = 1 << 20


class DamagedFile(DomainError):
    """The stored file {sha256} is not what was stored: {why}"""

    code = "damaged_file"
    status = 500


def path_for(sha256: str) -> Path:
    """Return where the content with this hash lies, or would lie."""
    root: Path = settings.ARCHIVE_ROOT
    return root / sha256[:2] / sha256[2:4] / sha256


def path_of(stored: StoredFile) -> Path:
    """
    Return the path of a stored content, whose size is as recorded.

    :raises DamagedFile: if it is missing or its size differs.
    """
    path = path_for(stored.sha256)
    if not path.is_file():
        raise DamagedFile(sha256=stored.sha256, why="missing")
    if path.stat().st_size != stored.size_bytes:
        raise DamagedFile(sha256=stored.sha256, why="size")
    return path


def checked_path(stored: StoredFile) -> Path:
    """
    Return the path after hashing the whole content.

    :raises DamagedFile: if a single bit differs.
    """
    path = path_of(stored)
    if sha256_of_file(path) != stored.sha256:
        raise DamagedFile(sha256=stored.sha256, why="content")
    return path


def read(stored: StoredFile) -> bytes:
    """
    Return the whole content, checked.

    :raises DamagedFile: if a single bit differs.
    """
    content = path_of(stored).read_bytes()
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise DamagedFile(sha256=stored.sha256, why="content")
    return content


def sha256_of_file(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
