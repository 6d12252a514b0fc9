"""Step 4, further: a small part of a year's electricity is sold as green certificates."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_DOWN, Decimal
from typing import Final

from config.demo.acts import SAMPLE_REASON
from config.demo.people import Cast
from config.demo.portfolio import YEAR
from config.kernel import proposals
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from projects.carbon import operations as carbon
from projects.carbon.models import SoldRight
from projects.metering import queries as metering
from projects.registry.models import Project

PROJECT: Final = "PV-5P"
REFERENCE: Final = "SAMPLE-1"
QUARTER: Final = Period.quarter(YEAR, 1)
_PART = Decimal("0.02")
_MWH_PER_WH = Decimal("0.000001")


def sell(cast: Cast) -> None:
    """Sell a fiftieth of one project's first quarter as certificates, and have it confirmed."""
    if SoldRight.objects.filter(registry_reference=REFERENCE).exists():
        return
    project = Project.objects.get(code=PROJECT)
    rows = metering.energy_totals(project_ids=[project.pk], period=QUARTER, known_at=pin_known_at())
    metered = sum(each.total_wh for each in rows) * _MWH_PER_WH
    # A certificate is of one megawatt-hour; a portfolio of a few roofs sells less than one.
    whole = Decimal(1) if metered * _PART >= 1 else Decimal("0.001")
    row = carbon.propose_sold_right(
        project=project,
        kind="certificate",
        starts_on=QUARTER.starts_on,
        ends_on=QUARTER.ends_on,
        amount=(metered * _PART).quantize(whole, ROUND_DOWN),
        sold_on=dt.date(YEAR, 6, 1),
        registry_reference=REFERENCE,
        source="sample data",
        by=cast.analyst,
        reason=SAMPLE_REASON,
        is_sample=True,
    )
    proposals.confirm(row, by=cast.reviewer, seen_sha256=row.content_sha256)
