"""What the tables of the library share: words for choices, and a list that comes as a file."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from config.archive import queries as archive
from config.kernel.errors import DomainError
from config.kernel.models import Actor, Batch
from reporting.indicators.rules.files import judge_list
from reporting.indicators.rules.kinds import Answer, Kind, ListKind, Periodicity, Pillar, Theme
from reporting.indicators.rules.layouts import Row

PROPOSE = "reporting.indicators.propose"
CONFIRM = "reporting.indicators.confirm"


class KindChoice(models.TextChoices):
    """Where a value comes from, with the names that people read."""

    COMPUTED = Kind.COMPUTED.value, _("computed")
    COLLECTED = Kind.COLLECTED.value, _("collected")


class AnswerChoice(models.TextChoices):
    """What is asked for, with the names that people read."""

    NUMBER = Answer.NUMBER.value, _("number")
    TEXT = Answer.TEXT.value, _("text")
    MIXED = Answer.MIXED.value, _("number and text")


class PillarChoice(models.TextChoices):
    """The three pillars, with the names that people read."""

    ENVIRONMENT = Pillar.ENVIRONMENT.value, _("environment")
    SOCIAL = Pillar.SOCIAL.value, _("social")
    GOVERNANCE = Pillar.GOVERNANCE.value, _("governance")


class ThemeChoice(models.TextChoices):
    """What indicators are about, with the names that people read."""

    GREEN_TRUST = Theme.GREEN_TRUST.value, _("green trusts")
    CAPACITY = Theme.CAPACITY.value, _("installed capacity")
    RECOGNITION = Theme.RECOGNITION.value, _("recognition as green")
    ENERGY = Theme.ENERGY.value, _("metered energy")
    AVOIDED = Theme.AVOIDED.value, _("avoided emissions")
    ATTRIBUTION = Theme.ATTRIBUTION.value, _("attribution to products")
    FINANCED = Theme.FINANCED.value, _("financed emissions")
    BENEFIT = Theme.BENEFIT.value, _("environmental benefit")
    CLAIMS = Theme.CLAIMS.value, _("announced numbers")
    DATA_QUALITY = Theme.DATA_QUALITY.value, _("data quality")
    OPERATIONS = Theme.OPERATIONS.value, _("operations: energy, water, paper, waste")
    OWN_EMISSIONS = Theme.OWN_EMISSIONS.value, _("emissions of operations")
    ENVIRONMENTAL_GOVERNANCE = (
        Theme.ENVIRONMENTAL_GOVERNANCE.value,
        _("environmental governance"),
    )
    PEOPLE = Theme.PEOPLE.value, _("employees")
    CUSTOMERS = Theme.CUSTOMERS.value, _("customers and investors")
    COMMUNITY = Theme.COMMUNITY.value, _("charity and community")
    CONDUCT = Theme.CONDUCT.value, _("conduct")
    BOARD = Theme.BOARD.value, _("board")
    RISK = Theme.RISK.value, _("risk")


class PeriodicityChoice(models.TextChoices):
    """How often a value is asked for, with the names that people read."""

    ANNUAL = Periodicity.ANNUAL.value, _("annual")
    QUARTERLY = Periodicity.QUARTERLY.value, _("quarterly")
    MONTHLY = Periodicity.MONTHLY.value, _("monthly")


class ConfidenceChoice(models.TextChoices):
    """How far a row may be leaned on, with the names that people read."""

    A = "A", _("A: read in a stored source")
    B = "B", _("B: widely published, not re-read")
    C = "C", _("C: to be checked against the original")


class ListChanged(DomainError):
    """The rows of {list} are not those that were proposed; propose the file again."""

    code = "list_changed"


class ListBatch(Batch):
    """One file that lists indicators or a framework's items, known by its code and edition."""

    propose_permission: ClassVar[str] = PROPOSE
    confirm_permission: ClassVar[str] = CONFIRM
    list_kind: ClassVar[ListKind]

    #: Set by the operation that found the file here already.
    is_twin: bool = False

    code = models.CharField(_("code"), max_length=40)
    edition = models.CharField(_("edition"), max_length=40)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    released_on = models.DateField(_("released on"), null=True, blank=True)
    effective_from = models.DateField(_("effective from"))
    is_official = models.BooleanField(
        _("official list"),
        default=False,
        help_text=_("The publisher's own list, not a working list or a choice made by readers."),
    )
    is_partial = models.BooleanField(
        _("partial"),
        default=True,
        help_text=_("The official publication holds more than this file."),
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.edition}"

    def check_confirmable(self) -> None:
        """
        Refuse a list whose file no longer yields the rows that were proposed.

        :raises ListChanged: naming the list.
        """
        if len(self.rows()) != self.rows_accepted:
            raise ListChanged(list=str(self))

    def rows(self, *, known: Collection[str] | None = None) -> tuple[Row, ...]:
        """Return the rows of the archived file, read again and its hash checked."""
        content = archive.read(self.original)
        judged = judge_list(
            self.list_kind, content, name=self.original_name, source=self.source, known=known
        )
        return judged.rows

    def decided(self, *, by: Actor) -> dict[str, Any]:
        """
        Return the decision that the rows of this list take over from it.

        What the file holds was proposed by the person who sent it, and is confirmed in the
        transaction in which a second person confirms the file.
        """
        return {"decision": "confirmed", "decided_by": by.pk, "decision_note": str(self)}
