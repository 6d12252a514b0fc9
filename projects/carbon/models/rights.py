"""What was sold of a project's green attributes: certificates and credits, two people each."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import ClassVar

from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.canonical import plain_decimal
from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import Finding
from config.kernel.models import Proposed
from config.kernel.periods import Period
from projects.carbon.models.entered import ActivityStatement
from projects.carbon.rules.claimable import CERTIFICATE, CREDIT, UNITS, Sold, Yield, oversold
from projects.carbon.rules.counted import own_tonnes
from projects.metering import queries as metering

_ALL_THAT_IS_KNOWN = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)


class AlreadyReplaced(DomainError):
    """The sale {sale} was replaced by another already; correct that one."""

    code = "already_replaced"


class EnteredTwice(DomainError):
    """The sale {reference} of this project and period is entered already."""

    code = "entered_twice"


class RightKind(models.TextChoices):
    """What was sold."""

    CERTIFICATE = CERTIFICATE, _("green certificates")
    CREDIT = CREDIT, _("emission reduction credits")


class SoldRight(Proposed):
    """
    Certificates or credits of one project and period that were sold or transferred away.

    The same reduction is then claimed by the buyer. A sale entered wrongly is replaced by
    another, of zero if there was none; both stay.
    """

    propose_permission: ClassVar[str] = "projects.carbon.propose"
    confirm_permission: ClassVar[str] = "projects.carbon.confirm"

    project = models.ForeignKey(
        "projects.Project", models.PROTECT, related_name="+", verbose_name=_("project")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=RightKind.choices)
    starts_on = models.DateField(_("produced from"))
    ends_on = models.DateField(_("until, not with"))
    amount = models.DecimalField(
        _("amount"),
        max_digits=24,
        decimal_places=6,
        help_text=_("MWh of certificates, tCO2e of credits."),
    )
    sold_on = models.DateField(_("sold on"))
    buyer = models.CharField(_("buyer"), max_length=200, blank=True)
    registry_reference = models.CharField(
        _("reference in the registry"),
        max_length=200,
        help_text=_("The number by which the registry of certificates or credits knows the sale."),
    )
    source = models.TextField(_("source"), help_text=_("The contract or extract it is from."))
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("replaces"),
        help_text=_("The sale that was entered wrongly; an amount of zero takes it back."),
    )
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "projects"
        verbose_name = _("sold right")
        verbose_name_plural = _("sold certificates and credits")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="a_sold_right_has_a_period"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(amount=0, replaces__isnull=False),
                name="a_sold_right_has_an_amount",
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(registry_reference=""),
                name="a_sold_right_names_its_source",
            ),
        ]
        indexes = [models.Index(fields=["project", "starts_on"], name="sold_rights_by_project")]

    def __str__(self) -> str:
        return f"{self.project} {self.period} {self.registry_reference}: {self.quantity}"

    @property
    def period(self) -> Period:
        """Return the time of production."""
        return Period(self.starts_on, self.ends_on)

    @property
    def unit(self) -> str:
        """Return what the amount is counted in."""
        return UNITS[self.kind]

    @property
    def quantity(self) -> str:
        """Return amount and unit as people write them."""
        return f"{plain_decimal(Decimal(self.amount))} {self.unit}"

    @property
    def sold(self) -> Sold:
        """Return the row as the rules read it."""
        return Sold(self.pk, self.kind, self.period, self.amount)

    def check_confirmable(self) -> None:
        """Refuse a sale that, beside the others as they stand now, cannot have been."""
        super().check_confirmable()
        with connection.cursor() as cursor:
            # Two sales of one project are weighed one after the other.
            cursor.execute(
                "select pg_advisory_xact_lock(hashtextextended('projects_soldright', %s))",
                [self.project_id],
            )
        self.check_sale()

    def check_sale(self) -> None:
        """
        Refuse a sale that was entered already, or of more than was produced.

        :raises AlreadyReplaced: if what it replaces was replaced.
        :raises EnteredTwice: if the same sale stands.
        :raises InvalidInput: with the finding, if more is sold than was produced.
        """
        standing = [
            each
            for each in sold_rights(project_ids=[self.project_id], known_at=_ALL_THAT_IS_KNOWN)
            if each.pk != self.pk
        ]
        if self.replaces_id:
            if self.replaces_id not in {each.pk for each in standing}:
                raise AlreadyReplaced(sale=self.replaces_id)
            standing = [each for each in standing if each.pk != self.replaces_id]
        if any(self._is_same_sale(each) for each in standing):
            raise EnteredTwice(reference=self.registry_reference)
        if finding := self._oversold(standing):
            raise InvalidInput([finding])

    def _is_same_sale(self, other: SoldRight) -> bool:
        """Return whether the registry knows both under one number, of months that overlap."""
        mine = (self.kind, self.registry_reference)
        theirs = (other.kind, other.registry_reference)
        return mine == theirs and self.period.overlaps(other.period)

    def _oversold(self, others: Collection[SoldRight]) -> Finding | None:
        """Return why it cannot be: in its own period, and in all that it reaches over."""
        inside = [each for each in others if self.period.covers(each.period)]
        for period, members in ((self.period, inside), self._reached(others)):
            amounts = dict.fromkeys((CERTIFICATE, CREDIT), Decimal(0))
            for each in (self, *members):
                amounts[each.kind] += each.amount
            found = oversold(
                self._yielded(period),
                certificates_mwh=amounts[CERTIFICATE],
                credits_tco2e=amounts[CREDIT],
                period=period,
            )
            if found:
                return found
        return None

    def _yielded(self, period: Period) -> Yield:
        """Return what the project's meters and its statements of activity say of a period."""
        energy: Counter[str] = Counter()
        for row in metering.energy_totals(
            project_ids=[self.project_id], period=period, known_at=_ALL_THAT_IS_KNOWN
        ):
            energy[row.carrier] += row.total_wh
        return Yield(
            electricity_wh=energy["electricity"],
            heat_wh=energy["heat"],
            stated_tco2e=_stated_tonnes(self.project_id, period),
        )

    def _reached(self, others: Collection[SoldRight]) -> tuple[Period, list[SoldRight]]:
        """Return the sales that overlap it, or one another down to it, and the time of all."""
        period, members = self.period, list[SoldRight]()
        while more := [
            each for each in others if each not in members and each.period.overlaps(period)
        ]:
            members += more
            period = Period(
                min(period.starts_on, *(each.starts_on for each in more)),
                max(period.ends_on, *(each.ends_on for each in more)),
            )
        return period, members


def _stated_tonnes(project_id: int, period: Period) -> Decimal:
    """
    Return the tonnes that entered activity was stated to come to in a period.

    By the latest statement of each span, as its days fall within the period; of several
    methods the one that says most, for they may speak of the same tonnes.
    """
    rows = ActivityStatement.objects.filter(
        project_id=project_id, starts_on__lt=period.ends_on, ends_on__gt=period.starts_on
    ).order_by("method", "starts_on", "ends_on", "-known_at", "-id")
    by_method: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows.distinct("method", "starts_on", "ends_on"):
        shared = row.period & period
        whole = sum(own_tonnes(row.results).values(), Decimal(0))
        by_method[row.method] += whole * (shared.days if shared else 0) / row.period.days
    return max(by_method.values(), default=Decimal(0))


def sold_rights(*, project_ids: Collection[int], known_at: dt.datetime) -> list[SoldRight]:
    """Return the sales of projects that stand as known then; a replaced one stands no more."""
    known = (
        SoldRight.objects.known(known_at)
        .filter(project_id__in=project_ids)
        .select_related("proposed_by", "decided_by")
    )
    replaced = {each.replaces_id for each in known}
    return [each for each in known.order_by("starts_on", "id") if each.pk not in replaced]
