"""Staff pages of contracts and of their terms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.api.problems import finding_sentence
from config.console import navigation
from config.console.admin import ProposedAdmin, person
from config.console.pages.proposals import put_on_form, refused_words
from config.console.record import (
    Act,
    Line,
    Link,
    Section,
    Table,
    line_of,
    lines_of,
    link_to,
    shown,
    url_of,
)
from config.console.site import site
from config.kernel.errors import DomainError
from config.kernel.findings import Finding
from config.kernel.models import Decision
from trusts.contracts import operations, queries
from trusts.contracts.admin import moves, tables
from trusts.contracts.models import Contract, ContractTerms, Split
from trusts.ledger.models import Entry
from trusts.ledger.rules import ZERO
from trusts.register.admin import list_of

navigation.room("trusts.contracts", title=gettext_lazy("Contracts"), order=30)

VIEW = "trusts.contracts.view"
_EMPTY = (None, "")
Panel = Callable[[HttpRequest, Contract], list[Table]]


@admin.register(Contract, site=site)
class ContractAdmin(ProposedAdmin[Contract]):
    """Contracts: terms in force, money by day, where it stands, and what was said of them."""

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

    # ---- the record

    def record_content(self, row: Contract) -> list[Section]:
        """Return what never changes, the terms that stand today, and the money today."""
        now, today = timezone.now(), timezone.localdate()
        terms = queries.standing_terms([row.pk], on=today, known_at=now).get(row.pk)
        sections = super().record_content(row)
        if terms is not None:
            said = [name for name in queries.TERMS_COMPARED if getattr(terms, name) not in _EMPTY]
            shown_terms = ["effective_from", *said]
            sections.insert(0, _money(row, terms))
            sections.append(Section(_("Terms that stand today"), lines_of(terms, shown_terms)))
        return sections

    def record_links(self, request: HttpRequest, row: Contract) -> list[Link]:
        """Return the ways to its entries, its product's chain, and all unallocated money."""
        return [
            *super().record_links(request, row),
            Link(_("Entries of the contract"), list_of(Entry, contract=row.pk)),
            Link(
                _("The chain of its product, down to the projects"),
                reverse("admin:chain-of", args=[row.product_id]),
            ),
            Link(_("Unallocated money of all contracts"), reverse("admin:unallocated")),
        ]

    def record_tables(self, request: HttpRequest, row: Contract) -> list[Table]:
        """Return where the money stands, its days, both histories, then higher rooms' tables."""
        now, today = timezone.now(), timezone.localdate()
        (found,) = queries.allocations_of([row], on=today, known_at=now)
        statement = queries.statement(row.pk, period=queries.until(today), known_at=now)
        found_tables = [
            *super().record_tables(request, row),
            tables.allocated(found),
            tables.days_of(statement),
            _waiting(row),
            tables.versions(
                queries.splits_history(row.pk),
                title=_("Splits in versions"),
                empty=_("The contract was never split; all of it is unallocated."),
            ),
            tables.versions(
                queries.terms_history(row.pk),
                title=_("Terms in versions"),
                empty=_("There are no terms yet."),
            ),
        ]
        for panel in self.panels:
            found_tables += panel(request, row)
        return [each for each in found_tables if each.rows or each.empty]

    def record_acts(self, request: HttpRequest, row: Contract) -> list[Act]:
        """Return the ways to draw, to repay, to split and to give other terms."""
        if row.decision != Decision.CONFIRMED:
            return []
        acts = []
        has_terms = bool(queries.terms_history(row.pk))
        if has_terms and person(request).may(Entry.propose_permission):
            draw, repay = (
                reverse(f"admin:trusts_contract_{move}", args=[row.pk])
                for move in (moves.DRAW, moves.REPAY)
            )
            acts += [
                Act(moves.DRAW, _("Draw"), url=draw),
                Act(moves.REPAY, _("Repay"), "plain", repay),
            ]
        if person(request).may(Split.propose_permission):
            asked = f"?contract={row.pk}"
            split = reverse("admin:trusts_split_add") + asked
            terms = reverse("admin:trusts_contractterms_add") + asked
            acts += (
                [
                    Act("split", _("Split over projects"), "plain", split),
                    Act("terms", _("Other terms"), "plain", terms),
                ]
                if has_terms
                else [Act("terms", _("Propose its terms"), url=terms)]
            )
        return acts

    # ---- drawing and repaying

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, those of the two forms among them."""
        view = self.admin_site.admin_view(self.move_view)
        return [
            *(
                path(
                    f"<int:pk>/{move}/", view, {"move": move}, name=f"trusts_contract_{move}"
                )
                for move in (moves.DRAW, moves.REPAY)
            ),
            *super().get_urls(),
        ]  # fmt: skip

    def move_view(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Show the form that draws or repays, or propose the entry that it holds."""
        row = self.found(request, str(pk))
        if not person(request).may(Entry.propose_permission):
            raise PermissionDenied
        form = moves.form_of(request, row, move)
        if request.method == "POST" and form.is_valid():
            entry = self._moved(request, row, form, move)
            if entry is not None:
                said = _("Proposed: {row}. A second person has to confirm it.").format(row=entry)
                self.message_user(request, said, messages.SUCCESS)
                return HttpResponseRedirect(url_of(entry))
        title = _("Draw under {contract}") if move == moves.DRAW else _("Repay under {contract}")
        said = title.format(contract=row)
        return self.show_form(request, form, "", {"title": said, "heading": said})

    def _moved(self, request: HttpRequest, row: Contract, form: Any, move: str) -> Entry | None:
        try:
            with transaction.atomic():
                entry: Entry = moves.perform(row, move, form.cleaned_data, by=person(request))
                return entry
        except DomainError as refusal:
            put_on_form(form, refusal)
        except IntegrityError as refusal:
            form.add_error(None, refused_words(refusal))
        return None


