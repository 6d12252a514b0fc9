"""Names in both languages of what the rooms below know by code."""

from __future__ import annotations

from projects.registry.rules.places import PROVINCES
from reporting.figures.rules.facts import Name


def province_name(short: str) -> Name:
    """Return a province with its names, by the short Chinese name that the register uses."""
    found = PROVINCES.get(short)
    return Name(found.code, found.name_zh, found.name_en) if found else Name(short, short, short)
