"""Saved views: kept, opened, changed and dropped; by the console and the interface alike."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import FieldError, ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest, QueryDict

from config.accounts.models import User
from config.console.lists import changelist, columns
from config.console.models import ListDefault, SavedView
from config.kernel.errors import DomainError, NotAllowed, NotFoundHere

LONGEST_QUERY, LONGEST_NAME, MOST_VIEWS = 4000, 60, 100


class NameTaken(DomainError):
    """You have a view named {name} of this list already; overwrite it, or take another name."""

    code = "name_taken"


class NameMissing(DomainError):
    """Give the view a name of at most {most} letters."""

    code = "name_missing"
    status = 400


class NotItsOwner(DomainError):
    """A shared view is changed by the person who made it, {owner}; save your own beside it."""

    code = "not_its_owner"
    status = 403


class UnreadableView(DomainError):
    """This list cannot be asked so: {why}"""

    code = "unreadable_view"
    status = 400


class TooManyViews(DomainError):
    """A person keeps at most {most} views of a list; drop one first."""

    code = "too_many_views"


def visible_to(user: User, *, list_name: str | None = None) -> QuerySet[SavedView]:
    """Return the person's own views and those shared by others, the person's default marked."""
    mine = ListDefault.objects.filter(owner=user, view=OuterRef("pk"))
    views = SavedView.objects.filter(Q(owner=user) | Q(is_shared=True))
    if list_name is not None:
        views = views.filter(list_name=list_name)
    return views.annotate(is_default=Exists(mine)).select_related("owner").order_by("name", "id")


def page_of(list_name: str, *, by: User) -> Any:
    """
    Return the page of a list.

    :raises NotFoundHere: if there is no such list.
    :raises NotAllowed: if the person may not see it.
    """
    for model, page in admin.site._registry.items():  # noqa: SLF001 (Django offers no other way in)
        if model._meta.label_lower == list_name:
            room = cast(Any, page)
            if not by.may(room.view_permission):
                raise NotAllowed(who=str(by), permission=room.view_permission)
            return room
    raise NotFoundHere(what="list", key=list_name)


def name_of(page: Any) -> str:
    """Return the name under which a list's views are kept."""
    return str(page.opts.label_lower)


def asked_as(user: User, query: str) -> HttpRequest:
    """Return the request by which a person would ask for a list; for where there is none."""
    request = HttpRequest()
    request.method = "GET"
    request.GET = QueryDict(query)
    request.user = user
    request._messages = _Unheard()  # type: ignore[attr-defined]  # noqa: SLF001 (Django's own place)
    return request


class _Unheard:
    """Takes the messages of a list that nobody looks at."""

    def add(self, *_message: Any) -> None:
        """Hear nothing."""


def canonical(page: Any, query: str, *, by: User) -> str:
    """
    Return a list's question so that it can be asked again exactly.

    :raises UnreadableView: if the list cannot be asked so.
    """
    if len(query) > LONGEST_QUERY:
        raise UnreadableView(why=f"> {LONGEST_QUERY}")
    request = asked_as(by, changelist.without(QueryDict(query)))
    if any("\x00" in str(value) for value in request.GET.values()):
        raise UnreadableView(why="NUL")
    if unknown := columns.unknown(page, request):
        raise UnreadableView(why=f"{columns.PARAMETER}={','.join(unknown)}")
    try:
        with transaction.atomic():
            found = page.get_changelist_instance(request)
    except (
        IncorrectLookupParameters,
        DisallowedModelAdminLookup,
        FieldError,
        ValidationError,
        ValueError,
        DataError,
    ) as error:
        raise UnreadableView(why=str(error) or type(error).__name__) from error
    if found.times.fault:
        raise UnreadableView(why=found.times.fault)
    return changelist.canonical(page, request, found)


@transaction.atomic
def save(*, list_name: str, name: str, query: str, by: User, is_shared: bool = False) -> SavedView:
    """
    Keep a view under a name.

    :raises NameTaken: if the person has one of this name.
    :raises TooManyViews: if they keep too many.
    """
    page = page_of(list_name, by=by)
    if SavedView.objects.filter(owner=by, list_name=list_name).count() >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    view = SavedView(
        owner=by, list_name=list_name, name=name.strip(), query=canonical(page, query, by=by)
    )
    view.is_shared = is_shared
    return _kept(view)


@transaction.atomic
def change(
    *,
    view: SavedView,
    by: User,
    name: str | None = None,
    query: str | None = None,
    is_shared: bool | None = None,
) -> SavedView:
    """
    Rename a view, put another question in it, share it or take it back.

    :raises NotItsOwner: if it is somebody else's.
    :raises NameTaken: if the person has another of this name.
    """
    _check_owner(view, by=by)
    page = page_of(view.list_name, by=by)
    view.name = view.name if name is None else name.strip()
    view.query = view.query if query is None else canonical(page, query, by=by)
    view.is_shared = view.is_shared if is_shared is None else is_shared
    view.changed_at = Now()
    if not view.is_shared:
        ListDefault.objects.filter(view=view).exclude(owner=by).delete()
    return _kept(view)


@transaction.atomic
def drop(*, view: SavedView, by: User) -> None:
    """
    Drop a view; for whom it was the default, the list opens as it is.

    :raises NotItsOwner: if it is somebody else's.
    """
    _check_owner(view, by=by)
    ListDefault.objects.filter(view=view).delete()
    view.delete()


def open_in(*, list_name: str, view: SavedView | None, by: User) -> None:
    """Have a list open in ``view`` for one person; as it is without one."""
    if view is None:
        ListDefault.objects.filter(owner=by, list_name=list_name).delete()
        return
    ListDefault.objects.update_or_create(owner=by, list_name=list_name, defaults={"view": view})


def set_default(*, view: SavedView, by: User, is_default: bool) -> None:
    """Have the view's list open in it, or no longer in it, for one person."""
    if is_default:
        open_in(list_name=view.list_name, view=view, by=by)
    else:
        ListDefault.objects.filter(owner=by, view=view).delete()


def _check_owner(view: SavedView, *, by: User) -> None:
    if view.owner_id != by.pk:
        raise NotItsOwner(owner=str(view.owner))


def _kept(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise NameTaken(name=view.name) from error
    view.refresh_from_db()
    return view
