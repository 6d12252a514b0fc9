"""Decisions on whether a project is green."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import DomainError
from config.kernel.models import AppendOnly, Versioned
from projects.recognition.models.risks import RiskListing
from projects.recognition.rules.criteria import Criterion, Outcome, Result, evaluate
from projects.registry import queries as registry

#: A moment after everything that is recorded: what stands now must hold.
ALL_THAT_IS_KNOWN = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)


class CriteriaNotMet(DomainError):
    """The project cannot be recognized as green: {unmet}."""

    code = "criteria_not_met"


class EditionNotConfirmed(DomainError):
    """The criteria {edition} await confirmation; a project is not judged by them yet."""

    code = "edition_not_confirmed"


class ResultsChanged(DomainError):
    """The criteria, judged again from the stored inputs, come out otherwise: {criteria}."""

    code = "results_changed"


class OnStopList(DomainError):
    """The owner of the project is on the list of those to whom nothing is paid out: {listing}."""

    code = "on_stop_list"


#: Whether the stored results hold one that is not met; asked by the database itself.
HOLDS_UNMET = models.Func(
    models.F("results"),
    template="""jsonb_path_exists(%(expressions)s, '$[*] ? (@.outcome != "met")')""",
    output_field=models.BooleanField(),
)


class Verdict(models.TextChoices):
    """What was decided about a project."""

    GREEN = "green", _("green")
    NOT_GREEN = "not_green", _("not green")


class Recognition(Versioned):
    """One decision on whether one project is green, from a day on; a later one replaces it."""

    propose_permission = "projects.recognition.propose"
    confirm_permission = "projects.recognition.confirm"
    identity = ("project",)

    project = models.ForeignKey(
        "projects.Project", models.PROTECT, related_name="+", verbose_name=_("project")
    )
    criteria_edition = models.ForeignKey(
        "projects.CriteriaEdition", models.PROTECT, related_name="+", verbose_name=_("criteria")
    )
    taxonomy_edition = models.CharField(_("edition of the catalogue"), max_length=40)
    taxonomy_class = models.CharField(_("class of the catalogue"), max_length=40)
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict.choices)
    inputs = models.JSONField(_("inputs"), default=dict, blank=True)
    results = models.JSONField(_("results"), default=list, blank=True)
    opinion = models.TextField(_("opinion"))
    conditions = models.TextField(_("conditions"), blank=True)
    expires_on = models.DateField(
        _("expires on"),
        null=True,
        blank=True,
        help_text=_("The first day on which it holds no more."),
    )
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "projects"
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict__in=Verdict.values),
                name="recognition_verdict_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gt=models.F("effective_from")),
                name="recognition_expires_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict="green", decision="confirmed")
                | (~models.Q(results=[]) & ~models.Q(HOLDS_UNMET)),
                name="recognition_as_green_meets_every_criterion",
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict="green") | models.Q(expires_on__isnull=False),
                name="recognition_as_green_expires",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {Verdict(self.verdict).label} ({self.effective_from})"

    def is_green_on(self, day: dt.date) -> bool:
        """Return whether this decision says green for ``day``; from its expiry on it does not."""
        if self.verdict != Verdict.GREEN or day < self.effective_from:
            return False
        return self.expires_on is None or day < self.expires_on

    def check_confirmable(self) -> None:
        """
        Refuse green where a criterion is not met or lacks evidence, judged once more.

        :raises EditionNotConfirmed: if the criteria are themselves a proposal still.
        :raises ResultsChanged: if the stored results are not what the inputs give.
        :raises CriteriaNotMet: naming each criterion that stands in the way of green.
        :raises OnStopList: if the project's owner stands on the list of grave ESG risks.
        """
        if self.criteria_edition.decision != "confirmed":
            raise EditionNotConfirmed(edition=self.criteria_edition.code)
        again = self.judged_again()
        stored = {each["code"]: each for each in self.results}
        changed = [each.code for each in again if stored.get(each.code) != each.to_json()]
        if changed or len(stored) != len(again):
            raise ResultsChanged(criteria=", ".join(changed) or "-")
        if self.verdict == Verdict.GREEN:
            self._refuse_unmet(again)
            self._refuse_stopped()

    def _refuse_stopped(self) -> None:
        terms = registry.terms(self.project_id, on=self.effective_from, known_at=ALL_THAT_IS_KNOWN)
        if terms is None or terms.owner_id is None:
            return
        listing = (
            RiskListing.objects.as_of(self.effective_from, known_at=ALL_THAT_IS_KNOWN)
            .filter(owner_id=terms.owner_id)
            .first()
        )
        if listing is not None and listing.is_stop:
            raise OnStopList(listing=str(listing))

    def _refuse_unmet(self, results: list[Result]) -> None:
        obstacles = [each.obstacle for each in results if each.outcome is not Outcome.MET]
        if obstacles or not results:
            raise CriteriaNotMet(unmet="; ".join(obstacles) or "no criterion applies")

    def judged_again(self) -> list[Result]:
        """Return the results of the edition's criteria from the stored inputs and evidence."""
        return self.judged_by(self.criteria_edition.readable_criteria())

    def judged_by(self, criteria: Sequence[Criterion]) -> list[Result]:
        """Return the results of any criteria from the stored inputs and evidence."""
        evidence: dict[str, list[int]] = {}
        links = RecognitionEvidence.objects.filter(recognition=self).order_by("evidence_id")
        for each, kind in links.values_list("evidence_id", "evidence__evidence_type"):
            evidence.setdefault(kind, []).append(each)
        return evaluate(
            criteria,
            technology=self.project.technology,
            inputs={name: Decimal(value) for name, value in self.inputs.items()},
            evidence=evidence,
        )


class RecognitionEvidence(AppendOnly):
    """One document on which one decision rests."""

    recognition = models.ForeignKey(
        "projects.Recognition", models.PROTECT, related_name="+", verbose_name=_("recognition")
    )
    evidence = models.ForeignKey(
        "projects.Evidence", models.PROTECT, related_name="+", verbose_name=_("evidence")
    )

    class Meta:
        app_label = "projects"
        verbose_name = _("evidence of a recognition")
        verbose_name_plural = _("evidence of recognitions")
        constraints = [
            models.UniqueConstraint(
                fields=["recognition", "evidence"], name="recognition_names_evidence_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recognition_id}: {self.evidence_id}"
