"""Documents that prove something about a project."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Fact
from projects.recognition.rules.criteria import EvidenceType

EVIDENCE_NAMES = {
    EvidenceType.CATALOGUE_OPINION: _("opinion on the catalogue class"),
    EvidenceType.GRID_CONNECTION: _("grid connection document"),
    EvidenceType.COMMISSIONING_RECORD: _("commissioning record"),
    EvidenceType.YIELD_ASSESSMENT: _("yield assessment or measurement"),
    EvidenceType.BENEFIT_CALCULATION: _("calculation of the environmental benefit"),
    EvidenceType.HEAT_DISPLACEMENT_BASIS: _("basis of the displaced heat"),
    EvidenceType.FLOW_OF_FUNDS: _("flow of funds document"),
    EvidenceType.PERMIT: _("permit"),
    EvidenceType.OTHER: _("other document"),
}


class Evidence(Fact):
    """One document that proves something about one project."""

    project = models.ForeignKey(
        "projects.Project", models.PROTECT, related_name="+", verbose_name=_("project")
    )
    evidence_type = models.CharField(
        _("type of evidence"),
        max_length=30,
        choices=[(kind.value, name) for kind, name in EVIDENCE_NAMES.items()],
    )
    title = models.CharField(_("title"), max_length=200)
    original = models.ForeignKey(
        "archive.StoredFile", models.PROTECT, related_name="+", verbose_name=_("original file")
    )
    original_name = models.CharField(_("file name"), max_length=255)
    issued_on = models.DateField(_("issued on"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "projects"
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "evidence_type", "original"],
                name="evidence_is_added_once",
            ),
            models.CheckConstraint(
                condition=models.Q(evidence_type__in=[each.value for each in EvidenceType]),
                name="evidence_type_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title
