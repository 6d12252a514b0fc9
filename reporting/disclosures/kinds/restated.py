"""What a version says of the published one that it restates: two bases, the bridge, the policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from reporting.disclosures.kinds.kind import Voice
from reporting.disclosures.kinds.printing import unit_words
from reporting.disclosures.rules.book import Entry
from reporting.figures.rules.bridge import NAMES, ORDER, Cause
from reporting.rendering.bridges import BridgeStep, bridge_bars
from reporting.rendering.document import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Figure,
    Note,
    Paragraph,
    Section,
    Strong,
    Table,
)
from reporting.rendering.words import instant_text, number_text

TONNES = "tCO2e"
GRAM_PLACES = 6
#: What the section is called; a version that restates another one has it.
HEADING = ("重述说明", "Restatement")
#: Whose steps are shown side by side, by unit: all that move, and what falls to products.
BRIDGED: Mapping[str, tuple[str, ...]] = {
    TONNES: ("E-AV-03", "E-AT-01", "E-AT-02"),
    "MWh": ("E-EN-01",),
    "GJ": ("E-EN-02",),
}
CHARTED = "E-AV-03"
#: Of one product there are no tonnes but those that fall to it.
CHARTED_OF_PRODUCT = "E-AT-01"


@dataclass(frozen=True, kw_only=True)
class Basis:
    """One number on both bases, as bound figures."""

    old: Entry
    new: Entry
    difference: Entry
    steps: tuple[Entry, ...]

    @property
    def is_total(self) -> bool:
        """Return whether the number is of all projects of the house, or of the product."""
        return "project" not in self.old.dimension

    @property
    def moved(self) -> tuple[Entry, ...]:
        """Return the steps that are not zero."""
        return tuple(each for each in self.steps if each.value)


@dataclass(frozen=True, kw_only=True)
class Restated:
    """Why a version is there: which one it restates, on which grounds, and both numbers of each."""

    number: int
    old_known_at: dt.datetime
    new_known_at: dt.datetime
    causes: tuple[Cause, ...]
    explanation_zh: str
    explanation_en: str
    judgment: tuple[Mapping[str, Any], ...]
    decided_by: tuple[str, str]
    bases: tuple[Basis, ...]
    #: What the published version printed besides and the new basis says otherwise, old and new.
    others: tuple[tuple[Entry | None, Entry | None], ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return every figure that the section binds."""
        told = [entry for each in self.bases for entry in (each.old, each.difference, *each.steps)]
        return (*told, *(side for pair in self.others for side in pair if side is not None))

    def section(self, say: Voice) -> Section:
        """Return the section."""
        blocks: list[Block] = [
            *_lead(self, say),
            _materiality(self, say),
            _reading_aid(say),
            _two_bases(self, say),
        ]
        for unit, codes in BRIDGED.items():
            if found := _bridge(self, say, unit, codes):
                blocks.append(found)
        charted = self.total(CHARTED) or self.total(CHARTED_OF_PRODUCT)
        if charted is not None and charted.moved:
            blocks.append(_chart(charted, say))
        if self.others:
            blocks.append(_others(self, say))
        return Section(heading=say(*HEADING), blocks=tuple(blocks))

    def total(self, indicator: str) -> Basis | None:
        """Return the total of an indicator on both bases; None if it is not told."""
        for each in self.bases:
            if each.is_total and each.old.indicator == indicator:
                return each
        return None


def is_told_in(document: Document) -> bool:
    """Return whether a document says what it restates, and why."""
    heading = HEADING[0 if document.language == "zh-Hans" else 1]
    return any(each.heading == heading for each in document.sections)


