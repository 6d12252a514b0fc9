"""Decisions to close books for a run of days, and to open them again."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import DomainError
from config.kernel.models import Proposed
from trusts.ledger import rules
from trusts.register.models import Product, choices_of

MOVE_LABELS = {
    rules.PeriodMoveKind.CLOSE: _("close"),
    rules.PeriodMoveKind.REOPEN: _("reopen"),
}


class PeriodClosed(DomainError):
    """The books of {product} are closed on {day}; record it in an open period instead."""

    code = "period_closed"


class PeriodMove(Proposed):
    """One decision to close a product's books for a run of days, or to open them again."""

    propose_permission = "trusts.ledger.propose"
    confirm_permission = "trusts.ledger.confirm"

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="+", verbose_name=_("product")
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), help_text=_("The first day that is not in."))
    move = models.CharField(
        _("decision on the books"), max_length=10, choices=choices_of(MOVE_LABELS)
    )

    class Meta:
        app_label = "trusts"
        verbose_name = _("ledger period decision")
        verbose_name_plural = _("ledger period decisions")
        indexes = [
            models.Index(fields=["product", "starts_on"], name="period_moves_of_product_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="a_ledger_period_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_move_display()} {self.starts_on}/{self.ends_on} {self.product}"

    @classmethod
    def is_closed(cls, product_id: int, day: dt.date) -> bool:
        """Return whether the latest confirmed decision that speaks of ``day`` closed it."""
        speaking = cls.objects.confirmed().filter(
            product_id=product_id, starts_on__lte=day, ends_on__gt=day
        )
        latest = speaking.order_by("-recorded_at", "-id").first()
        return latest is not None and latest.move == rules.PeriodMoveKind.CLOSE

    @classmethod
    def check_open(cls, product: Product, day: dt.date) -> None:
        """
        Refuse a day whose books are closed.

        :raises PeriodClosed: naming the product and the day.
        """
        if cls.is_closed(product.pk, day):
            raise PeriodClosed(product=str(product), day=day)
