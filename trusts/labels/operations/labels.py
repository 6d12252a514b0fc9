"""Propose a contract's green label: as suggested, by hand within its support, or not green."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from config.archive.models import StoredFile
from config.kernel.errors import InvalidInput, NotFoundHere
from config.kernel.models import Actor
from config.kernel.proposals import propose
from trusts.contracts.models import Contract
from trusts.labels.models import GreenLabel
from trusts.labels.queries.labels import missing_entry, suggested_label
from trusts.labels.rules.parts import Basis, Part, green_percent, judge_label
from trusts.labels.rules.support import Support, check_supported
from trusts.register.models import GreenForm
from trusts.register.rules import ALL_THAT_IS_KNOWN


def propose_label(
    *,
    contract: Contract,
    effective_from: dt.date,
    basis: str,
    by: Actor,
    reason: str,
    parts: Sequence[Part] | None = None,
    form: GreenForm | None = None,
    note: str = "",
    document: StoredFile | None = None,
    supersedes: GreenLabel | None = None,
) -> GreenLabel:
    """
    Propose how much of a contract is green from a day on, under which catalogue entries.

    With ``parts`` None on the basis of projects, the label is proposed as suggested: split
    times recognition on that day. What it was judged on is frozen with it.

    :raises InvalidInput: if the label contradicts its basis.
    :raises BadPart: if a percentage is not one, or an entry is named twice.
    :raises MoreThanTheWhole: if the parts exceed 100 %.
    :raises NotFoundHere: if no confirmed edition of a catalogue holds an entry.
    :raises Unsupported: if, on the basis of projects, a part exceeds what they carry.
    """
    known = ALL_THAT_IS_KNOWN
    support = suggested_label(contract, on=effective_from, known_at=known)
    if parts is None:
        parts = support.parts if basis == Basis.PROJECTS else ()
    findings = judge_label(
        basis=basis, parts=parts, has_document=document is not None, has_form=form is not None
    )
    if findings:
        raise InvalidInput(findings)
    share = green_percent(parts)
    missing = missing_entry(parts, known_at=known)
    if missing is not None:
        raise NotFoundHere(what="taxonomy class", key=" ".join(missing))
    if basis == Basis.PROJECTS:
        check_supported(parts, support)
    label = GreenLabel(
        contract=contract,
        effective_from=effective_from,
        basis=basis,
        green_percent=share,
        parts=[part.to_json() for part in parts],
        form=form,
        note=note,
        document=document,
        inputs=_frozen(support, document),
        supersedes=supersedes,
    )
    return propose(label, by=by, reason=reason)


def _frozen(support: Support, document: StoredFile | None) -> dict[str, Any]:
    return {
        "support": support.to_json(),
        "document_sha256": document.sha256 if document else "",
    }
