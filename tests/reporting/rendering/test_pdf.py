"""PDF: opened by qpdf, poppler and veraPDF."""

import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest

from reporting.rendering import pdf
from reporting.rendering.columns import LINE_LETTERS, lay_out_columns
from reporting.rendering.document import Column, Language, Note, Paragraph, Strong, Table
from reporting.rendering.pdf import Attachment
from tests.reporting.rendering import samples
from tests.tools import verapdf

MARKUP = '#panic("x") $x^2$ *bold* _it_ <label> @ref `raw` // gone \\ "quoted" = 直\' [#sym.ast] https://a.example'

pytestmark = pytest.mark.outside


def tool(name: str) -> str:
    found = shutil.which(name)
    assert found, f"{name} is missing: apt-get install -y poppler-utils qpdf"
    return found


def text_of(data: bytes, *, layout: bool = False) -> str:
    done = subprocess.run(
        [tool("pdftotext"), *(["-layout"] if layout else []), "-", "-"],
        input=data,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def chinese() -> bytes:
    return pdf.render(samples.document())


@pytest.fixture(scope="module")
def english() -> bytes:
    return pdf.render(samples.document(language="en"))


def test_the_same_document_gives_the_same_bytes(chinese: bytes) -> None:
    assert pdf.render(samples.document()) == chinese


def test_qpdf_finds_nothing_wrong(chinese: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(chinese)
    done = subprocess.run(
        [tool("qpdf"), "--check", file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.timeout(400)
def test_verapdf_passes_every_kind_of_page_as_pdf_a_3a_and_pdf_ua_1(
    chinese: bytes, english: bytes, tmp_path: Path
) -> None:
    wide = samples.wide_table()
    hard = samples.document(
        blocks=(Paragraph((MARKUP, Strong("王😀\u202e"))), wide, samples.small_table(rows=80)),
        is_sample=False,
    )
    attached = Attachment(name="数据.csv", media_type="text/csv", content=b"a,b\n")
    files = {
        "zh": chinese,
        "en": english,
        "hard": pdf.render(hard, attachments=(attached,), cap=50),
    }
    paths = []
    for name, data in files.items():
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(data)
    said = verapdf.verdicts(*paths)
    assert said.count("PASS\t") == 2 * len(paths), said
    assert "FAIL" not in said


def test_verapdf_is_able_to_say_no(chinese: bytes, tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(chinese)) as opened:
        del opened.Root.StructTreeRoot
        opened.save(tmp_path / "spoiled.pdf")
    said = verapdf.verdicts(tmp_path / "spoiled.pdf")
    assert said.startswith("FAIL\t3a"), said
    assert "FAIL\tua1" in said, said


def test_the_chinese_words_can_be_found(chinese: bytes) -> None:
    text = squeezed(text_of(chinese))
    for words in (
        "2025年度绿色信托信息披露报告",
        "江南绿色信托有限责任公司",
        "王𬭎、李𫖯",
        "二氧化碳当量记作CO₂e",
        "《绿色信托指引》",
        "报告期",
        "目录",
        "数据截至2026-03-3118:00:00（北京时间）",
        "186,412tCO₂e[1]",
        "第3页，共",
        "12月",  # text in a chart is text
        "F-3f2a9c1d",
    ):
        assert words in text, words


def test_the_english_words_are_english(english: bytes) -> None:
    text = text_of(english)
    for words in (
        "Contents",
        "Annex: index of figures",
        "Page 3 of",
        "30 April 2026",
        "Table 1",
        "Dec",
    ):
        assert words in text, words
    assert "目录" not in text


def test_sample_data_says_so_on_every_page(chinese: bytes) -> None:
    pages = text_of(chinese).rstrip("\f").split("\f")
    assert len(pages) > 4
    assert all("样本数据 / SAMPLE DATA" in page for page in pages)
    real = text_of(pdf.render(samples.document(is_sample=False)))
    assert "SAMPLE" not in real


def test_the_contents_name_the_right_pages(chinese: bytes) -> None:
    pages = text_of(chinese).split("\f")
    listed = re.search(r"分项结果[ .]*(\d+)", re.sub(r"\n", " ", pages[1]))
    assert listed
    assert "分项结果" in pages[int(listed.group(1)) - 1]


def test_headings_are_bookmarks_and_the_file_is_tagged_and_titled(chinese: bytes) -> None:
    with pikepdf.open(io.BytesIO(chinese)) as opened:
        with opened.open_outline() as outline:
            assert [item.title for item in outline.root][:2] == ["目录", "环境效益"] or [
                item.title for item in outline.root
            ][:2] == ["目录", "1 环境效益"]
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang).startswith("zh")
        assert opened.docinfo["/Title"] == "2025 年度绿色信托信息披露报告"
        assert "/CreationDate" in opened.docinfo


def test_every_picture_is_said_in_words(chinese: bytes) -> None:
    with pikepdf.open(io.BytesIO(chinese)) as opened:
        said = [
            str(each.Alt)
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
        ]
    for chart in samples.charts("zh-Hans"):
        assert chart.alt in said


def test_charts_are_vectors(chinese: bytes) -> None:
    with pikepdf.open(io.BytesIO(chinese)) as opened:
        images = [
            each
            for each in opened.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]
    assert images == []


def test_a_mark_leads_to_the_index_and_the_index_to_the_figure(chinese: bytes) -> None:
    with pikepdf.open(io.BytesIO(chinese)) as opened:
        links = [note for page in opened.pages for note in page.get("/Annots", [])]
        addresses = {str(link.A.URI) for link in links if "/A" in link and "/URI" in link.A}
        inner = [link for link in links if "/Dest" in link or ("/A" in link and "/D" in link.A)]
    assert addresses == {f"https://green.example/figures/{each}" for each in samples.AVOIDED}
    assert len(inner) >= len(list(samples.document().figures()))


def test_the_document_and_further_files_travel_inside() -> None:
    document = samples.document()
    extra = Attachment(name="annex.csv", media_type="text/csv", content=b"a,b\n1,2\n")
    with pikepdf.open(io.BytesIO(pdf.render(document, attachments=(extra,)))) as opened:
        attached = {
            name: opened.attachments[name].get_file().read_bytes() for name in opened.attachments
        }
        relations = {str(each.AFRelationship) for each in opened.Root.AF}
    assert attached == {"document.json": document.to_json(), "annex.csv": extra.content}
    assert relations == {"/Data", "/Supplement"}
    assert json.loads(attached["document.json"])["title"] == document.title


def test_words_of_the_user_are_never_markup() -> None:
    document = samples.document(
        title=f"{MARKUP} 报告",
        blocks=(Paragraph((MARKUP, Strong(MARKUP))), Note(runs=(MARKUP,), title=MARKUP)),
    )
    text = squeezed(text_of(pdf.render(document)))
    assert text.count(squeezed(MARKUP)) >= 4


def test_a_missing_glyph_is_spelled_out_and_listed() -> None:
    data = pdf.render(samples.document(blocks=(Paragraph(("王😀与李\ue123。",)),)))
    text = squeezed(text_of(data))
    assert "王〔U+1F600〕与李〔U+E123〕。" in text
    assert "下列字符没有可用字形，文中以Unicode编号代替：U+E123,U+1F600" in text
    assert "代替：" not in squeezed(text_of(pdf.render(samples.document())))


def test_a_missing_glyph_in_a_chart_does_not_fail_the_report() -> None:
    chart = samples.charts("zh-Hans")[2]
    spec = json.loads(
        json.dumps(chart.spec).replace(json.dumps("清洁能源")[1:-1], "\\ud83d\\ude00")
    )
    data = pdf.render(samples.document(blocks=(replace(chart, spec=spec),)))
    text = squeezed(text_of(data))
    assert "〔U+1F600〕" in text
    assert "代替：U+1F600" in text


def test_a_long_table_is_cut_and_travels_whole_inside() -> None:
    document = samples.document(table_rows=5_000)
    data = pdf.render(document, cap=100)
    text = squeezed(text_of(data))
    name = "table-01.csv"
    assert f"本表共5,000行，此处列出前100行；全部各行见本PDF所附数据文件{name}。" in text
    assert "第99电站" in text
    assert "第100电站" not in text
    assert "合计" in text
    with pikepdf.open(io.BytesIO(data)) as opened:
        attached = json.loads(opened.attachments["document.json"].get_file().read_bytes())
        rows = opened.attachments[name].get_file().read_bytes().decode("utf-8-sig").splitlines()
    tables = [b for s in attached["sections"] for b in s["blocks"] if b["kind"] == "table"]
    assert len(tables[0]["rows"]) == 5_000
    assert len(rows) == 5_002  # with the head and the total
    assert rows[5_000].startswith(",第4999电站,1234571999,")


def test_a_long_index_of_figures_is_cut_and_travels_whole_inside() -> None:
    data = pdf.render(samples.document(), cap=1)
    text = squeezed(text_of(data))
    assert "本表共2行，此处列出前1行；全部各行见本PDF所附数据文件figures.csv。" in text
    with pikepdf.open(io.BytesIO(data)) as opened:
        rows = opened.attachments["figures.csv"].get_file().read_bytes().decode("utf-8-sig")
    assert samples.STEAM in rows


def test_a_table_over_pages_repeats_its_head() -> None:
    pages = text_of(pdf.render(samples.document(table_rows=120))).split("\f")
    with_rows = [page for page in pages if re.search(r"第 ?\d+ ?电站", page)]
    assert len(with_rows) >= 3
    assert all("上网电量" in page for page in with_rows)


def test_a_cell_longer_than_a_page_is_printed_whole() -> None:
    columns = (Column(heading="条款"), Column(heading="说明", width=3))
    table = Table(caption="条款", columns=columns, rows=(("一", "受托人应当。" * 900),))
    text = squeezed(text_of(pdf.render(samples.document(blocks=(table,)))))
    assert text.count("应当。") >= 890  # the rest is parted by running heads


def test_odd_tables_are_printed() -> None:
    columns = (Column(heading="条款"),)
    odd = (
        Table(caption="空表", columns=columns, rows=()),
        Table(caption="只有合计", columns=columns, rows=(), total=("合计一",)),
        Table(caption="一行", columns=columns, rows=((None,),), notes=("注一", "注二")),
    )
    text = squeezed(text_of(pdf.render(samples.document(blocks=odd))))
    for words in ("空表", "合计一", "注一注二"):
        assert words in text


def test_an_address_without_a_break_stays_on_the_page(tmp_path: Path) -> None:
    address = "https://green.example/" + "a" * 300
    columns = (Column(heading="甲"), Column(heading="乙"))
    table = Table(caption="址", columns=columns, rows=((address, address),))
    data = pdf.render(samples.document(blocks=(table, Paragraph((address,)))))
    boxes = subprocess.run(
        [tool("pdftotext"), "-bbox", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()
    rights = [float(each) for each in re.findall(r'<word [^>]*xMax="([0-9.]+)"', boxes)]
    assert max(rights) < 595


def test_text_wraps_before_the_page_is_turned() -> None:
    columns = tuple(Column(heading=f"说明{n}") for n in range(5))
    table = Table(
        caption="长文", columns=columns, rows=(("固定收益类资产管理信托产品说明文字" * 2,) * 5,)
    )
    layout = lay_out_columns(table)
    assert not layout.turned
    assert layout.scale == 1
    assert sum(layout.widths) <= LINE_LETTERS + Decimal("0.001")


def test_a_review_copy_says_that_nobody_signed_it_off_and_a_public_one_who_did() -> None:
    document = replace(samples.document(), prepared_by="甲员")
    assert "尚未签发" in squeezed(text_of(pdf.render(document)))
    signed = squeezed(text_of(pdf.render(replace(document, signed_off_by="乙员"))))
    assert "复核签发乙员" in signed
    assert "编制甲员" in signed


def test_a_scaled_figure_is_printed_scaled_and_listed_in_full() -> None:
    shown = replace(samples.figure(samples.ROOFTOP), text="18.64", shown_unit="万吨")
    text = squeezed(text_of(pdf.render(samples.document(blocks=(Paragraph((shown,)),)))))
    assert "18.64万吨" in text
    assert "186,412.38tCO₂e" in text


def test_a_table_too_wide_turns_its_page() -> None:
    with pikepdf.open(
        io.BytesIO(pdf.render(samples.document(blocks=(samples.wide_table(),))))
    ) as opened:
        boxes = {tuple(round(float(each)) for each in page.MediaBox[2:]) for page in opened.pages}
    assert boxes == {(595, 842), (842, 595)}


@pytest.mark.parametrize("name", ["", "a/b", "document.json", "a\nb"])
def test_an_attachment_needs_a_plain_name(name: str) -> None:
    with pytest.raises(ValueError, match="cannot name an attachment"):
        Attachment(name=name, media_type="text/csv", content=b"")


def test_two_attachments_need_two_names() -> None:
    one = Attachment(name="a.csv", media_type="text/csv", content=b"")
    with pytest.raises(ValueError, match="same name"):
        pdf.render(samples.document(), attachments=(one, one))


def test_languages_have_the_same_words() -> None:
    languages: tuple[Language, ...] = ("zh-Hans", "en")
    words = [set(pdf_words) for pdf_words in (samples.words(each) for each in languages)]
    assert words[0] == words[1]
