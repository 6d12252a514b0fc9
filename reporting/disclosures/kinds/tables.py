"""Tables of bound figures, printed alike, with the sentence that rounding asks for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from reporting.disclosures.kinds.kind import Voice
from reporting.disclosures.kinds.printing import in_column
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
    """
    Return a table whose columns are each printed in one unit with one number of decimals.

    A column that is empty in every row is left out; where the shown parts miss the shown
    total, a note says so.
    """
    kept = [place for place in range(len(columns)) if any(row[place] is not None for row in rows)]
    lines = [[row[place] for place in kept] for row in (*rows, *([total] if total else ()))]
    heads = [columns[place] for place in kept]
    for place, head in enumerate(heads):
        heads[place], printed = in_column(say, head, (line[place] for line in lines))
        for line in lines:
            cell = line[place]
            if isinstance(cell, Figure):
                line[place] = printed.get(cell.figure_id, cell)
    body, foot = (lines[:-1], lines[-1]) if total else (lines, None)
    said = list(notes)
    if is_sum and foot is not None and _misses(body, foot):
        said.append(
            say(
                "各数各自舍入，所示分项之和与所示合计在末位上可能有差；未舍入的数值之和与合计相等。",
                "Rounded one by one, the parts shown may miss the total shown in its last digit; "
                "unrounded, they add up to it.",
            )
        )
    return Table(
        caption=caption,
        columns=tuple(heads),
        rows=tuple(map(tuple, body)),
        total=tuple(foot) if foot is not None else None,
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
