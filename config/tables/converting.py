"""From the text of a cell to a value, or to the finding that says why not; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Protocol, TypeVar

from config.kernel.findings import Finding
from config.kernel.periods import Period, UnreadablePeriod

T_co = TypeVar("T_co", covariant=True)

VALUE_SHOWN = 80
LARGEST = Decimal(10) ** 18
EARLIEST, LATEST = dt.date(1950, 1, 1), dt.date(2200, 1, 1)
SERIAL_ZERO = dt.date(1899, 12, 30)
_SERIALS = range(18_264, 109_574)  # what EARLIEST to LATEST would be as a spreadsheet counts days

#: code -> (what is wrong, how to mend it)
FAULTS: Mapping[str, tuple[str, str]] = {
    "cell_empty": ("The cell is empty.", "Fill in the cell."),
    "amount_unreadable": (
        "This is not an amount.",
        "Write digits with a decimal point, such as 1234.50; commas may stand between thousands.",
    ),
    "amount_scientific": (
        "The amount is written with an exponent; digits may be lost.",
        "Format the column as a number with two decimals and write the amount in full.",
    ),
    "amount_too_fine": (
        "The number has more than {places} decimals.",
        "Round it in the source system, not here.",
    ),
    "amount_too_large": ("The number has more than 18 digits before the point.", "Correct it."),
    "amount_not_positive": (
        "The amount is not above zero.",
        "Give an amount above zero; the kind says the direction, a correction is a reversal.",
    ),
    "percent_out_of_range": (
        "A percentage lies between {lowest} and {highest}.",
        "Write 12.5 for 12.5 %.",
    ),
    "whole_unreadable": ("This is not a whole number from 0 on.", "Write digits only."),
    "day_unreadable": (
        "This is not a day.",
        "Write the day as 2025-01-31, 2025/1/31, 20250131 or 2025年1月31日.",
    ),
    "day_ambiguous": (
        "It cannot be told which is the day and which is the month.",
        "Write the year first: 2025-01-31.",
    ),
    "day_serial": (
        "This is a number; as a spreadsheet counts days it would be {day}.",
        "Format the column as a date and send the file again.",
    ),
    "period_unreadable": (
        "This is not a period.",
        "Write a year, a quarter, a month or days from and until: 2025, 2025Q1, 2025-03.",
    ),
    "day_with_time": ("The cell holds a time besides the day.", "Leave the time out."),
    "day_out_of_range": ("The day lies before {earliest} or after {latest}.", "Correct the day."),
    "code_malformed": (
        "A code has 1 to {limit} signs, none of them a space.",
        "Write the code as it stands in the register.",
    ),
    "text_too_long": ("The text has more than {limit} characters.", "Shorten it."),
    "text_unprintable": ("The cell holds a control character.", "Type the cell anew."),
    "choice_unknown": ("This is none of the known words.", "Write one of: {choices}."),
    "truth_unreadable": ("This is neither yes nor no.", "Write yes or no (是 or 否)."),
}

#: Full-width forms that input methods leave in numbers, and nothing else: ② is no 2.
_NARROW = {0xFF01 + at: 0x21 + at for at in range(94)} | {
    0x3000: 0x20,
    0x2212: 0x2D,
    0xFFE5: 0xA5,
    0x00A0: 0x20,
}
_PLAIN = re.compile(r"\d+(\.\d+)?|\.\d+")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_SCIENTIFIC = re.compile(r"[+-]?\d+(\.\d*)?e[+-]?\d+", re.IGNORECASE)
_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})"
    r"|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)"
)
_MIDNIGHT = re.compile(r"[ T]00?:00(:00(\.0+)?)?$")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}")
_YEAR_LAST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})")
_DIGITS = re.compile(r"[0-9]+")
_TRUTHS = {"yes": True, "y": True, "true": True, "1": True, "是": True} | {
    "no": False, "n": False, "false": False, "0": False, "否": False
}  # fmt: skip


class Converter(Protocol[T_co]):
    """Turns the text of one cell, never empty, into a value or a finding."""

    def __call__(self, text: str, *, row: int | None, field: str) -> T_co | Finding:
        """Return the value, or the finding that names row, field, value and remedy."""


def fault(code: str, text: str, *, row: int | None, field: str, **facts: object) -> Finding:
    """Return the finding of this code about one cell."""
    message, remedy = FAULTS[code]
    return Finding(
        code=code,
        message=message,
        remedy=remedy,
        row=row,
        field=field,
        value=text[:VALUE_SHOWN],
        facts=facts,
    )


def narrow(text: str) -> str:
    """
    Return the text with full-width digits and signs made narrow, and without outer spaces.

    >>> narrow("　１，２３４．５０ ")
    '1,234.50'
    """
    return text.translate(_NARROW).strip()


def amount(text: str, *, row: int | None, field: str, places: int = 2) -> Decimal | Finding:
    """
    Return an amount: 1234.5, 1,234.50, （１．００） and (1.00) for minus one, ¥ before it.

    An exponent, NaN, 1.234,50 and more decimals than ``places`` (zeros apart) are refused.
    """
    plain = narrow(text)
    minus = plain.startswith("(") and plain.endswith(")")
    digits = plain[1:-1].strip() if minus else plain
    digits = digits.removeprefix("¥").strip()
    if not minus and digits[:1] in {"-", "+"}:
        minus, digits = digits[0] == "-", digits[1:].removeprefix("¥").strip()
    if not digits.isascii() or not (_PLAIN.fullmatch(digits) or _THOUSANDS.fullmatch(digits)):
        code = "amount_scientific" if _SCIENTIFIC.fullmatch(plain) else "amount_unreadable"
        return fault(code, text, row=row, field=field)
    number = Decimal(digits.replace(",", ""))
    if number >= LARGEST:
        return fault("amount_too_large", text, row=row, field=field)
    step = Decimal(1).scaleb(-places)
    rounded = number.quantize(step)
    if rounded != number:
        return fault("amount_too_fine", text, row=row, field=field, places=places)
    return -rounded if minus and rounded else rounded


def positive(text: str, *, row: int | None, field: str) -> Decimal | Finding:
    """Return an amount above zero."""
    found = amount(text, row=row, field=field)
    if isinstance(found, Decimal) and found <= 0:
        return fault("amount_not_positive", text, row=row, field=field)
    return found


def percent(
    text: str,
    *,
    row: int | None,
    field: str,
    lowest: int = 0,
    highest: int = 100,
) -> Decimal | Finding:
    """Return a percentage, 12.5 or 12.5%, with at most six decimals."""
    found = amount(narrow(text).removesuffix("%").strip(), row=row, field=field, places=6)
    if isinstance(found, Finding):
        return fault(found.code, text, row=row, field=field, **found.facts)
    if not lowest <= found <= highest:
        return fault(
            "percent_out_of_range", text, row=row, field=field, lowest=lowest, highest=highest
        )
    return found


def rate(text: str, *, row: int | None, field: str) -> Decimal | Finding:
    """Return a rate in percent that may be negative or above one hundred."""
    return percent(text, row=row, field=field, lowest=-100, highest=999)


def whole(text: str, *, row: int | None, field: str) -> int | Finding:
    """Return a whole number from 0 on, of at most nine digits."""
    plain = narrow(text)
    if not _DIGITS.fullmatch(plain) or len(plain) > 9:  # noqa: PLR2004 (said in the sentence)
        return fault("whole_unreadable", text, row=row, field=field)
    return int(plain)


def day(text: str, *, row: int | None, field: str) -> dt.date | Finding:
    """Return a day: 2025-01-31, 2025/1/31, 2025.1.31, 20250131, 2025年1月31日, or a date cell's."""
    plain = _MIDNIGHT.sub("", narrow(text))
    match = _DAY.fullmatch(plain) if plain.isascii() or "年" in plain else None
    if match is None:
        return fault(_why_no_day(plain), text, row=row, field=field, **_as_serial(plain))
    year, month, number = (int(part) for part in match.groups() if part is not None)
    try:
        found = dt.date(year, month, number)
    except ValueError:
        return fault("day_unreadable", text, row=row, field=field)
    if not EARLIEST <= found < LATEST:
        return fault(
            "day_out_of_range", text, row=row, field=field, earliest=EARLIEST, latest=LATEST
        )
    return found


