"""Keep documents as evidence."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from config.archive import operations as archive
from config.kernel.errors import DomainError, InvalidInput, NotFoundHere
from config.kernel.models import Actor
from projects.recognition.models import Evidence, Recognition
from projects.recognition.rules.documents import judge_document, media_type_of
from projects.registry import queries as registry


class EvidenceAddedBefore(DomainError):
    """This document is evidence of the same type for the project already; nothing was changed."""

    code = "evidence_added_before"


@transaction.atomic
def add_evidence(
    *,
    project_id: int,
    evidence_type: str,
    title: str,
    content: bytes,
    name: str,
    issued_on: dt.date,
    known_at: dt.datetime,
    by: Actor,
    is_sample: bool = False,
) -> Evidence:
    """
    Keep a PDF, PNG or JPEG file of at most 20 MB as evidence about a project.

    :raises InvalidInput: if the content is not what its name says, or is too large.
    :raises NotFoundHere: if there is no such project.
    :raises EvidenceAddedBefore: if it is evidence of this type for the project already.
    """
    by.check_may(Recognition.propose_permission)
    if found := judge_document(content, name=name):
        raise InvalidInput(found)
    if not registry.is_known(project_id, known_at=known_at):
        raise NotFoundHere(what="project", key=project_id)
    media_type = media_type_of(content) or ""
    evidence = Evidence(
        project_id=project_id,
        evidence_type=evidence_type,
        title=title,
        original=archive.store(content=content, name=name, media_type=media_type),
        original_name=name[:255],
        issued_on=issued_on,
        added_by_id=by.pk,
        is_sample=is_sample,
    )
    try:
        with transaction.atomic():
            evidence.save()
    except IntegrityError as refusal:
        raise EvidenceAddedBefore from refusal
    return evidence