def _money(row: Contract, terms: ContractTerms) -> Section:
    """Return what is outstanding, what may still move, how old the rest is, what is refinanced."""
    now, today = timezone.now(), timezone.localdate()
    room = queries.headroom(row, on=today, known_at=now)
    rest = queries.rests([row.pk], on=today, known_at=now)[row.pk]
    lines = [
        Line(_("committed (CNY)"), shown(room.committed), is_number=True),
        Line(_("outstanding, without accrued interest (CNY)"), shown(room.outstanding)),
        Line(_("may still be drawn today (CNY)"), shown(room.drawable)),
        Line(_("unallocated (CNY)"), shown(rest.amount)),
    ]
    if rest.since_on is not None:
        aged = _("{days} days, since {day}").format(days=rest.age_days, day=rest.since_on)
        lines.append(Line(_("age of the oldest unallocated yuan"), aged))
    if terms.look_back_percent is not None:
        back = queries.look_back_of(row, room.outstanding, terms.look_back_percent)
        lines += [
            Line(_("of it refinancing (CNY)"), shown(back.refinanced)),
            Line(_("of it new money (CNY)"), shown(back.new)),
        ]
    return Section(_("Money today"), lines)


def _waiting(row: Contract) -> Table:
    """Return the entries of the contract that await confirmation."""
    waiting = Entry.objects.pending().filter(contract=row).select_related("proposed_by")
    return Table(
        title=_("Entries that await confirmation"),
        headers=[_("entry"), _("kind of entry"), _("amount (CNY)"), _("proposed by")],
        rows=[
            (
                link_to(each),
                each.get_kind_display(),
                sum((p.amount for p in each.parsed_postings() if p.amount > 0), ZERO),
                str(each.proposed_by),
            )
            for each in waiting.order_by("-id")
        ],
        numeric=frozenset({2}),
    )


def _in_words(finding: Finding) -> str:
    stored = finding.to_json()
    return f"{finding_sentence(stored)} {finding_sentence(stored, 'remedy')}"


@admin.register(ContractTerms, site=site)
class ContractTermsAdmin(ProposedAdmin[ContractTerms]):
    """Terms of contracts in versions."""

    view_permission = VIEW
    icon = "history_edu"
    list_display = (
        "contract",
        "effective_from",
        "instrument",
        "asset_class",
        "counterparty",
        "committed_amount",
    )
    list_filter = (*ProposedAdmin.list_filter, "instrument", "asset_class")
    list_select_related = ("contract", "counterparty")

    def perform_propose(self, request: HttpRequest, form: Any) -> ContractTerms:
        """Propose the terms of the form."""
        return operations.propose_terms(
            terms=form.instance, by=person(request), reason=form.cleaned_data["reason"]
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the form begins with: the terms that stand today, to change one of them."""
        initial: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        contract = str(initial.get("contract", ""))
        if contract.isdecimal():
            now, today = timezone.now(), timezone.localdate()
            found = queries.standing_terms([int(contract)], on=today, known_at=now)
            for terms in found.values():
                initial |= model_to_dict(terms, fields=queries.TERMS_COMPARED)
        return initial

    def record_tables(self, request: HttpRequest, row: ContractTerms) -> list[Table]:
        """Return what is odd in the terms: warnings that do not block."""
        found = operations.judge(row)
        odd = Table(
            title=_("Findings"),
            headers=[_("field"), _("value"), _("what")],
            rows=[(line_of(row, each.field).label, each.value, _in_words(each)) for each in found],
            empty=_("Nothing is odd."),
        )
        return [*super().record_tables(request, row), odd]
