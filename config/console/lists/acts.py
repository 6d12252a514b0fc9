"""The addresses beside a list: choose its columns, keep its views, take it out as a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.views.main import ORDER_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from config.api.problems import sentence
from config.console.lists import columns, exports, saved, tools
from config.console.lists.exports import list_url, person
from config.kernel.errors import DomainError
from config.tables.writing import Form


def choose_columns(page: Any, request: HttpRequest) -> HttpResponse:
    """Lead to the list with the columns of the form, in their order; the order of rows stays."""
    _check(page, request)
    wanted = [
        name for name in request.GET.getlist("column") if name in columns.offered(page, request)
    ]
    found = page.get_changelist_instance(request_of(request))
    left = request.GET.copy()
    for name in ("column", columns.PARAMETER, ORDER_VAR, "p"):
        left.pop(name, None)
    more = {}
    if order := ".".join(found.ordered_by()):
        more[ORDER_VAR] = order
    if wanted and wanted != list(page.default_columns(request)):
        more[columns.PARAMETER] = ",".join(wanted)
    query = "&".join(filter(None, (left.urlencode(), urlencode(more, safe=","))))
    return HttpResponseRedirect(f"{list_url(page)}?{query or f'view={tools.AS_IT_IS}'}")


def keep_views(page: Any, request: HttpRequest) -> HttpResponse:
    """Save, overwrite, rename, share or drop a view, or have the list open in one."""
    _check(page, request)
    by, list_name = person(request), saved.name_of(page)
    here = request.POST.get("query", "")
    try:
        view = _acted(request, list_name, here)
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return HttpResponseRedirect(f"{list_url(page)}?{here or f'view={tools.AS_IT_IS}'}")
    if view is None:
        return HttpResponseRedirect(f"{list_url(page)}?view={tools.AS_IT_IS}")
    shown = saved.visible_to(by, list_name=list_name).get(pk=view.pk)
    return HttpResponseRedirect(f"{list_url(page)}{tools.url_of(shown)}")


def take_out(page: Any, request: HttpRequest) -> HttpResponse:
    """Return the list as a file."""
    _check(page, request)
    try:
        form = Form(request.POST.get("form", ""))
        return exports.take_out(page, request, form=form)
    except ValueError as error:
        raise PermissionDenied from error
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return HttpResponseRedirect(f"{list_url(page)}?{request.GET.urlencode()}")


def request_of(request: HttpRequest) -> HttpRequest:
    """Return the request for the list itself, without what only its forms carry."""
    given = request.GET.copy()
    given.pop("column", None)
    return saved.asked_as(person(request), given.urlencode())


def _acted(request: HttpRequest, list_name: str, here: str) -> Any:
    """Do what the form asks; return the view to open, or None to open the list as it is."""
    by, act = person(request), request.POST.get("act", "")
    name, is_shared = request.POST.get("name", "").strip(), "is_shared" in request.POST
    if act == "create":
        view = saved.save(
            list_name=list_name, name=_named(name), query=here, by=by, is_shared=is_shared
        )
        if "is_default" in request.POST:
            saved.open_in(list_name=list_name, view=view, by=by)
        messages.success(request, _("Saved: {name}").format(name=view.name))
        return view
    view = get_object_or_404(
        saved.visible_to(by, list_name=list_name), pk=request.POST.get("view", "0")
    )
    if act == "overwrite":
        saved.change(view=view, by=by, query=here)
    elif act == "change":
        saved.change(view=view, by=by, name=_named(name), is_shared=is_shared)
    elif act == "default":
        saved.open_in(list_name=list_name, view=view, by=by)
    elif act == "no_default":
        saved.open_in(list_name=list_name, view=None, by=by)
    elif act == "drop":
        saved.drop(view=view, by=by)
        messages.success(request, _("Dropped: {name}").format(name=view.name))
        return None
    else:
        raise PermissionDenied
    return view


def _named(name: str) -> str:
    if not 0 < len(name) <= saved.LONGEST_NAME:
        raise saved.NameMissing(most=saved.LONGEST_NAME)
    return name


def _check(page: Any, request: HttpRequest) -> None:
    if not page.has_view_permission(request):
        raise PermissionDenied
