"""The files that a list can leave as."""

from __future__ import annotations

from enum import StrEnum


class ListForm(StrEnum):
    """The files that a list can leave as."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
