"""What a subject declares: its columns, and how one row is entered by two people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import DatabaseError, transaction

from config.kernel import proposals
from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import Finding
from config.kernel.models import Actor, Proposed
from trusts.intake.rules.columns import Column
from trusts.intake.rules.findings import finding
from trusts.intake.rules.reading import ReadRow

P = TypeVar("P", bound=Proposed)
Values = Mapping[str, Any]
#: Rows of a subject that are entered one by one, in the transaction of a confirmation.
MOST_ROWS = 1_000


class RowNoLongerFits(DomainError):
    """Row {row} no longer fits: {why} Nothing was entered; have the file judged again."""

    code = "row_no_longer_fits"


@dataclass(frozen=True, kw_only=True)
class Acting:
    """Who enters a row: the sender proposes; the decider confirms, when there is one."""

    by: Actor
    reason: str
    decider: Actor | None = None
    note: str = ""
    is_sample: bool = False

    def agree(self, row: P) -> P:
        """Confirm what was just proposed; in a dry run leave it proposed."""
        if self.decider is None:
            return row
        return proposals.confirm(row, by=self.decider, note=self.note)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """
    One kind of thing that files bring.

    ``enter`` proposes one row by the room's ordinary operations and agrees on it; a subject
    without it is entered in bulk, as movements are. Rows that agree in the fields ``together``
    are entered as one: ``enter`` gets the values of the first and all of them as ``rows``.
    """

    name: str
    title: Any
    order: int
    columns: tuple[Column, ...]
    enter: Callable[[Values, Acting], None] | None = None
    together: tuple[str, ...] = ()
    most_rows: int = MOST_ROWS
    note: Any = ""

    @property
    def is_money(self) -> bool:
        """Return whether the rows have a direction of money."""
        return self.enter is None


def try_rows(
    subject: Subject, rows: list[ReadRow], acting: Acting, *, advance: Callable[[int], object]
) -> None:
    """
    Propose every row for real and take all back; what is refused is added to the row.

    The rows are tried in the order of the file, each beside those before it that hold. Rows
    that belong together fall together.
    """
    with _taken_back():
        for done, group in enumerate(_groups(subject, rows)):
            if any(each.is_faulty for each in group):
                _fall_together(group)
            else:
                group[0].faults += _tried(subject, group, acting)
                _fall_together(group)
            advance(done)


def enter_rows(subject: Subject, rows: list[ReadRow], acting: Acting) -> None:
    """
    Propose and confirm every row, in the caller's transaction: all or none.

    :raises RowNoLongerFits: naming the row that is refused by now.
    """
    for group in _groups(subject, rows):
        faults = _tried(subject, group, acting)
        if errors := [each for each in faults if each.blocks]:
            raise RowNoLongerFits(row=group[0].number, why=_words(errors[0]))


def _groups(subject: Subject, rows: list[ReadRow]) -> list[list[ReadRow]]:
    """Return the rows that are entered together, in the order of the file."""
    if not subject.together:
        return [[row] for row in rows]
    found: dict[tuple[Any, ...], list[ReadRow]] = {}
    for row in rows:
        key = tuple(row.values.get(name) for name in subject.together)
        found.setdefault(key, []).append(row)
    return list(found.values())


def _fall_together(group: list[ReadRow]) -> None:
    """Keep out what belongs to a faulty row: half of it would be something else."""
    faulty = next((each for each in group if each.is_faulty), None)
    if faulty is None:
        return
    for row in group:
        if not row.is_faulty:
            row.faults.append(
                finding("row_of_a_faulty_group", row=row.number, first_row=faulty.number)
            )


def _tried(subject: Subject, group: list[ReadRow], acting: Acting) -> list[Finding]:
    if subject.enter is None:
        raise TypeError(f"{subject.name} is not entered row by row.")
    row = group[0]
    try:
        with transaction.atomic():
            subject.enter({**row.values, "rows": [each.values for each in group]}, acting)
    except InvalidInput as refusal:
        return [_placed(each, row) for each in refusal.findings]
    except DomainError as refusal:
        return [_said(refusal, row)]
    except DatabaseError as refusal:
        why = proposals.plain_words(refusal)
        return [finding("row_refused", row=row.number, why=why)]
    return []


def _placed(found: Finding, row: ReadRow) -> Finding:
    return Finding(
        code=found.code,
        message=found.message,
        severity=found.severity,
        row=row.number,
        field=found.field,
        value=found.value,
        remedy=found.remedy,
        facts=found.facts,
    )


def _said(refusal: DomainError, row: ReadRow) -> Finding:
    """Return a refusal of the room below as a finding, its own sentence and code kept."""
    named = str(refusal.facts.get("field", ""))
    value = refusal.facts.get("value", refusal.facts.get("key", ""))
    return Finding(
        code=refusal.code,
        message=refusal.sentence,
        row=row.number,
        field=named,
        value=str(value),
        remedy="Correct the row as the sentence says.",
        facts=refusal.facts,
    )


def _words(found: Finding) -> str:
    return str(found).partition(": ")[2]


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        point = transaction.savepoint()
        try:
            yield
        finally:
            transaction.savepoint_rollback(point)
