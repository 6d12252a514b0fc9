"""Gather what the document of a version is made from."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings

from reporting.disclosures import queries
from reporting.disclosures.kinds.kind import Brief
from reporting.disclosures.kinds.table import kind_of
from reporting.disclosures.models import Disclosure, NarrativeText
from reporting.disclosures.operations import drafting
from reporting.disclosures.restating import queries as restating
from reporting.figures.models import FigureSet

HOUSE_ZONE = ZoneInfo("Asia/Shanghai")


def brief_of(
    disclosure: Disclosure,
    number: int,
    figure_set: FigureSet,
    texts: Sequence[NarrativeText],
    *,
    prepared_by: str,
) -> Brief:
    """
    Return all that the document of a version is made from.

    :raises NarrativeNotBound: if a text refers to a figure that there is not.
    """
    kind = kind_of(disclosure.kind)
    book = queries.book_of(figure_set, axis=kind.about, subject=disclosure.subject)
    return Brief(
        code=disclosure.code,
        number=number,
        organization_zh=disclosure.organization_zh,
        organization_en=disclosure.organization_en,
        period=disclosure.period,
        known_at=figure_set.known_at,
        issued_on=figure_set.known_at.astimezone(HOUSE_ZONE).date(),
        is_sample=figure_set.is_sample,
        base_url=f"{settings.PUBLIC_URL}/console/reporting/figure/by-id/",
        book=book,
        prepared_by=prepared_by,
        subject=disclosure.subject,
        asked=queries.asked_of(
            kind.frameworks, period=disclosure.period, known_at=figure_set.known_at
        ),
        narrative=drafting.bound(texts, disclosure, book),
        restatement=restating.restated(disclosure, figure_set.known_at),
    )
