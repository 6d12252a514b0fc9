"""Batches of entries: staged row by row, posted all at once by one confirmation."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import DomainError
from config.kernel.models import Batch, ProposedQuerySet, one_standing_batch_per_file


class NotYetStaged(DomainError):
    """Of the {planned} entries of {name}, {staged} are staged; confirm when all are."""

    code = "not_yet_staged"


class EntryBatchQuerySet(ProposedQuerySet):
    """Batches of entries, decided by themselves or with the import that brought them."""

    def alone(self) -> Self:
        """Keep the batches that are decided by themselves."""
        return self.exclude(kind=EntryBatch.IMPORT)


class EntryBatch(Batch):
    """One set of entries that is decided as one: a file of movements, or a correction."""

    MOVEMENTS: ClassVar[str] = "movements"
    CORRECTION: ClassVar[str] = "correction"
    #: Brought by an import, and decided together with it.
    IMPORT: ClassVar[str] = "import"
    propose_permission = "trusts.ledger.propose"
    confirm_permission = "trusts.ledger.confirm"

    entries = models.PositiveBigIntegerField(
        _("entries"), help_text=_("How many entries it is made of; it is confirmed with all.")
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(EntryBatchQuerySet)()

    class Meta:
        app_label = "trusts"
        verbose_name = _("batch of entries")
        verbose_name_plural = _("batches of entries")
        constraints = [
            one_standing_batch_per_file(),
            models.CheckConstraint(
                condition=models.Q(entries__gt=0), name="a_batch_of_entries_has_some"
            ),
        ]

    def staged(self) -> int:
        """Return how many of its entries are staged."""
        return apps.get_model("trusts.Entry").objects.filter(batch_id=self.pk).count()

    def check_confirmable(self) -> None:
        """
        Refuse a batch of which entries are missing; the database refuses the same.

        :raises NotYetStaged: saying how many are there.
        """
        staged = self.staged()
        if staged != self.entries:
            raise NotYetStaged(name=self.original_name, planned=self.entries, staged=staged)
