"""Items of a framework beside the figures that answer them; what is not answered says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.printing import alone
from reporting.disclosures.kinds.tables import table
from reporting.disclosures.rules.asked import Framework, Item
from reporting.disclosures.rules.book import Book, Entry
from reporting.figures.rules.absent import ABSENT
from reporting.rendering.document import Cell, Column, Paragraph, Section, Table

COLLECTED_TEXT = "collected_text"
#: How the codes of what is answered in words begin.
TEXT_CODES = "G-ENV-"
AS_COLLECTED = {"as": "collected"}
NOWHERE: Mapping[str, str] = {}


class State(StrEnum):
    """How far an item is answered."""

    ANSWERED = "answered"
    PARTLY = "partly"
    ABSENT = "absent"
    OPEN = "open"
    NO_INDICATOR = "no_indicator"


STATES = {
    State.ANSWERED: ("已披露", "Disclosed"),
    State.PARTLY: ("部分披露", "Partly disclosed"),
    State.ABSENT: ("不可得，已说明原因", "Not available, with the reason"),
    State.OPEN: ("本期无数据", "No data for the period"),
    State.NO_INDICATOR: ("尚无对应指标", "No indicator yet"),
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One indicator of an item with its figures: none where nothing was drawn."""

    code: str
    entries: tuple[Entry, ...]

    @property
    def is_given(self) -> bool:
        """Return whether there is a number or a text, and not only the reason for none."""
        return any(each.text_value not in ABSENT for each in self.entries)


def answers_to(item: Item, book: Book) -> tuple[Answer, ...]:
    """Return what the figures say to each indicator of an item."""
    return tuple(Answer(code=code, entries=figures_of(code, book)) for code in item.codes)


def figures_of(code: str, book: Book) -> tuple[Entry, ...]:
    """Return the figure of an indicator as a whole; by place where there is no whole."""
    found = book.one(code)
    beside = book.one(code, **AS_COLLECTED)
    whole = tuple(each for each in (found, beside) if each is not None)
    return whole or tuple(book.along(code, "place"))


def state_of(item: Item, book: Book, *, is_written: bool = False) -> State:
    """Return how far an item is answered; ``is_written`` where the report itself holds its text."""
    answers = answers_to(item, book)
    given = [each.is_given or (is_written and each.code.startswith(TEXT_CODES)) for each in answers]
    if not answers:
        return State.NO_INDICATOR
    if all(given):
        return State.ANSWERED
    if any(given):
        return State.PARTLY
    return State.ABSENT if any(each.entries for each in answers) else State.OPEN


def is_text(entry: Entry) -> bool:
    """Return whether the figure is a text that somebody wrote."""
    return entry.text_value == COLLECTED_TEXT


def origin(entry: Entry, say: Voice) -> str:
    """Return where a figure came from in a few words; of an absent or zero one the reason."""
    if entry.text_value in ABSENT:
        reason = entry.shown(say.language).partition(say("：", ": "))[2]
        return reason[:1].upper() + reason[1:]
    if why := entry.attributes.get("why"):
        return str(why[say.key])
    if entry.attributes.get("origin") == "collected":
        department = entry.attributes["department"][say.key]
        return say(f"填报：{department}", f"Entered by {department}")
    return say("系统计算", "Computed")


def value(entry: Entry, say: Voice) -> tuple[Cell, str | None]:
    """Return a figure as a mixed table shows it: the bound number, and its unit."""
    if entry.is_number:
        shown = alone(say, entry.bound, measure=entry.measure)
        return shown, shown.printed_unit or None
    if entry.text_value in ABSENT:
        return say("不可得", "Not available"), None
    if is_text(entry):
        return say("文字，见正文", "Text, in the report"), None
    return entry.shown(say.language), None


def rows_of(
    item: Item, brief: Brief, say: Voice, told: Mapping[str, str] = NOWHERE
) -> Iterator[tuple[Cell, ...]]:
    """
    Yield the lines of one item: code, name, value, unit, where it came from.

    ``told`` says of items that the report answers in words where that is.
    """
    name = say(item.zh, item.en)
    answers = answers_to(item, brief.book)
    if item.code in told:
        yield item.code, name, None, None, told[item.code]
        return
    if not any(answer.entries for answer in answers):
        state = State.OPEN if answers else State.NO_INDICATOR
        yield item.code, name, None, None, _said(state, say)
        return
    for answer in answers:
        if not answer.entries:
            yield item.code, f"{name} · {answer.code}", None, None, _said(State.OPEN, say)
        for entry in answer.entries:
            shown, unit = value(entry, say)
            label = entry.label(say.language) if len(answers) > 1 or entry.dimension else name
            yield item.code, label, shown, unit, origin(entry, say)


