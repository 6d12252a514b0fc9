"""What counts as the paper behind a move: told by its first bytes, not by its name."""

from __future__ import annotations

from config.kernel.findings import Finding

SIZE_LIMIT = 20 * 1024 * 1024
#: The first bytes of each kind of paper, and its media type.
SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
#: So many bytes tell the kind.
HEAD = max(map(len, SIGNATURES))
_MEGABYTE = 1024 * 1024


def media_type_of(head: bytes) -> str:
    """Return the media type of a paper that begins with ``head``; nothing if it is none."""
    return next((kind for sign, kind in SIGNATURES.items() if head.startswith(sign)), "")


def judge_document(*, name: str, media_type: str, size_bytes: int) -> list[Finding]:
    """Return what is wrong with a file that is to be the paper behind a move."""
    found = []
    if media_type not in SIGNATURES.values():
        found.append(
            Finding(
                code="document_of_unknown_kind",
                message="The file is no PDF, PNG or JPEG; its first bytes tell.",
                field="document",
                value=name,
                remedy="Scan or print the document to a PDF and attach that.",
            )
        )
    if size_bytes > SIZE_LIMIT:
        found.append(
            Finding(
                code="document_too_large",
                message="The file is too large; a document has at most {limit} MB.",
                field="document",
                value=name,
                remedy="Scan it again at a lower resolution, or attach the pages that decide.",
                facts={"limit": SIZE_LIMIT // _MEGABYTE},
            )
        )
    return found
