"""Acts on own funds: a placement opened, described, money placed, returned and reversed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import Finding
from config.kernel.models import Actor, Decision
from config.kernel.money import FEN
from config.kernel.proposals import propose
from projects.reference import queries as reference
from trusts.own_funds.models import OwnMovement, OwnPlacement, OwnPlacementTerms
from trusts.own_funds.rules import MovementKind
from trusts.register.models import ALIVE
from trusts.register.operations import CodeTaken
from trusts.register.rules import ALL_THAT_IS_KNOWN


class NothingToReverse(DomainError):
    """Movement {movement} is not confirmed, or is reversed already: there is nothing to reverse."""

    code = "nothing_to_reverse"


def propose_placement(
    *, code: str, name_zh: str, name_en: str, by: Actor, reason: str, is_sample: bool = False
) -> OwnPlacement:
    """
    Propose an asset in which own funds are placed: what never changes of it.

    :raises CodeTaken: if the code is held already.
    """
    holder = OwnPlacement.objects.filter(ALIVE, code=code).first()
    if holder is not None:
        raise CodeTaken(field="code", value=code, holder=str(holder))
    row = OwnPlacement(code=code, name_zh=name_zh, name_en=name_en, is_sample=is_sample)
    return propose(row, by=by, reason=reason)


def propose_terms(*, terms: OwnPlacementTerms, by: Actor, reason: str) -> OwnPlacementTerms:
    """
    Propose a version of a placement's terms; ``terms`` is a row not yet saved.

    :raises InvalidInput: if it names neither a counterparty nor a project.
    :raises NotFoundHere: if no confirmed edition of a catalogue holds the class.
    """
    if terms.counterparty_id is None and terms.project_id is None:
        raise InvalidInput([_nobody()])
    reference.taxonomy_class(
        terms.taxonomy_edition, terms.taxonomy_class, known_at=ALL_THAT_IS_KNOWN
    )
    return propose(terms, by=by, reason=reason)


def propose_movement(
    *,
    placement: OwnPlacement,
    effective_on: dt.date,
    kind: str,
    amount: Decimal,
    by: Actor,
    reason: str,
    memo: str = "",
    reverses: OwnMovement | None = None,
) -> OwnMovement:
    """
    Propose that own funds are placed in an asset on a day, or returned from it.

    :raises InvalidInput: if the amount is not a positive number of fen.
    """
    if not amount.is_finite() or amount <= 0 or amount != amount.quantize(FEN):
        raise InvalidInput([_no_amount(amount)])
    row = OwnMovement(
        placement=placement,
        effective_on=effective_on,
        kind=kind,
        amount=amount,
        memo=memo,
        reverses=reverses,
    )
    return propose(row, by=by, reason=reason)


def propose_reversal(
    movement: OwnMovement, *, effective_on: dt.date, by: Actor, reason: str
) -> OwnMovement:
    """
    Propose the exact opposite of a confirmed movement.

    :raises NothingToReverse: if it is not confirmed, or its reversal stands or awaits.
    """
    taken_back = OwnMovement.objects.filter(ALIVE, reverses=movement).exists()
    if movement.decision != Decision.CONFIRMED or taken_back:
        raise NothingToReverse(movement=str(movement))
    return propose_movement(
        placement=movement.placement,
        effective_on=effective_on,
        kind=MovementKind(movement.kind).opposite.value,
        amount=movement.amount,
        reverses=movement,
        by=by,
        reason=reason,
    )


def _nobody() -> Finding:
    return Finding(
        code="nobody_named",
        message="A placement names a counterparty, a project, or both.",
        field="counterparty",
        value="",
        remedy="Choose the party that holds the money, or the project that it went to.",
    )


def _no_amount(amount: Decimal) -> Finding:
    return Finding(
        code="amount_not_positive",
        message="An amount is above zero and a whole number of fen.",
        field="amount",
        value=str(amount),
        remedy="Enter the amount in yuan with two decimals; the kind says its direction.",
    )
