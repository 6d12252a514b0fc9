"""Investees, their values, emissions and exposures by file, judged row by row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.trusts.attribution.investees import Financing
from tests.trusts.books import Books
from tests.trusts.intake.making import csv_of
from tests.trusts.intake.test_register import said, sent
from trusts.attribution.models import Exposure, Investee, InvesteeEmission, InvesteeYear

pytestmark = pytest.mark.django_db
INVESTEE = ("code", "name_zh", "name_en", "kind", "party")


def test_four_files_bring_a_company_its_value_its_emissions_and_its_money(books: Books) -> None:
    books.party("CO")
    product = books.product()
    books.confirm(books.subscription(product, "1000.00"))
    Financing(books).contract(product, "C-1", "100.00")
    books.confirm(
        sent(books, "investees", csv_of(("CO-1", "公司", "Company", "企业", "CO"), header=INVESTEE))
    )
    values = ("investee", "year", "equity_cny", "debt_cny", "source")
    row = ("CO-1", "2025", "(50.00)", "500.00", "annual report")
    books.confirm(sent(books, "investee_values", csv_of(row, header=values)))
    emissions = ("investee", "year", "kind", "mass_tco2e", "option", "verified_by", "source")
    rows = (
        ("CO-1", "2025", "范围一", "1240.5", "1a", "CQC 2026-1", "report"),
        ("CO-1", "2025", "范围二", "80", "1b", "", "report"),
    )
    books.confirm(sent(books, "investee_emissions", csv_of(*rows, header=emissions)))
    exposures = ("contract", "investee", "effective_from", "asset_class")
    row = ("C-1", "CO-1", "2025-01-01", "企业贷款与非上市股权")
    books.confirm(sent(books, "exposures", csv_of(row, header=exposures)))
    found = Investee.objects.confirmed().get()
    assert found.party is not None
    assert InvesteeYear.objects.confirmed().get().equity_cny == -50
    assert [each.mass_tco2e for each in InvesteeEmission.objects.confirmed().order_by("id")] == [
        Decimal("1240.5"),
        80,
    ]
    assert Exposure.objects.confirmed().get().percent == 100


def test_a_row_whose_evidence_does_not_hold_is_named(books: Books) -> None:
    Financing(books).investee("CO-1", "company")
    header = ("investee", "year", "kind", "mass_tco2e", "option", "source")
    rows = (
        ("CO-1", "2025", "范围一", "1", "1a", "report"),
        ("CO-9", "2025", "范围一", "1", "1b", "report"),
        ("CO-1", "2025", "范围一", "-1", "1b", "report"),
    )
    assert said(sent(books, "investee_emissions", csv_of(*rows, header=header))) == [
        (2, "verifier_missing", "verified_by"),
        (3, "not_found", ""),
        (4, "mass_unfit", "mass_tco2e"),
    ]
