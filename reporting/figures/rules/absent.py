"""What a figure says that cannot be drawn: in words, with the reason; never a blank or a zero."""

from __future__ import annotations

from reporting.figures.rules.grounds import Name
from reporting.figures.rules.values import FigureValue, Formula

NOT_AVAILABLE = "not_available"
NOT_APPLICABLE = "not_applicable"
ABSENT = frozenset({NOT_AVAILABLE, NOT_APPLICABLE})
_SAID = {
    NOT_AVAILABLE: ("不可得", "Not available"),
    NOT_APPLICABLE: ("不适用", "Not applicable"),
}


def absent(zh: str, en: str, *, code: str = NOT_AVAILABLE) -> FigureValue:
    """
    Return the figure without dimension that says why there is no number.

    >>> absent("未收集。", "not collected.").text.zh
    '不可得：未收集。'
    """
    said_zh, said_en = _SAID[code]
    return FigureValue(
        dimension={},
        names={},
        text=Name(code, f"{said_zh}：{zh}", f"{said_en}: {en}"),
        formula=Formula(expression=""),
    )
