"""The fixed words of a document in both languages, and how its numbers and days are written."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_EVEN, Decimal

from config.kernel.canonical import plain_decimal
from reporting.rendering.document import Cell, Column, Document, Figure, Language

BEIJING = timezone(timedelta(hours=8))
NOTHING = "—"

WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh-Hans": {
        "contents": "目录",
        "table": "表",
        "chart": "图",
        "period": "报告期",
        "identifier": "文件编号",
        "version": "版本",
        "issued_on": "发布日期",
        "known_at": "数据截至",
        "prepared_by": "编制",
        "signed_off_by": "复核签发",
        "not_signed_off": "尚未签发（送审稿）",
        "organization": "披露机构",
        "sample": "样本数据",
        "total": "合计",
        "page": "第 {page} 页，共 {pages} 页",
        "unit": "单位",
        "all_in": "（单位：{unit}）",
        "in_head": "（{unit}）",
        "note": "说明",
        "caution": "注意",
        "index": "附录：数字索引",
        "index_lead": "正文中带方括号角标的数字都登记在此，数值按登记精度列出，均截至{known_at}。"
        "每个数字完整的计算说明、代入因子与指纹，见所附 document.json、工作簿“数字来源”页，"
        "或凭编号在系统中查阅。",
        "number": "序号",
        "figure": "数字",
        "value": "数值",
        "method": "方法",
        "span": "期间",
        "fingerprint": "指纹",
        "files": "附录：本文件所附数据",
        "files_lead": "以下文件嵌在本 PDF 之内，可用阅读器的“附件”栏取出。",
        "file_document": "本报告全文与全部数字的机器可读形式（规范 JSON）",
        "file_other": "附件",
        "missing": "下列字符没有可用字形，文中以 Unicode 编号代替：",
        "cut": "本表共 {rows} 行，此处列出前 {shown} 行；全部各行见本 PDF 所附数据文件 {file}。",
        "cut_elsewhere": "本表共 {rows} 行，此处列出前 {shown} 行；"
        "全部各行见本报告同一版本的 XLSX、CSV 或 JSON 文件。",
        "file_table": "正文所截表格的全部行：{caption}",
        "file_figures": "正文全部数字及其来源",
        "index_lead_elsewhere": "正文中带方括号角标的数字都登记在此，"
        "数值按登记精度列出，均截至{known_at}。"
        "每个数字完整的计算说明、代入因子与指纹，见本报告同一版本的 XLSX 工作簿“数字来源”页"
        "与 JSON 文件，或凭编号在系统中查阅。",
        "sheet_cover": "封面",
        "sheet_provenance": "数字来源",
        "sheet_list": "工作表",
        "id": "编号",
        "label": "名称",
        "exact": "精确值",
        "measure": "计量对象",
        "explanation": "计算说明",
        "url": "网址",
        "shown_as": "正文写法",
        "key_figures": "关键数字",
    },
    "en": {
        "contents": "Contents",
        "table": "Table",
        "chart": "Figure",
        "period": "Reporting period",
        "identifier": "Document number",
        "version": "Version",
        "issued_on": "Issued on",
        "known_at": "Data as known at",
        "prepared_by": "Prepared by",
        "signed_off_by": "Signed off by",
        "not_signed_off": "not signed off yet (review copy)",
        "organization": "Disclosed by",
        "sample": "SAMPLE DATA",
        "total": "Total",
        "page": "Page {page} of {pages}",
        "unit": "Unit",
        "all_in": " (in {unit})",
        "in_head": " ({unit})",
        "note": "Note",
        "caution": "Caution",
        "index": "Annex: index of figures",
        "index_lead": "Every number with a mark in square brackets is registered here, at its full "
        "precision and as known at {known_at}. Its whole explanation, the factors put in and its "
        "fingerprint stand in the attached document.json, in the workbook's provenance sheet, and "
        "under its id in the system.",
        "number": "No.",
        "figure": "Figure",
        "value": "Value",
        "method": "Method",
        "span": "Period",
        "fingerprint": "Fingerprint",
        "files": "Annex: data attached to this file",
        "files_lead": "These files are embedded in this PDF; the attachments pane opens them.",
        "file_document": "This report and all its figures, machine-readable (canonical JSON)",
        "file_other": "Attachment",
        "missing": "No typeface holds these characters; their Unicode numbers stand instead: ",
        "cut": "This table has {rows} rows, of which the first {shown} are shown; "
        "all of them are in the data file {file} attached to this PDF.",
        "file_table": "Every row of a table that is cut on the page: {caption}",
        "file_figures": "Every figure on the pages and where it came from",
        "cut_elsewhere": "This table has {rows} rows, of which the first {shown} are shown; "
        "all of them are in the XLSX, CSV and JSON files of the same version of this report.",
        "index_lead_elsewhere": "Every number with a mark in square brackets is registered here, "
        "at its full precision and as known at {known_at}. Its whole explanation, the factors put "
        "in and its fingerprint stand in the workbook's provenance sheet and the JSON file of the "
        "same version of this report, and under its id in the system.",
        "sheet_cover": "Cover",
        "sheet_provenance": "Provenance",
        "sheet_list": "Sheets",
        "id": "Id",
        "label": "Name",
        "exact": "Exact value",
        "measure": "Measure",
        "explanation": "Explanation",
        "url": "Address",
        "shown_as": "As written",
        "key_figures": "Key figures",
    },
}


def number_text(value: Decimal | int, *, places: int | None = None) -> str:
    """
    Return ``value`` with grouped thousands, half-even rounded to ``places``; None keeps it exact.

    >>> number_text(Decimal("-1286400.125"), places=2)
    '−1,286,400.12'
    """
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
        text = format(exact, ",f")
    else:
        whole, point, rest = plain_decimal(exact).partition(".")
        text = f"{int(whole):,}" + point + rest
        if whole == "-0":
            text = "-" + text
    if exact == 0:
        text = text.removeprefix("-")
    return text.replace("-", "−")


def percent_text(fraction: Decimal | int, *, places: int | None = None) -> str:
    """Return a fraction as a percentage: 0.185 reads 18.5%."""
    return number_text(Decimal(fraction) * 100, places=1 if places is None else places) + "%"


def day_text(day: date, language: Language) -> str:
    """Return a day as the language writes it on a cover."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def instant_text(instant: datetime, language: Language) -> str:
    """Return an instant to the second in Beijing time, saying so."""
    local = instant.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    return f"{local} (UTC+8)" if language == "en" else f"{local}（北京时间）"


def sign_off(document: Document) -> list[list[str]]:
    """Return who prepared the document and who signed it off, each under its heading."""
    words = WORDS[document.language]
    if not document.prepared_by:
        return []
    return [
        [words["prepared_by"], document.prepared_by],
        [words["signed_off_by"], document.signed_off_by or words["not_signed_off"]],
    ]


def cell_text(cell: Cell, column: Column) -> str:
    """Return what a cell shows in print; nothing shows a dash."""
    if cell is None:
        return NOTHING
    if isinstance(cell, Figure):
        return cell.text
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return cell.isoformat()
    if column.kind == "percent":
        return percent_text(cell, places=column.places)
    return number_text(cell, places=column.places)


def display_width(text: str) -> int:
    """Return how many Latin letters wide ``text`` is: a Chinese character takes two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in text)


def wrap(text: str, letters: int) -> list[str]:
    """
    Return ``text`` in lines of a display width of at most ``letters``, Latin words kept whole.

    >>> wrap("Rooftop PV of households", 12)
    ['Rooftop PV', 'of', 'households']
    """
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and display_width((lines[-1] + piece).rstrip()) > letters:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


_PIECES = re.compile("[!-\u2e7f]+\\s*|.\\s*")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
