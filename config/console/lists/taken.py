"""Lists that were made in the background: how far they are, and the file to their owner."""

from __future__ import annotations

from django.contrib import admin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from config.archive import queries
from config.archive.models import Extract
from config.console import dashboard
from config.console.lists import exports, saved
from config.console.lists.exports import person
from config.jobs.models import Run


def under_way(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far the writing of a list has come; when it is done, the way to its file."""
    run = get_object_or_404(
        Run.objects.select_related("asked_by"), pk=pk, kind=exports.KIND, asked_by=person(request)
    )
    page = saved.page_of(str(run.payload["list_name"]), by=person(request))
    context = {
        **admin.site.each_context(request),
        "title": _("List as a file"),
        "run": dashboard.run_view(run),
        "list_title": page.opts.verbose_name_plural,
        "list_url": f"{exports.list_url(page)}?{run.payload['query']}",
        "extract": Extract.objects.filter(job=run.pk).first(),
    }
    return TemplateResponse(request, "console/extract.html", context)


def download(request: HttpRequest, pk: int) -> FileResponse:
    """
    Hand out the file of a list to the person who took it, if they may still see the list.

    :raises NotAllowed: if they may not.
    """
    by = person(request)
    extract = get_object_or_404(Extract.objects.select_related("file"), pk=pk, taken_by=by)
    saved.page_of(extract.list_name, by=by)
    if extract.file is None:
        raise Http404
    answer = FileResponse(
        queries.checked_path(extract.file).open("rb"),
        as_attachment=True,
        filename=extract.file.name,
        content_type=extract.file.media_type,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
