"""Step 7, further: the same year and its last quarter in every other kind of disclosure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from config.demo.computation import PERIOD
from config.demo.people import Cast
from config.demo.portfolio import YEAR
from config.demo.publication import ORGANIZATION_EN, ORGANIZATION_ZH
from config.demo.screen import Screen
from config.kernel.periods import Period
from reporting.disclosures import operations as disclosures
from reporting.disclosures.models import DisclosureVersion
from reporting.disclosures.rules.life import State
from trusts.attribution import operations as attribution

REASON = "disclosure of the sample year (sample)"
LAST_QUARTER = Period.quarter(YEAR, 4)
#: A version in one of these is not drafted again; one that was restated since is left alone.
_STANDING = frozenset(
    {State.DRAFT, State.IN_REVIEW, State.APPROVED, State.PUBLISHED, State.RESTATED}
)


@dataclass(frozen=True)
class Wanted:
    """One disclosure that the sample company owes: its kind, its period, what it is about."""

    kind: str
    period: Period = PERIOD
    subject: str = ""


FURTHER = (
    Wanted("esg_annual"),
    Wanted("environmental_jrt0227"),
    Wanted("financed_avoided"),
    Wanted("sfdr_pai"),
    Wanted("green_trust_quarterly", LAST_QUARTER),
    Wanted("product_green_report", subject="TH1"),
)


def publish_further(
    cast: Cast,
    *,
    known_at: dt.datetime,
    screen: Screen,
    wanted: Sequence[Wanted] = FURTHER,
) -> list[DisclosureVersion]:
    """Draft, sign off and publish every other kind in Chinese, all at once through the workers."""
    run = attribution.request_run(period=LAST_QUARTER, known_at=known_at, by=cast.analyst)
    screen.follow([run], text="attributed for the last quarter too")
    asked = [
        disclosures.draft(
            kind=each.kind,
            period=each.period,
            subject=each.subject,
            organization_zh=ORGANIZATION_ZH,
            organization_en=ORGANIZATION_EN,
            known_at=known_at,
            languages=("zh-Hans",),
            by=cast.officer,
            reason=REASON,
        )
        for each in wanted
        if _standing(each, known_at) is None
    ]
    screen.follow(asked, text=f"{len(asked)} further kinds drafted")
    versions = [version for each in wanted if (version := _standing(each, known_at)) is not None]
    for version in versions:
        if version.state is State.DRAFT:
            disclosures.submit(version=version, by=cast.officer, reason=REASON)
        if version.is_pending:
            disclosures.sign_off(
                version=version,
                by=cast.reviewer,
                note="read and checked (sample)",
                seen_sha256=version.content_sha256,
            )
    runs = [
        disclosures.publish(version=each, by=cast.officer)
        for each in versions
        if each.state is not State.RESTATED
    ]
    screen.follow(runs, text=f"{len(runs)} further kinds published")
    return versions


def _standing(wanted: Wanted, known_at: dt.datetime) -> DisclosureVersion | None:
    """Return the version of this moment that is under way or published, if there is one."""
    rows = DisclosureVersion.objects.filter(
        disclosure__kind=wanted.kind,
        disclosure__starts_on=wanted.period.starts_on,
        disclosure__ends_on=wanted.period.ends_on,
        disclosure__subject=wanted.subject,
        known_at=known_at,
    )
    found: DisclosureVersion | None = rows.select_related("disclosure").order_by("-number").first()
    return found if found is not None and found.state in _STANDING else None