def _said(state: State, say: Voice) -> str:
    return say(*STATES[state])


def items_table(
    brief: Brief,
    say: Voice,
    caption: str,
    items: Sequence[Item],
    *,
    notes: Sequence[str] = (),
    told: Mapping[str, str] = NOWHERE,
) -> Table:
    """Return the items of a list with their values; every item has a line."""
    return table(
        say,
        caption,
        (
            Column(heading=say("编号", "Code")),
            Column(heading=say("指标", "Indicator")),
            Column(heading=say("数值", "Value"), kind="number"),
            Column(heading=say("单位", "Unit")),
            Column(heading=say("来源或缺口", "Origin, or gap")),
        ),
        [row for item in items for row in rows_of(item, brief, say, told)],
        notes=notes,
        is_sum=False,
    )


def index(
    brief: Brief,
    say: Voice,
    frameworks: Sequence[Framework],
    *,
    written: Collection[str] = frozenset(),
) -> Section:
    """
    Return the index of frameworks: each item, how far it is answered, by which indicators.

    ``written`` are the items whose text stands in the report.
    """
    return Section(
        heading=say("框架索引", "Index of frameworks"),
        blocks=(
            Paragraph(
                (
                    say(
                        "下列各表逐项列出框架的要求、对应指标与本报告的披露状态；未披露的项目照列。"
                        "标注“节录”的清单不是官方全文，不构成符合性声明。",
                        "Each table lists what a framework asks for, the indicators that answer "
                        "it and how far this report discloses it; what is not disclosed is listed "
                        "all the same. A list marked as an extract is not the official text, and "
                        "nothing here claims conformity.",
                    ),
                )
            ),
            _gaps(brief, say, frameworks, written),
            *(_index_of(brief, say, each, written) for each in frameworks),
        ),
    )


def name_of(framework: Framework, say: Voice) -> str:
    """Return what a list is called, saying if it is an extract."""
    name = say(framework.zh, framework.en)
    return name + say("，节录", ", extract") if framework.is_partial else name


def _gaps(
    brief: Brief, say: Voice, frameworks: Sequence[Framework], written: Collection[str]
) -> Table:
    """Return, by framework, the items that are not disclosed, by name of the state."""
    rows: list[tuple[Cell, ...]] = []
    for framework in frameworks:
        name = say(framework.zh, framework.en)
        states = {
            item.code: state_of(item, brief.book, is_written=item.code in written)
            for item in framework.items
        }
        for state in (State.PARTLY, State.ABSENT, State.OPEN, State.NO_INDICATOR):
            codes = [code for code, found in states.items() if found is state]
            if codes:
                rows.append((name, _said(state, say), say("、", ", ").join(codes)))
                name = ""
    return table(
        say,
        say("未完整披露的条目", "Items that are not wholly disclosed"),
        (
            Column(heading=say("框架", "Framework"), width=30),
            Column(heading=say("状态", "State"), width=18),
            Column(heading=say("条目", "Items"), width=52),
        ),
        rows,
        is_sum=False,
    )


def _index_of(brief: Brief, say: Voice, framework: Framework, written: Collection[str]) -> Table:
    return table(
        say,
        name_of(framework, say),
        (
            Column(heading=say("条目", "Item"), width=16),
            Column(heading=say("要求", "Asks for"), width=40),
            Column(heading=say("指标", "Indicators"), width=22),
            Column(heading=say("状态", "State"), width=22),
        ),
        [
            (
                item.code,
                say(item.zh, item.en),
                say("、", ", ").join(item.codes) or None,
                _said(state_of(item, brief.book, is_written=item.code in written), say),
            )
            for item in framework.items
        ],
        is_sum=False,
    )


def texts(brief: Brief, say: Voice, *codes: str) -> list[Paragraph]:
    """Return what departments wrote under some codes, each paragraph with its id."""
    found: list[Paragraph] = []
    for code in codes:
        for entry in figures_of(code, brief.book):
            if not is_text(entry):
                continue
            lines = [line for line in entry.shown(say.language).splitlines() if line.strip()]
            lines[-1] += say(
                f"（{origin(entry, say)}；编号 {entry.figure_id}）",
                f" ({origin(entry, say)}; id {entry.figure_id})",
            )
            found += [Paragraph((line,)) for line in lines]
    return found
