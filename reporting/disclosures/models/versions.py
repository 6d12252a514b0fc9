"""Disclosures, their versions, what became of each, and the files that were made."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import DomainError
from config.kernel.models import Actor, Fact, Proposed, ProposedQuerySet
from config.kernel.periods import Period
from reporting.disclosures.rules.life import DISCLOSURE_LIFE, State, moves

STATE_LABELS = {
    State.DRAFT: _("draft"),
    State.IN_REVIEW: _("in review"),
    State.RETURNED: _("returned"),
    State.APPROVED: _("approved"),
    State.PUBLISHED: _("published"),
    State.RESTATED: _("restated"),
    State.WITHDRAWN: _("withdrawn"),
}
#: Forms that speak of the other files: what was published, and all of it in one signed file.
ABOUT_FILES = {"manifest": "manifest", "pack": "ZIP"}
FORMS = [
    ("pdf", "PDF"),
    ("xlsx", "XLSX"),
    ("docx", "DOCX"),
    ("csv", "CSV"),
    ("json", "JSON"),
]
#: What a version may have besides: the company's own Word file, and what was published.
ARTEFACT_FORMS = [*FORMS, ("template", _("Word template")), *ABOUT_FILES.items()]
#: How a file's name ends where that is not the name of its form.
SUFFIXES = {
    "manifest": "manifest.json",
    "pack": "pack.zip",
    "csv": "csv.zip",
    "template": "template.docx",
}
LANGUAGES = [("zh-Hans", "简体中文"), ("en", "English")]


class NumberSeries(models.Model):
    """The last number that was given out in one series of disclosure codes."""

    prefix = models.CharField(_("prefix"), max_length=10)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        app_label = "reporting"
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = [
            models.UniqueConstraint(
                fields=["prefix", "year"], name="a_number_series_stands_once_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"


class Disclosure(Fact):
    """One disclosure of an organization: its kind, its period, what it is about, its number."""

    code = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until, not with"))
    subject = models.CharField(
        _("about"),
        max_length=64,
        blank=True,
        help_text=_("The code of the product, where the kind is about one product."),
    )
    organization_zh = models.CharField(_("Chinese name of the organization"), max_length=200)
    organization_en = models.CharField(_("English name of the organization"), max_length=200)
    title_zh = models.CharField(_("Chinese title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200)
    languages = models.JSONField(_("languages"), default=list)

    class Meta:
        app_label = "reporting"
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "starts_on", "ends_on", "organization_zh", "subject"],
                name="a_disclosure_of_a_kind_period_and_subject_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=models.F("starts_on")), name="a_disclosure_has_a_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title_zh}"

    @property
    def period(self) -> Period:
        """Return the period."""
        return Period(self.starts_on, self.ends_on)


class NotInReview(DomainError):
    """{version} is {state}; only what is in review is signed off."""

    code = "not_in_review"


class VersionQuerySet(ProposedQuerySet):
    """Versions with where they stand."""

    def with_state(self) -> Self:
        """Add to each version the state it was last moved to."""
        last = StateChange.objects.filter(version=OuterRef("pk")).order_by("-sequence")
        return self.annotate(state_now=Subquery(last.values("to_state")[:1]))

    def awaiting(self, user: Actor) -> Self:
        """Keep what ``user`` could sign off: in review, permitted, another person's."""
        return super().awaiting(user).with_state().filter(state_now=State.IN_REVIEW)


