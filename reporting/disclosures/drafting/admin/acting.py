"""What the pages of a draft share: who may come in, acts by name, refusals in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.console.pages.base import allowed, person
from config.console.record import Crumb
from config.console.refusals import words_of
from config.kernel.errors import DomainError, NotFoundHere
from reporting.disclosures.drafting import people, queries
from reporting.disclosures.models import Disclosure, DraftComment
from reporting.disclosures.operations import commenting
from reporting.disclosures.queries import disclosure_of

VIEW = "reporting.disclosures.view"
Act = Callable[[HttpRequest, Disclosure], str]


def asked_for(request: HttpRequest, code: str) -> Disclosure:
    """Return the disclosure that a page is about, if the person may see it."""
    if not allowed(request, VIEW):
        raise PermissionDenied
    try:
        return disclosure_of(code)
    except NotFoundHere as refusal:
        raise Http404(str(refusal)) from refusal


def is_chinese() -> bool:
    """Return whether the reader's language is Chinese."""
    return (get_language() or "").startswith("zh")


def carried_out(request: HttpRequest, disclosure: Disclosure, acts: Mapping[str, Act]) -> bool:
    """Do the act that was asked for and say so; a refusal is said, and nothing is done."""
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        messages.success(request, act(request, disclosure))
    except DomainError as refusal:
        messages.error(request, words_of(refusal))
        return False
    return True


def headings_of(disclosure: Disclosure) -> dict[str, str]:
    """Return the headings of the sections that may be written, in the reader's language."""
    language = "zh" if is_chinese() else "en"
    return {each.key: each.heading(language) for each in queries.slots_of(disclosure)}


def crumbs(disclosure: Disclosure, *more: Crumb, url: str) -> list[Crumb]:
    """Return the way to a page of a draft."""
    title = disclosure.title_zh if is_chinese() else disclosure.title_en
    return [Crumb(_("Draft: {title}").format(title=title), url), *more]


def answer(request: HttpRequest, disclosure: Disclosure) -> str:
    """Answer in a thread."""
    commenting.answer(thread=_thread(request, disclosure), text=_text(request), by=person(request))
    return _("Answered.")


def settle(request: HttpRequest, disclosure: Disclosure) -> str:
    """Hold a thread for settled."""
    commenting.settle(thread=_thread(request, disclosure), note=_text(request), by=person(request))
    return _("Settled.")


def threads_shown(
    request: HttpRequest, disclosure: Disclosure, *, section: str = ""
) -> dict[str, Any]:
    """Return the threads of a draft, or of one of its sections, for the template."""
    headings = headings_of(disclosure)
    found = [
        {
            "row": each,
            "heading": headings.get(each.section, ""),
            "answers": sorted(each.answers.all(), key=lambda one: one.pk),
            "settled": getattr(each, "resolution", None),
        }
        for each in people.threads(disclosure)
        if not section or each.section == section
    ]
    found.sort(key=lambda each: each["settled"] is not None)
    return {"threads": found, "may_comment": people.may_comment(person(request), disclosure)}


def _thread(request: HttpRequest, disclosure: Disclosure) -> DraftComment:
    pk = request.POST.get("thread", "")
    found = DraftComment.objects.filter(disclosure=disclosure, pk=pk if pk.isdecimal() else 0)
    thread: DraftComment | None = found.first()
    if thread is None:
        raise NotFoundHere(what="thread", key=pk)
    return thread


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "")
