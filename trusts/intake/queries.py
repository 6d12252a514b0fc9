"""Questions about imports and the ways in which files are read."""

from __future__ import annotations

import datetime as dt

from config.jobs.models import Run
from config.kernel.errors import NotFoundHere
from trusts.intake.models import TAKE, Import, ImportProfile


def profile_by_code(code: str, *, on: dt.date, known_at: dt.datetime) -> ImportProfile:
    """
    Return the version of a profile that holds on a day.

    :raises NotFoundHere: if none is confirmed.
    """
    rows = ImportProfile.objects.as_of(on, known_at=known_at).filter(code=code)
    found: ImportProfile | None = rows.first()
    if found is None:
        raise NotFoundHere(what="import profile", key=code)
    return found


def profiles(*, on: dt.date, known_at: dt.datetime) -> list[ImportProfile]:
    """Return the profiles that hold on a day, by subject and code."""
    return list(ImportProfile.objects.as_of(on, known_at=known_at).order_by("subject", "code"))


def import_of(run: Run) -> Import | None:
    """Return the import that a run has made; None while it has made none."""
    number = run.result.get("import") if run.kind == TAKE else None
    found: Import | None = Import.objects.filter(pk=number).first() if number else None
    return found
