"""Word files that the tests write: templates of a company, good and with one slip each."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import docx

FIGURES: list[dict[str, Any]] = [
    {
        "id": "F-3f2a9c1d",
        "indicator": "GT-AV-01",
        "dimension": {},
        "names": {},
        "label": "避免排放量",
        "text": "186,412",
        "unit": "tCO₂e",
        "exact": "186412.38",
        "method": "GT-AV-01 v1",
        "period": "2025",
        "sha256": "ab" * 32,
    },
    *(
        {
            "id": f"F-0000000{number}",
            "indicator": "GT-AV-02",
            "dimension": {"project": f"P-{number}"},
            "names": {"project": name},
            "label": name,
            "text": f"{number},500",
            "unit": "tCO₂e",
            "exact": f"{number}500",
            "method": "GT-AV-02 v1",
            "period": "2025",
            "sha256": "cd" * 32,
        }
        for number, name in ((1, "屋顶光伏 & 储能"), (2, "核能供汽"))
    ),
]
GOOD = (
    "{{ organization }}：{{ title }}",
    "本期避免排放 {{ figure(“GT-AV-01”) }}，编号 {{ figure('GT-AV-01').id }}。",
    "{%p for each in figures('GT-AV-02', 'project') %}",
    "{{ each.member('project') }} 为 {{ each }}",
    "{%p endfor %}",
    "{%p if sample_notice %}",
    "{{ sample_notice }}",
    "{%p endif %}",
    "{{ chart(1) }}",
    "章节：{% for s in sections %}{{ s.number }} {{ s.heading }}；{% endfor %}",
)


def template(
    paragraphs: Sequence[str] = GOOD, *, table: bool = True, header: str = "{{ identifier }}"
) -> bytes:
    """Return a Word file with these paragraphs, a table and a running head."""
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if table:
        grid = made.add_table(rows=4, cols=2)
        grid.rows[0].cells[0].text = "项目"
        grid.rows[0].cells[1].text = "数值"
        grid.rows[1].cells[0].text = "{%tr for row in table(1).rows %}"
        grid.rows[2].cells[0].text = "{{ row[0] }}"
        grid.rows[2].cells[1].text = "{{ row[5] }}"
        grid.rows[3].cells[0].text = "{%tr endfor %}"
    made.sections[0].header.paragraphs[0].text = header
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def split_over_runs() -> bytes:
    """Return a template whose tag Word cut into pieces of several looks."""
    made = docx.Document()
    paragraph = made.add_paragraph("数值：")
    for number, piece in enumerate(("{", "{ figure('GT-", "AV-01') }", "}")):
        paragraph.add_run(piece).bold = number % 2 == 0
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def altered(data: bytes, name: str, change: Any) -> bytes:
    """Return a Word file with one part changed, or added where ``change`` is bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for each in old.namelist():
            content = old.read(each)
            new.writestr(each, change(content) if each == name and callable(change) else content)
        if not callable(change):
            new.writestr(name, change)
    return stream.getvalue()
