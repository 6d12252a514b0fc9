"""What the tests of disclosures stand on: one drafted from the small portfolio."""

from __future__ import annotations

import datetime as dt

import pytest

from config.accounts.models import User
from config.jobs.execution import run_now
from config.jobs.models import Run
from config.kernel.periods import Period
from reporting.disclosures import operations
from reporting.disclosures.models import DisclosureVersion
from tests.reporting.conftest import Portfolio
from tests.reporting.facts import QUARTER

PAST = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
KIND = "green_trust_annual"


def ask(by: User, *, known_at: dt.datetime = PAST, period: Period = QUARTER) -> Run:
    """Ask for the next version of the disclosure of the small portfolio."""
    return operations.draft(
        kind=KIND,
        period=period,
        organization_zh="样本信托有限责任公司",
        organization_en="Sample Trust Co., Ltd.",
        by=by,
        reason="年度披露",
        known_at=known_at,
    )


def drafted(
    by: User, *, known_at: dt.datetime = PAST, period: Period = QUARTER
) -> DisclosureVersion:
    """Draft the next version and return it."""
    run = run_now(ask(by, known_at=known_at, period=period))
    assert run.state == "done", run.error
    return DisclosureVersion.objects.get(pk=run.result["version_id"])


@pytest.fixture
def version(alice: User, portfolio: Portfolio, fast_forms: list[str]) -> DisclosureVersion:
    """Return the first draft."""
    return drafted(alice)


@pytest.fixture
def published(version: DisclosureVersion, alice: User, bob: User) -> DisclosureVersion:
    """Return the first version, signed off and published."""
    return publish(version, alice, bob)


def publish(version: DisclosureVersion, alice: User, bob: User) -> DisclosureVersion:
    """Submit, sign off and publish a version."""
    operations.submit(version=version, by=alice, reason="请复核")
    operations.sign_off(version=version, by=bob, seen_sha256=version.content_sha256)
    run = run_now(operations.publish(version=version, by=alice))
    assert run.state == "done", run.error
    version.refresh_from_db()
    return version
