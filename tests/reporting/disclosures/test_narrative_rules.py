"""What an author types: read, bound, and every number in it found that is bound to nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.disclosures.kinds.narrating import FRONT, NarrativeSlot, Told, placed
from reporting.disclosures.rules.comparison import (
    Change,
    FigureChange,
    Stated,
    figure_key,
)
from reporting.disclosures.rules.narrative import (
    Paragraph,
    Points,
    Reference,
    Words,
    read,
    reference_text,
    with_references,
)
from reporting.disclosures.rules.narrative_numbers import typed_numbers
from reporting.rendering.document import Paragraph as Block
from reporting.rendering.document import Section


def typed(text: str) -> list[str]:
    return [each.text for each in typed_numbers(text)]


def test_paragraphs_points_and_weight_are_read() -> None:
    found = read("一**重**二\n三\n- 甲\n  续\n- 乙\n\nlast\nline")
    assert found.findings == ()
    assert found.blocks == (
        Paragraph((Words("一"), Words("重", is_strong=True), Words("二三"))),
        Points(((Words("甲续"),), (Words("乙"),))),
        Paragraph((Words("last line"),)),
    )


def test_a_reference_says_what_it_names_and_where_it_stands() -> None:
    (found,) = read('好\n量 {{ E-AV-03  project="A 1" month=2025-01 }}').references()
    assert found == Reference("E-AV-03", (("month", "2025-01"), ("project", "A 1")), 2, 3)
    assert str(found) == '{{E-AV-03 month=2025-01 project="A 1"}}'


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("{{}}", ["unreadable_reference"]),
        ("{{E-AV-03", ["unreadable_reference"]),
        ("E-AV-03}}", ["unreadable_reference"]),
        ("{{E-AV-03 project}}", ["unreadable_reference"]),
        ("{{E-AV-03 project=A project=B}}", ["unreadable_reference"]),
        ("**不闭合\n\n下一段**", ["unclosed_weight", "unclosed_weight"]),
        ("<script>x</script>", ["not_markup", "not_markup"]),
        ("# 标题", ["not_markup"]),
        ("[link](http://x)", ["not_markup"]),
        ("a < b 且 c > d", []),
    ],
)
def test_what_cannot_be_read_is_found(text: str, codes: list[str]) -> None:
    assert [each.code for each in read(text).findings] == codes


@given(st.text(alphabet='甲a1 .,-*{}=<>#\n"E', max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    read(text)
    for each in typed_numbers(text):
        line = text.split("\n")[each.line - 1] if each.line <= text.count("\n") + 1 else ""
        assert line[each.column - 1 :], (text, each)


@pytest.mark.parametrize(
    "text",
    [
        "2025 年较 2024 年，2025年3月31日，3月份，2024–2025年，2025/26，2025-03，2025年度",
        "按 JR/T 0227—2021 与 GB/T 2589-2020、ISO 14064-1:2018、IFRS S2 第 B61 段",
        "公告2022年第33号，〔2021〕22号，(EU) 2020/852",
        "第 3.2 节、表 4、图3-1、附录 2、范围 3、第1版",
        "31 March 2025, March 2025, May 2, 2025, Q1 2025, FY2025, in 2025.",
        "Section 3.2, Table 4, Scope 1, 2 and 3, No. 33, GRI 305-5, SDG 7",
        "PV1、tCO2e、CO2、E-AV-03、COVID-19、A股、F-3f2a9c1d",
        "1. 首先\n2、其次\n(3) 再次",
        "{{E-AV-03}} 与 {{E-AV-03 month=2025-01}} 12:30",
        "十四五规划、碳达峰、一方面、两个方面",
    ],
)
def test_years_dates_sections_labels_and_standards_are_no_numbers(text: str) -> None:
    assert typed(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("避免排放 1,234.5 吨，增长 12.5%", ["1,234.5 吨", "12.5%"]),
        ("覆盖16000户、5个省", ["16000户", "5个"]),
        ("百分之十二点五，三亿元，三分之一", ["百分之十二点五", "三亿元", "三分之一"]),
        ("364,800 tonnes (12 %), CNY 3.5 million", ["364,800 tonnes", "12 %", "CNY 3.5 million"]),
        ("about twelve percent of 45 projects", ["twelve percent", "45 projects"]),
        ("2025 tonnes and 2025 吨", ["2025 tonnes", "2025 吨"]),
        ("PCAF 12.5 吨；¥300；为期 3 个月", ["12.5 吨", "¥300", "3 个"]),
        ("1. 首先 20 万元", ["20 万元"]),
        ("{{E-AV-03}} 即 27.85 亿元", ["27.85 亿元"]),
    ],
)
def test_a_typed_number_is_found_with_its_unit(text: str, found: list[str]) -> None:
    assert typed(text) == found


def test_a_typed_number_stands_in_its_sentence() -> None:
    (found,) = typed_numbers("去年好。今年 {{E-AV-03}}，\n增长 3.5% 以上。明年更好。")
    assert (found.line, found.column) == (2, 4)
    assert found.sentence == "增长 3.5% 以上"


def test_references_are_exchanged_where_they_stand() -> None:
    one = reference_text("E-AV-03", {"month": "2025-01"})
    text = "甲 {{E-AV-03  month=2025-01}} 乙 {{E-AV-03}}"
    assert with_references(text, {one: "{{X}}"}) == "甲 {{X}} 乙 {{E-AV-03}}"


def section(heading: str, level: int = 1, text: str = "") -> Section:
    return Section(heading=heading, level=level, blocks=(Block((text,)),) if text else ())


def test_what_people_write_stands_at_its_place_and_never_gets_lost() -> None:
    built = [section("甲"), section("甲一", 2), section("乙")]
    slots = [
        NarrativeSlot(key="front", heading_zh="前", heading_en="Front", after=FRONT),
        NarrativeSlot(key="mid", heading_zh="中", heading_en="Mid", after=("甲", "A")),
        NarrativeSlot(key="lost", heading_zh="失", heading_en="Lost", after=("丙", "C")),
        NarrativeSlot(key="end", heading_zh="末", heading_en="End"),
        NarrativeSlot(key="unwritten", heading_zh="空", heading_en="Empty"),
    ]
    told = [
        Told(key=each.key, language="zh-Hans", blocks=(Block(("文",)),))
        for each in slots
        if each.key != "unwritten"
    ]
    found = placed(built, slots, told, "zh-Hans")
    assert [each.heading for each in found] == ["前", "甲", "甲一", "中", "乙", "失", "末"]
    assert placed(built, slots, told, "en") == tuple(built)


def stated(value: str, *, unit: str = "t", method: str = "m v1") -> Stated:
    return Stated(
        figure_id="F-1234", label="x", value=Decimal(value), shown=value, unit=unit, method=method
    )


def test_a_figure_is_subtracted_only_from_its_like() -> None:
    found = FigureChange(key="x", before=stated("80"), after=stated("100"))
    assert (str(found.difference), str(found.share), found.change) == ("20", "0.25", "changed")
    other = FigureChange(key="x", before=stated("80"), after=stated("100", unit="kg"))
    assert (other.difference, other.share, other.is_another_basis) == (None, None, True)
    method = FigureChange(key="x", before=stated("80"), after=stated("80", method="m v2"))
    assert (method.change, method.is_another_basis) == (Change.CHANGED, True)
    assert FigureChange(key="x", before=stated("80"), after=stated("80.0")).change is Change.SAME
    assert FigureChange(key="x", before=None, after=stated("1")).change is Change.ADDED
    assert FigureChange(key="x", before=stated("0"), after=stated("1")).share is None


def test_months_are_the_same_by_their_place_in_the_period() -> None:
    one = figure_key("E", {"month": "2024-02", "project": "P"}, ["2024-01", "2024-02"])
    assert one == figure_key("E", {"project": "P", "month": "2025-02"}, ["2025-01", "2025-02"])
