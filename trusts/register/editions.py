"""Reference data that ships with a room: a file counts only if its hash is the manifest's."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from importlib.resources import files

from config.kernel.errors import DomainError


class EditionDamaged(DomainError):
    """The file {name} is not the edition that its manifest names; restore it from the release."""

    code = "edition_damaged"
    status = 500


@dataclass(frozen=True)
class Edition:
    """One edition of a reference file: its code and its rows by column."""

    code: str
    rows: tuple[dict[str, str], ...]


def read_edition(room: str, name: str) -> Edition:
    """
    Return the rows of ``name`` in the data folder of ``room``, e.g. ``trusts.register``.

    :raises EditionDamaged: if the file's SHA-256 is not the one in the manifest.
    """
    folder = files(room) / "data"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    entry = next(each for each in manifest["editions"] if each["file"] == name)
    content = (folder / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise EditionDamaged(name=name)
    rows = csv.DictReader(io.StringIO(content.decode("utf-8")))
    return Edition(code=entry["code"], rows=tuple(dict(row) for row in rows))
