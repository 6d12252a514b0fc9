"""What the database refuses of splits and terms whoever asks, in raw SQL, as app and as owner."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from tests.conftest import speak_as
from tests.people import make_alice, make_bob
from tests.trusts.books import FEB, JAN, Books
from trusts.contracts.models import Contract, ContractTerms, Split, SplitLine
from trusts.ledger.models import Line
from trusts.ledger.operations import load_chart
from trusts.register.operations import load_editions

CONFIRM = (
    "update {{table}} set decision = 'confirmed', decided_by_id = {{bob}} where id = {{{row}}}"
)
SPLIT = (
    "insert into trusts_split (contract_id, effective_from, kind, shares, proposed_by_id, reason,"
    " decision, decision_note, content_sha256) values"
    " ({contract}, '2025-05-01', '%s', '%s', {alice}, 'r', '', '', '')"
)
LINE = (
    "insert into trusts_splitline (split_id, project_id, project_code, percent, amount)"
    " values ({split}, {project}, 'P-1', %s)"
)


def confirming(table: str, row: str) -> str:
    return CONFIRM.format(row=row).replace("{table}", f"trusts_{table}")


def splitting(kind: str, *shares: dict[str, object]) -> str:
    """Return the insertion of a split; doubled braces survive the filling in."""
    text = json.dumps([{"project": "<project>", "code": "P-1", **share} for share in shares])
    return (SPLIT % (kind, text.replace("{", "{{").replace("}", "}}"))).replace(
        '"<project>"', "{project}"
    )


ATTACKS = {
    "more than the whole": splitting("percent", {"percent": "100.000001"}),
    "percentages as amounts": splitting("amount", {"percent": "10.000000"}),
    "amounts as percentages": splitting("percent", {"amount": "10.00"}),
    "both at once": splitting("amount", {"amount": "10.00", "percent": "1.000000"}),
    "a third kind": splitting("share", {"share": "1"}),
    "a tenth of a fen": splitting("amount", {"amount": "1.001"}),
    "nothing": splitting("amount", {"amount": "0.00"}),
    "less than nothing": splitting("amount", {"amount": "-1.00"}),
    "not a number": splitting("amount", {"amount": "NaN"}),
    "no number": splitting("amount", {"amount": None}),
    "no percentage": splitting("percent", {"percent": None}),
    "one project twice": splitting("amount", {"amount": "1.00"}, {"amount": "2.00"}),
    "an unknown project": splitting("amount", {"amount": "1.00", "code": "P-X"}),
    "amounts above the commitment": confirming("split", "too_much"),
    "a second split from the same day": confirming("split", "second"),
    "a share alone": LINE % "1, null",
    "an amount alone": LINE % "null, 1",
    "an amount changed": "update trusts_splitline set amount = 1, percent = null",
    "a share that is both": LINE % "1, 1",
    "a split that says other things": "update trusts_split set kind = 'amount'",
    "drawn above the commitment": confirming("entry", "above"),
    "drawn above the cash": confirming("entry", "overdrawn"),
    "repaid beyond what was drawn": confirming("entry", "beyond"),
    "terms changed": "update trusts_contractterms set committed_amount = 10000000",
    "a commitment that is no number": (
        "insert into trusts_contractterms (contract_id, effective_from, instrument, asset_class,"
        " isin, security_code, series_name, use_of_funds, city, province, counterparty_id,"
        " industry_code, committed_amount, proposed_by_id, reason, decision, decision_note,"
        " content_sha256) select {contract}, '2025-05-01', 'loan', '', '', '', '', '', '', '',"
        " counterparty_id, 'D44', 'NaN', {alice}, 'r', '', '', '' from trusts_contractterms limit 1"
    ),
}


@pytest.fixture
def ids(committed_db: str) -> dict[str, int]:
    """Commit a contract with its split and return what the attacks aim at."""
    books = Books(make_alice(), make_bob())
    load_editions(by=books.alice)
    load_chart(by=books.alice)
    product = books.product()
    (project,) = books.projects("P-1")
    books.confirm(books.subscription(product, "500.00"))
    contract = books.contract(product, committed="1000.00")
    standing = books.confirm(books.split(contract, {"P-1": "60"}))
    above = books.drawdown(contract, "450.00", FEB)
    too_much = books.split_amounts(contract, {"P-1": "900.00"}, FEB)
    held = ContractTerms.objects.get(contract=contract)
    lowered = books.contract_terms(contract, committed_amount=Decimal("400.00"), supersedes=held)
    books.confirm(lowered)
    wide = books.contract(product, "C-2")
    return {
        "alice": books.alice.pk,
        "bob": books.bob.pk,
        "project": project.pk,
        "contract": contract.pk,
        "split": standing.pk,
        "too_much": too_much.pk,
        "second": books.split(contract, {"P-1": "1"}).pk,
        "straight": books.split_amounts(contract, {"P-1": "400.00"}, FEB).pk,
        "above": above.pk,
        "overdrawn": books.drawdown(wide, "500.01").pk,
        "beyond": books.repayment(contract, "0.01").pk,
    }


@pytest.mark.committing
@pytest.mark.parametrize("role", ["app", "owner"])
def test_no_attack_on_splits_and_terms_goes_through(
    ids: dict[str, int], committed_db: str, role: str
) -> None:
    before = _everything()
    speak_as(role, database=committed_db)
    accepted = [name for name, attack in ATTACKS.items() if _goes_through(attack.format(**ids))]
    speak_as("app", database=committed_db)
    assert accepted == []
    assert _everything() == before


@pytest.mark.committing
def test_the_same_doors_are_open_to_what_is_allowed(ids: dict[str, int]) -> None:
    """The control: what the attacks bend is accepted when it is straight."""
    assert _goes_through(splitting("percent", {"percent": "100.000000"}).format(**ids))
    assert _goes_through(splitting("amount", {"amount": "9.00"}).format(**ids))
    assert _goes_through(confirming("split", "straight").format(**ids))
    number = ATTACKS["a commitment that is no number"].replace("'NaN'", "5")
    assert _goes_through(number.format(**ids))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("isin", "US03783310051"),
        ("isin", "us0378331005"),
        ("asset_class", "gold"),
        ("interest_rate_percent", Decimal("100.01")),
        ("industry_code", "Z1"),
        ("committed_amount", Decimal(0)),
    ],
)
def test_terms_that_say_impossible_things_are_refused_by_the_table(
    books: Books, column: str, value: object
) -> None:
    contract = books.contract(books.product())
    row = ContractTerms.objects.get(contract=contract)
    changed = ContractTerms(
        contract=contract,
        effective_from=FEB,
        instrument="bond",
        counterparty=row.counterparty,
        industry_code="D4416",
        committed_amount=Decimal(1),
        proposed_by=books.alice,
        reason="r",
    )
    setattr(changed, column, value)
    with pytest.raises(DatabaseError), transaction.atomic():
        changed.save()


@pytest.mark.django_db
def test_terms_of_long_ago_still_stand_in_their_columns(books: Books) -> None:
    """What was not asked before is not stated, and says so."""
    contract = books.contract(books.product())
    row = ContractTerms.objects.get(contract=contract, effective_from=JAN)
    assert (row.asset_class, row.isin, row.interest_rate_percent) == ("", "", None)


def _goes_through(statements: str) -> bool:
    with connection.cursor() as cursor:
        try:
            cursor.execute("begin")
            cursor.execute(statements)
        except DatabaseError:
            return False
        else:
            return cursor.rowcount != 0
        finally:
            cursor.execute("rollback")


def _everything() -> str:
    models = (Contract, ContractTerms, Split, SplitLine, Line)
    return json.dumps([list(each.objects.order_by("id").values()) for each in models], default=str)
