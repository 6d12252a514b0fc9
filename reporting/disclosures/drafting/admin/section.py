"""One section of a draft: the text, the figures to insert, what was found, how it will read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from config.api.problems import finding_sentence
from config.console import drilldown, record
from config.console.pages.base import person
from config.console.record import Crumb, Record, Table
from config.console.site import site
from config.kernel.errors import DomainError
from reporting.disclosures.drafting import people, queries
from reporting.disclosures.drafting.admin import acting
from reporting.disclosures.drafting.admin.overview import STATES
from reporting.disclosures.kinds.binding import TYPED_NUMBER, bind, shown_text
from reporting.disclosures.kinds.kind import Voice
from reporting.disclosures.models import LANGUAGES, Disclosure, NarrativeText
from reporting.disclosures.operations import commenting, drafting
from reporting.disclosures.rules.book import Book
from reporting.disclosures.rules.narrative import reference_text
from reporting.rendering.document import Block, Bullets, Figure, Paragraph, Run, Strong

#: Beyond these, figures are found by the interface's search; the page says so.
MOST_FIGURES = 800
HISTORY = 20


def show(request: HttpRequest, code: str, section: str, language: str) -> HttpResponse:
    """Show a section with its text; on POST, preview what was typed or do what was asked."""
    disclosure = acting.asked_for(request, code)
    book = queries.book_beside(disclosure)
    try:
        state = queries.section_state(disclosure, section, language, book=book)
    except DomainError as refusal:
        raise Http404(str(refusal)) from refusal
    if request.method != "POST":
        return _page(request, disclosure, state, book, typed=_older(request, state))
    if request.POST.get("act") == "preview":
        return _page(request, disclosure, state, book, typed=request.POST.get("text", ""))
    if not people.may_write(person(request), disclosure, section) and request.POST.get(
        "act"
    ) not in {"comment", "answer", "settle"}:
        raise PermissionDenied
    here = request.path
    acts = {name: _bound_to(act, state) for name, act in ACTS.items()}
    shared = {"answer": acting.answer, "settle": acting.settle}
    done = acting.carried_out(request, disclosure, {**acts, **shared})
    if not done and request.POST["act"] == "write":
        return _page(request, disclosure, state, book, typed=request.POST.get("text", ""))
    return HttpResponseRedirect(here)


def _page(
    request: HttpRequest,
    disclosure: Disclosure,
    state: queries.SectionState,
    book: Book | None,
    *,
    typed: str | None,
) -> HttpResponse:
    say = Voice(state.language)
    stands = state.text.text if state.text else ""
    is_typed = typed is not None and typed.replace("\r\n", "\n").strip() != stands
    findings, blocks = state.findings, state.blocks
    if is_typed and typed is not None:
        bound = bind(typed, book or queries.EMPTY_BOOK, say)
        known = [each for each in bound.findings if book or each.code != "unknown_reference"]
        findings = tuple(queries.unexplained(known, state.reasons))
        blocks = bound.blocks
    may = people.may_write(person(request), disclosure, state.slot.key)
    language = "zh" if acting.is_chinese() else "en"
    heading = state.slot.heading(language)
    url = reverse("admin:draft", args=[disclosure.code])
    return drilldown.show(
        request,
        Record(
            title=heading,
            subtitle=f"{disclosure.code} · {dict(LANGUAGES)[state.language]}",
            crumbs=acting.crumbs(disclosure, Crumb(heading), url=url),
            badges=[
                record.badge(_("not saved"), "waiting")
                if is_typed
                else record.badge(*STATES[state.state])
            ],
            tables=[_history(disclosure, state)],
        ),
        template="reporting/draft_section.html",
        state=state,
        guidance=state.slot.guidance(language),
        text=typed if is_typed else stands,
        over=state.text.sequence if state.text else 0,
        is_typed=is_typed,
        may_write=may,
        findings=[_finding(each, may=may and not is_typed) for each in findings],
        preview=[_shown(each) for each in blocks],
        preview_heading=state.slot.heading(state.language),
        figures=list(_figures(book, say)),
        most=MOST_FIGURES,
        has_book=book is not None,
        others=_others(disclosure, state),
        **acting.threads_shown(request, disclosure, section=state.slot.key),
    )


def _older(request: HttpRequest, state: queries.SectionState) -> str | None:
    """Return an earlier text that the address asks for, to be read or written again."""
    asked = request.GET.get("text", "")
    if not asked.isdecimal() or state.text is None:
        return None
    rows = queries.texts_of(state.text.disclosure, state.slot.key, state.language)
    found = rows.filter(sequence=int(asked)).first()
    return found.text if found else None


def _finding(finding: Any, *, may: bool) -> dict[str, Any]:
    stored = finding.to_json()
    return {
        "said": finding_sentence(stored),
        "remedy": finding_sentence(stored, "remedy"),
        "blocks": finding.blocks,
        "value": finding.value,
        "sentence": finding.facts.get("sentence", ""),
        "may_explain": may and finding.code == TYPED_NUMBER,
        "alike": [each for each in str(finding.facts.get("alike", "")).split(", ") if each],
    }


def _figures(book: Book | None, say: Voice) -> Iterator[dict[str, str]]:
    """Yield the figures that the text may refer to, those of single months last."""
    entries = sorted(
        book.entries if book else (),
        key=lambda each: ("month" in each.dimension, len(each.dimension), each.indicator),
    )
    for each in entries[:MOST_FIGURES]:
        yield {
            "reference": reference_text(each.indicator, each.dimension),
            "label": each.label("zh-Hans" if acting.is_chinese() else "en"),
            "printed": shown_text(each, say),
        }


def _shown(block: Block) -> Any:
    if isinstance(block, Bullets):
        items = format_html_join("", "<li>{}</li>", ((_runs(each),) for each in block.items))
        return format_html('<ul class="gt-told__points">{}</ul>', items)
    assert isinstance(block, Paragraph)  # noqa: S101 (a text binds to nothing else)
    return format_html("<p>{}</p>", _runs(block.runs))


def _runs(runs: Sequence[Run]) -> Any:
    return format_html_join("", "{}", ((_run(each),) for each in runs))


def _run(run: Run) -> Any:
    if isinstance(run, Strong):
        return format_html("<strong>{}</strong>", run.text)
    if isinstance(run, Figure):
        return format_html(
            '<a class="gt-told__figure" href="{}">{} {}</a>',
            reverse("admin:reporting_figure_by_id", args=[run.figure_id]),
            run.text,
            run.printed_unit,
        )
    return run


def _history(disclosure: Disclosure, state: queries.SectionState) -> Table:
    rows: list[NarrativeText] = list(
        queries.texts_of(disclosure, state.slot.key, state.language)[:HISTORY]
    )
    return Table(
        title=_("Texts so far"),
        headers=[_("text"), _("by"), _("at"), _("characters"), _("carried from")],
        rows=[
            [
                format_html(
                    '<a class="gt-link" href="?text={}">#{}</a>', each.sequence, each.sequence
                ),
                str(each.by),
                each.recorded_at,
                len(each.text),
                each.carried_from.disclosure.code if each.carried_from else None,
            ]
            for each in rows
        ],
        numeric=frozenset({3}),
        empty=_("Nobody has written this section."),
    )


def _others(disclosure: Disclosure, state: queries.SectionState) -> list[tuple[str, str]]:
    """Return the same section in the other languages."""
    return [
        (
            str(dict(LANGUAGES)[each]),
            reverse("admin:draft-section", args=[disclosure.code, state.slot.key, each]),
        )
        for each in disclosure.languages
        if each != state.language
    ]


def _bound_to(act: Any, state: queries.SectionState) -> acting.Act:
    return lambda request, disclosure: act(request, disclosure, state)


def _write(request: HttpRequest, disclosure: Disclosure, state: queries.SectionState) -> str:
    over = request.POST.get("over", "")
    drafting.write(
        disclosure=disclosure,
        section=state.slot.key,
        language=state.language,
        text=request.POST.get("text", ""),
        over=int(over) if over.isdecimal() else -1,
        by=person(request),
    )
    return _("Saved. It enters the next version that is drafted.")


def _keep(request: HttpRequest, disclosure: Disclosure, state: queries.SectionState) -> str:  # noqa: ARG001
    if state.text is None:
        raise drafting.NotCarried(text=state.slot.key)
    drafting.keep(text=state.text, by=person(request))
    return _("Kept as it stands.")


def _explain(request: HttpRequest, disclosure: Disclosure, state: queries.SectionState) -> str:  # noqa: ARG001
    if state.text is None:
        raise drafting.NoSuchNumber(section=state.slot.key, number=request.POST.get("number", ""))
    drafting.explain(
        text=state.text,
        number=request.POST.get("number", ""),
        sentence=request.POST.get("sentence", ""),
        reason=request.POST.get("reason", ""),
        by=person(request),
    )
    return _("The reason stands; the reviewers read it.")


def _comment(request: HttpRequest, disclosure: Disclosure, state: queries.SectionState) -> str:
    commenting.comment(
        disclosure=disclosure,
        section=state.slot.key,
        text=request.POST.get("text", ""),
        by=person(request),
    )
    return _("The thread stands.")


ACTS = {"write": _write, "keep": _keep, "explain": _explain, "comment": _comment}

site.page("drafting/<str:code>/sections/<str:section>/<str:language>/", show, name="draft-section")
