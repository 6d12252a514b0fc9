"""Which characters the shipped fonts can draw, and what stands for those that they cannot."""

import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from reporting.rendering.units import typeset

FONTS = Path(__file__).parent / "fonts"
FAMILIES = {
    "Noto Sans SC": ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"),
    "Noto Sans": ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    "Noto Sans CJK SC": ("NotoSansCJKsc-Rest.otf",),
}
_SPACES = frozenset("\t\n\r\v\f\u0085\u2028\u2029")
# Invisible by design, no word of their own: joiners, marks of byte order, selectors of variants.
_SILENT = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff") | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}


@cache
def faces() -> tuple[frozenset[str], ...]:
    """Return, for each family in order, the characters that all its weights hold."""
    return tuple(
        frozenset(chr(code) for code in set.intersection(*(_codes(FONTS / name) for name in names)))
        for names in FAMILIES.values()
    )


def _codes(path: Path) -> set[int]:
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


@cache
def _ordinary() -> frozenset[str]:
    """Return the characters that are held and stand alone: no marks, no controls."""
    held = frozenset[str]().union(*faces())
    return frozenset(each for each in held if unicodedata.category(each)[0] not in "MC")


@lru_cache(maxsize=16_384)  # a table says the same words over and over
def _is_ordinary(text: str) -> bool:
    return _ordinary().issuperset(text)


class Legible:
    """
    Make texts drawable, and remember what could not be drawn.

    A character that no shipped font holds becomes 〔U+XXXXX〕: a person can look it up, a box says
    nothing. Signs that turn the direction of reading are shown the same way, since they can make a
    number read backwards.
    """

    def __init__(self) -> None:
        self.missing: set[str] = set()

    def text(self, text: str) -> str:
        """Return ``text`` typeset, with every character that cannot be drawn spelled out."""
        text = typeset(text)
        if _is_ordinary(text):
            return text
        text = unicodedata.normalize("NFC", text)
        drawn: list[str] = []
        base = ""
        for character in text:
            shown = self._shown(character, base)
            if len(shown) == 1 and not unicodedata.category(character).startswith("M"):
                base = character
            drawn.append(shown)
        return "".join(drawn)

    def _shown(self, character: str, base: str) -> str:
        if character in _ordinary():
            return character
        if character in _SPACES:
            return " "
        if character in _SILENT:
            return ""
        if unicodedata.category(character).startswith("M") and _one_face_holds(character, base):
            return character
        self.missing.add(character)
        return f"〔U+{ord(character):04X}〕"

    def tree(self, node: Any) -> Any:
        """Return a JSON value with every text and every key in it made drawable."""
        if isinstance(node, str):
            return self.text(node)
        if isinstance(node, dict):
            return {self.text(key): self.tree(value) for key, value in node.items()}
        if isinstance(node, list):
            return [self.tree(each) for each in node]
        return node

    def listed(self) -> list[str]:
        """Return the missing characters as U+XXXX, in order."""
        return [f"U+{ord(each):04X}" for each in sorted(self.missing)]


def _one_face_holds(mark: str, base: str) -> bool:
    """A mark and its letter are drawn together, so one and the same face must hold both."""
    return bool(base) and any(mark in face and base in face for face in faces())
