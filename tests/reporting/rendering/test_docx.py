"""Word files: read back by python-docx, opened by LibreOffice, looked at as XML."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from reporting.rendering import docx_form
from reporting.rendering.document import Paragraph, Strong
from tests.reporting.rendering import samples

HARD = "控制\x01符、反向\u202e字、王𬭎😀 & <w:p> {{ x }}"


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


@pytest.fixture(scope="module")
def chinese() -> bytes:
    wide = samples.wide_table()
    return docx_form.render(samples.document(blocks=(Paragraph((HARD, Strong(HARD))), wide)))


def test_the_same_document_gives_the_same_bytes() -> None:
    once, again = (docx_form.render(samples.document()) for _ in range(2))
    assert once == again
    with zipfile.ZipFile(io.BytesIO(once)) as file:
        assert {each.date_time for each in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_headings_are_headings_and_the_contents_name_them_all(chinese: bytes) -> None:
    paragraphs = opened(chinese).paragraphs
    headings = [
        (each.style.name, each.text) for each in paragraphs if each.style.name.startswith("Heading")
    ]
    assert headings == [
        ("Heading 1", "环境效益"),
        ("Heading 2", "分项结果"),
        ("Heading 2", "方法与局限"),
        ("Heading 1", "补充"),
        ("Heading 1", "附录：数字索引"),
    ]
    contents = [each.text for each in paragraphs if each.style.name.startswith("toc")]
    assert contents == [
        "1  环境效益",
        "1.1  分项结果",
        "1.2  方法与局限",
        "2  补充",
        "附录：数字索引",
    ]


def test_every_link_inside_leads_somewhere(chinese: bytes) -> None:
    body = opened(chinese).element.body
    targets = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    links = [each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))]
    inner = [each for each in links if each]
    assert len(inner) >= len(list(samples.document().figures()))
    assert set(inner) <= targets
    ids = [each.get(qn("w:id")) for each in body.iter(qn("w:bookmarkStart"))]
    assert len(set(ids)) == len(ids)


def test_tables_repeat_their_heads_and_rows_do_not_break(chinese: bytes) -> None:
    tables = [each for each in opened(chinese).tables if len(each.rows) > 2]
    for table in tables:
        rows = table._tbl.findall(qn("w:tr"))
        settings = [row.find(qn("w:trPr")) for row in rows]
        assert all(each.find(qn("w:cantSplit")) is not None for each in settings)
    headed = [
        table for table in tables
        if table._tbl.find(qn("w:tr")).find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    ]  # fmt: skip
    assert len(headed) == 3  # two tables and the index


def test_numbers_show_as_printed_and_carry_their_ids(chinese: bytes) -> None:
    read = opened(chinese)
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(each.text for each in read.paragraphs), *cells])
    for words in ("186,412", "1,072,600", "0.5703", "18.5%", "−1,500", "2024-06-01"):
        assert words in text, words
    for figure_id in samples.AVOIDED:
        assert figure_id in cells
    addresses = {each.target_ref for each in read.part.rels.values() if each.is_external}
    assert addresses == {f"https://green.example/figures/{each}" for each in samples.AVOIDED}


def test_every_picture_is_said_in_words(chinese: bytes) -> None:
    read = opened(chinese)
    said = [each.get("descr") for each in read.element.body.iter(qn("wp:docPr"))]
    assert said == [chart.alt for chart in samples.charts("zh-Hans")]
    ids = [each.get("id") for each in read.element.body.iter(qn("wp:docPr"))]
    assert len(set(ids)) == len(ids)


def test_chinese_has_a_face_of_its_own_and_the_language_is_told(chinese: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(chinese)) as file:
        styles = file.read("word/styles.xml").decode()
    defaults = styles[: styles.index("</w:docDefaults>")]
    assert 'w:eastAsia="微软雅黑"' in defaults
    assert 'w:eastAsia="zh-CN"' in defaults
    assert "Theme=" not in defaults


def test_sample_data_says_so_on_every_page_and_real_data_does_not(chinese: bytes) -> None:
    def heads(data: bytes) -> str:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return "".join(file.read(name).decode() for name in file.namelist() if "header" in name)

    assert "样本数据 / SAMPLE DATA" in heads(chinese)
    assert "SAMPLE" not in heads(docx_form.render(samples.document(is_sample=False)))


def test_what_xml_cannot_hold_is_named_and_markup_stays_text(chinese: bytes) -> None:
    text = "\n".join(each.text for each in opened(chinese).paragraphs)
    assert "控制〔U+0001〕符、反向〔U+202E〕字、王𬭎😀 & <w:p> {{ x }}" in text


def test_a_long_table_is_cut_and_says_where_the_rest_is() -> None:
    read = opened(docx_form.render(samples.document(table_rows=50), cap=10))
    text = "\n".join(each.text for each in read.paragraphs)
    assert (
        "本表共 50 行，此处列出前 10 行；全部各行见本报告同一版本的 XLSX、CSV 或 JSON 文件。"
        in text
    )
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    assert "第9电站" in cells
    assert "第10电站" not in cells
    assert "合计" in cells
    with pytest.raises(ValueError, match="at least one row"):
        docx_form.render(samples.document(), cap=0)


def test_a_table_too_wide_turns_its_page_and_the_next_stands_upright(chinese: bytes) -> None:
    read = opened(chinese)
    turned = [each.page_width > each.page_height for each in read.sections]
    assert turned == [False, True, False]
    assert [each.different_first_page_header_footer for each in read.sections] == [
        True,
        False,
        False,
    ]
    assert len(read.sections[2].header.tables) == 1  # taken over from the first


def test_the_properties_say_what_it_is(chinese: bytes) -> None:
    about = opened(chinese).core_properties
    assert about.title == "2025 年度绿色信托信息披露报告"
    assert about.author == "江南绿色信托有限责任公司"
    assert about.identifier == "GT-2025-001"
    assert about.created.isoformat() == "2026-03-31T10:00:00+00:00"
    assert about.language == "zh-CN"


@pytest.mark.outside
def test_libreoffice_opens_it_whole(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing: apt-get install -y libreoffice-writer-nogui"
    (tmp_path / "a.docx").write_bytes(
        docx_form.render(samples.document(blocks=(samples.wide_table(),), table_rows=60))
    )
    done = subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp_path,
            tmp_path / "a.docx",
        ],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    made = tmp_path / "a.pdf"
    assert made.exists(), done.stdout + done.stderr
    text = subprocess.run(
        ["pdftotext", "-layout", made, "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.rstrip("\f").split("\f")
    with_rows = [each for each in pages if re.search(r"第 ?\d+ ?电站", each)]
    assert len(with_rows) >= 2
    assert all("上网电量" in each for each in with_rows)
    assert all("SAMPLE DATA" in each for each in pages)
    assert f"共 {len(pages)} 页" in text
