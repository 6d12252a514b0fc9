"""The table of policies."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Versioned
from projects.reference.models.editions import CONFIRM, PROPOSE
from projects.reference.rules.kinds import PolicyRule
from projects.reference.rules.values import Policy


class PolicyRuleChoice(models.TextChoices):
    """The fallbacks and choices, with the names that people read."""

    LATEST_DATA_YEAR = PolicyRule.LATEST_DATA_YEAR.value, _("take the latest data year")
    PROVINCE_TO_REGION = PolicyRule.PROVINCE_TO_REGION.value, _("fall back to the grid region")
    PROVINCE_TO_NATION = PolicyRule.PROVINCE_TO_NATION.value, _("fall back to the nation")
    CHOOSE_SOURCE = PolicyRule.CHOOSE_SOURCE.value, _("choose one of several sources")
    CHOOSE_KIND = PolicyRule.CHOOSE_KIND.value, _("choose the kind that electricity displaces")


_CHOICES = [PolicyRule.CHOOSE_KIND.value, PolicyRule.CHOOSE_SOURCE.value]


class FactorPolicy(Versioned):
    """One fallback or choice in the resolution of factors that a person turned on, or off again."""

    propose_permission: ClassVar[str] = PROPOSE
    confirm_permission: ClassVar[str] = CONFIRM
    identity: ClassVar[tuple[str, ...]] = ("rule", "kind", "region")

    rule = models.CharField(_("rule"), max_length=30, choices=PolicyRuleChoice.choices)
    kind = models.CharField(_("kind of factor"), max_length=60)
    region = models.CharField(
        _("only for the region"), max_length=100, blank=True, help_text=_("Empty for all regions.")
    )
    max_lag_years = models.PositiveSmallIntegerField(
        _("how many years older at most"), null=True, blank=True
    )
    scheme = models.CharField(_("division of the grid"), max_length=60, blank=True)
    choice = models.TextField(_("source, edition or kind that is chosen"), blank=True)
    is_on = models.BooleanField(_("turned on"), default=True)

    class Meta:
        app_label = "projects"
        verbose_name = _("factor policy")
        verbose_name_plural = _("factor policies")
        constraints = [
            models.CheckConstraint(
                condition=~Q(rule=PolicyRule.LATEST_DATA_YEAR.value)
                | Q(max_lag_years__isnull=False, max_lag_years__gte=1),
                name="a_policy_on_the_data_year_says_how_far_back",
            ),
            models.CheckConstraint(
                condition=~Q(rule=PolicyRule.PROVINCE_TO_REGION.value) | ~Q(scheme=""),
                name="a_policy_on_the_region_names_the_division",
            ),
            models.CheckConstraint(
                condition=~Q(rule=PolicyRule.CHOOSE_SOURCE.value) | ~Q(choice=""),
                name="a_policy_on_the_source_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(rule=PolicyRule.CHOOSE_KIND.value) | ~Q(choice=""),
                name="a_policy_on_the_kind_names_it",
            ),
            models.CheckConstraint(
                condition=Q(rule__in=_CHOICES) | Q(region=""),
                name="only_a_choice_is_for_one_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value.name}"

    @property
    def value(self) -> Policy:
        """Return the policy as the resolution reads it."""
        return Policy(
            policy_id=self.pk,
            rule=PolicyRule(self.rule),
            kind=self.kind,
            region=self.region,
            max_lag_years=self.max_lag_years or 0,
            scheme=self.scheme,
            choice=self.choice,
            effective_from=self.effective_from,
            is_on=self.is_on,
        )
