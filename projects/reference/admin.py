"""Staff pages of the library."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from config.console import dashboard, navigation
from config.console.admin import BatchAdmin, ProposedAdmin, RoomAdmin, UploadForm, person
from config.console.dashboard import Step
from config.console.record import Link, Table, badge
from config.console.site import site
from projects.reference import operations, queries
from projects.reference.models import (
    ConversionCoefficient,
    Edition,
    Factor,
    FactorPolicy,
    FuelProperty,
    GlobalWarmingPotential,
    GridRegion,
    Source,
    TaxonomyClass,
    TaxonomyLink,
)
from projects.reference.models.editions import EditionKindChoice
from projects.reference.rules.kinds import EditionKind, PolicyRule

VIEW = "projects.reference.view"
_ROWS_SHOWN = 100

navigation.room("projects.reference", title=_("Reference"), order=10)


class EditionForm(UploadForm):
    """A file, and what the edition is called."""

    code = forms.RegexField(
        r"^[A-Z0-9][A-Z0-9.-]{0,59}$", label=_("code"), widget=UnfoldAdminTextInputWidget
    )
    kind = forms.ChoiceField(
        label=_("kind"), choices=EditionKindChoice.choices, widget=UnfoldAdminSelectWidget
    )
    name_zh = forms.CharField(
        label=_("Chinese name"), max_length=200, widget=UnfoldAdminTextInputWidget
    )
    name_en = forms.CharField(
        label=_("English name"), max_length=200, widget=UnfoldAdminTextInputWidget
    )
    released_on = forms.DateField(
        label=_("released on"), required=False, widget=UnfoldAdminSingleDateWidget
    )
    is_partial = forms.BooleanField(
        label=_("partial"), required=False, initial=True, widget=UnfoldBooleanWidget
    )
    supersedes = forms.ModelChoiceField(
        label=_("supersedes"),
        queryset=Edition.objects.confirmed().order_by("code"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    field_order = ("file", "code", "kind", "name_zh", "name_en", "released_on", "is_partial")


@admin.register(Edition, site=site)
class EditionAdmin(BatchAdmin[Edition]):
    """Editions: a file proposes one, a second person confirms it."""

    view_permission = VIEW
    icon = "library_books"
    upload_form = EditionForm
    list_display = ("code", "kind", "name_zh", "released_on", "is_partial", "rows_accepted")
    list_filter = (*ProposedAdmin.list_filter, "kind")
    search_fields = ("code", "name_zh", "name_en")

    def perform_propose(self, request: HttpRequest, form: Any) -> Edition:
        """Judge the file and propose it."""
        given = dict(form.cleaned_data)
        file = given.pop("file")
        return operations.propose_edition(
            **{**given, "kind": EditionKind(given["kind"])},
            content=file.read(),
            file_name=file.name,
            by=person(request),
        )

    def record_badges(self, row: Edition) -> list[Any]:
        """Return what became of the proposal, and whether the edition is partial."""
        return [*super().record_badges(row), *_partial(row)]

    def record_links(self, request: HttpRequest, row: Edition) -> list[Link]:
        """Return the way to what the edition holds."""
        links = super().record_links(request, row)
        model = HELD_BY_KIND.get(EditionKind(row.kind))
        if model is None or not row.recorded_at:
            return links
        url = reverse(f"admin:projects_{model._meta.model_name}_changelist")
        title = str(model._meta.verbose_name_plural)
        return [*links, Link(title, f"{url}?edition__id__exact={row.pk}", str(row.rows_accepted))]

    def record_tables(self, request: HttpRequest, row: Edition) -> list[Table]:
        """Return what would differ, and the first rows of the file."""
        return [
            *super().record_tables(request, row),
            _differences(row),
            *_class_differences(row),
            _first_rows(row),
        ]


def _partial(edition: Edition) -> list[Any]:
    said = _now("partial: the official publication holds more")
    return [badge(said, "waiting")] if edition.is_partial else []


def _differences(row: Edition) -> Table:
    found = row.plan.get("differences", [])
    return Table(
        title=_now("Values that differ from what stands"),
        headers=[
            _now("kind"),
            _now("region or scope"),
            _now("data year"),
            _now("before"),
            _now("after"),
        ],
        rows=[
            (
                each["kind"],
                each["region"],
                each["data_year"],
                ", ".join(each["before"]),
                each["after"],
            )
            for each in found[:_ROWS_SHOWN]
        ],
        numeric=frozenset({3, 4}),
        empty=_now("None."),
    )


def _class_differences(row: Edition) -> list[Table]:
    found = row.plan.get("class_differences", [])
    if not found:
        return []
    return [
        Table(
            title=_now("Classes that differ from the edition that is superseded"),
            headers=[_now("code"), _now("before"), _now("after")],
            rows=[
                (each["code"], each["before"] or "–", each["after"] or "–")
                for each in found[:_ROWS_SHOWN]
            ],
        )
    ]


def _first_rows(row: Edition) -> Table:
    rows = row.rows()[:_ROWS_SHOWN]
    names = [name for name in rows[0] if name != "row"] if rows else []
    return Table(
        title=_now("First rows of the file"),
        headers=[_now("row"), *names],
        rows=[(each["row"], *(str(each[name]) for name in names)) for each in rows],
        numeric=frozenset({0}),
    )


class _HeldAdmin(RoomAdmin[Any]):
    """Rows that editions hold: read, never touched."""

    view_permission = VIEW
    list_filter: Any = (("edition", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("edition",)

    @admin.display(description=_("edition"), ordering="edition__code")
    def held_in(self, row: Any) -> Any:
        """Return the edition, and whether it is partial."""
        if not row.edition.is_partial:
            return row.edition.code
        return format_html("{} {}", row.edition.code, badge(_now("partial"), "waiting"))

    def record_badges(self, row: Any) -> list[Any]:
        """Return whether the edition that holds the row is partial."""
        return [*super().record_badges(row), *_partial(row.edition)]


@admin.register(Factor, site=site)
class FactorAdmin(_HeldAdmin):
    """Factors."""

    icon = "calculate"
    list_display = ("kind", "region", "data_year", "value", "unit", "confidence", "held_in")
    list_filter = (*_HeldAdmin.list_filter, "kind", "data_year", "confidence")
    search_fields = ("region", "source")


@admin.register(TaxonomyClass, site=site)
class TaxonomyClassAdmin(_HeldAdmin):
    """Classes of taxonomies."""

    icon = "account_tree"
    list_display = ("held_in", "level", "code", "name_zh", "name_en", "confidence")
    search_fields = ("code", "name_zh", "name_en")

    def record_tables(self, request: HttpRequest, row: TaxonomyClass) -> list[Table]:
        """Return the counterparts in other editions, as far as a crosswalk names them."""
        found = queries.counterparts(row.edition.code, row.code, known_at=timezone.now())
        links = Table(
            title=_now("Counterparts in other editions"),
            headers=[_now("link"), _now("relation"), _now("confidence"), _now("source")],
            rows=[
                (str(each), each.get_relation_display(), each.confidence, each.source)
                for each in found
            ],
            empty=_now("No crosswalk speaks of this class; nothing is matched by name."),
        )
        return [*super().record_tables(request, row), links]


@admin.register(TaxonomyLink, site=site)
class TaxonomyLinkAdmin(_HeldAdmin):
    """Crosswalks between catalogues."""

    icon = "sync_alt"
    list_display = (
        "from_edition",
        "from_code",
        "relation",
        "to_edition",
        "to_code",
        "confidence",
        "held_in",
    )
    list_filter = (*_HeldAdmin.list_filter, "relation")
    search_fields = ("from_code", "to_code", "note")


@admin.register(Source, site=site)
class SourceAdmin(_HeldAdmin):
    """Sources."""

    icon = "link"
    list_display = ("code", "what", "address")
    search_fields = ("code", "what", "address")


@admin.register(FuelProperty, site=site)
class FuelPropertyAdmin(_HeldAdmin):
    """Fuels."""

    icon = "local_fire_department"
    list_display = (
        "dataset",
        "name_zh",
        "emission_factor",
        "emission_factor_unit",
        "confidence",
        "held_in",
    )


@admin.register(GlobalWarmingPotential, site=site)
class GlobalWarmingPotentialAdmin(_HeldAdmin):
    """Global warming potentials."""

    icon = "thermostat"
    list_display = ("gas", "assessment", "value", "confidence", "held_in")


@admin.register(ConversionCoefficient, site=site)
class ConversionCoefficientAdmin(_HeldAdmin):
    """Standard-coal coefficients."""

    icon = "swap_horiz"
    list_display = ("name_zh", "name_en", "value", "unit", "confidence", "held_in")


@admin.register(GridRegion, site=site)
class GridRegionAdmin(_HeldAdmin):
    """Grid regions."""

    icon = "map"
    list_display = ("scheme", "region", "province", "confidence")
    list_filter = (*_HeldAdmin.list_filter, "scheme")


@admin.register(FactorPolicy, site=site)
class FactorPolicyAdmin(ProposedAdmin[FactorPolicy]):
    """Policies: one person turns a fallback on, a second one confirms."""

    view_permission = VIEW
    icon = "rule"
    list_display = ("kind", "rule", "max_lag_years", "choice", "is_on", "effective_from")
    propose_fields = (
        "rule",
        "kind",
        "region",
        "max_lag_years",
        "scheme",
        "choice",
        "is_on",
        "effective_from",
        "supersedes",
    )

    def perform_propose(self, request: HttpRequest, form: Any) -> FactorPolicy:
        """Propose the policy of the form."""
        given = {name: form.cleaned_data[name] for name in (*self.propose_fields, "reason")}
        return operations.propose_policy(
            **{**given, "rule": PolicyRule(given["rule"])}, by=person(request)
        )


#: What the record of an edition leads to.
HELD_BY_KIND: dict[EditionKind, Any] = {
    EditionKind.SOURCES: Source,
    EditionKind.FACTORS: Factor,
    EditionKind.FUELS: FuelProperty,
    EditionKind.GWP: GlobalWarmingPotential,
    EditionKind.CONVERSION: ConversionCoefficient,
    EditionKind.REGIONS: GridRegion,
    EditionKind.TAXONOMY: TaxonomyClass,
    EditionKind.CROSSWALK: TaxonomyLink,
}


@dashboard.first_step(permission=VIEW, order=10)
def load_reference_editions(request: HttpRequest) -> Step:  # noqa: ARG001
    """Return the first step of an empty house."""
    return Step(
        title=_("Load reference editions"),
        text=_("Every factor and class comes from an edition that a second person confirmed."),
        url=reverse("admin:projects_edition_add"),
        is_done=Edition.objects.confirmed().exists(),
    )
