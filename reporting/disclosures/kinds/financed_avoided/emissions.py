"""Coverage, financed emissions by class and product, removals and quality; absences in words."""

from __future__ import annotations

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.printing import alone, unit_words
from reporting.disclosures.kinds.tables import table
from reporting.disclosures.rules.book import Entry
from reporting.figures.rules.absent import ABSENT
from reporting.rendering.document import Block, Cell, Column, Note, Paragraph, Run, Section, Table

SCOPES = (
    ("E-FE-01", "范围一", "Scope 1"),
    ("E-FE-02", "范围二", "Scope 2"),
    ("E-FE-03", "范围三", "Scope 3"),
)
MANAGED, COVERED, ATTRIBUTED = "E-FE-10", "E-FE-04", "E-AT-22"
HEADINGS = {"asset_class": ("资产类别", "Asset class"), "product": ("产品", "Product")}
TONNES = "tCO2e"


def coverage(brief: Brief, say: Voice) -> Section | None:
    """Return how much of the money is covered, by class and by product."""
    if brief.book.one(MANAGED) is None:
        return None
    return Section(
        heading=say("覆盖范围", "Coverage"),
        blocks=(
            Paragraph(
                (
                    say(
                        "“纳入融资排放”须已确认被投项目自身的排放；“已归因避免排放”须有归因声明。",
                        "Money is covered by financed emissions where the project's own emissions "
                        "are confirmed, and by avoided emissions where an attribution was stated.",
                    ),
                )
            ),
            _coverage(brief, say, "asset_class", say("按资产类别", "By asset class")),
            _coverage(brief, say, "product", say("按产品", "By product")),
            *_shares(brief, say),
        ),
    )


def _coverage(brief: Brief, say: Voice, axis: str, caption: str) -> Table:
    def row(name: str, **dimension: str) -> tuple[Cell, ...]:
        return (
            name,
            *(brief.book.cell(code, **dimension) for code in (MANAGED, COVERED, ATTRIBUTED)),
        )

    columns = [
        Column(heading=say(zh, en), kind="number", unit="CNY", places=2)
        for zh, en in (
            ("存续规模", "Outstanding"),
            ("纳入融资排放", "Covered, financed"),
            ("已归因避免排放", "Attributed, avoided"),
        )
    ]
    return table(
        say,
        caption,
        (Column(heading=say(*HEADINGS[axis])), *columns),
        [
            row(each.member(axis, say.language), **each.dimension)
            for each in brief.book.along(MANAGED, axis)
        ],
        total=row(say("合计", "Total")),
    )


def _shares(brief: Brief, say: Voice) -> list[Block]:
    runs: list[Run] = []
    for code, zh, en in (
        ("E-FE-05", "融资排放纳入比例 ", "Covered by financed emissions: "),
        ("E-AT-23", "避免排放归因比例 ", "Attributed avoided emissions: "),
    ):
        found = brief.book.one(code)
        if found is not None and found.is_number:
            runs += [say(zh, en), found.bound, say("。", ". ")]
    found = brief.book.one("E-FE-05")
    if found is not None and found.value == 0:
        runs.append(
            say(
                "未纳入的原因：本期没有已确认的被投项目自身排放数据。",
                "Why nothing is covered: no project's own emissions are confirmed for the period.",
            )
        )
    elif runs:
        runs.append(
            say(
                "其余资金未纳入，因其未归因到已登记项目，或所投项目没有已确认的数据。",
                "The rest is left out: it is not attributed to a registered project, or its "
                "project has no confirmed data.",
            )
        )
    return [Paragraph(tuple(runs))] if runs else []


