"""Staff pages of criteria, evidence and decisions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import navigation, record
from config.console.admin import FactAdmin, ProposedAdmin, StateFilter, person
from config.console.pages.base import allowed
from config.console.pages.proposals import put_on_form
from config.console.record import Link, Table
from config.console.site import site
from config.kernel.errors import DomainError
from projects.recognition import operations, queries
from projects.recognition.forms import EvidenceForm, RecognitionForm
from projects.recognition.models import CriteriaEdition, Evidence, Recognition
from projects.recognition.models.evidence import EVIDENCE_NAMES
from projects.recognition.rules.documents import SIZE_LIMIT
from projects.recognition.rules.inputs import Case
from projects.recognition.rules.rulings import Ruling

VIEW = "projects.recognition.view"
ROOM = navigation.room("projects.recognition", title=gettext_lazy("Green recognition"), order=30)


@admin.register(CriteriaEdition, site=site)
class CriteriaEditionAdmin(ProposedAdmin[CriteriaEdition]):
    """Editions of criteria, each criterion in a table."""

    view_permission = VIEW
    icon = "rule"
    list_display = ("code", "name_zh", "name_en", "confidence")
    record_hidden = ProposedAdmin.record_hidden | {"criteria"}

    def perform_propose(self, request: HttpRequest, form: Any) -> CriteriaEdition:
        """Propose an edition."""
        return operations.propose_criteria(**form.cleaned_data, by=person(request))

    def record_tables(self, request: HttpRequest, row: CriteriaEdition) -> list[Table]:
        """Return the criteria."""
        columns = ("code", "name_zh", "name_en", "expression", "threshold", "unit")
        headers = [_("code"), _("Chinese name"), _("English name"), _("expression"), _("threshold")]
        criteria = Table(
            title=_("Criteria"),
            headers=[*headers, _("unit"), _("evidence"), _("source"), _("confidence")],
            rows=[
                (
                    *(each[name] for name in columns),
                    EVIDENCE_NAMES.get(each["evidence_type"], ""),
                    each["source"],
                    each["confidence"],
                )
                for each in row.criteria
            ],
            numeric=frozenset({4}),
        )
        return [*super().record_tables(request, row), criteria, _replay_table(row)]


@admin.register(Evidence, site=site)
class EvidenceAdmin(FactAdmin[Evidence]):
    """Documents that prove something about projects."""

    view_permission = VIEW
    icon = "verified"
    list_display = ("title", "project", "evidence_type", "issued_on", "is_sample", "recorded_at")
    list_filter = ("evidence_type", "is_sample")
    search_fields = ("title", "project__code")
    list_select_related = ("project",)
    record_hidden = FactAdmin.record_hidden | {"original"}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Return whether the person may keep evidence."""
        return allowed(request, Recognition.propose_permission)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form, or keep the document that it holds."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = EvidenceForm(request.POST or None, request.FILES or None)
        row = self._kept(request, form) if form.is_valid() else None
        if row is not None:
            self.message_user(request, _("Kept: {row}.").format(row=row), messages.SUCCESS)
            return HttpResponseRedirect(record.url_of(row))
        extra = {"has_file_field": True, "title": _("Keep evidence"), **(extra_context or {})}
        # The house's form page asks nothing of a proposal but its form.
        page: HttpResponse = cast(Any, ProposedAdmin).show_form(
            self, request, form, form_url, extra
        )
        return page

    def _kept(self, request: HttpRequest, form: EvidenceForm) -> Evidence | None:
        data = dict(form.cleaned_data)
        file, project = data.pop("file"), data.pop("project")
        try:
            with transaction.atomic():
                return operations.add_evidence(
                    **data,
                    project_id=project.pk,
                    content=file.read(SIZE_LIMIT + 1),
                    name=file.name,
                    known_at=timezone.now(),
                    by=person(request),
                )
        except DomainError as refusal:
            put_on_form(form, refusal)
        return None

    def record_links(self, request: HttpRequest, row: Evidence) -> list[Link]:
        """Return the way to the document itself."""
        url = reverse("admin:file", args=[row.original_id])
        return [
            *super().record_links(request, row),
            Link(_("Original file"), url, row.original_name),
        ]


