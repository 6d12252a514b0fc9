"""Questions about what is being drafted: texts, findings, threads, progress, what came late."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from config.kernel.errors import DomainError, NotFoundHere
from config.kernel.findings import Finding, Severity
from reporting.disclosures.drafting.people import assignments_of, open_threads
from reporting.disclosures.kinds.binding import TYPED_NUMBER, BoundText, bind
from reporting.disclosures.kinds.kind import Voice
from reporting.disclosures.kinds.narrating import NarrativeSlot, Told
from reporting.disclosures.kinds.table import kind_of
from reporting.disclosures.models import (
    CarriedTextRead,
    Disclosure,
    DisclosureVersion,
    DraftComment,
    NarrativeText,
    ReportingClose,
    SectionAssignment,
    TypedNumberReason,
)
from reporting.disclosures.queries import book_of
from reporting.disclosures.rules.book import Book
from reporting.rendering.document import Language

EMPTY_BOOK = Book(())
LONGEST_QUOTE = 80
Place = tuple[str, str]


class NoSuchSection(DomainError):
    """A disclosure of the kind {kind} has no section {section} to write; it has: {known}."""

    code = "no_such_section"
    status = 404


class NoSuchLanguage(DomainError):
    """{disclosure} is not written in {language}; it is in: {known}."""

    code = "no_such_language"
    status = 404


@dataclass(frozen=True, kw_only=True)
class SectionState:
    """One section in one language: its text, what was found, who writes it, what is open."""

    slot: NarrativeSlot
    language: Language
    text: NarrativeText | None
    is_carried: bool
    findings: tuple[Finding, ...]
    reasons: tuple[TypedNumberReason, ...]
    assignment: SectionAssignment | None
    open_threads: int
    blocks: tuple[Any, ...] = field(repr=False, default=())

    @property
    def state(self) -> str:
        """Return how far the section is: empty, carried, with findings, or ready."""
        if self.text is None or not self.text.text.strip():
            return "empty"
        if self.is_carried:
            return "carried"
        return "findings" if self.findings else "ready"

    def is_late(self, today: dt.date) -> bool:
        """Return whether the day that its writer had is over and it is not ready."""
        return (
            self.assignment is not None and self.assignment.due_on < today and self.state != "ready"
        )


def slots_of(disclosure: Disclosure) -> tuple[NarrativeSlot, ...]:
    """Return the sections that may be written for a disclosure."""
    return kind_of(disclosure.kind).narratives


def slot_of(disclosure: Disclosure, section: str) -> NarrativeSlot:
    """
    Return one section that may be written.

    :raises NoSuchSection: naming those there are.
    """
    slots = {each.key: each for each in slots_of(disclosure)}
    if section not in slots:
        raise NoSuchSection(kind=disclosure.kind, section=section, known=", ".join(slots) or "-")
    return slots[section]


def check_language(disclosure: Disclosure, language: str) -> None:
    """
    Refuse a language that the disclosure is not written in.

    :raises NoSuchLanguage: naming those it is.
    """
    if language not in disclosure.languages:
        raise NoSuchLanguage(
            disclosure=disclosure.code, language=language, known=", ".join(disclosure.languages)
        )


def texts_of(disclosure: Disclosure, section: str, language: str) -> QuerySet[NarrativeText]:
    """Return every text of a section, the newest first."""
    rows: QuerySet[NarrativeText] = NarrativeText.objects.filter(
        disclosure=disclosure, section=section, language=language
    )
    return rows.select_related("by", "carried_from__disclosure").order_by("-sequence")


def standing_texts(disclosure: Disclosure) -> dict[Place, NarrativeText]:
    """Return the newest text of each section and language."""
    rows = (
        NarrativeText.objects.filter(disclosure=disclosure)
        .select_related("by", "disclosure", "carried_from__disclosure")
        .order_by("section", "language", "-sequence")
        .distinct("section", "language")
    )
    return {(each.section, each.language): each for each in rows}


def texts_in(version: DisclosureVersion) -> list[NarrativeText]:
    """Return the texts that a version was built with, in the order of its sections."""
    rows = NarrativeText.objects.filter(pk__in=version.narrative)
    order = {pk: place for place, pk in enumerate(version.narrative)}
    return sorted(
        rows.select_related("by", "disclosure", "carried_from__disclosure"),
        key=lambda each: order[each.pk],
    )


def last_version(disclosure: Disclosure) -> DisclosureVersion | None:
    """Return the last version of a disclosure; None if none was drafted."""
    found: DisclosureVersion | None = (
        DisclosureVersion.objects.filter(disclosure=disclosure)
        .select_related("disclosure", "figure_set")
        .order_by("-number")
        .first()
    )
    return found


def book_beside(disclosure: Disclosure) -> Book | None:
    """Return the figures of the last version, which texts are held against; None before one."""
    version = last_version(disclosure)
    if version is None:
        return None
    return book_of(
        version.figure_set, axis=kind_of(disclosure.kind).about, subject=disclosure.subject
    )


def told(texts: Iterable[NarrativeText], book: Book) -> tuple[tuple[Told, ...], list[Finding]]:
    """Return texts as a document takes them, and the errors in them, each with its section."""
    found, errors = [], []
    for each in texts:
        language: Language = each.language  # type: ignore[assignment]  # (a stored choice)
        bound = bind(each.text, book, Voice(language))
        errors += [in_section(fault, each.section, each.language) for fault in bound.errors]
        found.append(Told(key=each.section, language=language, blocks=bound.blocks))
    return tuple(found), errors


def in_section(finding: Finding, section: str, language: str) -> Finding:
    """Return a finding that names the section it is in."""
    stored = {**vars(finding), "field": f"{section}/{language}"}
    return Finding(**stored)


def unread(texts: Iterable[NarrativeText]) -> list[NarrativeText]:
    """Return the carried texts that nobody has read since."""
    carried = [each for each in texts if each.carried_from_id is not None]
    read = set(CarriedTextRead.objects.filter(text__in=carried).values_list("text_id", flat=True))
    return [each for each in carried if each.pk not in read]


def reasons_of(disclosure: Disclosure) -> dict[Place, list[TypedNumberReason]]:
    """Return why typed numbers stand alone, by section and language."""
    found: dict[Place, list[TypedNumberReason]] = defaultdict(list)
    rows = TypedNumberReason.objects.filter(text__disclosure=disclosure)
    for each in rows.select_related("text", "by").order_by("id"):
        found[each.text.section, each.text.language].append(each)
    return found


def unexplained(findings: Iterable[Finding], reasons: Iterable[TypedNumberReason]) -> list[Finding]:
    """Return the findings without the typed numbers that a reason was given for."""
    known = {(each.number, each.sentence) for each in reasons}
    return [
        each
        for each in findings
        if each.code != TYPED_NUMBER or (each.value, each.facts["sentence"]) not in known
    ]


def speaking_of_another_year(text: NarrativeText) -> list[Finding]:
    """Return a finding if a carried text still names the year that it was carried from."""
    if text.carried_from is None:
        return []
    before = text.carried_from.disclosure.starts_on.year
    if before == text.disclosure.starts_on.year or str(before) not in text.text:
        return []
    return [
        Finding(
            code="another_year",
            message="The text was carried from {disclosure} and still names the year {year}.",
            severity=Severity.WARNING,
            value=str(before),
            remedy="Rewrite the sentence, or read the text and keep it as it stands.",
            facts={"disclosure": text.carried_from.disclosure.code, "year": before},
        )
    ]


def section_state(
    disclosure: Disclosure, section: str, language: str, *, book: Book | None
) -> SectionState:
    """
    Return one section in one language with all that is to be known of it.

    :raises NoSuchSection: if the kind has none of this key.
    :raises NoSuchLanguage: if the disclosure is not written in the language.
    """
    slot_of(disclosure, section)
    check_language(disclosure, language)
    for each in progress(disclosure, book=book):
        if (each.slot.key, each.language) == (section, language):
            return each
    raise NotFoundHere(what="section", key=f"{section}/{language}")


def progress(disclosure: Disclosure, *, book: Book | None) -> list[SectionState]:
    """
    Return where each section stands, in the order of the kind, in each language.

    Without a ``book`` nothing was drawn yet: references are checked when the first version is
    drafted, and only what is wrong with a text by itself is found.
    """
    texts, reasons = standing_texts(disclosure), reasons_of(disclosure)
    assigned, threads = assignments_of(disclosure), open_threads(disclosure)
    unread_ids = {each.pk for each in unread(texts.values())}
    found = []
    for slot in slots_of(disclosure):
        for language in disclosure.languages:
            place = (slot.key, language)
            text = texts.get(place)
            bound = _bound(text, book, language)
            is_carried = text is not None and text.pk in unread_ids
            findings = unexplained(bound.findings, reasons[place])
            if text is not None and is_carried:
                findings = [*speaking_of_another_year(text), *findings]
            found.append(
                SectionState(
                    slot=slot,
                    language=language,
                    text=text,
                    is_carried=is_carried,
                    findings=tuple(findings),
                    reasons=tuple(reasons[place]),
                    assignment=assigned.get(slot.key),
                    open_threads=sum(each.section == slot.key for each in threads),
                    blocks=bound.blocks,
                )
            )
    return found


def _bound(text: NarrativeText | None, book: Book | None, language: Language) -> BoundText:
    if text is None:
        return BoundText((), ())
    bound = bind(text.text, book or EMPTY_BOOK, Voice(language))
    if book is None:
        kept = tuple(each for each in bound.findings if each.code != "unknown_reference")
        return BoundText(bound.blocks, kept)
    return bound


def faults_at_submission(version: DisclosureVersion) -> list[Finding]:
    """
    Return what keeps a version from the reviewers.

    Typed numbers without a reason, carried texts that nobody read, texts that were written
    after the version was built, and threads of comments that nobody has settled.
    """
    texts = texts_in(version)
    reasons = reasons_of(version.disclosure)
    found: list[Finding] = []
    for each in texts:
        bound = bind(each.text, EMPTY_BOOK, Voice(each.language))  # type: ignore[arg-type]
        typed = [fault for fault in bound.findings if fault.code == TYPED_NUMBER]
        left = unexplained(typed, reasons[each.section, each.language])
        found += [in_section(fault, each.section, each.language) for fault in left]
    found += [_unread(each) for each in unread(texts)]
    found += [_unsettled(each) for each in open_threads(version.disclosure)]
    return found + _moved_on(version, texts)


def _unread(text: NarrativeText) -> Finding:
    source = text.carried_from.disclosure.code if text.carried_from else ""
    return Finding(
        code="carried_and_unread",
        message="The text was carried from {disclosure} and nobody has read it since.",
        field=f"{text.section}/{text.language}",
        value=str(text),
        remedy="Rewrite it, or read it and keep it as it stands.",
        facts={"disclosure": source},
    )


def _unsettled(thread: DraftComment) -> Finding:
    return Finding(
        code="thread_open",
        message="{who} commented on it and nobody has settled the thread: {text}",
        field=thread.about,
        value=f"#{thread.pk}",
        remedy="Answer it, then settle it and say how.",
        facts={"who": str(thread.by), "text": thread.text[:LONGEST_QUOTE]},
    )


def _moved_on(version: DisclosureVersion, texts: Sequence[NarrativeText]) -> list[Finding]:
    used = {each.pk for each in texts}
    return [
        Finding(
            code="text_moved_on",
            message="The section was written anew after {version} was built.",
            field=f"{each.section}/{each.language}",
            value=str(each),
            remedy="Draft the next version, then submit that one.",
            facts={"version": str(version)},
        )
        for each in standing_texts(version.disclosure).values()
        if each.pk not in used
    ]


def closes_of(disclosure: Disclosure) -> list[ReportingClose]:
    """Return the closings of a disclosure's period, the last one first."""
    rows = ReportingClose.objects.filter(version__disclosure=disclosure)
    return list(rows.select_related("version__disclosure", "by").order_by("-id"))


def earlier_disclosure(disclosure: Disclosure) -> Disclosure | None:
    """Return the same organization's last disclosure of the kind before this period."""
    found: Disclosure | None = (
        Disclosure.objects.filter(
            kind=disclosure.kind,
            organization_zh=disclosure.organization_zh,
            subject=disclosure.subject,
            ends_on__lte=disclosure.starts_on,
        )
        .order_by("-ends_on", "-id")
        .first()
    )
    return found


def following_disclosure(disclosure: Disclosure) -> Disclosure | None:
    """Return the same organization's disclosure of the kind that begins where this one ends."""
    found: Disclosure | None = (
        Disclosure.objects.filter(
            kind=disclosure.kind,
            organization_zh=disclosure.organization_zh,
            subject=disclosure.subject,
            starts_on=disclosure.ends_on,
        )
        .order_by("id")
        .first()
    )
    return found
