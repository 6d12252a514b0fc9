"""What awaits a person: proposals to decide, proposals of their own, runs under way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, cast

from django.apps import apps
from django.contrib import admin
from django.db.models import Count, F, Model, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst

from config.accounts.models import User
from config.console.record import url_of
from config.jobs.models import Run, RunState
from config.kernel.models import Decision, Proposed

NEWEST = 20
OWN = 10
RUNS_PERMISSION = "jobs.runs.view"


@dataclass(frozen=True)
class Waiting:
    """One proposal in a list of the dashboard."""

    kind: str
    title: str
    url: str
    person: str
    at: dt.datetime
    decision: str
    decision_label: str
    note: str


@dataclass(frozen=True)
class Kind:
    """How many proposals of one kind await the person, and where they are listed."""

    title: str
    number: int
    url: str


def proposed_models() -> Iterator[type[Proposed]]:
    """Yield every kind of proposal in the house."""
    for model in apps.get_models():
        if issubclass(model, Proposed):
            yield model


def count(request: HttpRequest) -> int:
    """Return how many proposals await the person; asked once a request."""
    standing: int | None = getattr(request, "_console_waiting", None)
    if standing is None:
        numbers = [each.number for each in kinds(cast(User, request.user))]
        standing = sum(numbers)
        request._console_waiting = standing  # type: ignore[attr-defined]  # noqa: SLF001
    return standing


def kinds(user: User) -> list[Kind]:
    """Return how many proposals of each kind await the person, in one query."""
    asked = [
        model.objects.awaiting(user)
        .order_by()
        .values(label=Value(model._meta.label))
        .annotate(number=Count("pk"))
        for model in proposed_models()
        if user.may(model.confirm_permission)
    ]
    found = {row["label"]: row["number"] for row in _union(asked)} if asked else {}
    return [
        Kind(_name(model), found[model._meta.label], _list_url(model, "?state=awaiting"))
        for model in proposed_models()
        if found.get(model._meta.label)
    ]


def awaiting(user: User, *, limit: int = NEWEST) -> list[Waiting]:
    """Return the newest proposals that the person could confirm."""
    asked = [
        _places(model, model.objects.awaiting(user))
        for model in proposed_models()
        if user.may(model.confirm_permission)
    ]
    return _newest(asked, limit)


def following(user: User) -> Waiting | None:
    """Return the proposal that waits longest for the person; what others rest on comes first."""
    asked = [
        _places(model, model.objects.awaiting(user))
        for model in proposed_models()
        if user.may(model.confirm_permission)
    ]
    found = _newest(asked, 1, order="touched_at")
    return found[0] if found else None


def own(user: User, *, limit: int = OWN) -> list[Waiting]:
    """Return the person's own proposals, the last touched first."""
    asked = [
        _places(model, model.objects.alone().filter(proposed_by=user))
        for model in proposed_models()
        if user.may(model.propose_permission)
    ]
    return _newest(asked, limit)


def runs(user: User) -> list[Run]:
    """Return the runs under way or in trouble that the person may see, the newest first."""
    shown = Run.objects.exclude(state=RunState.DONE).select_related("asked_by").order_by("-id")
    if not user.may(RUNS_PERMISSION):
        shown = shown.filter(asked_by=user)
    return list(shown[:OWN])


def _places(model: type[Proposed], queryset: QuerySet[Any]) -> QuerySet[Any, Any]:
    return queryset.order_by().values(
        model_label=Value(model._meta.label),
        row_pk=F("pk"),
        touched_at=Coalesce("decided_at", "proposed_at"),
    )


def _newest(
    asked: Sequence[QuerySet[Any, Any]], limit: int, *, order: str = "-touched_at"
) -> list[Waiting]:
    if not asked:
        return []
    places = list(_union(asked).order_by(order)[:limit])
    wanted: dict[str, list[int]] = {}
    for place in places:
        wanted.setdefault(place["model_label"], []).append(place["row_pk"])
    rows: dict[tuple[str, int], Any] = {}
    for label, keys in wanted.items():
        found = apps.get_model(label)._default_manager.select_related("proposed_by")
        rows |= {(label, row.pk): row for row in found.filter(pk__in=keys)}
    return [_waiting(rows[place["model_label"], place["row_pk"]]) for place in places]


def _union(asked: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    return reduce(lambda left, right: left.union(right, all=True), asked)


def _waiting(row: Any) -> Waiting:
    decision = Decision(row.decision)
    return Waiting(
        kind=_name(type(row)),
        title=str(row),
        url=url_of(row),
        person=str(row.proposed_by),
        at=row.decided_at or row.proposed_at,
        decision=row.decision or "pending",
        decision_label=str(decision.label),
        note=row.decision_note,
    )


def _name(model: type[Model]) -> str:
    return capfirst(str(model._meta.verbose_name))


def _list_url(model: type[Model], query: str) -> str:
    if model not in admin.site._registry:  # noqa: SLF001 (Django offers no other way in)
        return ""
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist") + query
