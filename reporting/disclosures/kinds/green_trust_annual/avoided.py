"""Avoided emissions: by project, month and province; the factors; the alternatives beside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from reporting.disclosures.kinds import sales
from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.tables import table
from reporting.rendering import months
from reporting.rendering.document import Block, Cell, Chart, Column, Note, Paragraph, Section

ROUTES = (
    ("E-AV-01", "电网替代", "Grid"),
    ("E-AV-02", "供热替代", "Heat"),
)
TOTAL = "E-AV-03"
ALTERNATIVE = "E-AV-11"
TONNES = "tCO2e"
#: The indicators that rest on factors: each route, and the alternative beside them.
WITH_FACTORS = (*(code for code, _zh, _en in ROUTES), ALTERNATIVE)
#: How the library of sources marks one of them.
SOURCE_MARK = re.compile(r"\bS-[A-Z0-9]+")


def avoided(brief: Brief, say: Voice) -> Section | None:
    """Return avoided emissions by project, month and province, each route apart and together."""
    if brief.book.one(TOTAL) is None:
        return None
    lead = Paragraph(
        (
            say(
                f"电网替代：计量电量 × 电站所在省份与年份的{_grid_factor(brief, say)}。"
                "供热替代：计量热量 × 所替代热源的排放因子。每一份能量只按一条路径计一次。",
                f"Grid displacement: metered electricity × {_grid_factor(brief, say)} in the "
                "station's province and year. Heat displacement: metered heat × the factor of "
                "the heat "
                "displaced. Each unit of energy is counted once, by one route.",
            ),
        )
    )
    blocks: list[Block] = [
        lead,
        _by(brief, say, "project", say("各项目避免排放量", "Avoided emissions by project")),
        _chart(brief, say),
        _by(brief, say, "month", say("各月避免排放量", "Avoided emissions by month")),
        _by(brief, say, "province", say("各省避免排放量", "Avoided emissions by province")),
        *sales.of_projects(brief, say),
    ]
    return Section(heading=say("避免排放量", "Avoided emissions"), blocks=tuple(blocks))


def _grid_factor(brief: Brief, say: Voice) -> str:
    """Return what the electricity was multiplied by: the average, or what a policy chose."""
    used = {each["code"]: each[f"name_{say.key}"] for each in _factors_of(brief, "E-AV-01")}
    if used.keys() <= {"grid_average"}:
        return say("电力平均二氧化碳排放因子", "the average emission factor of the grid")
    names = [used[code] for code in sorted(used)]
    return say("、".join(names), "the " + ", ".join(each[0].lower() + each[1:] for each in names))


def _factors_of(brief: Brief, code: str) -> list[Mapping[str, Any]]:
    """Return the factors of an indicator, by project where the report knows no total."""
    total = brief.book.one(code)
    found = [total] if total is not None else brief.book.along(code, "project")
    return [factor for each in found for factor in each.factors]


HEADINGS = {
    "project": ("项目", "Project"),
    "month": ("月份", "Month"),
    "province": ("省份", "Province"),
}


def _by(brief: Brief, say: Voice, axis: str, caption: str) -> Block:
    def row(name: str, **dimension: str) -> tuple[Cell, ...]:
        codes = [*(code for code, _zh, _en in ROUTES), TOTAL]
        return (name, *(brief.book.cell(code, **dimension) for code in codes))

    columns = [Column(heading=say(*HEADINGS[axis]))]
    columns += [
        Column(heading=say(zh, en), kind="number", unit=TONNES, places=3)
        for zh, en in (*((zh, en) for _code, zh, en in ROUTES), ("合计", "Total"))
    ]
    return table(
        say,
        caption,
        columns,
        [
            row(each.member(axis, say.language), **each.dimension)
            for each in brief.book.along(TOTAL, axis)
        ],
        total=row(say("合计", "Total")),
    )


def _chart(brief: Brief, say: Voice) -> Chart:
    caption = say("各月避免排放量", "Avoided emissions by month")
    per = Decimal(10_000) if say.key == "zh" else Decimal(1000)
    return Chart(
        caption=caption,
        alt=say(f"{caption}，按路径", f"{caption}, by route"),
        spec=months.monthly_bars(
            [
                months.MonthlyValue(
                    each.dimension["month"], say(zh, en), (each.value or Decimal(0)) / per
                )
                for code, zh, en in ROUTES
                for each in brief.book.along(code, "month")
            ],
            unit=say("避免排放量（万吨 CO2e）", "Avoided emissions (kt CO2e)"),
            language=say.language,
        ),
    )


def factors(brief: Brief, say: Voice, *, codes: Sequence[str] = WITH_FACTORS) -> Section | None:
    """
    Return every factor that was used, with its edition, its source and why it was chosen.

    ``codes`` are the indicators whose factors these are.
    """
    used: dict[Any, Mapping[str, Any]] = {}
    policies: dict[str, str] = {}
    for code in codes:
        total = brief.book.one(code)
        # Where the report is about one product there is no total, but there are its projects.
        for found in [total] if total is not None else brief.book.along(code, "project"):
            used |= {each["id"]: each for each in found.factors}
            policies |= {each["code"] + each["zh"]: each[say.key] for each in found.policies}
    if not used:
        return None
    rows = sorted(used.values(), key=lambda each: (each["code"], str(each["place"]), each["id"]))
    return Section(
        heading=say("所用排放因子", "Factors used"),
        level=2,
        blocks=(
            table(
                say,
                say("排放因子与版本", "Factors and editions"),
                (
                    Column(heading=say("因子", "Factor")),
                    Column(heading=say("地域", "Place")),
                    Column(heading=say("数据年份", "Data year"), align="end"),
                    Column(heading=say("数值", "Value"), kind="number"),
                    Column(heading=say("单位", "Unit")),
                    Column(heading=say("版本", "Edition")),
                ),
                [
                    (
                        each[f"name_{say.key}"],
                        each[say("place", "place_en")],
                        str(each["year"]) if each["year"] else say("缺省值", "default"),
                        Decimal(each["value"]),
                        each["unit"],
                        each["edition"],
                    )
                    for each in rows
                ],
                notes=[*_editions(say, rows), _policies(say, list(policies.values()))],
            ),
        ),
    )


def _editions(say: Voice, rows: list[Mapping[str, Any]]) -> list[str]:
    """Return what each edition is: the document's name, and under which mark it was read."""
    found: dict[str, tuple[str, set[str]]] = {}
    for each in rows:
        name = each[f"edition_{say.key}"]
        marks = SOURCE_MARK.findall(each["source"]) or [each["source"]]
        found.setdefault(each["edition"], (name, set()))[1].update(marks)
    return [
        say(f"{code}：{name}。", f"{code}: {name}. ")
        + say("录入时所据资料的记号：", "Read from sources: ")
        + say("、", ", ").join(sorted(sources))
        + say("。", ".")
        for code, (name, sources) in sorted(found.items())
    ]


