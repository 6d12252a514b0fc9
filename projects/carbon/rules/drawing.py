"""Drawing a statement: energy and factors in, one frozen value out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property
from typing import Any, Protocol

from config.kernel.canonical import plain_decimal, sha256_of
from config.kernel.periods import Period
from projects.carbon.methodologies.method import Alternative, Method, Parameter, Share
from projects.reference.rules.values import Resolution

#: A statement's tonnes are the exact product, halves to the even neighbor at this place only.
GRAM = Decimal("0.000001")
_SHARE = Decimal("0.000001")
QUERY = "projects.metering.queries.energy_totals"


class EnergyRow(Protocol):
    """The metered energy of a project's stations of one province and carrier in one month."""

    @property
    def project_id(self) -> int: ...
    @property
    def province(self) -> str: ...
    @property
    def carrier(self) -> str: ...
    @property
    def month(self) -> dt.date: ...
    @property
    def stations(self) -> int: ...
    @property
    def station_days(self) -> int: ...
    @property
    def readings(self) -> int: ...
    @property
    def estimated(self) -> int: ...
    @property
    def total_wh(self) -> int: ...
    @property
    def set_hash(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Case:
    """
    One project's month: its energy, the factors that answer, and so its tonnes.

    ``rows`` and ``factors`` stand in the same order, one factor a row.
    """

    project_id: int
    month: Period
    method: Method
    rows: tuple[EnergyRow, ...]
    factors: tuple[Resolution, ...]
    beside: Resolution | str | None
    expected_station_days: int
    known_at: dt.datetime

    @property
    def energy_wh(self) -> int:
        """Return the energy of all rows."""
        return sum(row.total_wh for row in self.rows)

    @property
    def avoided_by_row(self) -> tuple[Decimal, ...]:
        """Return what each row avoids in tCO2e, exact."""
        tonnes = self.method.drawn.tonnes
        return tuple(
            tonnes(row.total_wh, factor.value)
            for row, factor in zip(self.rows, self.factors, strict=True)
        )

    @property
    def avoided_tco2e(self) -> Decimal:
        """Return what all rows avoid, to the gram."""
        return sum(self.avoided_by_row, Decimal(0)).quantize(GRAM, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True)
class Drawn:
    """What a statement says, as one value; equal values have equal hashes."""

    project_id: int
    starts_on: dt.date
    ends_on: dt.date
    method: str
    method_version: str
    known_at: dt.datetime
    carrier: str
    energy_wh: int
    avoided_tco2e: Decimal
    lines: tuple[dict[str, Any], ...]
    alternatives: tuple[dict[str, Any], ...]
    inputs: dict[str, Any]
    data_quality: dict[str, Any]
    explanation: tuple[dict[str, Any], ...]

    @cached_property
    def sha256(self) -> str:
        """Return the SHA-256 over the canonical form of everything the statement says."""
        return sha256_of({each.name: getattr(self, each.name) for each in fields(self)})


def draw(case: Case) -> Drawn:
    """Return the statement of one project's month, in full."""
    shares = [
        Share(row.province, row.total_wh, factor)
        for row, factor in zip(case.rows, case.factors, strict=True)
    ]
    exact = sum(case.avoided_by_row, Decimal(0))
    told = case.method.drawn.tell(shares, exact, case.beside, case.method.parameters)
    reasons = [reason for factor in case.factors for reason in factor.cited_reasons]
    return Drawn(
        project_id=case.project_id,
        starts_on=case.month.starts_on,
        ends_on=case.month.ends_on,
        method=case.method.code,
        method_version=case.method.version,
        known_at=case.known_at,
        carrier=case.method.carrier,
        energy_wh=case.energy_wh,
        avoided_tco2e=case.avoided_tco2e,
        lines=tuple(_lines(case)),
        alternatives=tuple(_alternative(each) for each in told.alternatives),
        inputs=_inputs(case),
        data_quality=_quality(case),
        explanation=(*(each.to_json() for each in told.explanation), *_unique(reasons)),
    )


def set_sha256(hashes: Iterable[str]) -> str:
    """Return one hash for a set of hashes, whatever the order they come in."""
    return sha256_of(sorted(hashes))


def expected_station_days(commissioned: Mapping[dt.date, int], month: Period) -> int:
    """
    Return how many station-days a month should have: stations from their commissioning on.

    ``commissioned`` says how many stations were commissioned on each day.

    >>> begun = {dt.date(2024, 5, 1): 1, dt.date(2025, 2, 15): 1}
    >>> expected_station_days(begun, Period.month(2025, 2))
    42
    """
    ends = month.ends_on.toordinal()
    starts = month.starts_on.toordinal()
    return sum(
        count * (ends - max(starts, day))
        for each, count in commissioned.items()
        if (day := each.toordinal()) < ends
    )


def _lines(case: Case) -> Iterable[dict[str, Any]]:
    for row, factor, avoided in zip(case.rows, case.factors, case.avoided_by_row, strict=True):
        yield {
            "province": row.province,
            "stations": row.stations,
            "station_days": row.station_days,
            "readings": row.readings,
            "energy_wh": row.total_wh,
            "factor": factor.cited,
            "avoided_tco2e": plain_decimal(avoided),
        }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {**vars(parameter), "value": plain_decimal(parameter.value)}


def _alternative(alternative: Alternative) -> dict[str, Any]:
    return {
        "route": alternative.route,
        "values": [
            {
                "value": plain_decimal(each.value.quantize(GRAM, rounding=ROUND_HALF_EVEN)),
                "unit": each.unit,
                "measure": each.measure.value,
            }
            for each in alternative.values
        ],
        "factors": [each.cited for each in alternative.factors],
        "parameters": [_parameter(each) for each in alternative.parameters],
        "missing": alternative.missing,
    }


def _inputs(case: Case) -> dict[str, Any]:
    members = [f"{row.province} {row.carrier} {row.set_hash}" for row in case.rows]
    return {
        "query": QUERY,
        "project_id": case.project_id,
        "period": str(case.month),
        "station_months": sum(row.stations for row in case.rows),
        "station_days": sum(row.station_days for row in case.rows),
        "readings": sum(row.readings for row in case.rows),
        "set_sha256": set_sha256(members),
    }


def _quality(case: Case) -> dict[str, Any]:
    readings = sum(row.readings for row in case.rows)
    estimated = sum(row.estimated for row in case.rows)
    days = sum(row.station_days for row in case.rows)
    return {
        "measured_readings": readings - estimated,
        "estimated_readings": estimated,
        "measured_share": _share(readings - estimated, readings),
        "station_days": days,
        "expected_station_days": case.expected_station_days,
        "completeness": _share(days, case.expected_station_days),
    }


def _share(part: int, whole: int) -> str | None:
    if not whole:
        return None
    return plain_decimal((Decimal(part) / whole).quantize(_SHARE, rounding=ROUND_HALF_EVEN))


def _unique(reasons: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for each in reasons:
        if each not in found:
            found.append(each)
    return found
