"""Projects, and what holds for them from a day on."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import DomainError
from config.kernel.models import Fact, Versioned
from projects.registry.models.owners import Owner
from projects.registry.rules import life
from projects.registry.rules.technologies import TECHNOLOGIES, CapacityUnit

STATE_NAMES = {
    life.ProjectState.PLANNED: _("planned"),
    life.ProjectState.UNDER_CONSTRUCTION: _("under construction"),
    life.ProjectState.IN_OPERATION: _("in operation"),
    life.ProjectState.SUSPENDED: _("suspended"),
    life.ProjectState.RETIRED: _("retired"),
}


class OwnerNotConfirmed(DomainError):
    """The owner {owner} awaits confirmation; confirm it before the project."""

    code = "owner_not_confirmed"


class Project(Fact):
    """
    One project under its code; what holds for it stands in its terms.

    A project is seen once its first terms are confirmed.
    """

    code = models.CharField(_("code"), max_length=64, unique=True)
    technology = models.CharField(
        _("technology"),
        max_length=40,
        choices=[(code, f"{each.name_zh} {each.name_en}") for code, each in TECHNOLOGIES.items()],
    )
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "projects"
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(technology__in=list(TECHNOLOGIES)),
                name="project_technology_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ProjectTerms(Versioned):
    """What holds for one project from a day on: names, owner, place, size, state, cost."""

    propose_permission = "projects.registry.propose"
    confirm_permission = "projects.registry.confirm"
    identity = ("project",)

    project = models.ForeignKey(
        "projects.Project", models.PROTECT, related_name="+", verbose_name=_("project")
    )
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    owner = models.ForeignKey(
        "projects.Owner",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    provinces = ArrayField(models.CharField(max_length=8), verbose_name=_("provinces"))
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=[(state.value, name) for state, name in STATE_NAMES.items()],
    )
    capacity = models.DecimalField(_("capacity"), max_digits=18, decimal_places=6)
    capacity_unit = models.CharField(
        _("unit of capacity"),
        max_length=10,
        choices=[(each.value, each.value) for each in CapacityUnit],
    )
    commissioned_on = models.DateField(_("commissioned on"), null=True, blank=True)
    total_investment_cny = models.DecimalField(
        _("total investment (CNY)"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    facts_origin = models.JSONField(_("origin of the facts"), default=dict, blank=True)
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "projects"
        verbose_name = _("terms of a project")
        verbose_name_plural = _("terms of projects")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity__gt=0), name="project_capacity_is_above_zero"
            ),
            models.CheckConstraint(
                condition=models.Q(total_investment_cny__isnull=True)
                | models.Q(total_investment_cny__gt=0),
                name="project_investment_is_above_zero",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[each.value for each in life.ProjectState]),
                name="project_state_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=life.ProjectState.IN_OPERATION.value)
                | models.Q(
                    commissioned_on__isnull=False,
                    commissioned_on__lte=models.F("effective_from"),
                ),
                name="project_in_operation_was_commissioned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_zh} ({self.effective_from})"

    def check_confirmable(self) -> None:
        """
        Refuse a state that its neighbors in time do not allow, and an unconfirmed owner.

        :raises ForbiddenMove: if the life cycle holds no such move.
        :raises OwnerNotConfirmed: if the owner still awaits its own confirmation.
        """
        owner: Owner | None = self.owner
        if owner is not None and owner.decision != "confirmed":
            raise OwnerNotConfirmed(owner=owner.code)
        standing = self._others_standing()
        before = (
            standing.filter(effective_from__lt=self.effective_from)
            .order_by("-effective_from", "-id")
            .first()
        )
        after = (
            standing.filter(effective_from__gt=self.effective_from)
            .order_by("effective_from", "id")
            .first()
        )
        if before:
            life.check_can_follow(before.state, self.state)
        if after:
            life.check_can_follow(self.state, after.state)

    def _others_standing(self) -> models.QuerySet[Any]:
        mine = type(self).objects.confirmed().filter(project_id=self.project_id)
        superseded = mine.exclude(supersedes=None).values("supersedes_id")
        return mine.exclude(pk__in=superseded).exclude(pk=self.supersedes_id)
