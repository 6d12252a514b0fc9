"""Breakdowns of figures along one axis: each with its total, *other* and the unstated last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.tables import table
from reporting.disclosures.rules.book import Entry
from reporting.rendering.blocks import ColumnKind
from reporting.rendering.document import Column, Table

#: Members that are no members of the axis themselves, in the order in which they come last.
LAST = ("rest", "not_green", "unlabelled", "OTHER", "")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One column of a breakdown: the indicator, what the column is called, what its cells are."""

    code: str
    zh: str
    en: str
    kind: ColumnKind = "number"
    unit: str = "CNY"
    where: Mapping[str, str] = field(default_factory=dict)

    def column(self, say: Voice) -> Column:
        """Return the column's head."""
        places = 2 if self.kind == "number" else None
        unit = self.unit if self.kind == "number" else ""
        return Column(heading=say(self.zh, self.en), kind=self.kind, unit=unit, places=places)


def members(brief: Brief, codes: Iterable[str], axis: str, where: Mapping[str, str]) -> list[Entry]:
    """Return one figure for each member of an axis that any of the indicators has, in order."""
    found: dict[str, Entry] = {}
    for code in codes:
        for each in brief.book.along(code, axis, *where):
            if all(each.dimension[key] == value for key, value in where.items()):
                found.setdefault(each.dimension[axis], each)
    return [found[code] for code in sorted(found, key=_place)]


def _place(code: str) -> tuple[int, str]:
    return (LAST.index(code) + 1 if code in LAST else 0, code)


def breakdown(
    brief: Brief,
    say: Voice,
    caption: str,
    axis: tuple[str, str, str],
    columns: Sequence[Told],
    *,
    where: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Table | None:
    """
    Return the figures along an axis (its code, its heading in both languages) with their totals.

    ``where`` holds what all of them are about; None if there is nothing to break down.
    """
    about = dict(where or {})
    code, zh, en = axis
    rows = members(brief, [each.code for each in columns], code, about)
    if not rows:
        return None
    return table(
        say,
        caption,
        (Column(heading=say(zh, en)), *(each.column(say) for each in columns)),
        [
            (
                row.member(code, say.language),
                *(
                    brief.book.cell(each.code, **{code: row.dimension[code]}, **about, **each.where)
                    for each in columns
                ),
            )
            for row in rows
        ],
        total=(
            say("合计", "Total"),
            *(brief.book.cell(each.code, **about, **each.where) for each in columns),
        ),
        notes=notes,
    )
