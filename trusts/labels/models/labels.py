"""Green labels on contracts, in versions."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import DomainError
from config.kernel.models import Versioned
from trusts.contracts.models import Contract
from trusts.labels.rules.parts import Basis, Part
from trusts.labels.rules.support import Support, check_supported
from trusts.labels.support import supports_of
from trusts.register.models import GreenForm, check_confirmed, choices_of
from trusts.register.rules import ALL_THAT_IS_KNOWN

PROPOSE, CONFIRM = "trusts.labels.propose", "trusts.labels.confirm"
BASIS_LABELS = {
    Basis.PROJECTS: _("recognized projects of the split"),
    Basis.USE_OF_FUNDS: _("documented use of funds"),
    Basis.NOT_GREEN: _("not green"),
}


class InputsChanged(DomainError):
    """The split or a recognition has changed since this label was proposed; propose it again."""

    code = "inputs_changed"


class GreenLabel(Versioned):
    """One version of how much of a contract is green, under which catalogue entries, and why."""

    propose_permission = PROPOSE
    confirm_permission = CONFIRM
    identity: ClassVar[tuple[str, ...]] = ("contract",)

    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="+", verbose_name=_("contract")
    )
    basis = models.CharField(_("basis"), max_length=20, choices=choices_of(BASIS_LABELS))
    green_percent = models.DecimalField(_("green share (%)"), max_digits=9, decimal_places=6)
    parts = models.JSONField(
        _("parts"),
        default=list,
        blank=True,
        help_text=_("Edition and code of a catalogue, and the percentage of the contract."),
    )
    form = models.ForeignKey(
        GreenForm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("green form"),
    )
    note = models.TextField(_("note"), blank=True)
    document = models.ForeignKey(
        "archive.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("evidence document"),
    )
    inputs = models.JSONField(_("inputs it was judged on"), default=dict, editable=False)

    class Meta:
        app_label = "trusts"
        verbose_name = _("green label")
        verbose_name_plural = _("green labels")
        indexes = [
            models.Index(fields=["contract", "-effective_from"], name="labels_of_contract_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                # A range keeps out NaN too, which PostgreSQL sorts above every number.
                condition=Q(green_percent__range=(Decimal(0), Decimal(100))),
                name="a_green_share_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.NOT_GREEN.value, green_percent=0, form__isnull=True)
                | Q(
                    basis__in=[Basis.PROJECTS.value, Basis.USE_OF_FUNDS.value], green_percent__gt=0
                ),
                name="a_label_is_green_in_part_or_says_not_green",
            ),
            models.CheckConstraint(
                condition=~Q(basis=Basis.USE_OF_FUNDS.value) | Q(document__isnull=False),
                name="a_use_of_funds_is_documented",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} @ {self.effective_from}"

    def parsed_parts(self) -> list[Part]:
        """Return the parts as values, in the order of the label."""
        return [Part.from_json(each) for each in self.parts]

    @property
    def support_judged_on(self) -> Support:
        """Return what split and recognition said when the label was proposed."""
        return Support.from_json(self.inputs["support"])

    def check_confirmable(self) -> None:
        """
        Refuse a label that its inputs, read once more, do not support as proposed.

        :raises NotConfirmedYet: if the contract awaits confirmation.
        :raises InputsChanged: if the split or a recognition is no longer the same.
        :raises Unsupported: if the parts exceed what recognized projects carry.
        """
        check_confirmed(self.contract)
        if self.basis != Basis.PROJECTS:
            return
        now = supports_of([self.contract], on=self.effective_from, known_at=ALL_THAT_IS_KNOWN)
        support = now[self.contract_id]
        if support != self.support_judged_on:
            raise InputsChanged
        check_supported(self.parsed_parts(), support)
