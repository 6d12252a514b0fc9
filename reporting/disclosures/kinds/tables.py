"""Tables of bound figures, printed alike, with the sentence that rounding asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from reporting.disclosures.kinds.kind import Voice
from reporting.disclosures.kinds.printing import MONEY, MONEY_IN_TABLES, in_column, unit_words
from reporting.rendering.document import Cell, Column, Figure, Table
from reporting.rendering.words import number_text

ZERO = Decimal(0)
#: Columns whose cells are not parts of their total.
UNSUMMED = frozenset({"text", "percent", "date"})


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

    A column that is empty in every row is left out, and a row begins with a capital. In a table
    that sums (``is_sum``) the shown parts of a column add up to its shown total: where rounding
    one by one would miss it, the last digits are rounded by largest remainder and a note says
    so; where the rows are not all of the total, a note names what is left as other.
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
    for line in lines:
        if isinstance(line[0], str):
            line[0] = line[0][:1].upper() + line[0][1:]
    body, foot = (lines[:-1], lines[-1]) if total else (lines, None)
    said = list(notes)
    if is_sum and foot is not None:
        said += _made_to_agree(say, heads, body, foot)
    return Table(
        caption=caption,
        columns=tuple(heads),
        rows=tuple(map(tuple, body)),
        total=tuple(foot) if foot is not None else None,
        notes=tuple(said),
    )


def _made_to_agree(
    say: Voice, heads: Sequence[Column], body: list[list[Cell]], foot: Sequence[Cell]
) -> list[str]:
    """Have each column's shown parts add up to its shown total; return what is to be said of it."""
    said: list[str] = []
    moved = 0
    for place, whole in enumerate(foot):
        parts = [(row, row[place]) for row in body]
        bound = [(row, cell) for row, cell in parts if isinstance(cell, Figure)]
        if not isinstance(whole, Figure) or not bound or heads[place].kind in UNSUMMED:
            continue
        rest = Decimal(whole.value) - sum((Decimal(cell.value) for _row, cell in bound), ZERO)
        if rest:
            said.append(_not_listed(say, heads[place], whole, rest))
            continue
        per = MONEY_IN_TABLES[say.key][0] if whole.unit == MONEY else Decimal(1)
        exact = [Decimal(cell.value) / per for _row, cell in bound]
        texts = agreeing([cell.text for _row, cell in bound], exact, whole.text)
        for (row, cell), text in zip(bound, texts, strict=True):
            if text != cell.text:
                row[place] = replace(cell, text=text)
                moved += 1
    if moved:
        said.append(
            say(
                f"为使所示各项之和等于所示合计，{moved} 个数的末位按最大余数法进舍，"
                "与单独四舍六入相差一个末位单位；数字索引所列为未舍入的精确值。",
                f"So that the parts shown add up to the totals shown, the last digit of {moved} "
                f"{'number was' if moved == 1 else 'numbers were'} rounded the other way, by "
                "largest remainder; the index of figures gives the exact values.",
            )
        )
    return said


def agreeing(texts: Sequence[str], exact: Sequence[Decimal], total: str) -> list[str]:
    """
    Return the shown numbers so rounded that they add up to the shown total.

    ``texts`` are the numbers rounded one by one, ``exact`` what they are in the shown unit. Of
    those that were rounded away from where the sum must go, the furthest go the other way: each
    stays within one unit of its last digit. Texts that are no numbers are left as they are.

    >>> agreeing(["0.3", "0.3", "0.3"], [Decimal(1) / 3] * 3, "1.0")
    ['0.4', '0.3', '0.3']
    """
    shown, whole = [_number(text) for text in texts], _number(total)
    if whole is None or any(each is None for each in shown):
        return list(texts)
    numbers = [each for each in shown if each is not None]
    places = max(0, *(_places(text) for text in (*texts, total)))
    unit = Decimal(1).scaleb(-places)
    missing = int((whole - sum(numbers, ZERO)) / unit)
    step = unit if missing > 0 else -unit
    # How far each was rounded away from where it must go, the furthest first.
    order = sorted(
        (at for at in range(len(numbers)) if (exact[at] - numbers[at]) * step > 0),
        key=lambda at: (-abs(exact[at] - numbers[at]), at),
    )
    if abs(missing) > len(order):
        return list(texts)
    for at in order[: abs(missing)]:
        numbers[at] += step
    return [
        number_text(number, places=places) if number != before else text
        for number, before, text in zip(numbers, shown, texts, strict=True)
    ]


def _not_listed(say: Voice, head: Column, whole: Figure, rest: Decimal) -> str:
    """Return the sentence that tells what the rows leave of their total: *other*, in full."""
    unit = unit_words(say, whole.unit)
    amount = f"{number_text(rest)} {unit}".strip()
    return say(
        f"其他（表中未单列）：{head.heading} {amount}，为合计减去所列各项之和。",
        f"Other (not listed): {head.heading} {amount}, the total less the rows listed.",
    )


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "").replace("−", "-"))
    except InvalidOperation:
        return None
