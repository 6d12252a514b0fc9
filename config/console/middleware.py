"""What surrounds staff pages: what they may load, and the language of the person."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from config.api import errors
from config.console.csp import CONSOLE_POLICY, DOCS_POLICY
from config.kernel.errors import DomainError

Next = Callable[[HttpRequest], HttpResponse]


class ConsolePolicyMiddleware:
    """Relaxes the content policy for staff pages and the docs alone; says refusals in words."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request under the policy of its kind of page."""
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and match.app_name == "admin":
            response._csp_replace = CONSOLE_POLICY  # type: ignore[attr-defined]  # noqa: SLF001 (django-csp reads it)
        elif match is not None and match.url_name == "api-docs":
            response._csp_replace = DOCS_POLICY  # type: ignore[attr-defined]  # noqa: SLF001
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show a refusal, or a database that does not answer, as a page in words."""
        problem = None if errors.is_api(request) else errors.problem_of(exception)
        if problem is None or not isinstance(exception, DomainError | OperationalError):
            return None
        return render(
            request,
            "console/refused.html",
            {"problem": problem.as_json(instance=request.path)},
            status=problem.status,
        )


class LanguageMiddleware:
    """Speaks the person's own language where the browser has not chosen one by our switch."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request in the language that its person set."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if not chosen and request.user.is_authenticated and not request.path.startswith("/api/"):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
