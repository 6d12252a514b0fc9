"""Reads a Parquet file in slices of rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from projects.metering.rules.layout import FileLayout, Shape
from projects.metering.rules.slices import Slice, UnreadableFile

SLICE_ROWS = 1 << 17


def parquet_slices(path: Path, layout: FileLayout) -> Iterator[Slice]:
    """
    Yield slices of rows; only the declared columns are read.

    :raises UnreadableFile: if it is no Parquet, or a column is missing or of the wrong type.
    """
    lazy = pl.scan_parquet(path, glob=False)
    try:
        _check_types(lazy.collect_schema(), layout)
        total = int(lazy.select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError) as fault:
        raise UnreadableFile("not_parquet", value=str(fault)) from fault
    for start in range(0, total, SLICE_ROWS):
        frame = lazy.select(layout.columns).slice(start, SLICE_ROWS).collect()
        share = min((start + SLICE_ROWS) / total, 1.0)
        yield _of_frame(frame, layout, first_row=start + 1, share=share)


def _of_frame(frame: pl.DataFrame, layout: FileLayout, *, first_row: int, share: float) -> Slice:
    values = frame.select(pl.col(layout.energy_columns).cast(pl.Float64))
    matrix = values.to_numpy(order="c")
    said = frame.select(pl.col(layout.energy_columns).is_not_null()).to_numpy(order="c")
    odd = said & ~np.isfinite(matrix)
    when = frame[layout.when_column]
    return Slice(
        first_row=first_row,
        station=frame[layout.station_column],
        when=_as_text(when),
        energy=np.where(odd, np.nan, matrix),
        unreadable=odd if odd.any() else None,
        ragged=None,
        names=layout.columns,
        texts=lambda at: ["" if cell is None else str(cell) for cell in frame.row(at)],
        share=share,
    )


def _as_text(when: pl.Series) -> pl.Series:
    if when.dtype == pl.Date:
        return when.dt.strftime("%Y-%m-%d")
    if isinstance(when.dtype, pl.Datetime):
        return when.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%S%.f+00:00")
    return when


def _check_types(schema: pl.Schema, layout: FileLayout) -> None:
    for name in layout.columns:
        kind = schema.get(name)
        if name in layout.energy_columns:
            fits = kind is not None and kind.is_numeric()
        elif name == layout.station_column:
            fits = kind == pl.String
        elif layout.shape is Shape.WIDE:
            fits = kind in (pl.Date, pl.String)
        else:
            aware = isinstance(kind, pl.Datetime) and kind.time_zone is not None
            fits = aware or kind == pl.String
        if not fits:
            raise UnreadableFile("wrong_type", field=name, value=str(kind or ""))
