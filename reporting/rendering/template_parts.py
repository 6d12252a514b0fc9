"""What a Word template is made of: its package judged, its paragraphs read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from config.kernel.findings import Finding

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 20 << 20, 200 << 20, 2_000
BODY = "word/document.xml"
_TEXTS = re.compile(r"^word/(document|header\d*|footer\d*|footnotes)\.xml$")
_WANTED = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_REACHES_OUT = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b", re.I)
_SAFE_LINKS = ("http://", "https://", "mailto:")
EXCERPT = 80


@dataclass(frozen=True)
class Line:
    """One paragraph of a template: in which part, the how-manieth, its text."""

    part: str
    number: int
    text: str


def lines_of(template: bytes) -> Iterator[Line]:
    """Yield the paragraphs of every part that holds text, runs joined."""
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        for name in sorted(package.namelist(), key=lambda each: (each != BODY, each)):
            if not _TEXTS.match(name):
                continue
            tree = _tree(package.read(name))
            for number, node in enumerate(tree.iter(f"{W}p"), start=1):
                text = "".join(each.text or "" for each in _own_texts(node))
                yield Line(name.removeprefix("word/").removesuffix(".xml"), number, text)


class Declares(ValueError):
    """The XML declares a document type, and with it whatever it likes."""


def _tree(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.fromstring(content, parser)
    if tree.getroottree().docinfo.doctype:
        raise Declares
    return tree


def _own_texts(paragraph: Any) -> Iterator[Any]:
    """Yield the texts of a paragraph, not those of paragraphs inside it (text boxes)."""
    for child in paragraph:
        if child.tag == f"{W}p":
            continue
        if child.tag == f"{W}t":
            yield child
        else:
            yield from _own_texts(child)


def package_faults(template: bytes) -> Iterator[Finding]:
    """Yield what makes a file unfit, whatever its words: no Word file, macros, a way out."""
    if len(template) > MOST_BYTES:
        yield found("template_too_large", "The file is larger than {most} MB.",
                     "Take large pictures out of it.", most=MOST_BYTES >> 20)  # fmt: skip
        return
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            yield from _parts(package)
    except (
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
        KeyError,
        UnicodeDecodeError,
        NotImplementedError,
    ):
        yield found("not_a_word_file", "The file is no Word document (.docx).",
                     "Save it in Word as .docx and send it again.")  # fmt: skip
    except Declares:
        yield found("unsafe_xml", "The file declares entities, which no Word file needs.",
                     "Save it anew in Word.")  # fmt: skip


def _parts(package: zipfile.ZipFile) -> Iterator[Finding]:
    listed = package.infolist()
    if len(listed) > MOST_PARTS or sum(each.file_size for each in listed) > MOST_UNPACKED:
        yield found("template_too_large", "The file unpacks to more than {most} MB.",
                     "Take large pictures out of it.", most=MOST_UNPACKED >> 20)  # fmt: skip
        return
    types = package.read("[Content_Types].xml").decode()
    if _WANTED not in types or any("vbaProject" in each.filename for each in listed):
        yield found("holds_macros", "The file holds macros or is no plain document.",
                     "Save it as a Word document (.docx) without macros.")  # fmt: skip
    package.read(BODY)
    for each in listed:
        if not each.filename.endswith((".xml", ".rels")):
            continue
        tree = _tree(package.read(each.filename))
        if each.filename.endswith(".rels"):
            yield from _outward(each.filename, tree)
        for node in tree.iter(f"{W}instrText"):
            if _REACHES_OUT.search(node.text or ""):
                yield found("reaches_out", "A field reads another file or program.",
                             "Take the field out.", field=each.filename,
                             value=(node.text or "").strip())  # fmt: skip
        if next(tree.iter(f"{W}altChunk"), None) is not None:
            yield found("reaches_out", "The file holds a foreign document within it.",
                         "Paste its text instead.", field=each.filename)  # fmt: skip


def _outward(name: str, tree: Any) -> Iterator[Finding]:
    for node in tree.iter():
        if node.get("TargetMode") != "External":
            continue
        kind, target = node.get("Type", ""), node.get("Target", "")
        if not (kind.endswith("/hyperlink") and target.lower().startswith(_SAFE_LINKS)):
            yield found("reaches_out", "The file loads something from outside itself.",
                         "Embed it, or take it out.", field=name, value=target)  # fmt: skip


def found(
    code: str, message: str, remedy: str, *, field: str = "file", value: str = "", **facts: object
) -> Finding:
    """Return a finding about the file as a whole."""
    return Finding(
        code=code, message=message, remedy=remedy, field=field, value=value[:EXCERPT], facts=facts
    )
