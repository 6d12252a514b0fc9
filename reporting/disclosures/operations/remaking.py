"""Make an issued version again from the stored rows; hold every file against what was issued."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from config.archive import queries as archive
from config.kernel.canonical import canonical_bytes
from config.kernel.errors import DomainError
from reporting.disclosures import queries
from reporting.disclosures.drafting.queries import texts_in
from reporting.disclosures.kinds.kind import document
from reporting.disclosures.kinds.table import kind_of
from reporting.disclosures.models import DisclosureVersion
from reporting.disclosures.operations import making, packing, templating
from reporting.disclosures.operations.briefing import brief_of
from reporting.disclosures.rules.pack_check import sha256
from reporting.rendering import child
from reporting.rendering.document import Document, Language

#: Accounts are renamed; a version names people as they were called when it was made.
NAMES = ("proposed_by", "signed_off_by")


class NeverIssued(DomainError):
    """{version} was not published; only what was issued is made again."""

    code = "never_issued"


@dataclass(frozen=True, kw_only=True)
class Remade:
    """One file made again: its name, the hash of what was issued, the hash of what came out."""

    name: str
    issued: str
    made: str

    @property
    def is_same(self) -> bool:
        """Return whether the two are the same to the byte."""
        return self.issued == self.made


def remake(version: DisclosureVersion) -> Iterator[Remade]:
    """
    Yield every document, file, manifest and pack of a published version, made again.

    Documents are built from the stored figures and texts, forms rendered from the documents,
    the manifest and the pack put together from the rows; nothing is stored.

    :raises NeverIssued: if the version was not published.
    """
    pack = queries.pack_of(version)
    if pack is None:
        raise NeverIssued(version=str(version))
    issued = {
        (each.form, each.language): each
        for each in queries.artefacts_of(version, is_published=True)
    }
    told = json.loads(archive.read(issued["manifest", ""].file))
    for language in version.disclosure.languages:
        built = _document(version, language)
        name = f"{version} {language} document"
        yield Remade(name=name, issued=version.documents[language], made=sha256(built.to_json()))
        public = making.as_published(built, version, signed_off_by=told["signed_off_by"])
        files = {form: each for (form, of), each in issued.items() if of == language}
        for form, content in _rendered(version, public, list(files)):
            each = files[form]
            yield Remade(name=each.file_name, issued=each.sha256, made=sha256(content))
    signed = queries.signed_figures(version)
    stated: dict[str, Any] = making.manifest_of(version, figures=len(signed))
    manifest = canonical_bytes({**stated, **{name: told[name] for name in NAMES}})
    packed = packing.made_again(pack, manifest, packing.figures_said(version, signed))
    for form, content in (("manifest", manifest), ("pack", packed)):
        each = issued[form, ""]
        yield Remade(name=each.file_name, issued=each.sha256, made=sha256(content))


def _document(version: DisclosureVersion, language: Language) -> Document:
    """Return the document built again from the figures and texts that it was built from."""
    disclosure = version.disclosure
    prepared_by = queries.signed_document(version, language).prepared_by
    brief = brief_of(
        disclosure, version.number, version.figure_set, texts_in(version), prepared_by=prepared_by
    )
    return document(kind_of(disclosure.kind), brief, language)


def _rendered(
    version: DisclosureVersion, public: Document, forms: list[str]
) -> Iterator[tuple[str, bytes]]:
    ours = [each for each in forms if each != making.TEMPLATE]
    with closing(child.render_each(public, ours)) as made:
        yield from zip(ours, made, strict=True)
    if making.TEMPLATE in forms:
        yield making.TEMPLATE, templating.filled(version, public)
