"""Acts on the split of a contract over projects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from config.kernel.errors import DomainError, NotFoundHere
from config.kernel.models import Actor
from config.kernel.proposals import propose
from projects.registry import queries as registry
from trusts.contracts import rules
from trusts.contracts.models import Contract, Split
from trusts.register.rules import ALL_THAT_IS_KNOWN


class SharesMissing(DomainError):
    """A split is stated in percentages or in amounts: give one of them, and only one."""

    code = "shares_missing"
    status = 400


def propose_split(
    *,
    contract: Contract,
    effective_from: dt.date,
    by: Actor,
    reason: str,
    percents: Mapping[str, Decimal] | None = None,
    amounts: Mapping[str, Decimal] | None = None,
    supersedes: Split | None = None,
) -> Split:
    """
    Propose how a contract is split over projects from a day on, by project code.

    ``percents`` follow what is outstanding. ``amounts``, in CNY, stay as stated and shrink in
    proportion only on days on which less than their sum is outstanding. What they leave is
    shown as unallocated. Empty percentages take the split away.

    :raises SharesMissing: if neither or both are given, or no amount.
    :raises NotFoundHere: if a project is not known.
    :raises BadShare: if a percentage or an amount is not one.
    :raises OverAllocated: if the percentages exceed 100 together.
    :raises MoreThanCommitted: if the amounts exceed what is committed on the first day.
    """
    if (percents is None) == (amounts is None) or amounts == {}:
        raise SharesMissing
    shares = [
        *(_share(code, percent=percent) for code, percent in (percents or {}).items()),
        *(_share(code, amount=amount) for code, amount in (amounts or {}).items()),
    ]
    rules.check_shares(shares)
    split = Split(
        contract=contract,
        effective_from=effective_from,
        kind=(rules.SplitKind.PERCENT if amounts is None else rules.SplitKind.AMOUNT).value,
        shares=[share.to_json() for share in shares],
        supersedes=supersedes,
    )
    split.check_commitment()
    return propose(split, by=by, reason=reason)


def _share(
    code: str, *, percent: Decimal | None = None, amount: Decimal | None = None
) -> rules.Share:
    project = registry.project_of_code(code, known_at=ALL_THAT_IS_KNOWN)
    if project is None:
        raise NotFoundHere(what="project", key=code)
    return rules.Share(project.pk, code, percent=percent, amount=amount)
