"""What is decided about a project."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What is decided: "green" or "not_green", why, from which day on and up to which day."""

    verdict: str
    opinion: str
    effective_from: dt.date
    expires_on: dt.date | None = None
    conditions: str = ""
