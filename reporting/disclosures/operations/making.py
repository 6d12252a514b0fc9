"""What the room's jobs do: make a version with its review copies, make a version public."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction

from config.accounts.models import User
from config.archive import operations as archive
from config.jobs.registry import Progress
from config.kernel import proposals
from config.kernel.canonical import canonical_bytes
from config.kernel.errors import DomainError
from reporting.disclosures import queries
from reporting.disclosures.drafting.queries import standing_texts
from reporting.disclosures.kinds.kind import Voice, document, review_label
from reporting.disclosures.kinds.table import kind_of
from reporting.disclosures.models import (
    ABOUT_FILES,
    Artefact,
    Disclosure,
    DisclosureVersion,
    StateChange,
)
from reporting.disclosures.operations import drafting, packing, templating
from reporting.disclosures.operations.briefing import HOUSE_ZONE, brief_of
from reporting.disclosures.restating import queries as restating
from reporting.disclosures.restating import unsaid
from reporting.disclosures.rules.life import State
from reporting.figures import operations as figures
from reporting.figures.models import Figure, FigureSet
from reporting.figures.rules.values import hash_of_set
from reporting.rendering import child
from reporting.rendering.document import Document, Language

JSON = "application/json"
TEMPLATE = "template"  # the form that a company's own Word file gives


class NotRendered(DomainError):
    """{document} was not rendered as {form}: {why}"""

    code = "not_rendered"


class FiguresChanged(DomainError):
    """{version} is not published: the stored rows of {figures} are not what was signed off."""

    code = "figures_changed"


class NotSignedOff(DomainError):
    """{version} was not signed off by a second person; it is not published."""

    code = "not_signed_off"


def make_version(
    *,
    disclosure: Disclosure,
    number: int,
    known_at: dt.datetime,
    by: User,
    reason: str,
    progress: Progress,
    asked_at: dt.datetime | None = None,
) -> DisclosureVersion:
    """
    Draw the figures, build the documents, propose the version, render its review copies.

    Every step finds what an earlier attempt left and goes on from there. The company's own Word
    files are filled by the templates that stood at ``asked_at``; without one, by none.

    :raises StatementsMissing: if no statements were drawn for the moment.
    :raises NarrativeNotBound: if a text refers to a figure that there is not.
    :raises NotRendered: if a document cannot be rendered.
    """
    steps = 2 + len(disclosure.languages) * (len(child.FORMS) + 1)
    progress(0, steps, "figures")
    figure_set = figures.draw_figures(
        period=disclosure.period, known_at=known_at, by=by, key=f"{disclosure.code} v{number}"
    )
    progress(1, steps, "documents")
    version = _standing(disclosure, number) or _propose(
        disclosure, number, figure_set, by=by, reason=reason, asked_at=asked_at
    )
    copies = (
        replace(
            queries.signed_document(version, language),
            version_label=review_label(number, Voice(language)),
        )
        for language in disclosure.languages
    )
    _render(version, copies, is_published=False, progress=_counted(progress, steps, done=2))
    return version


def make_public(*, version: DisclosureVersion, by: User, progress: Progress) -> list[Artefact]:
    """
    Render what was signed off, store it, and declare it published, all once.

    What an earlier attempt stored is kept; the version is published in the transaction
    that writes the manifest, and a version that it replaces is restated there.

    :raises NotSignedOff: if no second person confirmed it.
    :raises FiguresChanged: if a stored figure is not what was signed.
    :raises NumbersMoved: if it says other numbers than what is published by now, and not why.
    :raises NotRendered: if a document cannot be rendered.
    """
    if version.state is State.PUBLISHED:
        return queries.artefacts_of(version, is_published=True)
    if version.decision != "confirmed":
        raise NotSignedOff(version=str(version))
    languages: list[Language] = version.disclosure.languages
    steps = 2 + sum(len(_forms(version, language)) for language in languages)
    progress(0, steps, "figures")
    signed = queries.signed_figures(version)
    _check_figures(version, signed)
    unsaid.check_said(version)
    public = (
        as_published(
            queries.signed_document(version, language),
            version,
            signed_off_by=str(version.decided_by),
        )
        for language in languages
    )
    _render(version, public, is_published=True, progress=_counted(progress, steps, done=1))
    progress(steps - 1, steps, "manifest")
    _declare(version, signed, by=by)
    return queries.artefacts_of(version, is_published=True)


def as_published(signed: Document, version: DisclosureVersion, *, signed_off_by: str) -> Document:
    """Return a document that was signed off as the public reads it: with the day, and by whom."""
    if version.decided_at is None:
        raise NotSignedOff(version=str(version))
    issued_on = version.decided_at.astimezone(HOUSE_ZONE).date()
    return replace(signed, issued_on=issued_on, signed_off_by=signed_off_by)


def _forms(version: DisclosureVersion, language: Language) -> tuple[str, ...]:
    return (*child.FORMS, *([TEMPLATE] if language in version.templates else []))


def _counted(progress: Progress, steps: int, *, done: int = 0) -> Callable[[str], None]:
    """Return what tells one more step each time it is called."""
    numbers = itertools.count(done)
    return lambda message: progress(next(numbers), steps, message)


def _standing(disclosure: Disclosure, number: int) -> DisclosureVersion | None:
    found: DisclosureVersion | None = (
        DisclosureVersion.objects.filter(disclosure=disclosure, number=number)
        .select_related("disclosure")
        .first()
    )
    return found


def _propose(
    disclosure: Disclosure,
    number: int,
    figure_set: FigureSet,
    *,
    by: User,
    reason: str,
    asked_at: dt.datetime | None,
) -> DisclosureVersion:
    """Build and keep the documents, then propose the version that names them by their hashes."""
    texts = list(standing_texts(disclosure).values())
    brief = brief_of(disclosure, number, figure_set, texts, prepared_by=str(by))
    kept: dict[str, str] = {}
    for language in disclosure.languages:
        content = document(kind_of(disclosure.kind), brief, language).to_json()
        name = f"{disclosure.code}-v{number}-{language}.document.json"
        kept[language] = archive.store(content=content, name=name, media_type=JSON).sha256
    version = DisclosureVersion(
        disclosure=disclosure,
        number=number,
        known_at=figure_set.known_at,
        figure_set=figure_set,
        figures_sha256=hash_of_set(brief.book.entries),
        documents=kept,
        narrative=[each.pk for each in texts],
        templates=_templates(disclosure, asked_at),
        is_sample=figure_set.is_sample,
    )
    try:
        with transaction.atomic():
            proposals.propose(version, by=by, reason=reason)
            _begin(version, by=by, reason=reason)
    except IntegrityError:
        standing = _standing(disclosure, number)
        if standing is None:
            raise
        return standing
    return version


def _templates(disclosure: Disclosure, asked_at: dt.datetime | None) -> dict[str, Any]:
    if asked_at is None:
        return {}
    return templating.standing_templates(
        kind=disclosure.kind,
        languages=disclosure.languages,
        at=asked_at,
        day=asked_at.astimezone(HOUSE_ZONE).date(),
    )


def _begin(version: DisclosureVersion, *, by: User, reason: str) -> None:
    """Write the first step of a version's log, and withdraw the unfinished one it replaces."""
    before = _standing(version.disclosure, version.number - 1)
    came_from = ""
    if before is not None:
        if before.state is State.IN_REVIEW and before.decided_by is not None:
            # It was rejected by another door than ours; its log learns of it here.
            before.move(State.RETURNED, by=before.decided_by, reason=before.decision_note)
        state = before.state
        if state is State.RETURNED:
            came_from = State.RETURNED.value
        elif state in {State.DRAFT, State.APPROVED}:
            before.move(State.WITHDRAWN, by=by, reason=f"{version}: {reason}")
    StateChange(
        version=version,
        sequence=1,
        from_state=came_from,
        to_state=State.DRAFT,
        by=by,
        reason=reason,
    ).save()


