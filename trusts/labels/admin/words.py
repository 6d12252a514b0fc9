"""What the pages of labels say of recognition, causes and catalogue entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from config.console.record import Text, badge
from trusts.labels import queries
from trusts.labels.rules.parts import CatalogueEntry
from trusts.labels.rules.support import Cause, CauseKind, ProjectSupport, Recognized

RECOGNIZED = {
    Recognized.GREEN: ("good", gettext_lazy("recognized as green")),
    Recognized.EXPIRED: ("bad", gettext_lazy("recognition expired")),
    Recognized.NOT_GREEN: ("bad", gettext_lazy("not green")),
    Recognized.UNRECOGNIZED: ("waiting", gettext_lazy("not recognized")),
    Recognized.UNCLASSIFIED: ("waiting", gettext_lazy("green without a catalogue class")),
}
CAUSES = {
    CauseKind.LEFT_THE_SPLIT: gettext_lazy("{project} left the split"),
    CauseKind.SMALLER_SHARE: gettext_lazy("the share of {project} is smaller"),
    CauseKind.EXPIRED: gettext_lazy("the recognition of {project} has expired"),
    CauseKind.NOT_GREEN: gettext_lazy("{project} was found not green"),
    CauseKind.UNRECOGNIZED: gettext_lazy("{project} is not recognized"),
    CauseKind.RECLASSIFIED: gettext_lazy("{project} stands in another class"),
}


def plain(value: Decimal) -> str:
    """Return a percentage as a number without needless zeros."""
    return f"{value.normalize():f}"


def percent(value: Decimal) -> str:
    """Return a percentage with its sign, without needless zeros."""
    return f"{plain(value)} %"


def way(url: str, text: Text) -> Text:
    """Return a link."""
    return format_html('<a class="gt-link" href="{}">{}</a>', url, text)


def recognized_badge(each: ProjectSupport) -> Text:
    """Return how a project is recognized, as a badge."""
    tone, words = RECOGNIZED[each.recognized]
    return badge(words, tone)


def why(causes: Iterable[Cause]) -> str:
    """Return the causes in words, each with what it costs."""
    said = (
        _("{cause} (support −{percent})").format(
            cause=CAUSES[each.kind].format(project=each.project_code),
            percent=percent(each.lost_percent),
        )
        for each in causes
    )
    return "; ".join(said) or _("the split or a recognition differs")


def names_of(
    entries: Iterable[CatalogueEntry], *, known_at: dt.datetime
) -> Mapping[CatalogueEntry, str]:
    """Return what catalogue entries are called, in the reader's language; one statement."""
    wanted = list(entries)
    found = queries.entries_named(wanted, known_at=known_at)
    in_chinese = str(get_language()).startswith("zh")

    def name(entry: CatalogueEntry) -> str:
        row = found.get(entry)
        if row is None:
            return ""
        names = (row.name_zh, row.name_en) if in_chinese else (row.name_en, row.name_zh)
        return str(names[0] or names[1])

    return {entry: name(entry) for entry in wanted}
