"""How a workbook looks: cell formats, legal names, running heads."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from reporting.rendering.blocks import Column
from reporting.rendering.words import number_text

LONGEST_NAME = 31
LONGEST_HEADLINE = 100
GREEN, TINT, MUTED, AMBER = "#1B6B4A", "#F3F8F5", "#5D6B64", "#8A5A00"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class Looks:
    """The workbook's cell formats, made once each."""

    def __init__(self, book: Any, *, font: str) -> None:
        self._add: Callable[[dict[str, Any]], Any] = book.add_format
        self._font = font
        self._made: dict[tuple[str, bool], Any] = {}

    def __call__(self, look: str, *, total: bool = False) -> Any:
        key = (look, total)
        if key not in self._made:
            made = {"font_name": self._font, "font_size": 10, "valign": "vcenter"}
            made |= _LOOKS.get(look, {"num_format": look, "align": "right"})
            if total:
                made |= {"bold": True, "top": 1, "top_color": GREEN}
            self._made[key] = self._add(made)
        return self._made[key]


_HEAD = {
    "bold": True,
    "font_color": GREEN,
    "bg_color": TINT,
    "bottom": 1,
    "bottom_color": GREEN,
    "text_wrap": True,
}
_LOOKS: dict[str, dict[str, Any]] = {
    "text": {"num_format": "@", "indent": 1},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", "indent": 1},
    "title": {"bold": True, "font_size": 20, "indent": 1},
    "heading": {"bold": True, "font_size": 12, "font_color": GREEN, "indent": 1},
    "muted": {"font_color": MUTED, "indent": 1},
    "sample": {"bold": True, "font_color": AMBER, "indent": 1},
    "notice": {"bold": True, "font_color": AMBER, "indent": 1, "text_wrap": True},
    "link": {"font_color": GREEN, "underline": 1, "indent": 1},
    "head_text": {**_HEAD, "align": "left", "indent": 1},
    "head_number": {**_HEAD, "align": "right"},
}


def number_format(value: Decimal | int, column: Column, *, shown: str = "") -> str:
    """Return a number format: the column's places, else those shown, else the value's own."""
    if column.kind == "integer":
        return "#,##0"
    places = column.places
    if places is None and column.kind == "percent":
        places = 1
    if places is None:
        places = (
            len((shown or number_text(value)).rpartition(".")[2])
            if "." in (shown or number_text(value))
            else 0
        )
        places = min(places, 10)
    digits = "0." + "0" * places if places > 0 else "0"
    return f"{digits}%" if column.kind == "percent" else f"#,##{digits}"


def written_format(text: str) -> str:
    """
    Return the number format that writes a number as ``text`` has it.

    >>> written_format("1,234.50"), written_format("40.4211%")
    ('#,##0.00', '#,##0.0000%')
    """
    places = len(text.rstrip("%").partition(".")[2])
    return "#,##0" + ("." + "0" * places if places else "") + ("%" if text.endswith("%") else "")


def defined_name(figure_id: str) -> str:
    """Return the defined name of a figure: names may not hold a hyphen."""
    return figure_id.replace("-", "_")


def headline_names(labels: Sequence[str]) -> list[str]:
    """
    Return a legal and unlike defined name for each key figure's label, in order.

    A name holds letters, digits and _, and may not look like a cell: KF_ stands before it.

    >>> headline_names(["Avoided, 2025", "avoided 2025", "避免排放量（合计）"])
    ['KF_Avoided_2025', 'KF_avoided_2025_2', 'KF_避免排放量_合计']
    """
    names: list[str] = []
    taken: set[str] = set()
    for label in labels:
        plain = "KF_" + (re.sub(r"[^\w]+", "_", label).strip("_")[:LONGEST_HEADLINE] or "figure")
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}_{number}"
        taken.add(name.casefold())
        names.append(name)
    return names


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """
    Return a legal and unique sheet name for each wanted one, in order.

    >>> sheet_names(["A/B", "a b", "A B"])
    ['A B', 'a b 2', 'A B 3']
    """
    names: list[str] = []
    for number, each in enumerate(wanted, start=1):
        clean = (
            " ".join(_FORBIDDEN.sub(" ", each).split()).strip("'")[:LONGEST_NAME]
            or f"Sheet {number}"
        )
        taken = {name.casefold() for name in names} | {"history"}
        if clean.casefold() in taken:
            tail = f" {number}"
            clean = clean[: LONGEST_NAME - len(tail)] + tail
        names.append(clean)
    return names


def header_text(text: str) -> str:
    """Return text for a page header, where & begins a code; Excel allows 255 characters in all."""
    return text.replace("&", "&&")[:120]
