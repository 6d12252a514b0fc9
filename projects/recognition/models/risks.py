"""Environmental and social risk: how a project is graded, and who is on which list."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Versioned


class Grade(models.TextChoices):
    """The categories of environmental and social risk, the gravest first."""

    A = "A", _("A: grave and hard to undo")
    B = "B", _("B: adverse, and can be mended")
    C = "C", _("C: slight")


class Listing(models.TextChoices):
    """On which list an owner stands."""

    OFF = "off", _("on no list")
    WATCH = "watch", _("watched")
    STOP = "stop", _("nothing is paid out")


class RiskGrade(Versioned):
    """One version of a project's environmental and social risk grade, from a day on."""

    propose_permission = "projects.recognition.propose"
    confirm_permission = "projects.recognition.confirm"
    identity = ("project",)

    project = models.ForeignKey(
        "projects.Project", models.PROTECT, related_name="+", verbose_name=_("project")
    )
    grade = models.CharField(_("risk grade"), max_length=1, choices=Grade.choices)
    assessment = models.TextField(_("assessment"))
    measures = models.TextField(_("measures asked for"), blank=True)
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "projects"
        verbose_name = _("environmental and social risk grade")
        verbose_name_plural = _("environmental and social risk grades")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(grade__in=Grade.values), name="a_risk_grade_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(grade="A") | ~models.Q(measures=""),
                name="a_grave_risk_names_measures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.grade} ({self.effective_from})"


class RiskListing(Versioned):
    """One version of an owner's place on the list of grave ESG risks (名单制), from a day on."""

    propose_permission = "projects.recognition.propose"
    confirm_permission = "projects.recognition.confirm"
    identity = ("owner",)

    owner = models.ForeignKey(
        "projects.Owner", models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    listing = models.CharField(_("list"), max_length=5, choices=Listing.choices)
    concern = models.TextField(_("concern"))
    source = models.CharField(_("source"), max_length=300)
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "projects"
        verbose_name = _("place on the risk list")
        verbose_name_plural = _("risk list")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(listing__in=Listing.values), name="a_risk_list_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner}: {Listing(self.listing).label} ({self.effective_from})"

    @property
    def is_stop(self) -> bool:
        """Return whether nothing is paid out to the owner, and nothing of it counts as green."""
        return self.listing == Listing.STOP