def period(text: str, *, row: int | None, field: str) -> Period | Finding:
    """Return a year, a quarter, a month, or the days from one until another."""
    try:
        return Period.parse(narrow(text))
    except UnreadablePeriod:
        return fault("period_unreadable", text, row=row, field=field)


def _why_no_day(plain: str) -> str:
    if _TIME.search(plain):
        return "day_with_time"
    if _YEAR_LAST.fullmatch(plain):
        return "day_ambiguous"
    return "day_serial" if _as_serial(plain) else "day_unreadable"


def _as_serial(plain: str) -> dict[str, object]:
    if _DIGITS.fullmatch(plain) and len(plain) <= 6 and int(plain) in _SERIALS:  # noqa: PLR2004
        return {"day": SERIAL_ZERO + dt.timedelta(days=int(plain))}
    return {}


def code(text: str, *, row: int | None, field: str, limit: int = 64) -> str | Finding:
    """Return a code as it stands, full-width letters made narrow: no spaces, leading zeros kept."""
    plain = narrow(text)
    if not 0 < len(plain) <= limit or not plain.isprintable() or any(map(str.isspace, plain)):
        return fault("code_malformed", text, row=row, field=field, limit=limit)
    return plain


def words(text: str, *, row: int | None, field: str, limit: int = 200) -> str | Finding:
    """Return a text in one line."""
    plain = " ".join(text.split())
    if not plain.isprintable():
        return fault("text_unprintable", ascii(text), row=row, field=field)
    if len(plain) > limit:
        return fault("text_too_long", text, row=row, field=field, limit=limit)
    return plain


def truth(text: str, *, row: int | None, field: str) -> bool | Finding:
    """Return yes or no."""
    found = _TRUTHS.get(narrow(text).casefold())
    if found is None:
        return fault("truth_unreadable", text, row=row, field=field)
    return found


class Choice:
    """Takes one of the known words: the stored one, or its label in either language."""

    def __init__(self, options: Mapping[str, Iterable[str]]) -> None:
        """Take each value with its other spellings."""
        self.options = {value: tuple(spellings) for value, spellings in options.items()}
        self._values: dict[str, str] = {}
        for value, spellings in self.options.items():
            for each in (value, *spellings):
                self._values.setdefault(self._folded(each), value)

    def __call__(self, text: str, *, row: int | None, field: str) -> str | Finding:
        """Return the stored word."""
        found = self._values.get(self._folded(text))
        if found is None:
            named = ", ".join(next(iter(each), value) for value, each in self.options.items())
            return fault("choice_unknown", text, row=row, field=field, choices=named)
        return found

    @staticmethod
    def _folded(text: str) -> str:
        return "".join(narrow(text).casefold().replace("_", " ").split())
