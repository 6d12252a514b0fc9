"""The declared table of cuts: what a portfolio can be cut by. Adding one is adding an entry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.accounts.models import Department
from config.kernel.errors import DomainError
from projects.registry.rules.places import PROVINCES
from trusts.contracts.models import ContractTerms
from trusts.register.models import GreenForm, Party, ProductTerms, TrustKind
from trusts.register.rules import RiskGrade
from trusts.statistics import rules
from trusts.statistics.queries import divided
from trusts.statistics.rules import Measure, Moment

#: Keys of a cut at a moment -> their Chinese and their English name.
Names = Callable[[Collection[str], Moment], Mapping[str, tuple[str, str]]]
NOT_STATED = ("未填列", "Not stated")


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
    key: str = ""
    names: Names
    of_contracts: bool = False
    #: Instead of a key: what divides each contract into parts, so that only amounts add up.
    divided: divided.Divided | None = None
    #: What is not stated is called.
    unknown: tuple[str, str] = NOT_STATED
    #: Parts stand in the order of their keys; otherwise the largest first.
    in_order: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Return what can be cut this way: a product has no province of use, its contracts do."""
        if self.divided is not None:
            return (Measure.PLACED,)
        return rules.OF_CONTRACTS if self.of_contracts else tuple(Measure)

    @property
    def main_measure(self) -> Measure:
        """Return the amount that shares are of, unless the reader chooses another."""
        return Measure.PLACED if self.of_contracts else Measure.OUTSTANDING


def _edition_names(model: Any) -> Names:
    """Return names of keys that are ``edition:code``, in one statement."""

    def names(keys: Collection[str], _moment: Moment) -> Mapping[str, tuple[str, str]]:
        codes = {key.partition(":")[2] for key in keys}
        rows = model.objects.filter(code__in=codes).values_list(
            "edition", "code", "name_zh", "name_en"
        )
        return {f"{edition}:{code}": (zh, en) for edition, code, zh, en in rows}

    return names


def _choice_names(model: Any, column: str) -> Names:
    """Return names of keys that are the choices of a column, in both languages."""
    labels = dict(model._meta.get_field(column).flatchoices)

    def names(_keys: Collection[str], _moment: Moment) -> Mapping[str, tuple[str, str]]:
        by_language = []
        for language in ("zh-hans", "en"):
            with translation.override(language):
                by_language.append({str(key): str(label) for key, label in labels.items()})
        zh, en = by_language
        return {key: (zh[key], en[key]) for key in en}

    return names


def _table_names(table: Mapping[str, tuple[str, str]]) -> Names:
    return lambda _keys, _moment: table


def _party_names(keys: Collection[str], _moment: Moment) -> Mapping[str, tuple[str, str]]:
    """Return parties by code; a natural person stands by the mask that the register keeps."""
    rows = Party.objects.confirmed().filter(code__in=keys)
    found = rows.values_list("code", "name_zh", "name_en")
    return {code: (f"{code} {zh}", f"{code} {en}") for code, zh, en in found}


def _department_names(keys: Collection[str], _moment: Moment) -> Mapping[str, tuple[str, str]]:
    rows = Department.objects.filter(code__in=keys).values_list("code", "name_zh", "name_en")
    return {code: (zh, en or zh) for code, zh, en in rows}


def _industry_names(keys: Collection[str], _moment: Moment) -> Mapping[str, tuple[str, str]]:
    return {key: tuple(f"{key} {name}" for name in rules.SECTIONS[key[:1]]) for key in keys}  # type: ignore[misc]


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
_RISK_NAMES = _table_names({each.value: (each.value, each.value) for each in RiskGrade})

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
            code="department",
            title=_("Department"),
            key="(select code from accounts_department where id = p.department_id)",
            names=_department_names,
        ),
        Cut(
            code="function",
            title=_("Function (before 2023)"),
            key="p.function",
            names=_choice_names(ProductTerms, "function"),
        ),
        Cut(
            code="structure",
            title=_("Structure"),
            key="p.structure",
            names=_choice_names(ProductTerms, "structure"),
        ),
        Cut(
            code="status",
            title=_("Status"),
            key="p.status",
            names=_choice_names(ProductTerms, "status"),
        ),
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
            names=_choice_names(ContractTerms, "instrument"),
            of_contracts=True,
        ),
        Cut(
            code="asset_class",
            title=_("Asset class"),
            key="c.asset_class",
            names=_choice_names(ContractTerms, "asset_class"),
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
            names=_industry_names,
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
            code="project",
            title=_("Project"),
            names=divided.project_names,
            of_contracts=True,
            divided=divided.by_project,
            unknown=("未分配到项目", "On no project"),
        ),
        Cut(
            code="catalogue",
            title=_("Catalogue class (by green label)"),
            names=divided.catalogue_names,
            of_contracts=True,
            divided=divided.by_catalogue,
            unknown=("未贴标", "Not labelled"),
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
