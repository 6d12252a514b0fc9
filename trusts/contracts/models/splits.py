"""Tables of splits of contracts over projects, in versions."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import DomainError
from config.kernel.models import AppendOnly
from trusts.contracts import rules
from trusts.contracts.models.agreements import ContractTerms, ContractVersion
from trusts.register.models import choices_of
from trusts.register.rules import ALL_THAT_IS_KNOWN

KIND_LABELS = {
    rules.SplitKind.PERCENT: _("percentages"),
    rules.SplitKind.AMOUNT: _("amounts in CNY"),
}


class MoreThanCommitted(DomainError):
    """The split gives away {total}; on {day} {committed} is committed under {contract}."""

    code = "more_than_committed"


class Split(ContractVersion):
    """One version of a contract's split over projects, proposed whole, in parts or amounts."""

    kind = models.CharField(
        _("stated in"),
        max_length=7,
        choices=choices_of(KIND_LABELS),
        default=rules.SplitKind.PERCENT.value,
        help_text=_(
            "Percentages follow the outstanding amount; amounts stay as they are, and shrink in "
            "proportion only where less than their sum is outstanding."
        ),
    )
    shares = models.JSONField(
        _("shares"), help_text=_("Project, its code, and its percentage or its amount.")
    )

    class Meta:
        app_label = "trusts"
        verbose_name = _("split")
        verbose_name_plural = _("splits")
        indexes = [
            models.Index(fields=["contract", "-effective_from"], name="splits_of_contract_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in rules.SplitKind]),
                name="a_split_is_in_percentages_or_amounts",
            ),
        ]

    def parsed_shares(self) -> list[rules.Share]:
        """Return the shares as values, in the order of the split."""
        return [rules.Share.from_json(each) for each in self.shares]

    def check_confirmable(self) -> None:
        """
        Refuse amounts that no longer fit what is committed; the database refuses the same.

        :raises NotConfirmedYet: if the contract awaits confirmation.
        :raises MoreThanCommitted: if the amounts are more than is committed on the first day.
        """
        super().check_confirmable()
        self.check_commitment()

    def check_commitment(self) -> None:
        """
        Refuse amounts that add up to more than is committed on the day they begin.

        :raises MoreThanCommitted: with both sums.
        """
        if self.kind != rules.SplitKind.AMOUNT:
            return
        total = sum((share.stated for share in self.parsed_shares()), rules.NOTHING)
        terms = (
            ContractTerms.objects.as_of(self.effective_from, known_at=ALL_THAT_IS_KNOWN)
            .filter(contract_id=self.contract_id)
            .first()
        )
        committed = terms.committed_amount if terms else rules.NOTHING
        if total > committed:
            raise MoreThanCommitted(
                total=total,
                day=self.effective_from,
                committed=committed,
                contract=str(self.contract),
            )


class SplitLine(AppendOnly):
    """One project's part of a contract, written when its split was confirmed."""

    #: Nobody inserts a line: the confirmation of a split does, inside the database.
    insert_roles: ClassVar[tuple[str, ...]] = ()

    split = models.ForeignKey(Split, models.PROTECT, related_name="lines", verbose_name=_("split"))
    project = models.ForeignKey(
        "projects.Project", models.PROTECT, related_name="+", verbose_name=_("project")
    )
    project_code = models.CharField(_("project code"), max_length=64)
    percent = models.DecimalField(_("share (%)"), max_digits=9, decimal_places=6, null=True)
    amount = models.DecimalField(_("amount (CNY)"), max_digits=20, decimal_places=2, null=True)

    class Meta:
        app_label = "trusts"
        verbose_name = _("share of a split")
        verbose_name_plural = _("shares of splits")
        constraints = [
            models.UniqueConstraint(
                fields=["split", "project"], name="a_project_stands_once_in_a_split"
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100), name="a_share_is_a_part_of_the_whole"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lt=Decimal(10) ** 18),
                name="an_amount_of_a_split_is_above_zero",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=False, amount__isnull=True)
                | Q(percent__isnull=True, amount__isnull=False),
                name="a_share_is_a_percentage_or_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.project_code} {self.percent} %"
            if self.amount is None
            else f"{self.project_code} {self.amount:,f} CNY"
        )
