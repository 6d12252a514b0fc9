"""What rows of the register share: two people, a place that is held once, plain choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from config.kernel.errors import DomainError
from config.kernel.models import Decision, Proposed, Versioned

#: A proposal that was not turned down holds its code and its place.
ALIVE = Q(decision__in=[Decision.PENDING.value, Decision.CONFIRMED.value])


def choices_of(labels: Mapping[Any, Any]) -> list[tuple[str | int, Any]]:
    """Return labels as a column's choices, keyed by plain values that a migration can spell."""
    return [(getattr(key, "value", key), label) for key, label in labels.items()]


class NotConfirmedYet(DomainError):
    """{key} is not confirmed; what leans on it is confirmed after it."""

    code = "not_confirmed_yet"


def check_confirmed(row: Proposed) -> None:
    """
    Refuse to lean on a proposal that nobody has confirmed.

    :raises NotConfirmedYet: naming it.
    """
    if row.decision != Decision.CONFIRMED:
        raise NotConfirmedYet(key=str(row))


class Registered(Proposed):
    """One thing that a person entered in the register and a second one confirmed."""

    propose_permission = "trusts.register.propose"
    confirm_permission = "trusts.register.confirm"

    class Meta:
        abstract = True


class RegisteredVersion(Versioned):
    """One version of what the register says, entered by one person, confirmed by another."""

    propose_permission = "trusts.register.propose"
    confirm_permission = "trusts.register.confirm"

    class Meta:
        abstract = True
