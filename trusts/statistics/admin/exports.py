"""The page of statistics as a file: exactly what is seen, typed, with where it came from."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.accounts.models import User
from config.api.downloads import TakenTable, handed_out
from config.archive import operations as archive
from config.archive.models import Extract
from config.tables.writing import Column, Form, Written, number_format
from trusts.statistics import queries, rules
from trusts.statistics.admin import words
from trusts.statistics.admin.asking import Asked
from trusts.statistics.rules import Group

LIST = "trusts.statistics"
_AMOUNT, _COUNT = number_format(2), number_format(0)


def take_out(
    asked: Asked, found: queries.Statistics, *, form: Form, by: User, now: dt.datetime
) -> FileResponse:
    """Return the statistics that are seen as a file; who took them is written down."""
    query = asked.query()[1:]
    known_at = timezone.localtime(found.now.known_at)
    table = TakenTable(
        title=_("Statistics"),
        form=form,
        columns=_columns(found),
        rows=[_row(found, each) for each in (*found.groups, found.total)],
        taken_at=now,
        provenance=[
            (_("Cut"), str(found.cut.title)),
            (_("As of"), found.now.on),
            (_("As known at"), known_at),
            (_("Compared with"), found.then.on if found.then else _("none")),
            (_("New since"), found.now.new_since),
            (_("Shares are of"), words.with_unit(found.measure)),
            (_("Taken by"), str(by)),
            (_("Taken at"), timezone.localtime(now)),
        ],
    )

    def log(written: Written) -> Extract:
        return archive.record_extract(
            by=by,
            list_name=LIST,
            form=form,
            query=query,
            as_of=found.now.on,
            known_at=found.now.known_at,
            rows=written.rows,
        )

    return handed_out(table, log=log)


def _columns(found: queries.Statistics) -> list[Column]:
    columns = [Column(_("Key")), Column(str(found.cut.title)), Column(_("Share (%)"), _AMOUNT)]
    for measure in found.cut.measures:
        title = words.with_unit(measure)
        written = _COUNT if measure in rules.COUNTS else _AMOUNT
        columns.append(Column(title, written))
        if found.then is not None:
            day = found.then.on.isoformat()
            columns.append(Column(f"{title} {day}", written))
            columns.append(Column(_("{measure}: change (%)").format(measure=title), _AMOUNT))
    return columns


def _row(found: queries.Statistics, group: Group) -> list[Any]:
    row: list[Any] = [group.key, words.name_of(group), found.share(group)]
    for measure in found.cut.measures:
        row.append(words.value_of(measure, group.now.of(measure)))
        change = group.change(measure)
        if group.then is not None and change is not None:
            row.append(words.value_of(measure, group.then.of(measure)))
            row.append(change.percent)
    return row
