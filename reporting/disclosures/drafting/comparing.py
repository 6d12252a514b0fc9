"""What changed from one version to another: of the same disclosure, or since last year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from config.kernel.errors import DomainError
from config.kernel.periods import Period
from reporting.disclosures import queries
from reporting.disclosures.drafting.queries import earlier_disclosure
from reporting.disclosures.models import Disclosure, DisclosureVersion
from reporting.disclosures.rules import comparison
from reporting.disclosures.rules.comparison import Change, FigureChange, SectionChange, Stated
from reporting.disclosures.rules.life import State
from reporting.figures.models import Figure
from reporting.rendering.document import Document, Language


class NothingToCompare(DomainError):
    """There is no earlier version than {version} to hold it against."""

    code = "nothing_to_compare"
    status = 404


@dataclass(frozen=True)
class Comparison:
    """Two versions held against each other, the earlier one first."""

    before: DisclosureVersion
    after: DisclosureVersion
    language: Language
    sections: tuple[SectionChange, ...]
    figures: tuple[FigureChange, ...]

    @property
    def changed_sections(self) -> list[SectionChange]:
        """Return the sections that are not the same."""
        return [each for each in self.sections if each.change is not Change.SAME]

    @property
    def changed_figures(self) -> list[FigureChange]:
        """Return the figures that are not the same."""
        return [each for each in self.figures if each.change is not Change.SAME]


def counterparts(version: DisclosureVersion) -> list[DisclosureVersion]:
    """Return what a version may be held against: those before it, and last period's, last first."""
    own = queries.versions(version.disclosure).filter(number__lt=version.number)
    found = list(own.order_by("-number"))
    if last := last_period(version.disclosure):
        found.append(last)
    return found


def last_period(disclosure: Disclosure) -> DisclosureVersion | None:
    """Return the version of the period before that counts: the published one, else the last."""
    earlier = earlier_disclosure(disclosure)
    if earlier is None:
        return None
    rows = queries.versions(earlier).order_by("-number")
    published = [each for each in rows if each.state is State.PUBLISHED]
    return next(iter(published), None) or rows.first()


def compare(
    after: DisclosureVersion, before: DisclosureVersion | None, language: Language
) -> Comparison:
    """
    Return what changed; without ``before``, since the version before, else since last period.

    Both are read as they were built and archived: what is compared is what people read.

    :raises NothingToCompare: if there is no earlier one.
    :raises NotFoundHere: if one of them is not written in the language.
    """
    if before is None:
        before = next(iter(counterparts(after)), None)
    if before is None:
        raise NothingToCompare(version=str(after))
    sides = [_Side(each, language) for each in (before, after)]
    is_other_period = before.disclosure.period != after.disclosure.period
    masks = [_masks(each.disclosure.period) if is_other_period else {} for each in (before, after)]
    return Comparison(
        before=before,
        after=after,
        language=language,
        sections=tuple(
            comparison.sections_compared(
                sides[0].document,
                sides[1].document,
                names_before=sides[0].names,
                names_after=sides[1].names,
                masks=(masks[0], masks[1]),
            )
        ),
        figures=tuple(comparison.figures_compared(sides[0].stated, sides[1].stated)),
    )


class _Side:
    """One version as it was built: its document, and its figures by what they are about."""

    def __init__(self, version: DisclosureVersion, language: Language) -> None:
        self.document: Document = queries.signed_document(version, language)
        months = [str(each) for each in version.disclosure.period.months()]
        rows = Figure.objects.filter(figure_id__in=list(self.document.records())).defer(
            "explanation_zh", "explanation_en", "formula", "inputs", "factors", "approvals"
        )
        self.names: dict[str, str] = {}
        self.stated: dict[str, Stated] = {}
        for row in rows:
            key = comparison.figure_key(row.indicator, row.dimension, months)
            self.names[row.figure_id] = key
            if row.figure_set_id != version.figure_set_id:
                continue  # what a restatement sets beside the version's own figures
            self.stated[key] = Stated(
                figure_id=row.figure_id,
                label=row.label_en if language == "en" else row.label_zh,
                value=row.value,
                shown=row.displayed_en if language == "en" else row.displayed_zh,
                unit=row.unit,
                method=f"{row.method} v{row.method_version}",
            )


def _masks(period: Period) -> Mapping[str, str]:
    """Return the months of a period by their place in it, for texts of two periods."""
    return {str(month): f"[{place}]" for place, month in enumerate(period.months(), start=1)}
