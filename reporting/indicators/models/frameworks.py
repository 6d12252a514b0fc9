"""Frameworks, their items, and which indicators answer an item."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import DomainError
from config.kernel.models import (
    Actor,
    AppendOnly,
    Decision,
    ProposedQuerySet,
    Versioned,
    one_standing_batch_per_file,
)
from reporting.indicators.models.base import (
    CONFIRM,
    PROPOSE,
    AnswerChoice,
    ConfidenceChoice,
    ListBatch,
)
from reporting.indicators.models.library import LibraryIndicator
from reporting.indicators.rules.kinds import ListKind
from reporting.indicators.rules.planning import links_of


class ReplacesAnother(DomainError):
    """{framework} cannot replace {other}, which is no confirmed edition of it."""

    code = "replaces_another_framework"


class UnknownIndicator(DomainError):
    """The library holds no confirmed indicator {indicator} on {day}."""

    code = "unknown_indicator"


class FrameworkQuerySet(ProposedQuerySet):
    """Frameworks, asked with a moment of knowledge."""

    def standing(self, known_at: dt.datetime) -> Self:
        """Keep the editions that counted at ``known_at``: confirmed, and replaced by none."""
        later = Framework.objects.known(known_at).filter(supersedes_id=OuterRef("pk"))
        return self.known(known_at).filter(~Exists(later))


class Framework(ListBatch):
    """One edition of a framework that asks for disclosure: a file of its items."""

    list_kind: ClassVar[ListKind] = ListKind.FRAMEWORK

    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("supersedes"),
        help_text=_("The edition that counts no longer once this one is confirmed."),
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(FrameworkQuerySet)()

    class Meta:
        app_label = "reporting"
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        constraints = [
            one_standing_batch_per_file(),
            models.UniqueConstraint(
                fields=["code", "edition"],
                condition=Q(decision__in=[Decision.PENDING, Decision.CONFIRMED]),
                name="an_edition_of_a_framework_stands_once",
            ),
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=Q(decision=Decision.CONFIRMED),
                name="a_framework_is_replaced_once",
            ),
        ]

    def check_confirmable(self) -> None:
        """
        Refuse a framework that replaces another one, or whose file changed.

        :raises ReplacesAnother: unless that edition is confirmed and of the same code.
        :raises ListChanged: if the file no longer yields the rows that were proposed.
        """
        super().check_confirmable()
        other = self.supersedes
        if other and (other.decision != Decision.CONFIRMED or other.code != self.code):
            raise ReplacesAnother(framework=str(self), other=str(other))

    def when_confirmed(self, *, by: Actor) -> None:
        """Publish the items, and the links to the indicators that answer them."""
        before = self.supersedes.links() if self.supersedes else {}
        rows = self.rows()
        items = FrameworkItem.objects.bulk_create(
            FrameworkItem(
                framework=self, **{name: row[name] for name in ("row", "code", *ITEM_COLUMNS)}
            )
            for row in rows
        )
        ItemLink.objects.bulk_create(
            ItemLink(
                item=item,
                indicator=code,
                effective_from=self.effective_from,
                proposed_by_id=self.proposed_by_id,
                reason=self.reason,
            )
            for item, row in zip(items, rows, strict=True)
            for code in links_of(row, before)
        )
        ItemLink.objects.filter(item__framework=self).update(**self.decided(by=by))

    def links(self) -> dict[str, list[str]]:
        """Return the indicators that answer each item as confirmed so far, by item code."""
        later = ItemLink.objects.filter(supersedes_id=OuterRef("pk"), decision=Decision.CONFIRMED)
        rows = (
            ItemLink.objects.confirmed()
            .filter(~Exists(later), item__framework=self)
            .order_by("item_id", "indicator", "-effective_from", "-recorded_at", "-id")
            .distinct("item_id", "indicator")
            .values_list("item__code", "indicator", "is_on")
        )
        found: dict[str, list[str]] = defaultdict(list)
        for item, indicator, is_on in rows:
            if is_on:
                found[item].append(indicator)
        return dict(found)


#: The columns of an item that a file gives, its code apart.
ITEM_COLUMNS = ("section", "name_zh", "name_en", "answer", "unit", "source", "confidence", "note")


class FrameworkItem(AppendOnly):
    """One thing that a framework asks to be disclosed; it counts from its confirmation on."""

    framework = models.ForeignKey(
        Framework, models.PROTECT, related_name="items", verbose_name=_("framework")
    )
    row = models.PositiveIntegerField(_("row in the file"))
    code = models.CharField(_("code"), max_length=40)
    section = models.CharField(_("section"), max_length=200, blank=True)
    name_zh = models.CharField(_("Chinese name"), max_length=300)
    name_en = models.CharField(_("English name"), max_length=300)
    answer = models.CharField(_("answer"), max_length=6, choices=AnswerChoice.choices)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=500)
    confidence = models.CharField(_("confidence"), max_length=1, choices=ConfidenceChoice.choices)
    note = models.CharField(_("note"), max_length=1000, blank=True)

    objects = models.Manager()

    class Meta:
        app_label = "reporting"
        verbose_name = _("item of a framework")
        verbose_name_plural = _("items of frameworks")
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"], name="an_item_stands_once_in_a_framework"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class ItemLink(Versioned):
    """One version of whether an indicator answers an item of a framework, from a day on."""

    propose_permission: ClassVar[str] = PROPOSE
    confirm_permission: ClassVar[str] = CONFIRM
    identity: ClassVar[tuple[str, ...]] = ("item", "indicator")

    item = models.ForeignKey(
        FrameworkItem, models.PROTECT, related_name="+", verbose_name=_("item")
    )
    indicator = models.CharField(_("indicator"), max_length=20)
    is_on = models.BooleanField(
        _("answers"),
        default=True,
        help_text=_("Switched off, it says that from its day on the indicator is no answer."),
    )

    class Meta:
        app_label = "reporting"
        verbose_name = _("answer to an item")
        verbose_name_plural = _("answers to items")
        indexes = [
            models.Index(fields=["item", "indicator"], name="links_of_an_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item.code} ← {self.indicator}"

    def check_confirmable(self) -> None:
        """
        Refuse a link to an indicator that the library does not hold on its day.

        :raises UnknownIndicator: naming it.
        """
        if self.is_on and not LibraryIndicator.standing_of(
            {self.indicator}, on=self.effective_from
        ):
            raise UnknownIndicator(indicator=self.indicator, day=self.effective_from)
