"""Keep a document on which a label or a supplementary value rests."""

from __future__ import annotations

from config.archive import operations as archive
from config.archive.models import StoredFile
from config.kernel.errors import InvalidInput
from config.kernel.models import Actor
from projects.recognition.rules.documents import judge_document, media_type_of
from trusts.labels.models import GreenLabel


def keep_document(*, content: bytes, name: str, by: Actor) -> StoredFile:
    """
    Keep a PDF, PNG or JPEG file of at most 20 MB; the same content twice is one file.

    :raises InvalidInput: if the content is not what its name says, or is too large.
    """
    by.check_may(GreenLabel.propose_permission)
    if found := judge_document(content, name=name):
        raise InvalidInput(found)
    return archive.store(content=content, name=name, media_type=media_type_of(content) or "")
