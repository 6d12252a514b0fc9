"""Zipped files whose bytes repeat: parts in a given order, one moment, one way to pack."""

import io
import zipfile
from collections.abc import Mapping

#: The first moment that a ZIP can name; no part says when it was packed.
MOMENT = (1980, 1, 1, 0, 0, 0)
LEVEL = 6
_FILE_MODE = 0o644 << 16
_UNIX = 3


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of ``parts`` in their order; the same parts give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _FILE_MODE
            archive.writestr(entry, content, compresslevel=LEVEL)
    return stream.getvalue()


def repacked(data: bytes) -> bytes:
    """Return a ZIP that a library wrote, without the clock of the machine that wrote it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()})
