"""Investees by the interface and on the pages: proposed, confirmed, stated, read in sums."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from tests.house.english import english_in
from tests.trusts.attribution.investees import Financing
from tests.trusts.books import Books
from tests.trusts.test_api import Speaker
from tests.trusts.test_console import at_the_desk, proposed, text
from trusts.attribution import operations, queries
from trusts.attribution.models import FinancedStatement, Investee
from trusts.contracts.models import Contract

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)
NAMES = {"name_zh": "示例公司", "name_en": "Sample company"}


@pytest.fixture
def contract(books: Books) -> Contract:
    product = books.product()
    books.confirm(books.subscription(product, "1000.00"))
    return Financing(books).contract(product, "C-1", "100.00")


def test_the_whole_way_over_the_interface(books: Books, contract: Contract) -> None:
    asks, decides = Speaker(books.alice), Speaker(books.bob)

    def agreed(path: str, **body: Any) -> dict[str, Any]:
        return decides.confirm(path, asks.propose(path, **body))

    investee = agreed("investees", code="CO-1", kind="company", **NAMES)["id"]
    of = {"investee": investee, "year": 2025, "source": "annual report 2025"}
    agreed("investee-years", **of, equity_cny="300.00", debt_cny="500.00")
    refused = asks.refused(
        "investee-emissions", **of, kind="scope_1", mass_tco2e="1000", option="1a"
    )
    assert refused["errors"][0]["pointer"].endswith("verified_by")
    assert "1b" in refused["errors"][0]["remedy"]
    agreed(
        "investee-emissions",
        **of,
        kind="scope_1",
        mass_tco2e="1000",
        option="1a",
        verified_by="CQC, statement 2026-7",
    )
    agreed(
        "exposures",
        contract=contract.pk,
        investee=investee,
        effective_from="2025-01-01",
        asset_class="business_loans_unlisted_equity",
    )
    moment = pin_known_at()
    operations.attribute(period=YEAR, known_at=moment, by=books.alice)
    found = asks.get("financed-statements", method="pcaf")["results"]
    (row,) = found
    assert (row["share"], row["data_quality"]) == ("0.125000000000", 1)
    assert row["tonnes"]["scope_1"]["part"] == "125.000000"
    pair = asks.get(f"financed-statements/{row['id']}/side-by-side")
    assert pair["guide"] is None
    assert "total investment" in pair["explanation"][0]
    said = asks.get("financed-statements/summary", period="2025")
    assert said["coverage"] == "1.000000"
    assert said["whole"]["intensity"] == "1250000.000000"
    assert said["whole"]["score"] == "1.000000"
    assert [each["asset_class"] for each in said["classes"]] == ["business_loans_unlisted_equity"]
    again = asks.get("financed-statements/summary", period="2025", known_at=moment.isoformat())
    assert again == said


def test_a_second_value_of_a_year_corrects_the_first_by_name(books: Books) -> None:
    asks, decides = Speaker(books.alice), Speaker(books.bob)
    investee = decides.confirm(
        "investees", asks.propose("investees", code="CO-1", kind="company", **NAMES)
    )["id"]
    of = {"investee": investee, "year": 2025, "source": "annual report"}
    first = decides.confirm("investee-years", asks.propose("investee-years", **of, debt_cny="1.00"))
    second = decides.confirm(
        "investee-years", asks.propose("investee-years", **of, debt_cny="2.00")
    )
    assert second["supersedes"] == first["id"]


def test_an_analyst_records_an_investee_on_its_pages(books: Books, contract: Contract) -> None:
    alice, bob = at_the_desk(books.alice), at_the_desk(books.bob)

    def agreed(path: str, **body: Any) -> str:
        where = proposed(alice, path, **body)
        assert where.startswith("/console/"), where[:3000]
        page = text(bob.get(where))
        seen = page.split('name="seen_sha256" value="')[1].split('"')[0]
        decided = bob.post(
            where.replace("/change/", "/decide/"), {"act": "confirm", "seen_sha256": seen}
        )
        assert decided.status_code == 302
        return where

    where = agreed("investee", code="CO-1", kind="company", **NAMES)
    investee = Investee.objects.get()
    of = {"investee": investee.pk, "year": "2025", "source": "annual report 2025"}
    agreed("investeeyear", **of, equity_cny="300", debt_cny="500")
    agreed("investeeemission", **of, kind="scope_1", mass_tco2e="1000", option="1b")
    refused = proposed(alice, "investeeemission", **of, kind="scope_2", mass_tco2e="1", option="9z")
    assert "There is no option 9z" in refused
    agreed(
        "exposure",
        contract=contract.pk,
        investee=investee.pk,
        effective_from="2025-01-01",
        asset_class="business_loans_unlisted_equity",
        percent="100",
    )
    page = text(alice.get(where))
    for shown in ("total equity (CNY)", "300", "scope 1", "1,000", "Record its emissions"):
        assert shown in page
    moment = pin_known_at()
    operations.attribute(period=YEAR, known_at=moment, by=books.alice)
    row = FinancedStatement.objects.get()
    page = text(alice.get(f"/console/trusts/financedstatement/{row.pk}/change/"))
    for shown in ("300 + 500 = 800", "0.125", "scope 1", "125", "total investment"):
        assert shown in page
    page = text(alice.get("/console/attribution/financed/"))
    for shown in ("business loans and unlisted equity", "125", "100.00%", "1,250,000.00"):
        assert shown in page


def test_the_pages_of_what_is_financed_speak_chinese(books: Books, contract: Contract) -> None:
    financing = Financing(books)
    building = financing.investee("B-1", "property")
    financing.year(building, total_investment_cny="500")
    financing.emission(building, "scope_2", "80", "1a")
    financing.exposure(
        contract, building, "commercial_real_estate", value_at_origination_cny=Decimal(400)
    )
    operations.attribute(period=YEAR, known_at=pin_known_at(), by=books.alice)
    reader = at_the_desk(books.alice)
    reader.cookies["language"] = "zh-hans"
    paths = [f"/console/trusts/investee/{building.pk}/change/", "/console/attribution/financed/"]
    paths += [
        f"/console/trusts/financedstatement/{row.pk}/change/"
        for row in FinancedStatement.objects.order_by("id")
    ]
    pages = [text(reader.get(path)) for path in paths]
    assert [each for each in english_in(pages) if each != "for the test"] == []
    assert "PCAF 除以发放时的物业价值" in pages[-1]


def test_who_may_only_read_proposes_no_investee(books: Books, charlie: Any) -> None:
    refused = Speaker(charlie).refused("investees", code="CO-1", kind="company", **NAMES)
    assert refused["status"] == 403
    assert queries.investees(known_at=pin_known_at()) == []
