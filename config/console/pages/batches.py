"""Pages of batches: a file is sent, what was found is shown, a second person publishes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from config.api.problems import finding_sentence
from config.console import dashboard, record
from config.console.pages.proposals import ProposedAdmin
from config.console.record import Link, Section, Table
from config.jobs.models import Run
from config.kernel.models import Batch
from config.tables.writing import MEDIA_TYPES, Column, Form, write_csv

B = TypeVar("B", bound=Batch)

FINDINGS_SHOWN = 200


class UploadForm(forms.Form):
    """A file, where it comes from, and why it is sent."""

    file = forms.FileField(label=gettext_lazy("file"), widget=UnfoldAdminFileFieldWidget)
    source = forms.CharField(
        label=gettext_lazy("source"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Which system or whom the file comes from."),
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"), max_length=2000, widget=UnfoldAdminTextareaWidget({"rows": 3})
    )


class BatchAdmin(ProposedAdmin[B], Generic[B]):
    """A page of batches; a room gives ``perform_propose``, and a form if it asks for more."""

    upload_form: type[forms.Form] = UploadForm
    record_template = "console/batch.html"
    record_hidden = ProposedAdmin.record_hidden | frozenset(
        {"findings", "finding_counts", "original", "plan", "kind"}
    )
    #: A thousand findings fit no cell; they have a file of their own.
    columns_shown_otherwise = ProposedAdmin.columns_shown_otherwise | {"findings", "plan"}
    list_display: Sequence[str] = (
        "original_name",
        "source",
        "rows_read",
        "rows_accepted",
        "is_sample",
        "proposed_at",
    )

    def proposal_form(self, request: HttpRequest) -> forms.BaseForm:
        """Return the upload form, filled with what was sent."""
        if request.method == "POST":
            return self.upload_form(request.POST, request.FILES)
        return self.upload_form()

    def show_form(
        self, request: HttpRequest, form: Any, form_url: str, extra: dict[str, Any]
    ) -> HttpResponse:
        """Return the page with the upload form."""
        return super().show_form(request, form, form_url, {"has_file_field": True, **extra})

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, that of the findings among them."""
        findings = path(
            "<int:pk>/findings/",
            self.admin_site.admin_view(self.findings_view),
            name=f"{self.opts.app_label}_{self.opts.model_name}_findings",
        )
        return [findings, *super().get_urls()]

    def findings_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand out a batch's findings as CSV."""
        row = self.found(request, str(pk))
        answer = HttpResponse(content_type=MEDIA_TYPES[Form.CSV])
        write_csv(finding_lines(row), finding_columns(), answer)  # type: ignore[arg-type]  # (it is written to)
        answer.headers["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=f"{row.original_name}.{_('findings')}.csv"
        )
        return answer

    def perform_propose(self, request: HttpRequest, form: Any) -> B:
        """Plan the file of the form and propose the batch; every room has its own way."""
        raise NotImplementedError(f"{type(self).__name__} must say how a file becomes a batch.")

    def run_of(self, row: B) -> Run | None:  # noqa: ARG002
        """Return the run that works on a batch, if there is one; none by default."""
        return None

    def show(
        self, request: HttpRequest, row: B, extra: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Return the record page, with the progress of its run."""
        run = self.run_of(row)
        running = {"run": dashboard.run_view(run)} if run is not None else {}
        return super().show(request, row, {**running, **extra}, status=status)

    def record_content(self, row: B) -> list[Section]:
        """Return the file, the plan, and how often each finding occurs."""
        sections = super().record_content(row)
        if row.plan:
            plan = record.line_of(row, "plan")
            sections.append(Section(_("Plan"), [plan]))
        return sections

    def record_links(self, request: HttpRequest, row: B) -> list[Link]:
        """Return the ways to the original file and to what was found in it."""
        url = reverse("admin:file", args=[row.original_id])
        links = [
            *super().record_links(request, row),
            Link(_("Original file"), url, row.original_name),
        ]
        if row.findings:
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_findings"
            links.append(Link(_("Findings as CSV"), reverse(name, args=[row.pk])))
        return links

    def record_tables(self, request: HttpRequest, row: B) -> list[Table]:
        """Return how often each finding occurs, and the first of them."""
        return [*super().record_tables(request, row), counts_table(row), findings_table(row)]


def counts_table(row: Batch) -> Table:
    """Return how often each finding occurs in a batch."""
    sentences = {str(each.get("code")): finding_sentence(each) for each in row.findings}
    return Table(
        title=_("Findings by kind"),
        headers=[_("code"), _("for example"), _("how often")],
        rows=[
            (code, sentences.get(code, ""), number) for code, number in row.finding_counts.items()
        ],
        numeric=frozenset({2}),
        empty=_("Nothing was found; every row is accepted."),
    )


def findings_table(row: Batch) -> Table:
    """Return the first findings of a batch: where, what, and how to mend it."""
    rows = [_finding_cells(each) for each in row.findings[:FINDINGS_SHOWN]]
    return Table(
        title=_("First findings"),
        headers=[_("row"), _("field"), _("value"), _("what"), _("how to mend it"), ""],
        rows=rows,
        numeric=frozenset({0}),
        empty=_("None."),
    )


def finding_columns() -> list[Column]:
    """Return the columns of the findings' file."""
    heads = (_("row"), _("field"), _("value"), _("code"), _("severity"), _("what"))
    return [Column(each) for each in (*heads, _("how to mend it"))]


def finding_lines(row: Batch) -> Iterator[tuple[Any, ...]]:
    """Yield every finding that a batch keeps; at the end how many there were beyond them."""
    for each in row.findings:
        yield (
            each.get("row"),
            each.get("field"),
            each.get("value"),
            each.get("code"),
            _("error") if each.get("severity") == "error" else _("warning"),
            finding_sentence(each),
            finding_sentence(each, "remedy"),
        )
    total = sum(row.finding_counts.values())
    if total > len(row.findings):
        said = _("Only the first {kept} of {total} findings are kept.")
        yield (*[""] * 5, said.format(kept=len(row.findings), total=total), "")


def _finding_cells(finding: Mapping[str, Any]) -> tuple[Any, ...]:
    blocks = finding.get("severity") == "error"
    return (
        finding.get("row"),
        finding.get("field"),
        finding.get("value"),
        finding_sentence(finding),
        finding_sentence(finding, "remedy"),
        record.badge(_("error") if blocks else _("warning"), "bad" if blocks else "waiting"),
    )
