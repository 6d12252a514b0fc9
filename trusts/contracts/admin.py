"""Staff pages of contracts and their splits."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import navigation
from config.console.admin import ProposedAdmin, person
from config.console.record import Link, Section, Table, lines_of, link_to
from config.console.site import site
from trusts.contracts import operations, queries
from trusts.contracts.models import Contract, ContractTerms, Split
from trusts.contracts.queries import Allocation
from trusts.ledger.models import Entry
from trusts.register.admin import ProductAdmin, list_of
from trusts.register.forms import PairsField
from trusts.register.models import Product

navigation.room("trusts.contracts", title=gettext_lazy("Contracts"), order=30)

VIEW = "trusts.contracts.view"
TERMS_SHOWN = (
    "effective_from",
    "instrument",
    "counterparty",
    "industry_code",
    "province",
    "committed_amount",
    "form",
    "look_back_percent",
    "signed_on",
    "matures_on",
)

Panel = Callable[[HttpRequest, Contract], list[Table]]


@admin.register(Contract, site=site)
class ContractAdmin(ProposedAdmin[Contract]):
    """Contracts: the standing terms, what is outstanding, and where it went."""

    view_permission = VIEW
    icon = "contract"
    list_display = ("code", "name_zh", "product", "is_sample")
    search_fields = ("code", "name_zh", "name_en")
    list_select_related = ("product",)
    #: Tables that higher rooms add to a contract's page; contracts know nothing of them.
    panels: ClassVar[list[Panel]] = []

    def perform_propose(self, request: HttpRequest, form: Any) -> Contract:
        """Propose the contract of the form."""
        return operations.propose_contract(**form.cleaned_data, by=person(request))

    def record_content(self, row: Contract) -> list[Section]:
        """Return what never changes, then the terms that stand today."""
        now, today = timezone.now(), timezone.localdate()
        terms = queries.standing_terms([row.pk], on=today, known_at=now).get(row.pk)
        sections = super().record_content(row)
        if terms is not None:
            sections.append(Section(_("Terms that stand today"), lines_of(terms, TERMS_SHOWN)))
        return sections

    def record_links(self, request: HttpRequest, row: Contract) -> list[Link]:
        """Return the ways to the versions of its terms and splits, and to its entries."""
        return [
            *super().record_links(request, row),
            Link(_("All versions of the terms"), list_of(ContractTerms, contract=row.pk)),
            Link(_("All versions of the split"), list_of(Split, contract=row.pk)),
            Link(_("Drawdowns and repayments"), list_of(Entry, contract=row.pk)),
        ]

    def record_tables(self, request: HttpRequest, row: Contract) -> list[Table]:
        """Return where the outstanding amount stands today, then what higher rooms add."""
        now, today = timezone.now(), timezone.localdate()
        (found,) = queries.allocations_of([row], on=today, known_at=now)
        tables = [*super().record_tables(request, row), _allocated(found)]
        for panel in self.panels:
            tables += panel(request, row)
        return tables


@admin.register(ContractTerms, site=site)
class ContractTermsAdmin(ProposedAdmin[ContractTerms]):
    """Terms of contracts in versions."""

    view_permission = VIEW
    icon = "history_edu"
    list_display = ("contract", "effective_from", "instrument", "counterparty", "committed_amount")
    list_filter = (*ProposedAdmin.list_filter, "instrument")
    list_select_related = ("contract", "counterparty")

    def perform_propose(self, request: HttpRequest, form: Any) -> ContractTerms:
        """Propose the terms of the form."""
        return operations.propose_terms(
            terms=form.instance, by=person(request), reason=form.cleaned_data["reason"]
        )


class SplitForm(forms.ModelForm):  # type: ignore[type-arg]  # (subscripted by stubs only)
    """A split whose shares are written a line each."""

    shares = PairsField(
        label=gettext_lazy("shares"),
        word="code",
        number="percent",
        help_text=gettext_lazy(
            "One a line: project code and percentage. What is left of 100 stays unallocated."
        ),
    )

    class Meta:
        model = Split
        fields = ("contract", "effective_from", "shares", "supersedes")


@admin.register(Split, site=site)
class SplitAdmin(ProposedAdmin[Split]):
    """Splits of contracts over projects in versions."""

    view_permission = VIEW
    icon = "call_split"
    form = SplitForm
    propose_fields = ("contract", "effective_from", "shares", "supersedes")
    list_display = ("contract", "effective_from")
    list_select_related = ("contract",)
    record_hidden = ProposedAdmin.record_hidden | frozenset({"shares"})

    def perform_propose(self, request: HttpRequest, form: Any) -> Split:
        """Propose the split of the form."""
        given = dict(form.cleaned_data)
        percents = {each["code"]: Decimal(each["percent"]) for each in given.pop("shares")}
        return operations.propose_split(**given, percents=percents, by=person(request))

    def record_tables(self, request: HttpRequest, row: Split) -> list[Table]:
        """Return the shares, and what is left of the whole."""
        shares = row.parsed_shares()
        rest = 100 - sum((share.percent for share in shares), Decimal(0))
        rows = [
            *((share.project_code, share.percent) for share in shares),
            (_("unallocated"), rest),
        ]
        table = Table(
            title=_("Shares"),
            headers=[_("project"), _("share (%)")],
            rows=rows,
            numeric=frozenset({1}),
        )
        return [*super().record_tables(request, row), table]


def _allocated(found: Allocation) -> Table:
    rows: list[tuple[Any, ...]] = [
        (share.project_code, share.percent, share.amount) for share in found.shares
    ]
    rows += [
        (_("unallocated"), "", found.unallocated),
        (_("outstanding"), "", found.outstanding),
    ]
    return Table(
        title=_("Where the money stands today"),
        headers=[_("project"), _("share (%)"), _("amount (CNY)")],
        rows=rows,
        numeric=frozenset({1, 2}),
    )


def contracts_panel(_request: HttpRequest, product: Product) -> list[Table]:
    """Return a product's contracts and where their money stands, for its page."""
    today, now = timezone.localdate(), timezone.now()
    rows = []
    for each in queries.allocations(on=today, known_at=now, product_ids=[product.pk]):
        split = ", ".join(
            f"{share.project_code} {share.percent.normalize():f} %" for share in each.shares
        )
        rows.append((link_to(each.contract), each.outstanding, split, each.unallocated))
    return [
        Table(
            title=_("Contracts today"),
            headers=[_("contract"), _("outstanding (CNY)"), _("split"), _("unallocated (CNY)")],
            rows=rows,
            numeric=frozenset({1, 3}),
            empty=_("There is no contract."),
        )
    ]


ProductAdmin.panels.append(contracts_panel)