@admin.register(Recognition, site=site)
class RecognitionAdmin(ProposedAdmin[Recognition]):
    """Decisions on whether projects are green."""

    view_permission = VIEW
    icon = "eco"
    form = RecognitionForm
    list_display = (
        "project",
        "verdict",
        "effective_from",
        "expires_on",
        "criteria_edition",
        "is_sample",
    )
    list_filter = (StateFilter, "verdict", "is_sample")
    search_fields = ("project__code",)
    record_hidden = ProposedAdmin.record_hidden | {"results"}
    propose_fields = (
        "project",
        "criteria_edition",
        "taxonomy_edition",
        "taxonomy_class",
        "inputs",
        "verdict",
        "opinion",
        "conditions",
        "effective_from",
        "expires_on",
        "is_sample",
    )

    def perform_propose(self, request: HttpRequest, form: Any) -> Recognition:
        """Evaluate the criteria and propose the decision."""
        data, now = form.cleaned_data, timezone.now()
        project = data["project"]
        documents = queries.evidence_of(project.pk, known_at=now)
        case = Case(
            criteria_code=data["criteria_edition"].code,
            taxonomy_edition=data["taxonomy_edition"],
            taxonomy_class=data["taxonomy_class"],
            inputs={name: Decimal(value) for name, value in data["inputs"].items()},
            evidence_ids=list(documents.values_list("id", flat=True)),
        )
        ruling = Ruling(
            **{name: data[name] for name in ("verdict", "opinion", "effective_from", "expires_on")},
            conditions=data["conditions"],
        )
        return operations.propose_recognition(
            project_id=project.pk,
            case=case,
            ruling=ruling,
            known_at=now,
            by=person(request),
            reason=data["reason"],
            is_sample=data["is_sample"],
        )

    def record_tables(self, request: HttpRequest, row: Recognition) -> list[Table]:
        """Return each criterion with its outcome, and the documents."""
        return [
            *super().record_tables(request, row),
            _results_table(row),
            _documents_table(row),
        ]


def _replay_table(row: CriteriaEdition) -> Table:
    """Return what these criteria would say of the cases that stand today."""
    found = queries.replay(row, on=timezone.localdate(), known_at=timezone.now())
    return Table(
        title=_("Standing cases judged by these criteria"),
        headers=[_("recognition"), _("verdict"), _("by these criteria"), _("what differs")],
        rows=[
            (
                record.link_to(each.recognition),
                each.recognition.get_verdict_display(),
                _replayed_badge(each),
                "; ".join(each.changes) or "–",
            )
            for each in found
        ],
        empty=_("No case was decided yet."),
    )


def _replayed_badge(each: queries.Replayed) -> Any:
    words = _("green") if each.would_be_green else _("not green")
    return record.badge(words, "bad" if each.verdict_changes else "good")


def _results_table(row: Recognition) -> Table:
    tones = {"met": ("good", _("met")), "not_met": ("bad", _("not met"))}
    rows = []
    for each in row.results:
        tone, words = tones.get(each["outcome"], ("waiting", _("missing")))
        inputs = ", ".join(f"{name} = {value}" for name, value in each["inputs"].items())
        rows.append(
            (each["code"], each["expression"], each["threshold"], inputs, record.badge(words, tone))
        )
    return Table(
        title=_("Criteria"),
        headers=[_("code"), _("expression"), _("threshold"), _("inputs"), _("outcome")],
        rows=rows,
        numeric=frozenset({2}),
    )


def _documents_table(row: Recognition) -> Table:
    documents = queries.evidence_behind(row)
    return Table(
        title=_("Evidence"),
        headers=[_("title"), _("type of evidence"), _("issued on"), _("file SHA-256")],
        rows=[
            (
                record.link_to(each),
                each.get_evidence_type_display(),
                each.issued_on,
                record.shown_hash(each.original.sha256),
            )
            for each in documents
        ],
        empty=_("No document."),
    )