def _policies(say: Voice, policies: list[str]) -> str:
    if not policies:
        return say("未启用任何替代取值规则。", "No fallback policy was in force.")
    return say("启用的取数规则：", "Policies in force: ") + say("；", "; ").join(sorted(policies))


def alternatives(brief: Brief, say: Voice) -> Section | None:
    """Return the coal route beside the result; it is another way to say the same energy."""
    rows = brief.book.along(ALTERNATIVE, "project")
    if not rows:
        return None
    return Section(
        heading=say("并列口径", "Alternative basis"),
        level=2,
        blocks=(
            Note(
                title=say("不相加", "Never added"),
                runs=(
                    say(
                        "燃煤替代口径说的是同一份能量，仅供与公告口径对照；与上表任何数字都不相加。",
                        "The coal route says the same energy in another way, for comparison with "
                        "announced "
                        "numbers; it is added to nothing above.",
                    ),
                ),
                tone="caution",
            ),
            table(
                say,
                say("燃煤替代口径的避免排放量", "Avoided emissions by the coal route"),
                (
                    Column(heading=say("项目", "Project")),
                    Column(
                        heading=say("本报告口径", "As reported"),
                        kind="number",
                        unit=TONNES,
                        places=3,
                    ),
                    Column(
                        heading=say("燃煤替代口径", "Coal route"),
                        kind="number",
                        unit=TONNES,
                        places=3,
                    ),
                ),
                [
                    (
                        each.member("project", say.language),
                        brief.book.cell(TOTAL, **each.dimension),
                        each.bound,
                    )
                    for each in rows
                ],
            ),
        ),
    )
