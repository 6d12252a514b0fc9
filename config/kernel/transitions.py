"""Life cycles as tables: the moves that are allowed, and who owns each state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from config.kernel.errors import DomainError


class ForbiddenMove(DomainError):
    """{what} cannot move from {current} to {target}; from there it may go to: {allowed}."""

    code = "forbidden_move"


@dataclass(frozen=True)
class Lifecycle:
    """
    The states of one kind of thing and the moves between them.

    Every state stands in ``moves`` (an end has none) and in ``owners`` (whose turn it
    is); a house test proves it for every life cycle there is.
    """

    name: str
    states: type[Enum]
    moves: Mapping[str, frozenset[str]]
    owners: Mapping[str, str]

    known: ClassVar[dict[str, Lifecycle]] = {}

    def __post_init__(self) -> None:
        self.known[self.name] = self

    def check_can_move(self, current: str, target: str) -> None:
        """
        Refuse a move that the table does not hold.

        :raises ForbiddenMove: naming the moves that it does hold.
        """
        allowed = self.moves.get(current, frozenset())
        if target not in allowed:
            raise ForbiddenMove(
                what=self.name,
                current=current,
                target=target,
                allowed=", ".join(sorted(allowed)) or "-",
            )

    def can_move(self, current: str, target: str) -> bool:
        """Return whether the table holds the move."""
        return target in self.moves.get(current, frozenset())

    def missing_states(self) -> set[str]:
        """Return the states that the tables forgot."""
        every = {str(state.value) for state in self.states}
        targets = {target for allowed in self.moves.values() for target in allowed}
        return (every - set(self.moves)) | (every - set(self.owners)) | (targets - every)

    def as_mermaid(self) -> str:
        """Return the table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2"]
        for current, allowed in self.moves.items():
            lines += [f"    {current} --> {target}" for target in sorted(allowed)]
            if not allowed:
                lines.append(f"    {current} --> [*]")
        return "\n".join(lines)


def printed_page() -> str:
    """Return the page of all life cycles, as docs/lifecycles.md holds it."""
    lines = ["# Life cycles", "", "Printed from the tables in the code; a test compares.", ""]
    for name, life in sorted(Lifecycle.known.items()):
        lines += [f"## {name}", "", "```mermaid", life.as_mermaid(), "```", ""]
        lines += ["| state | whose turn |", "| --- | --- |"]
        lines += [f"| {state} | {owner} |" for state, owner in life.owners.items()]
        lines.append("")
    return "\n".join(lines)