def _lead(restated: Restated, say: Voice) -> Iterator[Block]:
    causes = [say(NAMES[each].zh, NAMES[each].en) for each in restated.causes]
    old = instant_text(restated.old_known_at, say.language)
    new = instant_text(restated.new_known_at, say.language)
    yield Paragraph(
        (
            say(
                f"本版重述已发布的第 {restated.number} 版。旧口径为{old}所知，新口径为{new}所知；"
                f"变动原因：{'、'.join(causes)}。",
                f"This version restates version {restated.number}, which was published. The old "
                f"basis is what was known at {old}, the new basis what was known at {new}. "
                f"Causes: {', '.join(causes)}.",
            ),
        )
    )
    yield Paragraph((say(restated.explanation_zh, restated.explanation_en),))


def _reading_aid(say: Voice) -> Paragraph:
    return Paragraph(
        (
            say(
                "下表把变动的合计数与各项目避免排放量按两种口径并列，其后各表由旧口径逐步走到新口径。",
                "The table sets the totals that moved, and each project's avoided emissions, side "
                "by side on both bases; the tables after it lead from the old basis to the new.",
            ),
        )
    )


def _two_bases(restated: Restated, say: Voice) -> Table:
    judged = {each["indicator"] for each in restated.judgment}
    told = [
        each
        for each in restated.bases
        if (each.difference.value and (each.is_total or each.old.indicator == CHARTED))
        or (each.is_total and each.old.indicator in judged)
    ]
    return Table(
        caption=say("新旧口径对照", "Both bases"),
        columns=(
            Column(heading=say("指标", "Indicator"), width=26),
            Column(heading=say("单位", "Unit"), width=8),
            Column(heading=say("旧口径", "Old basis"), kind="number", width=20),
            Column(heading=say("新口径", "New basis"), kind="number", width=20),
            Column(heading=say("差额", "Difference"), kind="number", width=19),
            Column(heading=say("原因", "Reason"), width=16),
        ),
        rows=tuple(_row(each, say) for each in told),
        notes=(
            say(
                "旧口径各数取自已发布版本，编号不变；吨数列至克。",
                "Numbers on the old basis are those of the published version under the same ids; "
                "tonnes are told to the gram.",
            ),
        ),
    )


def _row(basis: Basis, say: Voice) -> tuple[Cell, ...]:
    return (
        basis.old.label(say.language),
        unit_words(say, basis.old.unit) or "–",
        _exact(basis.old),
        _exact(basis.new),
        _exact(basis.difference),
        _reason(basis, say),
    )


def _reason(basis: Basis, say: Voice) -> str:
    if not basis.difference.value:
        return say("未变", "unchanged")
    if not basis.moved:
        return say("未逐步重算", "not redrawn step by step")
    names = [NAMES[Cause(each.dimension["step"])] for each in basis.moved]
    return say("、".join(each.zh for each in names), ", ".join(each.en for each in names))


def _exact(entry: Entry) -> Figure:
    """Return the bound number; tonnes to the gram, for the last digit is what is compared."""
    if entry.unit != TONNES:
        return entry.bound
    text = number_text(entry.value or Decimal(0), places=GRAM_PLACES)
    return replace(entry.bound, text=text)


def _bridge(restated: Restated, say: Voice, unit: str, codes: Sequence[str]) -> Table | None:
    told = [each for code in codes if (each := restated.total(code)) and each.difference.value]
    if not told:
        return None
    causes = [
        cause
        for cause in (*ORDER, Cause.OTHER)
        if any(_step(each, cause) is not None for each in told)
    ]
    rows: list[tuple[Cell, ...]] = [
        (say("旧口径", "Old basis"), *(_exact(each.old) for each in told))
    ]
    for cause in causes:
        found = [_step(each, cause) for each in told]
        rows.append(
            (
                say(NAMES[cause].zh, NAMES[cause].en),
                *(None if step is None else _exact(step) for step in found),
            )
        )
    return Table(
        caption=say(f"由旧口径至新口径（{unit}）", f"From the old basis to the new ({unit})"),
        columns=(
            Column(heading=say("步骤", "Step"), width=28),
            *(
                Column(heading=each.old.label(say.language), kind="number", unit=unit, width=24)
                for each in told
            ),
        ),
        rows=tuple(rows),
        total=(say("新口径", "New basis"), *(_exact(each.new) for each in told)),
        notes=(
            say(
                "按所列顺序每次只把一项输入由旧换新并重算；旧口径与各步之和等于新口径，未经舍入。",
                "Redrawn with one input at a time moved from old to new, in the order listed; the "
                "old basis and the steps add up to the new basis, without rounding.",
            ),
        ),
    )


