"""What editions hold, one table a kind of row, and how a file's rows become table rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.kernel.models import AppendOnly
from projects.reference.rules.kinds import ClassRelation, Confidence, EditionKind
from projects.reference.rules.layouts import Row

if TYPE_CHECKING:
    from projects.reference.models.editions import Edition

#: Room for any factor, coefficient or potential, exactly as printed.
NUMBER: dict[str, Any] = {"max_digits": 24, "decimal_places": 12}


class ConfidenceChoice(models.TextChoices):
    """How far a value may be leaned on, with the names that people read."""

    A = Confidence.A.value, _("A: read in a stored source")
    B = Confidence.B.value, _("B: widely published, not re-read")
    C = Confidence.C.value, _("C: to be checked against the original")


class RelationChoice(models.TextChoices):
    """How classes of two catalogues stand to each other, with the names that people read."""

    SAME = ClassRelation.SAME.value, _("the same")
    SAME_NAME = ClassRelation.SAME_NAME.value, _("the same name, extent not compared")
    PART_OF = ClassRelation.PART_OF.value, _("a part of it")
    CONTAINS = ClassRelation.CONTAINS.value, _("contains it")
    OVERLAPS = ClassRelation.OVERLAPS.value, _("overlaps with it")
    NONE = ClassRelation.NONE.value, _("has no counterpart")


class EditionRow(AppendOnly):
    """One row of an edition; it counts from the edition's confirmation on."""

    edition = models.ForeignKey(
        "projects.Edition", models.PROTECT, related_name="+", verbose_name=_("edition")
    )
    row = models.PositiveIntegerField(_("row in the file"))

    objects = models.Manager()

    class Meta:
        abstract = True


class SourcedRow(EditionRow):
    """One row of an edition that says where it is from and how far it may be leaned on."""

    source = models.TextField(_("source"))
    confidence = models.CharField(_("confidence"), max_length=1, choices=ConfidenceChoice.choices)

    class Meta:
        abstract = True


class Source(EditionRow):
    """One place where reference data were read."""

    code = models.CharField(_("code"), max_length=60)
    address = models.TextField(_("address"))
    what = models.TextField(_("what it is"))

    class Meta:
        app_label = "projects"
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"], name="a_source_stands_once_in_an_edition"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Factor(SourcedRow):
    """One factor as one source prints it: kind, region, data year, value and unit."""

    kind = models.CharField(_("kind"), max_length=60)
    region = models.CharField(_("region or scope"), max_length=100)
    data_year = models.PositiveSmallIntegerField(_("data year"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40)
    value = models.DecimalField(_("value"), **NUMBER)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        app_label = "projects"
        verbose_name = _("factor")
        verbose_name_plural = _("factors")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "region", "data_year", "source"],
                name="a_factor_stands_once_in_an_edition_by_source",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(value__gt=0), name="a_factor_is_above_zero"),
        ]
        # The resolution asks for all factors of one kind.
        indexes = [models.Index(fields=["kind", "region", "data_year"], name="factor_by_question")]

    def __str__(self) -> str:
        year = f" {self.data_year}" if self.data_year else ""
        return f"{self.kind} {self.region}{year}: {self.value.normalize():f} {self.unit}"


class FuelProperty(SourcedRow):
    """One fuel's heating value, carbon content, oxidation and emission factor in one dataset."""

    dataset = models.CharField(_("dataset"), max_length=120)
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)
    heating_value = models.DecimalField(_("net calorific value"), **NUMBER)
    heating_value_unit = models.CharField(_("unit of the calorific value"), max_length=40)
    carbon_content = models.DecimalField(_("carbon content"), **NUMBER)
    carbon_content_unit = models.CharField(_("unit of the carbon content"), max_length=40)
    oxidation_percent = models.DecimalField(_("oxidation, percent"), **NUMBER)
    emission_factor = models.DecimalField(_("CO2 emission factor"), **NUMBER)
    emission_factor_unit = models.CharField(_("unit of the emission factor"), max_length=40)

    class Meta:
        app_label = "projects"
        verbose_name = _("fuel")
        verbose_name_plural = _("fuels")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "dataset", "name_zh"], name="a_fuel_stands_once_in_a_dataset"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name_zh} ({self.dataset})"


