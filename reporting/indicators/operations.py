"""Acts of the library: propose a list, an indicator, a link; propose what ships."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from importlib.resources import files
from typing import Any, TypeVar

from django.db import transaction

from config.archive.operations import store
from config.kernel import proposals
from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import tally
from config.kernel.models import Actor, Decision
from config.tables.reading import Form, open_table
from config.tables.writing import MEDIA_TYPES
from reporting.indicators import queries
from reporting.indicators.models import (
    Framework,
    FrameworkItem,
    IndicatorList,
    ItemLink,
    LibraryIndicator,
)
from reporting.indicators.models.base import ListBatch
from reporting.indicators.models.library import FIELDS
from reporting.indicators.rules.files import LIMITS, JudgedList, judge_list
from reporting.indicators.rules.kinds import ListKind
from reporting.indicators.rules.planning import ITEM_FIELDS, links_of, plan_of

_FINDINGS_KEPT = 1000
List = TypeVar("List", bound=ListBatch)


class EditionTaken(DomainError):
    """
    Another file stands as {list}. Give this one an edition of its own, and say which
    edition it supersedes.
    """

    code = "edition_taken"


class ShippedListChanged(DomainError):
    """The shipped file {file} is not the one in the manifest; install the service again."""

    code = "shipped_list_changed"
    status = 500


def propose_indicators(
    *, content: bytes, file_name: str, source: str, by: Actor, reason: str, **described: Any
) -> IndicatorList:
    """
    Record a file of indicators as a proposal, every row judged, every difference planned.

    ``described`` are the columns of the list: code, edition, names, publisher, released_on,
    effective_from, is_official, is_partial, note, is_sample. The same file again returns the
    standing list with ``is_twin`` set and changes nothing.

    :raises InvalidInput: with a finding for each fault of the file; nothing is stored then.
    """
    return _propose(
        IndicatorList(source=source, **described),
        content=content,
        file_name=file_name,
        by=by,
        reason=reason,
    )


def propose_framework(
    *, content: bytes, file_name: str, source: str, by: Actor, reason: str, **described: Any
) -> Framework:
    """
    Record a file of a framework's items as a proposal; ``described`` as for indicators.

    With ``supersedes`` the plan names what is new, different and gone beside that edition,
    and an item that keeps its code keeps its links where the file names none.

    :raises InvalidInput: with a finding for each fault of the file; nothing is stored then.
    :raises EditionTaken: if another file stands as this edition.
    """
    return _propose(
        Framework(source=source, **described),
        content=content,
        file_name=file_name,
        by=by,
        reason=reason,
    )


@transaction.atomic
def _propose(row: List, *, content: bytes, file_name: str, by: Actor, reason: str) -> List:
    by.check_may(row.propose_permission)
    row.kind = row.list_kind.value
    row.file_sha256 = hashlib.sha256(content).hexdigest()
    twin = type(row).twin_of(kind=row.kind, file_sha256=row.file_sha256)
    if twin is not None:
        twin.is_twin = True
        return twin
    known = _known_codes(row) if isinstance(row, Framework) else None
    judged = judge_list(row.list_kind, content, name=file_name, source=row.source, known=known)
    if judged.errors:
        raise InvalidInput(judged.errors)
    if isinstance(row, Framework):
        _check_edition(row)
    form = open_table(content, name=file_name, limits=LIMITS).form
    row.original = store(content=content, name=file_name, media_type=_media_type(form))
    row.original_name = file_name
    row.rows_read, row.rows_accepted = judged.rows_read, len(judged.rows)
    row.finding_counts = tally(judged.findings)
    row.findings = [each.to_json() for each in judged.findings[:_FINDINGS_KEPT]]
    row.plan = _plan(row, judged)
    return proposals.propose(row, by=by, reason=reason)


def _media_type(form: Form) -> str:
    return next(said for each, said in MEDIA_TYPES.items() if each.value == form.value)


def _known_codes(row: Framework) -> set[str]:
    return set(LibraryIndicator.standing_of(on=row.effective_from))


def _check_edition(row: Framework) -> None:
    alive = [Decision.PENDING, Decision.CONFIRMED]
    if Framework.objects.filter(code=row.code, edition=row.edition, decision__in=alive).exists():
        raise EditionTaken(list=str(row))


def _plan(row: ListBatch, judged: JudgedList) -> dict[str, Any]:
    """Return what publishing the list would do, beside what stands or what it supersedes."""
    if isinstance(row, Framework):
        return _plan_of_framework(row, judged)
    codes = {each["code"] for each in judged.rows}
    before = queries.standing_fields(codes, on=row.effective_from)
    return plan_of(judged.rows, before, FIELDS, replaces=False)


def _plan_of_framework(row: Framework, judged: JudgedList) -> dict[str, Any]:
    other = row.supersedes
    items = queries.items_of(other) if other else []
    before = {each.code: {name: getattr(each, name) for name in ITEM_FIELDS} for each in items}
    linked = other.links() if other else {}
    plan = plan_of(judged.rows, before, ITEM_FIELDS, replaces=other is not None)
    answered = {each["code"]: links_of(each, linked) for each in judged.rows}
    kept = [each["code"] for each in judged.rows if not each["indicators"]]
    return plan | {
        "linked": sum(bool(codes) for codes in answered.values()),
        "without_indicator": [code for code, codes in answered.items() if not codes],
        "links_kept": {code: list(answered[code]) for code in kept if answered[code]},
    }


def propose_indicator(*, by: Actor, reason: str, **columns: Any) -> LibraryIndicator:
    """Propose one version of one indicator: its range, its owner, whatever is to change."""
    return proposals.propose(LibraryIndicator(**columns), by=by, reason=reason)


def propose_link(
    *,
    item: FrameworkItem,
    indicator: str,
    effective_from: dt.date,
    by: Actor,
    reason: str,
    is_on: bool = True,
    supersedes: ItemLink | None = None,
) -> ItemLink:
    """Propose that an indicator answers an item from a day on, or no longer does."""
    row = ItemLink(
        item=item,
        indicator=indicator,
        effective_from=effective_from,
        is_on=is_on,
        supersedes=supersedes,
    )
    return proposals.propose(row, by=by, reason=reason)


def propose_shipped_indicators(
    *, effective_from: dt.date, by: Actor, reason: str
) -> list[IndicatorList]:
    """
    Propose the library that ships with the service; what is here already stays as it is.

    :raises ShippedListChanged: if a file is not what the manifest says.
    """
    return [
        propose_indicators(**entry, effective_from=effective_from, by=by, reason=reason)
        for entry in _shipped(ListKind.INDICATORS)
    ]


def propose_shipped_frameworks(
    *, effective_from: dt.date, by: Actor, reason: str
) -> list[Framework]:
    """
    Propose the frameworks that ship with the service, once their indicators are confirmed.

    :raises InvalidInput: if an item names an indicator that the library does not hold yet.
    :raises ShippedListChanged: if a file is not what the manifest says.
    """
    return [
        propose_framework(**entry, effective_from=effective_from, by=by, reason=reason)
        for entry in _shipped(ListKind.FRAMEWORK)
    ]


def _shipped(kind: ListKind) -> list[dict[str, Any]]:
    """Return what the manifest says of the shipped files of one kind, with their contents."""
    folder = files("reporting.indicators").joinpath("data")
    manifest = json.loads(folder.joinpath("manifest.json").read_text("utf-8"))
    return [
        _described(entry, folder.joinpath(entry["file"]).read_bytes())
        for entry in manifest["editions"]
        if entry["kind"] == kind.value
    ]


def _described(entry: dict[str, Any], content: bytes) -> dict[str, Any]:
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise ShippedListChanged(file=entry["file"])
    released_on = entry["released_on"]
    named = ("code", "edition", "name_zh", "name_en", "publisher", "source", "note")
    return {name: entry[name] for name in named} | {
        "content": content,
        "file_name": entry["file"],
        "released_on": dt.date.fromisoformat(released_on) if released_on else None,
        "is_official": entry["official"],
        "is_partial": entry["partial"],
    }
