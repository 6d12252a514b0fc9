"""Supplementary fields (补录) and their values in versions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Fact, Proposed, Versioned
from trusts.contracts.models import Contract
from trusts.labels.models.labels import CONFIRM, PROPOSE
from trusts.labels.rules.supplementary import FieldFacts, SubjectKind, ValueType
from trusts.register.models import Product, check_confirmed, choices_of

TYPE_LABELS = {
    ValueType.TEXT: _("text"),
    ValueType.CHOICE: _("choice"),
    ValueType.NUMBER: _("number"),
    ValueType.DAY: _("day"),
}
SUBJECT_LABELS = {
    SubjectKind.CONTRACT: _("contract"),
    SubjectKind.PRODUCT: _("product"),
}


class SupplementaryField(Fact):
    """One definition of a field that people fill in beside the books, in one edition."""

    edition = models.CharField(_("edition"), max_length=20)
    code = models.CharField(_("code"), max_length=40)
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=200)
    applies_to = models.CharField(
        _("applies to"), max_length=10, choices=choices_of(SUBJECT_LABELS)
    )
    value_type = models.CharField(
        _("type of value"), max_length=10, choices=choices_of(TYPE_LABELS)
    )
    choices = models.JSONField(_("choices"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.TextField(_("source"))
    confidence = models.CharField(_("confidence"), max_length=1)

    class Meta:
        app_label = "trusts"
        verbose_name = _("supplementary field")
        verbose_name_plural = _("supplementary fields")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="a_supplementary_field_stands_once_in_an_edition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"

    @property
    def facts(self) -> FieldFacts:
        """Return what judging a value needs to know."""
        return FieldFacts(self.code, self.value_type, tuple(self.choices))


class SupplementaryValue(Versioned):
    """One version of what a supplementary field says of a contract or a product, from a day on."""

    propose_permission = PROPOSE
    confirm_permission = CONFIRM
    identity: ClassVar[tuple[str, ...]] = ("field", "subject")

    field = models.ForeignKey(
        SupplementaryField, models.PROTECT, related_name="+", verbose_name=_("field")
    )
    #: ``contract:12`` or ``product:5``: one column, so that the identity is never null.
    subject = models.CharField(_("subject"), max_length=40, editable=False)
    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contract"),
    )
    product = models.ForeignKey(
        Product,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("product"),
    )
    value = models.TextField(
        _("value"),
        blank=True,
        help_text=_("Left empty, it says that from its day on nothing holds any more."),
    )
    source = models.CharField(
        _("source"), max_length=500, help_text=_("Where the value comes from.")
    )
    document = models.ForeignKey(
        "archive.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )

    class Meta:
        app_label = "trusts"
        verbose_name = _("supplementary value")
        verbose_name_plural = _("supplementary values")
        indexes = [
            models.Index(
                fields=["subject", "field", "-effective_from"], name="supplements_of_subject_by_day"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(contract__isnull=True, product__isnull=False)
                | Q(contract__isnull=False, product__isnull=True),
                name="a_supplement_speaks_of_one_thing",
                violation_error_message=_("A value speaks of one contract or one product."),
            ),
            models.CheckConstraint(
                condition=Q(source__regex=r"\S"),
                name="a_supplement_names_its_source",
                violation_error_message=_("A supplementary value says where it comes from."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.about} @ {self.effective_from}"

    @property
    def about(self) -> Proposed:
        """Return the contract or the product that the value speaks of."""
        found = self.contract or self.product
        assert found is not None  # noqa: S101 (the database holds one of the two)
        return found

    def check_confirmable(self) -> None:
        """
        Refuse a value for a contract or a product that awaits confirmation itself.

        :raises NotConfirmedYet: naming it.
        """
        check_confirmed(self.about)
