"""What the steps of the registration share: who acts, and the second person's confirmation."""

from __future__ import annotations

import datetime as dt
from typing import Final, TypeVar

from config.demo.people import Cast
from config.demo.portfolio import YEAR
from config.kernel import proposals
from config.kernel.models import Proposed

Row = TypeVar("Row", bound=Proposed)
SAMPLE_REASON: Final = "sample portfolio"
FIRST_DAY: Final = dt.date(YEAR, 1, 1)


class Acts:
    """Acts on the sample portfolio; each happens once, however often it is run."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    def _confirm(self, row: Row) -> Row:
        """Have the second person confirm what the first proposed."""
        if row.is_pending:
            proposals.confirm(
                row,
                by=self._cast.reviewer,
                note="checked (sample)",
                seen_sha256=row.content_sha256,
            )
        return row
