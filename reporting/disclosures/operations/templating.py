"""Acts on templates: a Word file is tried before it is proposed, a table is read."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any, cast

from config.accounts.models import User
from config.archive import operations as archive
from config.archive import queries as archived
from config.kernel import proposals
from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import Finding
from config.tables import writing
from reporting.disclosures import queries
from reporting.disclosures.kinds.kind import Voice, period_text, sample_notice
from reporting.disclosures.kinds.printing import alone
from reporting.disclosures.kinds.table import kind_of
from reporting.disclosures.models import DisclosureVersion, FigureTemplate, WordTemplate
from reporting.disclosures.rules.book import Book, Entry
from reporting.disclosures.rules.figure_tables import FigureTable, read_table
from reporting.figures.indicators.collected import AXES as COLLECTED_AXES
from reporting.figures.indicators.table import INDICATORS
from reporting.indicators.queries import collected_codes
from reporting.rendering import child
from reporting.rendering.document import Document, Language
from reporting.rendering.template_lint import names_used
from reporting.rendering.template_parts import MOST_BYTES
from reporting.rendering.words import WORDS, instant_text

DOCX = child.FORMS["docx"].media_type
SECONDS_TO_TRY = 20


class NothingToTryWith(DomainError):
    """No {kind} in {language} was drafted yet; draft one, and the template is tried with it."""

    code = "nothing_to_try_with"


class CannotBeFilled(DomainError):
    """{template} cannot be filled: {why}"""

    code = "cannot_be_filled"


def propose_word_template(
    *,
    disclosure_kind: str,
    language: Language,
    name: str,
    content: bytes,
    file_name: str,
    effective_from: dt.date,
    by: User,
    reason: str,
    supersedes: WordTemplate | None = None,
) -> WordTemplate:
    """
    Propose a Word file as the company's own form of a kind of disclosure.

    It is tried with the newest version of the kind: every slip is named, nothing is stored.

    :raises UnknownDisclosureKind: if there is no such kind.
    :raises NothingToTryWith: if no version of the kind has a document in the language.
    :raises InvalidInput: naming each slip with its place and its remedy.
    """
    by.check_may(WordTemplate.propose_permission)
    kind_of(disclosure_kind)
    version = queries.newest_version(kind=disclosure_kind, language=language)
    if version is None:
        raise NothingToTryWith(kind=disclosure_kind, language=language)
    _try(content, version, language)
    file = archive.store(content=content, name=file_name, media_type=DOCX)
    row = WordTemplate(
        name=name,
        disclosure_kind=disclosure_kind,
        language=language,
        file=file,
        file_sha256=file.sha256,
        names_used=names_used(content),
        tried_with=version,
        effective_from=effective_from,
        supersedes=supersedes,
    )
    return proposals.propose(row, by=by, reason=reason)


def propose_end(
    *, template: WordTemplate, effective_from: dt.date, by: User, reason: str
) -> WordTemplate:
    """Propose that no Word file of the company's own is filled for a kind from a day on."""
    row = WordTemplate(
        name=template.name,
        disclosure_kind=template.disclosure_kind,
        language=template.language,
        is_used=False,
        file=template.file,
        file_sha256=template.file_sha256,
        names_used=template.names_used,
        tried_with=template.tried_with,
        effective_from=effective_from,
        supersedes=template if effective_from == template.effective_from else None,
    )
    return proposals.propose(row, by=by, reason=reason)


def _try(content: bytes, version: DisclosureVersion, language: Language) -> None:
    """Refuse a file that cannot be filled with a version, or loses something of it."""
    if len(content) > MOST_BYTES:
        raise InvalidInput(
            [
                Finding(
                    code="template_too_large",
                    message="The file is larger than {most} MB.",
                    remedy="Take large pictures out of it.",
                    field="file",
                    facts={"most": MOST_BYTES >> 20},
                )
            ]
        )
    document = queries.signed_document(version, language)
    figures = figures_for(queries.signed_book(version), language)
    try:
        findings = child.lint_template(document, content, figures, seconds=SECONDS_TO_TRY)
    except child.RenderingFailed as failure:
        findings = [
            Finding(
                code="not_filled",
                message="It was tried with {version} and could not be filled: {why}",
                remedy="Correct the tag that it names.",
                field="file",
                facts={"version": str(version), "why": failure.reason},
            )
        ]
    if findings:
        raise InvalidInput(findings)


def figures_for(book: Book, language: Language) -> list[dict[str, Any]]:
    """Return every figure of a version as a Word template sees it, printed as in our own."""
    return [_figure(each, Voice(language)) for each in book.entries]


