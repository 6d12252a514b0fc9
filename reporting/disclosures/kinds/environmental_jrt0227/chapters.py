"""What belongs to a chapter besides its text: tables of figures, by the chapter's code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from reporting.disclosures.kinds import activity
from reporting.disclosures.kinds.answers import figures_of, items_table, origin
from reporting.disclosures.kinds.cards import Card, cards
from reporting.disclosures.kinds.financed_avoided import emissions
from reporting.disclosures.kinds.green_trust_annual import attribution, avoided, metering, portfolio
from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.printing import unit_words, with_digits
from reporting.disclosures.kinds.tables import table
from reporting.disclosures.rules.asked import Item
from reporting.rendering.document import Bullets, Cell, Column, Section, Table

More = Callable[[Brief, Voice], Iterator[Section]]
PER_HEAD = {"per": "employee"}
#: What the column of amounts per head already says.
IN_THE_COLUMN = frozenset({"E-OP-24-B"})
CARDS: tuple[Card, ...] = (
    ("G-GT-02", "绿色信托存续规模", "Green trust assets outstanding"),
    ("E-AV-03", "所投项目避免排放量", "Avoided by the projects financed"),
    ("E-AT-02", "归因避免排放量，绿色信贷指引口径", "Attributed, green-credit guide"),
    ("E-OP-24", "运营排放总量", "Emissions of operations"),
)


def _overview(brief: Brief, say: Voice) -> Iterator[Section]:
    found = cards(brief, say, CARDS)
    if found is not None:
        yield Section(heading=say("年度数据", "The year in numbers"), level=2, blocks=(found,))


def _below(section: Section | None) -> Iterator[Section]:
    if section is not None:
        yield replace(section, level=2)


def _products(brief: Brief, say: Voice) -> Iterator[Section]:
    yield from _below(portfolio.portfolio(brief, say))


def _financing(brief: Brief, say: Voice) -> Iterator[Section]:
    """Yield the seven benefits of the guide, what was avoided and what falls to the trusts."""
    heading = say("节能减排七项指标", "The seven benefits of the green-credit guide")
    guide = brief.framework("GREEN-CREDIT-GUIDE")
    yield Section(heading=heading, level=2, blocks=(items_table(brief, say, heading, guide.items),))
    yield from _below(avoided.avoided(brief, say))
    factors = avoided.factors(brief, say)
    if factors is not None:
        yield replace(factors, level=3)
    if entered := activity.entered(brief, say):
        yield entered
    yield from _below(attribution.attribution(brief, say))
    yield from _below(emissions.financed(brief, say))


def _operations(brief: Brief, say: Voice) -> Iterator[Section]:
    """Yield the template's table, row by row."""
    template = brief.framework("SZ-ENV-TEMPLATE")
    heading = say("经营活动环境影响定量表", "Operations: the table of the template")
    yield Section(heading=heading, level=2, blocks=(_template(brief, say, template.items),))


def _template(brief: Brief, say: Voice, items: tuple[Item, ...]) -> Table:
    return table(
        say,
        say("经营活动的环境影响（总量与人均）", "Impact of operations, in total and per head"),
        (
            Column(heading=say("行", "Row")),
            Column(heading=say("指标", "Indicator")),
            Column(heading=say("总量", "Total"), kind="number"),
            Column(heading=say("单位", "Unit")),
            Column(heading=say("人均", "Per head"), kind="number"),
            Column(heading=say("来源或缺口", "Origin, or gap")),
        ),
        [row for item in items for row in _rows(brief, say, item)],
        notes=(
            say(
                "范围一、二的因子只计二氧化碳；范围二按位置。人均为除以期末员工总数；"
                "没有员工总数时人均不出数。",
                "Factors of scopes 1 and 2 count carbon dioxide alone; scope 2 is by location. Per "
                "head is over the employees; without their number nothing is told per head.",
            ),
        ),
        is_sum=False,
    )


def _rows(brief: Brief, say: Voice, item: Item) -> Iterator[tuple[Cell, ...]]:
    name = say(item.zh, item.en)
    codes = [code for code in item.codes if code not in IN_THE_COLUMN]
    if not any(figures_of(code, brief.book) for code in codes):
        yield item.code, name, None, None, None, say("本期无数据", "No data for the period")
        return
    for code in codes:
        entries = figures_of(code, brief.book)
        if not entries:
            label = name if len(codes) == 1 else f"{name} · {code}"
            yield item.code, label, None, None, None, say("本期无数据", "No data for the period")
        for entry in entries:
            label = name if len(codes) == 1 else entry.label(say.language)
            head = brief.book.one(code, **PER_HEAD)
            number = entry.bound if entry.is_number else say("不可得", "Not available")
            yield (
                item.code,
                label,
                number,
                unit_words(say, entry.unit) or None if entry.is_number else None,
                with_digits(head.bound) if head is not None and head.is_number else None,
                origin(entry, say),
            )


def _data(brief: Brief, say: Voice) -> Iterator[Section]:
    """Yield how data is gathered, checked and kept, and how complete the metering is."""
    yield Section(
        heading=say("数据如何校验", "How data is checked"),
        level=2,
        blocks=(
            Bullets(
                (
                    (
                        say(
                            "计量文件、台账与填报数据均由一人提出、另一人复核确认；"
                            "确认后不可修改，更正为新版本，原数照存。",
                            "Meter files, books and entered data are proposed by one person and "
                            "confirmed by another; once confirmed they are not edited, a "
                            "correction is a new version and the old one stays.",
                        ),
                    ),
                    (
                        say(
                            "每个数字附算式、代入因子、来源行与指纹；发布前逐一重算核对指纹。",
                            "Every number carries its formula, factors, source rows and a "
                            "fingerprint, which is checked before publication.",
                        ),
                    ),
                    (
                        say(
                            "缺测不补；所有数字截至封面所载时刻。",
                            "Gaps in metering are not filled; all numbers are as known at the "
                            "moment on the cover.",
                        ),
                    ),
                )
            ),
        ),
    )
    yield from _below(metering.quality(brief, say))


#: By the code that the list of chapters gives them.
MORE: Mapping[str, More] = {
    "CH-01": _overview,
    "CH-04": _products,
    "CH-07": _financing,
    "CH-08": _operations,
    "CH-09": _data,
}
