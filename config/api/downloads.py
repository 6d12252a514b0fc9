"""Tables that leave over HTTP: written aside whole, logged, then handed out; never half a file."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.http import FileResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from config.kernel.errors import DomainError
from config.tables.writing import MEDIA_TYPES, Column, Form, Written, write_csv, write_xlsx

#: Up to so many bytes a file is answered from memory.
SMALL = 8 * 1024 * 1024
#: So many rows are written while the person waits.
AT_ONCE = 50_000


class TooManyRows(DomainError):
    """The list has more than {most} rows; narrow it, page through it, or have it made aside."""

    code = "too_many_rows"


@dataclass(frozen=True)
class TakenTable:
    """A list on its way out: what it is, its rows, and the lines that say where it comes from."""

    title: str
    form: Form
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    taken_at: dt.datetime
    provenance: Sequence[tuple[str, Any]]

    @property
    def file_name(self) -> str:
        """Return the name of the file: what it is, and when it was taken."""
        moment = timezone.localtime(self.taken_at).strftime("%Y%m%d-%H%M%S")
        safe = "".join(each for each in self.title if each.isalnum() or each in " -_").strip()
        return f"{safe or 'list'} {moment}.{self.form}"

    def write(self, stream: BinaryIO) -> Written:
        """Write the file into ``stream``."""
        if self.form == Form.CSV:
            return write_csv(self.rows, self.columns, stream)
        return write_xlsx(
            self.rows,
            self.columns,
            stream,
            title=self.title,
            provenance=self._lines,
            provenance_title=_("Provenance"),
            created=self.taken_at.astimezone(dt.UTC),
        )

    def _lines(self, written: Written) -> list[tuple[str, Any]]:
        lines = [*self.provenance, (_("Rows"), written.rows)]
        if written.cut:
            lines.append((_("Texts cut to the length of a cell"), written.cut))
        return lines


def handed_out(table: TakenTable, *, log: Callable[[Written], object]) -> FileResponse:
    """Return the table as an attachment, once it is whole and written down in the log."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it when it is sent)
    try:
        written = table.write(file)
        log(written)
    except BaseException:
        file.close()
        raise
    answer = FileResponse(_at_its_start(file), content_type=MEDIA_TYPES[table.form])
    answer.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=table.file_name
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _at_its_start(file: BinaryIO) -> BinaryIO:
    """Return what was written, ready to be read; small files leave no handle behind."""
    size = file.tell()
    file.seek(0)
    if size > SMALL:
        return file
    with file:
        return io.BytesIO(file.read())
