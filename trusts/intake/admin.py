"""Staff pages of intake: send a file, see what was found, have it entered; profiles."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.api.problems import sentence
from config.console import dashboard, drilldown, navigation, record
from config.console.admin import BatchAdmin, ProposedAdmin, person
from config.console.dashboard import Step
from config.console.pages.batches import FINDINGS_SHOWN, counts_table
from config.console.pages.proposals import put_on_form
from config.console.record import Act, Line, Link, Record, Section, Table
from config.console.site import site
from config.jobs.models import Run
from config.kernel.errors import DomainError
from trusts.intake import operations, queries
from trusts.intake.forms import SIGN_LABELS, ProfileForm, SendForm
from trusts.intake.models import TAKE, Import, ImportProfile
from trusts.intake.operations.judging import XLSX
from trusts.intake.plan_words import finding_rows, kinds_table, plan_lines
from trusts.intake.subjects import SUBJECTS, subject_of

navigation.room("trusts.intake", title=gettext_lazy("Intake"), order=15)
dashboard.name_run(TAKE, gettext_lazy("Judging a file that was sent"))

VIEW = "trusts.intake.view"
MEND, LEAVE_OUT = "mend", "leave_out"


@admin.register(Import, site=site)
class ImportAdmin(BatchAdmin[Import]):
    """Files that were sent: judged, mended, entered."""

    view_permission = VIEW
    icon = "upload_file"
    upload_form = SendForm
    list_display = (
        "original_name",
        "subject_title",
        "source",
        "rows_read",
        "rows_faulty",
        "is_sample",
        "proposed_at",
    )
    list_filter = (*BatchAdmin.list_filter, "is_blocked", "kind")
    list_select_related = ("profile",)
    search_fields = ("original_name", "source")
    record_sections = (
        (
            gettext_lazy("The file"),
            ("original_name", "profile", "source", "file_sha256"),
        ),
    )

    @admin.display(description=gettext_lazy("what the rows are"), ordering="kind")
    def subject_title(self, row: Import) -> Any:
        """Return what the rows of a file are."""
        subject = SUBJECTS.get(row.kind)
        return subject.title if subject else row.kind

    # ---- sending

    def proposal_form(self, request: HttpRequest) -> Any:
        """Return the form, the subject chosen that the address names."""
        standing = queries.profiles(on=timezone.localdate(), known_at=timezone.now())
        if request.method == "POST":
            return SendForm(request.POST, request.FILES, profiles=standing)
        return SendForm(initial={"subject": request.GET.get("subject", "")}, profiles=standing)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form, or take the file that it holds."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.proposal_form(request)
        if request.method == "POST" and form.is_valid():
            try:
                found, stood = self.sent(request, form)
            except DomainError as refusal:
                put_on_form(form, refusal)
            else:
                return self.gone_to(request, found, stood=stood)
        return self.show_form(request, form, form_url, extra_context or {})

    def sent(self, request: HttpRequest, form: Any) -> tuple[Import | Run, bool]:
        """Send the file of the form."""
        data = form.cleaned_data
        return operations.send_file(
            file=data["file"].file,
            name=data["file"].name,
            subject=data["subject"],
            profile=data["profile"],
            source=data["source"],
            is_sample=data["is_sample"],
            by=person(request),
            reason=data["reason"],
        )

    def gone_to(self, request: HttpRequest, found: Import | Run, *, stood: bool) -> HttpResponse:
        """Lead to what became of a file, and say in words what that is."""
        if isinstance(found, Run):
            return HttpResponseRedirect(reverse("admin:import-run", args=[found.pk]))
        if stood:
            said = _("The same file was sent before; this is what was found in it then.")
            self.message_user(request, said, messages.INFO)
        elif found.is_blocked:
            said = _("{rows} row(s) have faults; nothing is entered until they are mended.")
            self.message_user(request, said.format(rows=found.rows_faulty), messages.WARNING)
        else:
            said = _("Every row holds. A second person has to confirm it.")
            if found.rows_faulty:
                said = _("The other rows hold. A second person has to confirm them.")
            self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(record.url_of(found))

    def show_form(
        self, request: HttpRequest, form: Any, form_url: str, extra: dict[str, Any]
    ) -> HttpResponse:
        """Return the page with the form, and the templates to fill in."""
        templates = [
            Link(each.title, reverse("admin:import-template", args=[each.name]), each.note)
            for each in SUBJECTS.values()
        ]
        answer: Any = super().show_form(request, form, form_url, {**extra, "templates": templates})
        answer.template_name = "intake/send.html"
        return answer  # type: ignore[no-any-return]

    # ---- the record

    def record_content(self, row: Import) -> list[Section]:
        """Return the file, and in words what its confirmation does."""
        listed = ProposedAdmin.record_content(self, row)
        subject = Line(_("what the rows are"), self.subject_title(row))
        listed[0] = Section(listed[0].title, [subject, *listed[0].lines])
        return [Section(_("The plan"), plan_lines(row)), *listed]

    def record_links(self, request: HttpRequest, row: Import) -> list[Link]:
        """Return the way to the original, to the file of errors and to the entries."""
        links = super().record_links(request, row)
        if row.errors_file_id and not self.record_acts(request, row):
            url = reverse("admin:file", args=[row.errors_file_id])
            said = _("your columns, what is wrong and how to mend it; send it again when mended")
            links.insert(0, Link(_("File with the errors"), url, said))
        if row.entry_batch_id:
            address = reverse("admin:trusts_entry_changelist")
            links.append(
                Link(_("Entries of this file"), f"{address}?batch__id__exact={row.entry_batch_id}")
            )
        return links

    def record_tables(self, request: HttpRequest, row: Import) -> list[Table]:  # noqa: ARG002
        """Return what the file brings by kind, and what was found."""
        found = Table(
            title=_("First findings"),
            headers=[_("row"), _("column"), _("value"), _("what"), _("how to mend it"), ""],
            rows=finding_rows(row, most=FINDINGS_SHOWN),
            numeric=frozenset({0}),
            empty=_("Nothing was found; every row is accepted."),
        )
        counts = [counts_table(row)] if len(row.finding_counts) > 1 else []
        if row.is_blocked:
            return [found, *counts]
        return [*kinds_table(row), *counts, found]

    def record_badges(self, row: Import) -> list[Any]:
        """Return whether faults block the file."""
        return [record.badge(_("blocked by faults"), "bad")] if row.is_blocked else []

    def record_acts(self, request: HttpRequest, row: Import) -> list[Act]:
        """Return the ways on from a blocked file, for who sent it."""
        is_mine = row.proposed_by_id == person(request).pk
        if not (is_mine and row.is_blocked and row.is_pending):
            return []
        mended = f"{reverse('admin:trusts_import_add')}?subject={row.kind}"
        acts = [Act("send", _("Send the mended file"), url=mended)]
        if row.errors_file_id:
            url = reverse("admin:file", args=[row.errors_file_id])
            acts.insert(0, Act("errors", _("File with the errors"), "plain", url))
        acts.append(Act(MEND, _("Judge it again"), tone="plain"))
        if row.rows_accepted:
            said = _("Go on without the {rows} faulty row(s)").format(rows=row.rows_faulty)
            acts.append(Act(LEAVE_OUT, said, tone="plain"))
        return acts

    def act_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Judge a blocked file again; lead to what became of it."""
        row = self.found(request, str(pk))
        asked = request.POST.get("act", "")
        offered = {each.name for each in self.record_acts(request, row) if not each.url}
        if asked not in offered:
            raise PermissionDenied
        leaves_out = asked == LEAVE_OUT
        reason = _("Judged again") if not leaves_out else _("Judged without the faulty rows")
        try:
            found, stood = operations.send_again(
                batch=row, leaves_out=leaves_out, by=person(request), reason=reason
            )
        except DomainError as refusal:
            messages.error(request, sentence(refusal))
            return HttpResponseRedirect(record.url_of(row))
        return self.gone_to(request, found, stood=stood)


