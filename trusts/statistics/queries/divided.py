"""Contracts whose money is divided: over projects by splits, over catalogue classes by labels."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from projects.registry import queries as registry
from trusts.contracts import queries as contracts
from trusts.labels import queries as labels
from trusts.statistics.rules import UNKNOWN, Moment

#: What a green label leaves, and what was found not green.
REST, NOT_GREEN = "rest", "not_green"


@dataclass(frozen=True)
class Part:
    """What stands of one contract under one key, in CNY."""

    key: str
    contract_id: int
    amount: Decimal


#: A moment -> all parts of all contracts; the parts of a contract add up to it.
Divided = Callable[[Moment], Iterable[Part]]


def by_project(moment: Moment) -> Iterator[Part]:
    """Yield what stands on each project by the splits; what stands on none has no key."""
    for each in contracts.allocations(on=moment.on, known_at=moment.known_at):
        for share in each.shares:
            yield Part(share.project_code, each.contract.pk, share.amount)
        yield Part(UNKNOWN, each.contract.pk, each.unallocated)


def by_catalogue(moment: Moment) -> Iterator[Part]:
    """Yield what is green by each catalogue edition and code, and what is not."""
    for each in labels.rollup(on=moment.on, known_at=moment.known_at).contracts:
        for part in each.parts:
            yield Part(":".join(part.part.entry), each.contract.pk, part.amount)
        yield Part(REST, each.contract.pk, each.amounts.rest)
        yield Part(NOT_GREEN, each.contract.pk, each.amounts.not_green)
        yield Part(UNKNOWN, each.contract.pk, each.amounts.unlabelled)


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
