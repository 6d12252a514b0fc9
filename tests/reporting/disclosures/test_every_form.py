"""Every kind in every form and both languages, read by the programs that others read them with."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import jsonschema
import openpyxl
import pytest

from reporting.disclosures.kinds.kind import document
from reporting.disclosures.kinds.table import KINDS
from reporting.rendering import json_form
from reporting.rendering.child import FORMS, Options
from reporting.rendering.document import Document, Language
from reporting.rendering.pages import Pages
from tests.reporting.answers import answered, with_investees
from tests.reporting.disclosures.books import brief_of
from tests.reporting.facts import year_facts
from tests.reporting.rendering.test_xbrl import read_by_arelle
from tests.tools import verapdf

LANGUAGES: tuple[Language, ...] = ("zh-Hans", "en")
EACH = [(kind, language) for kind in KINDS for language in LANGUAGES]
SUBJECT = "A1"
CHINESE = re.compile("[\u3400-\u9fff]+")
#: What is said in Chinese whatever the language: the mark of samples, what people wrote, a paper.
ALSO_CHINESE = re.compile("样本数据|披露员|董事会下设.*|示例.*|中国证券报")


@cache
def made(kind: str, language: Language) -> Document:
    """Return the document of a kind, from facts that answer as much as can be answered."""
    brief = brief_of(kind, with_investees(answered(year_facts())))
    if KINDS[kind].about:
        brief = replace(brief, subject=SUBJECT)
    return document(KINDS[kind], brief, language)


def rendered(kind: str, language: Language, form: str) -> bytes:
    """Return the document in a form."""
    return FORMS[form].render(made(kind, language), Options())


def texts(node: Any) -> Iterator[str]:
    """Yield every text below a node."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for each in node.values():
            yield from texts(each)
    elif isinstance(node, list):
        for each in node:
            yield from texts(each)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_printed_in_english_is_english_down_to_the_units_of_the_index(kind: str) -> None:
    pages = Pages(made(kind, "en"), cap=2000)
    printed = [*texts(pages.data()), *texts([dict(each.spec) for each in pages.charts])]
    foreign = [each for each in printed if CHINESE.search(ALSO_CHINESE.sub("", each))]
    assert not foreign


@pytest.mark.parametrize(("kind", "language"), EACH)
def test_the_json_is_what_its_schema_describes_and_comes_back_whole(
    kind: str, language: Language
) -> None:
    content = rendered(kind, language, "json")
    jsonschema.validate(json.loads(content), json.loads(json_form.SCHEMA.read_text()))
    assert json_form.read(content) == made(kind, language)


@pytest.mark.parametrize(("kind", "language"), EACH)
def test_the_workbook_opens_with_typed_cells_frozen_heads_names_notes_and_provenance(
    kind: str, language: Language
) -> None:
    said = made(kind, language)
    book = openpyxl.load_workbook(io.BytesIO(rendered(kind, language, "xlsx")))
    *sheets, provenance = book.worksheets[1:]
    assert all(each.freeze_panes for each in (*sheets, provenance))
    assert provenance.max_row == len(said.provenance) + 1
    assert {f"F_{each.figure_id[2:]}" for each in said.provenance} <= set(book.defined_names)
    noted = [
        cell
        for sheet in sheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    ]
    assert noted or not sheets
    assert all(isinstance(cell.value, int | float) for cell in noted)
    if language == "en":
        heads = [cell.value for sheet in sheets for cell in sheet[3]]
        assert not [each for each in heads if CHINESE.search(str(each)) or "（" in str(each)]


@pytest.mark.parametrize(("kind", "language"), EACH)
def test_the_word_file_opens_with_its_headings_and_its_tables(
    kind: str, language: Language
) -> None:
    said = made(kind, language)
    opened = docx.Document(io.BytesIO(rendered(kind, language, "docx")))
    words = [each.text for each in opened.paragraphs]
    assert all(section.heading in words for section in said.sections)
    assert len(opened.tables) > sum(
        block.kind == "table" for section in said.sections for block in section.blocks
    )


@pytest.mark.parametrize(("kind", "language"), EACH)
def test_the_csv_says_every_figure(kind: str, language: Language) -> None:
    with zipfile.ZipFile(io.BytesIO(rendered(kind, language, "csv"))) as packed:
        figures = packed.read("figures.csv").decode("utf-8-sig")
    assert all(each.figure_id in figures for each in made(kind, language).figures())


@pytest.mark.outside
@pytest.mark.timeout(400)
def test_verapdf_passes_every_kind_as_pdf_a_3a_and_pdf_ua_1(tmp_path: Path) -> None:
    paths = []
    for kind, language in EACH:
        paths.append(tmp_path / f"{kind}-{language}.pdf")
        paths[-1].write_bytes(rendered(kind, language, "pdf"))
    said = verapdf.verdicts(*paths)
    assert said.count("PASS\t") == 2 * len(paths), said
    assert "FAIL" not in said


@pytest.mark.outside
@pytest.mark.timeout(400)
@pytest.mark.parametrize(("kind", "language"), EACH)
def test_arelle_finds_nothing_wrong_in_any_kind(
    kind: str, language: Language, tmp_path: Path
) -> None:
    found = read_by_arelle(rendered(kind, language, "xbrl"), tmp_path)
    assert found["errors"] == [], found["messages"]
    assert len(found["facts"]) == len(made(kind, language).provenance)


@pytest.mark.outside
@pytest.mark.timeout(400)
def test_libreoffice_opens_a_word_file_and_a_workbook_of_every_kind(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing: apt-get install -y libreoffice-{writer,calc}-nogui"
    names = []
    for kind in KINDS:
        for form, language in (("docx", LANGUAGES[0]), ("xlsx", LANGUAGES[1])):
            names.append(tmp_path / f"{kind}-{form}.{FORMS[form].extension}")
            names[-1].write_bytes(rendered(kind, language, form))
    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation={(tmp_path / 'office').as_uri()}",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path / "printed"),
            *map(str, names),
        ],
        check=True,
        capture_output=True,
        timeout=360,
    )
    printed = {each.stem: each for each in (tmp_path / "printed").glob("*.pdf")}
    assert set(printed) == {each.stem for each in names}
    assert all(each.stat().st_size > 5_000 for each in printed.values())
