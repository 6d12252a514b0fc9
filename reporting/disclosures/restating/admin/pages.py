"""Staff pages of restatements: both bases side by side, the bridge, the policy that judges."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.api.problems import sentence
from config.console import dashboard, drilldown, extras, record
from config.console.admin import ProposedAdmin, StateFilter, person
from config.console.pages.base import allowed
from config.console.record import Act, Crumb, Link, Record, Section, Table
from config.console.site import site
from config.jobs.models import Run, RunState
from config.kernel.errors import DomainError
from config.kernel.models import Decision
from reporting.disclosures.models import (
    CAUSE_LABELS,
    DisclosureVersion,
    MaterialityPolicy,
    ReportingClose,
    Restatement,
    Treatment,
)
from reporting.disclosures.restating import operations, queries, thresholds, unsaid
from reporting.disclosures.restating.admin.tables import (
    chart_of,
    judgment_table,
    tables_of,
    unsaid_table,
)
from reporting.disclosures.rules.life import OPEN, State
from reporting.figures.models import FigureSet
from reporting.figures.rules.bridge import Cause

VIEW = "reporting.disclosures.view"
_UNDER_WAY = (RunState.QUEUED, RunState.RUNNING)
TEMPLATE = "reporting/restatement.html"

dashboard.name_run(operations.COMPARE_RUN, gettext_lazy("Compare the bases of a disclosure"))
dashboard.name_run(
    operations.FORETELL_RUN, gettext_lazy("Foretell a change of factors, from now on")
)


@admin.register(MaterialityPolicy, site=site)
class MaterialityPolicyAdmin(ProposedAdmin[MaterialityPolicy]):
    """Thresholds: from where on a change is material. They are set before the numbers are seen."""

    view_permission = VIEW
    icon = "balance"
    list_display = ("kind", "indicator", "percent", "absolute", "effective_from", "is_sample")
    list_filter = (StateFilter, "kind")
    propose_fields = (
        "kind",
        "indicator",
        "percent",
        "absolute",
        "effective_from",
        "supersedes",
        "is_sample",
    )

    def perform_propose(self, request: HttpRequest, form: Any) -> MaterialityPolicy:
        """Propose the threshold of the form."""
        given = {name: form.cleaned_data[name] for name in (*self.propose_fields, "reason")}
        return thresholds.propose_threshold(**given, by=person(request))


@admin.register(Restatement, site=site)
class RestatementAdmin(ProposedAdmin[Restatement]):
    """Published versions whose basis moved: what is proposed, on both bases."""

    view_permission = VIEW
    icon = "published_with_changes"
    record_template = TEMPLATE
    list_display = ("version", "treatment", "known_at", "is_material", "is_sample")
    list_select_related = ("version__disclosure",)
    list_filter = (StateFilter, "treatment", "is_material")
    propose_fields = (
        "version",
        "treatment",
        "known_at",
        "move_report",
        "explanation_zh",
        "explanation_en",
    )
    record_sections = (
        (
            gettext_lazy("What is proposed"),
            ("version", "treatment", "known_at", "comparison", "move_report", "is_material"),
        ),
        (gettext_lazy("Why"), ("explanation_zh", "explanation_en")),
    )

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the form: only published versions, and the moment may be left out."""
        form = super().get_form(request, obj, **kwargs)
        published = DisclosureVersion.objects.with_state().filter(state_now=State.PUBLISHED)
        form.base_fields["version"].queryset = published.select_related("disclosure")
        form.base_fields["known_at"].required = False
        form.base_fields["known_at"].help_text = _(
            "The moment of the comparison; the latest one if this is empty."
        )
        return form

    def perform_propose(self, request: HttpRequest, form: Any) -> Restatement | Run:
        """Propose what the form says; where it has to be foretold first, have a worker do it."""
        given = {name: form.cleaned_data[name] for name in (*self.propose_fields, "reason")}
        return operations.open_restatement(**given, by=person(request))

    def record_badges(self, row: Restatement) -> list[Any]:
        """Return whether the change is material, and the causes."""
        judged = (
            record.badge(_("material"), "waiting")
            if row.is_material
            else record.badge(_("not material"), "good")
        )
        causes = [record.badge(CAUSE_LABELS[Cause(each)], "") for each in row.causes]
        return [*super().record_badges(row), judged, *causes]

    def record_tables(self, request: HttpRequest, row: Restatement) -> list[Table]:
        """Return both bases, the bridges, and the thresholds."""
        found = tables_of(row.version, row.comparison) if row.comparison else []
        return [*super().record_tables(request, row), judgment_table(row), *found]

    def record_acts(self, request: HttpRequest, row: Restatement) -> list[Act]:
        """Return the draft on the new basis, once the restatement is confirmed."""
        is_due = row.decision == Decision.CONFIRMED and row.treatment == Treatment.RESTATE
        may = person(request).may(row.propose_permission)
        if not (is_due and may and row.version.state is State.PUBLISHED):
            return []
        return [Act("draft", _("Draft the restated version"))]

    def perform_act(self, request: HttpRequest, row: Restatement, name: str) -> str:  # noqa: ARG002
        """Draft the next version on the new basis."""
        operations.draft_restated(restatement=row, by=person(request), reason=row.reason)
        return _("A worker drafts it now.")

    def show(
        self, request: HttpRequest, row: Restatement, extra: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Return the record page with the bridge's chart."""
        chart = chart_of(row.version, row.comparison) if row.comparison else None
        return super().show(request, row, {**extra, "chart": chart}, status=status)


# ---- the page of a version's bases


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a published version's numbers would differ now; on POST, have it drawn."""
    if not allowed(request, VIEW):
        raise PermissionDenied
    version = _version(pk)
    here = reverse("admin:two-bases", args=[pk])
    if request.method == "POST":
        try:
            operations.ask_comparison(version=version, by=person(request))
        except DomainError as refusal:
            messages.error(request, sentence(refusal))
        else:
            messages.success(request, _("A worker draws it now; this page shows it when done."))
        return HttpResponseRedirect(here)
    comparison = queries.comparison_of(version)
    run = (
        Run.objects.filter(kind=operations.COMPARE_RUN, key__startswith=f"{version} ")
        .select_related("asked_by")
        .order_by("-id")
        .first()
    )
    return drilldown.show(
        request,
        _record(request, version, comparison),
        template="console/run.html" if run and run.state in _UNDER_WAY else TEMPLATE,
        run=dashboard.run_view(run) if run else None,
        chart=chart_of(version, comparison) if comparison else None,
        act_url=here,
    )


def _version(pk: int) -> DisclosureVersion:
    rows = DisclosureVersion.objects.select_related("disclosure", "figure_set")
    found: DisclosureVersion | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _record(
    request: HttpRequest, version: DisclosureVersion, comparison: FigureSet | None
) -> Record:
    may = person(request).may(operations.PROPOSE) and version.state is State.PUBLISHED
    acts = [Act("compare", _("Compare with what is known now"), "quiet")]
    if comparison is not None:
        acts += [
            Act(each.value, title, tone, url=opening_url(version, each))
            for each, title, tone in (
                (Treatment.RESTATE, _("Open a restatement"), "main"),
                (Treatment.FROM_NOW_ON, _("From now on"), "quiet"),
            )
        ]
    return Record(
        title=_("Two bases of {version}").format(version=version),
        subtitle=_("Restatement"),
        is_sample=version.is_sample,
        crumbs=[Crumb(str(version), record.url_of(version)), Crumb(_("Two bases"))],
        acts=acts if may else [],
        sections=[
            Section(
                _("As compared last"),
                record.lines_of(each, ("known_at", "compares", "figures_sha256", "drawn_by")),
            )
            for each in ([comparison] if comparison else [])
        ],
        tables=tables_of(version, comparison) if comparison else [_not_compared()],
    )


def _not_compared() -> Table:
    return Table(
        title=_("Both bases"),
        headers=[_("indicator")],
        rows=[],
        empty=_(
            "Not compared yet. Draw the statements and the attributions for a new moment, then "
            "have the bases compared."
        ),
    )


def opening_url(version: DisclosureVersion, treatment: Treatment, **more: Any) -> str:
    """Return the address of the form that opens a restatement, filled as far as is known."""
    given = {"version": version.pk, "treatment": treatment.value, **more}
    return f"{reverse('admin:reporting_restatement_add')}?{urlencode(given)}"


def lead(request: HttpRequest, row: DisclosureVersion) -> list[Link]:
    """Return the way from a version to the two bases of what is published, and to decisions."""
    if not allowed(request, VIEW):
        return []
    found = [
        Link(str(each), record.url_of(each), _("Restatement"))
        for each in queries.restatements_of(row.disclosure)
    ]
    published = row if row.state is State.PUBLISHED else unsaid.published_before(row)
    if published is not None:
        url = reverse("admin:two-bases", args=[published.pk])
        found.append(Link(_("Two bases"), url, _("what differs now, and why")))
    return found


def late(request: HttpRequest, row: ReportingClose) -> list[Link]:
    """Return the way from a closed period to what its late facts would change."""
    if not allowed(request, VIEW) or row.version.state is not State.PUBLISHED:
        return []
    url = reverse("admin:two-bases", args=[row.version_id])
    return [Link(_("Two bases"), url, _("what came late enters as a restatement, or from now on"))]


def moved_table(_request: HttpRequest, row: DisclosureVersion) -> list[Table]:
    """Return what a version on its way says otherwise than the published one, and not why."""
    if row.state not in OPEN:
        return []
    moved = unsaid.unsaid(row)
    return [unsaid_table(moved)] if moved else []


extras.add_links("reporting.DisclosureVersion", lead)
extras.add_links("reporting.ReportingClose", late)
extras.add_tables("reporting.DisclosureVersion", moved_table)
site.page("two-bases/<int:pk>/", show, name="two-bases")
