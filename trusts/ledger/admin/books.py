"""Staff pages about one product's books: its reports, and the statement of an account."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from config.console import drilldown, navigation
from config.console.admin import person
from config.console.record import Crumb, Record, Table, url_of
from config.console.site import site
from config.kernel.periods import Period
from config.tables.writing import Form
from trusts.ledger import queries, rules
from trusts.ledger.admin.asking import Asked, asked_of
from trusts.ledger.admin.taking import statement_file
from trusts.ledger.admin.units import classes_panel, classes_table
from trusts.ledger.models import Account, Line
from trusts.ledger.models.accounts import NATURE_LABELS
from trusts.ledger.models.entries import ENTRY_LABELS
from trusts.ledger.places import place_from, place_text
from trusts.register.admin import ProductAdmin
from trusts.register.models import Product

VIEW = "trusts.ledger.view"
ROWS = 100
#: A cell that is meant to be empty, where nothing is missing.
_NOTHING = SafeString("&nbsp;")


def books_view(request: HttpRequest) -> HttpResponse:
    """Show a product's balance sheet, income statement and trial balance over a period."""
    _check(request)
    asked = asked_of(request)
    tables = _reports(asked.product, asked) if asked.product is not None else []
    return _shown(request, asked, title=_("Books of a product"), tables=tables, page="books")


def statement_view(request: HttpRequest) -> HttpResponse:
    """Show the movements of one account with the balance after each."""
    _check(request)
    asked = asked_of(request)
    accounts = queries.chart()
    account = (
        next((each for each in accounts if each.code == request.GET.get("account")), accounts[0])
        if accounts
        else None
    )
    contract = request.GET.get("contract", "").strip()
    tables = []
    if asked.product is not None and account is not None:
        take = request.GET.get("take", "")
        if take in {*Form}:
            return statement_file(  # type: ignore[return-value]  # (a file, not a page)
                request,
                asked,
                asked.product,
                account,
                contract_id=_contract_id(asked.product, contract),
                form=Form(take),
            )
        tables = [_statement(request, asked, asked.product, account, contract)]
    return _shown(
        request,
        asked,
        title=_("Statement of account"),
        tables=tables,
        page="statement",
        accounts=[(each.code, _named(each)) for each in accounts],
        account=account.code if account else "",
        contract=contract,
        forms=[str(form) for form in Form],
    )


def _check(request: HttpRequest) -> None:
    if not person(request).may(VIEW):
        raise PermissionDenied


def _shown(
    request: HttpRequest, asked: Asked, *, title: str, tables: Sequence[Table], **more: Any
) -> HttpResponse:
    crumbs = [Crumb(title)]
    if asked.product is not None:
        crumbs.insert(0, Crumb(str(asked.product), url_of(asked.product)))
    record = Record(
        title=f"{title}: {asked.product}" if asked.product else title,
        subtitle=_("{period}, in CNY").format(period=asked.period) if asked.product else "",
        is_sample=bool(asked.product and asked.product.is_sample),
        crumbs=crumbs,
        tables=tables,
    )
    return drilldown.show(
        request,
        record,
        template="trusts/ledger_books.html",
        asked=asked,
        product_code=request.GET.get("product", ""),
        known_at=request.GET.get("known_at", ""),
        **more,
    )


# ---- the reports


def _reports(product: Product, asked: Asked) -> list[Table]:
    period, known_at = asked.period, asked.known_at
    trial = queries.trial_balance(product.pk, period=period, known_at=known_at)
    classes = queries.capital_by_class(product.pk, on=period.last_day, known_at=known_at)
    last = Period(period.last_day, period.ends_on)
    (value,) = queries.unit_values(product.pk, period=last, known_at=known_at)
    found = [
        _balance_sheet(rules.balance_sheet(trial), product, period),
        _income(rules.income_statement(trial), product, period),
    ]
    if any(each.code for each in classes):
        found += [_unit_value(value), classes_table(classes)]
    return [*found, _trial(trial, product, period)]


def _balance_sheet(sheet: rules.BalanceSheet, product: Product, period: Period) -> Table:
    rows: list[tuple[Any, Any]] = [
        *_lines(sheet.assets, product, period),
        _sum(_("Assets"), sheet.total_assets),
        *_lines(sheet.liabilities, product, period),
        _sum(_("Liabilities"), sheet.total_liabilities),
        *_lines(sheet.equity, product, period),
        (_("Undistributed result"), sheet.undistributed),
        _sum(_("Net assets, what belongs to the beneficiaries"), sheet.net_assets),
    ]
    return Table(
        title=_("Balance sheet at the end of {day}").format(day=period.last_day),
        headers=[_("item"), _("CNY")],
        rows=rows,
        numeric=frozenset({1}),
    )


def _income(income: rules.IncomeStatement, product: Product, period: Period) -> Table:
    rows: list[tuple[Any, Any]] = [
        *_lines(income.income, product, period),
        _sum(_("Income"), income.total_income),
        *_lines(income.expenses, product, period),
        _sum(_("Expenses"), income.total_expenses),
        _sum(_("Result of the period"), income.result),
    ]
    return Table(
        title=_("Income statement {period}").format(period=period),
        headers=[_("item"), _("CNY")],
        rows=rows,
        numeric=frozenset({1}),
    )


def _unit_value(found: queries.UnitValueDay) -> Table:
    return Table(
        title=_("Unit value at the end of {day}").format(day=found.day),
        headers=[_("net assets (CNY)"), _("units"), _("value of a unit (CNY)")],
        rows=[(found.net_assets, found.units, found.unit_value)],
        numeric=frozenset({0, 1, 2}),
    )


