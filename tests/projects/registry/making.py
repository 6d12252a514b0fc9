"""What tests of projects begin with: terms, a confirmed project, a file of stations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from config.accounts.models import User
from config.kernel import proposals
from projects.registry import operations
from projects.registry.models import Project, ProjectTerms, StationBatch
from projects.registry.rules.terms import Terms

TODAY = dt.date(2025, 12, 31)
HEADER = "code,project,province,city,capacity_kw,commissioned_on,household_pseudonym"


def terms(**changes: Any) -> Terms:
    """Return terms of a rooftop project in operation, with the changes asked for."""
    usual: dict[str, Any] = {
        "effective_from": dt.date(2025, 1, 1),
        "name_zh": "屋顶光伏一期",
        "name_en": "Rooftop PV I",
        "provinces": ("河南", "山东"),
        "state": "in_operation",
        "capacity": Decimal(450),
        "capacity_unit": "MW",
        "commissioned_on": dt.date(2024, 12, 31),
        "total_investment_cny": Decimal("1500000000.00"),
        "is_sample": True,
    }
    return Terms(**{**usual, **changes})


def confirmed_project(
    alice: User, bob: User, *, code: str = "P1", technology: str = "rooftop_pv", **changes: Any
) -> Project:
    """Return a project whose first terms are confirmed."""
    row = operations.register_project(
        code=code, technology_code=technology, terms=terms(**changes), by=alice, reason="sample"
    )
    proposals.confirm(row, by=bob)
    return row.project


def later_terms(project: Project, alice: User, **changes: Any) -> ProjectTerms:
    """Return proposed terms of a confirmed project."""
    return operations.propose_terms(
        project_id=project.pk, terms=terms(**changes), by=alice, reason="change"
    )


def station_file(rows: Iterable[str], *, header: str = HEADER) -> bytes:
    """Return a CSV file in UTF-8."""
    return "\n".join([header, *rows, ""]).encode()


def station_lines(count: int, *, project: str = "P1") -> list[str]:
    """Return good lines, all different."""
    return [
        f"S{each:05},{project},河南省,周口市,28.125,2024-11-30,H{each:05}" for each in range(count)
    ]


def sent(content: bytes, alice: User, **changes: Any) -> StationBatch:
    """Return the batch that a file became."""
    usual: dict[str, Any] = {
        "name": "stations.csv",
        "source": "test",
        "zone": "Asia/Shanghai",
        "today": TODAY,
        "is_sample": True,
    }
    return operations.propose_stations(
        content=content, by=alice, reason="first stations", **{**usual, **changes}
    )
