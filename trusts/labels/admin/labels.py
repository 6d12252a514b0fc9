"""Staff pages of green labels, and what they add to contracts and products."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from config.archive.models import StoredFile
from config.console import navigation
from config.console.admin import ProposedAdmin, person
from config.console.record import Formula, Line, Link, Table, Text, badge, link_to
from config.console.site import site
from projects.recognition.rules.documents import SIZE_LIMIT
from trusts.contracts.admin import ContractAdmin
from trusts.contracts.models import Contract
from trusts.labels import operations, queries
from trusts.labels.admin import words
from trusts.labels.forms import GreenLabelForm
from trusts.labels.models import GreenLabel
from trusts.labels.queries import ContractGreen
from trusts.labels.rules.parts import Basis, Part
from trusts.labels.rules.support import Support
from trusts.register.admin import ProductAdmin, list_of
from trusts.register.models import Product

navigation.room("trusts.labels", title=gettext_lazy("Green labels"), order=40)

VIEW = "trusts.labels.view"


@admin.register(GreenLabel, site=site)
class GreenLabelAdmin(ProposedAdmin[GreenLabel]):
    """Green labels of contracts: what they say, what they were judged on, what holds today."""

    view_permission = VIEW
    icon = "eco"
    form = GreenLabelForm
    propose_fields = (
        "contract",
        "effective_from",
        "basis",
        "parts",
        "form",
        "note",
        "file",
        "supersedes",
    )
    list_display = ("contract", "effective_from", "share", "basis", "form")
    list_filter = (*ProposedAdmin.list_filter, "basis", "form")
    list_select_related = ("contract", "form")
    search_fields = ("contract__code", "contract__name_zh")
    record_hidden = ProposedAdmin.record_hidden | {
        "parts",
        "inputs",
        "document",
        "green_percent",
    }

    @display(description=gettext_lazy("green share (%)"), ordering="green_percent")  # type: ignore[untyped-decorator]
    def share(self, row: GreenLabel) -> Text:
        """Return the green share without needless zeros."""
        return format_html('<span class="gt-number">{}</span>', words.plain(row.green_percent))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the form's field; three lines are enough for a note."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "note" and field is not None:
            field.widget.attrs["rows"] = 3
        return field

    def perform_propose(self, request: HttpRequest, form: Any) -> GreenLabel:
        """Propose the label of the form; without parts, as suggested."""
        given = dict(form.cleaned_data)
        written = given.pop("parts")
        parts = [Part(each["edition"], each["code"], Decimal(each["percent"])) for each in written]
        return operations.propose_label(
            **{name: given[name] for name in ("contract", "effective_from", "basis", "form")},
            note=given["note"],
            supersedes=given["supersedes"],
            parts=parts or None,
            document=kept(request, given["file"]),
            by=person(request),
            reason=given["reason"],
        )

    def record_formula(self, request: HttpRequest, row: GreenLabel) -> Formula | None:  # noqa: ARG002
        """Return how the share comes about, where it rests on projects."""
        if row.basis != Basis.PROJECTS:
            return None
        support = row.support_judged_on
        terms = [
            Line(f"{each.project_code} ({each.edition} {each.code})", words.percent(each.percent))
            for each in support.projects
            if each.is_green
        ]
        terms.append(Line(_("supported at most"), words.percent(support.percent)))
        return Formula(
            text=_("green share ≤ sum of the split's percentages on recognized projects"),
            terms=terms,
            result=Line(_("green share"), words.percent(row.green_percent)),
        )

    def record_links(self, request: HttpRequest, row: GreenLabel) -> list[Link]:
        """Return the ways to the document and to the contract's other labels."""
        links = [*super().record_links(request, row)]
        if row.document is not None:
            url = reverse("admin:file", args=[row.document_id])
            links.append(Link(_("Evidence document"), url, row.document.name))
        links.append(
            Link(_("All labels of the contract"), list_of(GreenLabel, contract=row.contract_id))
        )
        return links

    def record_tables(self, request: HttpRequest, row: GreenLabel) -> list[Table]:
        """Return the parts, then what the label was judged on beside what holds today."""
        now, today = timezone.now(), timezone.localdate()
        tables = [*super().record_tables(request, row), _parts_table(row)]
        judged = row.support_judged_on
        current = queries.suggested_label(row.contract, on=today, known_at=now)
        if judged.projects or current.projects:
            tables.append(_support_table(judged, current))
        return tables


def kept(request: HttpRequest, file: Any) -> StoredFile | None:
    """Return the document of a form, kept in the archive; None if there is none."""
    if not file:
        return None
    content = file.read(SIZE_LIMIT + 1)
    return operations.keep_document(content=content, name=file.name, by=person(request))


