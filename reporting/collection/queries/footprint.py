"""The operational footprint: confirmed quantities times the factors that the library resolves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from config.kernel.canonical import plain_decimal
from config.kernel.errors import DomainError
from config.kernel.periods import Period
from projects.reference.queries import FactorLibrary, FuelValue, fuels_known
from projects.reference.rules.units import decimal_of, in_unit, measured
from projects.reference.rules.values import Resolution
from reporting.collection.models import CollectionTask
from reporting.collection.queries.collected import collected, period_of, terms_known
from reporting.collection.rules.footprint import (
    CODES,
    FUEL_DATASET,
    GREEN_POWER,
    METHOD,
    RECIPES,
    VERSION,
    CertificatesExceedPower,
    NoSuchFuel,
    Recipe,
    RegionMissing,
    Term,
    Way,
    assumed_between,
    unit_of,
)
from reporting.collection.rules.values import (
    CollectedValue,
    Footprint,
    FootprintLine,
    UsedFactor,
)

_TONNES = "tCO2e"
_PLACES = Decimal("0.000001")


def footprint(period: Period, known_at: dt.datetime) -> Footprint:
    """
    Return the operational footprint of ``period`` as known at ``known_at``.

    A line whose factor the library does not resolve has no value and says which factor is
    missing; nothing is put in its place. A tonne is kept to the gram.
    """
    values = [each for each in collected(period, known_at) if each.value is not None]
    kitchen = _Kitchen(period, known_at, values)
    lines = [
        kitchen.line(recipe, value)
        for recipe in RECIPES
        for value in values
        if value.code == recipe.code
    ]
    return Footprint(
        period=period,
        known_at=known_at,
        method=METHOD,
        method_version=VERSION,
        lines=tuple(lines),
        not_collected=tuple(_not_collected(period, known_at, values)),
    )


def _not_collected(
    period: Period, known_at: dt.datetime, values: Sequence[CollectedValue]
) -> Iterator[str]:
    asked = period_of(period, known_at=known_at)
    if asked is None:
        return
    answered = {(each.code, each.department.code, each.site) for each in values}
    wanted = CODES | {GREEN_POWER}
    tasks = list(
        CollectionTask.objects.known(known_at)
        .filter(period=asked, code__in=wanted)
        .select_related("department")
        .order_by("code", "department__code", "site")
    )
    terms = terms_known([each.pk for each in tasks], known_at=known_at)
    missing = {
        task.code
        for task in tasks
        if task.pk in terms
        and terms[task.pk].is_asked
        and (task.code, task.department.code, task.site) not in answered
    }
    yield from sorted(missing)


class _Kitchen:
    """Turns quantities into lines; asks the library once for each factor."""

    def __init__(
        self, period: Period, known_at: dt.datetime, values: Sequence[CollectedValue]
    ) -> None:
        self._last_day = period.last_day
        self._known_at = known_at
        self._library = FactorLibrary(known_at=known_at)
        self._fuels: dict[str, FuelValue] | None = None
        self._covered = {
            (each.department.code, each.site): each for each in values if each.code == GREEN_POWER
        }

    def line(self, recipe: Recipe, value: CollectedValue) -> FootprintLine:
        """Return the line of one quantity; a refusal of the library is said on it."""
        tonnes: Decimal | None = None
        terms: list[Term] = []
        factors: list[UsedFactor] = []
        refusal = code = ""
        covered = self._cover(recipe, value)
        try:
            terms, factors = self._product(recipe, value, covered)
            tonnes = _multiplied(terms)
        except DomainError as fault:
            refusal, code = str(fault), fault.code
        return FootprintLine(
            scope=recipe.scope,
            category=recipe.category,
            name_zh=recipe.name_zh,
            name_en=recipe.name_en,
            code=recipe.code,
            department=value.department,
            region=value.region,
            quantity=value.value or Decimal(0),
            unit=value.unit,
            formula=" × ".join(map(str, terms)),
            factors=tuple(factors),
            value_tco2e=tonnes,
            refusal=refusal,
            refusal_code=code,
            refs=(*value.refs, *(covered.refs if covered else ())),
            is_sample=value.is_sample,
        )

    def _cover(self, recipe: Recipe, value: CollectedValue) -> CollectedValue | None:
        if recipe.way is not Way.POWER_MARKET:
            return None
        return self._covered.get((value.department.code, value.site))

    def _product(
        self, recipe: Recipe, value: CollectedValue, covered: CollectedValue | None
    ) -> tuple[list[Term], list[UsedFactor]]:
        stated = unit_of(value.unit)
        terms = [Term(what=recipe.code, value=value.value or Decimal(0), unit=stated)]
        if recipe.way is Way.FUEL:
            return self._burnt(recipe, terms)
        if covered is not None:
            terms = [_rest(value, covered)]
        place = recipe.place
        if recipe.way is Way.POWER_LOCATION:
            if not value.region:
                raise RegionMissing(code=value.code, department=value.department.zh)
            place = value.region
        used = self._resolved(recipe.kind, place, recipe.unit)
        per = recipe.unit.rpartition("/")[2]
        if bridge := assumed_between(terms[0].unit, per):
            terms.append(bridge)
        return [*terms, Term(what=recipe.kind, value=used.value, unit=used.unit)], [used]

    def _burnt(self, recipe: Recipe, terms: list[Term]) -> tuple[list[Term], list[UsedFactor]]:
        """Return the product for a fuel; litres need the density that an edition holds."""
        fuel, used = self._fuel(recipe.fuel), list[UsedFactor]()
        if terms[0].unit == "L":
            density = self._resolved("fuel_density", recipe.fuel, "kg/L")
            terms, used = [*terms, _term(density)], [density]
        per = fuel.unit.rpartition("/")[2].replace("10^4 ", "万")
        if bridge := assumed_between(terms[0].unit, per):
            terms.append(bridge)
        burnt = UsedFactor(
            factor_id=fuel.fuel_id,
            table="projects_fuelproperty",
            kind=f"fuel: {fuel.name_zh}",
            value=fuel.value,
            unit=fuel.unit,
            region=fuel.dataset,
            data_year=None,
            edition=fuel.edition_code,
            source=fuel.source,
            confidence=fuel.confidence,
            why=f"{METHOD} {VERSION}: {FUEL_DATASET}",
        )
        return [*terms, _term(burnt)], [*used, burnt]

    def _fuel(self, name: str) -> FuelValue:
        if self._fuels is None:
            self._fuels = fuels_known(FUEL_DATASET, known_at=self._known_at)
        if name not in self._fuels:
            raise NoSuchFuel(fuel=name, dataset=FUEL_DATASET)
        return self._fuels[name]

    def _resolved(self, kind: str, place: str, unit: str) -> UsedFactor:
        found: Resolution = self._library.resolve(
            kind=kind,
            region=place,
            data_year=self._last_day.year,
            unit=unit,
            on=self._last_day,
        )
        return UsedFactor(
            factor_id=found.factor_id,
            table="projects_factor",
            kind=found.kind,
            value=found.value,
            unit=found.unit,
            region=found.region,
            data_year=found.data_year,
            edition=found.edition_code,
            source=found.source,
            confidence=found.confidence,
            why=found.why,
        )


def _rest(value: CollectedValue, covered: CollectedValue) -> Term:
    """Return the power that no certificate covers, in kWh."""
    used, less = (
        decimal_of(in_unit(measured(each.value or Decimal(0), unit_of(each.unit)), "kWh"))
        for each in (value, covered)
    )
    if less > used:
        raise CertificatesExceedPower(
            department=value.department.zh, covered=plain_decimal(less), used=plain_decimal(used)
        )
    return Term(what=f"{value.code} − {covered.code}", value=used - less, unit="kWh")


def _term(used: UsedFactor) -> Term:
    return Term(what=used.kind, value=used.value, unit=used.unit)


def _multiplied(terms: Sequence[Term]) -> Decimal:
    product = measured(1, "")
    for term in terms:
        product = product * measured(term.value, term.unit)
    return decimal_of(in_unit(product, _TONNES)).quantize(_PLACES)
