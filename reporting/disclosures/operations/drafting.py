"""Acts on the texts of a draft: write, carry over, keep, explain, bind, close."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.errors import DomainError, InvalidInput, NotAllowed
from config.kernel.findings import Finding
from config.kernel.periods import Period
from reporting.disclosures.drafting import people, queries
from reporting.disclosures.models import (
    STATE_LABELS,
    CarriedTextRead,
    Disclosure,
    DisclosureVersion,
    NarrativeText,
    ReportingClose,
    TypedNumberReason,
)
from reporting.disclosures.rules.life import State
from reporting.disclosures.rules.narrative import read, reference_text, with_references
from reporting.disclosures.rules.narrative_numbers import typed_numbers

PROPOSE = DisclosureVersion.propose_permission
#: What is before the reviewers, or signed off by them, is not written on.
_CLOSED_TO_WRITERS = frozenset({State.IN_REVIEW, State.APPROVED})
_LONGEST = 60_000


class BeforeTheReviewers(DomainError):
    """{version} is {state}; have it returned before its texts are written on."""

    code = "before_the_reviewers"


class TextMovedOn(DomainError):
    """{who} has written section {section} since you opened it; read text #{number} first."""

    code = "text_moved_on"


class NotCarried(DomainError):
    """{text} is not the carried text that stands; there is nothing to keep."""

    code = "not_carried"


class NoSuchNumber(DomainError):
    """The standing text of {section} holds no typed number {number} in such a sentence."""

    code = "no_such_number"
    status = 404


class NothingToCarry(DomainError):
    """{disclosure} has no text that {target} does not have already."""

    code = "nothing_to_carry"


class OtherKind(DomainError):
    """{source} is another kind of disclosure than {target}; its sections do not fit."""

    code = "other_kind"


class TextNotReadable(InvalidInput):
    """The text has {count} fault(s); nothing was stored."""

    code = "text_not_readable"


class NarrativeNotBound(DomainError):
    """The texts of {disclosure} do not bind: {faults}"""

    code = "narrative_not_bound"


class DraftNotSettled(InvalidInput):
    """The draft is not ready for the reviewers: {count} thing(s) are open."""

    code = "draft_not_settled"
    status = 409


def write(
    *, disclosure: Disclosure, section: str, language: str, text: str, over: int, by: User
) -> NarrativeText:
    """
    Append a text to a section, written over the one with the number ``over`` (0: none).

    :raises NotAllowed: if ``by`` neither drafts disclosures nor has the section to write.
    :raises BeforeTheReviewers: while the last version is in review or approved.
    :raises TextNotReadable: if a mark of the text cannot be read.
    :raises TextMovedOn: if somebody else wrote the section meanwhile.
    """
    queries.slot_of(disclosure, section)
    queries.check_language(disclosure, language)
    _check_writer(disclosure, section, by)
    _check_being_drafted(disclosure)
    text = text.replace("\r\n", "\n").strip()
    _check_readable(text, section, language)
    last = queries.texts_of(disclosure, section, language).first()
    if (last.sequence if last else 0) != over:
        raise _moved_on(disclosure, section, language)
    row = NarrativeText(
        disclosure=disclosure,
        section=section,
        language=language,
        sequence=over + 1,
        text=text,
        by=by,
    )
    return _appended(row)


def keep(*, text: NarrativeText, by: User, note: str = "") -> CarriedTextRead:
    """
    Hold a carried text for read: it stays as it stands.

    :raises NotCarried: if it is not carried, was read already, or another one stands.
    """
    _check_writer(text.disclosure, text.section, by)
    last = queries.texts_of(text.disclosure, text.section, text.language).first()
    if text.carried_from_id is None or last != text or not queries.unread([text]):
        raise NotCarried(text=str(text))
    reading = CarriedTextRead(text=text, note=note, by=by)
    reading.save()
    return reading


def explain(
    *, text: NarrativeText, number: str, sentence: str, reason: str, by: User
) -> TypedNumberReason:
    """
    Say why a typed number stands alone; it holds for that number in that sentence.

    :raises NoSuchNumber: if the text holds no such number in such a sentence.
    :raises ReasonMissing: if ``reason`` is blank.
    """
    _check_writer(text.disclosure, text.section, by)
    known = {(each.text, each.sentence) for each in typed_numbers(text.text)}
    if (number, sentence) not in known:
        raise NoSuchNumber(section=text.section, number=number)
    row = TypedNumberReason(text=text, number=number, sentence=sentence, reason=said(reason), by=by)
    row.save()
    return row