def _figure(entry: Entry, say: Voice) -> dict[str, Any]:
    text, unit = entry.shown(say.language), ""
    if entry.is_number:
        printed = alone(say, entry.bound, measure=entry.measure)
        text, unit = printed.text, printed.printed_unit
    return {
        "id": entry.figure_id,
        "indicator": entry.indicator,
        "dimension": dict(entry.dimension),
        "names": {axis: entry.member(axis, say.language) for axis in entry.names},
        "label": entry.label(say.language),
        "text": text,
        "unit": unit,
        "exact": str(entry.value) if entry.is_number else entry.text_value,
        "method": f"{entry.indicator} v{entry.method_version}",
        "period": entry.dimension.get("month", entry.period),
        "sha256": entry.sha256,
    }


def standing_templates(
    *, kind: str, languages: Sequence[str], at: dt.datetime, day: dt.date
) -> dict[str, dict[str, Any]]:
    """Return the Word template in use for a kind by language: its id and its file's hash."""
    rows = WordTemplate.objects.as_of(day, known_at=at).filter(
        disclosure_kind=kind, language__in=languages, is_used=True
    )
    return {each.language: {"id": each.pk, "sha256": each.file_sha256} for each in rows}


def preview(template: WordTemplate) -> bytes:
    """
    Return a template filled with the version that it was tried with, to be looked at.

    :raises CannotBeFilled: if it cannot be filled.
    """
    version = template.tried_with
    document = queries.signed_document(version, cast("Language", template.language))
    figures = figures_for(queries.signed_book(version), document.language)
    try:
        return child.fill_template(
            document, archived.read(template.file), figures, seconds=SECONDS_TO_TRY
        )
    except child.RenderingFailed as failure:
        raise CannotBeFilled(template=template.name, why=failure.reason) from failure


def filled(version: DisclosureVersion, document: Document) -> bytes:
    """
    Return the company's own Word file of a version, by the template that was signed with it.

    :raises RenderingFailed: if it cannot be filled.
    """
    rows: Any = WordTemplate.objects.all()
    chosen: WordTemplate = rows.get(pk=version.templates[document.language]["id"])
    figures = figures_for(queries.signed_book(version), document.language)
    return child.fill_template(document, archived.read(chosen.file), figures)


# --- tables of figures


def propose_figure_template(
    *,
    code: str,
    name_zh: str,
    name_en: str,
    columns: Any,
    effective_from: dt.date,
    by: User,
    reason: str,
    indicators: Any = (),
    order: Any = (),
    supersedes: FigureTemplate | None = None,
) -> FigureTemplate:
    """
    Propose a table of figures: which, in what columns, in what order.

    :raises InvalidInput: naming each entry that does not fit.
    """
    by.check_may(FigureTemplate.propose_permission)
    row = FigureTemplate(
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        indicators=list(indicators) if isinstance(indicators, tuple) else indicators,
        columns=columns,
        order=list(order) if isinstance(order, tuple) else order,
        effective_from=effective_from,
        supersedes=supersedes,
    )
    table_of(row)
    return proposals.propose(row, by=by, reason=reason)


def table_of(template: FigureTemplate) -> FigureTable:
    """
    Return the table that a template asks for.

    :raises InvalidInput: if it does not fit the indicators that are computed, or collected when
        the template begins.
    """
    computed = {axis for each in INDICATORS.values() for cut in each.dimensions for axis in cut}
    return read_table(
        indicators=template.indicators,
        columns=template.columns,
        order=template.order,
        known=sorted({*INDICATORS, *collected_codes(template.effective_from)}),
        axes=sorted({*computed, *COLLECTED_AXES}),
    )


def figure_file(
    version: DisclosureVersion, template: FigureTemplate, *, form: str, language: Language
) -> bytes:
    """Return the figures of a version as a template asks for them: a CSV or a workbook."""
    table = table_of(template)
    entries = queries.signed_book(version).entries
    rows = table.rows(entries, language)
    columns = [writing.Column(each.heading(language)) for each in table.columns]
    stream = io.BytesIO()
    if form == "csv":
        writing.write_csv(rows, columns, stream)
        return stream.getvalue()
    writing.write_xlsx(
        rows,
        columns,
        stream,
        title=template.name_en if language == "en" else template.name_zh,
        provenance=lambda written: _provenance(version, template, written.rows, language),
        provenance_title=WORDS[language]["sheet_provenance"],
        created=version.known_at,
    )
    return stream.getvalue()


def _provenance(
    version: DisclosureVersion, template: FigureTemplate, rows: int, language: Language
) -> list[tuple[str, Any]]:
    """Return what the second sheet of a workbook says."""
    say, words = Voice(language), WORDS[language]
    return [
        (words["identifier"], str(version)),
        (words["period"], period_text(version.disclosure.period, say)),
        (words["known_at"], instant_text(version.known_at, language)),
        (words["fingerprint"], version.figures_sha256),
        (say("模板", "Template"), f"{template.code} #{template.pk}"),
        (say("行数", "Rows"), rows),
        *([(words["sample"], sample_notice(say))] if version.is_sample else []),
    ]
