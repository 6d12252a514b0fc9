"""Movement files: judged against the books, entered as one batch."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from config.archive import queries as archive
from config.kernel import proposals
from config.kernel.periods import Period
from tests.trusts.books import FEB, JAN, Books, now
from tests.trusts.intake.making import csv_of, xlsx_of
from trusts.intake import operations
from trusts.intake.models import FaultyImport, HeldReference, Import
from trusts.ledger import operations as ledger
from trusts.ledger import queries as balances
from trusts.ledger.models import Entry, EntryBatch, Line

pytestmark = pytest.mark.django_db

GOOD = (
    ("T-1", "2025-01-02", "认购", '"1,000.00"', "", "R-1", ""),
    ("T-1", "2025-01-03", "放款", "400.00", "C-1", "R-2", "first"),
    ("T-1", "2025-02-03", "利息收入", "10.00", "C-1", "R-3", ""),
    ("T-1", "2025-02-04", "信托报酬", "1.50", "", "R-4", ""),
    ("T-1", "2025-02-05", "分配收益", "5.00", "", "R-5", ""),
    ("T-1", "2025-02-06", "还本", "100.00", "C-1", "R-6", ""),
    ("T-1", "2025-02-07", "返还本金", "50.00", "", "R-7", ""),
)


def errors_of(row: Import) -> list[str]:
    """Return the lines of the file of errors."""
    assert row.errors_file is not None
    return archive.read(row.errors_file).decode("utf-8-sig").splitlines()


def sent(books: Books, content: bytes, name: str = "movements.csv", **more: Any) -> Import:
    """Return the import that a file of movements becomes."""
    found, _stood = operations.send_file(
        file=content, name=name, subject="movements", **{"source": "TA", **books.who, **more}
    )
    assert isinstance(found, Import)
    return found


def codes(found: Import) -> dict[int, set[str]]:
    """Return what was found, by row."""
    rows: dict[int, set[str]] = {}
    for each in found.findings:
        rows.setdefault(each["row"], set()).add(each["code"])
    return rows


@pytest.fixture
def ready(books: Books) -> Books:
    """Return books with a product and a contract of 500."""
    books.contract(books.product(), committed="500.00")
    return books


def test_a_file_is_entered_whole_when_a_second_person_confirms(ready: Books) -> None:
    row = sent(ready, csv_of(*GOOD))
    assert (row.rows_read, row.rows_accepted, row.is_blocked) == (7, 7, False)
    assert row.findings == []
    assert not Line.objects.exists()
    ready.confirm(row)
    product = Entry.objects.values_list("product_id", flat=True)[0]
    balance = balances.balances([product], on=dt.date(2025, 3, 1), known_at=now())[product]
    assert balance.by_account == {
        "cash": Decimal("653.50"),
        "paid_in_capital": Decimal("-1000.00"),
        "investments": Decimal("300.00"),
        "income_interest": Decimal("-10.00"),
        "expense_trustee_fee": Decimal("1.50"),
        "distributions": Decimal("5.00"),
        "capital_returned": Decimal("50.00"),
    }
    assert set(Line.objects.values_list("recorded_at", flat=True)) == {
        EntryBatch.objects.get().recorded_at
    }


def test_three_faulty_rows_are_named_mended_and_entered(ready: Books) -> None:
    faulty = [list(each) for each in GOOD]
    faulty[1][3] = "4OO.00"
    faulty[3][0] = "T-9"
    faulty[5][1] = "03/02/2025"
    row = sent(ready, csv_of(*faulty))
    assert codes(row) == {
        3: {"amount_unreadable"},
        5: {"product_unknown"},
        7: {"day_ambiguous"},
    }
    assert row.is_blocked
    assert not Entry.objects.exists()
    with pytest.raises(FaultyImport, match="3 faulty"):
        ready.confirm(row)
    lines = errors_of(row)
    assert lines[0].endswith("备注,error,remedy")
    assert "There is no confirmed product" in lines[4]
    assert lines[1].endswith("R-1,,,")
    mended = (
        "\r\n".join(lines)
        .replace("4OO", "400")
        .replace("T-9", "T-1")
        .replace("03/02/2025", "2025-02-06")
    )
    again = sent(ready, mended.encode(), name="mended.csv")
    assert (again.findings, again.is_blocked) == ([], False)
    ready.confirm(again)
    assert Line.objects.count() == 14


def test_the_faulty_rows_are_left_out_only_when_somebody_says_so(ready: Books) -> None:
    rows = [list(each) for each in GOOD]
    rows[3][0] = "T-9"
    blocked = sent(ready, csv_of(*rows))
    assert blocked.is_blocked
    again, _stood = operations.send_again(batch=blocked, leaves_out=True, **ready.who)
    assert isinstance(again, Import)
    assert blocked.decision == "withdrawn"
    assert (again.leaves_out, again.is_blocked, again.rows_accepted) == (True, False, 6)
    assert again.plan["left_out"] == [5]
    ready.confirm(again)
    assert Entry.objects.filter(decision="confirmed").count() == 6
    left = errors_of(again)
    assert len(left) == 2
    assert left[1].startswith("T-9")


def test_what_leans_on_a_row_left_out_is_left_out_too(ready: Books) -> None:
    rows = [list(each) for each in GOOD[:2]]
    rows[0][3] = "1OOO"
    blocked = sent(ready, csv_of(*rows))
    assert codes(blocked) == {2: {"amount_unreadable"}}
    assert blocked.plan["balances"] == "some"
    row, _stood = operations.send_again(batch=blocked, leaves_out=True, **ready.who)
    assert isinstance(row, Import)
    assert codes(row) == {2: {"amount_unreadable"}, 3: {"cash_overdrawn"}}
    assert row.is_blocked  # nothing is left to enter


def test_the_same_file_again_is_recognized(ready: Books) -> None:
    first = sent(ready, csv_of(*GOOD))
    second, stood = operations.send_file(
        file=csv_of(*GOOD), name="other.csv", subject="movements", source="TA", **ready.who
    )
    assert (second, stood) == (first, True)
    assert Import.objects.count() == 1


def test_references_come_once_from_their_source(ready: Books) -> None:
    first = sent(ready, csv_of(*GOOD))
    other = csv_of(("T-1", "2025-01-02", "认购", "1.00", "", "R-1", "again"))
    assert codes(sent(ready, other)) == {2: {"reference_taken"}}
    elsewhere = csv_of(("T-1", "2025-01-02", "认购", "1.00", "", "R-1", "elsewhere"))
    assert codes(sent(ready, elsewhere, source="FA")) == {}
    twice = csv_of(GOOD[0], GOOD[0])
    assert codes(sent(ready, twice, source="AM")) == {3: {"reference_repeated"}}
    proposals.reject(first, by=ready.bob, note="wrong file")
    assert not HeldReference.objects.filter(source="TA").exists()
    assert {each.decision for each in Entry.objects.filter(batch=first.entry_batch)} == {"rejected"}
    assert codes(sent(ready, other + b"\r\n")) == {}


def test_a_whole_row_said_twice_without_a_reference_is_only_odd(ready: Books) -> None:
    row = ("T-1", "2025-01-02", "认购", "1.00", "", "", "")
    found = sent(ready, csv_of(row, row))
    assert codes(found) == {3: {"row_repeated"}}
    assert (found.is_blocked, found.rows_accepted) == (False, 2)


def test_rows_that_the_books_cannot_take_are_named(ready: Books) -> None:
    other = ready.product("T-2")
    ready.confirm(ready.subscription(other, "10.00"))
    close = ledger.propose_close(product=other, period=Period(JAN, FEB), **ready.who)
    ready.confirm(close)
    found = sent(
        ready,
        csv_of(
            ("T-2", "2025-01-15", "认购", "5.00", "", "1", ""),
            ("T-2", "2025-02-15", "分配收益", "11.00", "", "2", ""),
            ("T-2", "2025-02-15", "放款", "1.00", "C-1", "3", ""),
            ("T-1", "2025-02-15", "放款", "1.00", "", "4", ""),
            ("T-1", "2025-02-15", "认购", "1.00", "C-1", "5", ""),
            ("T-1", "2025-02-15", "放款", "1.00", "C-9", "6", ""),
            ("T-1", "2025-02-15", "还本", "1.00", "C-1", "7", ""),
            ("T-1", "2025-02-16", "认购", "1000.00", "", "8", ""),
            ("T-1", "2025-02-17", "放款", "500.01", "C-1", "9", ""),
        ),
    )
    alone = {
        2: {"day_closed"},
        4: {"contract_of_another"},
        5: {"contract_missing"},
        6: {"contract_needless"},
        7: {"contract_unknown"},
    }
    # Rows 5 and 7 cannot be read as movements of T-1, so its balances wait until they can.
    assert codes(found) == alone
    assert found.plan["balances"] == "some"
    strict, _stood = operations.send_again(batch=found, leaves_out=True, **ready.who)
    assert isinstance(strict, Import)
    short = {8: {"repaid_beyond_drawn"}, 10: {"above_commitment"}, 3: {"cash_overdrawn"}}
    assert codes(strict) == {**alone, **short}
    assert (strict.rows_accepted, strict.plan["balances"]) == (1, "all")


def test_a_workbook_is_judged_as_a_csv_is(ready: Books) -> None:
    rows: list[list[Any]] = [
        ["T-1", dt.date(2025, 1, 2), "subscription", 1000, "", "R-1", "=1+1 is text"],
        ["T-1", "2025/1/3", "放款", "400.00", "C-1", "R-2", ""],
        ["T-1", 45688, "认购", 1, "", "R-3", ""],
    ]
    row = sent(ready, xlsx_of(*rows[:2]), name="movements.xlsx")
    assert row.findings == []
    faulty = sent(ready, xlsx_of(*rows), name="faulty.xlsx", source="B")
    assert codes(faulty) == {4: {"day_serial"}}
    assert faulty.errors_file is not None
    assert faulty.errors_file.name == "faulty-errors.xlsx"
    content = archive.read(faulty.errors_file)
    again = sent(ready, content, name="again.xlsx", source="C")
    assert codes(again) == {4: {"day_serial"}}