@transaction.atomic
def roll_forward(*, source: Disclosure, target: Disclosure, by: User) -> list[NarrativeText]:
    """
    Carry the standing texts of an earlier disclosure over, references and all.

    Only sections that the target has no text for are carried; months in references move with
    the period. What was carried is marked until somebody rewrites it or keeps it.

    :raises OtherKind: if the two are of different kinds.
    :raises NothingToCarry: if there is no text that the target lacks.
    """
    by.check_may(PROPOSE)
    if source.kind != target.kind:
        raise OtherKind(source=source.code, target=target.code)
    _check_being_drafted(target)
    standing = queries.standing_texts(target)
    offered = {each.key for each in queries.slots_of(target)}
    carried = []
    for place, text in sorted(queries.standing_texts(source).items()):
        section, language = place
        fits = section in offered and language in target.languages
        if place in standing or not fits or not text.text.strip():
            continue
        row = NarrativeText(
            disclosure=target,
            section=section,
            language=language,
            sequence=1,
            text=moved_along(text.text, source.period, target.period),
            carried_from=text,
            by=by,
        )
        carried.append(_appended(row))
    if not carried:
        raise NothingToCarry(disclosure=source.code, target=target.code)
    return carried


def moved_along(text: str, before: Period, after: Period) -> str:
    """Return a text whose references to months stand as far into the later period."""
    months = (after.starts_on.year - before.starts_on.year) * 12
    months += after.starts_on.month - before.starts_on.month
    change = {}
    for each in read(text).references():
        dimension = dict(each.dimension)
        if "month" in dimension:
            dimension["month"] = _later(dimension["month"], months)
            change[str(each)] = reference_text(each.indicator, dimension)
    return with_references(text, change)


def check_settled(version: DisclosureVersion) -> None:
    """
    Refuse to submit a version while something in its texts is open.

    :raises DraftNotSettled: with a finding for each: typed numbers that nobody explained,
        carried texts that nobody read, sections that were written anew since.
    """
    if found := queries.faults_at_submission(version):
        raise DraftNotSettled(found)


def bound(texts: Sequence[NarrativeText], disclosure: Disclosure, book: Any) -> tuple[Any, ...]:
    """
    Return texts as the document takes them.

    :raises NarrativeNotBound: naming each section, place, value and remedy that is wrong.
    """
    told, errors = queries.told(texts, book)
    if errors:
        said = "; ".join(f"{each.field}: {_words(each)}" for each in errors)
        raise NarrativeNotBound(disclosure=disclosure.code, faults=said)
    return told


def close(*, version: DisclosureVersion, by: User) -> ReportingClose:
    """Record, with a publication, that its period is closed for disclosures of the kind."""
    disclosure = version.disclosure
    row = ReportingClose(
        version=version,
        kind=disclosure.kind,
        starts_on=disclosure.starts_on,
        ends_on=disclosure.ends_on,
        known_at=version.known_at,
        by=by,
    )
    row.save()
    return row


def _words(finding: Finding) -> str:
    facts = dict(finding.facts)
    return f"{finding.message} {finding.remedy}".format_map(facts)


def _later(month: str, months: int) -> str:
    try:
        start = Period.parse(month).starts_on
    except DomainError:
        return month
    year, place = divmod(start.year * 12 + start.month - 1 + months, 12)
    return f"{year:04}-{place + 1:02}"


def _check_writer(disclosure: Disclosure, section: str, by: User) -> None:
    if not people.may_write(by, disclosure, section):
        raise NotAllowed(who=str(by), permission=PROPOSE)


def _check_being_drafted(disclosure: Disclosure) -> None:
    last = queries.last_version(disclosure)
    if last is None or last.state not in _CLOSED_TO_WRITERS:
        return
    if last.state is State.IN_REVIEW and not last.is_pending:
        return  # rejected by another door; the next draft's log says so
    raise BeforeTheReviewers(version=str(last), state=str(STATE_LABELS[last.state]))


def _check_readable(text: str, section: str, language: str) -> None:
    faults = [each for each in read(text).findings if each.blocks]
    if len(text) > _LONGEST:
        faults.append(
            Finding(
                code="too_long",
                message="A section holds {most} characters at most; this one has {count}.",
                remedy="Say it shorter, or attach it as an annex.",
                facts={"most": _LONGEST, "count": len(text)},
            )
        )
    if faults:
        raise TextNotReadable([queries.in_section(each, section, language) for each in faults])


def _appended(row: NarrativeText) -> NarrativeText:
    """Store a text; of two that are written over the same one, the first stands."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise _moved_on(row.disclosure, row.section, row.language) from taken
    return row


def _moved_on(disclosure: Disclosure, section: str, language: str) -> TextMovedOn:
    last = queries.texts_of(disclosure, section, language).first()
    return TextMovedOn(
        who=str(last.by) if last else "-", section=section, number=last.sequence if last else 0
    )


def said(reason: str) -> str:
    """
    Return words without the space around them.

    :raises ReasonMissing: if there are none.
    """
    if not reason.strip():
        raise proposals.ReasonMissing
    return reason.strip()
