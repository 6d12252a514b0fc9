"""A life cycle is a table."""

from enum import StrEnum

import pytest

from config.kernel.transitions import ForbiddenMove, Lifecycle


class Door(StrEnum):
    """A door."""

    OPEN = "open"
    SHUT = "shut"


def lifecycle(**moves: frozenset[str]) -> Lifecycle:
    life = Lifecycle("test door", Door, moves, {"open": "host", "shut": "host"})
    Lifecycle.known.pop("test door")
    return life


def test_only_the_moves_in_the_table_are_allowed() -> None:
    life = lifecycle(open=frozenset({"shut"}), shut=frozenset())
    life.check_can_move("open", "shut")
    assert not life.can_move("shut", "open")
    with pytest.raises(ForbiddenMove, match="from shut to open; from there it may go to: -"):
        life.check_can_move("shut", "open")
    assert life.missing_states() == set()


def test_a_forgotten_state_is_named() -> None:
    assert lifecycle(open=frozenset({"ajar"})).missing_states() == {"shut", "ajar"}


def test_the_table_prints_itself() -> None:
    life = lifecycle(open=frozenset({"shut"}), shut=frozenset())
    assert life.as_mermaid() == "stateDiagram-v2\n    open --> shut\n    shut --> [*]"
