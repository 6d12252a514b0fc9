"""What is known of investees on a day: which there are, what they are worth, what they emitted."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from config.kernel.errors import NotFoundHere
from config.kernel.models import Proposed
from config.kernel.periods import Period
from trusts.attribution.models import (
    Exposure,
    FinancedStatement,
    Investee,
    InvesteeEmission,
    InvesteeYear,
)
from trusts.attribution.rules.investees import Kind
from trusts.attribution.rules.portfolios import Tonnes
from trusts.attribution.sources import Finances, Sources


@dataclass(frozen=True)
class Known:
    """What stands of investees for a period as known at a moment, each by investee id."""

    by_project: Mapping[int, Investee] = field(default_factory=dict)
    by_party: Mapping[int, Investee] = field(default_factory=dict)
    exposures: Mapping[int, list[Exposure]] = field(default_factory=dict)
    years: Mapping[int, InvesteeYear] = field(default_factory=dict)
    emissions: Mapping[int, list[InvesteeEmission]] = field(default_factory=dict)
    finances: Mapping[int, Finances] = field(default_factory=dict)

    def exposure(self, contract_id: int, investee_id: int) -> Exposure | None:
        """Return what was recorded of one contract's money in one investee."""
        found = self.exposures.get(contract_id, ())
        return next((each for each in found if each.investee_id == investee_id), None)


def known(*, period: Period, known_at: dt.datetime, sources: Sources) -> Known:
    """
    Return what stands for ``period`` as known at ``known_at``; six statements at most.

    Values are those of the year of the last day. Tonnes are stated for years, so that a period
    which is no whole year has none: a part of a year is never guessed.
    """
    on = period.last_day
    investees = list(Investee.objects.known(known_at).order_by("id"))
    if not investees:
        return Known()
    exposures: dict[int, list[Exposure]] = defaultdict(list)
    rows = Exposure.objects.as_of(on, known_at=known_at).select_related("investee")
    for row in rows.order_by("contract_id", "investee__code"):
        exposures[row.contract_id].append(row)
    years = InvesteeYear.objects.standing(known_at).filter(year=on.year)
    emissions: dict[int, list[InvesteeEmission]] = defaultdict(list)
    if period == Period.year(on.year):
        stated = InvesteeEmission.objects.standing(known_at).filter(year=on.year)
        for each in stated.order_by("investee_id", "kind"):
            emissions[each.investee_id].append(each)
    projects = {each.project_id: each for each in investees if each.kind == Kind.PROJECT}
    finances = sources.finances(set(projects), on=on, known_at=known_at)
    return Known(
        by_project={key: each for key, each in projects.items() if key is not None},
        by_party={each.party_id: each for each in investees if each.party_id is not None},
        exposures=exposures,
        years={each.investee_id: each for each in years},
        emissions=emissions,
        finances={each.pk: finances[key] for key, each in projects.items() if key in finances},
    )


def tonnes_of(rows: list[InvesteeEmission]) -> dict[Tonnes, Decimal]:
    """Return the tonnes of one investee by kind."""
    return {Tonnes(each.kind): each.mass_tco2e for each in rows}


def investees(*, known_at: dt.datetime) -> list[Investee]:
    """Return the investees known at ``known_at``, by code."""
    return list(Investee.objects.known(known_at).order_by("code", "id"))


def investee_by_code(code: str) -> Investee:
    """
    Return the confirmed investee with this code.

    :raises NotFoundHere: if none is confirmed.
    """
    found: Investee | None = Investee.objects.confirmed().filter(code=code).first()
    if found is None:
        raise NotFoundHere(what="investee", key=code)
    return found


def stakes_in_projects(*, on: dt.date, known_at: dt.datetime) -> dict[tuple[int, int], Exposure]:
    """Return the exposures that count shares of a project, by contract and project."""
    rows = Exposure.objects.as_of(on, known_at=known_at).select_related("investee")
    return {
        (each.contract_id, each.investee.project_id): each
        for each in rows.filter(total_shares__isnull=False, investee__project__isnull=False)
        if each.investee.project_id is not None
    }


@dataclass(frozen=True)
class Behind:
    """The confirmed rows that statements name among their inputs, by id."""

    exposures: Mapping[int, Exposure]
    years: Mapping[int, InvesteeYear]
    emissions: Mapping[int, InvesteeEmission]


def behind(stated: Sequence[FinancedStatement]) -> Behind:
    """Return the rows that ``stated`` rest on: exposures, values, emissions; three statements."""

    def rows(model: type[Proposed], ids: Iterable[int]) -> dict[int, Any]:
        people = model._default_manager.select_related("proposed_by", "decided_by")
        return people.in_bulk(sorted(set(ids)))

    named = [each.inputs for each in stated]
    emissions = [one["row"] for each in stated for one in each.tonnes.values()]
    return Behind(
        exposures=rows(Exposure, (each["exposure"] for each in named if "exposure" in each)),
        years=rows(InvesteeYear, (each["year"] for each in named if "year" in each)),
        emissions=rows(InvesteeEmission, emissions),
    )
