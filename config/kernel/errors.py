"""Refusals: the request was understood and will not be carried out."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from config.kernel.findings import Finding


class DomainError(Exception):
    """
    The request was understood and refused.

    A subclass lives beside the function that raises it. Its docstring is the sentence a
    client reads, with ``{names}`` filled from the facts; ``code`` is the word a client
    tests; ``status`` is what HTTP answers. Interfaces translate ``sentence`` before they
    fill it, so the English docstring is the message id of the Chinese one.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(fill(self.sentence, facts))

    @property
    def sentence(self) -> str:
        """Return the untranslated message template."""
        return " ".join(inspect.cleandoc(type(self).__doc__ or self.code).split())


class NotAllowed(DomainError):
    """{who} may not do this: the permission {permission} is missing."""

    code = "not_allowed"
    status = 403


class NotFoundHere(DomainError):
    """There is no {what} {key} here."""

    code = "not_found"
    status = 404


class InvalidInput(DomainError):
    """The input has {count} fault(s); nothing was stored."""

    code = "invalid_input"
    status = 400

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(count=len(self.findings))


class _Forgiving(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def fill(template: str, facts: dict[str, object]) -> str:
    """Return ``template`` with its ``{names}`` filled; an unknown name stays visible."""
    return template.format_map(_Forgiving(facts))
