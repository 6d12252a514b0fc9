"""Staff pages of splits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console.admin import ProposedAdmin, person
from config.console.record import Table
from config.console.site import site
from trusts.contracts import operations, queries
from trusts.contracts.models import Split
from trusts.contracts.rules import WHOLE, SplitKind
from trusts.register.forms import PairsField


class SplitForm(forms.ModelForm):  # type: ignore[type-arg]  # (subscripted by stubs only)
    """A split whose shares are written a line each."""

    shares = PairsField(
        label=gettext_lazy("shares"),
        word="code",
        number="stated",
        required=False,
        help_text=gettext_lazy(
            "One a line: project code and percentage, or project code and amount in CNY. What is "
            "left over stays unallocated."
        ),
    )

    class Meta:
        model = Split
        fields = ("contract", "effective_from", "kind", "shares", "supersedes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = False


@admin.register(Split, site=site)
class SplitAdmin(ProposedAdmin[Split]):
    """Splits of contracts over projects in versions."""

    view_permission = "trusts.contracts.view"
    icon = "call_split"
    form = SplitForm
    propose_fields = ("contract", "effective_from", "kind", "shares", "supersedes")
    list_display = ("contract", "effective_from", "kind", "shares_said")
    list_filter = (*ProposedAdmin.list_filter, "kind")
    list_select_related = ("contract",)
    record_hidden = ProposedAdmin.record_hidden | frozenset({"shares"})

    @admin.display(description=gettext_lazy("shares"))
    def shares_said(self, row: Split) -> str:
        """Return the shares on one line; who confirms many splits at once sees each."""
        return ", ".join(
            f"{each.project_code} {each.stated.normalize():,f}" for each in row.parsed_shares()
        )

    def perform_propose(self, request: HttpRequest, form: Any) -> Split:
        """Propose the split of the form."""
        given = dict(form.cleaned_data)
        word = "amounts" if given.pop("kind") == SplitKind.AMOUNT else "percents"
        stated: dict[str, Any] = {
            word: {each["code"]: Decimal(each["stated"]) for each in given.pop("shares")}
        }
        return operations.propose_split(**given, **stated, by=person(request))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the form begins with: the split that stands today, to change it."""
        initial: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        contract = str(initial.get("contract", ""))
        if contract.isdecimal():
            now, today = timezone.now(), timezone.localdate()
            found = queries.standing_splits([int(contract)], on=today, known_at=now)
            for split in found.values():
                lines = (f"{each.project_code} {each.stated:f}" for each in split.parsed_shares())
                initial |= {"kind": split.kind, "shares": "\n".join(lines)}
        return initial

    def record_tables(self, request: HttpRequest, row: Split) -> list[Table]:
        """Return the shares, and what percentages leave of the whole."""
        shares = row.parsed_shares()
        in_amounts = row.kind == SplitKind.AMOUNT
        rows: list[tuple[Any, Any]] = [
            (each.project_code, each.stated if in_amounts else each.stated.normalize())
            for each in shares
        ]
        total = sum((each.stated for each in shares), Decimal(0))
        rest = (_("unallocated"), (WHOLE - total).normalize())
        rows.append((_("together"), total) if in_amounts else rest)
        table = Table(
            title=_("Shares"),
            headers=[_("project"), _("amount (CNY)") if in_amounts else _("share (%)")],
            rows=rows,
            numeric=frozenset({1}),
        )
        return [*super().record_tables(request, row), table]