@admin.register(ImportProfile, site=site)
class ImportProfileAdmin(ProposedAdmin[ImportProfile]):
    """How the files of each source are read."""

    view_permission = VIEW
    icon = "tune"
    form = ProfileForm
    list_display = ("code", "name_zh", "source", "subject", "effective_from", "is_sample")
    list_filter = (*ProposedAdmin.list_filter, "subject")
    propose_fields = (
        *("code", "name_zh", "name_en", "source", "subject", "effective_from", "columns"),
        *("constants", "words", "ignored", "sign", "direction_column", "in_words", "out_words"),
        *("in_column", "out_column", "encoding", "sheet", "header_row", "supersedes"),
        "is_sample",
    )
    record_hidden = ProposedAdmin.record_hidden | frozenset({"mapping"})

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:  # noqa: ARG002
        """Return the form with its lines, which are no columns of the table."""
        return type("ProfileFormWithReason", (ProfileForm,), {"reason": _reason_field()})

    def perform_propose(self, request: HttpRequest, form: Any) -> ImportProfile:
        """Propose the profile of the form."""
        profile: ImportProfile = form.instance
        profile.mapping = form.mapping()
        return operations.propose_profile(
            profile=profile, by=person(request), reason=form.cleaned_data["reason"]
        )

    def record_tables(self, request: HttpRequest, row: ImportProfile) -> list[Table]:
        """Return which column becomes which field, and which word which."""
        titles = {each.name: each.title for each in subject_of(row.subject).columns}
        mapping = row.hints().mapping
        columns = [
            (header, titles.get(name, name), name) for header, name in mapping.columns.items()
        ]
        columns += [
            (f"= {value}", titles.get(name, name), name)
            for name, value in mapping.constants.items()
        ]
        beside = (
            mapping.direction_column,
            *mapping.in_words,
            *mapping.out_words,
            mapping.in_column,
            mapping.out_column,
        )
        direction = (str(SIGN_LABELS[mapping.sign]), ", ".join(filter(None, beside)))
        words = [
            (titles.get(name, name), word, value)
            for name, known in mapping.values.items()
            for word, value in known.items()
        ]
        return [
            *super().record_tables(request, row),
            Table(
                title=_("Columns"),
                headers=[_("column of the file"), _("becomes"), _("field")],
                rows=columns,
                empty=_("The file has our own titles."),
            ),
            Table(
                title=_("Direction of money"),
                headers=[_("how it is told"), _("columns and words")],
                rows=[direction],
            ),
            Table(
                title=_("Words"),
                headers=[_("field"), _("word of the file"), _("becomes")],
                rows=words,
                empty=_("No word is translated."),
            ),
        ]


