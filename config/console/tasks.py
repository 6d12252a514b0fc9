"""Work that the console asks for: long lists as files."""

from __future__ import annotations

from typing import Any

from config.console.lists import exports
from config.jobs.models import Run
from config.jobs.registry import Progress, handler


@handler(exports.KIND, permission="console.lists.view")
def export(
    *, run: Run, progress: Progress, list_name: str, query: str, form: str, **_more: Any
) -> dict[str, Any]:
    """Write a long list into the archive for the person who asked."""
    made = exports.make_aside(
        run=run, progress=progress, list_name=list_name, query=query, form=form
    )
    return {"extract": made.pk, "rows": made.rows}
