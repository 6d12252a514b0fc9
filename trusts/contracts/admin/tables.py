"""Tables about the money of contracts, for several pages."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.console.bars import bar
from config.console.record import Table, badge, link_to, shown
from trusts.contracts.models import ContractTerms
from trusts.contracts.queries import (
    Allocation,
    Change,
    ContractStatement,
    ProjectShare,
    StandsOn,
    UnallocatedTotal,
    VersionOf,
)
from trusts.contracts.rules import AgeBand, Share, SplitKind, percent_of
from trusts.ledger.rules import ZERO

TONES = {"": "waiting", "confirmed": "good", "rejected": "bad", "withdrawn": ""}


def allocated(found: Allocation) -> Table:
    """Return where a contract's outstanding amount stands, project by project."""
    in_amounts = found.kind == SplitKind.AMOUNT
    rows: list[tuple[Any, ...]] = [
        (
            project_link(share),
            bar(share.percent),
            share.percent.normalize(),
            *([share.stated_amount] if in_amounts else []),
            share.amount,
        )
        for share in found.shares
    ]
    rest = percent_of(found.unallocated, found.outstanding)
    none = [""] if in_amounts else []
    rows += [
        (_("unallocated"), bar(rest, tone="waiting"), rest.normalize(), *none, found.unallocated),
        (_("outstanding"), "", "", *none, found.outstanding),
    ]
    stated = [_("stated (CNY)")] if in_amounts else []
    title = _("Where the money stands")
    if found.is_scaled:
        title = _("Where the money stands: less is outstanding than the split states, so its "
                  "amounts are shrunk in proportion")  # fmt: skip
    return Table(
        title=title,
        headers=[_("project"), _("part"), _("share (%)"), *stated, _("amount (CNY)")],
        rows=rows,
        numeric=frozenset({2, 3, 4} if in_amounts else {2, 3}),
    )


def days_of(statement: ContractStatement) -> Table:
    """Return a contract's drawdowns and repayments by day, the latest first."""
    rows = [
        (each.day, _or_dash(each.drawn), _or_dash(each.repaid), _or_dash(each.other),
         each.outstanding)
        for each in reversed(statement.days)
    ]  # fmt: skip
    return Table(
        title=_("Drawn and repaid by day"),
        headers=[
            _("day"),
            _("drawn (CNY)"),
            _("repaid (CNY)"),
            _("otherwise moved (CNY)"),
            _("outstanding (CNY)"),
        ],
        rows=rows,
        numeric=frozenset({1, 2, 3, 4}),
        empty=_("Nothing was drawn yet."),
    )


def _or_dash(amount: Decimal) -> Any:
    return amount if amount else ""


def versions(found: Iterable[VersionOf[Any]], *, title: str, empty: str) -> Table:
    """Return versions with what each says otherwise than the one before, the newest first."""
    rows = []
    for each in found:
        row = each.row
        rows.append(
            (
                link_to(row, row.effective_from.isoformat()),
                badge(row.get_decision_display(), TONES[row.decision]),
                _people(row),
                _told(each),
                row.reason,
            )
        )
    return Table(
        title=title,
        headers=[
            _("effective from"),
            _("state"),
            _("proposed by, decided by"),
            _("what changes"),
            _("reason"),
        ],
        rows=rows,
        empty=empty,
    )


def _people(row: Any) -> str:
    names = [str(row.proposed_by), *([str(row.decided_by)] if row.decided_by else [])]
    return " → ".join(names)


def _told(version: VersionOf[Any]) -> Any:
    if version.before is None:
        if isinstance(version.row, ContractTerms):
            return _("first version")
        changes: Iterable[Change] = (
            Change(share.project_code, None, share) for share in version.row.parsed_shares()
        )
    else:
        changes = version.changes
    lines = [_line(version.row, change) for change in changes]
    if not lines:
        return _("nothing")
    # One box around the lines: on a narrow screen a cell has a label beside its one content.
    return format_html("<div>{}</div>", format_html_join("", "<div>{}</div>", zip(lines)))


def _line(row: Model, change: Change) -> SafeString:
    if isinstance(change.old, Share) or isinstance(change.new, Share):
        label, old, new = change.what, _stated(change.old), _stated(change.new)
    else:
        column = row._meta.get_field(change.what)
        label = str(getattr(column, "verbose_name", change.what))
        words = dict(getattr(column, "flatchoices", ()))
        old, new = (str(shown(words.get(each, each))) for each in (change.old, change.new))
    return format_html("{}: {} → {}", label, old, new)


def _stated(share: Share | None) -> str:
    if share is None:
        return "–"
    if share.kind is SplitKind.PERCENT:
        return f"{share.stated.normalize():f} %"
    return f"{share.stated:,f} CNY"


def said_shares(found: Allocation) -> str:
    """Return a contract's projects in one line: percentages, or amounts where those are stated."""
    return ", ".join(
        f"{share.project_code} {share.percent.normalize():f} %"
        if share.stated_amount is None
        else f"{share.project_code} {share.amount:,f} CNY"
        for share in found.shares
    )


def standing_on(found: Iterable[StandsOn]) -> Table:
    """Return which products' money stands on a project, contract by contract."""
    rows: list[tuple[Any, ...]] = [
        (
            link_to(each.contract.product),
            link_to(each.contract),
            each.share.percent.normalize(),
            each.share.amount,
        )
        for each in found
    ]
    if rows:
        rows.append((_("together"), "", "", sum((row[3] for row in rows), ZERO)))
    return Table(
        title=_("Trust money on this project today"),
        headers=[_("product"), _("contract"), _("share of the contract (%)"), _("amount (CNY)")],
        rows=rows,
        numeric=frozenset({2, 3}),
        empty=_("No contract is split over this project."),
    )


def bands(total: UnallocatedTotal) -> Table:
    """Return unallocated money by age."""
    rows = [
        (said_band(band), bar(percent_of(amount, total.amount), tone="waiting"), amount)
        for band, amount in total.bands.items()
    ]
    return Table(
        title=_("By age"),
        headers=[_("age in days"), _("part"), _("unallocated (CNY)")],
        rows=rows,
        numeric=frozenset({2}),
    )


def said_band(band: AgeBand) -> str:
    """Return a band of ages in words."""
    if band.below_days is None:
        return _("{days} and more").format(days=band.from_days)
    return f"{band.from_days} – {band.below_days - 1}"


def agreement(difference: Decimal) -> SafeString:
    """Return whether the links of a chain agree with the books: nothing, or a difference in red."""
    if difference == 0:
        return badge(_("agrees"), "good")
    return badge(f"{difference:,f}", "bad")


def project_link(share: ProjectShare) -> SafeString:
    """Return a link to a project by its code."""
    url = reverse("admin:projects_project_change", args=[share.project_id])
    return format_html('<a class="gt-link" href="{}">{}</a>', url, share.project_code)
