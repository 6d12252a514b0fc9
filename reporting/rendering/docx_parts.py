"""The pieces of a Word file: elements, runs, fields, links, bookmarks."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reporting.rendering.units import typeset

Element = Any  # lxml's, for which there are no types

_BREAKING = frozenset("\t\n\r\v\f\u0085\u2028\u2029")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")


def lawful(text: str) -> str:
    """
    Return ``text`` as XML may hold it: no controls, no signs that turn the reading around.

    What is taken out is named, as the printed page names what it cannot draw.

    >>> lawful("a\\x01b")
    'a〔U+0001〕b'
    """
    if text.isprintable():
        return text
    drawn = []
    for each in text:
        if each in _BREAKING:
            drawn.append(" ")
        elif each in _TURNING or unicodedata.category(each) == "Cc":
            drawn.append(f"〔U+{ord(each):04X}〕")
        else:
            drawn.append(each)
    return "".join(drawn)


def w(tag: str, *children: Element | None, **attributes: object) -> Element:
    """Return one element of WordprocessingML with its attributes and children."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend([child for child in children if child is not None])
    return made


def text_run(
    text: str,
    *,
    bold: bool = False,
    size: float | None = None,
    color: str = "",
    raised: float | None = None,
) -> Element:
    """Return a run of text; ``size`` and ``raised`` are in points."""
    return w("r", _look(bold=bold, size=size, color=color, raised=raised), _text(text))


def _look(*, bold: bool, size: float | None, color: str, raised: float | None) -> Element | None:
    looks = [
        w("b") if bold else None,
        w("color", val=color) if color else None,
        w("position", val=round(raised * 2)) if raised else None,
        w("sz", val=round(size * 2)) if size else None,
        w("szCs", val=round(size * 2)) if size else None,
    ]
    return w("rPr", *looks) if any(each is not None for each in looks) else None


def _text(text: str) -> Element:
    made = w("t")
    made.text = typeset(lawful(text))
    made.set(qn("xml:space"), "preserve")
    return made


def tab() -> Element:
    """Return a run that goes on to the next stop."""
    return w("r", w("tab"))


def field(
    instruction: str,
    shown: str = "",
    *,
    bold: bool = False,
    size: float | None = None,
    color: str = "",
) -> list[Element]:
    """Return the runs of a field: what it computes, and what it shows until then."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set(qn("xml:space"), "preserve")
    return [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", code),
        w("r", w("fldChar", fldCharType="separate")),
        text_run(shown, bold=bold, size=size, color=color),
        w("r", w("fldChar", fldCharType="end")),
    ]


def link(anchor: str, *runs: Element) -> Element:
    """Return a link to a bookmark of the same file."""
    return w("hyperlink", *runs, anchor=anchor, history=1)


def bookmarked(number: int, name: str, *runs: Element) -> list[Element]:
    """Return runs that a link can lead to."""
    return [
        w("bookmarkStart", id=number, name=name),
        *runs,
        w("bookmarkEnd", id=number),
    ]


def paragraph(style: str, runs: Iterable[Element], *settings: Element) -> Element:
    """Return a paragraph of a style; ``settings`` stand in the order that the format asks for."""
    return w("p", w("pPr", w("pStyle", val=style), *settings), *runs)


def border(side: str, *, size: int, color: str, space: int = 0) -> Element:
    """Return one side of a border; ``size`` is in eighths of a point."""
    return w(side, val="single", sz=size, space=space, color=color)
