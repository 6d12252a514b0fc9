"""The states of one version of a disclosure, and whose turn it is in each."""

from __future__ import annotations

from enum import StrEnum

from config.kernel.transitions import Lifecycle


class State(StrEnum):
    """Where a version of a disclosure stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    RESTATED = "restated"
    WITHDRAWN = "withdrawn"


#: What a version's content is never changes: a returned one goes back to draft as the next version.
DISCLOSURE_LIFE = Lifecycle(
    name="disclosure",
    states=State,
    moves={
        State.DRAFT: frozenset({State.IN_REVIEW, State.WITHDRAWN}),
        State.IN_REVIEW: frozenset({State.RETURNED, State.APPROVED}),
        State.RETURNED: frozenset({State.DRAFT, State.WITHDRAWN}),
        State.APPROVED: frozenset({State.PUBLISHED, State.WITHDRAWN}),
        State.PUBLISHED: frozenset({State.RESTATED, State.WITHDRAWN}),
        State.RESTATED: frozenset(),
        State.WITHDRAWN: frozenset(),
    },
    owners={
        State.DRAFT: "disclosure_officer",
        State.IN_REVIEW: "reviewer",
        State.RETURNED: "disclosure_officer",
        State.APPROVED: "disclosure_officer",
        State.PUBLISHED: "disclosure_officer",
        State.RESTATED: "nobody",
        State.WITHDRAWN: "nobody",
    },
)
#: In these states a version is still being worked on, and the next draft takes its place.
OPEN = frozenset({State.DRAFT, State.IN_REVIEW, State.RETURNED, State.APPROVED})


def moves() -> list[tuple[str, str]]:
    """Return every move that one version may make, its beginning included."""
    found = [("", State.DRAFT.value), (State.RETURNED.value, State.DRAFT.value)]
    for current, targets in DISCLOSURE_LIFE.moves.items():
        found += [(str(current), str(target)) for target in targets if target != State.DRAFT]
    return sorted(found)
