"""The file of errors: as it came, with two columns more, nothing in it ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from config.api.problems import finding_sentence
from config.kernel.findings import Finding
from config.tables.reading import Form, Table
from config.tables.writing import Column, neutral, write_xlsx
from trusts.intake.rules.columns import ERROR, REMEDY
from trusts.intake.rules.judged import Judged


def write_error_file(
    table: Table, judged: Judged, *, places: Mapping[str, int], only_faulty: bool
) -> bytes:
    """
    Return the rows of ``table`` with what is wrong with them, in the form that it came in.

    :param places: where each field stands, so that a fault names the file's own column.
    :param only_faulty: leave the rows out that have no error.
    """
    kept = [index for index, name in enumerate(table.headers) if name not in {ERROR, REMEDY}]
    headers = [*(table.headers[index] for index in kept), ERROR, REMEDY]
    titles = {name: table.headers[index] for name, index in places.items()}
    rows = _rows(table, judged, kept, titles, only_faulty=only_faulty)
    if table.form is Form.CSV:
        return _as_csv(headers, rows, encoding=table.encoding, delimiter=table.delimiter)
    stream = io.BytesIO()
    write_xlsx(rows, [Column(each) for each in headers], stream, title=table.sheet)
    return stream.getvalue()


def _rows(
    table: Table,
    judged: Judged,
    kept: Sequence[int],
    titles: Mapping[str, str],
    *,
    only_faulty: bool,
) -> Iterator[list[str]]:
    for row in table.rows:
        if only_faulty and row.number not in judged.faulty:
            continue
        found = judged.findings_of(row.number)
        cells = [row.cells[index] for index in kept]
        yield [*cells, _joined(found, "message", titles), _joined(found, "remedy", titles)]


def _joined(found: Iterable[Finding], part: str, titles: Mapping[str, str]) -> str:
    said = []
    for each in found:
        words = finding_sentence(each.to_json(), part)
        name = titles.get(each.field or "", each.field)
        place = f"{name}: " if name and part == "message" else ""
        said.append(f"{place}{words}")
    return " | ".join(dict.fromkeys(said))


def _as_csv(
    headers: Sequence[str], rows: Iterable[Sequence[str]], *, encoding: str, delimiter: str
) -> bytes:
    stream = io.BytesIO()
    # What the reader proved to be UTF-8 without a mark gets one: spreadsheets need it.
    target = "utf-8-sig" if encoding == "utf-8" else encoding
    text = io.TextIOWrapper(stream, encoding=target, newline="", errors="replace")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([neutral(each) for each in headers])
    for row in rows:
        writer.writerow([_safe(each) for each in row])
    text.flush()
    text.detach()
    return stream.getvalue()


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; a number below zero stays one."""
    plain = cell.removeprefix("-").replace(",", "")
    is_number = plain.replace(".", "", 1).isdecimal() and plain.isascii()
    return cell if is_number else neutral(cell)
