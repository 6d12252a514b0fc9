"""How a file leaves over HTTP: whole, its hash checked again, tagged by what it holds."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from rest_framework.request import Request

from config.api.conditional import tag_of_bytes
from config.archive import queries as archive
from config.archive.models import StoredFile


def handed_out(request: Request, file: StoredFile, *, name: str) -> HttpResponseBase:
    """
    Return a stored file as an attachment, or 304 where the client has these bytes.

    :raises DamagedFile: if the archive holds something else under the hash.
    """
    tag = f'"{file.sha256}"'
    answer = FileResponse(
        archive.checked_path(file).open("rb"), content_type=file.media_type, as_attachment=True
    )
    answer.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=name
    )
    answer.headers["ETag"] = tag
    if get_conditional_response(request, etag=tag) is None:
        return answer
    answer.close()
    return HttpResponseNotModified(headers={"ETag": tag})


def made(request: Request, content: bytes, *, name: str, media_type: str) -> HttpResponseBase:
    """Return a file that was just made as an attachment, or 304 where the client has it."""
    tag = tag_of_bytes(content)
    if get_conditional_response(request, etag=tag) is not None:
        return HttpResponseNotModified(headers={"ETag": tag})
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"ETag": tag, "Content-Disposition": str(disposition)}
    return HttpResponse(content, content_type=media_type, headers=headers)