def _trial(trial: rules.TrialBalance, product: Product, period: Period) -> Table:
    moved = [row for row in trial.rows if row.opening or row.debits or row.credits]
    rows: list[tuple[Any, ...]] = [
        (
            _account_link(row, product, period),
            NATURE_LABELS[rules.AccountNature(row.nature)],
            row.opening,
            row.debits,
            row.credits,
            row.closing,
        )
        for row in moved
    ]
    if moved:
        rows.append(
            (
                _strong(_("Total")),
                _NOTHING,
                Decimal("0.00"),
                trial.debits,
                trial.credits,
                Decimal("0.00"),
            )
        )
    return Table(
        title=_("Trial balance {period}").format(period=period),
        headers=[
            _("account"),
            _("nature"),
            _("opening balance"),
            _("debits"),
            _("credits"),
            _("closing balance"),
        ],
        rows=rows,
        numeric=frozenset({2, 3, 4, 5}),
        empty=_("Nothing was posted by the end of this period."),
    )


def _lines(
    lines: Sequence[rules.ReportLine], product: Product, period: Period
) -> list[tuple[Any, Any]]:
    return [(_account_link(each, product, period), each.amount) for each in lines if each.amount]


def _sum(words: str, amount: Decimal) -> tuple[Any, Any]:
    return _strong(words), format_html("<strong>{}</strong>", f"{amount:,.2f}")


def _strong(words: str) -> SafeString:
    return format_html("<strong>{}</strong>", words)


# ---- the statement


def _statement(
    request: HttpRequest, asked: Asked, product: Product, account: Account, contract: str
) -> Table:
    found = queries.statement(
        product.pk,
        account.code,
        period=asked.period,
        known_at=asked.known_at,
        contract_id=_contract_id(product, contract),
        after=place_from(request.GET.get("cursor")),
        limit=ROWS,
    )
    is_first = not request.GET.get("cursor")
    before = _("opening balance") if is_first else _("carried forward")
    rows: list[tuple[Any, ...]] = [
        (_NOTHING, _NOTHING, before, _NOTHING, _NOTHING, _sum("", found.carried)[1])
    ]
    rows += [
        (
            row.effective_on,
            _entry_link(row.entry_id),
            ENTRY_LABELS[rules.EntryKind(row.kind)],
            row.memo,
            row.amount,
            row.balance,
        )
        for row in found.rows
    ]
    if found.following is None:
        closing = _sum("", found.closing)[1]
        rows.append((_NOTHING, _NOTHING, _("closing balance"), _NOTHING, _NOTHING, closing))
    next_url = ""
    if found.following is not None:
        query = request.GET.copy()
        query["cursor"] = place_text(found.following)
        next_url = f"?{query.urlencode()}"
    return Table(
        title=f"{_named(account)} · {asked.period}",
        headers=[
            _("effective on"),
            _("entry"),
            _("kind of entry"),
            _("memo"),
            _("amount (CNY)"),
            _("balance (CNY)"),
        ],
        rows=rows,
        numeric=frozenset({4, 5}),
        next_url=next_url,
    )


def _contract_id(product: Product, code: str) -> int | None:
    """Return the contract with this code; none is no filter, an unknown one matches nothing."""
    if not code:
        return None
    lines = Line.objects.filter(product=product, contract__code=code)
    return lines.values_list("contract_id", flat=True).first() or 0


def _entry_link(entry_id: int) -> SafeString:
    url = reverse("admin:trusts_entry_change", args=[entry_id])
    return format_html('<a class="gt-link" href="{}">#{}</a>', url, entry_id)


def _account_link(
    row: rules.ReportLine | rules.AccountTurnover, product: Product, period: Period
) -> SafeString:
    name = row.name_en if (get_language() or "").startswith("en") else row.name_zh
    return _to_statement(product, row.code, name, period=str(period))


def _to_statement(product: Product, account: str, name: str, **more: str) -> SafeString:
    query = urlencode({"product": product.code, "account": account, **more})
    url = reverse("admin:ledger-statement") + "?" + query
    return format_html('<a class="gt-link" href="{}">{}</a>', url, name)


def _named(account: Account) -> str:
    return account.name_en if (get_language() or "").startswith("en") else account.name_zh


# ---- on the page of a product


def balances_panel(_request: HttpRequest, product: Product) -> list[Table]:
    """Return a product's balances today, for its page, each leading to its statement."""
    today, now = timezone.localdate(), timezone.now()
    found = queries.balances([product.pk], on=today, known_at=now)[product.pk]
    books = reverse("admin:ledger-books") + "?" + urlencode({"product": product.code})
    rows: list[tuple[Any, ...]] = [
        (_("Paid-in trust capital"), found.paid_in),
        (_("Outstanding"), found.outstanding),
    ]
    rows += [
        (_to_statement(product, account.code, _named(account)), found.of(account.code))
        for account in queries.chart()
        if account.code in found.by_account
    ]
    rows.append(
        (
            format_html('<a class="gt-link" href="{}">{}</a>', books, _("Books of the product")),
            _NOTHING,
        )
    )
    return [
        Table(
            title=_("Balances today"),
            headers=[_("account"), _("balance (CNY)")],
            rows=rows,
            numeric=frozenset({1}),
        )
    ]


ProductAdmin.panels.append(balances_panel)
ProductAdmin.panels.append(classes_panel)
site.page("ledger/books/", books_view, name="ledger-books")
site.page("ledger/statement/", statement_view, name="ledger-statement")
navigation.page(
    "trusts.ledger",
    title=gettext_lazy("Books of a product"),
    url_name="admin:ledger-books",
    permission=VIEW,
    icon="menu_book",
)
navigation.page(
    "trusts.ledger",
    title=gettext_lazy("Statement of account"),
    url_name="admin:ledger-statement",
    permission=VIEW,
    icon="format_list_numbered",
)
