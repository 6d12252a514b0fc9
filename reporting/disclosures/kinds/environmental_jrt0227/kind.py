"""What the environmental disclosure says: the chapters of JR/T 0227, none of them left out."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.disclosures.kinds.answers import index, items_table, texts
from reporting.disclosures.kinds.environmental_jrt0227 import chapters, opening
from reporting.disclosures.kinds.kind import Brief, Kind, Voice
from reporting.disclosures.kinds.methods import methods
from reporting.disclosures.rules.asked import Item
from reporting.rendering.document import Block, Note, Section

LIST, TEMPLATE, GUIDE = "JRT-0227", "SZ-ENV-TEMPLATE", "GREEN-CREDIT-GUIDE"


def build(brief: Brief, say: Voice) -> tuple[Section, ...]:
    """Return the opening, every chapter of the list, the index and the methods."""
    sections = [opening.about(brief, say)]
    for item in brief.framework(LIST).items:
        sections += _chapter(brief, say, item)
    sections.append(index(brief, say, [brief.framework(LIST), brief.framework(TEMPLATE)]))
    return (*sections, methods(brief, say, sections))


def _chapter(brief: Brief, say: Voice, item: Item) -> Iterator[Section]:
    """Yield a chapter: what was written, its numbers, and what belongs to it by its subject."""
    written = [code for code in item.codes if code.startswith("G-ENV")]
    blocks: list[Block] = list(texts(brief, say, *written))
    if not blocks:
        blocks.append(
            Note(
                title=say("缺口", "Gap"),
                runs=(
                    say(
                        "本期没有经确认的本章文字。",
                        "There is no confirmed text of this chapter for the period.",
                    ),
                ),
                tone="caution",
            )
        )
    more = chapters.MORE.get(item.code)
    numbers = [code for code in item.codes if code not in written]
    if numbers and more is None:
        told = Item(
            code=item.code,
            section=item.section,
            zh=item.zh,
            en=item.en,
            unit=item.unit,
            codes=tuple(numbers),
            source=item.source,
            confidence=item.confidence,
        )
        blocks.append(items_table(brief, say, say("本章数据", "Numbers of the chapter"), [told]))
    yield Section(heading=say(item.zh, item.en), blocks=tuple(blocks))
    if more is not None:
        yield from more(brief, say)


ENVIRONMENTAL_JRT0227 = Kind(
    code="environmental_jrt0227",
    prefix="ENV",
    name_zh="环境信息披露报告",
    name_en="Environmental disclosure",
    build=build,
    frameworks=(LIST, TEMPLATE, GUIDE),
)