class DisclosureVersion(Proposed):
    """One version of a disclosure, pinned at a moment; its confirmation is the sign-off."""

    propose_permission: ClassVar[str] = "reporting.disclosures.propose"
    confirm_permission: ClassVar[str] = "reporting.disclosures.confirm"

    disclosure = models.ForeignKey(
        Disclosure, models.PROTECT, related_name="versions", verbose_name=_("disclosure")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    known_at = models.DateTimeField(_("known at"))
    figure_set = models.ForeignKey(
        "reporting.FigureSet", models.PROTECT, related_name="+", verbose_name=_("figures")
    )
    figures_sha256 = models.CharField(_("SHA-256 over the figures"), max_length=64)
    documents = models.JSONField(_("SHA-256 of the document in each language"))
    narrative = models.JSONField(_("ids of the texts in it"), default=list, blank=True)
    templates = models.JSONField(
        _("Word templates filled with it, by language"), default=dict, blank=True
    )
    is_sample = models.BooleanField(_("sample data"))

    objects = models.Manager.from_queryset(VersionQuerySet)()  # type: ignore[misc]

    class Meta:
        app_label = "reporting"
        verbose_name = _("version of a disclosure")
        verbose_name_plural = _("versions of disclosures")
        constraints = [
            models.UniqueConstraint(
                fields=["disclosure", "number"], name="a_version_number_is_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.disclosure.code} v{self.number}"

    @property
    def state(self) -> State:
        """Return where the version stands: what it was last moved to."""
        last = StateChange.objects.filter(version=self).order_by("-sequence").first()
        return State(last.to_state) if last else State.DRAFT

    def check_confirmable(self) -> None:
        """
        Refuse the sign-off of what is not in review.

        :raises NotInReview: naming where it stands.
        """
        if self.state is not State.IN_REVIEW:
            raise NotInReview(version=str(self), state=str(STATE_LABELS[self.state]))

    def when_confirmed(self, *, by: Actor) -> None:
        """Move the version to approved, in the transaction of the sign-off."""
        self.move(State.APPROVED, by=by, reason=self.decision_note or "sign-off")

    def move(self, target: State, *, by: Actor, reason: str) -> StateChange:
        """
        Append a move to the version's log, after the one that stands last.

        Of two people who move at once, the database lets one: a version leaves a state once.

        :raises ForbiddenMove: if the life cycle holds no such move.
        """
        last = StateChange.objects.filter(version=self).order_by("-sequence").first()
        current = last.to_state if last else State.DRAFT
        DISCLOSURE_LIFE.check_can_move(current, target)
        change = StateChange(
            version=self,
            sequence=last.sequence + 1 if last else 1,
            from_state=current,
            to_state=target,
            by_id=by.pk,
            reason=reason,
        )
        change.save()
        return change


def _is_a_known_move() -> Q:
    """Return the condition that a move stands in the life cycle's table."""
    found = Q()
    for before, after in moves():
        found |= Q(from_state=before, to_state=after)
    return found


class StateChange(Fact):
    """One move of a version from one state to another: who, when, why."""

    version = models.ForeignKey(
        DisclosureVersion, models.PROTECT, related_name="moves", verbose_name=_("version")
    )
    sequence = models.PositiveSmallIntegerField(_("step"))
    from_state = models.CharField(_("from"), max_length=10, blank=True)
    to_state = models.CharField(_("to"), max_length=10, choices=list(STATE_LABELS.items()))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"))

    class Meta:
        app_label = "reporting"
        verbose_name = _("move of a version")
        verbose_name_plural = _("moves of versions")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "sequence"], name="a_version_takes_one_step_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["version", "from_state"], name="a_version_leaves_a_state_once"
            ),
            models.CheckConstraint(
                condition=_is_a_known_move(), name="a_version_moves_as_its_life_allows"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.from_state or '-'} → {self.to_state}"


class Artefact(Fact):
    """One file made from one version: a form, a language, for review or for the public."""

    version = models.ForeignKey(
        DisclosureVersion, models.PROTECT, related_name="artefacts", verbose_name=_("version")
    )
    form = models.CharField(_("form"), max_length=10, choices=ARTEFACT_FORMS)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, blank=True)
    is_published = models.BooleanField(_("published"))
    file = models.ForeignKey(
        "archive.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file")
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        app_label = "reporting"
        verbose_name = _("file of a disclosure")
        verbose_name_plural = _("files of disclosures")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "form", "language", "is_published"],
                name="a_version_has_one_file_of_a_form_and_language",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.form} {self.language}"

    @property
    def file_name(self) -> str:
        """Return what the file is called when it is downloaded."""
        version: Any = self.version
        parts = [version.disclosure.code, f"v{version.number}"]
        parts += [] if self.is_published else ["review"]
        parts += [self.language] if self.language else []
        return f"{'-'.join(parts)}.{SUFFIXES.get(self.form, self.form)}"
