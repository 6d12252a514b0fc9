"""Changes of registered items, filed with the registration system."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trusts.register.models.base import ALIVE, Registered, check_confirmed
from trusts.register.models.parties import PartyRole
from trusts.register.models.terms import ProductTerms


class ChangeRegistration(Registered):
    """One change of a registered item that was filed: the version it is about, and the receipt."""

    terms = models.ForeignKey(
        ProductTerms,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("product terms"),
    )
    role = models.ForeignKey(
        PartyRole,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("party role"),
    )
    filed_on = models.DateField(_("filed on"))
    receipt_number = models.CharField(_("receipt number"), max_length=80)
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
        verbose_name = _("change registration")
        verbose_name_plural = _("change registrations")
        constraints = [
            models.CheckConstraint(
                condition=Q(terms__isnull=True) ^ Q(role__isnull=True),
                name="a_filing_is_about_terms_or_about_a_role",
            ),
            models.UniqueConstraint(
                fields=["terms"], condition=ALIVE, name="a_version_of_terms_is_filed_once"
            ),
            models.UniqueConstraint(
                fields=["role"], condition=ALIVE, name="a_version_of_a_role_is_filed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_number} {self.filed_on}"

    @property
    def version(self) -> ProductTerms | PartyRole:
        """Return the version that the filing is about."""
        found = self.terms or self.role
        assert found is not None  # noqa: S101 (the table holds one of the two)
        return found

    def check_confirmable(self) -> None:
        """
        Refuse a filing about a version that awaits confirmation itself.

        :raises NotConfirmedYet: naming it.
        """
        check_confirmed(self.version)
