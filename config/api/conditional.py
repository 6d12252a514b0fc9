"""Conditional requests: 304 when nothing changed, 412 when something did."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import Any

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

from config.api.errors import PreconditionFailed, PreconditionMissing
from config.kernel.models import Proposed

IF_MATCH = "If-Match"


def tag_of_bytes(content: bytes) -> str:
    """Return the weak tag of a representation."""
    return f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'


def tag_of_proposal(row: Proposed) -> str:
    """Return the tag of a proposal: its content hash, then what was decided about it."""
    suffix = f".{row.decision}" if row.decision else ""
    return f'"{row.content_sha256}{suffix}"'


def answer_conditionally(request: Request, response: Response) -> None:
    """Tag what is read, and answer 304 if the client has it; after rendering."""

    def tag(rendered: Any) -> HttpResponseBase | None:
        if "ETag" not in rendered.headers:
            rendered.headers["ETag"] = tag_of_bytes(rendered.content)
        answer = get_conditional_response(
            request._request,  # noqa: SLF001 (DRF has no other way to it)
            etag=rendered.headers["ETag"],
            response=rendered,
        )
        return answer if answer is not rendered else None

    if request.method in {"GET", "HEAD"} and response.status_code == HTTPStatus.OK:
        response.add_post_render_callback(tag)


def seen_content(request: Request, *, stated: str | None) -> str:
    """
    Return the content hash that the client says it has seen: from the body or If-Match.

    :raises PreconditionMissing: if it names none; ``*`` names none.
    :raises PreconditionFailed: if the body and the header name different ones.
    """
    header = request.headers.get(IF_MATCH, "")
    tags = {tag.removeprefix("W/").strip('"').split(".")[0] for tag in parse_etags(header)}
    tags.discard("*")
    if stated:
        if tags and stated not in tags:
            raise PreconditionFailed
        return stated
    if len(tags) != 1:
        raise PreconditionMissing
    return tags.pop()
