"""A next version says why its numbers are not those that were published, or it is refused."""

from __future__ import annotations

from typing import Any

from config.kernel.errors import InvalidInput
from config.kernel.findings import Finding
from reporting.disclosures import queries
from reporting.disclosures.kinds.restated import is_told_in
from reporting.disclosures.models import DisclosureVersion
from reporting.disclosures.restating.numbers import MovedNumber, moved_numbers, places_printed
from reporting.disclosures.restating.queries import restatement_for
from reporting.disclosures.rules.life import State
from reporting.figures.models import Figure

LONGEST_WORDS = 80
#: How many numbers a refusal names; the page of the changes lists them all.
MOST_NAMED = 50


class NumbersMoved(InvalidInput):
    """
    The draft says other numbers than what is published, and not why: {count} of them are named.
    """

    code = "numbers_moved"
    status = 409


def published_before(version: DisclosureVersion) -> DisclosureVersion | None:
    """Return the version of the same disclosure that is published; None if none is."""
    rows: Any = queries.versions(version.disclosure).exclude(pk=version.pk)
    found: DisclosureVersion | None = (
        rows.filter(state_now=State.PUBLISHED).order_by("-number").first()
    )
    return found


def unsaid(version: DisclosureVersion) -> list[MovedNumber]:
    """
    Return what a version prints otherwise than the published one without restating it.

    Of all that either of the two prints; nothing where nothing is published, where both rest
    on one set of figures, or where a confirmed restatement stands in the version's documents.
    """
    published = published_before(version)
    if published is None or published.figure_set_id == version.figure_set_id:
        return []
    if _restates(version, published):
        return []
    places = places_printed([published, version])
    return moved_numbers(published.figure_set, version.figure_set, places=places)


def check_said(version: DisclosureVersion) -> None:
    """
    Refuse a version whose numbers moved since the published one, unless it restates that one.

    :raises NumbersMoved: naming the numbers, old and new.
    """
    moved = unsaid(version)
    if moved:
        raise NumbersMoved([_finding(each) for each in moved[:MOST_NAMED]])


def _restates(version: DisclosureVersion, published: DisclosureVersion) -> bool:
    row = restatement_for(version.disclosure, version.known_at)
    if row is None or row.version_id != published.pk:
        return False
    languages = version.disclosure.languages
    return all(is_told_in(queries.signed_document(version, each)) for each in languages)


def _finding(moved: MovedNumber) -> Finding:
    shown = moved.shown
    return Finding(
        code="number_moved",
        message="{label}: {before} as published, {after} in the draft.",
        field=shown.indicator,
        value=shown.figure_id,
        remedy="Compare the two bases of the published version, open a restatement, have it "
        "confirmed and draft from it; or draft the next version with the same figures.",
        facts={
            "label": f"{shown.label_zh} / {shown.label_en}",
            "before": shown_words(moved.before),
            "after": shown_words(moved.after),
        },
    )


def shown_words(figure: Figure | None) -> str:
    """Return what a figure says, exactly; a dash for none."""
    if figure is None:
        return "–"
    if figure.value is None:
        return figure.displayed_zh[:LONGEST_WORDS]
    return f"{figure.value.normalize():f} {figure.unit}".strip()