def _check_figures(version: DisclosureVersion, signed: Sequence[Figure]) -> None:
    """Refuse a version whose stored figures are not, to the byte, those that were signed."""
    whole = hash_of_set(signed)
    changed = [
        each.figure_id
        for each in (*signed, *restating.bound_beside(version))
        if each.computed_sha256() != each.sha256
    ]
    if changed or whole != version.figures_sha256:
        raise FiguresChanged(version=str(version), figures=", ".join(changed) or "the set")


def _render(
    version: DisclosureVersion,
    documents: Iterable[Document],
    *,
    is_published: bool,
    progress: Callable[[str], None],
) -> None:
    """Make each file of a version that was not made yet; keep it before the next is made."""
    rows = Artefact.objects.filter(version=version, is_published=is_published)
    standing = set(rows.values_list("form", "language"))
    for each in documents:
        forms = _forms(version, each.language)
        missing = [
            form for form in forms if form != TEMPLATE and (form, each.language) not in standing
        ]
        with closing(child.render_each(each, missing)) as made:
            for form in forms:
                progress(f"{form} {each.language}")
                if (form, each.language) not in standing:
                    _render_one(version, each, form, made, is_published=is_published)


def _render_one(
    version: DisclosureVersion,
    content: Document,
    form: str,
    made: Iterator[bytes],
    *,
    is_published: bool,
) -> None:
    """Keep what comes next of the forms that are made, or the company's own Word file."""
    is_own = form == TEMPLATE
    try:
        rendered = templating.filled(version, content) if is_own else next(made)
    except child.RenderingFailed as failure:
        raise NotRendered(document=str(version), form=form, why=failure.reason) from failure
    media_type = templating.DOCX if is_own else child.FORMS[form].media_type
    _keep(
        version,
        rendered,
        media_type,
        form=form,
        language=content.language,
        is_published=is_published,
    )


