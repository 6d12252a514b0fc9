"""How a Word file looks: styles, numbering, paper, running head and foot."""

from datetime import UTC
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm

from reporting.rendering.document import Document
from reporting.rendering.docx_parts import Element, border, field, paragraph, text_run, w
from reporting.rendering.pages import HEAD_LETTERS, shortened
from reporting.rendering.words import WORDS

GREEN, INK, MUTED, HAIRLINE = "1B6B4A", "1F2A24", "5D6B64", "DFE7E2"
TINT, AMBER, AMBER_TINT = "F3F8F5", "8A5A00", "FDF6E3"
SAMPLE_WORDS = "样本数据 / SAMPLE DATA"
PAPER_SHORT, PAPER_LONG = 11906, 16838  # A4 in twips
SIDE, TOP, BOTTOM, EDGE = 1361, 1701, 1417, 794
LINE, TURNED_LINE = PAPER_SHORT - 2 * SIDE, PAPER_LONG - 2 * SIDE
NUMBERING = 90
_HEADINGS = ((16, GREEN, 20, 8), (12.5, GREEN, 16, 6), (10.5, INK, 12, 4))
_HANGING = (510, 680, 850)


def blank(document: Document) -> Any:
    """Return an empty Word file in the house's looks, with its properties set."""
    made = docx.Document()
    made.element.body.clear_content()
    _drop_thumbnail(made)
    english = document.language == "en"
    _faces(made, english=english)
    _styles(made, english=english)
    _number_headings(made)
    _settings(made)
    _properties(made, document)
    return made


def _drop_thumbnail(made: Any) -> None:
    """Drop the picture of an empty page that the library's own template carries."""
    package = made.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]


def _faces(made: Any, *, english: bool) -> None:
    """Set the faces of all text: the eastern one too, or Word falls back to a serif."""
    defaults = made.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    looks = defaults.find(qn("w:rPr"))
    for old in list(looks):
        looks.remove(old)
    looks.append(_fonts(english=english))
    looks.append(w("color", val=INK))
    looks.append(w("sz", val=20 if english else 21))
    looks.append(w("szCs", val=20 if english else 21))
    looks.append(w("lang", val="en-US" if english else "zh-CN", eastAsia="zh-CN", bidi="ar-SA"))


def _fonts(*, english: bool) -> Element:
    face = "Arial" if english else "微软雅黑"
    return w("rFonts", ascii=face, hAnsi=face, eastAsia="微软雅黑", cs="Arial")


