"""A list as a file: exactly what is seen, all its pages, with a word on where it came from."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from config.accounts.models import User
from config.api.downloads import AT_ONCE, TakenTable, handed_out
from config.archive import operations as archive
from config.archive.models import Extract
from config.console.lists import changelist, columns, said, saved, times
from config.console.record import shown
from config.jobs import operations as jobs
from config.jobs.models import Run
from config.jobs.registry import Progress
from config.tables.writing import MEDIA_TYPES, Form, Written

KIND = "console.lists.export"
_CHUNK = 2_000


def take_out(page: Any, request: HttpRequest, *, form: Form) -> HttpResponse:
    """Return the list as a file; have it made in the background if it is long."""
    found = page.get_changelist_instance(request)
    if found.queryset.order_by()[: AT_ONCE + 1].count() > AT_ONCE:
        run = jobs.request(
            kind=KIND,
            key=uuid.uuid4().hex,
            by=person(request),
            payload={
                "list_name": saved.name_of(page),
                "query": changelist.canonical(page, request, found),
                "form": str(form),
            },
        )
        return HttpResponseRedirect(reverse("admin:extract-run", args=[run.pk]))
    table = table_of(page, request, found, form=form)

    def log(written: Written) -> Extract:
        return record(page, request, found, form=form, written=written)

    return handed_out(table, log=log)  # type: ignore[return-value]  # (a file, not a page)


def make_aside(*, run: Run, progress: Progress, list_name: str, query: str, form: str) -> Extract:
    """
    Write a long list into the archive, with the rights that its person has by now.

    :raises NotAllowed: if they may not see the list any more.
    """
    standing: Extract | None = Extract.objects.filter(job=run.pk).first()
    if standing is not None:
        return standing
    by = run.asked_by
    page = saved.page_of(list_name, by=by)
    request = saved.asked_as(by, query)
    found = page.get_changelist_instance(request)
    table = table_of(page, request, found, form=Form(form))
    total = found.queryset.order_by().count()
    watched = TakenTable(**{**vars(table), "rows": _watched(table.rows, progress, total)})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        with path.open("wb") as file:
            written = watched.write(file)
        kept = archive.store(content=path, name=table.file_name, media_type=MEDIA_TYPES[table.form])
    progress(written.rows, written.rows)
    return record(page, request, found, form=table.form, written=written, file=kept.pk, job=run.pk)


def table_of(
    page: Any, request: HttpRequest, found: changelist.RoomChangeList, *, form: Form
) -> TakenTable:
    """Return the list on its way out."""
    names = columns.chosen(page, request)
    return TakenTable(
        title=capfirst(str(page.opts.verbose_name_plural)),
        form=form,
        columns=[columns.sheet_column(page, name) for name in names],
        rows=rows_of(page, found, names),
        taken_at=found.now,
        provenance=provenance(page, request, found),
    )


def rows_of(page: Any, found: Any, names: list[str]) -> Iterator[list[Any]]:
    """Yield every row of a list, its cells as values, however many there are."""
    for row in found.queryset.iterator(chunk_size=_CHUNK):
        yield [columns.cell(page, row, name) for name in names]


def provenance(page: Any, request: HttpRequest, found: Any) -> list[tuple[str, Any]]:
    """Return where a file came from: the list, what narrows it, its times, who took it, when."""
    asked: times.Times = found.times
    filters = said.filters(request, found)
    lines: list[tuple[str, Any]] = [
        (_("List"), capfirst(str(page.opts.verbose_name_plural))),
        (_("Filters"), "; ".join(filters) or _("none")),
        (_("Order"), said.order(page, found) or _("as the list comes")),
    ]
    if asked.takes_day:
        lines.append((_("As of"), asked.as_of or _("every version")))
    if asked.takes_moment:
        known = asked.known_at or found.now
        lines.append((_("As known at"), timezone.localtime(known)))
    return [
        *lines,
        (_("Taken by"), str(person(request))),
        (_("Taken at"), timezone.localtime(found.now)),
        (_("Address"), address(page, request, found)),
    ]


def address(page: Any, request: HttpRequest, found: Any) -> str:
    """Return where the list is looked at again as it was taken."""
    return f"{settings.PUBLIC_URL}{list_url(page)}?{changelist.canonical(page, request, found)}"


def list_url(page: Any) -> str:
    """Return the address of a list."""
    return reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")


def record(
    page: Any,
    request: HttpRequest,
    found: Any,
    *,
    form: Form,
    written: Written,
    file: int | None = None,
    job: int | None = None,
) -> Extract:
    """Write down who took which list out, how it was narrowed, and how many rows it had."""
    return archive.record_extract(
        by=person(request),
        list_name=saved.name_of(page),
        form=form,
        query=changelist.canonical(page, request, found),
        filters="; ".join(said.filters(request, found)),
        as_of=found.times.as_of,
        known_at=found.times.known_at,
        rows=written.rows,
        file_id=file,
        job=job,
    )


def person(request: HttpRequest) -> User:
    """Return the account behind a request."""
    return request.user  # type: ignore[return-value]


def _watched(rows: Any, progress: Progress, total: int) -> Iterator[Any]:
    for number, row in enumerate(rows, start=1):
        if number % _CHUNK == 0:
            progress(number, max(total, number), _("{rows} rows").format(rows=shown(number)))
        yield row
