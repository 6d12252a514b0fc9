"""Indicators in versions, and the files that list them."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Actor, Decision, Versioned, one_standing_batch_per_file
from reporting.indicators.models.base import (
    CONFIRM,
    PROPOSE,
    AnswerChoice,
    ConfidenceChoice,
    KindChoice,
    ListBatch,
    PeriodicityChoice,
    PillarChoice,
    ThemeChoice,
)
from reporting.indicators.rules.kinds import Answer, Kind, ListKind
from reporting.indicators.rules.layouts import LAYOUTS, PLACES, Row

#: The columns of an indicator that a file gives, its code apart.
FIELDS = tuple(each.name for each in LAYOUTS[ListKind.INDICATORS] if each.name != "code")


class IndicatorList(ListBatch):
    """One file of indicators; once confirmed, each of its rows is a version in the library."""

    list_kind: ClassVar[ListKind] = ListKind.INDICATORS

    class Meta:
        app_label = "reporting"
        verbose_name = _("list of indicators")
        verbose_name_plural = _("lists of indicators")
        constraints = [one_standing_batch_per_file()]

    def when_confirmed(self, *, by: Actor) -> None:
        """Take the rows in as confirmed versions; what stands alike is left alone."""
        rows = self.rows()
        standing = LibraryIndicator.standing_of(
            {row["code"] for row in rows}, on=self.effective_from
        )
        made = [
            LibraryIndicator.from_row(row, of=self, before=standing.get(row["code"]))
            for row in rows
            if not _alike(row, standing.get(row["code"]))
        ]
        LibraryIndicator.objects.bulk_create(made)
        LibraryIndicator.objects.filter(listed_in=self).update(**self.decided(by=by))


def _alike(row: Row, before: LibraryIndicator | None) -> bool:
    return before is not None and all(getattr(before, name) == row[name] for name in FIELDS)


class LibraryIndicator(Versioned):
    """One version of what an indicator asks for: names, unit, kind, owner, evidence, range."""

    propose_permission: ClassVar[str] = PROPOSE
    confirm_permission: ClassVar[str] = CONFIRM
    identity: ClassVar[tuple[str, ...]] = ("code",)

    code = models.CharField(_("code"), max_length=20)
    name_zh = models.CharField(_("Chinese name"), max_length=300)
    name_en = models.CharField(_("English name"), max_length=300)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    answer = models.CharField(
        _("answer"),
        max_length=6,
        choices=[each for each in AnswerChoice.choices if each[0] != Answer.MIXED.value],
    )
    pillar = models.CharField(_("pillar"), max_length=11, choices=PillarChoice.choices)
    theme = models.CharField(_("theme"), max_length=24, choices=ThemeChoice.choices)
    kind = models.CharField(_("kind"), max_length=9, choices=KindChoice.choices)
    dimensions = models.CharField(_("dimensions"), max_length=200, blank=True)
    periodicity = models.CharField(
        _("periodicity"), max_length=9, choices=PeriodicityChoice.choices
    )
    owner_department = models.CharField(
        _("owner department"),
        max_length=40,
        blank=True,
        help_text=_("The code of the department that a collected value is asked of."),
    )
    evidence_zh = models.CharField(_("evidence required (Chinese)"), max_length=300, blank=True)
    evidence_en = models.CharField(_("evidence required (English)"), max_length=300, blank=True)
    lowest = models.DecimalField(
        _("usual range from"), max_digits=24, decimal_places=PLACES, null=True, blank=True
    )
    highest = models.DecimalField(
        _("usual range to"), max_digits=24, decimal_places=PLACES, null=True, blank=True
    )
    method = models.CharField(
        _("method"),
        max_length=200,
        blank=True,
        help_text=_("How a computed value is computed, and in which version."),
    )
    source = models.CharField(_("source"), max_length=500)
    confidence = models.CharField(_("confidence"), max_length=1, choices=ConfidenceChoice.choices)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    listed_in = models.ForeignKey(
        IndicatorList,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("list of indicators"),
    )

    class Meta:
        app_label = "reporting"
        verbose_name = _("indicator of the library")
        verbose_name_plural = _("indicators of the library")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=Kind.COLLECTED.value) | ~Q(owner_department=""),
                name="a_collected_indicator_is_asked_of_a_department",
                violation_error_message=_("A collected indicator is asked of a department."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.COMPUTED.value) | ~Q(method=""),
                name="a_computed_indicator_names_its_method",
                violation_error_message=_("A computed indicator names its method."),
            ),
            models.CheckConstraint(
                condition=Q(lowest__isnull=True)
                | Q(highest__isnull=True)
                | Q(lowest__lte=F("highest")),
                name="a_usual_range_ends_above_its_start",
                violation_error_message=_(
                    "The lower end of the usual range lies above the upper end."
                ),
            ),
            models.CheckConstraint(
                condition=Q(source__regex=r"\S"),
                name="an_indicator_names_its_source",
                violation_error_message=_("An indicator says where it comes from."),
            ),
        ]
        indexes = [
            models.Index(fields=["code", "-effective_from"], name="indicators_by_code_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"

    @classmethod
    def standing_of(
        cls, codes: set[str] | None = None, *, on: dt.date
    ) -> dict[str, LibraryIndicator]:
        """Return the confirmed versions that hold on a day, by code, whenever confirmed."""
        later = cls.objects.filter(supersedes_id=models.OuterRef("pk"), decision=Decision.CONFIRMED)
        rows = cls.objects.confirmed().filter(~models.Exists(later), effective_from__lte=on)
        if codes is not None:
            rows = rows.filter(code__in=codes)
        ordered = rows.order_by("code", "-effective_from", "-recorded_at", "-id")
        return {each.code: each for each in ordered.distinct("code")}

    @classmethod
    def from_row(
        cls, row: Row, *, of: IndicatorList, before: LibraryIndicator | None
    ) -> LibraryIndicator:
        """Return the unsaved version that a row says; it corrects one of the same day."""
        is_correction = before is not None and before.effective_from == of.effective_from
        given: dict[str, Any] = {name: row[name] for name in ("code", *FIELDS)}
        return cls(
            **given,
            effective_from=of.effective_from,
            supersedes=before if is_correction else None,
            listed_in=of,
            proposed_by_id=of.proposed_by_id,
            reason=of.reason,
        )
