"""What departments collected, as facts: answers, the company's own emissions, the projects'."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from config.kernel.periods import Period
from projects.reference import queries as reference
from projects.reference.rules.kinds import FACTOR_KINDS
from reporting.collection import queries as collection
from reporting.collection.rules.values import (
    CollectedValue,
    FootprintLine,
    Named,
    RowRef,
    SignOff,
    UsedFactor,
)
from reporting.figures.rules.collected import INVESTEE_CODES, Collected, Emitted, Investee, Scope
from reporting.figures.rules.facts import Approval, Factor, Name, Ref
from trusts.attribution.rules import Evidence

#: What a project reports of itself is taken as reported and not verified, PCAF's option 1b.
REPORTED = Evidence.REPORTED.value


@dataclass(frozen=True, kw_only=True)
class Answered:
    """Collection's side of the facts."""

    collected: tuple[Collected, ...]
    emitted: tuple[Emitted, ...]
    investees: tuple[Investee, ...]


def answered(period: Period, known_at: dt.datetime, projects: Collection[str]) -> Answered:
    """
    Return what was confirmed of the period by ``known_at``.

    An answer about a project's own emissions names the project by the code of its site; one
    that names none of ``projects`` stays what it is, a collected number.
    """
    values = collection.collected(period, known_at)
    stated = collection.footprint(period, known_at)
    editions = _Editions(known_at)
    return Answered(
        collected=tuple(map(_collected, values)),
        emitted=tuple(
            _emitted(line, editions, stated.method, stated.method_version) for line in stated.lines
        ),
        investees=tuple(_investees(values, projects)),
    )


def _collected(each: CollectedValue) -> Collected:
    return Collected(
        indicator=Name(each.code, each.name_zh, each.name_en or each.name_zh),
        unit=each.unit,
        department=_name(each.department),
        site=each.site,
        value=each.value,
        text=each.text,
        note=each.note,
        version=each.version,
        evidence=tuple(one.name for one in each.evidence),
        rows=_refs(each.refs),
        approvals=_approvals(each.approvals),
        is_sample=each.is_sample,
    )


def _investees(values: Iterable[CollectedValue], projects: Collection[str]) -> list[Investee]:
    return [
        Investee(
            project=each.site,
            scope=INVESTEE_CODES[each.code],
            value=each.value,
            option=REPORTED,
            rows=_refs(each.refs),
            approvals=_approvals(each.approvals),
        )
        for each in values
        if each.code in INVESTEE_CODES and each.value is not None and each.site in projects
    ]


def _emitted(line: FootprintLine, editions: _Editions, method: str, version: str) -> Emitted:
    return Emitted(
        scope=Scope(line.scope.value),
        category=line.category,
        name=Name(f"{line.code}:{line.category}", line.name_zh, line.name_en),
        department=_name(line.department),
        site="",
        quantity=line.quantity,
        unit=line.unit,
        formula=line.formula,
        factors=tuple(map(editions.factor, line.factors)),
        value=line.value_tco2e,
        refusal=line.refusal,
        method=method,
        method_version=version,
        rows=_refs(line.refs),
    )


class _Editions:
    """Names of the editions that factors come from, each asked for once."""

    def __init__(self, known_at: dt.datetime) -> None:
        self._known_at = known_at
        self._names: dict[str, Name] = {}

    def factor(self, used: UsedFactor) -> Factor:
        """Return a factor of a footprint's line."""
        kind = FACTOR_KINDS.get(used.kind)
        return Factor(
            id=used.factor_id,
            name=Name(used.kind, kind.name_zh, kind.name_en)
            if kind
            else Name(used.kind, used.kind, used.kind),
            value=used.value,
            unit=used.unit,
            place=Name(used.region, used.region, used.region),
            year=used.data_year,
            edition=self._edition(used.edition),
            source=used.source,
        )

    def _edition(self, code: str) -> Name:
        if code not in self._names:
            found = reference.edition(code, known_at=self._known_at)
            self._names[code] = Name(code, found.name_zh, found.name_en)
        return self._names[code]


def _name(named: Named) -> Name:
    return Name(named.code, named.zh, named.en or named.zh)


def _refs(refs: Iterable[RowRef]) -> tuple[Ref, ...]:
    return tuple(Ref(table=each.table, id=each.id, sha256=each.sha256) for each in refs)


def _approvals(rows: Iterable[SignOff]) -> tuple[Approval, ...]:
    return tuple(
        Approval(
            what=each.what,
            proposed_by=each.proposed_by,
            proposed_at=each.proposed_at,
            confirmed_by=each.confirmed_by,
            confirmed_at=each.confirmed_at,
        )
        for each in rows
    )
