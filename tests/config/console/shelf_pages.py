"""Staff pages for the tests' own shelf, put up and taken down by a fixture."""

# ruff: noqa: ARG002  (what a page is given and what it needs differ)

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from config.archive import operations as archive
from config.console import dashboard
from config.console.admin import BatchAdmin, FactAdmin, ProposedAdmin, person
from config.console.dashboard import Card, Chart, Step
from config.console.record import Act, Formula, Line, Link, Table, keyset_table
from config.console.site import site
from config.kernel import proposals
from config.kernel.errors import InvalidInput
from config.kernel.findings import Finding, tally
from tests.shelf.models import Crate, Label, Loan, Sighting

VIEW = "trusts.register.view"


class SightingAdmin(FactAdmin[Sighting]):
    """Sightings."""

    view_permission = VIEW
    list_display = ("text", "recorded_at")
    search_fields = ("text",)


class LoanAdmin(ProposedAdmin[Loan]):
    """Loans, with everything that a record can show."""

    view_permission = VIEW
    list_display = ("text", "amount")
    search_fields = ("text",)

    def record_formula(self, request: HttpRequest, row: Loan) -> Formula:
        """Return an invented formula."""
        return Formula(
            "amount × share",
            [Line("amount", f"{row.amount}", "CNY"), Line("share", "0.5")],
            Line("result", f"{row.amount / 2}", "CNY"),
        )

    def record_links(self, request: HttpRequest, row: Loan) -> list[Link]:
        """Return an invented way on."""
        return [Link("sightings", "/console/shelf/sighting/")]

    def record_tables(self, request: HttpRequest, row: Loan) -> list[Table]:
        """Return all sightings, two a page."""
        columns = [("id", "pk"), ("text", "text"), ("recorded", "recorded_at")]
        return [keyset_table(request, Sighting.objects.all(), columns, numeric=[0], limit=2)]

    def record_acts(self, request: HttpRequest, row: Loan) -> list[Act]:
        """Return one button."""
        return [Act("wave", "Wave")]

    def perform_act(self, request: HttpRequest, row: Loan, name: str) -> str:
        """Wave."""
        return f"{person(request)} waves"


class LabelAdmin(ProposedAdmin[Label]):
    """Labels in versions."""

    view_permission = VIEW
    list_display = ("thing", "text", "effective_from")
    search_fields = ("thing", "text")


class CrateAdmin(BatchAdmin[Crate]):
    """Crates: a file with the word bad in it is refused, one with odd in it has a finding."""

    view_permission = VIEW

    def perform_propose(self, request: HttpRequest, form: Any) -> Crate:
        """Keep the file, judge it, and propose the crate."""
        content: bytes = form.cleaned_data["file"].read()
        name = form.cleaned_data["file"].name
        if b"bad" in content:
            raise InvalidInput([bad_row(3)])
        found = [odd_row(2)] if b"odd" in content else []
        row = Crate(
            kind="slips",
            source=form.cleaned_data["source"],
            original=archive.store(content=content, name=name, media_type="text/csv"),
            original_name=name,
            file_sha256=hashlib.sha256(content).hexdigest(),
            rows_read=2,
            rows_accepted=2 - len(found),
            finding_counts=tally(found),
            findings=[each.to_json() for each in found],
            is_sample=True,
        )
        return proposals.propose(row, by=person(request), reason=form.cleaned_data["reason"])


def bad_row(row: int) -> Finding:
    """Return an error in a row."""
    return Finding(
        code="bad_slip",
        message="{word} is no slip",
        row=row,
        field="text",
        value="bad",
        remedy="write a slip",
        facts={"word": "bad"},
    )


def odd_row(row: int) -> Finding:
    """Return an oddity in a row."""
    return Finding(code="odd_slip", message="odd", row=row, field="text", value="odd")


def total(request: HttpRequest) -> Card | None:
    """Return the sum of the confirmed loans."""
    loans = Loan.objects.confirmed()
    amount = sum((each.amount for each in loans), Decimal(0))
    return Card("Lent", amount, "CNY", url="/console/shelf/loan/") if loans else None


def by_loan(request: HttpRequest) -> Chart | None:
    """Return the loans as bars."""
    values = [
        {"loan": each.text, "amount": float(each.amount)} for each in Loan.objects.confirmed()
    ]
    spec = {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "x": {"field": "loan", "type": "nominal", "title": None},
            "y": {"field": "amount", "type": "quantitative", "title": "CNY"},
        },
    }
    return Chart("Loans", spec, summary="each loan and its amount") if values else None


def first_loan(request: HttpRequest) -> Step:
    """Return what an empty shelf needs."""
    return Step(
        "Lend something",
        "Nothing is lent yet.",
        "/console/shelf/loan/add/",
        Loan.objects.confirmed().exists(),
    )


PAGES = {Sighting: SightingAdmin, Loan: LoanAdmin, Label: LabelAdmin, Crate: CrateAdmin}


@contextmanager
def put_up() -> Iterator[None]:
    """Register the shelf's pages and its parts of the dashboard; take them down at the end."""
    parts = dashboard.PARTS
    kept = [dict(each) for each in (parts.cards, parts.charts, parts.tables, parts.steps)]
    for model, page in PAGES.items():
        site.register(model, page)
    dashboard.card(permission=VIEW)(total)
    dashboard.chart(permission=VIEW)(by_loan)
    dashboard.first_step(permission=VIEW)(first_loan)
    try:
        yield
    finally:
        site.unregister(list(PAGES))
        for each, before in zip(
            (parts.cards, parts.charts, parts.tables, parts.steps), kept, strict=True
        ):
            each.clear()
            each.update(before)
