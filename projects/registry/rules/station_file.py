"""A station file judged: every row read, every finding collected, nothing raised."""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from config.kernel.findings import Finding
from projects.registry.rules import station_cells as cells
from projects.registry.rules.station_columns import COLUMNS, REQUIRED, name_columns
from projects.registry.rules.station_findings import finding
from projects.registry.rules.technologies import Carrier

SIZE_LIMIT = 64 * 1024 * 1024
ROW_LIMIT = 200_000
ENCODINGS = ("utf-8-sig", "gb18030")
_NOT_CSV = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")

_READERS: Mapping[str, Callable[[str], Any]] = {
    "code": cells.read_code,
    "project": cells.read_code,
    "province": cells.read_province,
    "city": cells.read_text,
    "capacity_kw": cells.read_capacity_w,
    "commissioned_on": cells.read_day,
    "carrier": cells.read_carrier,
    "zone": cells.read_zone,
    "grid_code": cells.read_code,
    "household_pseudonym": cells.read_pseudonym,
}


@dataclass(frozen=True, kw_only=True)
class StationRow:
    """One station as the file gives it, read and judged; the capacity is in watts."""

    row: int
    code: str
    project: str
    province: str
    city: str
    capacity_w: int
    commissioned_on: dt.date
    carrier: Carrier
    zone: str
    grid_code: str
    household_pseudonym: str | None


@dataclass(frozen=True, kw_only=True)
class Register:
    """
    What a file is judged against.

    ``carriers`` maps the code of each confirmed project to what its technology delivers;
    ``taken_codes`` are the codes of the registered stations; ``zone`` holds for stations
    whose file names none; ``today`` is the day of judgment.
    """

    carriers: Mapping[str, Carrier | None]
    taken_codes: AbstractSet[str]
    zone: str
    today: dt.date


@dataclass
class StationPlan:
    """What a file would bring: the good rows, and the findings about the others."""

    rows: list[StationRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows_read: int = 0
    encoding: str = ""

    @property
    def blocks(self) -> bool:
        """Return whether an error stands among the findings."""
        return any(each.blocks for each in self.findings)


def plan_stations(content: bytes, *, register: Register) -> StationPlan:
    """
    Return what the CSV file ``content`` would add to the register.

    The file is UTF-8 or GB18030, its first line names the columns in Chinese or English
    (see ``COLUMNS``). A row with an error is not among the plan's rows.
    """
    plan = StationPlan()
    text = _decode(content, plan)
    if text is None:
        return plan
    lines = _lines(text, plan)
    header = next(lines, None)
    if header is None:
        plan.findings.append(finding("empty_file"))
        return plan
    columns = name_columns(header[1], plan.findings)
    if not plan.blocks:
        _read_rows(lines, columns, plan, register)
    return plan


def _decode(content: bytes, plan: StationPlan) -> str | None:
    if len(content) > SIZE_LIMIT:
        plan.findings.append(finding("file_too_large", size=len(content), limit=SIZE_LIMIT))
        return None
    if content.startswith(_NOT_CSV):
        plan.findings.append(finding("not_csv"))
        return None
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        plan.encoding = encoding
        return text
    plan.findings.append(finding("wrong_encoding"))
    return None


def _lines(text: str, plan: StationPlan) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    row = 1
    try:
        for values in reader:
            if any(value.strip() for value in values):
                yield row, values
            row = reader.line_num + 1
    except csv.Error as fault:
        plan.findings.append(finding("unreadable_line", row=row, fault=fault))


def _read_rows(
    lines: Iterator[tuple[int, list[str]]],
    columns: Sequence[str],
    plan: StationPlan,
    register: Register,
) -> None:
    first_rows: dict[str, int] = {}
    for row, values in lines:
        plan.rows_read += 1
        if plan.rows_read > ROW_LIMIT:
            plan.findings.append(finding("too_many_rows", row=row, limit=ROW_LIMIT))
            return
        before = len(plan.findings)
        station = _Reading(row=row, register=register, findings=plan.findings).station(
            columns, values, first_rows
        )
        if station and not any(each.blocks for each in plan.findings[before:]):
            plan.rows.append(station)
    if plan.rows_read == 0:
        plan.findings.append(finding("empty_file"))


@dataclass(frozen=True)
class _Reading:
    """The reading of one line."""

    row: int
    register: Register
    findings: list[Finding]

    def station(
        self, columns: Sequence[str], values: Sequence[str], first_rows: dict[str, int]
    ) -> StationRow | None:
        if len(values) != len(columns):
            self._find("wrong_cell_count", cells=len(values), columns=len(columns))
            return None
        texts = dict(zip(columns, values, strict=True))
        read = {name: self._cell(name, texts.get(name, "")) for name in COLUMNS}
        if read["code"] is not None:
            self._judge_code(read["code"], first_rows)
        carrier = self._carrier(read["project"], read["carrier"])
        self._judge_oddities(read)
        if carrier is None or any(read[name] is None for name in REQUIRED):
            return None
        return StationRow(
            row=self.row,
            code=read["code"],
            project=read["project"],
            province=read["province"],
            city=read["city"] or "",
            capacity_w=read["capacity_kw"],
            commissioned_on=read["commissioned_on"],
            carrier=carrier,
            zone=read["zone"] or self.register.zone,
            grid_code=read["grid_code"] or "",
            household_pseudonym=read["household_pseudonym"],
        )

    def _find(self, code: str, field: str = "", value: str = "", **facts: object) -> None:
        self.findings.append(finding(code, row=self.row, field=field, value=value, **facts))

    def _cell(self, name: str, raw: str) -> Any:
        """Return the cell's value, or None where it is empty or refused."""
        text = raw if raw.isascii() else unicodedata.normalize("NFKC", raw)
        text = text.strip()
        if not text:
            if name in REQUIRED:
                self._find("missing_value", name)
            return None
        if not text.isprintable():
            self._find("unprintable", name, repr(text))
            return None
        try:
            return _READERS[name](text)
        except cells.Refused as refused:
            shown = "***" if refused.code == "personal_data" else text
            self._find(refused.code, name, shown, **refused.facts)
            return None

    def _judge_code(self, code: str, first_rows: dict[str, int]) -> None:
        if code in self.register.taken_codes:
            self._find("code_taken", "code", code)
        elif code in first_rows:
            self._find("code_repeated", "code", code, first_row=first_rows[code])
        first_rows.setdefault(code, self.row)

    def _carrier(self, project: str | None, stated: Carrier | None) -> Carrier | None:
        if project is None:
            return None
        if project not in self.register.carriers:
            self._find("unknown_project", "project", project)
            return None
        usual = self.register.carriers[project]
        if stated and usual and stated is not usual:
            self._find("carrier_unlike_project", "carrier", stated, project=project, carrier=usual)
        if not (stated or usual):
            self._find("carrier_missing", "carrier", "", project=project)
        return stated or usual

    def _judge_oddities(self, read: Mapping[str, Any]) -> None:
        capacity_w, connected_on = read["capacity_kw"], read["commissioned_on"]
        if (
            read["household_pseudonym"]
            and capacity_w
            and (capacity_w > cells.HOUSEHOLD_LIMIT_KW * 1000)
        ):
            self._find(
                "large_for_a_household",
                "capacity_kw",
                str(capacity_w / 1000),
                limit_kw=cells.HOUSEHOLD_LIMIT_KW,
            )
        if connected_on and connected_on > self.register.today:
            self._find(
                "not_yet_connected",
                "commissioned_on",
                str(connected_on),
                today=self.register.today,
            )
