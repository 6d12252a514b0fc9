"""What is answered: drafts, evidence, and entries in versions that a second person confirms."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.kernel.canonical import plain_decimal
from config.kernel.models import Decision, Fact, Proposed
from reporting.collection.models.periods import NUMBER, CollectionTask

ENTER = "reporting.collection.propose"
CONFIRM = "reporting.collection.confirm"


class EntryDraft(Fact):
    """What a data owner had written so far and had not submitted yet; the latest counts."""

    task = models.ForeignKey(
        CollectionTask, models.PROTECT, related_name="drafts", verbose_name=_("collection task")
    )
    value = models.DecimalField(_("value"), null=True, blank=True, **NUMBER)
    text = models.TextField(_("text"), blank=True)
    note = models.TextField(_("explanation"), blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )

    class Meta:
        app_label = "reporting"
        verbose_name = _("draft of an entry")
        verbose_name_plural = _("drafts of entries")
        indexes = [models.Index(fields=["task", "-id"], name="drafts_of_a_task_latest_first")]

    def __str__(self) -> str:
        return f"{self.task}: {said(self.value, self.text, self.task.unit)}"


class CollectionEvidence(Fact):
    """One document that proves what a department answered."""

    task = models.ForeignKey(
        CollectionTask, models.PROTECT, related_name="evidence", verbose_name=_("collection task")
    )
    title = models.CharField(_("title"), max_length=200)
    original = models.ForeignKey(
        "archive.StoredFile", models.PROTECT, related_name="+", verbose_name=_("original file")
    )
    original_name = models.CharField(_("file name"), max_length=255)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "reporting"
        verbose_name = _("evidence of an entry")
        verbose_name_plural = _("evidence of entries")
        constraints = [
            models.UniqueConstraint(
                fields=["task", "original"], name="a_document_proves_a_task_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class CollectedEntry(Proposed):
    """One version of a department's answer to one task, with the evidence that it rests on."""

    propose_permission: ClassVar[str] = ENTER
    confirm_permission: ClassVar[str] = CONFIRM

    task = models.ForeignKey(
        CollectionTask, models.PROTECT, related_name="entries", verbose_name=_("collection task")
    )
    version = models.PositiveIntegerField(_("version"))
    value = models.DecimalField(_("value"), null=True, blank=True, **NUMBER)
    text = models.TextField(_("text"), blank=True)
    note = models.TextField(_("explanation"), blank=True)
    #: [{id, name, sha256}]: part of the content that the second person confirms.
    evidence = models.JSONField(_("evidence"), default=list, blank=True)
    #: Findings as they stood at submission, see Finding.to_json.
    warnings = models.JSONField(_("warnings"), default=list, blank=True)
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("corrects"),
    )
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "reporting"
        verbose_name = _("collected entry")
        verbose_name_plural = _("collected entries")
        constraints = [
            models.UniqueConstraint(
                fields=["task", "version"], name="a_version_of_an_entry_stands_once"
            ),
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(decision=Decision.PENDING),
                name="one_entry_of_a_task_awaits_confirmation",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) ^ ~Q(text=""),
                name="an_entry_is_a_number_or_a_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {said(self.value, self.text, self.task.unit)}"


def said(value: object, text: str, unit: str) -> str:
    """Return an answer as people write it: number and unit, or the first words."""
    if value is not None:
        return f"{plain_decimal(value)} {unit}"  # type: ignore[arg-type]  # (a Decimal, from the column)
    return text if len(text) <= _FIRST_WORDS else f"{text[:_FIRST_WORDS]}…"


_FIRST_WORDS = 60
