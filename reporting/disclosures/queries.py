"""Questions about disclosures: which there are, what they say, which files are whole."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from config.archive import queries as archive
from config.archive.models import StoredFile
from config.kernel.errors import DomainError, NotFoundHere
from config.kernel.periods import Period
from reporting.disclosures.kinds.table import kind_of
from reporting.disclosures.models import (
    Artefact,
    Disclosure,
    DisclosureVersion,
    FigureTemplate,
    Pack,
    StateChange,
)
from reporting.disclosures.rules import pack_check
from reporting.disclosures.rules.asked import Framework, Item
from reporting.disclosures.rules.book import Book, Entry
from reporting.disclosures.rules.life import State
from reporting.figures.models import Figure, FigureSet
from reporting.figures.queries.sets import figures_about, figures_of
from reporting.indicators import queries as indicators
from reporting.rendering import json_form
from reporting.rendering.document import Document, Language


class FrameworkNotConfirmed(DomainError):
    """The disclosure follows {framework}, of which no edition is confirmed; have one confirmed."""

    code = "framework_not_confirmed"


NOT_IN_ENTRY = frozenset({"places", "inputs"})


class NothingAbout(DomainError):
    """No figure of {period} is about {subject}; there is nothing to disclose of it."""

    code = "nothing_about"


def disclosure_of(code: str) -> Disclosure:
    """
    Return the disclosure with this number.

    :raises NotFoundHere: if there is none.
    """
    found: Disclosure | None = Disclosure.objects.filter(code=code).first()
    if found is None:
        raise NotFoundHere(what="disclosure", key=code)
    return found


def version_of(disclosure: Disclosure, number: int | None = None) -> DisclosureVersion:
    """
    Return a version of a disclosure; the last one by default.

    :raises NotFoundHere: if there is none.
    """
    rows = versions(disclosure)
    if number is not None:
        rows = rows.filter(number=number)
    found = rows.order_by("-number").first()
    if found is None:
        raise NotFoundHere(what="version of the disclosure", key=f"{disclosure.code} v{number}")
    return found


def versions(disclosure: Disclosure) -> QuerySet[DisclosureVersion]:
    """Return the versions of a disclosure with where each stands."""
    return (
        DisclosureVersion.objects.filter(disclosure=disclosure)
        .with_state()
        .select_related("disclosure", "figure_set", "proposed_by", "decided_by")
        .order_by("number")
    )


def newest_version(*, kind: str, language: str) -> DisclosureVersion | None:
    """Return the version of a kind that was drafted last and speaks a language; None if none."""
    found: DisclosureVersion | None = (
        DisclosureVersion.objects.filter(disclosure__kind=kind, documents__has_key=language)
        .select_related("disclosure", "figure_set")
        .order_by("-id")
        .first()
    )
    return found


def figure_template(template: FigureTemplate, *, known_at: dt.datetime) -> FigureTemplate:
    """
    Return a template of a table, if a second person has confirmed it.

    :raises NotFoundHere: if nobody has.
    """
    if not FigureTemplate.objects.known(known_at).filter(pk=template.pk).exists():
        raise NotFoundHere(what="confirmed table template", key=template.code)
    return template


def is_template(code: str) -> bool:
    """Return whether a second person has confirmed a table template of this code."""
    return bool(FigureTemplate.objects.confirmed().filter(code=code).exists())


def template_choices(chinese: bool) -> list[tuple[str, str]]:  # noqa: FBT001 (one word, one meaning)
    """Return the confirmed table templates: code and name."""
    rows = FigureTemplate.objects.confirmed().order_by("code", "effective_from", "id")
    names = {each.code: each.name_zh if chinese else each.name_en for each in rows}
    return [(code, f"{name} ({code})") for code, name in names.items()]


def standing_template(code: str, *, on: dt.date, known_at: dt.datetime) -> FigureTemplate | None:
    """Return the table template of a code that holds on a day; None if there is none."""
    found: FigureTemplate | None = (
        FigureTemplate.objects.as_of(on, known_at=known_at).filter(code=code).first()
    )
    return found


def published_version(
    *, kind: str, period: Period, by: dt.datetime | None = None, subject: str = ""
) -> DisclosureVersion | None:
    """Return the version of a kind, period and subject that is published; None if none is."""
    rows = DisclosureVersion.objects.with_state().filter(
        disclosure__kind=kind,
        disclosure__starts_on=period.starts_on,
        disclosure__ends_on=period.ends_on,
        disclosure__subject=subject,
        state_now=State.PUBLISHED,
    )
    if by is not None:
        rows = rows.filter(recorded_at__lte=by)
    return rows.select_related("disclosure", "figure_set").order_by("-number", "-id").first()


def published_versions(*, known_at: dt.datetime) -> list[DisclosureVersion]:
    """Return every version that is published now and was signed off by ``known_at``."""
    rows = DisclosureVersion.objects.with_state().filter(
        state_now=State.PUBLISHED, recorded_at__lte=known_at
    )
    return list(rows.select_related("disclosure").order_by("disclosure__code", "number"))


def published_figures_of(project_code: str, *, known_at: dt.datetime) -> QuerySet[Figure]:
    """Return the figures about one project alone that stand in published disclosures."""
    sets = {each.figure_set_id for each in published_versions(known_at=known_at)}
    found = Figure.objects.filter(figure_set_id__in=sets, dimension__project=project_code)
    return found.exclude(dimension__has_key="month").order_by("figure_set_id", "id")


def moves_of(version: DisclosureVersion) -> list[StateChange]:
    """Return the log of a version: who moved it, when, why."""
    return list(
        StateChange.objects.filter(version=version).select_related("by").order_by("sequence")
    )


def artefacts_of(version: DisclosureVersion, *, is_published: bool | None = None) -> list[Artefact]:
    """Return the files of a version, those for review and those for the public."""
    rows = Artefact.objects.filter(version=version).select_related("file", "version__disclosure")
    if is_published is not None:
        rows = rows.filter(is_published=is_published)
    return list(rows.order_by("is_published", "form", "language"))


def artefact_of(
    version: DisclosureVersion, *, form: str, language: str = "", is_published: bool = True
) -> Artefact:
    """
    Return one file of a version.

    :raises NotFoundHere: if it was not made.
    """
    for each in artefacts_of(version, is_published=is_published):
        if (each.form, each.language) == (form, language):
            return each
    raise NotFoundHere(what="file of the disclosure", key=f"{version} {form} {language}")


def damaged(version: DisclosureVersion) -> list[tuple[Artefact, str]]:
    """Return the files of a version that are not what was stored, each with what is wrong."""
    found = []
    for each in artefacts_of(version):
        try:
            archive.read(each.file)
        except archive.DamagedFile as refusal:
            found.append((each, str(refusal)))
            continue
        if each.sha256 != each.file.sha256:
            found.append((each, "the row names another content than its file"))
    return found


def signed_document(version: DisclosureVersion, language: Language) -> Document:
    """
    Return the document that was signed off, read from the archive by the hash that was signed.

    :raises NotFoundHere: if the version has none in this language.
    :raises DamagedFile: if the archive holds something else under that hash.
    """
    sha256 = version.documents.get(language)
    stored = StoredFile.objects.filter(sha256=sha256).first()
    if stored is None:
        raise NotFoundHere(what="document", key=f"{version} {language}")
    return json_form.read(archive.read(stored))


def book_of(figure_set: FigureSet, *, axis: str = "", subject: str = "") -> Book:
    """
    Return the figures of a set as a document binds them.

    With a ``subject``, only those about it and about the projects that it names.

    :raises NothingAbout: if no figure of the set is about the subject.
    """
    if not axis:
        return _bound(figures_of(figure_set))
    found = figures_about(figure_set, axis, subject)
    if not found:
        raise NothingAbout(subject=subject, period=figure_set.period)
    return _bound(found)


def signed_figures(version: DisclosureVersion) -> list[Figure]:
    """
    Return the figures that a version was signed over, in the order in which they were drawn.

    They are all of its set, or those about its subject: what leaves the house with the
    disclosure of one product says nothing of another. Versions of before were signed over
    all of their set, whatever they are about, and are told by that hash.
    """
    axis = kind_of(version.disclosure.kind).about
    if not axis or version.figures_sha256 == version.figure_set.figures_sha256:
        return figures_of(version.figure_set)
    return figures_about(version.figure_set, axis, version.disclosure.subject)


def signed_book(version: DisclosureVersion) -> Book:
    """Return the figures that a version was signed over as a document binds them."""
    return _bound(signed_figures(version))


def _bound(figures: Iterable[Figure]) -> Book:
    return Book(tuple(entry_of(each) for each in figures))


def entry_of(figure: Figure) -> Entry:
    """Return one stored figure as a document binds it."""
    stored: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in figure.content().items()
        if name not in NOT_IN_ENTRY
    }
    return Entry(figure_id=figure.figure_id, sha256=figure.sha256, **stored)


def packs() -> QuerySet[Pack]:
    """Return the published packs with the version of each."""
    return Pack.objects.select_related("version__disclosure", "previous")


def pack_of(version: DisclosureVersion) -> Pack | None:
    """Return the pack that a version was published in; None if it was not published."""
    return packs().filter(version=version).first()


def check_pack(pack: Pack) -> list[pack_check.Fault]:
    """
    Return all that does not hold of a pack: its parts, its place in the chain, the stored figures.

    An empty list says that the file is what was signed, that it follows the pack before it, and
    that the figures in the database are still the ones in the file.
    """
    artefact = artefact_of(pack.version, form="pack")
    try:
        content = archive.read(artefact.file)
    except archive.DamagedFile as refusal:
        return [_fault("damaged_file", artefact.file_name, "归档文件已损坏", str(refusal))]
    opened = pack_check.Pack.open(io.BytesIO(content))
    return [
        *pack_check.faults_of(opened, trusted_key=pack.public_key),
        *_place_in_chain(pack, opened),
        *_stored_figures(opened),
    ]


def _place_in_chain(pack: Pack, opened: pack_check.Pack) -> Iterator[pack_check.Fault]:
    told = opened.json(pack_check.SEAL)
    before = pack.previous.seal_sha256 if pack.previous else pack_check.FIRST
    row = (pack.sequence, before, pack.manifest_sha256, pack.seal_sha256)
    if row != (told["sequence"], told["previous"], told["manifest"], opened.seal_sha256):
        yield _fault(
            "chain_broken",
            str(pack),
            "链上记录与封印不符",
            "the row is not what was sealed",
        )


def _stored_figures(opened: pack_check.Pack) -> Iterator[pack_check.Fault]:
    listed = opened.json(pack_check.FIGURES)
    told = {each["figure_id"]: each for each in [*listed["figures"], *listed["others"]]}
    stored = Figure.objects.filter(figure_id__in=told).in_bulk(field_name="figure_id")
    for figure_id, each in told.items():
        row = stored.get(figure_id)
        if row is None or row.computed_sha256() != each["sha256"]:
            content = each["content"]
            yield _fault(
                "stored_figure",
                f"{figure_id} {content['label_zh']} / {content['label_en']}",
                "数据库中的数字已不同于发布时",
                "the figure in the database is not the one that was published",
            )


def _fault(code: str, subject: str, zh: str, en: str) -> pack_check.Fault:
    return pack_check.Fault(code=code, subject=subject, zh=zh, en=en)


def asked_of(
    codes: Sequence[str], *, period: Period, known_at: dt.datetime
) -> tuple[Framework, ...]:
    """
    Return what each framework asks for, with the indicators that answered its items then.

    :raises FrameworkNotConfirmed: if no edition of one of them counted at that moment.
    """
    standing = {each.code: each for each in indicators.frameworks(known_at)}
    for code in codes:
        if code not in standing:
            raise FrameworkNotConfirmed(framework=code)
    wanted = [standing[code] for code in codes]
    linked = indicators.links(wanted, on=period.last_day, known_at=known_at)
    return tuple(
        Framework(
            code=each.code,
            edition=each.edition,
            zh=each.name_zh,
            en=each.name_en,
            is_partial=each.is_partial,
            items=tuple(_item(row, linked.get(row.pk, [])) for row in indicators.items_of(each)),
        )
        for each in wanted
    )


def _item(row: Any, codes: Sequence[str]) -> Item:
    return Item(
        code=row.code,
        section=row.section,
        zh=row.name_zh,
        en=row.name_en,
        unit=row.unit,
        codes=tuple(codes),
        source=row.source,
        confidence=row.confidence,
        note=row.note,
    )
