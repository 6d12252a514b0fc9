"""Tables of own funds: placements, their terms in versions, and what was placed and returned."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, F, Q, Sum, When
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import DomainError
from config.kernel.models import Proposed, ProposedQuerySet, Versioned
from trusts.contracts.models.agreements import INSTRUMENT_LABELS
from trusts.ledger.rules import lowest_balance
from trusts.own_funds import rules
from trusts.register.models import ALIVE, Party, check_confirmed, choices_of

PROPOSE, CONFIRM = "trusts.own_funds.propose", "trusts.own_funds.confirm"
MOVEMENT_LABELS = {
    rules.MovementKind.PLACED: _("own funds placed"),
    rules.MovementKind.RETURNED: _("own funds returned"),
}
#: What a movement adds to the amount placed, for sums inside the database.
SIGNED = Case(When(kind=rules.MovementKind.PLACED.value, then=F("amount")), default=-F("amount"))


class ReturnedBeyondPlaced(DomainError):
    """Placement {placement} would stand at {balance} on {day}: more returned than placed."""

    code = "returned_beyond_placed"


class OwnPlacement(Proposed):
    """One asset in which the company's own funds are placed: what never changes of it."""

    propose_permission = PROPOSE
    confirm_permission = CONFIRM

    code = models.CharField(_("code"), max_length=60)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "trusts"
        verbose_name = _("own-funds placement")
        verbose_name_plural = _("own-funds placements")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=ALIVE, name="a_placement_code_is_held_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class OwnPlacementTerms(Versioned):
    """One version of what a placement is: instrument, counterparty or project, catalogue class."""

    propose_permission = PROPOSE
    confirm_permission = CONFIRM
    identity: ClassVar[tuple[str, ...]] = ("placement",)

    placement = models.ForeignKey(
        OwnPlacement, models.PROTECT, related_name="+", verbose_name=_("placement")
    )
    instrument = models.CharField(
        _("instrument"), max_length=20, choices=choices_of(INSTRUMENT_LABELS)
    )
    counterparty = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("counterparty"),
    )
    project = models.ForeignKey(
        "projects.Project",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("project"),
    )
    taxonomy_edition = models.CharField(_("edition of the catalogue"), max_length=40)
    taxonomy_class = models.CharField(_("class of the catalogue"), max_length=40)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        app_label = "trusts"
        verbose_name = _("terms of an own-funds placement")
        verbose_name_plural = _("terms of own-funds placements")
        indexes = [
            models.Index(fields=["placement", "-effective_from"], name="terms_of_placement_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(counterparty__isnull=False) | Q(project__isnull=False),
                name="a_placement_names_a_counterparty_or_a_project",
                violation_error_message=_("A placement names a counterparty, a project, or both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement} @ {self.effective_from}"

    def check_confirmable(self) -> None:
        """
        Refuse terms of a placement, or with a party, that awaits confirmation itself.

        :raises NotConfirmedYet: naming it.
        """
        check_confirmed(self.placement)
        if self.counterparty is not None:
            check_confirmed(self.counterparty)


class OwnMovementQuerySet(ProposedQuerySet):
    """Movements, asked with a day and a moment of knowledge."""

    def until(self, day: dt.date, *, known_at: dt.datetime) -> Self:
        """Keep what had happened by the end of ``day`` as known at ``known_at``."""
        return self.known(known_at).filter(effective_on__lte=day)


class OwnMovement(Proposed):
    """One amount of own funds placed in an asset or returned from it on a day."""

    propose_permission = PROPOSE
    confirm_permission = CONFIRM

    placement = models.ForeignKey(
        OwnPlacement, models.PROTECT, related_name="+", verbose_name=_("placement")
    )
    effective_on = models.DateField(_("effective on"))
    kind = models.CharField(
        _("placed or returned"), max_length=10, choices=choices_of(MOVEMENT_LABELS)
    )
    amount = models.DecimalField(_("amount (CNY)"), max_digits=20, decimal_places=2)
    memo = models.CharField(_("memo"), max_length=200, blank=True)
    reverses = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reverses"),
        help_text=_("The movement that this one takes back, if it takes one back."),
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(OwnMovementQuerySet)()

    class Meta:
        app_label = "trusts"
        verbose_name = _("own-funds movement")
        verbose_name_plural = _("own-funds movements")
        indexes = [
            models.Index(
                fields=["placement", "effective_on"], name="movements_of_own_funds_by_day"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["reverses"], condition=ALIVE, name="an_own_movement_is_reversed_once"
            ),
            models.CheckConstraint(
                # The upper bound also keeps out NaN, which PostgreSQL sorts above every number.
                condition=Q(amount__gt=0, amount__lt=Decimal(10) ** 18),
                name="an_own_movement_moves_an_amount",
                violation_error_message=_("An amount is above zero and a whole number of fen."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in rules.MovementKind]),
                name="an_own_movement_is_placed_or_returned",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.effective_on} {self.get_kind_display()}"

    @property
    def signed_amount(self) -> Decimal:
        """Return by how much the movement changes what is placed, in CNY."""
        return rules.signed(self.kind, self.amount)

    def check_confirmable(self) -> None:
        """
        Refuse a movement that the placement cannot take; the database refuses it under its lock.

        :raises NotConfirmedYet: if the placement awaits confirmation.
        :raises ReturnedBeyondPlaced: if less than nothing would be placed on some day.
        """
        check_confirmed(self.placement)
        if self.kind != rules.MovementKind.RETURNED:
            return
        daily = dict(
            OwnMovement.objects.confirmed()
            .filter(placement_id=self.placement_id)
            .values_list("effective_on")
            .annotate(moved=Sum(SIGNED))
        )
        daily[self.effective_on] = daily.get(self.effective_on, rules.ZERO) - self.amount
        lowest = lowest_balance(daily.items(), from_day=self.effective_on)
        if lowest is not None and lowest[1] < 0:
            raise ReturnedBeyondPlaced(
                placement=str(self.placement), day=lowest[0], balance=lowest[1]
            )
