"""Tables of intake: import profiles, imports, and the references that they hold."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.archive import queries as archive
from config.kernel import proposals
from config.kernel.errors import DomainError
from config.kernel.models import (
    Actor,
    Batch,
    Decision,
    ProposedQuerySet,
    Versioned,
    one_standing_batch_per_file,
)
from trusts.intake.rules.files import Hints, open_rows
from trusts.intake.rules.mapping import Mapping
from trusts.intake.subjects import Acting, enter_rows, subject_of
from trusts.ledger.models import EntryBatch

TAKE = "trusts.intake.take"  # the kind of run that judges a file


class FaultyImport(DomainError):
    """{name} has {rows} faulty row(s): mend the file, or have it judged without them."""

    code = "faulty_import"


class ImportProfile(Versioned):
    """One version of how the files of one source are read: columns, words, signs, sheet."""

    propose_permission = "trusts.intake.propose"
    confirm_permission = "trusts.intake.confirm"
    identity = ("code",)

    code = models.CharField(_("code"), max_length=40)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    source = models.CharField(
        _("source"),
        max_length=200,
        help_text=_("The system that sends the files; references are unique within it."),
    )
    subject = models.CharField(_("subject"), max_length=40)
    mapping = models.JSONField(_("mapping"))
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    header_row = models.PositiveSmallIntegerField(_("row of the header"), default=1)
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "trusts"
        verbose_name = _("import profile")
        verbose_name_plural = _("import profiles")
        constraints = [
            models.CheckConstraint(
                condition=Q(header_row__range=(1, 100)), name="a_header_is_near_the_top"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"

    def hints(self) -> Hints:
        """Return how a file of this profile is read."""
        return Hints(
            mapping=Mapping.from_json(self.mapping),
            encoding=self.encoding or None,
            sheet=self.sheet or None,
            header_row=self.header_row,
        )


class ImportQuerySet(ProposedQuerySet):
    """Imports; one that its faults block awaits nobody but its sender."""

    def awaiting(self, user: Actor) -> Self:
        """Keep what ``user`` could confirm: pending, permitted, another person's, not blocked."""
        return super().awaiting(user).filter(is_blocked=False)


class Import(Batch):
    """One file that was sent: judged row by row, entered whole when a second person confirms."""

    propose_permission = "trusts.intake.propose"
    confirm_permission = "trusts.intake.confirm"

    profile = models.ForeignKey(
        ImportProfile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("import profile"),
    )
    leaves_out = models.BooleanField(
        _("without faulty rows"),
        default=False,
        help_text=_("Whether its sender chose to leave the faulty rows out."),
    )
    rows_faulty = models.PositiveBigIntegerField(_("faulty rows"), default=0)
    is_blocked = models.BooleanField(_("blocked by faults"), default=False)
    errors_file = models.ForeignKey(
        "archive.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("file with the errors"),
    )
    entry_batch = models.ForeignKey(
        EntryBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("batch of entries"),
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(ImportQuerySet)()

    class Meta:
        app_label = "trusts"
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            one_standing_batch_per_file(),
            models.CheckConstraint(
                condition=Q(is_blocked=False) | Q(entry_batch__isnull=True),
                name="a_blocked_import_stages_nothing",
            ),
        ]

    @property
    def subject(self) -> str:
        """Return the name of what the rows are."""
        return self.kind

    def check_confirmable(self) -> None:
        """
        Refuse a file that its faults block.

        :raises FaultyImport: with the number of its faulty rows.
        """
        if self.is_blocked:
            raise FaultyImport(name=self.original_name, rows=self.rows_faulty)
        if self.entry_batch is not None:
            self.entry_batch.check_confirmable()

    def when_confirmed(self, *, by: Actor) -> None:
        """
        Enter what the file holds, in the same transaction: the sender's rows, decided by you.

        :raises RowNoLongerFits: naming the row that the register refuses by now.
        """
        if self.entry_batch is not None:
            proposals.confirm(self.entry_batch, by=by, note=self.decision_note)
            return
        subject = subject_of(self.subject)
        opened = open_rows(
            archive.path_of(self.original),
            name=self.original_name,
            columns=subject.columns,
            hints=self.hints(),
        )
        left_out = set(self.plan["left_out"])
        rows = [row for row in opened.rows if row.number not in left_out]
        acting = Acting(
            by=self.proposed_by,
            reason=self.reason,
            decider=by,
            note=self.decision_note,
            is_sample=self.is_sample,
        )
        enter_rows(subject, rows, acting)

    def hints(self) -> Hints:
        """Return how the file is read: by its profile, or by our own titles."""
        return self.profile.hints() if self.profile is not None else Hints()

    def when_turned_down(self, *, by: Actor) -> None:
        """Let go of the references, and turn the staged entries down with the file."""
        HeldReference.objects.filter(batch=self).delete()
        if self.entry_batch is not None and self.entry_batch.is_pending:
            turn_down = (
                proposals.reject if self.decision == Decision.REJECTED else proposals.withdraw
            )
            turn_down(self.entry_batch, by=by, note=self.decision_note)


class HeldReference(models.Model):
    """One external reference that a standing import brings: no other may bring it again."""

    source = models.CharField(_("source"), max_length=200)
    reference = models.CharField(_("external reference"), max_length=100)
    batch = models.ForeignKey(
        Import, models.PROTECT, related_name="+", db_index=False, verbose_name=_("import")
    )
    row = models.PositiveBigIntegerField(_("row"))

    class Meta:
        app_label = "trusts"
        verbose_name = _("external reference")
        verbose_name_plural = _("external references")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "reference"], name="a_reference_comes_once_from_its_source"
            ),
            models.UniqueConstraint(
                fields=["batch", "row"], name="a_row_of_an_import_has_one_reference"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.reference}"
