"""The table of editions."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from config.archive import queries as archive
from config.kernel.errors import DomainError
from config.kernel.models import (
    Actor,
    Batch,
    Decision,
    ProposedQuerySet,
    one_standing_batch_per_file,
)
from projects.reference.models.rows import COMPOSERS
from projects.reference.rules.files import judge_file
from projects.reference.rules.kinds import EditionKind
from projects.reference.rules.layouts import Row

PROPOSE = "projects.reference.propose"
CONFIRM = "projects.reference.confirm"


class EditionKindChoice(models.TextChoices):
    """What an edition holds, with the names that people read."""

    SOURCES = EditionKind.SOURCES.value, _("sources")
    FACTORS = EditionKind.FACTORS.value, _("factors")
    FUELS = EditionKind.FUELS.value, _("fuels")
    GWP = EditionKind.GWP.value, _("global warming potentials")
    CONVERSION = EditionKind.CONVERSION.value, _("standard-coal coefficients")
    REGIONS = EditionKind.REGIONS.value, _("grid regions")
    TAXONOMY = EditionKind.TAXONOMY.value, _("taxonomy")
    CROSSWALK = EditionKind.CROSSWALK.value, _("crosswalk between catalogues")


class FileChanged(DomainError):
    """The rows of edition {edition} are not those that were proposed; propose the file again."""

    code = "file_changed"


class CannotSupersede(DomainError):
    """Edition {edition} cannot supersede {other}, which is no confirmed edition of its kind."""

    code = "cannot_supersede"


class EditionQuerySet(ProposedQuerySet):
    """Editions, asked with a moment of knowledge."""

    def standing(self, known_at: dt.datetime) -> Self:
        """Keep the editions that counted at ``known_at``: confirmed, and superseded by none."""
        return self.known(known_at).filter(~Exists(superseding(known_at)))


class Edition(Batch):
    """One edition of reference data: a file as it was published, known by its code."""

    propose_permission: ClassVar[str] = PROPOSE
    confirm_permission: ClassVar[str] = CONFIRM

    #: Set by the operation that found the file here already.
    is_twin: bool = False

    kind = models.CharField(_("kind"), max_length=40, choices=EditionKindChoice.choices)
    code = models.CharField(_("code"), max_length=60)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    released_on = models.DateField(_("released on"), null=True, blank=True)
    is_partial = models.BooleanField(
        _("partial"),
        default=True,
        help_text=_("The official publication holds more than this file."),
    )
    note = models.TextField(_("note"), blank=True)
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("supersedes"),
        help_text=_("The edition that counts no longer once this one is confirmed."),
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(EditionQuerySet)()

    class Meta:
        app_label = "projects"
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            one_standing_batch_per_file(),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(decision__in=[Decision.PENDING, Decision.CONFIRMED]),
                name="an_edition_has_a_code_of_its_own",
            ),
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=Q(decision=Decision.CONFIRMED),
                name="an_edition_is_superseded_once",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def check_confirmable(self) -> None:
        """
        Refuse an edition whose file changed, or that supersedes what it cannot.

        :raises FileChanged: if the archived file no longer yields the rows that were proposed.
        :raises CannotSupersede: unless that edition is confirmed and of the same kind.
        """
        other = self.supersedes
        if other and (other.decision != Decision.CONFIRMED or other.kind != self.kind):
            raise CannotSupersede(edition=self.code, other=other.code)
        if len(self.rows()) != self.rows_accepted:
            raise FileChanged(edition=self.code)

    def when_confirmed(self, *, by: Actor) -> None:  # noqa: ARG002 (the kernel's hook)
        """Publish the rows of the file in the transaction of the confirmation."""
        compose = COMPOSERS[EditionKind(self.kind)]
        rows = [made for row in self.rows() for made in compose(self, row)]
        type(rows[0]).objects.bulk_create(rows, batch_size=2000)

    def rows(self) -> tuple[Row, ...]:
        """Return the rows of the archived file, read again and its hash checked."""
        return judge_file(EditionKind(self.kind), archive.read(self.original)).rows


def superseding(known_at: dt.datetime) -> models.QuerySet[Edition]:
    """Return, for a subquery over editions, what superseded each as known at ``known_at``."""
    return Edition.objects.known(known_at).filter(supersedes_id=OuterRef("pk"))
