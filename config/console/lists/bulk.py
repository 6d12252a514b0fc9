"""Acts on many rows at once: tried first, said row by row, then done for all or for none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from config.accounts.models import User
from config.api.problems import sentence
from config.console import record
from config.console.lists import columns
from config.console.lists.exports import list_url, person
from config.kernel import proposals
from config.kernel.errors import DomainError
from config.kernel.proposals import ContentChanged, ReasonMissing

Text = str | Promise
#: So many rows are acted on at once: what a person can read before they sign it.
MOST_ROWS = 200
ROW, REASON = "row", "reason"


class TooManyAtOnce(DomainError):
    """{count} rows are chosen; at most {most} are acted on at once."""

    code = "too_many_at_once"


@dataclass(frozen=True)
class Asked:
    """What a person asks to have done to each row: with which reason, on which page."""

    by: User
    reason: str
    data: Mapping[str, Any]
    page: Any
    request: HttpRequest


@dataclass(frozen=True)
class BulkAct:
    """
    One act on the rows that a person selects in a list.

    ``run`` does it to one row, in a transaction around all of them, and returns what came of
    it; it refuses by a DomainError. ``form_class`` asks for what every row is given alike.
    """

    name: str
    title: Text
    run: Callable[[Any, Asked], object]
    permission: str | Callable[[type[Model]], str]
    form_class: type[forms.Form] | None = None
    needs_reason: bool = True
    hint: Text = ""
    tone: str = "main"
    #: Columns to be read beside those of the list, and what else there is to read of a row.
    columns: Sequence[str] = ()
    tells: Callable[[Any, Any], Text] | None = None
    tells_title: Text = ""

    def is_open_to(self, user: User, model: type[Model]) -> bool:
        """Return whether the person may have it done to rows of ``model``."""
        needed = self.permission(model) if callable(self.permission) else self.permission
        return user.may(needed)


@dataclass
class Picked:
    """One row that was selected: as it was read, and what came of it."""

    row: Any
    seen: str
    is_taken: bool = True
    title: str = ""
    url: str = ""
    cells: Sequence[tuple[str, Text]] = ()
    made: str = ""
    refusal: str = ""

    @property
    def value(self) -> str:
        """Return how a form names the row, and the content that its reader saw."""
        return f"{self.row.pk}:{self.seen}"


@dataclass
class Sheet:
    """The page on which an act is read before it is done."""

    act: BulkAct
    picked: list[Picked]
    headers: Sequence[str]
    form: forms.Form | None
    reason: str = ""
    fault: str = ""
    is_tried: bool = False
    back: str = ""
    taken: list[Picked] = field(init=False)

    def __post_init__(self) -> None:
        self.taken = [each for each in self.picked if each.is_taken]

    @property
    def refused(self) -> int:
        """Return how many of the rows taken were refused."""
        return sum(bool(each.refusal) for each in self.taken)


def offered(page: Any, user: User) -> list[BulkAct]:
    """Return the acts that a list offers to a person."""
    return [each for each in page.bulk_acts if each.is_open_to(user, page.model)]


def begin(page: Any, request: HttpRequest, act: BulkAct, queryset: Any) -> HttpResponse:
    """Show what an act would do to the rows selected in a list."""
    count = queryset.count()
    if count > MOST_ROWS:
        messages.error(request, sentence(TooManyAtOnce(count=count, most=MOST_ROWS)))
        return HttpResponseRedirect(request.get_full_path())
    picked = [Picked(row, getattr(row, "content_sha256", "")) for row in queryset]
    form = act.form_class() if act.form_class else None
    sheet = Sheet(act, picked, _headers(page, act), form, back=request.GET.urlencode())
    if form is None:
        _try(page, request, sheet, {})
    return _shown(page, request, sheet)


def carry_out(page: Any, request: HttpRequest, name: str) -> HttpResponse:
    """Try an act, or have it done to all rows that are taken, or to none."""
    by = person(request)
    act = next((each for each in offered(page, by) if each.name == name), None)
    if act is None or not page.has_view_permission(request):
        raise PermissionDenied
    form = act.form_class(request.POST) if act.form_class else None
    sheet = Sheet(
        act,
        _picked(page, request),
        _headers(page, act),
        form,
        reason=request.POST.get(REASON, "").strip(),
        back=request.POST.get("back", ""),
    )
    data = _data(form)
    if data is None:
        return _shown(page, request, sheet, status=400)
    wants_it_done = request.POST.get("step") == "do"
    if not wants_it_done or not sheet.taken:
        _try(page, request, sheet, data)
        return _shown(page, request, sheet)
    if act.needs_reason and not sheet.reason:
        _try(page, request, sheet, data)
        sheet.fault = sentence(ReasonMissing())
        return _shown(page, request, sheet, status=400)
    with transaction.atomic():
        _attempt(page, request, sheet, data, reason=sheet.reason)
        if sheet.refused:
            transaction.set_rollback(True)
    if sheet.refused:
        sheet.is_tried = True
        sheet.fault = _("Nothing was done: some rows are refused.")
        return _shown(page, request, sheet, status=409)
    messages.success(
        request, _("{act}: {number} done.").format(act=act.title, number=len(sheet.taken))
    )
    return HttpResponseRedirect(f"{list_url(page)}?{sheet.back or 'view=all'}")


def _picked(page: Any, request: HttpRequest) -> list[Picked]:
    """Return the rows of the form in its order; those without their tick are left out."""
    taken = dict(each.partition(":")[::2] for each in request.POST.getlist(ROW))
    every = dict(each.partition(":")[::2] for each in request.POST.getlist("all"))
    keys = [key for key in every or taken if key.isdigit()][:MOST_ROWS]
    rows = page.get_queryset(request).select_related(*page.get_list_select_related(request))
    found = {str(row.pk): row for row in rows.filter(pk__in=keys)}
    return [
        Picked(found[key], taken.get(key, every.get(key, "")), is_taken=key in taken)
        for key in keys
        if key in found
    ]


def _try(page: Any, request: HttpRequest, sheet: Sheet, data: Mapping[str, Any]) -> None:
    """Do it to every row and take it all back; what came of each stays on the sheet."""
    _describe(page, sheet)
    with transaction.atomic():
        _attempt(page, request, sheet, data, reason=sheet.reason or "?")
        transaction.set_rollback(True)
    sheet.is_tried = True


def _attempt(
    page: Any, request: HttpRequest, sheet: Sheet, data: Mapping[str, Any], *, reason: str
) -> None:
    if sheet.act.needs_reason is False and reason == "?":
        reason = ""
    _describe(page, sheet)
    asked = Asked(person(request), reason, data, page, request)
    for each in sheet.taken:
        each.made = each.refusal = ""
        try:
            with transaction.atomic():
                _check_seen(each)
                made = sheet.act.run(each.row, asked)
                each.made = "" if made is None else str(made)
        except DomainError as refusal:
            each.refusal = sentence(refusal)
        except IntegrityError as refusal:
            each.refusal = _("The database refused: {why}").format(
                why=proposals.plain_words(refusal)
            )


def _check_seen(each: Picked) -> None:
    actual = getattr(each.row, "content_sha256", "")
    if each.seen != actual:
        raise ContentChanged(seen=each.seen, actual=actual)
    if hasattr(each.row, "content_sha256"):
        each.row.seen_sha256 = each.seen


def _describe(page: Any, sheet: Sheet) -> None:
    """Write down what each row says, before anything is done to it."""
    for each in sheet.picked:
        if not each.title:
            each.title, each.url = str(each.row), record.url_of(each.row)
            cells = [
                record.shown(columns.cell(page, each.row, name)) for name in _names(page, sheet.act)
            ]
            if sheet.act.tells is not None:
                cells.append(sheet.act.tells(page, each.row))
            each.cells = list(zip(sheet.headers, cells, strict=True))


def _names(page: Any, act: BulkAct) -> list[str]:
    return [*page.list_display, *act.columns]


def _headers(page: Any, act: BulkAct) -> list[str]:
    titles = [columns.title_of(page, name) for name in _names(page, act)]
    return [*titles, str(act.tells_title)] if act.tells is not None else titles


def _data(form: forms.Form | None) -> Mapping[str, Any] | None:
    if form is None:
        return {}
    return form.cleaned_data if form.is_valid() else None


def _shown(page: Any, request: HttpRequest, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    _describe(page, sheet)
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": str(sheet.act.title),
        "list_title": page.opts.verbose_name_plural,
        "list_url": f"{list_url(page)}?{sheet.back or 'view=all'}",
        "act_url": f"{list_url(page)}bulk/{sheet.act.name}/",
        "sheet": sheet,
    }
    return TemplateResponse(request, "console/bulk.html", context, status=status)
