"""Acts on disclosures: draft, submit, return, publish, withdraw; the sign-off is a confirmation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from config.accounts.models import User
from config.jobs import operations as jobs
from config.jobs.models import Run
from config.kernel import proposals
from config.kernel.canonical import instant
from config.kernel.errors import DomainError
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from reporting.disclosures.kinds.kind import LANGUAGES
from reporting.disclosures.kinds.table import check_subject, kind_of
from reporting.disclosures.models import (
    STATE_LABELS,
    Disclosure,
    DisclosureVersion,
    NumberSeries,
    StateChange,
)
from reporting.disclosures.operations import drafting
from reporting.disclosures.restating import unsaid
from reporting.disclosures.rules.life import DISCLOSURE_LIFE, State
from trusts.register import queries as register

DRAFT_RUN = "reporting.disclosures.draft"
PUBLISH_RUN = "reporting.disclosures.publish"
PROPOSE = DisclosureVersion.propose_permission
LONGEST_TITLE = 200


class StillUnderWay(DomainError):
    """{version} is {state}; it is returned or published before the next one is drafted."""

    code = "still_under_way"


class OrganizationMissing(DomainError):
    """Say whose disclosure it is, in Chinese and in English."""

    code = "organization_missing"
    status = 400


def draft(
    *,
    kind: str,
    period: Period,
    organization_zh: str,
    organization_en: str,
    by: User,
    reason: str,
    known_at: dt.datetime | None = None,
    languages: Sequence[str] = LANGUAGES,
    subject: str = "",
) -> Run:
    """
    Ask for the next version of a disclosure; return the run that draws, builds and renders it.

    ``known_at`` is the pinned moment that its statements were drawn for; without one, a
    moment is pinned now. The disclosure gets its number with the first draft. ``subject``
    is the code of the product, for a kind that is about one.

    :raises UnknownDisclosureKind: if there is no such kind.
    :raises SubjectMissing: if the kind is about one product and none is named.
    :raises SubjectNotTaken: if it is not, and one is named.
    :raises NotFoundHere: if no such product is confirmed.
    :raises OrganizationMissing: if a name is blank.
    :raises ReasonMissing: if ``reason`` is blank.
    :raises StillUnderWay: if a version is in review.
    """
    by.check_may(PROPOSE)
    check_subject(kind, subject)
    if not (organization_zh.strip() and organization_en.strip()):
        raise OrganizationMissing
    if not reason.strip():
        raise proposals.ReasonMissing
    moment = known_at or pin_known_at()
    with transaction.atomic():
        disclosure = _standing_or_new(
            kind=kind,
            period=period,
            organization_zh=organization_zh,
            organization_en=organization_en,
            languages=languages,
            subject=subject,
        )
        number = _next_number(disclosure)
        return jobs.request(
            kind=DRAFT_RUN,
            key=f"{disclosure.code} v{number}",
            by=by,
            payload={
                "disclosure_id": disclosure.pk,
                "number": number,
                "known_at": instant(moment),
                "reason": reason,
            },
        )


@transaction.atomic
def open_(
    *,
    kind: str,
    period: Period,
    organization_zh: str,
    organization_en: str,
    by: User,
    languages: Sequence[str] = LANGUAGES,
    subject: str = "",
) -> Disclosure:
    """
    Return the disclosure of a kind and period, opened under its number if it was not.

    Its texts can be written from then on, before there are figures to draft it with.

    :raises UnknownDisclosureKind: if there is no such kind.
    :raises SubjectMissing: if the kind is about one product and none is named.
    :raises SubjectNotTaken: if it is not, and one is named.
    :raises OrganizationMissing: if a name is blank.
    """
    by.check_may(PROPOSE)
    check_subject(kind, subject)
    if not (organization_zh.strip() and organization_en.strip()):
        raise OrganizationMissing
    return _standing_or_new(
        kind=kind,
        period=period,
        organization_zh=organization_zh,
        organization_en=organization_en,
        languages=languages,
        subject=subject,
    )


@transaction.atomic
def open_next(*, disclosure: Disclosure, by: User) -> Disclosure:
    """
    Open the same disclosure of the period that follows, with this one's texts carried over.

    :raises NothingToCarry: if there is no text to carry.
    """
    following = open_(
        kind=disclosure.kind,
        period=_following(disclosure.period),
        organization_zh=disclosure.organization_zh,
        organization_en=disclosure.organization_en,
        by=by,
        languages=disclosure.languages,
        subject=disclosure.subject,
    )
    drafting.roll_forward(source=disclosure, target=following, by=by)
    return following


def draft_next(
    *, disclosure: Disclosure, by: User, reason: str, known_at: dt.datetime | None = None
) -> Run:
    """
    Ask for the next version of a disclosure that stands; as known now without ``known_at``.

    :raises StillUnderWay: if a version is in review.
    """
    return draft(
        kind=disclosure.kind,
        period=disclosure.period,
        organization_zh=disclosure.organization_zh,
        organization_en=disclosure.organization_en,
        by=by,
        reason=reason,
        known_at=known_at,
        languages=disclosure.languages,
        subject=disclosure.subject,
    )


def _following(period: Period) -> Period:
    """Return the period of as many months that follows, or of as many days."""
    first, last = period.starts_on, period.ends_on
    months = (last.year - first.year) * 12 + last.month - first.month
    if first.day != 1 or last.day != 1:
        return Period(last, last + (last - first))
    year, month = divmod(last.year * 12 + last.month - 1 + months, 12)
    return Period(last, dt.date(year, month + 1, 1))


def _standing_or_new(
    *,
    kind: str,
    period: Period,
    organization_zh: str,
    organization_en: str,
    languages: Sequence[str],
    subject: str,
) -> Disclosure:
    """Return the disclosure that stands, or a new one under the next number of its series."""
    chosen = kind_of(kind)
    year = period.starts_on.year
    NumberSeries.objects.get_or_create(prefix=chosen.prefix, year=year)
    series = NumberSeries.objects.select_for_update().get(prefix=chosen.prefix, year=year)
    standing: Disclosure | None = Disclosure.objects.filter(
        kind=kind,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        organization_zh=organization_zh,
        subject=subject,
    ).first()
    if standing is not None:
        return standing
    product = register.product_by_code(subject) if subject else None
    series.last += 1
    series.save(update_fields=["last"])
    disclosure = Disclosure(
        code=f"{chosen.prefix}-{year}-{series.last:04}",
        kind=kind,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        subject=subject,
        organization_zh=organization_zh,
        organization_en=organization_en,
        title_zh=_title(chosen.title(period, "zh-Hans"), product.name_zh if product else ""),
        title_en=_title(chosen.title(period, "en"), product.name_en if product else ""),
        languages=list(languages),
    )
    disclosure.save()
    return disclosure


def _title(title: str, about: str) -> str:
    """Return a title with what it is about, no longer than its column takes."""
    return f"{title} · {about}"[:LONGEST_TITLE] if about else title


def _next_number(disclosure: Disclosure) -> int:
    last = _last_version(disclosure)
    if last is None:
        return 1
    state = last.state
    if state is State.IN_REVIEW and last.is_pending:
        raise StillUnderWay(version=str(last), state=str(STATE_LABELS[state]))
    return last.number + 1


def _last_version(disclosure: Disclosure) -> DisclosureVersion | None:
    found: DisclosureVersion | None = (
        DisclosureVersion.objects.filter(disclosure=disclosure)
        .select_related("disclosure")
        .order_by("-number")
        .first()
    )
    return found


@transaction.atomic
def submit(*, version: DisclosureVersion, by: User, reason: str) -> StateChange:
    """
    Put a draft before the reviewers.

    :raises ForbiddenMove: if it is no draft.
    :raises DraftNotSettled: if a number, a text or a thread of comments is open.
    :raises NumbersMoved: if it says other numbers than what is published, and not why.
    """
    by.check_may(PROPOSE)
    locked = _locked(version)
    DISCLOSURE_LIFE.check_can_move(locked.state, State.IN_REVIEW)
    drafting.check_settled(locked)
    unsaid.check_said(locked)
    return locked.move(State.IN_REVIEW, by=by, reason=_said(reason))


def sign_off(
    *, version: DisclosureVersion, by: User, note: str = "", seen_sha256: str | None = None
) -> DisclosureVersion:
    """
    Sign a version off as its second person; it is approved from then on.

    :raises NotInReview: if it was not submitted.
    :raises SamePerson: if ``by`` drafted it.
    :raises ContentChanged: if ``seen_sha256`` is not the hash of what is proposed.
    :raises NumbersMoved: if it says other numbers than what is published by now, and not why.
    """
    unsaid.check_said(version)
    return proposals.confirm(version, by=by, note=note, seen_sha256=seen_sha256)


@transaction.atomic
def return_(*, version: DisclosureVersion, by: User, note: str) -> StateChange:
    """
    Send a version back with what is wrong with it; the next draft is the next version.

    :raises ForbiddenMove: if it is not in review.
    :raises SamePerson: if ``by`` drafted it.
    """
    locked = _locked(version)
    DISCLOSURE_LIFE.check_can_move(locked.state, State.RETURNED)
    proposals.reject(locked, by=by, note=note)
    return locked.move(State.RETURNED, by=by, reason=note)


@transaction.atomic
def withdraw(*, version: DisclosureVersion, by: User, reason: str) -> StateChange:
    """
    Withdraw a version: a draft that is not wanted, or a publication that must not stand.

    Its files stay in the archive; it is no longer what is published.

    :raises ForbiddenMove: if it is in review, or ended already.
    """
    by.check_may(PROPOSE)
    locked = _locked(version)
    change = locked.move(State.WITHDRAWN, by=by, reason=_said(reason))
    if locked.is_pending and locked.proposed_by_id == by.pk:
        proposals.withdraw(locked, by=by, note=reason)
    return change


def publish(*, version: DisclosureVersion, by: User) -> Run:
    """
    Ask for the publication of a version that was signed off; return the run that does it.

    A version that is published already stays as it is.

    :raises ForbiddenMove: if it was not signed off.
    """
    if version.state is not State.PUBLISHED:
        DISCLOSURE_LIFE.check_can_move(version.state, State.PUBLISHED)
    return jobs.request(
        kind=PUBLISH_RUN,
        key=str(version),
        by=by,
        payload={"version_id": version.pk},
    )


def _locked(version: DisclosureVersion) -> DisclosureVersion:
    """Return the version, held until the transaction ends, so that moves queue up."""
    rows = DisclosureVersion.objects.select_for_update(of=("self",), no_key=True)
    locked: DisclosureVersion = rows.get(pk=version.pk)
    return locked


def _said(reason: str) -> str:
    if not reason.strip():
        raise proposals.ReasonMissing
    return reason
