"""CSV: every figure and every table whole, read back by the csv module."""

import csv
import io
import json
import zipfile
from decimal import Decimal
from hashlib import sha256

from reporting.rendering import csv_form
from reporting.rendering.document import Column, Table
from tests.reporting.rendering import samples

FORMULAS = ("=1+1", "+1", "-1+1|cmd", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://x","y")')


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def rows(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert csv_form.render(samples.document()) == csv_form.render(samples.document())


def test_the_manifest_names_every_file_with_its_hash_and_its_columns() -> None:
    found = files(csv_form.render(samples.document(blocks=(samples.wide_table(),))))
    manifest = json.loads(found.pop("manifest.json"))
    assert manifest["schema"] == "tables-1"
    assert manifest["is_sample"] is True
    assert {each["name"] for each in manifest["files"]} == set(found)
    for each in manifest["files"]:
        content = found[each["name"]]
        assert (each["sha256"], each["bytes"]) == (sha256(content).hexdigest(), len(content))
        assert [column["name"] for column in each["columns"]] == rows(content)[0]
    assert list(found) == [
        "figures.csv",
        "table-01.csv",
        "table-02.csv",
    ]


def test_figures_stand_in_reading_order_each_place_once() -> None:
    document = samples.document()
    head, *lines = rows(csv_form.figures_csv(document))
    read = [dict(zip(head, line, strict=True)) for line in lines]
    assert [each["figure_id"] for each in read] == [f.figure_id for f in document.figures()]
    assert [each["order"] for each in read] == [str(n + 1) for n in range(len(read))]
    assert read[0]["value"] == "186412.38"
    assert read[0]["shown"] == "186,412"
    assert read[0]["place"] == "屋顶光伏避免排放量"
    assert "表 1" in {each["place"] for each in read}


def test_a_table_is_whole_exact_and_its_figures_carry_their_ids() -> None:
    table = samples.small_table()
    head, *lines = rows(csv_form.table_csv(table))
    assert head[-2:] == ["避免排放量 (tCO₂e)", "避免排放量 (tCO₂e) figure_id"]
    assert lines[0] == [
        "", "第0电站", "1234567000", "0.5703", "0.185", "2024-06-01", "186412.38", samples.ROOFTOP,
    ]  # fmt: skip
    assert lines[1][-2:] == ["-1500", ""]
    assert lines[-1] == ["total", "合计", "9", "", "1", "", "1072600.5", samples.STEAM]


def test_text_is_never_a_formula_and_a_negative_number_stays_a_number() -> None:
    columns = (Column(heading="=文字"), Column(heading="数", kind="number"))
    table = Table(
        caption="=x", columns=columns, rows=tuple((each, Decimal("-1.50")) for each in FORMULAS)
    )
    head, *lines = rows(csv_form.table_csv(table))
    assert head[1] == "'=文字"
    assert [line[1] for line in lines] == [f"'{each}" for each in FORMULAS]
    assert {line[2] for line in lines} == {"-1.5"}


def test_columns_of_one_heading_get_unlike_names() -> None:
    column = Column(heading="数", kind="number")
    table = Table(caption="a", columns=(column, column), rows=((1, 2),))
    assert rows(csv_form.table_csv(table))[0] == ["row_kind", "数", "数 2"]
