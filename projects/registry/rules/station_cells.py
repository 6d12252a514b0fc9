"""How one cell of a station file is read: a value, or the finding that says why not."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Mapping
from decimal import Decimal

from projects.registry.rules.places import find_province
from projects.registry.rules.technologies import Carrier

HOUSEHOLD_LIMIT_KW = 50
STATION_LIMIT_KW = 10_000_000
EARLIEST = dt.date(1950, 1, 1)
TEXT_LIMIT = 64

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")
_PSEUDONYM = re.compile(r"[A-Za-z0-9_-]{4,64}")
_LONG_DIGITS = re.compile(r"\d{11}")
_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,12})?")
_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)"
)
_CARRIERS: Mapping[str, Carrier] = {
    "electricity": Carrier.ELECTRICITY,
    "电": Carrier.ELECTRICITY,
    "电力": Carrier.ELECTRICITY,
    "heat": Carrier.HEAT,
    "热": Carrier.HEAT,
    "热力": Carrier.HEAT,
}
_ZONES = frozenset(zoneinfo.available_timezones())


class Refused(Exception):
    """A cell that cannot be read: the code of the finding and its facts."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def read_code(text: str) -> str:
    """Return the code of a station, a project or a grid connection."""
    if not _CODE.fullmatch(text):
        raise Refused("code_malformed")
    return text


def read_text(text: str) -> str:
    """Return a short free text."""
    if len(text) > TEXT_LIMIT:
        raise Refused("text_too_long", limit=TEXT_LIMIT)
    return text


def read_province(text: str) -> str:
    """Return the short Chinese name of the province."""
    if (province := find_province(text)) is None:
        raise Refused("unknown_province")
    return province


def read_capacity_w(text: str) -> int:
    """
    Return the watts of a capacity that is written in kilowatts.

    >>> read_capacity_w("28.125")
    28125
    """
    if not _NUMBER.fullmatch(text):
        raise Refused("not_a_number")
    watts = Decimal(text) * 1000
    if watts <= 0:
        raise Refused("not_positive")
    if watts > STATION_LIMIT_KW * 1000:
        raise Refused("capacity_absurd", limit_kw=STATION_LIMIT_KW)
    if watts != watts.to_integral_value():
        raise Refused("too_fine")
    return int(watts)


def read_day(text: str) -> dt.date:
    """
    Return the day.

    >>> read_day("2025年3月1日")
    datetime.date(2025, 3, 1)
    """
    match = _DAY.fullmatch(text)
    if match is None:
        raise Refused("unreadable_date")
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        found = dt.date(year, month, day)
    except ValueError:
        raise Refused("unreadable_date") from None
    if found < EARLIEST:
        raise Refused("date_out_of_range", earliest=EARLIEST)
    return found


def read_carrier(text: str) -> Carrier:
    """Return what the station meters."""
    if text.casefold() not in _CARRIERS:
        raise Refused("unknown_carrier")
    return _CARRIERS[text.casefold()]


def read_zone(text: str) -> str:
    """Return the IANA name of the station's time zone."""
    if text not in _ZONES:
        raise Refused("unknown_zone")
    return text


def read_pseudonym(text: str) -> str:
    """Return the pseudonym of a household; what may name a person is refused."""
    if not _PSEUDONYM.fullmatch(text) or _LONG_DIGITS.search(text):
        raise Refused("personal_data")
    return text
