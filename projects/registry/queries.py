"""What is known of owners, projects, their finances and their stations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum

from projects.registry.models import Owner, Project, ProjectFinance, ProjectTerms, Station
from projects.registry.rules.technologies import TECHNOLOGIES, Technology

PAGE_LIMIT = 500


class MeteredStation(NamedTuple):
    """What metering needs of one station: capacity in W, an IANA zone, a short province name."""

    id: int
    code: str
    capacity_w: int
    zone: str
    carrier: str
    project_id: int
    province: str
    commissioned_on: dt.date


class StationCount(NamedTuple):
    """How many stations one project has in one province, and their capacity in W."""

    project_id: int
    province: str
    stations: int
    capacity_w: int


def owners_known(*, known_at: dt.datetime) -> QuerySet[Owner]:
    """Return the owners confirmed by ``known_at``."""
    return Owner.objects.known(known_at)


def projects_known(*, as_of: dt.date, known_at: dt.datetime) -> QuerySet[ProjectTerms]:
    """
    Return the terms that hold on ``as_of`` as known at ``known_at``, one row a project.

    ``terms.project`` and ``terms.owner`` come with the row.
    """
    return ProjectTerms.objects.as_of(as_of, known_at=known_at).select_related("project", "owner")


def terms(project_id: int, *, on: dt.date, known_at: dt.datetime) -> ProjectTerms | None:
    """Return the terms of one project on a day as known at a moment; None if it has none."""
    return projects_known(as_of=on, known_at=known_at).filter(project_id=project_id).first()


def project_of_code(code: str, *, known_at: dt.datetime) -> Project | None:
    """Return the project with this code if its first terms were confirmed by ``known_at``."""
    known = ProjectTerms.objects.known(known_at).values("project_id")
    return Project.objects.filter(code=code, pk__in=known).first()


def is_known(project_id: int, *, known_at: dt.datetime) -> bool:
    """Return whether a project's first terms were confirmed by ``known_at``."""
    return ProjectTerms.objects.known(known_at).filter(project_id=project_id).exists()


def technology_of(project: Project) -> Technology:
    """Return the technology of a project, with its names and what its stations meter."""
    return TECHNOLOGIES[project.technology]


def finance(project_id: int, *, year: int, known_at: dt.datetime) -> ProjectFinance | None:
    """Return the balance sheet of one project for ``year``; None if none is known."""
    standing = ProjectFinance.objects.standing(known_at)
    return standing.filter(project_id=project_id, year=year).first()


def stations_for_metering(
    codes: Collection[str] | None = None,
    *,
    known_at: dt.datetime,
    project_ids: Collection[int] | None = None,
) -> list[MeteredStation]:
    """Return the stations known at ``known_at``, by id: all, or those of the codes or projects."""
    stations = Station.objects.known(known_at)
    if codes is not None:
        stations = stations.filter(code__in=codes)
    if project_ids is not None:
        stations = stations.filter(project_id__in=project_ids)
    rows = stations.order_by("id").values_list(
        "id", "code", "capacity_w", "zone", "carrier", "project_id", "province", "commissioned_on"
    )
    return [MeteredStation(*row) for row in rows]


def stations_begun(
    *, known_at: dt.datetime, project_ids: Collection[int]
) -> dict[int, dict[dt.date, int]]:
    """Return, by project, how many of its stations were commissioned on each day."""
    rows = (
        Station.objects.known(known_at)
        .filter(project_id__in=project_ids)
        .values("project_id", "commissioned_on")
        .annotate(stations=Count("id"))
        .values_list("project_id", "commissioned_on", "stations")
    )
    found: dict[int, dict[dt.date, int]] = {}
    for project_id, day, stations in rows.order_by("project_id", "commissioned_on"):
        found.setdefault(project_id, {})[day] = stations
    return found


def station_counts(
    *, known_at: dt.datetime, project_ids: Collection[int] | None = None
) -> list[StationCount]:
    """Return stations and capacity by project and province, in that order."""
    stations = Station.objects.known(known_at)
    if project_ids is not None:
        stations = stations.filter(project_id__in=project_ids)
    rows = (
        stations.values("project_id", "province")
        .annotate(stations=Count("id"), total_w=Sum("capacity_w"))
        .order_by("project_id", "province")
        .values_list("project_id", "province", "stations", "total_w")
    )
    return [StationCount(project, province, n, int(watts)) for project, province, n, watts in rows]


def stations_page(
    *,
    known_at: dt.datetime,
    project_ids: Collection[int] | None = None,
    province: str = "",
    after_id: int = 0,
    limit: int = 100,
) -> list[Station]:
    """Return the next ``limit`` stations (at most 500) whose id is above ``after_id``, by id."""
    stations = Station.objects.known(known_at).filter(pk__gt=after_id)
    if project_ids is not None:
        stations = stations.filter(project_id__in=project_ids)
    if province:
        stations = stations.filter(province=province)
    return list(stations.select_related("project").order_by("id")[: min(limit, PAGE_LIMIT)])


def stations_by_id(ids: Collection[int], *, known_at: dt.datetime) -> QuerySet[Station]:
    """Return the stations with these ids that were known at ``known_at``, by id."""
    known = Station.objects.known(known_at).filter(pk__in=ids)
    return known.select_related("project", "batch").order_by("id")
