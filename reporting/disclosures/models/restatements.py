"""When a change is material, and what was decided about a published version whose basis moved."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import DomainError
from config.kernel.models import Proposed, Versioned
from reporting.disclosures.models.versions import STATE_LABELS, DisclosureVersion
from reporting.disclosures.rules.life import State
from reporting.disclosures.rules.materiality import Threshold
from reporting.figures.rules.bridge import Cause

CAUSE_LABELS = {
    Cause.FACTOR: _("emission factor"),
    Cause.METHOD: _("method"),
    Cause.BOUNDARY: _("boundary"),
    Cause.LATE_DATA: _("late data"),
    Cause.CORRECTION: _("correction"),
    Cause.SHARES: _("attributed shares"),
    Cause.OTHER: _("other"),
}


class MaterialityPolicy(Versioned):
    """From a day on, by how much one indicator of a kind of disclosure must move to be material."""

    propose_permission: ClassVar[str] = "reporting.disclosures.propose"
    confirm_permission: ClassVar[str] = "reporting.disclosures.confirm"
    identity: ClassVar[tuple[str, ...]] = ("kind", "indicator")

    kind = models.CharField(_("kind of disclosure"), max_length=40)
    indicator = models.CharField(_("indicator"), max_length=20)
    percent = models.DecimalField(
        _("per cent of the old value"),
        max_digits=9,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("5 is five per cent; a change that reaches it is material."),
    )
    absolute = models.DecimalField(
        _("amount in the indicator's unit"),
        max_digits=30,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("A change that reaches it is material."),
    )
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "reporting"
        verbose_name = _("materiality policy")
        verbose_name_plural = _("materiality policies")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__isnull=False) | Q(absolute__isnull=False),
                name="a_materiality_policy_has_a_threshold",
            ),
            models.CheckConstraint(
                condition=(Q(percent__isnull=True) | Q(percent__gte=0))
                & (Q(absolute__isnull=True) | Q(absolute__gte=0)),
                name="a_materiality_threshold_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        limits = [
            *([f"{self.percent.normalize():f}%"] if self.percent is not None else []),
            *([f"{self.absolute.normalize():f}"] if self.absolute is not None else []),
        ]
        return f"{self.kind} {self.indicator} ≥ {' / '.join(limits)}"

    @property
    def threshold(self) -> Threshold:
        """Return the policy as a value."""
        return Threshold(
            indicator=self.indicator,
            percent=self.percent,
            absolute=self.absolute,
            policy_id=self.pk,
        )


class Treatment(models.TextChoices):
    """What is done about a published version whose basis moved."""

    RESTATE = "restate", _("restate")
    FROM_NOW_ON = "from_now_on", _("from now on")


class NotPublished(DomainError):
    """{version} is {state}; only a published version is restated."""

    code = "not_published"


class Restatement(Proposed):
    """What is proposed about a published version whose basis moved: restate it, or from now on."""

    propose_permission: ClassVar[str] = "reporting.disclosures.propose"
    confirm_permission: ClassVar[str] = "reporting.disclosures.confirm"

    version = models.ForeignKey(
        DisclosureVersion,
        models.PROTECT,
        related_name="restatements",
        verbose_name=_("published version"),
    )
    treatment = models.CharField(_("treatment"), max_length=11, choices=Treatment.choices)
    known_at = models.DateTimeField(_("new basis known at"))
    causes = models.JSONField(_("causes"), default=list)
    explanation_zh = models.TextField(_("explanation in Chinese"))
    explanation_en = models.TextField(_("explanation in English"))
    comparison = models.ForeignKey(
        "reporting.FigureSet",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("comparison of the two bases"),
        help_text=_("Empty where the new basis is only foretold by a list of what would move."),
    )
    move_report = models.ForeignKey(
        "reporting.MoveReport",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("list of what would move"),
    )
    judgment = models.JSONField(_("held against the materiality policy"), default=list)
    is_material = models.BooleanField(_("material"))
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "reporting"
        verbose_name = _("restatement")
        verbose_name_plural = _("restatements")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "known_at", "treatment"],
                condition=Q(decision__in=["", "confirmed"]),
                name="a_version_is_restated_once_as_known_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(is_material=False) | Q(treatment="restate"),
                name="a_material_change_is_restated",
            ),
            models.CheckConstraint(
                condition=Q(comparison__isnull=False)
                | Q(move_report__isnull=False, treatment="from_now_on"),
                name="a_restatement_rests_on_two_bases",
            ),
        ]

    def __str__(self) -> str:
        version: Any = self.version
        return f"{version} → {self.known_at:%Y-%m-%d %H:%M:%S}: {self.get_treatment_display()}"

    def check_confirmable(self) -> None:
        """
        Refuse to decide about what is no longer published.

        :raises NotPublished: naming where the version stands.
        """
        check_published(self.version)


def check_published(version: Any) -> None:
    """
    Refuse a version that is not what is published.

    :raises NotPublished: naming where it stands.
    """
    if version.state is not State.PUBLISHED:
        raise NotPublished(version=str(version), state=str(STATE_LABELS[version.state]))
