"""Numbers that somebody typed into a text: each is bound to no figure until somebody says why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reporting.disclosures.rules.narrative import place_of, without_references

_MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_LABELS_EN = (
    r"(?:sections?|chapters?|articles?|annex(?:es)?|appendi(?:x|ces)|tables?|figures?|scopes?"
    r"|categor(?:y|ies)|principles?|pillars?|stages?|phases?|tiers?|levels?|versions?|notes?"
    r"|class(?:es)?|parts?|steps?|points?|paragraphs?|no\.|nos\.|pages?|score)"
)
_LABELS_ZH = r"(?:图|表|附录|附件|附表|注|范围|阶段|等级|版本|类别|得分|公告)"
_STANDARDS = (
    r"(?:JR/T|GB/T|GB|DB\d*/T|HJ/T|HJ|DL/T|NB/T|ISO(?:/[A-Z]+)?|IEC|IFRS|IAS|ESRS|GRI|SASB|EN"
    r"|SFDR|SDGs?|ACM|AMS|VM|CM|RTS)"
)
_CURRENCY = r"(?:CNY|RMB|USD|EUR|HKD|GBP|JPY)"
_UNIT = (
    r"(?:%|％|‰|个?百分点|倍|[万亿千百]|元|吨|千克|公斤|克|千瓦|兆瓦|吉瓦|吉焦|度|户|家|座|个|只|项|人|次"
    r"|平方|立方|公里|小时|天|t(?:CO2e?)?\b|kg\b|[kMGT]Wh?\b|GJ\b|MJ\b|CNY\b|RMB\b|USD\b"
    r"|thousand\b|million\b|billion\b|tonnes?\b|percent\b|per cent\b|projects?\b|products?\b"
    r"|households?\b|stations?\b|hours?\b)"
)
_YEAR = r"(?:19|20)\d{2}"

#: What holds digits and is no measured number; read before numbers are, from the top.
_NAMES = "|".join(
    (
        r"https?://\S+|[\w.+-]+@[\w.-]+",
        rf"{_STANDARDS}[\s-]*[A-Z]?\d[\dA-Za-z.:/—–-]*",
        rf"(?:\(EU\)|（EU）)\s*{_YEAR}/\d+",
        rf"[〔\[(（]{_YEAR}[〕\])）](?:\s*第?\d+\s*号)?",
        rf"{_YEAR}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?(?![\d.])",
        rf"{_YEAR}\s*年?\s*[–—~至到-]\s*(?:{_YEAR}|\d{{2}})(?![\d.,])(?:\s*年(?:度)?)?",
        rf"{_YEAR}\s*年(?:度)?(?:\s*\d{{1,2}}\s*月(?:份)?(?:\s*\d{{1,2}}\s*[日号])?)?",
        r"\d{1,2}\s*月(?:份)?\s*\d{1,2}\s*[日号]|\d{1,2}\s*月(?:份|底|末|初)?|\d{1,2}\s*日(?!均)",
        rf"\d{{1,2}}\s+{_MONTHS}(?:,?\s+{_YEAR})?",
        rf"{_MONTHS}\s+(?:\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?|{_YEAR})(?![\d.,]*\d)",
        rf"(?:FY|CY|[QH][1-4])\s*{_YEAR}",
        r"第\s*\d+(?:\.\d+)*",
        rf"{_LABELS_ZH}\s*\d+(?:[.-]\d+)*",
        rf"\b(?i:{_LABELS_EN})\s*\d+(?:\.\d+)*(?:\s*(?:,|and|to|or|&|–|-)\s*\d+(?:\.\d+)*(?![\d%]))*",
        r"\d+\s*号",
        r"(?m:^)\s*\d{1,2}(?:[、）]|[.)]\s)",
        r"[(（]\d{1,2}[)）]",
        r"\d+(?:st|nd|rd|th)\b",
        r"\d{1,2}:\d{2}(?!\d)",
        rf"(?<![A-Za-z0-9])(?!{_CURRENCY}\s*\d)[A-Za-z]+(?:[-_/.][A-Za-z]+)*[-_/.]?\d[\w./-]*",
        rf"(?<![\d.,]){_YEAR}(?![\d.,]*\d)(?!\s*{_UNIT})",
    )
)
_DIGITS = (
    rf"(?:{_CURRENCY}\s*|[¥￥$€£]\s*)?[-−+]?(?:\d{{1,3}}(?:[,，]\d{{3}})+|\d+)(?:[./]\d+)*"
    rf"(?:\s*{_UNIT})*"
)
_ZH = "[零〇一二三四五六七八九十百千两]"
_ZH_NUMBERS = (
    rf"百分之{_ZH}+(?:点{_ZH}+)?|{_ZH}+分之{_ZH}+"
    rf"|{_ZH}+(?:点{_ZH}+)?(?:[余多])?[万亿]+(?:[余多])?(?:元|吨|千瓦时|千瓦|户|人|平方米|立方米|度)"
    rf"|{_ZH}+(?:点{_ZH}+)?(?:吨|千瓦时|千瓦|兆瓦|吉焦|公斤|千克|平方米|立方米)"
)
_EN_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|half an?)"
)
_EN_NUMBERS = (
    rf"(?i:\b{_EN_WORD}(?:[\s-]{_EN_WORD})*\s+"
    r"(?:hundred|thousand|million|billion|percent|per\s+cent|tonnes?|megawatts?|gigawatts?)\b)"
)
_ANY = re.compile(rf"(?P<name>{_NAMES})|(?P<number>{_ZH_NUMBERS}|{_EN_NUMBERS}|{_DIGITS})")
_ENDS = re.compile(r"[。！？；\n]|[.!?;](?=\s|$)")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number that was typed: how it reads, where it stands, in which sentence."""

    text: str
    line: int
    column: int
    sentence: str


def typed_numbers(text: str) -> Iterator[TypedNumber]:
    """
    Yield the numbers of a text that no reference binds, in their order.

    Years, dates, sections, labels, codes and standards hold digits and are no numbers. What is
    not known as such is one: it is better asked once too often than printed unseen.
    """
    bare = without_references(text)
    for found in _ANY.finditer(bare):
        if found["number"] is None:
            continue
        line, column = place_of(text, found.start())
        yield TypedNumber(found[0].strip(), line, column, _sentence(text, bare, found.start()))


def _sentence(text: str, bare: str, at: int) -> str:
    """Return the sentence around a position, its white space made even."""
    starts = max((each.end() for each in _ENDS.finditer(bare, 0, at)), default=0)
    ends = _ENDS.search(bare, at)
    # A full stop inside of the number itself ends nothing: the pattern asks for a space behind.
    until = ends.start() if ends else len(text)
    return " ".join(text[starts:until].split())[:_LONGEST]
