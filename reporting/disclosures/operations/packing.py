"""Make the pack of a published version: all that a reader needs to check it, sealed, signed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from config.archive import queries as archive
from config.archive.models import StoredFile
from config.kernel.canonical import canonical_bytes
from config.kernel.signing import SigningKeys
from reporting.disclosures import queries
from reporting.disclosures.models import ABOUT_FILES, DisclosureVersion, Pack
from reporting.disclosures.rules import pack_check
from reporting.figures.models import Figure

MEDIA_TYPE = "application/zip"
#: Every entry bears this day, so that the same parts give the same file.
_DAY = (1980, 1, 1, 0, 0, 0)
_README = """{code} v{number}

本发布包可离线核验：任何装有 Python 3 的计算机，无需网络，无需其他软件。
This pack can be checked offline, on any computer with Python 3, without anything else:

    python3 verify.py {name}

files/           已发布的文件 / the published files
documents/       签核时的文件内容 / the documents that were signed off
figures.json     全部数字及其依据与哈希 / every figure with what it rests on and its hash
manifest.json    清单 / what was published, file by file
seal.json        封印，并指明前一个发布包的封印 / the seal; it names the seal of the pack before it
seal.sig         封印的 Ed25519 签名 / the signature of the seal (RFC 8032)
public_key.hex   公钥，请与该机构公布的公钥核对 / the key; compare it with the one made public
"""


def figures_said(version: DisclosureVersion, signed: Sequence[Figure]) -> bytes:
    """Return the part of a pack that holds the figures: those signed, and others that are bound."""
    return canonical_bytes(_figures(version, signed))


def seal(version: DisclosureVersion, manifest: bytes, figures: bytes) -> tuple[Pack, bytes]:
    """
    Return the next pack of the chain, not yet saved, and its ZIP file.

    Must run in the transaction that publishes: the chain is held until it ends, so that of two
    publications one follows the other. What takes long is therefore made before.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('reporting.packs'))")
    previous = Pack.objects.order_by("-sequence").first()
    sealed = _sealed(version, previous, manifest=manifest, figures=figures)
    signature = SigningKeys.of_this_house().sign(sealed)
    pack = Pack(
        version=version,
        sequence=_number_after(previous),
        previous=previous,
        manifest_sha256=pack_check.sha256(manifest),
        seal_sha256=pack_check.sha256(sealed),
        key_name=signature.key_name,
        public_key=signature.public_key.hex(),
        signature=signature.value.hex(),
    )
    return pack, _zipped(pack, manifest=manifest, figures=figures, sealed=sealed)


def made_again(pack: Pack, manifest: bytes, figures: bytes) -> bytes:
    """Return the ZIP file of a pack that stands, from the rows as they are, under its signature."""
    sealed = _sealed(pack.version, pack.previous, manifest=manifest, figures=figures)
    return _zipped(pack, manifest=manifest, figures=figures, sealed=sealed)


def _number_after(previous: Pack | None) -> int:
    return previous.sequence + 1 if previous else 1


def _sealed(
    version: DisclosureVersion, previous: Pack | None, *, manifest: bytes, figures: bytes
) -> bytes:
    return canonical_bytes(
        {
            "schema": "pack-seal-1",
            "sequence": _number_after(previous),
            "previous": previous.seal_sha256 if previous else pack_check.FIRST,
            "code": version.disclosure.code,
            "version": version.number,
            "manifest": pack_check.sha256(manifest),
            "figures": pack_check.sha256(figures),
        }
    )


def _figures(version: DisclosureVersion, signed: Sequence[Figure]) -> dict[str, object]:
    bound = {
        record.figure_id
        for language in version.disclosure.languages
        for record in queries.signed_document(version, language).provenance
    }
    others = Figure.objects.filter(figure_id__in=bound - {each.figure_id for each in signed})
    return {
        "schema": "pack-figures-1",
        "figures": [_figure(each) for each in signed],
        "others": [_figure(each) for each in others.order_by("id")],
    }


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "figure_id": figure.figure_id,
        "sha256": figure.sha256,
        "content": figure.content(),
    }


def _zipped(pack: Pack, *, manifest: bytes, figures: bytes, sealed: bytes) -> bytes:
    version = pack.version
    parts = {
        pack_check.MANIFEST: manifest,
        pack_check.FIGURES: figures,
        pack_check.SEAL: sealed,
        pack_check.SIGNATURE: f"{pack.signature}\n".encode(),
        pack_check.PUBLIC_KEY: f"{pack.public_key}\n".encode(),
        "verify.py": Path(pack_check.__file__).read_bytes(),
    }
    for each in queries.artefacts_of(version, is_published=True):
        if each.form not in ABOUT_FILES:
            parts[f"files/{each.file_name}"] = archive.read(each.file)
    for language, told in version.documents.items():
        parts[f"documents/{language}.json"] = archive.read(StoredFile.objects.get(sha256=told))
    code, number = version.disclosure.code, version.number
    parts["README.txt"] = _README.format(
        code=code, number=number, name=f"{code}-v{number}.pack.zip"
    ).encode()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(parts):
            packed.writestr(zipfile.ZipInfo(name, _DAY), parts[name], zipfile.ZIP_DEFLATED)
    return content.getvalue()
