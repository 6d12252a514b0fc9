"""A slice of a meter file: some consecutive rows as columns, and what each cell holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Flags = npt.NDArray[np.bool_]
Texts = Callable[[int], list[str]]


class UnreadableFile(ValueError):
    """The file is not what its layout declares: nothing of it can be judged."""

    def __init__(
        self,
        code: str,
        *,
        row: int | None = None,
        field: str = "",
        value: str = "",
        **facts: object,
    ) -> None:
        super().__init__(code)
        self.code, self.row, self.field, self.value = code, row, field, value[:200]
        self.facts = facts


@dataclass(frozen=True)
class Slice:
    """
    Some consecutive rows of the file.

    ``energy`` is rows by energy columns in the declared unit, NaN where nothing readable
    stands; ``unreadable`` marks the cells where text stands that is no number, ``ragged`` the
    rows with a wrong number of fields; ``texts(i)`` gives row i back as it stands in the file,
    field by field in the order of ``names``; ``share`` is how much of the file has been read.
    """

    first_row: int
    station: pl.Series
    when: pl.Series
    energy: npt.NDArray[np.float64]
    unreadable: Flags | None
    ragged: Flags | None
    names: Sequence[str]
    texts: Texts
    share: float

    def __len__(self) -> int:
        return len(self.station)
