"""The columns of a list of indicators and of a framework's list of items."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from config.kernel.findings import Finding
from config.tables.converting import Choice, amount, words
from config.tables.converting import code as code_of
from reporting.indicators.rules.kinds import Answer, Kind, ListKind, Periodicity, Pillar, Theme

#: What one row of a file says, by column, with ``row``, its line in the file.
Row = dict[str, Any]
Reader = Callable[..., object]

CODE_LENGTH = 20
ITEM_CODE_LENGTH = 40
PLACES = 6


def _line(limit: int) -> Reader:
    def read(text: str, *, row: int | None, field: str) -> object:
        return words(text, row=row, field=field, limit=limit)

    return read


def _code(text: str, *, row: int | None, field: str) -> object:
    return code_of(text, row=row, field=field, limit=CODE_LENGTH)


def _item_code(text: str, *, row: int | None, field: str) -> object:
    return code_of(text, row=row, field=field, limit=ITEM_CODE_LENGTH)


def _codes(text: str, *, row: int | None, field: str) -> object:
    found = []
    for part in text.replace("；", ";").split(";"):
        if part.strip():
            each = _code(part, row=row, field=field)
            if isinstance(each, Finding):
                return each
            found.append(each)
    return tuple(dict.fromkeys(found))


def _bound(text: str, *, row: int | None, field: str) -> Decimal | Finding:
    return amount(text, row=row, field=field, places=PLACES)


def _one_of(words_of: type[StrEnum]) -> Reader:
    return Choice({each.value: () for each in words_of})


@dataclass(frozen=True)
class Column:
    """One column: its name, its Chinese heading, how a cell is read, what an empty one says."""

    name: str
    heading_zh: str
    read: Reader
    required: bool = False
    empty: object = ""


_NAMES = (
    Column("name_zh", "中文名称", _line(300), required=True),
    Column("name_en", "英文名称", _line(300), required=True),
)
_SOURCED = (
    Column("source", "来源", _line(500)),
    Column("confidence", "可信度", Choice({"A": (), "B": (), "C": ()}), required=True),
    Column("note", "备注", _line(1000)),
)

LAYOUTS: Mapping[ListKind, tuple[Column, ...]] = {
    ListKind.INDICATORS: (
        Column("code", "代码", _code, required=True),
        *_NAMES,
        Column("unit", "单位", _line(30)),
        Column("answer", "回答", _one_of(Answer), required=True),
        Column("pillar", "支柱", _one_of(Pillar), required=True),
        Column("theme", "主题", _one_of(Theme), required=True),
        Column("kind", "种类", _one_of(Kind), required=True),
        Column("dimensions", "维度", _line(200)),
        Column("periodicity", "频率", _one_of(Periodicity), required=True),
        Column("owner_department", "责任部门", _line(40)),
        Column("evidence_zh", "所需证据", _line(300)),
        Column("evidence_en", "所需证据（英文）", _line(300)),
        Column("lowest", "下限", _bound, empty=None),
        Column("highest", "上限", _bound, empty=None),
        Column("method", "方法", _line(200)),
        *_SOURCED,
    ),
    ListKind.FRAMEWORK: (
        Column("code", "代码", _item_code, required=True),
        Column("section", "章节", _line(200)),
        *_NAMES,
        Column("answer", "回答", _one_of(Answer), required=True),
        Column("unit", "单位", _line(60)),
        Column("indicators", "指标", _codes, empty=()),
        *_SOURCED,
    ),
}
