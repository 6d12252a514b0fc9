"""Acts of the library: propose an edition, propose what we ship, propose a policy."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from importlib.resources import files
from typing import Any

from django.db import transaction

from config.archive.operations import store
from config.kernel import proposals
from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import tally
from config.kernel.models import Actor, Decision
from projects.reference import queries
from projects.reference.models import Edition, FactorPolicy
from projects.reference.rules.files import JudgedFile, judge_file
from projects.reference.rules.kinds import CHOOSABLE, FACTOR_KINDS, EditionKind, PolicyRule
from projects.reference.rules.planning import plan_of, plan_of_classes
from projects.reference.rules.refusals import UnfittingChoice, UnknownFactorKind

_FINDINGS_KEPT = 1000


class CodeTaken(DomainError):
    """
    Another file stands under the code {code}. Give this edition a code of its own, and say
    which edition it supersedes.
    """

    code = "code_taken"


class IncompletePolicy(DomainError):
    """A policy {rule} needs {field}."""

    code = "incomplete_policy"
    status = 400


class ShippedFileChanged(DomainError):
    """The shipped file {file} is not the one in the manifest; install the service again."""

    code = "shipped_file_changed"
    status = 500


@transaction.atomic
def propose_edition(  # noqa: PLR0913 (an edition is described once, in full)
    *,
    code: str,
    kind: EditionKind,
    name_zh: str,
    name_en: str,
    content: bytes,
    file_name: str,
    source: str,
    by: Actor,
    reason: str,
    released_on: dt.date | None = None,
    is_partial: bool = True,
    note: str = "",
    supersedes: Edition | None = None,
    is_sample: bool = False,
) -> Edition:
    """
    Record a file as the proposal of an edition, every row judged.

    The same file again returns the standing edition with ``is_twin`` set and changes nothing.

    :raises InvalidInput: with a finding for each fault of the file; nothing is stored then.
    :raises CodeTaken: if another file stands under ``code``.
    """
    by.check_may(Edition.propose_permission)
    sha256 = hashlib.sha256(content).hexdigest()
    twin = Edition.twin_of(kind=kind.value, file_sha256=sha256)
    if twin is not None:
        twin.is_twin = True
        return twin
    judged = judge_file(kind, content)
    if judged.errors:
        raise InvalidInput(judged.errors)
    alive = [Decision.PENDING, Decision.CONFIRMED]
    if Edition.objects.filter(code=code, decision__in=alive).exists():
        raise CodeTaken(code=code)
    edition = Edition(
        code=code,
        kind=kind.value,
        name_zh=name_zh,
        name_en=name_en,
        released_on=released_on,
        is_partial=is_partial,
        note=note,
        supersedes=supersedes,
        source=source,
        original=store(content=content, name=file_name, media_type="text/csv"),
        original_name=file_name,
        file_sha256=sha256,
        is_sample=is_sample,
        **_judgment(kind, judged, supersedes),
    )
    return proposals.propose(edition, by=by, reason=reason)


def _judgment(kind: EditionKind, judged: JudgedFile, supersedes: Edition | None) -> dict[str, Any]:
    """Return what the batch keeps of the judgment of its file."""
    return {
        "rows_read": judged.rows_read,
        "rows_accepted": len(judged.rows),
        "finding_counts": tally(judged.findings),
        "findings": [each.to_json() for each in judged.findings[:_FINDINGS_KEPT]],
        "plan": _plan(kind, judged, supersedes),
    }


def _plan(kind: EditionKind, judged: JudgedFile, supersedes: Edition | None) -> dict[str, Any]:
    """Return what publishing the file would do, beside what it supersedes or what stands."""
    if kind is EditionKind.TAXONOMY and supersedes is not None:
        return plan_of_classes(judged.rows, queries.class_names(supersedes))
    before = queries.standing_values(kind, within=supersedes)
    return plan_of(kind, judged.rows, before, replaces=supersedes is not None)


def propose_shipped_editions(*, by: Actor, reason: str) -> list[Edition]:
    """
    Propose every edition that ships with the service; those already here stay as they are.

    :raises ShippedFileChanged: if a file is not what the manifest says.
    """
    folder = files("projects.reference").joinpath("data")
    manifest = json.loads(folder.joinpath("manifest.json").read_text("utf-8"))
    return [
        _propose_shipped(entry, folder.joinpath(entry["file"]).read_bytes(), by=by, reason=reason)
        for entry in manifest["editions"]
    ]


def _propose_shipped(entry: dict[str, Any], content: bytes, *, by: Actor, reason: str) -> Edition:
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise ShippedFileChanged(file=entry["file"])
    released_on = entry["released_on"]
    return propose_edition(
        code=entry["code"],
        kind=EditionKind(entry["kind"]),
        name_zh=entry["name_zh"],
        name_en=entry["name_en"],
        content=content,
        file_name=entry["file"],
        source=entry["source"],
        by=by,
        reason=reason,
        released_on=dt.date.fromisoformat(released_on) if released_on else None,
        is_partial=entry["partial"],
        note=entry["note"],
    )


def propose_policy(  # noqa: PLR0913 (a policy is described once, in full)
    *,
    rule: PolicyRule,
    kind: str,
    effective_from: dt.date,
    by: Actor,
    reason: str,
    region: str = "",
    max_lag_years: int | None = None,
    scheme: str = "",
    choice: str = "",
    is_on: bool = True,
    supersedes: FactorPolicy | None = None,
) -> FactorPolicy:
    """
    Propose that a fallback or choice be turned on, or off with ``is_on=False``.

    :raises UnknownFactorKind: if the library has no such kind.
    :raises IncompletePolicy: if the rule needs a field that is empty.
    :raises UnfittingChoice: if the kind that is chosen cannot stand in for the other.
    """
    if kind not in FACTOR_KINDS:
        raise UnknownFactorKind(kind=kind, known=", ".join(FACTOR_KINDS))
    needed = {
        PolicyRule.LATEST_DATA_YEAR: ("max_lag_years", max_lag_years),
        PolicyRule.PROVINCE_TO_REGION: ("scheme", scheme),
        PolicyRule.PROVINCE_TO_NATION: ("kind", kind),
        PolicyRule.CHOOSE_SOURCE: ("choice", choice),
        PolicyRule.CHOOSE_KIND: ("choice", choice),
    }[rule]
    if not needed[1]:
        raise IncompletePolicy(rule=rule.value, field=needed[0])
    if rule is PolicyRule.CHOOSE_KIND and choice not in (known := CHOOSABLE.get(kind, ())):
        raise UnfittingChoice(choice=choice, kind=kind, known=", ".join(known) or "–")
    policy = FactorPolicy(
        rule=rule.value,
        kind=kind,
        region=region,
        max_lag_years=max_lag_years,
        scheme=scheme,
        choice=choice,
        is_on=is_on,
        effective_from=effective_from,
        supersedes=supersedes,
    )
    return proposals.propose(policy, by=by, reason=reason)
