"""Staff pages of own funds."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import navigation
from config.console.admin import ProposedAdmin, person
from config.console.record import Act, Link, Section, Table, lines_of, link_to
from config.console.site import site
from config.kernel.models import Decision
from trusts.own_funds import operations, queries
from trusts.own_funds.models import OwnMovement, OwnPlacement, OwnPlacementTerms
from trusts.register.admin import list_of

navigation.room("trusts.own_funds", title=gettext_lazy("Own funds"), order=45)

VIEW = "trusts.own_funds.view"
TERMS_SHOWN = (
    "effective_from",
    "instrument",
    "counterparty",
    "project",
    "taxonomy_edition",
    "taxonomy_class",
    "note",
)


@admin.register(OwnPlacement, site=site)
class OwnPlacementAdmin(ProposedAdmin[OwnPlacement]):
    """Placements of own funds: the standing terms, and what is placed day by day."""

    view_permission = VIEW
    icon = "savings"
    list_display = ("code", "name_zh", "is_sample")
    search_fields = ("code", "name_zh", "name_en")

    def perform_propose(self, request: HttpRequest, form: Any) -> OwnPlacement:
        """Propose the placement of the form."""
        return operations.propose_placement(**form.cleaned_data, by=person(request))

    def record_content(self, row: OwnPlacement) -> list[Section]:
        """Return what never changes, then the terms that stand today."""
        now, today = timezone.now(), timezone.localdate()
        terms = queries.standing_terms([row.pk], on=today, known_at=now).get(row.pk)
        sections = super().record_content(row)
        if terms is not None:
            sections.append(Section(_("Terms that stand today"), lines_of(terms, TERMS_SHOWN)))
        return sections

    def record_links(self, request: HttpRequest, row: OwnPlacement) -> list[Link]:
        """Return the ways to the versions of its terms, and to its movements."""
        return [
            *super().record_links(request, row),
            Link(_("All versions of the terms"), list_of(OwnPlacementTerms, placement=row.pk)),
            Link(_("Placed and returned"), list_of(OwnMovement, placement=row.pk)),
        ]

    def record_tables(self, request: HttpRequest, row: OwnPlacement) -> list[Table]:
        """Return what was placed and returned up to today, with the balance after each."""
        now, today = timezone.now(), timezone.localdate()
        moved = queries.movements(row.pk, on=today, known_at=now)
        table = Table(
            title=_("Own funds, apart from trust property"),
            headers=[
                _("effective on"),
                _("placed or returned"),
                _("amount (CNY)"),
                _("balance (CNY)"),
            ],
            rows=[
                (
                    each.effective_on,
                    link_to(each, each.get_kind_display()),
                    each.signed_amount,
                    balance,
                )
                for each, balance in moved
            ],
            numeric=frozenset({2, 3}),
            empty=_("Nothing has been placed."),
        )
        return [*super().record_tables(request, row), table]


@admin.register(OwnPlacementTerms, site=site)
class OwnPlacementTermsAdmin(ProposedAdmin[OwnPlacementTerms]):
    """Terms of own-funds placements in versions."""

    view_permission = VIEW
    icon = "history_edu"
    list_display = (
        "placement",
        "effective_from",
        "instrument",
        "counterparty",
        "project",
        "taxonomy_edition",
        "taxonomy_class",
    )
    list_filter = (*ProposedAdmin.list_filter, "instrument")

    def perform_propose(self, request: HttpRequest, form: Any) -> OwnPlacementTerms:
        """Propose the terms of the form."""
        return operations.propose_terms(
            terms=form.instance, by=person(request), reason=form.cleaned_data["reason"]
        )


@admin.register(OwnMovement, site=site)
class OwnMovementAdmin(ProposedAdmin[OwnMovement]):
    """Own funds placed and returned."""

    view_permission = VIEW
    icon = "swap_horiz"
    list_display = ("placement", "effective_on", "kind", "amount", "memo")
    list_filter = (*ProposedAdmin.list_filter, "kind")
    propose_fields = ("placement", "effective_on", "kind", "amount", "memo")

    def perform_propose(self, request: HttpRequest, form: Any) -> OwnMovement:
        """Propose the movement of the form."""
        return operations.propose_movement(**form.cleaned_data, by=person(request))

    def record_acts(self, request: HttpRequest, row: OwnMovement) -> list[Act]:
        """Return the reversal, where there is something to reverse."""
        may = person(request).may(OwnMovement.propose_permission)
        if not may or row.decision != Decision.CONFIRMED:
            return []
        return [Act("reverse", _("Propose its reversal, effective today"))]

    def perform_act(self, request: HttpRequest, row: OwnMovement, name: str) -> str:  # noqa: ARG002
        """Propose the reversal."""
        reversal = operations.propose_reversal(
            row,
            effective_on=timezone.localdate(),
            by=person(request),
            reason=_("Reversal asked for on the page of {entry}.").format(entry=row),
        )
        return _("Proposed: {row}. A second person has to confirm it.").format(row=reversal)
