"""Products, parties, contracts and splits from files: tried for real, entered by two people."""

from __future__ import annotations

from typing import Any

import pytest

from tests.trusts.books import Books
from tests.trusts.intake.making import csv_of, xlsx_of
from trusts.contracts.models import Contract, ContractTerms, Split
from trusts.intake import operations
from trusts.intake.models import Import
from trusts.intake.subjects import SUBJECTS, RowNoLongerFits
from trusts.register.models import Party, Product, ProductTerms

pytestmark = pytest.mark.django_db

PRODUCT = ("code", "registration_code", "name_zh", "name_en", "effective_from", "kind", "form",
           "structure", "status", "established_on")  # fmt: skip
CONTRACT = ("product", "code", "name_zh", "name_en", "effective_from", "instrument",
            "counterparty", "industry_code", "committed_amount")  # fmt: skip
SPLIT = ("contract", "effective_from", "project", "percent")


def product(number: int, **changes: str) -> list[str]:
    """Return a row of a product."""
    values = {
        "code": f"T-{number}",
        "registration_code": f"REG-{number}",
        "name_zh": f"信托{number}",
        "name_en": f"Trust {number}",
        "effective_from": "2025-01-01",
        "kind": "AM.2",
        "form": "GT-EQUITY",
        "structure": "集合",
        "status": "存续",
        "established_on": "2025-01-01",
    }
    return list({**values, **changes}.values())


def sent(books: Books, subject: str, content: bytes, name: str = "rows.csv") -> Import:
    """Return the import that a file becomes."""
    found, _stood = operations.send_file(file=content, name=name, subject=subject, **books.who)
    assert isinstance(found, Import)
    return found


def said(row: Import) -> list[tuple[int, str, str]]:
    """Return what was found: row, code, field."""
    return [(each["row"], each["code"], each["field"]) for each in row.findings]


def test_forty_products_on_a_friday(books: Books) -> None:
    rows = [product(number) for number in range(40)]
    row = sent(books, "products", xlsx_of(*rows, header=PRODUCT), name="friday.xlsx")
    assert (row.rows_accepted, row.findings) == (40, [])
    assert not Product.objects.exists()  # tried for real, and taken back
    books.confirm(row)
    assert Product.objects.confirmed().count() == 40
    assert ProductTerms.objects.confirmed().count() == 40
    entered = Product.objects.get(code="T-7")
    assert (entered.proposed_by, entered.decided_by) == (books.alice, books.bob)


def test_each_refusal_of_the_register_is_a_finding_of_its_row(books: Books) -> None:
    books.product("T-1")
    content = csv_of(
        product(1),
        product(2, kind="AM"),
        product(3, kind="nonsense"),
        product(4, established_on=""),
        product(5),
        product(5, registration_code="REG-5b"),
        product(6, structure="圆形"),
        header=PRODUCT,
    )
    row = sent(books, "products", content)
    assert said(row) == [
        (2, "code_taken", "code"),
        (3, "kind_not_specific", "kind"),
        (4, "not_found", ""),
        (5, "day_missing", "established_on"),
        (7, "code_taken", "code"),
        (8, "choice_unknown", "structure"),
    ]
    assert (row.is_blocked, row.rows_faulty, Product.objects.count()) == (True, 6, 1)


def test_what_no_longer_fits_at_the_confirmation_enters_nothing(books: Books) -> None:
    row = sent(books, "products", csv_of(product(1), product(2), header=PRODUCT))
    books.product("T-2")
    with pytest.raises(RowNoLongerFits, match=r"Row 3 .*held by T-2"):
        books.confirm(row)
    row.refresh_from_db()
    assert row.is_pending
    assert Product.objects.count() == 1


def test_parties_contracts_and_splits_follow_each_other(books: Books) -> None:
    books.product("T-1")
    books.projects("P-1", "P-2")
    parties = csv_of(
        ("SPV-1", "项目公司", "Vehicle", "公司"),
        header=("code", "name_zh", "name_en", "party_type"),
    )
    books.confirm(sent(books, "parties", parties))
    assert Party.objects.confirmed().get().code == "SPV-1"
    base = ["T-1", "C-1", "合同", "Contract", "2025-01-01", "贷款", "SPV-1", "D4416", "1,000.00"]
    content = csv_of([*base[:8], '"1,000.00"'], header=CONTRACT)
    books.confirm(sent(books, "contracts", content))
    assert Contract.objects.confirmed().get().code == "C-1"
    assert ContractTerms.objects.confirmed().get().committed_amount == 1000
    splits = csv_of(
        ("C-1", "2025-01-01", "P-1", "60%"), ("C-1", "2025-01-01", "P-2", "30"), header=SPLIT
    )
    books.confirm(sent(books, "splits", splits))
    assert [each.percent for each in Split.objects.confirmed().get().parsed_shares()] == [60, 30]


def test_the_rows_of_one_split_fall_together(books: Books) -> None:
    books.contract(books.product())
    books.projects("P-1", "P-2")
    over = csv_of(
        ("C-1", "2025-01-01", "P-1", "60"), ("C-1", "2025-01-01", "P-2", "50"), header=SPLIT
    )
    assert said(sent(books, "splits", over)) == [
        (2, "over_allocated", ""),
        (3, "row_of_a_faulty_group", ""),
    ]


def test_natural_persons_do_not_come_by_file(books: Books) -> None:
    header = ("code", "name_zh", "name_en", "party_type")
    row = sent(books, "parties", csv_of(("A", "王某", "Wang", "自然人"), header=header))
    assert said(row) == [(2, "choice_unknown", "party_type")]


@pytest.mark.parametrize("name", sorted(SUBJECTS))
def test_a_template_is_read_by_the_one_who_wrote_it(books: Books, name: str) -> None:
    content = operations.template_of(SUBJECTS[name])
    row = sent(books, name, content, name=f"{name}.xlsx")
    assert [each["code"] for each in row.findings] == ["no_rows"]
    assert row.is_blocked


def test_a_header_that_is_not_understood_is_refused_before_the_file_is_kept(books: Books) -> None:
    with pytest.raises(Exception, match="fault") as caught:
        sent(books, "splits", csv_of(("1", "2"), header=("甲", "乙")))
    refusal: Any = caught.value
    assert [each.code for each in refusal.findings] == ["column_missing"] * 3
    assert not Import.objects.exists()
