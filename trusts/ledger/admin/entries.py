"""Staff pages of the chart, of entries and of their batches."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from config.console.admin import BatchAdmin, FactAdmin, ProposedAdmin, person
from config.console.pages.deciding import panel_of
from config.console.record import Act, Link, Table, keyset_table, link_to
from config.console.site import site
from config.kernel.models import Decision
from trusts.ledger import operations, queries
from trusts.ledger.models import Account, Entry, EntryBatch
from trusts.ledger.rules import Posting
from trusts.register.forms import PairsField

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
        more=("unit_class", "units"),
        help_text=gettext_lazy(
            "One a line: account and amount, a debit positive, a credit negative. They add up to"
            " 0. Trust capital may add its class of units, and the units issued (+) or redeemed"
            " (-): paid_in_capital -500.00 A 500."
        ),
    )

    class Meta:
        model = Entry
        fields = ("product", "effective_on", "kind", "memo", "contract", "postings")


def postings_table(row: Entry) -> Table:
    """Return the postings of an entry, debits and credits in columns of their own."""
    names = {account.code: account for account in queries.chart()}
    postings = row.parsed_postings()
    headers: list[Any] = [_("account"), _("debit (CNY)"), _("credit (CNY)")]
    rows: list[list[Any]] = [
        [
            names[each.account],
            each.amount if each.amount > 0 else "",
            -each.amount if each.amount < 0 else "",
        ]
        for each in postings
    ]
    if any(each.unit_class for each in postings):
        headers += [_("unit class"), _("units")]
        rows = [
            [*cells, each.unit_class, "" if each.units is None else each.units]
            for cells, each in zip(rows, postings, strict=True)
        ]
    return Table(title=_("Postings"), headers=headers, rows=rows, numeric=frozenset({1, 2, 4}))


@admin.register(Entry, site=site)
class EntryAdmin(ProposedAdmin[Entry]):
    """Entries in the books of products."""

    view_permission = VIEW
    icon = "receipt_long"
    is_endless = True
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

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one entry; what belongs to a batch is decided there."""
        row = self.found(request, object_id)
        extra = dict(extra_context or {})
        if row.batch is not None and row.is_pending:
            why = _("It is decided together with its batch.")
            panel = panel_of(row, person(request))
            extra["panel"] = replace(panel, may_decide=False, may_withdraw=False, why_not=why)
        return super().change_view(request, object_id, form_url, extra)

    def record_tables(self, request: HttpRequest, row: Entry) -> list[Table]:
        """Return the postings, debits and credits in columns of their own."""
        return [*super().record_tables(request, row), postings_table(row)]

    def record_acts(self, request: HttpRequest, row: Entry) -> list[Act]:
        """Return the reversal, where there is something to reverse."""
        may = person(request).may(Entry.propose_permission)
        if not may or row.decision != Decision.CONFIRMED:
            return []
        return [Act("reverse", _("Propose its reversal, effective today"))]

    def record_links(self, request: HttpRequest, row: Entry) -> list[Link]:
        """Return the way to its correction, and to the statement that it stands in."""
        links = super().record_links(request, row)
        if row.decision == Decision.CONFIRMED and person(request).may(Entry.propose_permission):
            url = reverse("admin:trusts_entrybatch_add") + f"?entry={row.pk}"
            links.append(Link(_("Propose a correction"), url, _("its reversal and the right one")))
        return links

    def perform_act(self, request: HttpRequest, row: Entry, name: str) -> str:  # noqa: ARG002
        """Propose the reversal."""
        reversal = operations.propose_reversal(
            entry=row,
            effective_on=timezone.localdate(),
            by=person(request),
            reason=_("Reversal asked for on the page of {entry}.").format(entry=row),
        )
        return _("Proposed: {row}. A second person has to confirm it.").format(row=reversal)


class CorrectionForm(forms.Form):
    """A confirmed entry, the postings that are right, and the day of both."""

    entry = forms.ModelChoiceField(
        Entry.objects.confirmed(),
        label=gettext_lazy("entry to correct"),
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Its number, as the page of the entry shows it."),
    )
    effective_on = forms.DateField(
        label=gettext_lazy("effective on"),
        widget=UnfoldAdminSingleDateWidget,
        help_text=gettext_lazy("The day of both, on which the books are open."),
    )
    memo = forms.CharField(
        label=gettext_lazy("memo"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    postings = PairsField(
        label=gettext_lazy("right postings"),
        word="account",
        number="amount",
        more=("unit_class", "units"),
        help_text=EntryForm.base_fields["postings"].help_text,
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"), max_length=2000, widget=UnfoldAdminTextareaWidget({"rows": 3})
    )


@admin.register(EntryBatch, site=site)
class EntryBatchAdmin(BatchAdmin[EntryBatch]):
    """Sets of entries that are decided as one; a correction is proposed here."""

    view_permission = VIEW
    icon = "dynamic_feed"
    list_display = ("original_name", "kind", "entries", "source", "is_sample", "proposed_at")
    upload_form = CorrectionForm

    def proposal_form(self, request: HttpRequest) -> forms.BaseForm:
        """Return the form of a correction, filled with the entry that the address names."""
        if request.method == "POST":
            return CorrectionForm(request.POST)
        return CorrectionForm(initial=_entry_asked(request.GET.get("entry", "")))

    def show_form(
        self, request: HttpRequest, form: Any, form_url: str, extra: dict[str, Any]
    ) -> HttpResponse:
        """Return the page with the form of a correction."""
        shown = {"title": _("Propose a correction"), "has_file_field": False, **extra}
        return super().show_form(request, form, form_url, shown)

    def perform_propose(self, request: HttpRequest, form: Any) -> EntryBatch:
        """Propose the correction of the form."""
        given = dict(form.cleaned_data)
        stored = given.pop("postings")
        return operations.propose_correction(
            **given,
            postings=[Posting.from_json(each) for each in stored],
            by=person(request),
        )

    def record_tables(self, request: HttpRequest, row: EntryBatch) -> list[Table]:
        """Return the entries of the batch, a page at a time."""
        entries = Entry.objects.filter(batch=row).select_related("product", "contract")
        shown = keyset_table(
            request,
            entries,
            [
                (_("row"), "batch_row"),
                (_("entry"), link_to),
                (_("product"), "product"),
                (_("effective on"), "effective_on"),
                (_("kind of entry"), lambda entry: entry.get_kind_display()),
                (_("postings"), _said),
                (_("memo"), "memo"),
            ],
            ordering=("batch_row",),
            title=_("Entries"),
            numeric=[0],
            parameter="entries",
        )
        found = super().record_tables(request, row) if row.finding_counts else []
        return [shown, *found]


def _said(entry: Entry) -> str:
    return "; ".join(f"{each.account} {each.amount:,}" for each in entry.parsed_postings())


def _entry_asked(number: str) -> dict[str, Any]:
    """Return what the form begins with: the entry named, as it stands."""
    entry = Entry.objects.confirmed().filter(pk=number).first() if number.isdigit() else None
    if entry is None:
        return {}
    lines = [
        " ".join(filter(None, [each.account, f"{each.amount}", each.unit_class, _units(each)]))
        for each in entry.parsed_postings()
    ]
    return {
        "entry": entry.pk,
        "effective_on": entry.effective_on,
        "memo": entry.memo,
        "postings": "\n".join(lines),
    }


def _units(posting: Posting) -> str:
    return "" if posting.units is None else f"{posting.units}"
