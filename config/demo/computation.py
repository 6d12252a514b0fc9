"""Steps 5 to 7: statements, attribution, claims, disclosure, and one scheduled export."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from config.demo.people import Cast
from config.demo.portfolio import YEAR
from config.demo.screen import Screen
from config.kernel.canonical import instant
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from projects.carbon import queries as carbon
from projects.carbon import requesting
from projects.carbon.models import Claim, StatementRun
from trusts.attribution import operations as attribution
from trusts.attribution import queries as attributed

PERIOD = Period.year(YEAR)


def draw(cast: Cast, *, screen: Screen) -> dt.datetime:
    """
    Pin a moment of knowledge and have a worker draw and attribute everything for it.

    The first drawing is taken instead of another one: the main job can be run again, and what
    was drawn later, for a restatement, is not what it publishes first.
    """
    standing = (
        StatementRun.objects.filter(starts_on=PERIOD.starts_on, ends_on=PERIOD.ends_on)
        .order_by("known_at")
        .first()
    )
    return draw_for(cast, standing.known_at if standing else None, screen=screen)


def draw_for(cast: Cast, known_at: dt.datetime | None, *, screen: Screen) -> dt.datetime:
    """Have a worker draw and attribute everything for a moment, pinned now if none is given."""
    known_at = known_at or pin_known_at()
    run = requesting.request_drawing(period=PERIOD, known_at=known_at, by=cast.analyst)
    screen.follow([run], text="statements drawn by project and month")
    run = attribution.request_run(period=PERIOD, known_at=known_at, by=cast.analyst)
    screen.follow([run], text="attributed to products, two methods")
    return known_at


def facts_of(known_at: dt.datetime) -> dict[str, object]:
    """Return what step 5 came to, for the summary."""
    totals = carbon.totals(period=PERIOD, known_at=known_at)
    stated = attributed.statements(period=PERIOD, known_at=known_at)
    return {
        "known_at": instant(known_at),
        "statements": carbon.statements(period=PERIOD, known_at=known_at).count(),
        "avoided_tco2e": str(sum((each.avoided_tco2e for each in totals), Decimal(0))),
        "attributions": len(stated),
    }


def claim_lines(known_at: dt.datetime) -> list[str]:
    """Return one line a claim: what was announced, what was computed, what does not fit."""
    lines = []
    for claim in Claim.objects.all().known(known_at).select_related("project").order_by("id"):
        check = carbon.claim_check(claim, period=PERIOD, known_at=known_at)
        lines.append(
            f"{claim.project.code if claim.project else claim.subject}: {check.verdict.value}"
        )
        if check.comparison is not None:
            lines += [f"  {sentence}" for sentence in check.comparison.reasons]
        lines += [
            f"  {each.verdict.value}: {each.reason}"
            for each in check.checks
            if each.verdict.value != "fits"
        ]
    return lines
