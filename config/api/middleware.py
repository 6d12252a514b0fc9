"""What surrounds every request: its id, its size, its line in the log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from config.api import errors, request_id

log = logging.getLogger("config.api.request")

Next = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Gives the request an id, answers with it, and writes one line about it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request under its id."""
        identity = request_id.begin(request.headers.get(request_id.HEADER))
        started = time.monotonic()
        response = self.get_response(request)
        response.headers[request_id.HEADER] = identity
        log.info(
            "%s %s %s %.0f ms",
            request.method,
            request.path.replace("\r", "").replace("\n", ""),
            response.status_code,
            (time.monotonic() - started) * 1000,
        )
        return response


class ApiProblemMiddleware:
    """Refuses a body that is too large; keeps answers of the interface out of shared caches."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or say that it is too large."""
        if _declared_length(request) > settings.MAX_UPLOAD_BYTES:
            return errors.respond(request, errors.too_large(settings.MAX_UPLOAD_BYTES))
        response = self.get_response(request)
        if errors.is_api(request):
            patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def _declared_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