def _styles(made: Any, *, english: bool) -> None:
    _style(made, "Normal", spacing=_spacing(after=0, line=290))
    body = w("ind") if english else w("ind", firstLineChars=200, firstLine=420)
    _style(
        made,
        "Body Text",
        spacing=_spacing(after=160 if english else 130, line=300 if english else 330),
        more=[body, w("jc", val="both")],
    )
    for level, (size, color, before, after) in enumerate(_HEADINGS, start=1):
        hanging = _HANGING[level - 1]
        _style(
            made,
            f"Heading {level}",
            size=size,
            color=color,
            bold=True,
            first=[
                w("keepNext"),
                w("keepLines"),
                w("numPr", w("ilvl", val=level - 1), w("numId", val=NUMBERING)),
            ],
            spacing=_spacing(before=before * 20, after=after * 20, line=290),
            more=[w("ind", left=hanging, hanging=hanging), w("outlineLvl", val=level - 1)],
        )
    _style(made, "Title", size=28, bold=True, spacing=_spacing(before=120, after=120, line=320))
    _style(made, "Subtitle", size=14, color=MUTED, spacing=_spacing(after=120, line=300))
    _style(
        made,
        "Caption",
        size=9,
        bold=True,
        first=[w("keepNext"), w("keepLines")],
        spacing=_spacing(before=240, after=100, line=260),
    )
    _style(made, "Picture Caption", size=9, bold=True, spacing=_spacing(before=60, after=280))
    _style(made, "Picture", first=[w("keepNext")], spacing=_spacing(before=220, after=0, line=240))
    _style(
        made,
        "List Bullet",
        spacing=_spacing(after=80, line=310),
        more=[w("ind", left=510, hanging=300), w("jc", val="both")],
    )
    for name, color, ground in (("Note", GREEN, TINT), ("Caution", AMBER, AMBER_TINT)):
        _style(
            made,
            f"House {name}",
            size=9,
            first=[
                w("keepLines"),
                w("pBdr", border("left", size=20, color=color, space=8)),
                w("shd", val="clear", color="auto", fill=ground),
            ],
            spacing=_spacing(before=0, after=0, line=300),
            more=[w("ind", left=200, right=120)],
        )
    _style(made, "Table Text", size=9, spacing=_spacing(before=30, after=30, line=250))
    _style(made, "Table Note", size=8, color=MUTED, spacing=_spacing(before=60, after=0, line=250))
    _style(made, "Gap", size=4, spacing=_spacing(line=240))
    _style(made, "Card Label", size=8.5, color=MUTED, spacing=_spacing(before=120, after=40))
    _style(made, "Card Number", size=19, color=GREEN, bold=True, spacing=_spacing(after=40))
    _style(made, "Card Note", size=8, color=MUTED, spacing=_spacing(after=120))
    _style(made, "Contents Heading", size=16, color=GREEN, bold=True, spacing=_spacing(after=240))
    _style(made, "Header", size=8, color=MUTED, spacing=_spacing(line=240))
    _style(made, "Footer", size=8, color=MUTED, spacing=_spacing(line=240))
    for level, indent, size in ((1, 0, 10.5), (2, 400, 9.5)):
        stops = w("tabs", w("tab", val="right", leader="dot", pos=LINE))
        _style(
            made,
            f"toc {level}",
            size=size,
            bold=level == 1,
            first=[stops],
            spacing=_spacing(before=160 if level == 1 else 60, after=20, line=260),
            more=[w("ind", left=indent)],
        )


def _spacing(*, before: int = 0, after: int = 0, line: int = 270) -> Element:
    return w("spacing", before=before, after=after, line=line, lineRule="auto")


def _style(
    made: Any,
    name: str,
    *,
    spacing: Element,
    size: float | None = None,
    color: str = "",
    bold: bool = False,
    first: list[Element] | None = None,
    more: list[Element] | None = None,
) -> None:
    """Write a paragraph style anew: ``first`` stands before the spacing, ``more`` after it."""
    known = {style.name for style in made.styles}
    style = (
        made.styles[name]
        if name in known
        else made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc "))
    )
    style.base_style = None if name == "Normal" else made.styles["Normal"]
    element = style.element
    for old in [*element.findall(qn("w:pPr")), *element.findall(qn("w:rPr"))]:
        if name == "List Bullet" and old.tag == qn("w:pPr"):
            kept = old.find(qn("w:numPr"))
            first = [kept] if kept is not None else first
        element.remove(old)
    element.append(w("pPr", *(first or ()), spacing, *(more or ())))
    element.append(
        w(
            "rPr",
            w("b", val=int(bold)),
            w("i", val=0),
            w("color", val=color or INK),
            *([w("sz", val=round(size * 2)), w("szCs", val=round(size * 2))] if size else ()),
        )
    )
    style.quick_style = True


def _number_headings(made: Any) -> None:
    """Bind a numbering 1, 1.1, 1.1.1 to the styles of the headings."""
    numbering = made.part.numbering_part.element
    levels = []
    for level, hanging in enumerate(_HANGING):
        text = ".".join(f"%{each}" for each in range(1, level + 2))
        levels.append(
            w(
                "lvl",
                w("start", val=1),
                w("numFmt", val="decimal"),
                w("pStyle", val=f"Heading{level + 1}"),
                w("lvlText", val=text),
                w("lvlJc", val="left"),
                w("pPr", w("ind", left=hanging, hanging=hanging)),
                ilvl=level,
            )
        )
    kind = w("abstractNum", w("multiLevelType", val="multilevel"), *levels, abstractNumId=NUMBERING)
    numbering.insert(0, kind)
    numbering.append(w("num", w("abstractNumId", val=NUMBERING), numId=NUMBERING))


