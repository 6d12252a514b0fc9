"""Editions of criteria."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import InvalidInput
from config.kernel.models import Proposed
from projects.recognition.rules.criteria import Criterion, read_criteria


class CriteriaEdition(Proposed):
    """One edition of the criteria by which projects are judged green."""

    propose_permission = "projects.recognition.propose"
    confirm_permission = "projects.recognition.confirm"

    code = models.CharField(_("code"), max_length=40)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    source = models.TextField(_("source"))
    confidence = models.CharField(
        _("confidence"), max_length=1, choices=[(each, each) for each in "ABC"]
    )
    note = models.TextField(_("note"), blank=True)
    criteria = models.JSONField(_("criteria"))
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("supersedes"),
        help_text=_("The edition that projects are no longer judged by once this is confirmed."),
    )

    class Meta:
        app_label = "projects"
        verbose_name = _("edition of criteria")
        verbose_name_plural = _("editions of criteria")
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(decision__in=["", "confirmed"]),
                name="criteria_edition_code_is_used_once",
            ),
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=models.Q(decision="confirmed"),
                name="criteria_are_superseded_once",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def check_confirmable(self) -> None:
        """
        Refuse criteria that cannot be read.

        :raises InvalidInput: naming each fault.
        """
        self.readable_criteria()

    def readable_criteria(self) -> list[Criterion]:
        """
        Return the criteria.

        :raises InvalidInput: naming each fault.
        """
        criteria, findings = read_criteria(self.criteria)
        if findings:
            raise InvalidInput(findings)
        return criteria
