"""Staff pages of the ledger."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from config.console import navigation
from config.console.admin import Asked, BulkAct, FactAdmin, ProposedAdmin, person
from config.console.record import Act, Table
from config.console.site import site
from config.kernel.models import Decision
from config.kernel.periods import Period
from trusts.ledger import operations, queries
from trusts.ledger.models import Account, Entry, PeriodMove
from trusts.ledger.rules import PeriodMoveKind, Posting
from trusts.register.admin import ProductAdmin
from trusts.register.forms import PairsField
from trusts.register.models import Product

navigation.room("trusts.ledger", title=gettext_lazy("Ledger"), order=20)

VIEW = "trusts.ledger.view"


@admin.register(Account, site=site)
class AccountAdmin(FactAdmin[Account]):
    """The chart of accounts."""

    view_permission = VIEW
    icon = "list_alt"
    list_display = ("code", "name_zh", "name_en", "nature")
    ordering = ("id",)


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]  # (subscripted by stubs only)
    """An entry whose postings are written a line each."""

    postings = PairsField(
        label=gettext_lazy("postings"),
        word="account",
        number="amount",
        help_text=gettext_lazy(
            "One a line: account and amount, a debit positive, a credit negative. They add up to 0."
        ),
    )

    class Meta:
        model = Entry
        fields = ("product", "effective_on", "kind", "memo", "contract", "postings")


@admin.register(Entry, site=site)
class EntryAdmin(ProposedAdmin[Entry]):
    """Entries in the books of products."""

    view_permission = VIEW
    icon = "receipt_long"
    list_display = ("product", "effective_on", "kind", "contract", "memo")
    list_filter = (*ProposedAdmin.list_filter, "kind")
    list_select_related = ("product", "contract")
    form = EntryForm
    propose_fields = ("product", "effective_on", "kind", "memo", "contract", "postings")
    record_hidden = ProposedAdmin.record_hidden | frozenset({"postings"})

    def perform_propose(self, request: HttpRequest, form: Any) -> Entry:
        """Propose the entry of the form."""
        given = dict(form.cleaned_data)
        contract, stored = given.pop("contract"), given.pop("postings")
        return operations.propose_entry(
            **given,
            postings=[Posting.from_json(each) for each in stored],
            contract_id=contract.pk if contract else None,
            by=person(request),
        )

    def record_tables(self, request: HttpRequest, row: Entry) -> list[Table]:
        """Return the postings, debits and credits in columns of their own."""
        names = {account.code: account for account in queries.chart()}
        rows = [
            (
                names[each.account],
                each.amount if each.amount > 0 else "",
                -each.amount if each.amount < 0 else "",
            )
            for each in row.parsed_postings()
        ]
        postings = Table(
            title=_("Postings"),
            headers=[_("account"), _("debit (CNY)"), _("credit (CNY)")],
            rows=rows,
            numeric=frozenset({1, 2}),
        )
        return [*super().record_tables(request, row), postings]

    def record_acts(self, request: HttpRequest, row: Entry) -> list[Act]:
        """Return the reversal, where there is something to reverse."""
        may = person(request).may(Entry.propose_permission)
        if not may or row.decision != Decision.CONFIRMED:
            return []
        return [Act("reverse", _("Propose its reversal, effective today"))]

    def perform_act(self, request: HttpRequest, row: Entry, name: str) -> str:  # noqa: ARG002
        """Propose the reversal."""
        reversal = operations.propose_reversal(
            entry=row,
            effective_on=timezone.localdate(),
            by=person(request),
            reason=_("Reversal asked for on the page of {entry}.").format(entry=row),
        )
        return _("Proposed: {row}. A second person has to confirm it.").format(row=reversal)


@admin.register(PeriodMove, site=site)
class PeriodMoveAdmin(ProposedAdmin[PeriodMove]):
    """Decisions to close books and to open them again."""

    view_permission = VIEW
    icon = "lock_clock"
    list_display = ("product", "move", "starts_on", "ends_on")
    list_filter = (*ProposedAdmin.list_filter, "move")
    list_select_related = ("product",)

    def perform_propose(self, request: HttpRequest, form: Any) -> PeriodMove:
        """Propose to close or to reopen."""
        given = dict(form.cleaned_data)
        closes = given.pop("move") == PeriodMoveKind.CLOSE
        propose = operations.propose_close if closes else operations.propose_reopen
        period = Period(given.pop("starts_on"), given.pop("ends_on"))
        return propose(**given, period=period, by=person(request))


def balances_panel(_request: HttpRequest, product: Product) -> list[Table]:
    """Return a product's balances today, for its page."""
    today, now = timezone.localdate(), timezone.now()
    found = queries.balances([product.pk], on=today, known_at=now)[product.pk]
    rows: list[tuple[Any, ...]] = [
        (_("Paid-in trust capital"), found.paid_in),
        (_("Outstanding"), found.outstanding),
    ]
    rows += [
        (account, found.of(account.code))
        for account in queries.chart()
        if account.code in found.by_account
    ]
    return [
        Table(
            title=_("Balances today"),
            headers=[_("account"), _("balance (CNY)")],
            rows=rows,
            numeric=frozenset({1}),
        )
    ]


ProductAdmin.panels.append(balances_panel)


class MonthForm(forms.Form):
    """Which month is to be closed."""

    month = forms.CharField(
        label=gettext_lazy("month"),
        max_length=7,
        widget=UnfoldAdminTextInputWidget({"placeholder": "2025-12"}),
        help_text=gettext_lazy("Such as 2025-12; the books of every selected product close."),
    )

    def clean_month(self) -> Period:
        """Return the month as a period."""
        text = self.cleaned_data["month"].strip()
        try:
            year, month = (int(part) for part in text.split("-"))
            return Period.month(year, month)
        except ValueError as error:
            raise forms.ValidationError(_("Not a month; write 2025-12.")) from error


def _propose_to_close(product: Product, asked: Asked) -> PeriodMove:
    return operations.propose_close(
        product=product, period=asked.data["month"], by=asked.by, reason=asked.reason
    )


ProductAdmin.bulk_acts = (
    *ProductAdmin.bulk_acts,
    BulkAct(
        "close-month",
        gettext_lazy("Propose to close a month"),
        _propose_to_close,
        PeriodMove.propose_permission,
        form_class=MonthForm,
        hint=gettext_lazy("One proposal for each product; a second person confirms each."),
    ),
)
