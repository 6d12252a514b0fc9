"""PDF by Typst: PDF/A-3a and PDF/UA-1 in one file, its own data attached."""

import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pikepdf
import typst

from reporting.rendering import csv_form
from reporting.rendering.charts import draw_svg
from reporting.rendering.document import Document
from reporting.rendering.glyphs import FONTS
from reporting.rendering.pages import Pages

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: Any = ["a-3a", "ua-1"]
CAP = 2000
DOCUMENT_FILE = "document.json"

_FILE_NAME = re.compile(r"^[^/\\\x00-\x1f]{1,120}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that travels inside the PDF."""

    name: str
    media_type: str
    content: bytes
    description: str = ""
    relationship: Literal["source", "data", "alternative", "supplement"] = "supplement"

    def __post_init__(self) -> None:
        if not _FILE_NAME.match(self.name) or self.name == DOCUMENT_FILE:
            raise ValueError(f"{self.name!r} cannot name an attachment.")
        if not re.match(r"^[a-z]+/[a-z0-9.+-]+$", self.media_type):
            raise ValueError(f"{self.media_type!r} is not a media type.")


def render(document: Document, *, attachments: Sequence[Attachment] = (), cap: int = CAP) -> bytes:
    """
    Return ``document`` as a tagged PDF with its JSON and ``attachments`` inside.

    A table of more than ``cap`` rows is cut there, with a sentence that names the attached file
    that holds all of them; the index of figures likewise.

    :raises ValueError: if two attachments have one name.
    """
    with tempfile.TemporaryDirectory(prefix="render-") as folder:
        root = Path(folder)
        _lay_out(root, document=document, attachments=attachments, cap=cap)
        printed = root / "printed.pdf"
        typst.compile(
            root / "report.typ",
            printed,
            root=root,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            pdf_standards=STANDARDS,
            timestamp=int(document.known_at.timestamp()),
        )
        return _packed(printed)


def _lay_out(
    root: Path, *, document: Document, attachments: Sequence[Attachment], cap: int
) -> None:
    """Write the template, its data, the charts and the attachments into ``root``."""
    pages = Pages(document, cap=cap)
    data = pages.data()
    own = Attachment(
        name="own.json",
        media_type="application/json",
        content=document.to_json(),
        description=pages.words["file_document"],
        relationship="data",
    )
    folder = root / "attachments"
    folder.mkdir()
    listed = []
    for number, each in enumerate((own, *_whole(pages), *attachments)):
        (folder / f"{number}.bin").write_bytes(each.content)
        listed.append(
            {
                "file": f"{number}.bin",
                "name": DOCUMENT_FILE if each is own else each.name,
                "media_type": each.media_type,
                "description": each.description or pages.words["file_other"],
                "relationship": each.relationship,
            }
        )
    if len({each["name"] for each in listed}) != len(listed):
        raise ValueError("Two attachments have the same name.")
    for number, spec in enumerate(pages.specs, start=1):
        (root / f"chart-{number}.svg").write_text(draw_svg(spec), encoding="utf-8")
    legible = pages.legible.tree([dict(each) for each in listed])
    plain = {**data, "attachments": legible, "missing": pages.legible.listed()}
    (root / "data.json").write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    shutil.copy(TEMPLATES / "report.typ", root)


def _whole(pages: Pages) -> list[Attachment]:
    """Return what the pages cut, whole, as data: a file a table, and one of the figures."""
    found = [
        Attachment(
            name=name,
            media_type="text/csv",
            content=csv_form.table_csv(table),
            description=pages.words["file_table"].format(caption=table.caption),
            relationship="data",
        )
        for name, table in pages.cut.items()
    ]
    if pages.is_index_cut:
        found.append(
            Attachment(
                name=csv_form.FIGURES,
                media_type="text/csv",
                content=csv_form.figures_csv(pages.document),
                description=pages.words["file_figures"],
                relationship="data",
            )
        )
    return found


def _packed(printed: Path) -> bytes:
    """Return the PDF with its objects in compressed streams: a tagged one shrinks to a quarter."""
    packed = printed.with_name("packed.pdf")
    # Between files, which the library reads and writes by itself; streams come back to Python.
    with pikepdf.open(printed) as pdf:
        pdf.save(
            packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True
        )
    return packed.read_bytes()