def _settings(made: Any) -> None:
    settings = made.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    mode = w(
        "compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val=15,
    )
    place = settings.find(qn("w:rsids"))
    compat = w("compat", mode)
    if place is not None:
        place.addprevious(compat)
        settings.remove(place)
    else:
        settings.append(compat)


def _properties(made: Any, document: Document) -> None:
    moment = document.known_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    about = made.core_properties
    about.title = document.title[:255]
    about.subject = document.identifier[:255]
    about.author = document.organization[:255]
    about.last_modified_by = document.organization[:255]
    about.identifier = document.identifier[:255]
    about.version = document.version_label[:255]
    about.keywords = SAMPLE_WORDS if document.is_sample else ""
    about.comments = document.sample_notice[:255]
    about.language = "en-US" if document.language == "en" else "zh-CN"
    about.revision = 1
    about.created = about.modified = moment


def paper(*, turned: bool) -> list[Element]:
    """Return the paper of a section: A4, upright or on its side."""
    long, short = PAPER_LONG, PAPER_SHORT
    size = w("pgSz", w=long, h=short, orient="landscape") if turned else w("pgSz", w=short, h=long)
    margins = w(
        "pgMar",
        top=TOP,
        bottom=BOTTOM,
        left=SIDE,
        right=SIDE,
        header=EDGE,
        footer=EDGE,
        gutter=0,
    )
    return [size, margins]


def run_heads(made: Any, document: Document) -> None:
    """Write the running head and foot of every page but the cover."""
    section = made.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance = section.footer_distance = Mm(14)
    for part in (section.header, section.footer):
        part.is_linked_to_previous = False
        for old in list(part._element):  # noqa: SLF001
            part._element.remove(old)  # noqa: SLF001
    head = [
        [text_run(shortened(document.organization, letters=HEAD_LETTERS))],
        [text_run(SAMPLE_WORDS, bold=True, color=AMBER, size=7.5)] if document.is_sample else [],
        [text_run(shortened(document.title, letters=HEAD_LETTERS))],
    ]
    foot = [
        [text_run(f"{document.identifier}  {document.version_label}")],
        [],
        _page_words(WORDS[document.language]["page"]),
    ]
    rule = border("bottom", size=4, color=HAIRLINE)
    for part, cells, line in ((section.header, head, rule), (section.footer, foot, None)):
        style = "Header" if part is section.header else "Footer"
        part._element.append(_strip(cells, style, line))  # noqa: SLF001
        part._element.append(paragraph("Gap", []))  # noqa: SLF001


def _strip(cells: list[list[Element]], style: str, line: Element | None) -> Element:
    """Return three cells across the page, whichever way it lies."""
    shares = (2000, 1000, 2000)  # fiftieths of a percent
    sides = ("left", "center", "right")
    row = w("tr")
    for runs, share, side in zip(cells, shares, sides, strict=True):
        row.append(
            w(
                "tc",
                w("tcPr", w("tcW", w=share, type="pct"), w("vAlign", val="bottom")),
                paragraph(style, runs, w("jc", val=side)),
            )
        )
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblW", w=5000, type="pct"),
            w("tblBorders", line) if line is not None else None,
            w("tblLayout", type="fixed"),
            w("tblCellMar", w("left", w=0, type="dxa"), w("right", w=0, type="dxa")),
        ),
        w("tblGrid", *(w("gridCol", w=LINE * share // 5000) for share in shares)),
        row,
    )


def _page_words(words: str) -> list[Element]:
    before, _, rest = words.partition("{page}")
    middle, _, after = rest.partition("{pages}")
    return [
        text_run(before),
        *field("PAGE", "1", size=8, color=MUTED),
        text_run(middle),
        *field("NUMPAGES", "1", size=8, color=MUTED),
        text_run(after),
    ]
