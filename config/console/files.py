"""Originals and artefacts, handed out from the archive after their hash was checked again."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from config.archive import queries
from config.archive.models import StoredFile

VIEW_PERMISSION = "archive.files.view"


def download(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """
    Hand out one stored file as an attachment.

    :raises NotAllowed: if the person may not read files.
    """
    request.user.check_may(VIEW_PERMISSION)  # type: ignore[union-attr]
    stored = get_object_or_404(StoredFile, pk=pk)
    path = queries.checked_path(stored)
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    answer.headers["ETag"] = f'"{stored.sha256}"'
    return answer
