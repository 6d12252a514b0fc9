"""What a kind of disclosure is, and what one is made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from config.kernel.periods import Period
from reporting.disclosures.kinds.narrating import NarrativeSlot, Told, placed
from reporting.disclosures.rules.asked import Framework
from reporting.disclosures.rules.book import Book, Entry
from reporting.rendering.document import Document, Language, Section

LANGUAGES: tuple[Language, ...] = ("zh-Hans", "en")


class OnTwoBases(Protocol):
    """What a version says of the one that it restates: a section, and the figures bound in it."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return the figures that are not of the version's own set."""

    def section(self, say: Voice) -> Section:
        """Return the section."""


@dataclass(frozen=True, kw_only=True)
class Brief:
    """All that a document is made from: whose it is, what about, and its figures."""

    code: str
    number: int
    organization_zh: str
    organization_en: str
    period: Period
    known_at: dt.datetime
    issued_on: dt.date
    is_sample: bool
    base_url: str
    book: Book
    prepared_by: str = ""
    #: What it is about, where its kind is about one thing: the code of a product.
    subject: str = ""
    asked: tuple[Framework, ...] = ()
    narrative: tuple[Told, ...] = ()
    restatement: OnTwoBases | None = None

    def framework(self, code: str) -> Framework:
        """Return one of the frameworks that the kind follows."""
        return next(each for each in self.asked if each.code == code)

    @property
    def figures(self) -> Book:
        """Return every figure that the document may bind, those of a restatement among them."""
        if self.restatement is None:
            return self.book
        own = {each.figure_id for each in self.book.entries}
        more = [each for each in self.restatement.entries if each.figure_id not in own]
        return Book((*self.book.entries, *more))


@dataclass(frozen=True)
class Voice:
    """One language of a document: says the sentence in it."""

    language: Language

    def __call__(self, zh: str, en: str) -> str:
        """Return the text in this language."""
        return en if self.language == "en" else zh

    @property
    def key(self) -> str:
        """Return how stored names call the language: zh or en."""
        return "en" if self.language == "en" else "zh"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of disclosure: its names, its number series, and how its document is built."""

    code: str
    prefix: str
    name_zh: str
    name_en: str
    build: Callable[[Brief, Voice], tuple[Section, ...]]
    #: The axis of figures whose one member a disclosure of this kind is about; none by default.
    about: str = ""
    #: The lists whose items a disclosure of this kind follows, by their codes in the library.
    frameworks: tuple[str, ...] = ()
    narratives: tuple[NarrativeSlot, ...] = ()

    def title(self, period: Period, language: Language) -> str:
        """Return the title of a disclosure of this kind for a period."""
        return f"{self.name_en} {period}" if language == "en" else f"{self.name_zh} {period}"


def document(kind: Kind, brief: Brief, language: Language) -> Document:
    """Return the whole document in one language; the same brief gives the same document."""
    say = Voice(language)
    built = _with_restatement(kind.build(brief, say), brief, say)
    sections = placed(built, kind.narratives, brief.narrative, language)
    used = [figure for section in sections for figure in section.figures()]
    return Document(
        title=kind.title(brief.period, language),
        subtitle=brief.book.member_name(kind.about, brief.subject, language),
        organization=say(brief.organization_zh, brief.organization_en),
        identifier=brief.code,
        version_label=version_label(brief.number, say),
        language=language,
        period_text=period_text(brief.period, say),
        issued_on=brief.issued_on,
        known_at=brief.known_at,
        is_sample=brief.is_sample,
        sample_notice=sample_notice(say) if brief.is_sample else "",
        sections=sections,
        provenance=tuple(brief.figures.records(used, language)),
        base_url=brief.base_url,
        prepared_by=brief.prepared_by,
    )


def _with_restatement(
    sections: tuple[Section, ...], brief: Brief, say: Voice
) -> tuple[Section, ...]:
    """Return the sections with what is restated behind the first chapter, where one is."""
    if brief.restatement is None:
        return sections
    chapters = [place for place, each in enumerate(sections) if each.level == 1]
    place = chapters[1] if len(chapters) > 1 else len(sections)
    return (*sections[:place], brief.restatement.section(say), *sections[place:])


def version_label(number: int, say: Voice) -> str:
    """Return how a version is called on its cover."""
    return say(f"第 {number} 版", f"Version {number}")


def review_label(number: int, say: Voice) -> str:
    """Return how a review copy is called on its cover."""
    return say(f"第 {number} 版 送审稿", f"Version {number}, review copy")


def period_text(period: Period, say: Voice) -> str:
    """Return the period in words, its last day included."""
    first, last = period.starts_on, period.last_day
    return say(
        f"{first.year} 年 {first.month} 月 {first.day} 日至 "
        f"{last.year} 年 {last.month} 月 {last.day} 日",
        f"{first.isoformat()} to {last.isoformat()}",
    )


def sample_notice(say: Voice) -> str:
    """Return what a document of sample data says of itself."""
    return say(
        "本报告由样本数据生成：计量读数、价格与资产负债表为确定性生成的示例，"
        "公告数值与官方排放因子为真实公开信息。不得作为任何决策依据。",
        "This report was made from sample data: readings, prices and balance sheets are generated, "
        "announced numbers and official emission factors are real and public. "
        "Nothing may be decided by it.",
    )