def financed(brief: Brief, say: Voice) -> Section:
    """Return financed emissions, scope by scope; where there are none, the reason."""
    heading = say("融资排放", "Financed emissions")
    found = [(code, brief.book.one(code)) for code, _zh, _en in SCOPES]
    numbers = [each for _code, each in found if each is not None and each.is_number]
    blocks: list[Block] = []
    if numbers:
        blocks = [
            _by(brief, say, "asset_class", say("融资排放，按资产类别", "Financed, by asset class")),
            _by(brief, say, "product", say("融资排放，按产品", "Financed emissions, by product")),
            *_intensity(brief, say),
        ]
    blocks += _absences(say, [each for _code, each in found])
    if not blocks:
        blocks = [Paragraph((say("本期无数据。", "There is no data for the period."),))]
    return Section(heading=heading, blocks=tuple(blocks))


def _by(brief: Brief, say: Voice, axis: str, caption: str) -> Table:
    def row(name: str, **dimension: str) -> tuple[Cell, ...]:
        return (name, *(brief.book.cell(code, **dimension) for code, _zh, _en in SCOPES))

    members: dict[str, Entry] = {}
    for code, _zh, _en in SCOPES:
        members |= {each.dimension[axis]: each for each in brief.book.along(code, axis)}
    return table(
        say,
        caption,
        (
            Column(heading=say(*HEADINGS[axis])),
            *(
                Column(heading=say(zh, en), kind="number", unit=TONNES, places=3)
                for _code, zh, en in SCOPES
            ),
        ),
        [
            row(each.member(axis, say.language), **each.dimension)
            for _member, each in sorted(members.items())
        ],
        total=row(say("合计", "Total")),
    )


def _intensity(brief: Brief, say: Voice) -> list[Block]:
    found = brief.book.one("E-FE-07")
    if found is None or not found.is_number:
        return []
    return [
        Paragraph(
            (
                say(
                    "范围一与范围二之和按纳入金额计的强度为 ",
                    "Scopes 1 and 2 together, over the money covered, come to ",
                ),
                found.bound,
                " " + unit_words(say, found.unit) + say("。", "."),
            )
        )
    ]


def _absences(say: Voice, entries: list[Entry | None]) -> list[Block]:
    """Return a note that says of each absent figure what it is and why there is none."""
    absent = [each for each in entries if each is not None and each.text_value in ABSENT]
    if not absent:
        return []
    lines = {each.shown(say.language): [] for each in absent}  # type: dict[str, list[str]]
    for each in absent:
        lines[each.shown(say.language)].append(each.label(say.language))
    said = say("；", "; ").join(
        say("、", ", ").join(labels) + say("：", ": ") + why for why, labels in lines.items()
    )
    return [Note(title=say("不可得", "Not available"), runs=(said,), tone="caution")]


def removed(brief: Brief, say: Voice) -> Section | None:
    """Return removals apart, or why none are told."""
    found = brief.book.one("E-FE-09")
    if found is None:
        return None
    blocks: tuple[Block, ...] = tuple(_absences(say, [found]))
    if found.is_number:
        blocks = (
            Paragraph(
                (
                    say("本期碳清除量 ", "Removed in the period: "),
                    alone(say, found.bound),
                    f" {found.unit}" + say("，单独列示。", ", apart from all else."),
                )
            ),
        )
    return Section(heading=say("碳清除（单列）", "Removals (apart)"), blocks=blocks)


def quality(brief: Brief, say: Voice) -> Section | None:
    """Return the weighted scores of financed and of avoided emissions."""
    found = [brief.book.one(code) for code in ("E-FE-06", "E-AT-21")]
    scored = [each for each in found if each is not None and each.is_number]
    blocks: list[Block] = []
    if scored:
        blocks.append(
            table(
                say,
                say("加权数据质量得分", "Weighted data quality scores"),
                (
                    Column(heading=say("数字", "Of"), width=70),
                    Column(
                        heading=say("得分（1 为最好，5 为最差）", "Score, 1 best and 5 worst"),
                        kind="number",
                        places=2,
                        width=30,
                    ),
                ),
                [(each.label(say.language), each.bound) for each in scored],
                is_sum=False,
            )
        )
    blocks += _absences(say, found)
    if not blocks:
        return None
    return Section(heading=say("加权数据质量", "Weighted data quality"), blocks=tuple(blocks))
