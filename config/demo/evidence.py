"""Sample evidence: a one-page PDF that says what it stands for and that it is a sample."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import typst

_FONTS = Path(__file__).resolve().parents[2] / "reporting/rendering/fonts"
_PAGE = b"""
#let given = json(bytes(sys.inputs.given))
#set document(title: given.title, date: none)
#set page(paper: "a5", margin: 2cm)
#set text(font: "Noto Sans SC", size: 11pt, lang: "zh")
#align(center)[#text(size: 16pt, weight: "bold")[#given.title]]
#v(1cm)
#given.body
#v(1fr)
#align(center)[#text(fill: rgb("#b91c1c"), weight: "bold")[#given.mark]]
"""


def sample_document(*, title: str, body: str, issued_on: dt.date) -> bytes:
    """Return the PDF; the same words give the same bytes."""
    given = {
        "title": title,
        "body": f"{body}\n\n{issued_on:%Y-%m-%d}",
        "mark": "样本文件,仅供演示 · SAMPLE DOCUMENT, for demonstration only",
    }
    return typst.compile(  # type: ignore[misc]  # its stubs cannot tell bytes from a path
        _PAGE,
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
        timestamp=int(
            dt.datetime(issued_on.year, issued_on.month, issued_on.day, tzinfo=dt.UTC).timestamp()
        ),
    )
