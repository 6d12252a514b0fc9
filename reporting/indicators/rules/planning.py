"""What a list would add and change beside what stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from config.kernel.canonical import plain_decimal
from reporting.indicators.rules.layouts import Row

DIFFERENCES_KEPT = 500
#: What makes an item of a framework another item.
ITEM_FIELDS = ("section", "name_zh", "name_en", "answer", "unit")


def plan_of(
    rows: Sequence[Row],
    before: Mapping[str, Mapping[str, Any]],
    fields: Sequence[str],
    *,
    replaces: bool,
) -> dict[str, Any]:
    """
    Return counts of what is new, different, alike and gone, with the first differences.

    ``before`` is what stands by code. What a list leaves out goes only where the list
    ``replaces`` the one before: a file of indicators adds, an edition of a framework replaces.
    """
    differences = [
        {
            "code": row["code"],
            "field": name,
            "before": said(standing[name]),
            "after": said(row[name]),
        }
        for row in rows
        if (standing := before.get(row["code"])) is not None
        for name in fields
        if standing[name] != row[name]
    ]
    codes = {row["code"] for row in rows}
    gone = sorted(before.keys() - codes) if replaces else []
    different = len({each["code"] for each in differences})
    return {
        "rows": len(rows),
        "new": len(codes - before.keys()),
        "different": different,
        "alike": len(codes & before.keys()) - different,
        "gone": len(gone),
        "gone_codes": gone[:DIFFERENCES_KEPT],
        "differences": differences[:DIFFERENCES_KEPT],
    }


def said(value: object) -> str:
    """Return a value as the plan keeps it."""
    if value is None:
        return ""
    return plain_decimal(value) if isinstance(value, Decimal) else str(value)


def links_of(row: Row, before: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """
    Return the indicators that answer an item: those of its row, else those it had before.

    An official list names no codes of ours; the links of the edition that it replaces stay
    with the items that keep their code.
    """
    return tuple(row["indicators"] or before.get(row["code"], ()))
