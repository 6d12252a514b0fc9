"""The board as a file: exactly what is seen, with its rules and where it came from."""

from __future__ import annotations

import datetime as dt

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.accounts.models import User
from config.api.downloads import TakenTable, handed_out
from config.archive import operations as archive
from config.archive.models import Extract
from config.tables.writing import Column, Form, Written
from trusts.oversight import queries
from trusts.oversight.admin import words
from trusts.oversight.admin.asking import Asked
from trusts.oversight.serializers import standing_row

LIST = "trusts.oversight"


def take_out(
    asked: Asked, found: queries.Board, *, form: Form, by: User, now: dt.datetime
) -> FileResponse:
    """Return the board that is seen as a file; who took it is written down."""
    titles = (
        _("Weight"),
        _("Rule"),
        _("Product"),
        _("What"),
        _("Remedy"),
        _("Source"),
        _("Confidence"),
    )
    table = TakenTable(
        title=_("Findings"),
        form=form,
        columns=[Column(str(each)) for each in titles],
        rows=[_row(each) for each in found.rows],
        taken_at=now,
        provenance=[
            (_("As of"), found.on),
            (_("As known at"), timezone.localtime(found.known_at)),
            (_("Filters"), asked.query()[1:]),
            (_("Taken by"), str(by)),
            (_("Taken at"), timezone.localtime(now)),
        ],
    )

    def log(written: Written) -> Extract:
        return archive.record_extract(
            by=by,
            list_name=LIST,
            form=form,
            query=asked.query()[1:],
            as_of=found.on,
            known_at=found.known_at,
            rows=written.rows,
        )

    return handed_out(table, log=log)


def _row(each: queries.Standing) -> list[str]:
    said = standing_row(each)
    return [
        str(words.WEIGHTS[each.weight][1]),
        said["rule"],
        said["product_code"],
        said["detail"],
        said["remedy"],
        said["source"],
        said["confidence"],
    ]
