"""Parties, and the roles they hold in products."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Actor
from trusts.register import rules
from trusts.register.models.base import (
    ALIVE,
    Registered,
    RegisteredVersion,
    check_confirmed,
    choices_of,
)
from trusts.register.models.products import Product

PARTY_LABELS = {
    rules.PartyType.COMPANY: _("company"),
    rules.PartyType.FINANCIAL_INSTITUTION: _("financial institution"),
    rules.PartyType.PUBLIC_BODY: _("public body"),
    rules.PartyType.CHARITY: _("charity"),
    rules.PartyType.PLAN: _("plan or fund"),
    rules.PartyType.NATURAL_PERSON: _("natural person"),
}
ROLE_LABELS = {
    rules.RoleKind.SETTLOR: _("settlor"),
    rules.RoleKind.TRUSTEE: _("trustee"),
    rules.RoleKind.BENEFICIARY_CLASS: _("beneficiary class"),
    rules.RoleKind.CUSTODIAN: _("custodian"),
    rules.RoleKind.ADVISER: _("adviser"),
    rules.RoleKind.BORROWER: _("borrower"),
    rules.RoleKind.PROJECT_OWNER: _("project owner"),
    rules.RoleKind.CHARITY_SUPERVISOR: _("charity supervisor"),
}


class Party(Registered):
    """One party to trusts and contracts: a company, a public body, a plan, a person."""

    code = models.CharField(_("code"), max_length=40)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    party_type = models.CharField(_("type"), max_length=30, choices=choices_of(PARTY_LABELS))
    uscc = models.CharField(_("unified social credit code"), max_length=18, null=True, blank=True)
    lei = models.CharField(_("legal entity identifier"), max_length=20, null=True, blank=True)
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "trusts"
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=ALIVE, name="a_party_code_is_held_once"
            ),
            models.UniqueConstraint(
                fields=["uscc"], condition=ALIVE, name="a_credit_code_names_one_party"
            ),
            models.CheckConstraint(
                condition=~Q(uscc=""), name="a_missing_credit_code_is_null_not_empty"
            ),
            models.UniqueConstraint(
                fields=["lei"], condition=ALIVE, name="an_entity_identifier_names_one_party"
            ),
            models.CheckConstraint(
                condition=~Q(lei=""), name="a_missing_entity_identifier_is_null_not_empty"
            ),
            models.CheckConstraint(
                condition=~Q(party_type=rules.PartyType.NATURAL_PERSON.value)
                | Q(name_zh__regex=r"^(.\*\*)?$", name_en__regex=r"^(.\*\*)?$"),
                name="a_person_stands_in_the_open_by_a_mask",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"

    @property
    def is_person(self) -> bool:
        """Return whether the party is a natural person, who stands here by a mask."""
        return self.party_type == rules.PartyType.NATURAL_PERSON

    def when_turned_down(self, *, by: Actor) -> None:  # noqa: ARG002 (the hook's signature)
        """Keep nothing of a person whose proposal was turned down."""
        PersonalData.objects.filter(party=self).delete()


class PersonalData(models.Model):
    """What one natural person is called and identified by, sealed; the open party holds a mask."""

    party = models.OneToOneField(
        Party, models.PROTECT, related_name="+", verbose_name=_("party"), primary_key=True
    )
    name_zh_sealed = models.TextField(_("Chinese name, sealed"))
    name_en_sealed = models.TextField(_("English name, sealed"))
    identity_sealed = models.TextField(_("identity number, sealed"), blank=True)
    identity_index = models.CharField(
        _("blind index of the identity number"), max_length=64, null=True, unique=True
    )

    class Meta:
        app_label = "trusts"
        verbose_name = _("personal data")
        verbose_name_plural = _("personal data")

    def __str__(self) -> str:
        return self.party.code


class PartyRole(RegisteredVersion):
    """One version of a party's role in a product: from a day on, and until a day if it ended."""

    identity = ("product", "party", "role")

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="+", verbose_name=_("product")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    role = models.CharField(_("role"), max_length=30, choices=choices_of(ROLE_LABELS))
    effective_to = models.DateField(
        _("effective to"), null=True, blank=True, help_text=_("The first day without the role.")
    )

    class Meta:
        app_label = "trusts"
        verbose_name = _("party role")
        verbose_name_plural = _("party roles")
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="a_role_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.get_role_display()} {self.party}"

    def check_confirmable(self) -> None:
        """
        Refuse a role of a product or a party that awaits confirmation itself.

        :raises NotConfirmedYet: naming it.
        """
        check_confirmed(self.product)
        check_confirmed(self.party)
