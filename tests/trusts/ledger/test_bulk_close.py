"""Closing a month for many products at once, from the list of products."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from tests.portfolio import Portfolio
from trusts.ledger.models import PeriodMove
from trusts.register.models import Product

URL = "/console/trusts/product/bulk/close-month/"


def sent(portfolio: Portfolio, username: str, **data: str) -> tuple[int, str]:
    client = Client()
    client.force_login(portfolio.person(username))
    client.cookies["language"] = "en"
    rows = [f"{each.pk}:{each.content_sha256}" for each in Product.objects.order_by("id")[:2]]
    answer = client.post(URL, {"row": rows, "all": rows, **data})
    return answer.status_code, answer.content.decode()


def test_a_month_is_proposed_to_be_closed_for_each_product(sample_portfolio: Portfolio) -> None:
    before = PeriodMove.objects.count()
    status, _page = sent(
        sample_portfolio, "registrar", step="do", month="2025-03", reason="checked"
    )
    assert status == 302
    made = PeriodMove.objects.order_by("-id")[:2]
    assert PeriodMove.objects.count() == before + 2
    assert {(each.starts_on, each.ends_on, each.reason, each.decision) for each in made} == {
        (dt.date(2025, 3, 1), dt.date(2025, 4, 1), "checked", "")
    }


@pytest.mark.parametrize(
    ("username", "data", "status"),
    [
        ("registrar", {"step": "try", "month": "2025-03"}, 200),
        ("registrar", {"step": "do", "month": "2025-13", "reason": "checked"}, 400),
        ("registrar", {"step": "do", "month": "2025-03", "reason": " "}, 400),
        ("reviewer", {"step": "do", "month": "2025-03", "reason": "checked"}, 403),
        ("auditor", {"step": "do", "month": "2025-03", "reason": "checked"}, 403),
    ],
)
def test_nothing_is_proposed_by_a_trial_or_a_refusal(
    sample_portfolio: Portfolio, username: str, data: dict[str, str], status: int
) -> None:
    before = PeriodMove.objects.count()
    assert sent(sample_portfolio, username, **data)[0] == status
    assert PeriodMove.objects.count() == before