def _others(restated: Restated, say: Voice) -> Table:
    """Return every other number and word that is not what the published version printed."""
    return Table(
        caption=say("其他变动的数字", "Other numbers that moved"),
        columns=(
            Column(heading=say("数字", "Figure"), width=46),
            Column(heading=say("单位", "Unit"), width=12),
            Column(heading=say("旧口径", "Old basis"), align="end", width=20),
            Column(heading=say("新口径", "New basis"), align="end", width=20),
        ),
        rows=tuple(_other(old, new, say) for old, new in restated.others),
        notes=(
            say(
                "已发布版本或新口径所列、上表未及的数字；“–”表示该口径没有此数。",
                "What the published version prints, or the new basis adds to it, beyond the tables "
                "above; a dash stands where a basis has no such number.",
            ),
        ),
    )


def _other(old: Entry | None, new: Entry | None, say: Voice) -> tuple[Cell, ...]:
    shown = new or old
    if shown is None:
        raise ValueError("What neither basis has has not moved.")
    unit = unit_words(say, shown.unit) or "–"
    return (shown.label(say.language), unit, _either(old, say), _either(new, say))


def _either(entry: Entry | None, say: Voice) -> Cell:
    if entry is None:
        return None
    return _exact(entry) if entry.is_number else entry.shown(say.language)


def _step(basis: Basis, cause: Cause) -> Entry | None:
    return next((each for each in basis.steps if each.dimension["step"] == cause.value), None)


def _chart(basis: Basis, say: Voice) -> Chart:
    name = basis.old.label(say.language)
    caption = say(f"{name}：由旧口径至新口径", f"{name}: from the old basis to the new")
    return Chart(
        caption=caption,
        alt=caption,
        spec=bridge_bars(
            basis.old.value or Decimal(0),
            [
                BridgeStep(
                    each.names["step"][say.key],
                    each.value or Decimal(0),
                )
                for each in basis.moved
            ],
            unit=basis.old.unit,
            language=say.language,
        ),
    )


def _materiality(restated: Restated, say: Voice) -> Note:
    runs: list[str | Strong | Figure] = []
    for line in restated.judgment:
        runs += _judged(restated, line, say)
    first, second = restated.decided_by
    runs.append(
        say(
            f"重述由{first}提出，{second}确认。",
            f"The restatement was proposed by {first} and confirmed by {second}.",
        )
    )
    return Note(title=say("重要性判断", "Materiality"), runs=tuple(runs))


def _judged(
    restated: Restated, line: Mapping[str, Any], say: Voice
) -> Iterator[str | Strong | Figure]:
    """Yield the sentence on one indicator: how much it moved, the threshold, the judgment."""
    code = line["indicator"]
    basis = restated.total(code)
    if basis is None:
        yield say(f"{code}：两种口径不能对照", f"{code}: only one basis has it")
    else:
        yield say(
            f"{basis.old.label(say.language)}（{code}）变动 ",
            f"{basis.old.label(say.language)} ({code}) moved by ",
        )
        yield _exact(basis.difference)
    limits = []
    if line["threshold_percent"] is not None:
        limits.append(number_text(Decimal(line["threshold_percent"])) + "%")
    if line["threshold_absolute"] is not None:
        unit = unit_words(say, basis.old.unit) if basis else ""
        limits.append(f"{number_text(Decimal(line['threshold_absolute']))} {unit}".rstrip())
    limit = say(" 或 ", " or ").join(limits)
    yield say(f"，界限为 {limit}：", f"; the threshold is {limit}: ")
    verdict = say("重要", "material") if line["is_material"] else say("不重要", "not material")
    yield Strong(verdict)
    yield say("。", ". ")
