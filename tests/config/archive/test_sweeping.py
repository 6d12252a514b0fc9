"""A writer that is killed leaves nothing but a passing name, and the clock takes that away."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from config.archive import tasks
from config.archive.models import StoredFile

#: Stores a content that never ends: a line is said once its first block is on its way.
WRITER = """
import os, sys, django
django.setup()
from django.test import override_settings
from config.archive import operations

class Endless:
    def read(self, size):
        print("writing", flush=True)
        sys.stdin.read(1)
        return b"x" * size

with override_settings(ARCHIVE_ROOT=__import__("pathlib").Path(sys.argv[1])):
    operations.store(content=Endless(), name="a", media_type="text/plain")
"""


@pytest.mark.django_db
def test_a_writer_that_is_killed_leaves_one_passing_name_and_no_file(settings: Any) -> None:
    root: Path = settings.ARCHIVE_ROOT
    root.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        for _ in range(3):  # the third is asked for once two blocks are written
            assert writer.stdout.readline().strip() == b"writing"
            writer.stdin.write(b".")
            writer.stdin.flush()
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
    (left,) = (path for path in root.rglob("*") if path.is_file())
    assert (left.parent.name, left.suffix) == ("incoming", ".part")
    assert not StoredFile.objects.exists()
    assert tasks.sweep_incoming() == {"removed": 0}  # it might still be written
    long_ago = time.time() - tasks.HALF_WRITTEN_SECONDS - 1
    os.utime(left, (long_ago, long_ago))
    assert tasks.sweep_incoming() == {"removed": 1}
    assert not [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_the_sweep_leaves_what_is_stored(settings: Any) -> None:
    from config.archive import operations

    stored = operations.store(content=b"kept", name="a", media_type="text/plain")
    place = settings.ARCHIVE_ROOT / "incoming" / "gone.part"
    place.symlink_to(settings.ARCHIVE_ROOT / "nowhere")  # its writer has just moved it
    assert operations.sweep_incoming(older_than_seconds=0, now=time.time() + 10) == 0
    assert stored.sha256 == hashlib.sha256(b"kept").hexdigest()
    assert operations.store(content=b"kept", name="b", media_type="text/plain") == stored