def _parts_table(row: GreenLabel) -> Table:
    parts = row.parsed_parts()
    names = words.names_of([part.entry for part in parts], known_at=timezone.now())
    rows: list[tuple[Any, ...]] = [
        (names[each.entry], each.edition, each.code, words.plain(each.percent)) for each in parts
    ]
    if rows:
        rows.append((_("green share"), "", "", words.plain(row.green_percent)))
    return Table(
        title=_("Parts"),
        headers=[_("catalogue class"), _("edition"), _("code"), _("share (%)")],
        rows=rows,
        numeric=frozenset({3}),
        empty=_("Nothing is green."),
    )


def _support_table(judged: Support, current: Support) -> Table:
    before = {each.project_code: each for each in judged.projects}
    now = {each.project_code: each for each in current.projects}
    rows = []
    for code in sorted({*before, *now}):
        old, new = before.get(code), now.get(code)
        rows.append(
            (
                code,
                words.plain(old.percent) if old else "",
                words.recognized_badge(old) if old else "",
                words.plain(new.percent) if new else "",
                words.recognized_badge(new) if new else "",
                f"{new.edition} {new.code}" if new and new.code else "",
            )
        )
    return Table(
        title=_("What supports it: as judged, and today"),
        headers=[
            _("project"),
            _("share as judged (%)"),
            _("as judged"),
            _("share today (%)"),
            _("today"),
            _("class today"),
        ],
        rows=rows,
        numeric=frozenset({1, 3}),
    )


# ---- what labels add to the pages of contracts and products


def contract_panel(request: HttpRequest, contract: Contract) -> list[Table]:
    """Return how much of a contract is green today, or what could be proposed."""
    now, today = timezone.now(), timezone.localdate()
    (found,) = queries.green_of([contract], on=today, known_at=now)
    if found.label is None:
        return [_unlabelled(request, contract, found)]
    names = words.names_of([each.part.entry for each in found.parts], known_at=now)
    rows: list[tuple[Any, ...]] = [
        (
            f"{each.part.edition} {each.part.code} {names[each.part.entry]}",
            words.plain(each.part.percent),
            each.amount,
            each.supported,
        )
        for each in found.parts
    ]
    rest = 100 - found.label.green_percent
    left = found.amounts.rest + found.amounts.not_green
    rows += [
        (_("not green"), words.plain(rest), left, ""),
        (
            link_to(found.label, _("label from {day}").format(day=found.label.effective_from)),
            100,
            found.amounts.outstanding,
            _state(found),
        ),
    ]
    return [
        Table(
            title=_("Green label today"),
            headers=[
                _("catalogue class"),
                _("share (%)"),
                _("amount (CNY)"),
                _("of it supported (CNY)"),
            ],
            rows=rows,
            numeric=frozenset({1, 2, 3}),
        )
    ]


def _unlabelled(request: HttpRequest, contract: Contract, found: ContractGreen) -> Table:
    now, today = timezone.now(), timezone.localdate()
    support = queries.suggested_label(contract, on=today, known_at=now)
    parts = ", ".join(
        f"{part.edition} {part.code} {words.percent(part.percent)}" for part in support.parts
    )
    supported = parts or words.percent(support.percent)
    rows: list[tuple[Any, ...]] = [(supported, found.amounts.outstanding)]
    if person(request).may(GreenLabel.propose_permission):
        rows.append((words.way(_add(contract), _("Propose a label")),))
    return Table(
        title=_("Green label today: none"),
        headers=[_("supported by recognized projects"), _("unlabelled (CNY)")],
        rows=rows,
        numeric=frozenset({1}),
    )


def _add(contract: Contract) -> str:
    asked = {
        "contract": contract.pk,
        "effective_from": timezone.localdate().isoformat(),
        "basis": Basis.PROJECTS.value,
    }
    return f"{reverse('admin:trusts_greenlabel_add')}?{urlencode(asked)}"


def _state(found: ContractGreen) -> Any:
    if found.amounts.unsupported:
        return badge(_("re-check"), "bad")
    return found.amounts.supported


def product_panel(_request: HttpRequest, product: Product) -> list[Table]:
    """Return how much of a product's contracts is green today."""
    now, today = timezone.now(), timezone.localdate()
    found = queries.rollup(on=today, known_at=now, product_ids=[product.pk])
    if not found.contracts:
        return []
    rows = [
        (
            link_to(each.contract),
            each.amounts.outstanding,
            link_to(each.label, words.percent(each.label.green_percent)) if each.label else "",
            each.amounts.green,
            each.amounts.rest + each.amounts.not_green,
            each.amounts.unlabelled,
        )
        for each in found.contracts
    ]
    whole = found.total
    left = whole.rest + whole.not_green
    rows.append((_("total"), whole.outstanding, "", whole.green, left, whole.unlabelled))
    return [
        Table(
            title=_("Green by contract today"),
            headers=[
                _("contract"),
                _("outstanding (CNY)"),
                _("green share"),
                _("green (CNY)"),
                _("not green (CNY)"),
                _("unlabelled (CNY)"),
            ],
            rows=rows,
            numeric=frozenset({1, 2, 3, 4, 5}),
        )
    ]


ContractAdmin.panels.append(contract_panel)
ProductAdmin.panels.append(product_panel)
