"""Workbooks: read back by calamine and LibreOffice, and looked at as XML."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from reporting.rendering import xlsx
from reporting.rendering.document import Column, Table
from reporting.rendering.sheet_looks import sheet_names, written_format
from tests.reporting.rendering import samples

INJECTIONS = (
    "=1+1",
    "+1",
    "-1+1|cmd",
    "@SUM(A1)",
    '=HYPERLINK("http://x","y")',
    "{=1}",
    "http://a.example/",
    "0012",
    "\x01控制",
    "王𬭎😀",
)


def texts() -> Table:
    return Table(
        caption="文字 / 表",
        columns=(Column(heading="文字"),),
        rows=tuple((each,) for each in INJECTIONS),
    )


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


@pytest.fixture(scope="module")
def book() -> bytes:
    return xlsx.render(samples.document(blocks=(texts(),)))


def test_the_same_document_gives_the_same_bytes(book: bytes) -> None:
    assert xlsx.render(samples.document(blocks=(texts(),))) == book


def test_there_is_a_cover_a_sheet_a_table_and_the_provenance(book: bytes) -> None:
    read = CalamineWorkbook.from_filelike(io.BytesIO(book))
    assert read.sheet_names == ["封面", "各省分布式光伏避免排放量", "文字 表", "数字来源"]
    cover = [cell for row in read.get_sheet_by_name("封面").to_python() for cell in row]
    for words in ("2025 年度绿色信托信息披露报告", "GT-2025-001", "2026 年 4 月 30 日", 186412.38):
        assert words in cover
    assert any(str(cell).startswith("样本数据") for cell in cover)


def test_numbers_are_numbers_and_days_are_days(book: bytes) -> None:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(1).to_python()
    assert rows[1][0] == "样本数据"
    assert rows[2][1] == "上网电量（Wh）"
    assert rows[3] == ["第0电站", 1234567000.0, 0.5703, 0.185, date(2024, 6, 1), 186412.38]
    assert rows[4][5] == -1500.0
    assert rows[6] == ["合计", 9.0, "", 1.0, "", 1072600.5]


def test_text_is_never_a_formula_a_link_or_a_number(book: bytes) -> None:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(2).to_python()
    assert [row[0] for row in rows[3:]] == list(INJECTIONS)
    for name, text in parts(book).items():
        assert "<f>" not in text, name
    assert not [
        each
        for name, each in parts(book).items()
        if "sheet3.xml.rels" in name and "a.example" in each
    ]


def test_formats_follow_the_columns(book: bytes) -> None:
    styles = parts(book)["xl/styles.xml"]
    for each in ("#,##0.0000", "0.0%", "yyyy-mm-dd"):
        assert each in styles


def test_each_figure_has_its_id_in_a_note_and_a_defined_name(book: bytes) -> None:
    files = parts(book)
    notes = "".join(text for name, text in files.items() if "comments" in name)
    for figure_id in samples.AVOIDED:
        assert figure_id in notes
        assert f'name="{figure_id.replace("-", "_")}"' in files["xl/workbook.xml"]
    assert "数字来源!$C$2" in files["xl/workbook.xml"].replace("'", "")


def test_a_key_figure_is_named_by_its_label(book: bytes) -> None:
    names = parts(book)["xl/workbook.xml"].replace("'", "")
    assert re.search(r'name="KF_屋顶光伏避免排放量">封面!\$B\$\d+<', names)


def test_the_provenance_says_where_each_figure_came_from(book: bytes) -> None:
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name("数字来源").to_python()
    )
    first = dict(zip(rows[0], rows[1], strict=True))
    assert first["编号"] == samples.ROOFTOP
    assert first["数值"] == 186412.38
    assert first["精确值"] == "186412.38"
    assert first["指纹"] == "ab" * 32
    assert first["网址"] == f"https://green.example/figures/{samples.ROOFTOP}"
    assert len(rows) == 3


def test_heads_stay_and_columns_fit_chinese(book: bytes) -> None:
    sheet = parts(book)["xl/worksheets/sheet2.xml"]
    assert 'state="frozen"' in sheet
    assert "<autoFilter" in sheet
    width = re.search(r'<col min="6" max="6" width="([0-9.]+)"', sheet)
    assert width
    assert float(width.group(1)) >= 2 * len("避免排放量")


def test_the_exact_value_survives_where_a_float_would_not() -> None:
    document = samples.document()
    big = Decimal("12345678901234567.89")
    extra = replace(samples.record(samples.STEAM), figure_id="F-00000001", value=big)
    data = xlsx.render(replace(document, provenance=(*document.provenance, extra)))
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("数字来源").to_python()
    )
    assert rows[3][4] == "12345678901234567.89"


def test_a_scaled_figure_is_exact_in_the_workbook() -> None:
    document = samples.document()
    shown = replace(samples.figure(samples.ROOFTOP), text="18.64", shown_unit="万吨")
    column = Column(heading="避免", kind="number", unit="tCO₂e", shown_unit="万吨", places=2)
    table = Table(caption="缩放", columns=(column,), rows=((shown,),))
    data = xlsx.render(samples.document(blocks=(table,)))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("缩放").to_python()
    assert rows[2:] == [["避免（tCO₂e）"], [186412.38]]
    notes = "".join(text for name, text in parts(data).items() if "comments" in name)
    assert "18.64 万吨" in notes
    assert document.records()[samples.ROOFTOP].value == Decimal("186412.38")


def test_a_number_is_formatted_as_it_is_written() -> None:
    assert written_format("1,234") == "#,##0"
    assert written_format("−1,234.50") == "#,##0.00"
    assert written_format("40.4211%") == "#,##0.0000%"


def test_the_cover_lists_every_sheet_by_its_caption_and_who_signed() -> None:
    document = replace(samples.document(), prepared_by="甲", signed_off_by="乙")
    read = CalamineWorkbook.from_filelike(io.BytesIO(xlsx.render(document)))
    cover = [cell for row in read.get_sheet_by_name("封面").to_python() for cell in row]
    for words in ("甲", "乙", "表 1  各省分布式光伏避免排放量"):
        assert words in cover


def test_sheet_names_are_legal_and_unlike() -> None:
    names = sheet_names(["封面", "a/b:c*?[]", "A B C", "长" * 40, "长" * 40, "''", "History"])
    assert all(0 < len(each) <= 31 and not re.search(r"[\[\]:*?/\\]", each) for each in names)
    assert len({each.casefold() for each in names}) == len(names)
    assert "History" not in names


def test_the_english_workbook_is_english() -> None:
    read = CalamineWorkbook.from_filelike(io.BytesIO(xlsx.render(samples.document(language="en"))))
    assert read.sheet_names[0] == "Cover"
    assert read.sheet_names[-1] == "Provenance"


@pytest.mark.outside
def test_libreoffice_opens_it_and_finds_the_rare_names(book: bytes, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing: apt-get install -y libreoffice-calc-nogui"
    (tmp_path / "book.xlsx").write_bytes(book)
    filter_of_third_sheet = (
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,3"
    )
    done = subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            filter_of_third_sheet,
            "--outdir",
            tmp_path,
            tmp_path / "book.xlsx",
        ],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    made = list(tmp_path.glob("*.csv"))
    assert made, done.stdout + done.stderr
    said = made[0].read_text()
    for text in ("=1+1", "@SUM(A1)", "王𬭎😀", "0012"):
        assert text in said
