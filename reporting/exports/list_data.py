"""A list of the house as a file: what its owner would see, as CSV, workbook or Parquet."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import polars as pl
from django.utils import translation

from config.api.downloads import TakenTable
from config.archive import operations as archive
from config.archive.models import StoredFile
from config.console.lists import exports, saved, times
from config.kernel.errors import DomainError
from config.kernel.periods import Period
from config.tables.writing import MEDIA_TYPES, Column, Form
from reporting.exports.models import Schedule
from reporting.exports.rules.writing import ListForm

PARQUET_TYPE = "application/vnd.apache.parquet"
#: A list is held in memory as columns while it is written as Parquet.
MOST_ROWS = 2_000_000
_DIGITS = 38


class ListTooLong(DomainError):
    """The list has more than {most} rows; narrow its view."""

    code = "list_too_long"


def as_file(schedule: Schedule, period: Period, *, slot: str) -> tuple[StoredFile, str]:
    """
    Return the list that a schedule is about, kept in the archive, and its name.

    It is asked with the owner's rights as they are now; where its rows hold from day to day, as
    of the last day of ``period``.

    :raises NotAllowed: if the owner may not see it any more.
    :raises UnreadableView: if the list cannot be asked so any more.
    """
    language = "zh-hans" if schedule.language.startswith("zh") else "en"
    with translation.override(language), tempfile.TemporaryDirectory() as folder:
        table = _table(schedule, period)
        name = f"{schedule.list_name.replace('.', '-')}-{slot}.{schedule.form}"
        path = Path(folder) / "list"
        if schedule.form == ListForm.PARQUET:
            write_parquet(table.rows, table.columns, path)
            media_type = PARQUET_TYPE
        else:
            with path.open("wb") as file:
                table.write(file)
            media_type = MEDIA_TYPES[table.form]
        return archive.store(content=path, name=name, media_type=media_type), name


def canonical_query(schedule_list: str, query: str, *, by: Any) -> str:
    """
    Return the question of a list, checked with the rights of ``by``, as it is asked again.

    :raises NotFoundHere: if there is no such list.
    :raises UnreadableView: if it cannot be asked so.
    """
    return saved.canonical(saved.page_of(schedule_list, by=by), query, by=by)


def _table(schedule: Schedule, period: Period) -> TakenTable:
    owner = schedule.owner
    page = saved.page_of(schedule.list_name, by=owner)
    saved.canonical(page, schedule.list_query, by=owner)
    last_day = period.ends_on - dt.timedelta(days=1)
    query = _as_of(page, schedule.list_query, last_day)
    request = saved.asked_as(owner, query)
    found = page.get_changelist_instance(request)
    form = Form.CSV if schedule.form == ListForm.PARQUET else Form(schedule.form)
    return exports.table_of(page, request, found, form=form)


def _as_of(page: Any, query: str, day: dt.date) -> str:
    """Return the question asked for a day, where the list's rows hold from day to day."""
    given = dict(parse_qsl(query))
    if not times.asked(page.model, {}, now=dt.datetime.now(dt.UTC)).takes_day:  # noqa: TID251
        return query
    return urlencode({**given, times.AS_OF: day.isoformat()})


def write_parquet(rows: Iterable[Sequence[Any]], columns: Sequence[Column], path: Path) -> int:
    """
    Write rows as Parquet, each column as what all its values are; return how many rows.

    Whole numbers, exact decimals, days, instants (UTC) and truths keep their kind; a column of
    several kinds is text. Columns of one heading are told apart by their place.

    :raises ListTooLong: if there are more rows than are held at once.
    """
    kept: list[list[Any]] = [[] for _ in columns]
    count = 0
    for row in rows:
        count += 1
        if count > MOST_ROWS:
            raise ListTooLong(most=MOST_ROWS)
        for cells, value in zip(kept, row, strict=True):
            cells.append(None if value == "" else value)
    titles: dict[str, int] = {}
    series = []
    for column, values in zip(columns, kept, strict=True):
        titles[column.title] = titles.get(column.title, 0) + 1
        number = titles[column.title]
        series.append(_series(column.title if number == 1 else f"{column.title} {number}", values))
    pl.DataFrame(series).write_parquet(path, compression="zstd")
    return count


def _series(name: str, values: list[Any]) -> pl.Series:
    kinds = {type(each) for each in values if each is not None}
    if kinds == {bool}:
        return pl.Series(name, values, pl.Boolean)
    if kinds == {int} and all(-(2**63) <= each < 2**63 for each in values if each is not None):
        return pl.Series(name, values, pl.Int64)
    if kinds and kinds <= {int, Decimal} and (places := _places(values)) is not None:
        exact = [None if each is None else Decimal(each) for each in values]
        return pl.Series(name, exact, pl.Decimal(_DIGITS, places))
    if kinds == {dt.date}:
        return pl.Series(name, values, pl.Date)
    if kinds == {dt.datetime}:
        utc = [None if each is None else each.astimezone(dt.UTC) for each in values]
        return pl.Series(name, utc, pl.Datetime("us", "UTC"))
    return pl.Series(name, [None if each is None else str(each) for each in values], pl.String)


def _places(values: list[Any]) -> int | None:
    """Return the decimal places that hold every number exactly; None where none do."""
    numbers = [Decimal(each) for each in values if each is not None]
    if not all(each.is_finite() for each in numbers):
        return None
    exponents = [int(each.as_tuple().exponent) for each in numbers]
    places = max(0, -min(exponents, default=0))
    whole = max((each.adjusted() + 1 for each in numbers), default=1)
    return places if max(whole, 1) + places <= _DIGITS else None
