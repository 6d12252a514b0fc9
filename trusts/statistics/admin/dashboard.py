"""What the dashboard shows of the portfolio: outstanding, and what is new, beside a year ago."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.console import dashboard
from config.console.dashboard import Card, Chart
from config.console.record import shown
from trusts.statistics import queries
from trusts.statistics.admin import charts, words
from trusts.statistics.admin.pages import PAGE, VIEW
from trusts.statistics.rules import Measure

_SHOWN = (Measure.OUTSTANDING, Measure.PRODUCTS, Measure.NEW_PRODUCTS)


def _today(request: HttpRequest) -> queries.Statistics:
    """Return the portfolio today by green form, asked for once a request."""
    if not hasattr(request, "portfolio_today"):
        today = timezone.localdate()
        request.portfolio_today = queries.statistics(  # type: ignore[attr-defined]
            on=today, known_at=timezone.now(), compare_with=queries.year_before(today), top=8
        )
    found: queries.Statistics = request.portfolio_today  # type: ignore[attr-defined]
    return found


@dashboard.card(permission=VIEW, order=5)
def portfolio_card(request: HttpRequest) -> Card | None:
    """Return what is outstanding today, how many products are in run, and how many are new."""
    found = _today(request)
    if not found.groups:
        return None
    outstanding, products, new = (words.value_of(each, found.total.now.of(each)) for each in _SHOWN)
    change = found.total.change(Measure.OUTSTANDING)
    return Card(
        title=_("Outstanding today"),
        value=outstanding,
        unit="CNY",
        note=_("{products} products in run, {new} new this year; {change} in a year").format(
            products=shown(products),
            new=shown(new),
            change=words.signed(change, Measure.OUTSTANDING) if change else "–",
        ),
        url=reverse(f"admin:{PAGE}"),
        is_sample=found.has_sample_data,
    )


@dashboard.chart(permission=VIEW, order=5)
def portfolio_chart(request: HttpRequest) -> Chart | None:
    """Return what is outstanding today by green form, beside a year ago."""
    found = _today(request)
    if not found.groups:
        return None
    return charts.bars(
        found,
        title=_("Outstanding by green form"),
        summary=_("Today, and the same day of the year before, as known now."),
        url=reverse(f"admin:{PAGE}"),
    )
