"""Show a record that belongs to no table's page: a figure, a set of stations, a day block."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from config.console.record import Record

TEMPLATE = "console/drilldown.html"


def show(
    request: HttpRequest,
    record: Record,
    *,
    template: str = TEMPLATE,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    """
    Return the page of ``record``: the way here, the formula, its lines, links and tables.

    The page is served by ``site.page(route, view, name=...)``. Where the record has acts,
    ``act_url`` says where their form is sent.
    """
    context = {
        **admin.site.each_context(request),
        "title": record.title,
        "record": record,
        **extra,
    }
    return TemplateResponse(request, template, context, status=status)
