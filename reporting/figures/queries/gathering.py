"""Ask the rooms below, once, for all that the figures of a period rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from config.kernel.periods import Period
from reporting.figures.queries import (
    from_collection,
    from_contracts,
    from_financing,
    from_projects,
    from_trusts,
)
from reporting.figures.rules.facts import Facts


def gather(
    period: Period, known_at: dt.datetime, *, methods: Mapping[str, str] | None = None
) -> Facts:
    """
    Return what was known at ``known_at`` about ``period``, as frozen values.

    ``methods`` says which version of each carbon method counts (code -> version); the
    current ones by default.

    :raises StatementsMissing: if meters measured in a month of which no statement was drawn.
    :raises AttributionsMissing: if money stands on the projects and nothing was attributed.
    """
    measured = from_projects.measured(period, known_at, methods)
    money = from_contracts.money(period, known_at)
    answered = from_collection.answered(
        period, known_at, {each.name.code for each in measured.projects}
    )
    return Facts(
        period=period,
        known_at=known_at,
        products=from_trusts.products(period, known_at),
        projects=measured.projects,
        recognitions=measured.recognitions,
        energy=measured.energy,
        coverage=measured.coverage,
        saved=measured.saved,
        sold=measured.sold,
        stated=measured.stated,
        claims=measured.claims,
        attributed=from_trusts.attributed(period, known_at),
        quality=from_trusts.quality(period, known_at),
        holdings=money.holdings,
        placed=money.placed,
        own_funds=money.own_funds,
        collected=answered.collected,
        emitted=answered.emitted,
        investees=answered.investees,
        financed=from_financing.financed(period, known_at),
    )
