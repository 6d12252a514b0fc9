"""What was posted: lines, written by the confirmation of entries and by nobody else."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.kernel.models import AppendOnly
from trusts.ledger.models.accounts import Account
from trusts.register.models import Product, UnitClass


class LineQuerySet(models.QuerySet[Any]):
    """Lines, asked with a day and a moment of knowledge."""

    def as_of(self, day: dt.date, *, known_at: dt.datetime) -> Self:
        """Keep what had happened by the end of ``day`` as known at ``known_at``."""
        return self.filter(effective_on__lte=day, recorded_at__lte=known_at)


class Line(AppendOnly):
    """One amount on one account, written when its entry was confirmed; debits are positive."""

    #: Nobody inserts a line: the confirmation of an entry does, inside the database.
    insert_roles: ClassVar[tuple[str, ...]] = ()

    entry = models.ForeignKey(
        "trusts.Entry",
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("entry"),
    )
    position = models.PositiveIntegerField(_("position"))
    product = models.ForeignKey(
        Product, models.PROTECT, related_name="+", db_index=False, verbose_name=_("product")
    )
    contract = models.ForeignKey(
        "trusts.Contract",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("contract"),
    )
    account = models.ForeignKey(
        Account,
        models.PROTECT,
        to_field="code",
        related_name="+",
        db_index=False,
        verbose_name=_("account"),
    )
    effective_on = models.DateField(_("effective on"))
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=2)
    unit_class = models.ForeignKey(
        UnitClass,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("unit class"),
    )
    units = models.DecimalField(
        _("units"),
        max_digits=20,
        decimal_places=6,
        null=True,
        help_text=_("Units issued are positive, units redeemed negative."),
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = models.Manager.from_queryset(LineQuerySet)()

    class Meta:
        app_label = "trusts"
        verbose_name = _("ledger line")
        verbose_name_plural = _("ledger lines")
        indexes = [
            # Balances of a product, and cash day by day: read from the index alone.
            models.Index(
                fields=["product", "account", "effective_on"],
                include=["amount", "recorded_at"],
                name="lines_of_account_by_day",
            ),
            # What is outstanding under a contract.
            models.Index(
                fields=["contract", "account", "effective_on"],
                include=["amount", "recorded_at"],
                condition=Q(contract__isnull=False),
                name="lines_of_contract_by_day",
            ),
            # Units outstanding of a class, and what was paid in for them.
            models.Index(
                fields=["unit_class", "effective_on"],
                include=["account", "amount", "units", "recorded_at"],
                condition=Q(unit_class__isnull=False),
                name="lines_of_unit_class_by_day",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "position"], name="a_line_has_its_own_place_in_its_entry"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"
