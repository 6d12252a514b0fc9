"""What a document must be to serve as evidence: a kind that we can show, of a sane size."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from config.kernel.findings import Finding

SIZE_LIMIT = 20 * 1024 * 1024
_TAIL = 2048
_SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
}


def media_type_of(content: bytes) -> str | None:
    """
    Return the media type that the content itself shows, whatever its name says.

    PDF, PNG and JPEG are known, each by how it begins and ends, so that half a file is none.
    """
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-_TAIL:]:
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-_TAIL:]:
        return "image/png"
    if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-_TAIL:]:
        return "image/jpeg"
    return None


def judge_document(content: bytes, *, name: str) -> list[Finding]:
    """Return why a file cannot be kept as evidence; nothing if it can."""
    if len(content) > SIZE_LIMIT:
        return [
            _fault(
                "document_too_large",
                name,
                "The document has {size} bytes; evidence has at most {limit}.",
                "Scan it at a lower resolution, or split it.",
                size=len(content),
                limit=SIZE_LIMIT,
            )
        ]
    media_type = media_type_of(content)
    if media_type is None:
        return [
            _fault(
                "document_unknown",
                name,
                "The content is not a whole PDF, PNG or JPEG file.",
                "Send the document as PDF, PNG or JPEG.",
            )
        ]
    if PurePath(name).suffix.lower() not in _SUFFIXES[media_type]:
        return [
            _fault(
                "document_misnamed",
                name,
                "The name does not fit the content, which is {media_type}.",
                "Give the file the ending {endings}.",
                media_type=media_type,
                endings=" / ".join(_SUFFIXES[media_type]),
            )
        ]
    return []


def _fault(code: str, name: str, message: str, remedy: str, **facts: object) -> Finding:
    return Finding(
        code=code, field="file", value=name[:80], message=message, remedy=remedy, facts=facts
    )
