"""Tables of the ledger: the chart, entries with their lines, decisions on periods."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import DomainError
from config.kernel.models import AppendOnly, Fact, Proposed
from trusts.ledger import rules
from trusts.register.models import ALIVE, Product, check_confirmed, choices_of

NATURE_LABELS = {
    rules.AccountNature.ASSET: _("asset"),
    rules.AccountNature.LIABILITY: _("liability"),
    rules.AccountNature.EQUITY: _("equity"),
    rules.AccountNature.INCOME: _("income"),
    rules.AccountNature.EXPENSE: _("expense"),
}
ENTRY_LABELS = {
    rules.EntryKind.SUBSCRIPTION: _("subscription"),
    rules.EntryKind.CAPITAL_RETURN: _("return of capital"),
    rules.EntryKind.DRAWDOWN: _("drawdown"),
    rules.EntryKind.REPAYMENT: _("repayment"),
    rules.EntryKind.INCOME: _("income"),
    rules.EntryKind.EXPENSE: _("expense"),
    rules.EntryKind.DISTRIBUTION: _("distribution"),
    rules.EntryKind.ACCRUAL: _("accrual"),
    rules.EntryKind.REVERSAL: _("reversal"),
    rules.EntryKind.OTHER: _("other"),
}
MOVE_LABELS = {
    rules.PeriodMoveKind.CLOSE: _("close"),
    rules.PeriodMoveKind.REOPEN: _("reopen"),
}


class PeriodClosed(DomainError):
    """The books of {product} are closed on {day}; record it in an open period instead."""

    code = "period_closed"


class CashOverdrawn(DomainError):
    """Cash of {product} would be {balance} on {day}; nothing is paid that is not there."""

    code = "cash_overdrawn"


class RepaidBeyondDrawn(DomainError):
    """Contract {contract} would be outstanding with {balance} on {day}: more repaid than drawn."""

    code = "repaid_beyond_drawn"


class Account(Fact):
    """One account of the chart that every product's books are kept by."""

    edition = models.CharField(_("edition"), max_length=20)
    code = models.CharField(_("code"), max_length=40, unique=True)
    nature = models.CharField(_("nature"), max_length=10, choices=choices_of(NATURE_LABELS))
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=200)
    source = models.TextField(_("source"))
    confidence = models.CharField(_("confidence"), max_length=1)

    class Meta:
        app_label = "trusts"
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class Entry(Proposed):
    """One entry in a product's books, proposed whole; its confirmation writes its lines."""

    propose_permission = "trusts.ledger.propose"
    confirm_permission = "trusts.ledger.confirm"

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="+", verbose_name=_("product")
    )
    effective_on = models.DateField(_("effective on"))
    kind = models.CharField(_("kind of entry"), max_length=20, choices=choices_of(ENTRY_LABELS))
    memo = models.CharField(_("memo"), max_length=200, blank=True)
    contract = models.ForeignKey(
        "trusts.Contract",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contract"),
    )
    reverses = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reverses"),
        help_text=_("The entry that this one takes back, if it takes one back."),
    )
    postings = models.JSONField(
        _("postings"), help_text=_("Account and amount; a debit is positive, a credit negative.")
    )

    class Meta:
        app_label = "trusts"
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        indexes = [
            models.Index(fields=["product", "effective_on"], name="entries_of_product_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["reverses"], condition=ALIVE, name="an_entry_is_reversed_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=rules.EntryKind.REVERSAL.value, reverses__isnull=False)
                | (~Q(kind=rules.EntryKind.REVERSAL.value) & Q(reverses__isnull=True)),
                name="a_reversal_names_what_it_reverses",
            ),
            models.CheckConstraint(
                condition=~Q(
                    kind__in=[rules.EntryKind.DRAWDOWN.value, rules.EntryKind.REPAYMENT.value]
                )
                | Q(contract__isnull=False),
                name="a_drawdown_or_repayment_names_its_contract",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.effective_on} {self.get_kind_display()}"

    def parsed_postings(self) -> list[rules.Posting]:
        """Return the postings as values, in the order of the entry."""
        return [rules.Posting.from_json(each) for each in self.postings]

    def check_confirmable(self) -> None:
        """
        Refuse what the books cannot take now; the database refuses the same under its lock.

        :raises NotConfirmedYet: if the product or the contract awaits confirmation.
        :raises PeriodClosed: if the day lies in a closed period.
        :raises CashOverdrawn: if cash would fall below zero on any day from this one on.
        :raises RepaidBeyondDrawn: if a contract would.
        """
        check_confirmed(self.product)
        if self.contract is not None:
            check_confirmed(self.contract)
        PeriodMove.check_open(self.product, self.effective_on)
        lowest = self._lowest(rules.CASH)
        if lowest is not None and lowest[1] < 0:
            raise CashOverdrawn(product=str(self.product), day=lowest[0], balance=lowest[1])
        if self.contract is not None:
            lowest = self._lowest(rules.INVESTMENTS, contract=self.contract_id)
            if lowest is not None and lowest[1] < 0:
                raise RepaidBeyondDrawn(
                    contract=str(self.contract), day=lowest[0], balance=lowest[1]
                )

    def _lowest(self, account: str, **of: int | None) -> tuple[dt.date, Any] | None:
        """Return where the account would be lowest from this day on, if it were moved."""
        moved = sum((p.amount for p in self.parsed_postings() if p.account == account), rules.ZERO)
        if moved >= 0:
            return None
        daily = dict(
            Line.objects.filter(product_id=self.product_id, account_id=account, **of)
            .values_list("effective_on")
            .annotate(moved=Sum("amount"))
        )
        daily[self.effective_on] = daily.get(self.effective_on, rules.ZERO) + moved
        return rules.lowest_balance(daily.items(), from_day=self.effective_on)


class LineQuerySet(models.QuerySet[Any]):
    """Lines, asked with a day and a moment of knowledge."""

    def as_of(self, day: dt.date, *, known_at: dt.datetime) -> Self:
        """Keep what had happened by the end of ``day`` as known at ``known_at``."""
        return self.filter(effective_on__lte=day, recorded_at__lte=known_at)


class Line(AppendOnly):
    """One amount on one account, written when its entry was confirmed; debits are positive."""

    #: Nobody inserts a line: the confirmation of an entry does, inside the database.
    insert_roles: ClassVar[tuple[str, ...]] = ()

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+", verbose_name=_("entry"))
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
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "position"], name="a_line_has_its_own_place_in_its_entry"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"


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
