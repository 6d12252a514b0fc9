"""What every staff page shares: permission by name, no deletion, a record instead of a form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms.widgets import Script
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.paginator import InfinitePaginator

from config.accounts.models import User
from config.console import extras, record
from config.console.lists import acts, bulk, cells, columns, curl, saved, tools
from config.console.lists.bulk import BulkAct
from config.console.lists.changelist import RoomChangeList
from config.console.record import Act, Crumb, Formula, Line, Link, Record, Section, Table
from config.console.refusals import words_of
from config.kernel.errors import DomainError

M = TypeVar("M", bound=Model)


def person(request: HttpRequest) -> User:
    """Return the account behind a request to a staff page."""
    return request.user  # type: ignore[return-value]


def reason_of(request: HttpRequest) -> str:
    """Return why a person has an act done, as they wrote it beside the button."""
    return request.POST.get("reason", "").strip()


def allowed(request: HttpRequest, permission: str) -> bool:
    """Return whether somebody is signed in who holds the permission."""
    return request.user.is_authenticated and person(request).may(permission)


class RoomAdmin(ModelAdmin, Generic[M]):  # type: ignore[misc]  # (untyped base)
    """
    A page of a room: a list, and a record of each row.

    ``view_permission`` is mandatory. Where a list is too long to be counted, ``is_endless``
    pages it without counting. ``record_sections`` lays the record out as
    (title, field names); without it every column is shown.
    """

    view_permission: ClassVar[str]
    icon: ClassVar[str] = "description"
    in_sidebar: ClassVar[bool] = True
    is_endless: ClassVar[bool] = False
    record_sections: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = ()
    #: Columns that no record shows among its content.
    record_hidden: ClassVar[frozenset[str]] = frozenset({"id", "is_sample"})
    #: Columns that leave the database in no list, export or comparison: secrets, encrypted persons.
    never_shown: ClassVar[frozenset[str]] = frozenset()

    list_per_page = 50
    list_fullwidth = True
    list_filter_submit = True
    list_max_show_all = 0
    actions: Sequence[Any] = ()
    ordering: Sequence[str] = ("-id",)
    record_template = "console/record.html"
    #: Rows beside a row that every list names.
    related: ClassVar[tuple[str, ...]] = ()
    #: Columns of the table that another column of the list says in words.
    columns_shown_otherwise: ClassVar[frozenset[str]] = frozenset()
    #: What says the value of a column that holds a code, on the list and on the record.
    column_words: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}
    #: What a column is called here, where its own name says too little.
    column_titles: ClassVar[Mapping[str, Any]] = {}
    #: Acts that the list offers on the rows that a person selects.
    bulk_acts: ClassVar[tuple[BulkAct, ...]] = ()
    list_before_template = "console/parts/tools.html"

    class Media:
        """The script of what stands above a list."""

        js = (Script("console/tools.js", defer=True),)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse, at import, a page that does not say who may see it."""
        super().__init_subclass__(**kwargs)
        if cls.is_endless:
            cls.paginator, cls.show_full_result_count = InfinitePaginator, False
        if not cls.__module__.startswith("config.console.pages") and not getattr(
            cls, "view_permission", None
        ):
            raise TypeError(f"{cls.__qualname__} must declare view_permission.")

    # ---- who may

    def has_view_permission(self, request: HttpRequest, obj: M | None = None) -> bool:  # noqa: ARG002
        """Return whether the person may see such rows."""
        return allowed(request, self.view_permission)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether the person may see the page at all."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: M | None = None) -> bool:  # noqa: ARG002
        """Return that nothing is added by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:  # noqa: ARG002
        """Return that nothing is edited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:  # noqa: ARG002
        """Return that nothing is deleted, by anybody."""
        return False

    # ---- the list

    def get_queryset(self, request: HttpRequest) -> QuerySet[M]:
        """Return the rows that the person may see."""
        queryset: QuerySet[M] = super().get_queryset(request)
        visible = getattr(queryset, "visible_to", None)
        return cast(QuerySet[M], visible(person(request))) if visible else queryset

    def default_columns(self, request: HttpRequest) -> list[str]:  # noqa: ARG002
        """Return the names of the columns that the list shows unless others are chosen."""
        return list(self.list_display)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Return the columns chosen, amounts to the right, hashes short, samples badged."""
        return [self._column(each) for each in columns.chosen(self, request)]

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        """Return the rows that a list names in its columns, so that one query brings them."""
        own, chosen = self.default_columns(request), columns.chosen(self, request)
        foreign = {each.name for each in self.opts.concrete_fields if each.is_relation}
        named = [each for each in chosen if each in foreign]
        beyond = columns.related(self, [each for each in chosen if each not in own])
        return [*(self.list_select_related or ()), *named, *beyond, *self.related]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[RoomChangeList]:  # noqa: ARG002
        """Return how the list is laid out."""
        return RoomChangeList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list with what stands above it, in the view that the person opens it in."""
        views: list[Any] = []
        if self.has_view_permission(request) and request.method == "GET":
            views = list(saved.visible_to(person(request), list_name=saved.name_of(self)))
            if elsewhere := tools.opening(request, views):
                return HttpResponseRedirect(elsewhere)
        answer: HttpResponse = super().changelist_view(request, extra_context)
        context = getattr(answer, "context_data", None) or {}
        if "cl" in context:
            context["tools"] = tools.of(self, request, context["cl"], views)
        return answer

    def get_actions(self, request: HttpRequest) -> dict[str, tuple[Any, str, str]]:
        """Return the acts on selected rows that are open to the person."""
        if not request.user.is_authenticated or "_popup" in request.GET:
            return {}
        return {
            each.name: (partial(_begin, each), each.name, str(each.title))
            for each in bulk.offered(self, person(request))
        }

    def _column(self, name: Any) -> Any:
        if not isinstance(name, str) or hasattr(self, name) or columns.field_of(self, name) is None:
            return name
        return cells.written(self, name)

    # ---- the record

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, that of the acts among them."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        serve = self.admin_site.admin_view
        return [
            path("<int:pk>/act/", serve(require_POST(self.act_view)), name=f"{name}_act"),
            path("columns/", serve(partial(acts.choose_columns, self)), name=f"{name}_columns"),
            path(
                "views/",
                serve(require_POST(partial(acts.keep_views, self))),
                name=f"{name}_views",
            ),
            path(
                "export/",
                serve(require_POST(partial(acts.take_out, self))),
                name=f"{name}_export",
            ),
            path(
                "bulk/<slug:name>/",
                serve(require_POST(partial(bulk.carry_out, self))),
                name=f"{name}_bulk",
            ),
            *super().get_urls(),
        ]

    def act_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have one of the record's acts done; a refusal is said on the page."""
        row = self.found(request, str(pk))
        asked = request.POST.get("act", "")
        if asked not in {each.name for each in self.record_acts(request, row)}:
            raise PermissionDenied
        try:
            said = self.perform_act(request, row, asked)
        except DomainError as refusal:
            messages.error(request, words_of(refusal))
        else:
            messages.success(request, said)
        return HttpResponseRedirect(record.url_of(row))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one row as a record."""
        row = self.found(request, object_id)
        return self.show(request, row, extra_context or {})

    def found(self, request: HttpRequest, object_id: str) -> M:
        """
        Return the row, if the person may see it.

        :raises PermissionDenied: if they may not.
        :raises Http404: if there is none.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        row: M | None = self.get_object(request, object_id)
        if row is None:
            raise Http404
        return row

    def show(
        self, request: HttpRequest, row: M, extra: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Return the record page of a row."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "title": str(row),
            "record": self.record_of(request, row),
            "media": self.media,
            "call": curl.of_row(row),
            **extra,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.record_template, context, status=status)

    def record_of(self, request: HttpRequest, row: M) -> Record:
        """Return what the record page shows; rooms override its parts."""
        return Record(
            title=str(row),
            subtitle=capfirst(str(self.opts.verbose_name)),
            is_sample=bool(getattr(row, "is_sample", False)),
            crumbs=self.record_crumbs(row),
            formula=self.record_formula(request, row),
            sections=self.record_content(row),
            links=[*self.record_links(request, row), *extras.links_of(request, row)],
            tables=[*self.record_tables(request, row), *extras.tables_of(request, row)],
            acts=self.record_acts(request, row),
            badges=self.record_badges(row),
        )

    def record_crumbs(self, row: M) -> list[Crumb]:  # noqa: ARG002
        """Return the way that leads to a row, where the head of the page does not tell it."""
        return []

    def record_content(self, row: M) -> list[Section]:
        """Return the row's columns in sections."""
        if self.record_sections:
            return [
                Section(title, self.lines_of(row, names)) for title, names in self.record_sections
            ]
        return [Section(_("Content"), self.lines_of(row, self.content_columns()))]

    def lines_of(self, row: M, names: Iterable[str]) -> list[Line]:
        """Return the named columns of a row as lines, in the words of this page."""
        return [self._line_of(row, name) for name in names]

    def _line_of(self, row: M, name: str) -> Line:
        line = record.line_of(row, name)
        label = self.column_titles.get(name, line.label)
        if say := self.column_words.get(name):
            return replace(line, label=label, value=record.shown(say(getattr(row, name))))
        return replace(line, label=label)

    def content_columns(self) -> list[str]:
        """Return the columns that a record shows where no sections are laid out."""
        return [
            each.name for each in self.opts.concrete_fields if each.name not in self.record_hidden
        ]

    def record_formula(self, request: HttpRequest, row: M) -> Formula | None:  # noqa: ARG002
        """Return how the row's figure came about; nothing by default."""
        return None

    def record_links(self, request: HttpRequest, row: M) -> list[Link]:  # noqa: ARG002
        """Return the ways on from a row; none by default."""
        return []

    def record_acts(self, request: HttpRequest, row: M) -> list[Act]:  # noqa: ARG002
        """Return what the person can have done about a row; nothing by default."""
        return []

    def perform_act(self, request: HttpRequest, row: M, name: str) -> str:
        """Have the act done; return what to say about it. Rooms with acts override it."""
        raise NotImplementedError(f"{type(self).__name__} offers {name} and does not do it.")

    def record_badges(self, row: M) -> list[Any]:  # noqa: ARG002
        """Return badges beside a row's name; none by default."""
        return []

    def record_tables(self, request: HttpRequest, row: M) -> list[Table]:  # noqa: ARG002
        """Return tables below the row's content; none by default."""
        return []


def _begin(act: BulkAct, page: Any, request: HttpRequest, queryset: Any) -> HttpResponse:
    return bulk.begin(page, request, act, queryset)
