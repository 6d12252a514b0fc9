"""The columns of a station file, and the titles by which they are known."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from config.kernel.findings import Finding
from projects.registry.rules.station_findings import finding

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("站点编码", "电站编码", "code", "station_code"),
    "project": ("项目编码", "project", "project_code"),
    "province": ("省份", "省", "province"),
    "city": ("城市", "地市", "city"),
    "capacity_kw": ("容量kW", "装机容量kW", "capacity_kw"),
    "commissioned_on": ("并网日期", "commissioned_on"),
    "carrier": ("能源种类", "carrier"),
    "zone": ("时区", "zone"),
    "grid_code": ("并网编号", "grid_code"),
    "household_pseudonym": ("农户代号", "household_pseudonym"),
}
REQUIRED = ("code", "project", "province", "capacity_kw", "commissioned_on")
PERSONAL = (
    *("姓名", "户主", "户主姓名", "农户姓名", "联系人", "name", "owner_name"),
    *("电话", "手机", "手机号", "phone", "mobile"),
    *("身份证", "身份证号", "id_card", "id_number"),
    *("银行卡", "银行卡号", "bank_account"),
    *("地址", "住址", "address"),
)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if sign not in " ()_-\t")


_BY_HEADER: Mapping[str, str] = {
    _folded(spelling): name for name, spellings in COLUMNS.items() for spelling in spellings
}
_PERSONAL = frozenset(_folded(each) for each in PERSONAL)


def name_columns(header: Sequence[str], findings: list[Finding]) -> list[str]:
    """Return the meaning of each column, "" for one that is left out; add what is found."""
    names: list[str] = []
    for title in header:
        folded = _folded(title)
        name = _BY_HEADER.get(folded, "")
        if folded in _PERSONAL:
            findings.append(finding("personal_data_column", row=1, field=title))
        elif not name:
            spellings = ", ".join(each[0] for each in COLUMNS.values())
            findings.append(
                finding("unknown_column", row=1, field=title, value=title, spellings=spellings)
            )
        elif name in names:
            findings.append(
                finding("duplicated_column", row=1, field=title, value=title, column=name)
            )
        names.append(name)
    findings += [
        finding(
            "missing_column", row=1, field=name, column=name, spellings=" / ".join(COLUMNS[name])
        )
        for name in REQUIRED
        if name not in names
    ]
    return names
