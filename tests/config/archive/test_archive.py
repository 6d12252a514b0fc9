"""A content is stored once, whole, and checked whenever it is read."""

import io
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest

from config.archive import operations, queries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["bytes", "path", "stream"])
def test_a_content_is_found_by_its_hash(kind: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes("绿色".encode())
    data = source.read_bytes()
    content = {"bytes": data, "path": source, "stream": io.BytesIO(data)}[kind]
    stored = operations.store(content=content, name="a.txt", media_type="text/plain")
    assert queries.read(stored) == "绿色".encode()
    assert queries.checked_path(stored).name == stored.sha256


def test_the_same_content_is_one_file_and_one_row() -> None:
    first = operations.store(content=b"x", name="a", media_type="text/plain")
    second = operations.store(content=io.BytesIO(b"x"), name="b", media_type="text/plain")
    assert first == second


def test_a_damaged_file_is_never_handed_out() -> None:
    stored = operations.store(content=b"12345", name="a", media_type="text/plain")
    path = queries.path_of(stored)
    path.chmod(0o600)
    path.write_bytes(b"12346")
    with pytest.raises(queries.DamagedFile, match="content"):
        queries.read(stored)
    with pytest.raises(queries.DamagedFile, match="content"):
        queries.checked_path(stored)
    path.write_bytes(b"1")
    with pytest.raises(queries.DamagedFile, match="size"):
        queries.path_of(stored)
    path.unlink()
    with pytest.raises(queries.DamagedFile, match="missing"):
        queries.path_of(stored)


def test_a_content_whose_file_was_lost_is_stored_again() -> None:
    stored = operations.store(content=b"12345", name="a", media_type="text/plain")
    queries.path_of(stored).unlink()
    operations.store(content=b"12345", name="a", media_type="text/plain")
    assert queries.read(stored) == b"12345"


def test_a_full_disk_is_refused_in_words(monkeypatch: Any) -> None:
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(operations.shutil, "disk_usage", lambda _: usage(1 << 20))
    with pytest.raises(operations.NoRoomLeft, match="1 MB left"):
        operations.store(content=b"1", name="a", media_type="text/plain")


def test_what_a_crash_left_is_swept(settings: Any) -> None:
    incoming = settings.ARCHIVE_ROOT / "incoming"
    incoming.mkdir(parents=True)
    (incoming / "old.part").write_bytes(b"half")
    now = (incoming / "old.part").stat().st_mtime
    assert operations.sweep_incoming(older_than_seconds=60, now=now + 30) == 0
    assert operations.sweep_incoming(older_than_seconds=60, now=now + 90) == 1
