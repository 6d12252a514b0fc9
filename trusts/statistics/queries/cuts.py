"""The declared table of cuts: what a portfolio can be cut by. Adding one is adding an entry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import DomainError
from projects.registry.rules.places import PROVINCES
from trusts.contracts.models import INSTRUMENT_LABELS
from trusts.register.models import GreenForm, Party, TrustKind
from trusts.register.models.products import FUNCTION_LABELS, STATUS_LABELS, STRUCTURE_LABELS
from trusts.statistics import rules
from trusts.statistics.rules import Measure

#: Keys -> their Chinese and their English name.
Names = Callable[[Collection[str]], Mapping[str, tuple[str, str]]]


class UnknownCut(DomainError):
    """There is no cut {cut}; there are: {cuts}."""

    code = "unknown_cut"
    status = 400


@dataclass(frozen=True, kw_only=True)
class Cut:
    """
    One way to cut the portfolio into parts that add up to the whole.

    ``key`` is an SQL expression of text, null or empty for what is not stated. Of products
    it speaks of ``p``, a product with its terms on ``p.day``, of ``k``, its kind, and ``f``,
    its green form; where ``of_contracts``, of ``c``, a contract with its terms on ``c.day``.
    """

    code: str
    title: str | Promise
    key: str
    names: Names
    of_contracts: bool = False
    #: Parts stand in the order of their keys; otherwise the largest first.
    in_order: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Return what can be cut this way: a product has no province of use, its contracts do."""
        return rules.OF_CONTRACTS if self.of_contracts else tuple(Measure)

    @property
    def main_measure(self) -> Measure:
        """Return the amount that shares are of, unless the reader chooses another."""
        return Measure.PLACED if self.of_contracts else Measure.OUTSTANDING


def _edition_names(model: Any) -> Names:
    """Return names of keys that are ``edition:code``, in one statement."""

    def names(keys: Collection[str]) -> Mapping[str, tuple[str, str]]:
        codes = {key.partition(":")[2] for key in keys}
        rows = model.objects.filter(code__in=codes).values_list(
            "edition", "code", "name_zh", "name_en"
        )
        return {f"{edition}:{code}": (zh, en) for edition, code, zh, en in rows}

    return names


def _label_names(labels: Mapping[Any, Any]) -> Names:
    """Return names of keys that are choices, in both languages."""

    def names(_keys: Collection[str]) -> Mapping[str, tuple[str, str]]:
        by_language = []
        for language in ("zh-hans", "en"):
            with translation.override(language):
                by_language.append({str(key): str(label) for key, label in labels.items()})
        zh, en = by_language
        return {key: (zh[key], en[key]) for key in en}

    return names


def _table_names(table: Mapping[str, tuple[str, str]]) -> Names:
    return lambda _keys: table


def _party_names(keys: Collection[str]) -> Mapping[str, tuple[str, str]]:
    rows = Party.objects.filter(code__in=keys).values_list("code", "name_zh", "name_en")
    return {code: (zh, en) for code, zh, en in rows}


def band_sql(start: str, end: str) -> str:
    """Return the SQL of ``rules.band_of`` over two days; null where one of them is missing."""
    cases = "".join(
        f" when {end} <= {start} + interval '{band.up_to_months} months' then '{band.key}'"
        for band in rules.BANDS
        if band.up_to_months is not None
    )
    return (
        f"case when {start} is null or {end} is null then null"
        f" when {end} <= {start} then '{rules.MATURED.key}'{cases} else '{rules.BANDS[-1].key}' end"
    )


_BAND_NAMES = _table_names(
    {band.key: (band.name_zh, band.name_en) for band in (rules.MATURED, *rules.BANDS)}
)
_RISK_NAMES: Names = lambda keys: {key: (key, key) for key in keys}  # noqa: E731

CUTS = {
    cut.code: cut
    for cut in (
        Cut(
            code="class",
            title=_("Class"),
            key="k.edition || ':' || split_part(k.code, '.', 1)",
            names=_edition_names(TrustKind),
            in_order=True,
        ),
        Cut(
            code="group",
            title=_("Group"),
            key="k.edition || ':' || regexp_replace(k.code, '[.][^.]*$', '')",
            names=_edition_names(TrustKind),
            in_order=True,
        ),
        Cut(
            code="kind",
            title=_("Kind"),
            key="k.edition || ':' || k.code",
            names=_edition_names(TrustKind),
            in_order=True,
        ),
        Cut(
            code="form",
            title=_("Green form"),
            key="f.edition || ':' || f.code",
            names=_edition_names(GreenForm),
        ),
        Cut(
            code="function",
            title=_("Function (before 2023)"),
            key="p.function",
            names=_label_names(FUNCTION_LABELS),
        ),
        Cut(
            code="structure",
            title=_("Structure"),
            key="p.structure",
            names=_label_names(STRUCTURE_LABELS),
        ),
        Cut(code="status", title=_("Status"), key="p.status", names=_label_names(STATUS_LABELS)),
        Cut(
            code="risk_grade",
            title=_("Risk grade"),
            key="p.risk_grade",
            names=_RISK_NAMES,
            in_order=True,
        ),
        Cut(
            code="term",
            title=_("Original term"),
            key=band_sql("p.established_on", "p.ends_on"),
            names=_BAND_NAMES,
            in_order=True,
        ),
        Cut(
            code="remaining_term",
            title=_("Remaining term"),
            key=band_sql("p.day", "p.ends_on"),
            names=_BAND_NAMES,
            in_order=True,
        ),
        Cut(
            code="instrument",
            title=_("Instrument"),
            key="c.instrument",
            names=_label_names(INSTRUMENT_LABELS),
            of_contracts=True,
        ),
        Cut(
            code="province",
            title=_("Province of use"),
            key="c.province",
            names=_table_names({key: (key, each.name_en) for key, each in PROVINCES.items()}),
            of_contracts=True,
        ),
        Cut(
            code="industry_section",
            title=_("Industry section (GB/T 4754)"),
            key="left(c.industry_code, 1)",
            names=_table_names(rules.SECTIONS),
            of_contracts=True,
        ),
        Cut(
            code="industry",
            title=_("Industry (GB/T 4754)"),
            key="c.industry_code",
            names=lambda keys: {
                key: (f"{key} {zh}", f"{key} {en}")
                for key in keys
                for zh, en in [rules.SECTIONS[key[:1]]]
            },
            of_contracts=True,
        ),
        Cut(
            code="counterparty",
            title=_("Counterparty"),
            key="(select code from trusts_party where id = c.counterparty_id)",
            names=_party_names,
            of_contracts=True,
        ),
        Cut(
            code="contract_remaining_term",
            title=_("Remaining term of contracts"),
            key=band_sql("c.day", "c.matures_on"),
            names=_BAND_NAMES,
            of_contracts=True,
            in_order=True,
        ),
    )
}
DEFAULT_CUT = "form"


def cut_named(code: str) -> Cut:
    """
    Return the cut of this code.

    :raises UnknownCut: naming those that there are.
    """
    found = CUTS.get(code)
    if found is None:
        raise UnknownCut(cut=code, cuts=", ".join(CUTS))
    return found
