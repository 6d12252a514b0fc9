"""A sample Word file and a sample table of figures, each as a company would bring its own."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any, Final

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

from config.demo.people import Cast
from config.kernel import proposals
from reporting.disclosures import operations as disclosures
from reporting.disclosures.models import FigureTemplate, WordTemplate

KIND: Final = "green_trust_annual"
SINCE: Final = dt.date(2025, 1, 1)
REASON: Final = "sample: a company's own form"
TABLE: Final = "avoided-by-project"
COLUMNS: Final = [
    {"field": "code:project", "heading_zh": "项目代码", "heading_en": "Project code"},
    {"field": "name:project", "heading_zh": "项目名称", "heading_en": "Project"},
    {"field": "value", "heading_zh": "避免排放量", "heading_en": "Avoided emissions"},
    {"field": "unit", "heading_zh": "单位", "heading_en": "Unit"},
    {"field": "period", "heading_zh": "期间", "heading_en": "Period"},
    {"field": "figure_id", "heading_zh": "数字编号", "heading_en": "Figure id"},
]
#: What the sample file says: style and text, a paragraph each.
PARAGRAPHS: Final = (
    ("Title", "{{ title }}（样本模板）"),
    ("Normal", "{{ organization }}　{{ identifier }}　{{ version }}　{{ period }}"),
    ("Normal", "{{ sample_notice }}"),
    ("Heading 1", "一、本期概览"),
    ("Normal", "报告期内，受托项目避免温室气体排放 {{ figure('E-AV-01') }}。"),
    ("Normal", "数字编号 {{ figure('E-AV-01').id }}，数据截至 {{ known_at }}。"),
    ("Heading 1", "二、各项目"),
    ("Normal", "{%p for each in figures('E-AV-01', 'project') %}"),
    ("List Bullet", "{{ each.member('project') }}：{{ each }}（{{ each.id }}）"),
    ("Normal", "{%p endfor %}"),
    ("Heading 1", "三、签发"),
    ("Normal", "编制：{{ prepared_by }}　复核签发：{{ signed_off_by }}"),
)


def enter(cast: Cast) -> None:
    """Propose the sample file and the sample table, and have a second person confirm them."""
    if not WordTemplate.objects.filter(disclosure_kind=KIND).exists():
        _confirmed(
            cast,
            disclosures.propose_word_template(
                disclosure_kind=KIND,
                language="zh-Hans",
                name="样本：本公司年报模板",
                content=word_file(),
                file_name="sample-template.docx",
                effective_from=SINCE,
                by=cast.officer,
                reason=REASON,
            ),
        )
    if not FigureTemplate.objects.filter(code=TABLE).exists():
        _confirmed(
            cast,
            disclosures.propose_figure_template(
                code=TABLE,
                name_zh="样本：各项目避免排放量",
                name_en="Sample: avoided emissions by project",
                indicators=["E-AV-01"],
                columns=COLUMNS,
                order=["code:project"],
                effective_from=SINCE,
                by=cast.officer,
                reason=REASON,
            ),
        )


def _confirmed(cast: Cast, row: Any) -> None:
    proposals.confirm(row, by=cast.reviewer, seen_sha256=row.content_sha256)


def word_file() -> bytes:
    """Return the sample file, as somebody would write it in Word."""
    made = docx.Document()
    for name in ("Normal", "Title", "Heading 1", "List Bullet"):
        style: Any = made.styles[name]
        style.font.name = "微软雅黑"
        fonts = style.element.rPr.rFonts
        for key in list(fonts.keys()):
            if key.endswith("Theme"):
                del fonts.attrib[key]
        fonts.set(qn("w:eastAsia"), "微软雅黑")
    made.styles["Normal"].font.size = Pt(10.5)
    made.styles["Title"].font.size = Pt(22)
    for style_name, text in PARAGRAPHS:
        made.add_paragraph(text, style=style_name)
    made.sections[0].header.paragraphs[0].text = "{{ organization }}　样本模板"
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()
