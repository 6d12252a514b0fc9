"""The pages beside the methods: what is plausible, and where our numbers are from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from importlib.resources import files

from projects.carbon.methodologies.declared import FOLDER
from projects.carbon.methodologies.method import Method
from projects.carbon.methodologies.pages import SUFFIXES
from projects.carbon.methodologies.sources import addresses, codes_in
from projects.carbon.rules.facts import ANNOUNCED_FACTS
from projects.carbon.rules.plausibility import RANGES, Range

_FACTS = {
    "en": ("## What an announcement may print", "| fact | code | unit |"),
    "zh": ("## 公告可能给出的数字", "| 事实 | 代码 | 单位 |"),
}
_RANGES = {
    "en": (
        "## The ranges",
        "| ratio | code | unit | usual | possible | technology | source | confidence | note |",
    ),
    "zh": ("## 区间", "| 比值 | 代码 | 单位 | 常见 | 可能 | 技术 | 来源 | 可信度 | 说明 |"),
}
_SOURCES = {"en": "| code | address |", "zh": "| 代码 | 地址 |"}


def plausibility(language: str) -> str:
    """Return the page of the announced facts and their ranges, in ``en`` or ``zh``."""
    title, head = _FACTS[language]
    facts = [
        f"| {getattr(each, f'name_{language}')} | `{each.code}` | {each.unit} |"
        for each in ANNOUNCED_FACTS.values()
    ]
    parts = [_written("plausibility", language), title, "\n".join([head, "|---|---|---|", *facts])]
    title, head = _RANGES[language]
    rows = [_range(each, language) for each in RANGES]
    return "\n\n".join([*parts, title, "\n".join([head, "|---" * 9 + "|", *rows])]) + "\n"


def sources(methods: Sequence[Method], language: str) -> str:
    """Return the page of the sources that methods and ranges name, in ``en`` or ``zh``."""
    rows = [f"| {code} | {addresses()[code][0]} |" for code in named(methods)]
    table = "\n".join([_SOURCES[language], "|---|---|", *rows])
    return f"{_written('sources', language)}\n\n{table}\n"


def named(methods: Sequence[Method]) -> list[str]:
    """Return the codes of every source that a method or a range names."""
    return codes_in([text for method in methods for text in texts_of(method)] + _of_ranges())


def _written(page: str, language: str) -> str:
    """Return what a person wrote at the head of a page."""
    return files(FOLDER).joinpath(f"{page}{SUFFIXES[language]}").read_text("utf-8").strip()


def texts_of(method: Method) -> Iterator[str]:
    """Return every source and note of a method, as it is written."""
    yield method.source
    for asked in method.parameter_inputs:
        for published in asked.published:
            yield from (published.source, published.note)
    for example in method.examples:
        yield from (example.source, example.note)


def _of_ranges() -> list[str]:
    return [text for each in RANGES for text in (each.source, each.note)]


def _range(each: Range, language: str) -> str:
    in_chinese = language == "zh"
    cells = (
        each.name_zh if in_chinese else each.name_en,
        f"`{each.code}`",
        each.unit,
        _span(each.usual_low, each.usual_high),
        _span(each.possible_low, each.possible_high),
        f"`{each.technology}`" if each.technology else "",
        each.source_zh if in_chinese else each.source,
        each.confidence,
        each.note_zh if in_chinese else each.note,
    )
    return "| " + " | ".join(cells) + " |"


def _span(low: Decimal | None, high: Decimal | None) -> str:
    if low is None and high is None:
        return "–"
    return " – ".join("" if each is None else f"{each:f}" for each in (low, high)).strip()
