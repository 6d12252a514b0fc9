"""The dashboard speaks of the company's annual disclosure, whatever was published since."""

from __future__ import annotations

import datetime as dt

from django.test import Client

from config.accounts.models import User
from config.kernel.periods import Period
from reporting.disclosures import operations
from reporting.disclosures.dashboard import spoken_of
from tests.reporting.conftest import Portfolio
from tests.reporting.disclosures.conftest import drafted, publish

LATER = dt.datetime(2025, 7, 1, tzinfo=dt.UTC)


def test_a_quarter_and_an_earlier_year_do_not_take_the_place_of_the_year(
    alice: User, bob: User, portfolio: Portfolio, fast_forms: list[str], client: Client
) -> None:
    assert spoken_of() is None
    publish(drafted(alice, period=Period.quarter(2025, 1)), alice, bob)
    assert spoken_of() is None
    year = publish(drafted(alice, period=Period.year(2025)), alice, bob)
    publish(drafted(alice, period=Period.year(2024)), alice, bob)
    publish(drafted(alice, period=Period.quarter(2025, 2)), alice, bob)
    assert spoken_of() == year
    client.force_login(bob)
    page = client.get("/console/").content.decode()
    assert year.disclosure.code in page
    again = publish(drafted(alice, period=Period.year(2025), known_at=LATER), alice, bob)
    assert spoken_of() == again
    operations.withdraw(version=again, by=alice, reason="错误")
    assert spoken_of() is not None
    assert spoken_of().disclosure.period == Period.year(2024)  # type: ignore[union-attr]
