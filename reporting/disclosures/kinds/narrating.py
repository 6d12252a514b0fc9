"""Sections that people write: which a kind offers, and where each stands among those it builds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reporting.rendering.document import Block, Language, Section

#: The place of a section that stands before all others.
FRONT = ("", "")


@dataclass(frozen=True, kw_only=True)
class NarrativeSlot:
    """
    One section that somebody may write: its heading, its place, what is expected in it.

    ``after`` is the heading, in Chinese and in English, of the section that it follows;
    ``FRONT`` puts it before all, None behind all.
    """

    key: str
    heading_zh: str
    heading_en: str
    after: tuple[str, str] | None = None
    guidance_zh: str = ""
    guidance_en: str = ""

    def heading(self, language: str) -> str:
        """Return the heading in a language of documents or of the console."""
        return self.heading_zh if language.lower().startswith("zh") else self.heading_en

    def guidance(self, language: str) -> str:
        """Return what is expected in the section."""
        return self.guidance_zh if language.lower().startswith("zh") else self.guidance_en


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody wrote for one section in one language, its figures bound."""

    key: str
    language: Language
    blocks: tuple[Block, ...]


def placed(
    built: Sequence[Section],
    slots: Iterable[NarrativeSlot],
    told: Iterable[Told],
    language: Language,
) -> tuple[Section, ...]:
    """Return the sections with what was written, each at its place; the empty ones are left out."""
    written = {each.key: each.blocks for each in told if each.language == language and each.blocks}
    behind: dict[int, list[Section]] = defaultdict(list)
    for slot in slots:
        if slot.key in written:
            section = Section(heading=slot.heading(language), blocks=written[slot.key])
            behind[_place(built, slot, language)].append(section)
    found = list(behind[-1])
    for index, section in enumerate(built):
        found += [section, *behind[index]]
    return tuple(found)


def _place(built: Sequence[Section], slot: NarrativeSlot, language: Language) -> int:
    """Return behind which section a slot stands: -1 for the front, the last if none fits."""
    end = len(built) - 1
    if slot.after is None or slot.after == FRONT:
        return end if slot.after is None else -1
    wanted = slot.after[0 if language == "zh-Hans" else 1]
    for index, section in enumerate(built):
        if section.heading == wanted:
            below = index + 1
            while below <= end and built[below].level > section.level:
                below += 1
            return below - 1
    return end
