"""What was said of a contract, version by version, and what each one changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from config.kernel.models import Decision
from trusts.contracts.models import ContractTerms, ContractVersion, Split

V = TypeVar("V", bound=ContractVersion)

#: What a version says beside its decision: the columns that are compared.
TERMS_COMPARED = (
    "instrument",
    "asset_class",
    "isin",
    "security_code",
    "series_name",
    "counterparty",
    "use_of_funds",
    "industry_code",
    "province",
    "city",
    "committed_amount",
    "interest_rate_percent",
    "form",
    "look_back_percent",
    "signed_on",
    "matures_on",
)


@dataclass(frozen=True)
class Change:
    """One thing that a version says otherwise than the one that stood before it."""

    what: str
    old: Any
    new: Any


@dataclass(frozen=True)
class VersionOf(Generic[V]):
    """One version with the one that stood in its place before, and what it changes."""

    row: V
    before: V | None
    changes: tuple[Change, ...]


def terms_history(contract_id: int) -> list[VersionOf[ContractTerms]]:
    """Return every version of a contract's terms, proposed ones too, the newest first."""
    rows = list(
        ContractTerms.objects.filter(contract_id=contract_id)
        .select_related("contract", "counterparty", "form", "proposed_by", "decided_by")
        .order_by("-id")
    )
    return _versions(rows, _terms_changes)


def splits_history(contract_id: int) -> list[VersionOf[Split]]:
    """Return every version of a contract's split, proposed ones too, the newest first."""
    rows = list(
        Split.objects.filter(contract_id=contract_id)
        .select_related("contract", "proposed_by", "decided_by")
        .order_by("-id")
    )
    return _versions(rows, _split_changes)


def _versions(rows: Sequence[V], changes: Callable[[V, V], list[Change]]) -> list[VersionOf[V]]:
    found = []
    for row in rows:
        before = _before(row, rows)
        told = tuple(changes(before, row)) if before is not None else ()
        found.append(VersionOf(row, before, told))
    return found


def _before(row: V, rows: Sequence[V]) -> V | None:
    """Return the version that the row corrects, or the one that held on its first day till then."""
    corrected = _corrects(row)
    if corrected is not None:
        return next((each for each in rows if each.pk == corrected), None)
    known = [
        each
        for each in rows
        if each.decision == Decision.CONFIRMED
        and each.pk != row.pk
        and (row.recorded_at is None or _order(each) < _order(row))
    ]
    superseded = {_corrects(each) for each in known}
    standing = [
        each
        for each in known
        if each.pk not in superseded and each.effective_from <= row.effective_from
    ]
    return max(standing, key=lambda each: (each.effective_from, _order(each)), default=None)


def _corrects(row: ContractVersion) -> int | None:
    found: int | None = row.supersedes_id  # type: ignore[attr-defined]  # (self-reference of an abstract row)
    return found


def _order(row: ContractVersion) -> tuple[Any, int]:
    return row.recorded_at, row.pk


def _terms_changes(old: ContractTerms, new: ContractTerms) -> list[Change]:
    return [
        Change(name, getattr(old, name), getattr(new, name))
        for name in TERMS_COMPARED
        if getattr(old, name) != getattr(new, name)
    ]


def _split_changes(old: Split, new: Split) -> list[Change]:
    before = {each.project_code: each for each in old.parsed_shares()}
    after = {each.project_code: each for each in new.parsed_shares()}
    return [
        Change(code, before.get(code), after.get(code))
        for code in sorted({*before, *after})
        if before.get(code) != after.get(code)
    ]
