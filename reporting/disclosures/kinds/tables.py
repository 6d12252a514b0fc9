"""Tables of bound figures, with the sentence that rounding asks for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from reporting.disclosures.kinds.kind import Voice
from reporting.rendering.document import Cell, Column, Figure, Table


def table(
    say: Voice,
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    total: Sequence[Cell] | None = None,
    notes: Sequence[str] = (),
    is_sum: bool = True,
) -> Table:
    """Return a table; where the shown parts miss the shown total, a note says so."""
    said = list(notes)
    if is_sum and total is not None and _misses(rows, total):
        said.append(
            say(
                "各数各自舍入，所示分项之和与所示合计在末位上可能有差；未舍入的数值之和与合计相等。",
                "Each number is rounded by itself, so the parts shown may miss the total shown "
                "in the "
                "last digit; unrounded, they add up to it.",
            )
        )
    return Table(
        caption=caption,
        columns=tuple(columns),
        rows=tuple(tuple(row) for row in rows),
        total=tuple(total) if total is not None else None,
        notes=tuple(said),
    )


def _misses(rows: Sequence[Sequence[Cell]], total: Sequence[Cell]) -> bool:
    for index, cell in enumerate(total):
        if not isinstance(cell, Figure):
            continue
        parts = [row[index] for row in rows if isinstance(row[index], Figure)]
        shown = [_number(part.text) for part in parts if isinstance(part, Figure)]
        whole = _number(cell.text)
        if None in shown or whole is None:
            continue
        if sum((each for each in shown if each is not None), Decimal(0)) != whole:
            return True
    return False


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "").replace("−", "-"))
    except InvalidOperation:
        return None
