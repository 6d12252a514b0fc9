"""The dashboard: cards, charts and tables that the rooms contribute; never a figure of our own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from config.accounts.models import User
from config.api.problems import sentence
from config.console import queue
from config.console.record import Table, shown
from config.jobs.models import Run
from config.kernel.errors import DomainError

Text = str | Promise


@dataclass(frozen=True)
class Card:
    """One figure with its unit, where it comes from, and the page behind it."""

    title: Text
    value: Decimal | int | str
    unit: Text = ""
    note: Text = ""
    url: str = ""
    is_sample: bool = False

    @property
    def figure(self) -> Text:
        """Return the value as it is read."""
        return shown(self.value)


@dataclass(frozen=True)
class Chart:
    """A Vega-Lite specification with its title, and what it shows in words."""

    title: Text
    spec: Mapping[str, Any]
    summary: Text = ""
    url: str = ""
    is_sample: bool = False
    is_wide: bool = False


@dataclass(frozen=True)
class Step:
    """One thing that an empty house needs, in order, and whether it is done."""

    title: Text
    text: Text
    url: str
    is_done: bool


@dataclass(frozen=True)
class Trouble:
    """A part of the dashboard that could not be computed, and why."""

    title: Text
    why: Text


T = TypeVar("T")
Maker = Callable[[HttpRequest], T | None]


@dataclass(frozen=True)
class _Part:
    make: Callable[[HttpRequest], Any]
    permission: str
    order: int


@dataclass
class _Parts:
    cards: dict[str, _Part] = field(default_factory=dict)
    charts: dict[str, _Part] = field(default_factory=dict)
    tables: dict[str, _Part] = field(default_factory=dict)
    steps: dict[str, _Part] = field(default_factory=dict)


PARTS = _Parts()


def card(*, permission: str, order: int = 100) -> Callable[[Maker[Card]], Maker[Card]]:
    """Register a function of the request that returns a Card, or None while there is nothing."""
    return _register(PARTS.cards, permission, order)


def chart(*, permission: str, order: int = 100) -> Callable[[Maker[Chart]], Maker[Chart]]:
    """Register a function of the request that returns a Chart, or None while there is nothing."""
    return _register(PARTS.charts, permission, order)


def table(*, permission: str, order: int = 100) -> Callable[[Maker[Table]], Maker[Table]]:
    """Register a function of the request that returns a Table, or None while there is nothing."""
    return _register(PARTS.tables, permission, order)


def first_step(*, permission: str, order: int = 100) -> Callable[[Maker[Step]], Maker[Step]]:
    """Register what an empty house needs done; all steps are hidden once each one is done."""
    return _register(PARTS.steps, permission, order)


#: What people call a kind of work; the rooms name theirs.
RUN_NAMES: dict[str, Text] = {}
#: Where a run's own page is, by kind; for the person who asked.
RUN_PAGES: dict[str, str] = {}


def name_run(kind: str, name: Text) -> None:
    """Say how people call a kind of work; called in the room's admin module."""
    RUN_NAMES[kind] = name


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what the dashboard shows to the person."""
    user: User = request.user  # type: ignore[assignment]
    steps = _made(PARTS.steps, request)
    return {
        "cards": _made(PARTS.cards, request),
        "charts": _made(PARTS.charts, request),
        "tables": _made(PARTS.tables, request),
        "steps": steps if any(not getattr(each, "is_done", True) for each in steps) else [],
        "awaiting": queue.awaiting(user),
        "awaiting_kinds": queue.kinds(user),
        "own": queue.own(user),
        "runs": [run_view(run) for run in queue.runs(user)],
        "may_decide": any(user.may(model.confirm_permission) for model in queue.proposed_models()),
    }


def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a run has come; the page asks again every two seconds until it ends."""
    user: User = request.user  # type: ignore[assignment]
    run = Run.objects.select_related("asked_by").filter(pk=pk).first()
    if run is None or not (run.asked_by_id == user.pk or user.may(queue.RUNS_PERMISSION)):
        raise Http404
    answer = render(request, "console/parts/run.html", {"run": run_view(run)})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def run_view(run: Run) -> dict[str, Any]:
    """Return a run as the page shows it: how far, in which state, what went wrong."""
    percent = min(100, run.done * 100 // run.total) if run.total else None
    return {
        "run": run,
        "name": RUN_NAMES.get(run.kind, run.kind),
        "message": _(run.message) if run.message else "",
        "percent": percent,
        "is_under_way": not run.is_finished,
        "tone": {"done": "good", "failed": "bad", "quarantined": "bad"}.get(run.state, "waiting"),
        "url": reverse("admin:progress", args=[run.pk]),
        "page": reverse(RUN_PAGES[run.kind], args=[run.pk]) if run.kind in RUN_PAGES else "",
        "amount": _("{done} of {total}").format(done=shown(run.done), total=shown(run.total))
        if run.total
        else "",
    }


def _register(parts: dict[str, _Part], permission: str, order: int) -> Callable[[Any], Any]:
    def register(make: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
        parts[f"{make.__module__}.{make.__qualname__}"] = _Part(make, permission, order)
        return make

    return register


def _made(parts: Mapping[str, _Part], request: HttpRequest) -> Sequence[Any]:
    """Return what the permitted parts made; a refusal is shown in its place, in words."""
    made: list[Any] = []
    for _name, part in sorted(parts.items(), key=lambda pair: (pair[1].order, pair[0])):
        if not request.user.may(part.permission):  # type: ignore[union-attr]
            continue
        try:
            one = part.make(request)
        except DomainError as refusal:
            one = Trouble(_("Not available"), sentence(refusal))
        if one is not None:
            made.append(one)
    return made
