"""Where numbers are from, said in the reader's language, with the addresses of our sources."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from projects.carbon.methodologies.declared import FOLDER

_WORD = re.compile("[A-Za-z]{3,}")
_CODE = re.compile(r"\bS-[A-Z0-9]+\b")


@cache
def in_chinese() -> Mapping[str, str]:
    """Return the Chinese of every source and note that holds words."""
    found: dict[str, str] = json.loads(
        files(FOLDER).joinpath("sources.zh-hans.json").read_text("utf-8")
    )
    return found


def said_in(language: str, text: str) -> str:
    """
    Return where a number is from, or the note beside it, in ``en`` or ``zh``.

    >>> said_in("zh", "own arithmetic")
    '自行计算'
    """
    return in_chinese().get(text, text) if language == "zh" else text


def has_words(text: str) -> bool:
    """
    Return whether a text holds words, and not only codes of sources and numbers.

    >>> has_words("S-SEED; S-TIANWANSTEAM"), has_words("own arithmetic")
    (False, True)
    """
    return bool(_WORD.search(_CODE.sub("", text)))


@cache
def addresses() -> Mapping[str, tuple[str, str]]:
    """Return the address and the description of every stored source, by its code."""
    text = files("projects.reference").joinpath("data/sources.csv").read_text("utf-8")
    return {row["id"]: (row["address"], row["what"]) for row in csv.DictReader(text.splitlines())}


def codes_in(texts: list[str]) -> list[str]:
    """Return the codes of sources that the texts name, in order of the alphabet."""
    return sorted({code for text in texts for code in _CODE.findall(text)})
