"""Staff pages of periods: decisions one by one, and the months of many books at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.api import keyset
from config.api.problems import sentence
from config.console import drilldown, navigation
from config.console.admin import ProposedAdmin, person
from config.console.record import Record, Table, badge, link_to
from config.console.site import site
from config.kernel.errors import DomainError
from config.kernel.periods import Period
from config.kernel.proposals import can_decide
from trusts.ledger import operations, queries
from trusts.ledger.models import PeriodMove
from trusts.ledger.queries import MonthState
from trusts.ledger.rules import PeriodMoveKind
from trusts.register.models import Product

VIEW = "trusts.ledger.view"
PRODUCTS_SHOWN = 50
MONTHS = range(1, 13)
STATES = {
    MonthState.CLOSED: (gettext_lazy("closed"), "good"),
    MonthState.PARTLY_CLOSED: (gettext_lazy("partly closed"), "waiting"),
}


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


def months_view(request: HttpRequest) -> HttpResponse:
    """Show which months of which books are closed; propose or confirm closings together."""
    if not person(request).may(VIEW):
        raise PermissionDenied
    today = timezone.localdate()
    year = _number(request.GET.get("year"), 1, 9998, today.year)
    month = _number(request.GET.get("month"), 1, 12, (today.month - 2) % 12 + 1)
    page = keyset.page_of(
        Product.objects.confirmed(),
        ordering=("code", "id"),
        limit=PRODUCTS_SHOWN,
        cursor=keyset.readable(request.GET.get("cursor")),
    )
    if request.method == "POST":
        return _decided(request, page.rows, Period.month(year, month))
    return _months_page(request, page, year=year, month=month)


def _months_page(
    request: HttpRequest, page: keyset.Page[Product], *, year: int, month: int
) -> HttpResponse:
    ids = [product.pk for product in page.rows]
    found = queries.months(ids, year=year, known_at=timezone.now())
    pending = _pending(page.rows, Period.month(year, month))
    rows = [
        (
            link_to(product),
            *(_cell(product, year, at, found[product.pk][at - 1]) for at in MONTHS),
        )
        for product in page.rows
    ]
    table = Table(
        title=_("Months of {year}").format(year=year),
        headers=[_("product"), *(f"{at:02}" for at in MONTHS)],
        rows=rows,
        empty=_("No confirmed product."),
        next_url=_beside(request, page.following),
        previous_url=_beside(request, page.preceding),
    )
    record = Record(title=_("Closed months"), subtitle=_("Ledger"), tables=[table])
    who = person(request)
    return drilldown.show(
        request,
        record,
        template="trusts/ledger_months.html",
        year=year,
        month=month,
        months=MONTHS,
        pending=len(pending),
        may_propose=who.may(PeriodMove.propose_permission) and bool(page.rows),
        may_confirm=bool([each for each in pending if can_decide(each, by=who)]),
    )


def _decided(request: HttpRequest, products: Sequence[Product], period: Period) -> HttpResponse:
    """Propose or confirm the closings of the products on the page, and say what was done."""
    who = person(request)
    try:
        if request.POST.get("act") == "propose":
            reason = request.POST.get("reason", "")
            rows = operations.propose_closes(
                products=products, period=period, by=who, reason=reason
            )
            said = _("Proposed: {number} closings of {period}. A second person confirms them.")
        else:
            mine = [each for each in _pending(products, period) if can_decide(each, by=who)]
            rows = operations.confirm_moves(moves=mine, by=who, note=request.POST.get("reason", ""))
            said = _("Confirmed: {number} closings of {period}.")
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, said.format(number=len(rows), period=period))
    return HttpResponseRedirect(request.get_full_path())


def _pending(products: Sequence[Product], period: Period) -> list[PeriodMove]:
    """Return the closings of the period that await confirmation, of these products."""
    rows = PeriodMove.objects.pending().filter(
        product__in=products,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        move=PeriodMoveKind.CLOSE.value,
    )
    return list(rows.select_related("product", "proposed_by"))


def _cell(product: Product, year: int, month: int, state: MonthState) -> SafeString | str:
    """Return the month's state; a closed one leads to the form that proposes to reopen it."""
    if state == MonthState.OPEN:
        return "·"
    period = Period.month(year, month)
    asked = {
        "product": product.pk,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "move": PeriodMoveKind.REOPEN.value,
    }
    url = reverse("admin:trusts_periodmove_add") + "?" + urlencode(asked)
    words, tone = STATES[state]
    return format_html(
        '<a class="gt-link" href="{}" title="{}">{}</a>',
        url,
        _("Propose to reopen it"),
        badge(words, tone),
    )


def _number(text: str | None, least: int, most: int, otherwise: int) -> int:
    if text is None or not text.isascii() or not text.isdigit():
        return otherwise
    return min(max(int(text), least), most)


def _beside(request: HttpRequest, cursor: keyset.Cursor | None) -> str:
    if cursor is None:
        return ""
    query = request.GET.copy()
    query["cursor"] = cursor.encode()
    return f"?{query.urlencode()}"


site.page("ledger/months/", months_view, name="ledger-months")
navigation.page(
    "trusts.ledger",
    title=gettext_lazy("Closed months"),
    url_name="admin:ledger-months",
    permission=VIEW,
    icon="event_available",
)