def _keep(
    version: DisclosureVersion,
    content: bytes,
    media_type: str,
    *,
    form: str,
    language: str,
    is_published: bool,
) -> Artefact:
    """Store a content and its row; of two who make the same file, one row stands."""
    row = Artefact(version=version, form=form, language=language, is_published=is_published)
    row.file = archive.store(content=content, name=row.file_name, media_type=media_type)
    row.sha256 = row.file.sha256
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        standing: Artefact = Artefact.objects.get(
            version=version, form=form, language=language, is_published=is_published
        )
        return standing
    return row


def _declare(version: DisclosureVersion, signed: Sequence[Figure], *, by: User) -> None:
    """Write the manifest and move the version to published, in one transaction."""
    manifest = canonical_bytes(manifest_of(version, figures=len(signed)))
    figures_said = packing.figures_said(version, signed)
    with transaction.atomic():
        locked = DisclosureVersion.objects.select_for_update(of=("self",), no_key=True).get(
            pk=version.pk
        )
        if locked.state is State.PUBLISHED:
            return
        _keep(locked, manifest, JSON, form="manifest", language="", is_published=True)
        pack, zipped = packing.seal(locked, manifest, figures_said)
        pack.save()
        _keep(locked, zipped, packing.MEDIA_TYPE, form="pack", language="", is_published=True)
        earlier = DisclosureVersion.objects.with_state().filter(
            disclosure=locked.disclosure, state_now=State.PUBLISHED
        )
        for each in earlier:
            each.move(State.RESTATED, by=by, reason=str(locked))
        locked.move(State.PUBLISHED, by=by, reason="publication")
        drafting.close(version=locked, by=by)


def manifest_of(version: DisclosureVersion, *, figures: int) -> dict[str, object]:
    """Return what was published: each file with its hash, the figures, and who signed off."""
    files = queries.artefacts_of(version, is_published=True)
    return {
        "schema": "disclosure-manifest-1",
        "code": version.disclosure.code,
        "version": version.number,
        "kind": version.disclosure.kind,
        "period": version.disclosure.period,
        "subject": version.disclosure.subject,
        "organization_zh": version.disclosure.organization_zh,
        "organization_en": version.disclosure.organization_en,
        "known_at": version.known_at,
        "is_sample": version.is_sample,
        "figures": {"count": figures, "sha256": version.figures_sha256},
        "documents": version.documents,
        "content_sha256": version.content_sha256,
        "proposed_by": str(version.proposed_by),
        "proposed_at": version.proposed_at,
        "signed_off_by": str(version.decided_by),
        "signed_off_at": version.decided_at,
        "files": [
            {
                "name": each.file_name,
                "form": each.form,
                "language": each.language,
                "bytes": each.file.size_bytes,
                "sha256": each.sha256,
            }
            for each in files
            if each.form not in ABOUT_FILES
        ],
    }
