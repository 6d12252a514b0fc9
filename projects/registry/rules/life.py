"""A project's life as a table."""

from __future__ import annotations

from enum import StrEnum

from config.kernel.transitions import Lifecycle


class ProjectState(StrEnum):
    """Where a project stands in its life."""

    PLANNED = "planned"
    UNDER_CONSTRUCTION = "under_construction"
    IN_OPERATION = "in_operation"
    SUSPENDED = "suspended"
    RETIRED = "retired"


PROJECT_LIFE = Lifecycle(
    name="project",
    states=ProjectState,
    moves={
        ProjectState.PLANNED: frozenset({ProjectState.UNDER_CONSTRUCTION, ProjectState.RETIRED}),
        ProjectState.UNDER_CONSTRUCTION: frozenset(
            {ProjectState.IN_OPERATION, ProjectState.SUSPENDED, ProjectState.RETIRED}
        ),
        ProjectState.IN_OPERATION: frozenset({ProjectState.SUSPENDED, ProjectState.RETIRED}),
        ProjectState.SUSPENDED: frozenset(
            {ProjectState.UNDER_CONSTRUCTION, ProjectState.IN_OPERATION, ProjectState.RETIRED}
        ),
        ProjectState.RETIRED: frozenset(),
    },
    owners={
        ProjectState.PLANNED: "registrar",
        ProjectState.UNDER_CONSTRUCTION: "registrar",
        ProjectState.IN_OPERATION: "registrar",
        ProjectState.SUSPENDED: "registrar",
        ProjectState.RETIRED: "nobody",
    },
)


def check_can_follow(before: str, after: str) -> None:
    """
    Refuse a version whose state cannot follow the one before it; staying is no move.

    :raises ForbiddenMove: naming the moves that are possible.
    """
    if before != after:
        PROJECT_LIFE.check_can_move(before, after)
