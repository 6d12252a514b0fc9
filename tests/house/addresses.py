"""Every address of the interface that is read, filled in with rows of the sample portfolio."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

from config.jobs.models import Run
from projects.metering.models import MeterBatch
from projects.registry.models import Project, Station
from reporting.disclosures.models import Artefact, FigureTemplate
from reporting.exports.models import Dispatch
from reporting.exports.operations.surroundings import link_to
from reporting.figures.models import Figure
from trusts.intake.models import TAKE, Import

PREFIX = "/api/v1/"


@dataclass(frozen=True)
class Read:
    """One address that answers GET."""

    route: str
    view: type[APIView]
    action: str
    #: What the action needs beside the permission of its view.
    also_needs: str = ""

    @property
    def is_paged(self) -> bool:
        """Return whether it is a list with a limit."""
        return self.action == "list" and getattr(self.view, "pagination_class", None) is not None


def reads() -> list[Read]:
    """Return every address of the interface that answers GET, from the resolver."""
    found = {each.route: each for each in _walk(get_resolver().url_patterns, "/")}
    return [found[route] for route in sorted(found)]


def _walk(patterns: Sequence[URLPattern | URLResolver], so_far: str) -> Iterator[Read]:
    for pattern in patterns:
        route = so_far + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
            continue
        view = getattr(pattern.callback, "cls", None) or getattr(
            pattern.callback, "view_class", None
        )
        if not route.startswith(PREFIX) or not isinstance(view, type):
            continue
        actions = getattr(pattern.callback, "actions", None)
        if actions is None and hasattr(view, "get"):
            yield Read(route, view, "get")
        elif actions and "get" in actions:
            yield Read(
                route, view, actions["get"], pattern.callback.initkwargs.get("also_needs", "")
            )


@dataclass
class Filled:
    """An address with real rows in it, and the parameters that it cannot do without."""

    path: str
    parameters: dict[str, Any] = field(default_factory=dict)


def filled(read: Read) -> Filled:
    """Return the address with the newest row of its view, and the question that it needs."""
    values = _values(read)
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match[1]]), read.route)
    return Filled(path, _question(read.route))


def read_out(answer: Any) -> bytes:
    """Return the whole content of an answer; a file is closed when it is read to its end."""
    return b"".join(answer)


def _values(read: Read) -> dict[str, Any]:
    for part, values in _SPECIAL.items():
        if part in read.route:
            return values()
    if "<int:pk>" not in read.route:
        return {}
    rows: Any = read.view.queryset  # type: ignore[attr-defined]  # (a viewset's)
    return {"pk": rows.order_by("-id")[0].pk}


def _disclosure() -> dict[str, Any]:
    made = Artefact.objects.filter(form="json").order_by("id")[0]
    code = made.version.disclosure.code
    return {"code": code, "form": made.form, "language": made.language}


def _figure() -> dict[str, Any]:
    return {
        "figure_id": Figure.objects.get(
            indicator="E-AV-01", dimension={"project": "PV-5P"}
        ).figure_id
    }


def _link() -> dict[str, Any]:
    """Return the address of a file that was sent in place of it."""
    return {"token": link_to(Dispatch.objects.latest("id"), days=1).rstrip("/").rpartition("/")[2]}


#: What an address takes that is not simply the newest row of its view, by a part of its route.
_SPECIAL: dict[str, Callable[[], dict[str, Any]]] = {
    "/figure-templates/<int:pk>/figures/": lambda: {
        "pk": FigureTemplate.objects.confirmed().latest("id").pk,
        "form": "csv",
        "language": "zh-Hans",
    },
    "/disclosures/": _disclosure,
    "/figures/": _figure,
    "/delivered/": _link,
    "/day-blocks/": lambda: {
        "code": Station.objects.order_by("id").values_list("code", flat=True)[0]
    },
    "/methods/": lambda: {"code": "grid_displacement"},
    "/meter-batches/<int:pk>/progress/": lambda: {"pk": MeterBatch.objects.latest("id").pk},
    "/import-subjects/": lambda: {"name": "movements"},
    "/import-runs/": lambda: {"pk": Run.objects.filter(kind=TAKE).latest("id").pk},
    "/imports/<int:pk>/errors/": lambda: {
        "pk": Import.objects.exclude(errors_file=None).latest("id").pk
    },
    "/projects/<int:pk>": lambda: {"pk": Project.objects.latest("id").pk},
}


def _question(route: str) -> dict[str, Any]:
    project = Project.objects.get(code="PV-5P").pk
    return {
        "/api/v1/energy/": {"period": "2025"},
        "/api/v1/station-energy/": {"period": "2025", "project": project},
        "/api/v1/stations/<str:code>/day-blocks/": {"period": "2025-03"},
        "/api/v1/carbon/claimable/": {"period": "2025", "project": project},
        "/api/v1/claims/<int:pk>/check/": {"period": "2025"},
        "/api/v1/disclosures/<str:code>/comparison/": {"version": 1, "before": 1},
        "/api/v1/figure-templates/<int:pk>/figures/<str:form>/<str:language>/": {
            "disclosure": Artefact.objects.order_by("id")[0].version.disclosure.code
        },
        "/api/v1/financed-statements/summary/": {"period": "2025"},
        "/api/v1/frameworks/<int:pk>/gaps/": {"period": "2025"},
        "/api/v1/framework-coverage/": {"period": "2025"},
        "/api/v1/factors/resolve/": {
            "kind": "grid_average",
            "region": "河南",
            "data_year": 2025,
            "unit": "kgCO2/kWh",
            "on": "2025-06-30",
        },
    }.get(route, {})
