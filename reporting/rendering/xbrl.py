"""The xBRL form: the bound figures of a document as xBRL-JSON, with the taxonomy they need."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from config.kernel.canonical import instant, plain_decimal
from config.kernel.periods import Period, UnreadablePeriod
from reporting.rendering import xbrl_taxonomy
from reporting.rendering.document import Document, FigureRecord
from reporting.rendering.xbrl_taxonomy import NAMESPACE, PREFIX, TAXONOMY, Concept, Cut, nc_name

DOCUMENT_TYPE = "https://xbrl.org/2021/xbrl-json"
PACKAGE_TYPE = "https://xbrl.org/report-package/2023/xbr"
ORGANIZATION = "https://green-trust.invalid/organization"
CURRENCY = "http://www.xbrl.org/2003/iso4217"
MONEY = "CNY"
#: A figure of a month says so by its period, not by a member.
MONTH = "month"
#: Axes beside those of the figures: another moment of knowledge, or a figure of its own.
KNOWN_AT, FIGURE = "known_at", "figure"
_FOLDER = "disclosure"
_DATED = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure as a fact: its concept, the axes that it stands on, and its words."""

    record: FigureRecord
    concept: str
    members: tuple[tuple[str, str], ...]

    @property
    def cut(self) -> Cut:
        """Return the axes that the fact stands on."""
        return tuple(axis for axis, _member in self.members)


def render(document: Document) -> bytes:
    """
    Return a report package (``.xbr``): one xBRL-JSON report and our own extension taxonomy.

    Every bound figure is one fact with its exact value. The taxonomy holds the concepts that
    the report uses and no others; nothing in it comes from a published taxonomy, for none of
    green trusts is known. The same document gives the same bytes.
    """
    facts = _told_apart([_fact(document, record) for record in document.provenance])
    files = {
        "META-INF/reportPackage.json": _json({"documentInfo": {"documentType": PACKAGE_TYPE}}),
        **xbrl_taxonomy.package_files(title=document.title),
        "reports/report.json": _json(_report(document, facts)),
        **{
            f"taxonomy/{name}": content
            for name, content in xbrl_taxonomy.files(_concepts(facts)).items()
        },
    }
    return _zip({f"{_FOLDER}/{name}": content for name, content in files.items()})


def _fact(document: Document, record: FigureRecord) -> Fact:
    """Return a figure as a fact; one of another basis says as of when it was known."""
    members = {nc_name(axis): said for axis, said in record.members if axis != MONTH}
    if record.known_at != document.known_at:
        members[KNOWN_AT] = instant(record.known_at)
    concept = nc_name(record.indicator or record.figure_id)
    return Fact(record, concept, tuple(sorted(members.items())))


def _told_apart(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts; those that would be one and differ stand on an axis of figures, too."""
    found: list[Fact] = []
    taken: dict[tuple[object, ...], Decimal | int] = {}
    for fact in facts:
        place = (fact.concept, fact.members, fact.record.period, fact.record.unit)
        if taken.setdefault(place, fact.record.value) != fact.record.value:
            members = (*fact.members, (FIGURE, fact.record.figure_id))
            found.append(replace(fact, members=tuple(sorted(members))))
        else:
            found.append(fact)
    return found


def _concepts(facts: Iterable[Fact]) -> list[Concept]:
    """Return the concepts of the facts with the cuts that they come in, by name."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.concept, []).append(fact)
    return [
        Concept(
            name=name,
            label_zh=_name(members[0].record.label_zh),
            label_en=_name(members[0].record.label_en),
            is_money={each.record.unit for each in members} == {MONEY},
            cuts=tuple(sorted({each.cut for each in members})),
        )
        for name, members in sorted(found.items())
    ]


def _name(label: str) -> str:
    """Return the name of the indicator alone, without the members that follow it."""
    return label.split(" · ", maxsplit=1)[0]


def _report(document: Document, facts: Iterable[Fact]) -> dict[str, Any]:
    return {
        "documentInfo": {
            "documentType": DOCUMENT_TYPE,
            "namespaces": {
                PREFIX: NAMESPACE,
                "iso4217": CURRENCY,
                "organization": ORGANIZATION,
                "xbrl": "https://xbrl.org/2021",
            },
            "taxonomy": [TAXONOMY],
        },
        "facts": {fact.record.figure_id: _content(document, fact) for fact in facts},
    }


def _content(document: Document, fact: Fact) -> dict[str, Any]:
    unit = unit_of(fact.record.unit)
    organization = "_".join(document.organization.split())
    return {
        "value": plain_decimal(Decimal(fact.record.value)),
        "dimensions": {
            "concept": f"{PREFIX}:{fact.concept}",
            "entity": f"organization:{organization}",
            "period": period_of(fact.record.period),
            **({"unit": unit} if unit else {}),
            **{f"{PREFIX}:{axis}Axis": member for axis, member in fact.members},
        },
    }


def unit_of(unit: str) -> str:
    """
    Return a unit as xBRL-JSON writes it; empty for a pure number.

    >>> unit_of("tCO2e/人"), unit_of("CNY"), unit_of("")
    ('gt:tCO2e/gt:人', 'iso4217:CNY', '')
    """
    if not unit:
        return ""
    over, _, under = unit.partition("/")
    parts = [_measure(each) for each in (over, under) if each]
    return "/".join(parts)


def _measure(unit: str) -> str:
    if unit == MONEY:
        return f"iso4217:{MONEY}"
    return f"{PREFIX}:{nc_name('percent' if unit == '%' else unit)}"


def period_of(text: str) -> str:
    """
    Return a period of days as xBRL-JSON writes it: from midnight to midnight.

    >>> period_of("2025-03")
    '2025-03-01T00:00:00/2025-04-01T00:00:00'
    """
    try:
        period = Period.parse(text)
    except UnreadablePeriod:
        day = date.fromisoformat(text)
        period = Period(day, day + timedelta(days=1))
    return f"{period.starts_on}T00:00:00/{period.ends_on}T00:00:00"


def _json(plain: object) -> bytes:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False).encode()


def _zip(files: dict[str, bytes]) -> bytes:
    """Return the files as an archive that depends on nothing but them."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in _in_order(files):
            entry = zipfile.ZipInfo(name, _DATED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content)
    return archive.getvalue()


def _in_order(files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    return iter(sorted(files.items()))
