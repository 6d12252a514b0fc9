"""What carbon stated, as facts: what was spared by route, and announced numbers beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from django.apps import apps

from config.kernel.errors import DomainError
from config.kernel.money import split_largest_remainder
from config.kernel.periods import Period
from projects.carbon import queries as carbon
from projects.carbon.methodologies.table import method
from projects.carbon.rules.drawing import GRAM
from projects.reference import queries as reference
from projects.reference.rules.kinds import FACTOR_KINDS, NATION, PolicyRule
from reporting.figures.queries.approvals import approval_of
from reporting.figures.queries.names import province_name
from reporting.figures.rules.facts import Approval, Factor, Name, Ref, Route, Saved

TABLE = "projects_statement"
#: A row of carbon's own; its module is carbon's.
Statement = Any
ROUTES = {"electricity": Route.GRID, "heat": Route.HEAT}
#: Energy in the unit that the route multiplies: MWh and GJ, both exact.
UNITS = {
    "electricity": ("MWh", Decimal("0.000001")),
    "heat": ("GJ", Decimal("0.0000036")),
}
NOWHERE = Name("", "全部省份", "all provinces")
EVERYWHERE = Name(NATION, NATION, "China")
POLICIES = {
    PolicyRule.LATEST_DATA_YEAR: (
        "取最近发布的数据年份（最多回溯 {years} 年）",
        "latest published data year, at most {years} years back",
    ),
    PolicyRule.PROVINCE_TO_REGION: (
        "省级没有数据时取所在区域电网的数值（{scheme}）",
        "the value of the grid region where the province has none ({scheme})",
    ),
    PolicyRule.PROVINCE_TO_NATION: (
        "省级没有数据时取全国数值",
        "the national value where the province has none",
    ),
    PolicyRule.CHOOSE_SOURCE: (
        "各来源不一致时取 {choice}",
        "where sources differ, {choice}",
    ),
    PolicyRule.CHOOSE_KIND: (
        "改用{kind_zh}",
        "{kind_en} in its place",
    ),
}


class StatementsMissing(DomainError):
    """
    No carbon statement was drawn for {period} as known at {known_at}, though there is metered
    energy of it; draw the statements for that moment, then draw the figures.
    """

    code = "statements_missing"


def saved(
    codes: Mapping[int, str],
    period: Period,
    known_at: dt.datetime,
    *,
    metered: Collection[tuple[int, dt.date, str]],
    methods: Mapping[str, str] | None = None,
) -> tuple[Saved, ...]:
    """
    Return what each project spared, by month and province, and the coal route beside it.

    ``metered`` are the projects, months (by their first days) and carriers that meters measured;
    ``methods`` says which version of each method counts; the current ones by default.

    :raises StatementsMissing: if meters measured and nothing was drawn for this moment, or if a
        project that has statements has none of a month in which its meters measured.
    """
    rows = statements(codes, period, known_at, methods)
    if metered and not rows:
        raise StatementsMissing(period=period, known_at=known_at)
    if missing := _months_without(rows, metered):
        raise StatementsMissing(period=", ".join(missing), known_at=known_at)
    library = Library(known_at)
    return tuple(
        each
        for row in rows
        for each in (
            *_lines(row, codes[row.project_id], library),
            *_beside(row, codes[row.project_id], library),
        )
    )


def _months_without(
    rows: Sequence[Statement], metered: Collection[tuple[int, dt.date, str]]
) -> list[str]:
    """Return the months of which a project that is stated at all lacks its statement."""
    stated = {(row.project_id, row.starts_on, row.carrier) for row in rows}
    by_carrier = {(project_id, carrier) for project_id, _day, carrier in stated}
    lacking = {
        day
        for project_id, day, carrier in set(metered) - stated
        if (project_id, carrier) in by_carrier
    }
    return [f"{day:%Y-%m}" for day in sorted(lacking)]


def statements(
    codes: Mapping[int, str],
    period: Period,
    known_at: dt.datetime,
    methods: Mapping[str, str] | None = None,
) -> list[Statement]:
    """Return the statements of the projects that were drawn for exactly this moment."""
    return list(
        carbon.statements(
            period=period, known_at=known_at, project_ids=list(codes), methods=methods
        )
    )


def _lines(row: Statement, project: str, library: Library) -> Iterator[Saved]:
    """Yield the statement by province; the parts add up to the statement to the gram."""
    weights = [Decimal(line["avoided_tco2e"]) for line in row.lines]
    if not any(weights):
        return
    parts = split_largest_remainder(row.avoided_tco2e, weights, quantum=GRAM)
    unit, per_wh = UNITS[row.carrier]
    for line, part in zip(row.lines, parts, strict=True):
        yield Saved(
            province=province_name(line["province"]),
            value=part,
            energy=line["energy_wh"] * per_wh,
            energy_unit=unit,
            factors=(library.factor(line["factor"]),),
            policies=library.policies(line["factor"]),
            approvals=library.approvals(line["factor"]),
            route=ROUTES[row.carrier],
            **_shared(row, project),
        )


def _beside(row: Statement, project: str, library: Library) -> Iterator[Saved]:
    unit, per_wh = UNITS[row.carrier]
    for each in row.alternatives:
        if each["missing"] or not each["values"]:
            continue
        yield Saved(
            province=NOWHERE,
            value=Decimal(each["values"][-1]["value"]),
            energy=row.energy_wh * per_wh,
            energy_unit=unit,
            factors=tuple(map(library.factor, each["factors"])),
            policies=tuple(chain.from_iterable(library.policies(one) for one in each["factors"])),
            approvals=tuple(chain.from_iterable(map(library.approvals, each["factors"]))),
            route=Route(each["route"]),
            is_alternative=True,
            **_shared(row, project),
        )


def _shared(row: Statement, project: str) -> dict[str, Any]:
    named = method(row.method, row.method_version)
    return {
        "ref": Ref(table=TABLE, id=row.pk, sha256=row.sha256),
        "project": project,
        "month": row.period,
        "method": Name(row.method, named.name_zh, named.name_en),
        "method_version": row.method_version,
    }


class Library:
    """Names of what a statement's factors are called by code: places, editions, policies."""

    def __init__(self, known_at: dt.datetime) -> None:
        self._known_at = known_at
        self._editions: dict[str, Name] = {}
        self._policies: dict[int, Name] = {}
        self._approved: dict[str, Approval] = {}

    def factor(self, line: Mapping[str, Any]) -> Factor:
        """Return the factor of a statement's line."""
        kind = FACTOR_KINDS[line["kind"]]
        region = line["region"]
        return Factor(
            id=line["id"],
            name=Name(kind.code, kind.name_zh, kind.name_en),
            value=Decimal(line["value"]),
            unit=line["unit"],
            place=EVERYWHERE if region == NATION else province_name(region),
            year=line["data_year"],
            edition=self._edition(line["edition"]),
            source=line["source"],
        )

    def policies(self, line: Mapping[str, Any]) -> tuple[Name, ...]:
        """Return the policies that let the factor stand in, each in words."""
        return tuple(self._policy(each["id"], each["name"]) for each in line["policies"])

    def approvals(self, line: Mapping[str, Any]) -> tuple[Approval, ...]:
        """Return who confirmed the factor's edition and the policies that let it stand in."""
        self.factor(line)
        self.policies(line)
        keys = [line["edition"], *(f"policy {each['id']}" for each in line["policies"])]
        return tuple(self._approved[key] for key in keys)

    def _edition(self, code: str) -> Name:
        if code not in self._editions:
            found = reference.edition(code, known_at=self._known_at)
            self._approved[code] = approval_of(found)
            self._editions[code] = Name(code, found.name_zh, found.name_en)
        return self._editions[code]

    def _policy(self, key: int, code: str) -> Name:
        if key not in self._policies:
            row = apps.get_model("projects", "FactorPolicy").objects.get(pk=key)
            self._approved[f"policy {key}"] = approval_of(row)
            kind = FACTOR_KINDS[row.kind]
            zh, en = POLICIES[PolicyRule(row.rule)]
            taken = FACTOR_KINDS.get(row.choice, kind)
            told = {
                "years": row.max_lag_years,
                "scheme": row.scheme,
                "choice": row.choice,
                "kind_zh": taken.name_zh,
                "kind_en": taken.name_en,
            }
            self._policies[key] = Name(
                code,
                f"{kind.name_zh}：{zh.format(**told)}",
                f"{kind.name_en}: {en.format(**told)}",
            )
        return self._policies[key]
