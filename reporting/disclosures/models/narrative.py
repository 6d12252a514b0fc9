"""The texts of a disclosure while it is drafted: who writes, what is said of it, what was read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Fact
from reporting.disclosures.models.versions import LANGUAGES, Disclosure, DisclosureVersion

KEY = 60


class NarrativeText(Fact):
    """One text that somebody wrote for one section of a disclosure in one language."""

    disclosure = models.ForeignKey(
        Disclosure, models.PROTECT, related_name="+", verbose_name=_("disclosure")
    )
    section = models.CharField(_("section"), max_length=KEY)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES)
    sequence = models.PositiveIntegerField(_("number of the text"))
    text = models.TextField(_("text"), blank=True)
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name=_("carried from")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        app_label = "reporting"
        verbose_name = _("text of a disclosure")
        verbose_name_plural = _("texts of disclosures")
        constraints = [
            models.UniqueConstraint(
                fields=["disclosure", "section", "language", "sequence"],
                name="a_text_follows_the_one_it_was_written_over",
            ),
            models.CheckConstraint(
                condition=Q(sequence__gte=1), name="the_first_text_of_a_section_is_number_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.disclosure.code} {self.section} {self.language} #{self.sequence}"


class CarriedTextRead(Fact):
    """One reading of a text carried from an earlier disclosure: it holds as it stands."""

    text = models.OneToOneField(
        NarrativeText, models.PROTECT, related_name="reading", verbose_name=_("text")
    )
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        app_label = "reporting"
        verbose_name = _("reading of a carried text")
        verbose_name_plural = _("readings of carried texts")

    def __str__(self) -> str:
        return str(self.text)


class TypedNumberReason(Fact):
    """One reason why a typed number in a sentence of a section is bound to no figure."""

    text = models.ForeignKey(
        NarrativeText, models.PROTECT, related_name="+", verbose_name=_("text")
    )
    number = models.CharField(_("number as typed"), max_length=100)
    sentence = models.CharField(_("sentence"), max_length=400)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        app_label = "reporting"
        verbose_name = _("reason of a typed number")
        verbose_name_plural = _("reasons of typed numbers")

    def __str__(self) -> str:
        return f"{self.number}: {self.reason}"


class DraftComment(Fact):
    """One comment on a section or a figure of a disclosure, or an answer in its thread."""

    disclosure = models.ForeignKey(
        Disclosure, models.PROTECT, related_name="+", verbose_name=_("disclosure")
    )
    thread = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="answers", verbose_name=_("thread")
    )
    section = models.CharField(_("section"), max_length=KEY, blank=True)
    figure = models.CharField(_("figure"), max_length=200, blank=True)
    text = models.TextField(_("comment"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        app_label = "reporting"
        verbose_name = _("comment on a draft")
        verbose_name_plural = _("comments on drafts")
        constraints = [
            models.CheckConstraint(
                condition=(Q(thread__isnull=False) & Q(section="", figure=""))
                | (Q(thread__isnull=True) & (~Q(section="") ^ ~Q(figure=""))),
                name="a_thread_is_about_one_section_or_one_figure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.disclosure.code} {self.about}"

    @property
    def about(self) -> str:
        """Return what the thread is about."""
        first = self.thread or self
        return first.section or first.figure


class CommentResolution(Fact):
    """One end of a thread of comments: who held it for settled, and how."""

    thread = models.OneToOneField(
        DraftComment, models.PROTECT, related_name="resolution", verbose_name=_("thread")
    )
    note = models.TextField(_("note"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        app_label = "reporting"
        verbose_name = _("end of a thread of comments")
        verbose_name_plural = _("ends of threads of comments")

    def __str__(self) -> str:
        return str(self.thread)


class SectionAssignment(Fact):
    """One assignment of a section of a disclosure to a person, until a day."""

    disclosure = models.ForeignKey(
        Disclosure, models.PROTECT, related_name="+", verbose_name=_("disclosure")
    )
    section = models.CharField(_("section"), max_length=KEY)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("writer")
    )
    due_on = models.DateField(_("due on"))
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        app_label = "reporting"
        verbose_name = _("assignment of a section")
        verbose_name_plural = _("assignments of sections")

    def __str__(self) -> str:
        return f"{self.disclosure.code} {self.section}: {self.assignee}, {self.due_on}"


class ReportingClose(Fact):
    """One closing of a period for a kind of disclosure: what is recorded later is late."""

    version = models.OneToOneField(
        DisclosureVersion, models.PROTECT, related_name="close", verbose_name=_("version")
    )
    kind = models.CharField(_("kind"), max_length=40)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until, not with"))
    known_at = models.DateTimeField(_("facts recorded after this instant are late"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        app_label = "reporting"
        verbose_name = _("closing of a reporting period")
        verbose_name_plural = _("closings of reporting periods")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="a_reporting_close_has_a_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.starts_on}/{self.ends_on}"
