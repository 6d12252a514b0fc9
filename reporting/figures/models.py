"""Figures and the sets that they were drawn in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from config.kernel.canonical import sha256_of
from config.kernel.models import AppendOnly, Fact
from config.kernel.periods import Period
from config.kernel.quantities import Measure
from reporting.figures.rules.values import method_said

#: The columns that a figure's hash covers, which are all but its place in the database.
CONTENT = (
    "indicator",
    "dimension",
    "names",
    "period",
    "known_at",
    "label_zh",
    "label_en",
    "value",
    "text_value",
    "unit",
    "measure",
    "places",
    "displayed_zh",
    "displayed_en",
    "method",
    "method_version",
    "formula",
    "inputs",
    "factors",
    "policies",
    "approvals",
    "data_quality",
    "attributes",
    "explanation_zh",
    "explanation_en",
)


class FigureSet(Fact):
    """One drawing of all figures for one period as known at one moment."""

    key = models.CharField(_("drawn for"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until, not with"))
    known_at = models.DateTimeField(_("known at"))
    table_version = models.CharField(_("version of the indicator table"), max_length=12)
    methods = models.JSONField(_("versions of the carbon methods"), default=dict, blank=True)
    count = models.PositiveIntegerField(_("figures"))
    figures_sha256 = models.CharField(_("SHA-256 over the figures"), max_length=64)
    is_sample = models.BooleanField(_("sample data"))
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drawn by")
    )
    compares = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("compares the set"),
        help_text=_("Only for a comparison of two bases: the set on the old basis."),
    )

    class Meta:
        app_label = "reporting"
        verbose_name = _("set of figures")
        verbose_name_plural = _("sets of figures")
        constraints = [
            models.UniqueConstraint(
                fields=["starts_on", "ends_on", "known_at", "compares"],
                nulls_distinct=False,
                name="a_period_is_drawn_once_at_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")),
                name="a_set_of_figures_has_a_period",
            ),
            models.CheckConstraint(
                condition=models.Q(known_at__lte=models.F("recorded_at")),
                name="figures_are_not_of_a_moment_to_come",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} @ {localtime(self.known_at):%Y-%m-%d %H:%M:%S}"

    @property
    def period(self) -> Period:
        """Return the period that the figures are about."""
        return Period(self.starts_on, self.ends_on)


class Figure(AppendOnly):
    """One number, or one finding in words, that may leave the house, with all it rests on."""

    figure_set = models.ForeignKey(
        FigureSet, models.PROTECT, related_name="figures", verbose_name=_("set")
    )
    figure_id = models.CharField(_("id"), max_length=42, unique=True)
    identity = models.CharField(_("identity"), max_length=64, unique=True)
    indicator = models.CharField(_("indicator"), max_length=20)
    dimension = models.JSONField(_("dimension"), default=dict, blank=True)
    names = models.JSONField(_("names"), default=dict, blank=True)
    period = models.CharField(_("period"), max_length=21)
    known_at = models.DateTimeField(_("known at"))
    label_zh = models.CharField(_("Chinese label"), max_length=500)
    label_en = models.CharField(_("English label"), max_length=500)
    value = models.DecimalField(_("value"), max_digits=40, decimal_places=12, null=True)
    text_value = models.CharField(_("value in a word"), max_length=60, blank=True)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    measure = models.CharField(
        _("measure"), max_length=20, choices=[(each.value, each.value) for each in Measure]
    )
    places = models.PositiveSmallIntegerField(_("decimal places"))
    displayed_zh = models.TextField(_("as shown in Chinese"))
    displayed_en = models.TextField(_("as shown in English"))
    method = models.CharField(_("method"), max_length=120)
    method_version = models.CharField(_("version of the method"), max_length=20)
    formula = models.JSONField(_("formula"), default=dict)
    inputs = models.JSONField(_("inputs"), default=dict)
    factors = models.JSONField(_("factors"), default=list, blank=True)
    policies = models.JSONField(_("policies"), default=list, blank=True)
    approvals = models.JSONField(_("approvals"), default=list, blank=True)
    data_quality = models.JSONField(_("data quality"), default=dict, blank=True)
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    explanation_zh = models.TextField(_("explanation in Chinese"))
    explanation_en = models.TextField(_("explanation in English"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        app_label = "reporting"
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) ^ models.Q(text_value=""),
                name="a_figure_is_a_number_or_a_word",
            ),
        ]
        indexes = [
            # The figures of one indicator of a set: every page and every table asks so.
            models.Index(fields=["figure_set", "indicator"], name="figures_of_an_indicator"),
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.label_zh}"

    @property
    def method_zh(self) -> str:
        """Return the method in Chinese words."""
        return method_said(self.explanation_zh, "zh")

    @property
    def method_en(self) -> str:
        """Return the method in English words."""
        return method_said(self.explanation_en, "en")

    def content(self) -> dict[str, Any]:
        """Return all that the figure says, as its hash covers it."""
        return {name: getattr(self, name) for name in CONTENT}

    def computed_sha256(self) -> str:
        """Return the hash of what the row says now."""
        return sha256_of(self.content())
