"""Every exception becomes a problem: refusals in words, surprises without a leak."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.exceptions import ValidationError as ModelValidationError
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import defaults
from django.views.csrf import csrf_failure as csrf_page
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from config.api import body
from config.api.problems import MEDIA_TYPE, Fault, Problem, fault_of, sentence
from config.kernel.errors import DomainError, InvalidInput

log = logging.getLogger("config.api.errors")

API_PREFIX = "/api/"
RETRY_AFTER_S = 5


class PreconditionMissing(exceptions.APIException):
    """The request must say which content it has seen."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "precondition_missing"
    default_detail = _("Send If-Match with the ETag that you read, or seen_sha256 in the body.")


class PreconditionFailed(exceptions.APIException):
    """The content is not the one that the request has seen."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "content_changed"
    default_detail = _("What you read is not what is stored; read it again.")


class BodyTooLarge(exceptions.APIException):
    """The body is larger than this interface takes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = _("The body is larger than this interface takes.")


def handle(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Return the problem for an exception, or None for one that nobody foresaw."""
    problem = problem_of(exc)
    if problem is None:
        return None
    set_rollback()
    request = context["request"]
    response = Response(
        problem.as_json(instance=request.get_full_path()),
        status=problem.status,
        headers=dict(problem.headers),
        content_type=MEDIA_TYPE,
    )
    response.exception = True
    return response


def problem_of(exc: BaseException) -> Problem | None:
    """Return the problem that an exception stands for, or None if it is a surprise."""
    for kinds, translate in TRANSLATIONS:
        if isinstance(exc, kinds):
            return translate(exc)
    return None


def _of_invalid_input(exc: Any) -> Problem:
    return Problem(
        exc.status, exc.code, sentence(exc), tuple(fault_of(each) for each in exc.findings)
    )


def _of_domain_error(exc: Any) -> Problem:
    return Problem(exc.status, exc.code, sentence(exc))


def _of_validation(exc: Any) -> Problem:
    faults = tuple(_faults(exc.detail, ""))
    return Problem(400, "invalid_input", _("The input is not valid; see the errors."), faults)


def _of_model_validation(exc: Any) -> Problem:
    pairs = exc.message_dict.items() if hasattr(exc, "error_dict") else [("", exc.messages)]
    faults = tuple(
        Fault(f"/{name}" if name and name != "__all__" else "", "invalid", str(message))
        for name, messages in pairs
        for message in messages
    )
    return Problem(400, "invalid_input", _("The input is not valid; see the errors."), faults)


def _of_api_exception(exc: Any) -> Problem:
    headers: dict[str, str] = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header
    if getattr(exc, "wait", None):
        headers["Retry-After"] = str(math.ceil(exc.wait))
    code = exc.get_codes()
    return Problem(
        exc.status_code, code if isinstance(code, str) else "refused", exc.detail, headers=headers
    )


def _of_database_absence(exc: Any) -> Problem:
    log.warning("the database did not answer: %s", type(exc).__name__, exc_info=exc)
    return Problem(
        503,
        "database_unavailable",
        _("The database does not answer in time; nothing was stored. Try again shortly."),
        headers={"Retry-After": str(RETRY_AFTER_S)},
    )


def _of_data_error(exc: Any) -> Problem:
    log.info("a value does not fit the database: %s", exc)
    return Problem(400, "value_out_of_range", _("A value does not fit: too large or too long."))


def too_large(limit: int) -> Problem:
    """Return the problem for a body above ``limit`` bytes."""
    return Problem(
        413, "too_large", gettext("At most {limit} bytes are taken.").format(limit=limit)
    )


TRANSLATIONS: tuple[tuple[tuple[type[BaseException], ...], Callable[[Any], Problem]], ...] = (
    ((InvalidInput,), _of_invalid_input),
    ((DomainError,), _of_domain_error),
    ((exceptions.ValidationError,), _of_validation),
    ((exceptions.APIException,), _of_api_exception),
    ((ModelValidationError,), _of_model_validation),
    ((Http404,), lambda _exc: Problem(404, "not_found", _("There is nothing at this address."))),
    (
        (PermissionDenied,),
        lambda _exc: Problem(403, "not_allowed", _("You do not have the permission for this.")),
    ),
    ((body.TooLarge,), lambda exc: too_large(exc.limit)),
    (
        (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent),
        lambda _exc: _of_api_exception(BodyTooLarge()),
    ),
    (
        (SuspiciousOperation,),
        lambda _exc: Problem(400, "malformed", _("The request is malformed.")),
    ),
    (
        (IntegrityError,),
        lambda _exc: Problem(
            409, "conflict", _("What is stored stands in the way; nothing was changed.")
        ),
    ),
    ((OperationalError, InterfaceError), _of_database_absence),
    ((DataError,), _of_data_error),
)


def _faults(detail: Any, pointer: str) -> Iterator[Fault]:
    """Yield the faults of a nested validation detail, each with its JSON pointer."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            step = "" if name == "non_field_errors" else f"/{_escape(str(name))}"
            yield from _faults(inner, pointer + step)
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _faults(inner, f"{pointer}/{index}" if nested else pointer)
    else:
        yield Fault(pointer, getattr(detail, "code", "invalid"), str(detail))


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def is_api(request: HttpRequest) -> bool:
    """Return whether the request speaks to the interface, not to a page."""
    return request.path.startswith(API_PREFIX)


def respond(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return the problem as a plain response, for where no view is reached."""
    return HttpResponse(
        body.encode(problem.as_json(instance=request.get_full_path())),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=dict(problem.headers),
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django refused before any view (handler400)."""
    problem = problem_of(exception)
    if is_api(request) and problem is not None:
        return respond(request, problem)
    return defaults.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a permission refused outside the interface's views (handler403)."""
    if is_api(request):
        return respond(
            request, Problem(403, "not_allowed", _("You do not have the permission for this."))
        )
    return defaults.permission_denied(request, exception)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a request without its anti-forgery token (CSRF_FAILURE_VIEW)."""
    if is_api(request):
        return respond(
            request, Problem(403, "csrf_failed", _("The anti-forgery token is missing."))
        )
    return csrf_page(request, reason)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that does not exist (handler404)."""
    if is_api(request):
        return respond(request, Problem(404, "not_found", _("There is nothing at this address.")))
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a surprise without telling anything about it (handler500)."""
    if is_api(request):
        return respond(
            request,
            Problem(
                500,
                "internal_error",
                _("Something went wrong on our side. Tell us the request_id; we have the details."),
            ),
        )
    return defaults.server_error(request)
