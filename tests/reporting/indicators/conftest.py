"""The shipped library and its frameworks, proposed by Alice and confirmed by Bob."""

from __future__ import annotations

import datetime as dt

import pytest

from config.accounts.models import User
from config.kernel import proposals
from reporting.indicators import operations

FROM = dt.date(2020, 1, 1)


@pytest.fixture
def library(alice: User, bob: User) -> None:
    """Take in the shipped indicators."""
    for row in operations.propose_shipped_indicators(
        effective_from=FROM, by=alice, reason="shipped"
    ):
        proposals.confirm(row, by=bob, seen_sha256=row.content_sha256)


@pytest.fixture
def frameworks(library: None, alice: User, bob: User) -> None:
    """Take in the shipped frameworks."""
    for row in operations.propose_shipped_frameworks(
        effective_from=FROM, by=alice, reason="shipped"
    ):
        proposals.confirm(row, by=bob, seen_sha256=row.content_sha256)
