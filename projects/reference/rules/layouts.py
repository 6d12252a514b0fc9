"""The columns of each kind of edition file, and how a cell is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from projects.reference.rules.kinds import ClassRelation, Confidence, EditionKind

#: What one row of a file says, by field name, with ``row``, its line in the file.
Row = dict[str, Any]

#: Data years outside these are slips of the pen.
_EARLIEST_YEAR, _LATEST_YEAR = 1990, 2100


class UnreadableCell(Exception):
    """A cell that cannot be read; carries code, message and remedy of the finding."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(code)
        self.code, self.message, self.remedy = code, message, remedy


@dataclass(frozen=True)
class Column:
    """One column of a file: its heading, the name of its field, how a cell is read."""

    heading: str
    name: str
    read: Callable[[str], object]
    required: bool = True


def _text(cell: str) -> str:
    return cell


def _number(cell: str) -> Decimal:
    try:
        number = Decimal(cell)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise UnreadableCell(
            "not_a_number", "This is not a number.", "Write digits with a decimal point."
        )
    if number <= 0:
        raise UnreadableCell(
            "not_positive", "This must be above zero.", "Check the sign and the digits."
        )
    return number


def _year(cell: str) -> int:
    if not cell.isascii() or not cell.isdigit() or not _EARLIEST_YEAR <= int(cell) <= _LATEST_YEAR:
        raise UnreadableCell(
            "not_a_year",
            "This is not a data year.",
            "Write four digits, the year that the data are of, not the year of publication.",
        )
    return int(cell)


def _confidence(cell: str) -> str:
    if cell not in set(Confidence):
        raise UnreadableCell("unknown_confidence", "This is not a confidence.", "Write A, B or C.")
    return cell


def _relation(cell: str) -> str:
    if cell not in set(ClassRelation):
        raise UnreadableCell(
            "unknown_relation",
            "This is not a relation between classes.",
            "Write same, same_name, part_of, contains, overlaps or none.",
        )
    return cell


def _provinces(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def read_cell(column: Column, cell: str) -> object:
    """
    Return what the cell says; of an empty optional cell, "" for text and None otherwise.

    :raises UnreadableCell: if it cannot be read, or is empty where it must not be.
    """
    if cell:
        return column.read(cell)
    if column.required:
        raise UnreadableCell("missing_value", "This cell is empty.", "Fill it in.")
    return "" if column.read is _text else None


_SOURCE = Column("source", "source", _text)
_CONFIDENCE = Column("confidence", "confidence", _confidence)
_NOTE = Column("note", "note", _text, required=False)
_UNIT = Column("unit", "unit", _text)

LAYOUTS: Mapping[EditionKind, tuple[Column, ...]] = {
    EditionKind.SOURCES: (
        Column("id", "code", _text),
        Column("address", "address", _text),
        Column("what", "what", _text),
    ),
    EditionKind.FACTORS: (
        Column("kind", "kind", _text),
        Column("scope_region", "region", _text),
        Column("year", "data_year", _year, required=False),
        Column("value", "value", _number),
        _UNIT,
        _SOURCE,
        _CONFIDENCE,
        _NOTE,
    ),
    EditionKind.FUELS: (
        Column("dataset", "dataset", _text),
        Column("fuel_zh", "name_zh", _text),
        Column("fuel_en", "name_en", _text),
        Column("ncv", "heating_value", _number),
        Column("ncv_unit", "heating_value_unit", _text),
        Column("carbon_content", "carbon_content", _number),
        Column("carbon_unit", "carbon_content_unit", _text),
        Column("oxidation_pct", "oxidation_percent", _number),
        Column("co2_ef", "emission_factor", _number),
        Column("co2_ef_unit", "emission_factor_unit", _text),
        _CONFIDENCE,
        _SOURCE,
    ),
    EditionKind.GWP: (
        Column("gas", "gas", _text),
        Column("assessment", "assessment", _text),
        Column("gwp100", "value", _number),
        _CONFIDENCE,
        _SOURCE,
    ),
    EditionKind.CONVERSION: (
        Column("energy_zh", "name_zh", _text),
        Column("energy_en", "name_en", _text),
        Column("coefficient", "value", _number, required=False),
        _UNIT,
        _CONFIDENCE,
        _SOURCE,
        _NOTE,
    ),
    EditionKind.REGIONS: (
        Column("scheme", "scheme", _text),
        Column("region", "region", _text),
        Column("factor_region", "factor_region", _text),
        Column("provinces", "provinces", _provinces),
        _CONFIDENCE,
        _SOURCE,
    ),
    EditionKind.TAXONOMY: (
        Column("taxonomy", "taxonomy", _text),
        Column("edition", "edition_year", _text),
        Column("level", "level", _text),
        Column("code", "code", _text),
        Column("parent", "parent_code", _text, required=False),
        Column("name_zh", "name_zh", _text, required=False),
        Column("name_en", "name_en", _text, required=False),
        _CONFIDENCE,
        _SOURCE,
    ),
    EditionKind.CROSSWALK: (
        Column("from_edition", "from_edition", _text),
        Column("from_code", "from_code", _text),
        Column("to_edition", "to_edition", _text),
        Column("to_code", "to_code", _text, required=False),
        Column("relation", "relation", _relation),
        _SOURCE,
        _CONFIDENCE,
        _NOTE,
    ),
}
#: What may stand in a file once.
KEYS: Mapping[EditionKind, tuple[str, ...]] = {
    EditionKind.SOURCES: ("code",),
    EditionKind.FACTORS: ("kind", "region", "data_year", "source"),
    EditionKind.FUELS: ("dataset", "name_zh"),
    EditionKind.GWP: ("gas", "assessment"),
    EditionKind.CONVERSION: ("name_zh",),
    EditionKind.REGIONS: ("scheme", "region"),
    EditionKind.TAXONOMY: ("code",),
    EditionKind.CROSSWALK: ("from_edition", "from_code", "to_edition", "to_code"),
}
