"""Which function does which kind of work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from config.kernel.errors import DomainError


class UnknownKind(DomainError):
    """Nobody here does work of the kind {kind}."""

    code = "unknown_kind"
    status = 400


class LeaseLost(Exception):
    """Another worker holds this run now; this one stops at once."""


class Progress(Protocol):
    """How a handler says how far it has come; raises LeaseLost when it should stop."""

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """Record the progress."""


Work = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class Handler:
    """One kind of work: what does it, who may ask, and in which queue it waits."""

    kind: str
    work: Work
    permission: str
    queue: str


HANDLERS: dict[str, Handler] = {}


def handler(
    kind: str, *, queue: str = "default", permission: str | None = None
) -> Callable[[Work], Work]:
    """
    Register the decorated function as what does ``kind``.

    It is called as ``work(run=..., progress=..., **payload)``, must take unknown keywords,
    and may be called again after a crash: what it did before must not be done twice. The
    permission to ask is ``<app>.<room>.run`` unless given.
    """

    def register(work: Work) -> Work:
        app, room = kind.split(".")[:2]
        HANDLERS[kind] = Handler(kind, work, permission or f"{app}.{room}.run", queue)
        return work

    return register


def handler_of(kind: str) -> Handler:
    """
    Return what does ``kind``.

    :raises UnknownKind: if nothing does.
    """
    try:
        return HANDLERS[kind]
    except KeyError:
        raise UnknownKind(kind=kind) from None
