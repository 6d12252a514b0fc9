"""How the pages of the collection say things: badges, numbers, links; in the reader's language."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from config.api.problems import finding_sentence
from config.console.record import badge
from reporting.collection.models import CollectionTask
from reporting.collection.queries import BoardRow
from reporting.collection.rules.judging import plain
from reporting.collection.rules.life import State

VIEW = "reporting.collection.view"
_FIRST_WORDS = 12
STATE_NAMES = {
    State.EMPTY: gettext_lazy("empty"),
    State.DRAFT: gettext_lazy("draft"),
    State.SUBMITTED: gettext_lazy("submitted"),
    State.RETURNED: gettext_lazy("returned"),
    State.CONFIRMED: gettext_lazy("confirmed"),
}
TONES = {
    State.EMPTY: "",
    State.DRAFT: "",
    State.SUBMITTED: "waiting",
    State.RETURNED: "bad",
    State.CONFIRMED: "good",
}
WARNING_NAMES = {
    "negative": gettext_lazy("below zero"),
    "below_range": gettext_lazy("below range"),
    "above_range": gettext_lazy("above range"),
    "changed_much": gettext_lazy("changed much"),
}


def is_chinese() -> bool:
    """Return whether the page is read in Chinese."""
    return (get_language() or "").startswith("zh")


def name_of(row: Any) -> str:
    """Return the name of something that has one in each language, in the reader's."""
    zh, en = row.name_zh, row.name_en
    return str(zh if is_chinese() else en or zh)


def state_badge(row: BoardRow) -> Any:
    """Return where a task stands, as badges."""
    shown = badge(str(STATE_NAMES[row.state]), TONES[row.state])
    if not row.is_being_corrected:
        return shown
    return format_html("{} {}", shown, badge(_("correction submitted"), "waiting"))


def task_link(task: CollectionTask) -> Any:
    """Return the way to a task: its code, its name, its site."""
    url = reverse("admin:reporting_collectiontask_change", args=[task.pk])
    site = f" · {task.site}" if task.site else ""
    return format_html(
        '<a class="gt-link" href="{}">{}</a><div class="gt-quiet">{}{}</div>',
        url,
        name_of(task),
        task.code,
        site,
    )


def due_shown(row: BoardRow) -> Any:
    """Return the due day, marked where it is overdue or only estimated."""
    marks = []
    if row.is_overdue:
        marks.append(badge(_("overdue"), "bad"))
    if row.terms.is_estimate:
        marks.append(badge(_("estimated")))
    joined = format_html_join(" ", "{}", ((each,) for each in marks))
    return format_html(
        '<span class="gt-unbroken">{}</span> {}', row.terms.due_on.isoformat(), joined
    )


def value_shown(row: BoardRow) -> Any:
    """Return the answer with its unit; a draft in brackets."""
    shown = row.entry or row.draft
    if shown is None:
        return "–"
    text = _cut(shown.text) if shown.value is None else number(shown.value, row.task.unit)
    return text if row.entry else f"({text})"


def last_shown(row: BoardRow) -> Any:
    """Return last year's answer."""
    if row.last is None:
        return "–"
    if row.last.value is None:
        return _cut(row.last.text)
    return number(row.last.value, row.task.unit)


def _cut(text: str) -> Any:
    """Return the first words of a text, the whole of it behind them."""
    if len(text) <= _FIRST_WORDS:
        return text
    return format_html('<span title="{}">{}…</span>', text, text[:_FIRST_WORDS])


def change_shown(row: BoardRow) -> str:
    """Return by how many percent this year differs from last year."""
    return "–" if row.change_percent is None else f"{row.change_percent:+,f} %"


def number(value: Decimal, unit: str) -> str:
    """Return a number with separators, and its unit."""
    return f"{Decimal(plain(value)):,f} {unit}".strip()


def warnings_shown(row: BoardRow) -> Any:
    """Return what is odd about the number, as badges with the whole sentence behind each."""
    if not row.warnings:
        return "–"
    return format_html_join(
        " ",
        '<span title="{}">{}</span>',
        (
            (
                finding_sentence(each.to_json()),
                badge(str(WARNING_NAMES.get(each.code, each.code)), "waiting"),
            )
            for each in row.warnings
        ),
    )


def owner_shown(row: BoardRow) -> str:
    """Return who owes a task: a person, or everybody in the department."""
    return str(row.terms.owner) if row.terms.owner else _("everybody in the department")


def department_shown(row: BoardRow) -> str:
    """Return the department, in the reader's language."""
    return name_of(row.task.department)


def who_shown(row: BoardRow) -> Any:
    """Return the department, and below it who owes the task."""
    return format_html('{}<div class="gt-quiet">{}</div>', department_shown(row), owner_shown(row))


def evidence_links(rows: Any) -> Any:
    """Return the ways to documents."""
    return format_html_join(
        " ",
        '<a class="gt-link" href="{}">{}</a>',
        ((reverse("admin:file", args=[each.original_id]), each.title) for each in rows),
    )


def link(url: str, text: Any) -> Any:
    """Return a way on."""
    return format_html('<a class="gt-link" href="{}">{}</a>', url, text)
