"""Contracts whose money is divided: over projects by splits, over catalogue classes by labels."""

# ruff: noqa: S608 (the text is this room's own; what readers give is a value)

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from projects.registry import queries as registry
from trusts.contracts import queries as contracts
from trusts.labels import queries as labels
from trusts.statistics.rules import UNKNOWN, Moment

#: What a green label leaves, and what was found not green.
REST, NOT_GREEN = "rest", "not_green"


@dataclass(frozen=True)
class Parts:
    """
    A statement of all parts of all contracts at a moment, and the values it takes.

    Its columns are ``key``, ``contract_id`` and ``amount`` in CNY; the parts of a contract add
    up to what is outstanding under it.
    """

    sql: str
    values: list[Any]


#: A moment -> the parts of all contracts.
Divided = Callable[[Moment], Parts]


def by_project(moment: Moment) -> Parts:
    """Return what stands on each project by the splits; what stands on none has no key."""
    pieces, values = contracts.pieces_sql(contracts.Which(), on=moment.on, known_at=moment.known_at)
    key = f"coalesce(project_code, '{UNKNOWN}') as key"
    return Parts(f"with {pieces} select {key}, contract_id, amount from pieces", values)


def by_catalogue(moment: Moment) -> Parts:
    """Return what is green by each catalogue edition and code, and what is not."""
    key = (
        "case what when 'green' then edition || ':' || code"
        f" when 'rest' then '{REST}' when 'not_green' then '{NOT_GREEN}' else '{UNKNOWN}' end"
    )
    return Parts(
        f"select {key} as key, contract_id, amount from trusts_green_pieces(%s, %s)",
        [moment.on, moment.known_at],
    )


def project_names(codes: Collection[str], moment: Moment) -> Mapping[str, tuple[str, str]]:
    """Return what projects are called on the day; one statement."""
    rows = registry.projects_known(as_of=moment.on, known_at=moment.known_at)
    found = rows.filter(project__code__in=codes)
    return {each.project.code: (each.name_zh, each.name_en) for each in found}


def catalogue_names(keys: Collection[str], moment: Moment) -> Mapping[str, tuple[str, str]]:
    """Return what catalogue entries are called, edition and code before the name."""
    entries = {(edition, code) for edition, _, code in (key.partition(":") for key in keys)}
    rows = labels.entries_named(entries, known_at=moment.known_at)
    names = {
        f"{edition}:{code}": (
            f"{edition} {code} {row.name_zh or row.name_en}",
            f"{edition} {code} {row.name_en or row.name_zh}",
        )
        for (edition, code), row in rows.items()
    }
    return {
        REST: ("绿色份额以外", "Beside green shares"),
        NOT_GREEN: ("认定为非绿色", "Found not green"),
        **names,
    }
