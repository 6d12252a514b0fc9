"""Step 1: the shipped editions, the library of indicators, the policies of the sample year."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from config.demo.acts import FIRST_DAY, Acts
from config.demo.books import Books
from config.demo.sites import CRITERIA
from projects.recognition import operations as recognition
from projects.recognition.models import CriteriaEdition
from projects.reference import operations as reference
from projects.reference.models import Edition, FactorPolicy
from projects.reference.rules.kinds import PolicyRule
from reporting.indicators import operations as indicators
from reporting.indicators.models import Framework, LibraryIndicator

#: Early enough for the years that a report compares with.
LIBRARY_FROM: Final = dt.date(2020, 1, 1)


class Editions(Acts):
    """The reference data's way into the house."""

    def load(self) -> dict[str, int]:
        """Load the shipped editions and turn on the policies that 2025 needs."""
        analyst = self._cast.analyst
        for edition in reference.propose_shipped_editions(by=analyst, reason="shipped edition"):
            self._confirm(edition)
        if not FactorPolicy.objects.exists():
            for kind in ("grid_average", "thermal_supply_coal_rate"):
                self._confirm(
                    reference.propose_policy(
                        rule=PolicyRule.LATEST_DATA_YEAR,
                        kind=kind,
                        effective_from=FIRST_DAY,
                        max_lag_years=3,
                        by=analyst,
                        reason="No factor of the data year 2025 has been published.",
                    )
                )
        if not CriteriaEdition.objects.exists():
            self._confirm(
                recognition.propose_shipped_criteria(
                    code=CRITERIA, by=analyst, reason="working criteria of the house"
                )
            )
        Books(self._cast).editions()
        self._library()
        return {
            "editions": Edition.objects.confirmed().count(),
            "policies": FactorPolicy.objects.confirmed().count(),
            "indicators": LibraryIndicator.objects.confirmed().count(),
            "frameworks": Framework.objects.confirmed().count(),
        }

    def _library(self) -> None:
        """Take in the shipped indicators, then the frameworks whose items they answer."""
        who: dict[str, Any] = {
            "effective_from": LIBRARY_FROM,
            "by": self._cast.officer,
            "reason": "shipped list",
        }
        for each in indicators.propose_shipped_indicators(**who):
            self._confirm(each)
        for framework in indicators.propose_shipped_frameworks(**who):
            self._confirm(framework)
