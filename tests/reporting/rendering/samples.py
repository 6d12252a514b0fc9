"""The documents that these tests render: small, whole, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

from reporting.rendering.charts import (
    ClaimedAndComputed,
    Share,
    claimed_and_computed,
    shares,
)
from reporting.rendering.document import (
    Block,
    Bullets,
    Chart,
    Column,
    Document,
    Figure,
    FigureRecord,
    KeyFigure,
    KeyFigures,
    Language,
    Note,
    Paragraph,
    Section,
    Strong,
    Table,
)
from reporting.rendering.months import MonthlyValue, monthly_bars
from reporting.rendering.words import WORDS

KNOWN_AT = datetime(2026, 3, 31, 10, 0, tzinfo=UTC)
TAIL = (
    "。项目共 16,000 座电站，经办人为王𬭎、李𫖯；"
    "《绿色信托指引》（2024 年修订）所称“应披露事项”均已列示，"
    "依据为 ISO 14064-2 与 GB/T 33760，二氧化碳当量记作 CO₂e。"
)
ROOFTOP, STEAM = "F-3f2a9c1d", "F-77b0e412"
AVOIDED = {ROOFTOP: Decimal("186412.38"), STEAM: Decimal("1072600.5")}
NAMES = {ROOFTOP: ("屋顶光伏", "Rooftop solar"), STEAM: ("核能供汽", "Nuclear steam")}


def record(figure_id: str) -> FigureRecord:
    """The record of one of the two figures."""
    zh, en = NAMES[figure_id]
    return FigureRecord(
        figure_id=figure_id,
        label_zh=f"{zh}避免排放量",
        label_en=f"{en}: avoided emissions",
        value=AVOIDED[figure_id],
        unit="tCO₂e",
        measure="avoided",
        method="grid-displacement 1.0",
        period="2025-01-01/2026-01-01",
        known_at=KNOWN_AT,
        sha256="ab" * 32,
        explanation="Σ(E × EF)",
    )


def figure(figure_id: str) -> Figure:
    """One of the two figures, rounded to whole tonnes."""
    value = AVOIDED[figure_id]
    return Figure(figure_id=figure_id, value=value, text=f"{value:,.0f}", unit="tCO₂e")


def small_table(*, rows: int = 3) -> Table:
    """A table with every kind of column and a total."""
    return Table(
        caption="各省分布式光伏避免排放量",
        columns=(
            Column(heading="项目", width=None),
            Column(heading="上网电量", kind="integer", unit="Wh"),
            Column(heading="因子", kind="number", unit="tCO₂/MWh", places=4),
            Column(heading="占比", kind="percent", places=1),
            Column(heading="并网日期", kind="date"),
            Column(heading="避免排放量", kind="number", unit="tCO₂e", places=0),
        ),
        rows=tuple(
            (
                f"第{number}电站",
                1_234_567_000 + number,
                Decimal("0.5703"),
                Decimal("0.185"),
                date(2024, 6, 1),
                figure(ROOFTOP) if number == 0 else Decimal(-1500 * number),
            )
            for number in range(rows)
        ),
        total=("合计", 9, None, Decimal(1), None, figure(STEAM)),
        notes=("电量取自结算表计。",),
    )


def charts(language: Language) -> tuple[Chart, ...]:
    """The three charts that a green disclosure needs."""
    values = [
        MonthlyValue(
            f"2025-{month:02}",
            name[0 if language == "zh-Hans" else 1],
            Decimal(900 + 37 * month * scale),
        )
        for scale, name in enumerate(NAMES.values(), start=1)
        for month in range(1, 13)
    ]
    compared = [
        ClaimedAndComputed("屋顶光伏", Decimal(210_000), Decimal(186_412)),
        ClaimedAndComputed("核能供汽", Decimal(1_072_600), None),
    ]
    parts = [
        Share("清洁能源", Decimal(60)),
        Share("节能环保", Decimal(25)),
        Share("生态环境", Decimal(15)),
    ]
    return (
        Chart(
            caption="分月避免排放量",
            alt="堆叠柱形图：屋顶光伏与核能供汽 2025 年各月避免排放量，两者都逐月增加。",
            spec=monthly_bars(values, unit="tCO₂e", language=language),
        ),
        Chart(
            caption="公告值与核算值",
            alt="条形图：屋顶光伏公告 21 万吨、核算 18.6 万吨；核能供汽公告 107 万吨。",
            spec=claimed_and_computed(compared, unit="tCO₂e", language=language),
        ),
        Chart(
            caption="各类别占比",
            alt="条形图：清洁能源六成。",
            spec=shares(parts, language=language),
        ),
    )


def document(
    *,
    language: Language = "zh-Hans",
    title: str = "2025 年度绿色信托信息披露报告",
    blocks: tuple[Block, ...] = (),
    repeat: int = 1,
    table_rows: int = 3,
    is_sample: bool = True,
) -> Document:
    """A whole document; ``blocks`` are added in a section of their own."""
    own = Section(heading="补充", blocks=blocks)
    narrative = Paragraph(
        (
            "报告期内，受托人以信托财产投向的",
            Strong("分布式光伏与核能供汽项目"),
            "按电网替代法与热力替代法核算，避免温室气体排放 ",
            figure(ROOFTOP),
            " 与 ",
            figure(STEAM),
            TAIL,
        )
    )
    chapters: list[Section] = []
    for number in range(1, repeat + 1):
        chapters += [
            Section(
                heading="环境效益" if number == 1 else f"环境效益（分册 {number}）",
                blocks=(
                    KeyFigures(
                        (
                            KeyFigure(
                                label="屋顶光伏避免排放量",
                                figure=figure(ROOFTOP),
                                note="按省级电网因子核算",
                            ),
                            KeyFigure(
                                label="核能供汽避免排放量",
                                figure=figure(STEAM),
                                note="按替代燃煤锅炉核算",
                            ),
                        )
                    ),
                    narrative,
                    narrative,
                ),
            ),
            Section(
                heading="分项结果",
                level=2,
                blocks=(small_table(rows=table_rows), narrative, *charts(language)),
            ),
            Section(
                heading="方法与局限",
                level=2,
                blocks=(
                    Bullets(
                        (
                            ("口径：避免排放不等于信用额度，二者不得相加。",),
                            ("缺测时段不补数，共计 ", figure(ROOFTOP), "。"),
                        )
                    ),
                    Note(runs=("公告值由项目方提供，受托人未经独立核验。",), tone="caution"),
                    Note(title="口径说明", runs=("数字以报告所载时点的已知事实为准。",)),
                    narrative,
                ),
            ),
        ]
    return Document(
        title=title,
        subtitle="按电网替代与热力替代核算",
        organization="江南绿色信托有限责任公司",
        identifier="GT-2025-001",
        version_label="v1",
        language=language,
        period_text="2025-01-01 — 2025-12-31",
        issued_on=date(2026, 4, 30),
        known_at=KNOWN_AT,
        is_sample=is_sample,
        sample_notice="本报告所载读数、价格与账面数据均为样本数据，仅用于演示，不构成任何披露。"
        if is_sample
        else "",
        sections=(*chapters, *([own] if blocks else [])),
        provenance=(record(ROOFTOP), record(STEAM)),
        base_url="https://green.example/figures/",
    )


def wide_table() -> Table:
    """A table of thirteen columns: too wide for a page that stands upright."""
    months = tuple(
        Column(heading=f"{month}月发电量", kind="number", unit="MWh", places=1)
        for month in range(1, 13)
    )
    return Table(
        caption="分月发电量",
        columns=(Column(heading="项目名称与所在地"), *months),
        rows=tuple(
            (
                f"{number}号分布式屋顶光伏电站（江苏省苏州市吴中区）",
                *(Decimal(1_234_567 + number * month) for month in range(12)),
            )
            for number in range(30)
        ),
    )


def words(language: Language) -> set[str]:
    """The names of the fixed words in ``language``."""
    return set(WORDS[language])
