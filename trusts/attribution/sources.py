"""What attribution asks of the projects, and the one place that asks it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from config.kernel.periods import Period


@dataclass(frozen=True)
class Avoided:
    """What one project spared in a period: the tonnes, and the statements they are the sum of."""

    tco2e: Decimal
    statement_count: int
    statements_sha256: str
    evidence: tuple[str, ...]
    is_sample: bool


@dataclass(frozen=True)
class Finances:
    """What is known of one project's finances for a day, in CNY, and which rows say so."""

    equity: Decimal | None = None
    debt: Decimal | None = None
    total_assets: Decimal | None = None
    total_investment: Decimal | None = None
    finance_id: int | None = None
    terms_id: int | None = None
    is_sample: bool = False


class Sources(Protocol):
    """The questions to the projects; the answers are by project id, absent where unknown."""

    def avoided(
        self, project_ids: Collection[int], *, period: Period, known_at: dt.datetime
    ) -> Mapping[int, Avoided]:
        """Return what each project spared in the period as known at the moment."""

    def finances(
        self, project_ids: Collection[int], *, on: dt.date, known_at: dt.datetime
    ) -> Mapping[int, Finances]:
        """Return each project's finances that hold on the day as known at the moment."""
