"""Entries: proposed whole, their postings frozen with them, alone or in a batch."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import DomainError
from config.kernel.models import Proposed, ProposedQuerySet
from trusts.ledger import rules
from trusts.ledger.models.batches import EntryBatch
from trusts.ledger.models.lines import Line
from trusts.ledger.models.periods import PeriodMove
from trusts.register.models import ALIVE, Product, check_confirmed, choices_of

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


class CashOverdrawn(DomainError):
    """Cash of {product} would be {balance} on {day}; nothing is paid that is not there."""

    code = "cash_overdrawn"


class RepaidBeyondDrawn(DomainError):
    """Contract {contract} would be outstanding with {balance} on {day}: more repaid than drawn."""

    code = "repaid_beyond_drawn"


class DecidedWithItsBatch(DomainError):
    """Entry {entry} belongs to the batch {batch} and is decided together with it."""

    code = "decided_with_its_batch"


class EntryQuerySet(ProposedQuerySet):
    """Entries, alone and in batches."""

    def alone(self) -> Self:
        """Keep the entries that are decided by themselves."""
        return self.filter(batch__isnull=True)


class Entry(Proposed):
    """One entry in a product's books, proposed whole; its confirmation writes its lines."""

    propose_permission = "trusts.ledger.propose"
    confirm_permission = "trusts.ledger.confirm"

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="+", db_index=False, verbose_name=_("product")
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
    batch = models.ForeignKey(
        EntryBatch,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("batch"),
        help_text=_("The batch that it is decided with, if it is not decided alone."),
    )
    batch_row = models.PositiveBigIntegerField(_("row of the batch"), null=True, editable=False)

    objects: ClassVar[Any] = models.Manager.from_queryset(EntryQuerySet)()

    class Meta:
        app_label = "trusts"
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        indexes = [
            models.Index(fields=["product", "effective_on"], name="entries_of_product_by_day"),
            # What awaits a person, and what a person entered: never the rows of batches.
            models.Index(
                fields=["proposed_by"],
                condition=Q(decision="", batch__isnull=True),
                name="entries_awaiting_a_decision",
            ),
            models.Index(
                fields=["proposed_by"],
                condition=Q(batch__isnull=True),
                name="entries_alone_by_proposer",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "batch_row"],
                condition=Q(batch__isnull=False),
                name="a_row_of_a_batch_is_one_entry",
            ),
            models.CheckConstraint(
                condition=Q(batch__isnull=True, batch_row__isnull=True)
                | Q(batch__isnull=False, batch_row__isnull=False),
                name="an_entry_of_a_batch_has_its_row",
            ),
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

        :raises DecidedWithItsBatch: if it belongs to one.
        :raises NotConfirmedYet: if the product or the contract awaits confirmation.
        :raises PeriodClosed: if the day lies in a closed period.
        :raises CashOverdrawn: if cash would fall below zero on any day from this one on.
        :raises RepaidBeyondDrawn: if a contract would.
        """
        if self.batch is not None:
            raise DecidedWithItsBatch(entry=self.pk, batch=str(self.batch))
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