def _reason_field() -> Any:
    return SendForm.base_fields["reason"]


def template(request: HttpRequest, name: str) -> HttpResponse:
    """
    Hand out the template of a subject, in the reader's language.

    :raises Http404: if there is no such subject.
    """
    person(request).check_may(VIEW)
    if name not in SUBJECTS:
        raise Http404
    content = operations.template_of(SUBJECTS[name])
    answer = HttpResponse(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-template.xlsx"'
    answer.headers["Content-Language"] = translation.get_language()
    return answer


def run_page(request: HttpRequest, pk: int) -> HttpResponse:
    """
    Show how far the judging of a file has come, and lead to the import when it is made.

    :raises Http404: if there is no such run.
    """
    person(request).check_may(VIEW)
    run = get_object_or_404(Run.objects.select_related("asked_by"), pk=pk, kind=TAKE)
    made = queries.import_of(run)
    if made is not None:
        return HttpResponseRedirect(record.url_of(made))
    sent = run.payload.get("sent", {})
    page = Record(
        title=str(sent.get("name", run.key)),
        subtitle=_("A file is being judged"),
        sections=[
            Section(
                _("The file"),
                [
                    Line(_("what the rows are"), str(subject_of(str(sent["subject"])).title)),
                    Line(_("sent by"), str(run.asked_by)),
                    Line(_("sent at"), timezone.localtime(run.created_at).strftime("%F %T")),
                ],
            )
        ],
        links=[Link(_("All imports"), reverse("admin:trusts_import_changelist"))],
    )
    answer = drilldown.show(request, page, template="console/run.html", run=dashboard.run_view(run))
    if not run.is_finished:
        answer.headers["Refresh"] = "2"
    return answer


site.page("imports/templates/<slug:name>/", template, name="import-template")
site.page("imports/runs/<int:pk>/", run_page, name="import-run")


@dashboard.first_step(permission=VIEW, order=35)
def send_a_file(request: HttpRequest) -> Step:  # noqa: ARG001
    """Return the step that brings many rows at once."""
    return Step(
        title=_("Send a file instead of typing"),
        text=_("Products, parties, contracts and movements of money; every fault named by row."),
        url=reverse("admin:trusts_import_add"),
        is_done=Import.objects.confirmed().exists(),
    )
