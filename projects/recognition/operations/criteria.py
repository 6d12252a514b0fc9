"""Propose editions of criteria: one's own, or those that ship with the service."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from typing import Any

from django.db import IntegrityError, transaction

from config.kernel import proposals
from config.kernel.errors import DomainError, InvalidInput, NotFoundHere
from config.kernel.models import Actor
from projects.recognition.models import CriteriaEdition
from projects.recognition.rules.criteria import read_criteria


class CriteriaCodeTaken(DomainError):
    """An edition of criteria {code} awaits confirmation or was confirmed; give a new code."""

    code = "criteria_code_taken"


class ShippedFileChanged(DomainError):
    """The file {file} is not the one that the manifest names; install the service anew."""

    code = "shipped_file_changed"
    status = 500


@transaction.atomic
def propose_criteria(
    *,
    code: str,
    name_zh: str,
    name_en: str,
    source: str,
    confidence: str,
    criteria: Sequence[Mapping[str, Any]],
    by: Actor,
    reason: str,
    note: str = "",
    supersedes: CriteriaEdition | None = None,
) -> CriteriaEdition:
    """
    Propose an edition of criteria; ``rules.criteria.read_criteria`` says how one is written.

    :raises InvalidInput: naming each criterion and key that is unfit.
    :raises CriteriaCodeTaken: if the code is in use.
    """
    _criteria, found = read_criteria(criteria)
    if found:
        raise InvalidInput(found)
    edition = CriteriaEdition(
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        source=source,
        confidence=confidence,
        note=note,
        criteria=list(criteria),
        supersedes=supersedes,
    )
    try:
        with transaction.atomic():
            return proposals.propose(edition, by=by, reason=reason)
    except IntegrityError as refusal:
        raise CriteriaCodeTaken(code=code) from refusal


def propose_shipped_criteria(*, code: str, by: Actor, reason: str) -> CriteriaEdition:
    """
    Propose an edition that ships with the service, after checking it against the manifest.

    :raises NotFoundHere: if no such edition ships.
    :raises ShippedFileChanged: if the file is not the one that was shipped.
    :raises CriteriaCodeTaken: if it was proposed already.
    """
    data = files("projects.recognition") / "data"
    manifest = json.loads((data / "manifest.json").read_text("utf-8"))
    entry = next((each for each in manifest["editions"] if each["code"] == code), None)
    if entry is None:
        raise NotFoundHere(what="shipped edition of criteria", key=code)
    content = (data / entry["file"]).read_bytes()
    if sha256(content).hexdigest() != entry["sha256"]:
        raise ShippedFileChanged(file=entry["file"])
    return propose_criteria(
        **{name: entry[name] for name in ("code", "name_zh", "name_en", "source", "confidence")},
        note=entry["note"],
        criteria=json.loads(content),
        by=by,
        reason=reason,
    )