class GlobalWarmingPotential(SourcedRow):
    """One gas's warming over a hundred years against CO2, by one IPCC assessment."""

    gas = models.CharField(_("gas"), max_length=20)
    assessment = models.CharField(_("assessment"), max_length=20)
    value = models.DecimalField(_("GWP100"), **NUMBER)

    class Meta:
        app_label = "projects"
        verbose_name = _("global warming potential")
        verbose_name_plural = _("global warming potentials")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "gas", "assessment"], name="a_gas_stands_once_in_an_assessment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.gas} {self.assessment}: {self.value.normalize():f}"


class ConversionCoefficient(SourcedRow):
    """One energy carrier's equivalent in standard coal; empty where the year decides it."""

    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)
    value = models.DecimalField(_("coefficient"), null=True, blank=True, **NUMBER)
    unit = models.CharField(_("unit"), max_length=40)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        app_label = "projects"
        verbose_name = _("standard-coal coefficient")
        verbose_name_plural = _("standard-coal coefficients")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "name_zh"], name="a_carrier_stands_once_in_an_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name_zh} ({self.unit})"


class GridRegion(SourcedRow):
    """One province's place in one division of the grid, and the region its factors bear."""

    scheme = models.CharField(_("division of the grid"), max_length=60)
    region = models.CharField(_("region"), max_length=60)
    factor_region = models.CharField(_("region as factors name it"), max_length=60)
    province = models.CharField(_("province"), max_length=60)

    class Meta:
        app_label = "projects"
        verbose_name = _("grid region")
        verbose_name_plural = _("grid regions")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "scheme", "province"],
                name="a_province_stands_once_in_a_division",
            )
        ]

    def __str__(self) -> str:
        return f"{self.province}: {self.region} ({self.scheme})"


class TaxonomyClass(SourcedRow):
    """One class of one edition of a taxonomy; its code means nothing without the edition."""

    level = models.CharField(_("level"), max_length=20)
    code = models.CharField(_("code"), max_length=40)
    parent_code = models.CharField(_("code of the class above"), max_length=40, blank=True)
    name_zh = models.CharField(_("Chinese name"), max_length=200, blank=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)

    class Meta:
        app_label = "projects"
        verbose_name = _("taxonomy class")
        verbose_name_plural = _("taxonomy classes")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"], name="a_class_stands_once_in_an_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh or self.name_en}"


class TaxonomyLink(SourcedRow):
    """One row of a crosswalk: how a class of one catalogue stands to a class of another."""

    from_edition = models.CharField(_("from the edition"), max_length=60)
    from_code = models.CharField(_("from the code"), max_length=40)
    to_edition = models.CharField(_("to the edition"), max_length=60)
    to_code = models.CharField(_("to the code"), max_length=40, blank=True)
    relation = models.CharField(_("relation"), max_length=10, choices=RelationChoice.choices)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        app_label = "projects"
        verbose_name = _("crosswalk row")
        verbose_name_plural = _("crosswalk")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "from_edition", "from_code", "to_edition", "to_code"],
                name="two_classes_are_linked_once_in_a_crosswalk",
            ),
            models.CheckConstraint(
                condition=Q(relation=ClassRelation.NONE.value, to_code="")
                | (~Q(relation=ClassRelation.NONE.value) & ~Q(to_code="")),
                name="only_no_counterpart_has_no_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_edition} {self.from_code} → {self.to_edition} {self.to_code or '–'}"


def _one(model: type[EditionRow], *left_out: str) -> Callable[[Edition, Row], Iterable[EditionRow]]:
    """Return what makes one table row of one file row, its columns named alike."""

    def compose(edition: Edition, row: Row) -> Iterable[EditionRow]:
        yield model(
            edition=edition, **{name: cell for name, cell in row.items() if name not in left_out}
        )

    return compose


def _by_province(edition: Edition, row: Row) -> Iterable[EditionRow]:
    for province in row["provinces"]:
        facts = {name: cell for name, cell in row.items() if name != "provinces"}
        yield GridRegion(edition=edition, province=province, **facts)


#: How the rows of a file become rows of a table, by kind of edition.
COMPOSERS: dict[EditionKind, Callable[[Edition, Row], Iterable[EditionRow]]] = {
    EditionKind.SOURCES: _one(Source),
    EditionKind.FACTORS: _one(Factor),
    EditionKind.FUELS: _one(FuelProperty),
    EditionKind.GWP: _one(GlobalWarmingPotential),
    EditionKind.CONVERSION: _one(ConversionCoefficient),
    EditionKind.REGIONS: _by_province,
    EditionKind.TAXONOMY: _one(TaxonomyClass, "taxonomy", "edition_year"),
    EditionKind.CROSSWALK: _one(TaxonomyLink),
}
