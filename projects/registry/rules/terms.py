"""What is said of a project from a day on, judged before it is proposed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal

from config.kernel.findings import Finding
from projects.registry.rules.life import ProjectState
from projects.registry.rules.places import PROVINCES
from projects.registry.rules.technologies import technology

_ORIGIN = re.compile(r"sample|(announced|document): \S.*")
_CENT = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """
    What holds for a project from ``effective_from`` on.

    ``capacity`` counts ``capacity_unit`` (see ``technologies``); money is CNY.
    ``facts_origin`` says where a field comes from: "sample", "announced: <source>" or
    "document: <name>"; a field that it does not name was registered from our own files.
    """

    effective_from: dt.date
    name_zh: str
    name_en: str
    provinces: tuple[str, ...]
    state: str
    capacity: Decimal
    capacity_unit: str
    commissioned_on: dt.date | None = None
    total_investment_cny: Decimal | None = None
    facts_origin: Mapping[str, str] = field(default_factory=dict)
    is_sample: bool = False


_FIELDS = frozenset(each.name for each in fields(Terms)) - {"facts_origin", "is_sample"}


def judge_terms(terms: Terms, *, technology_code: str) -> list[Finding]:
    """Return what is wrong with ``terms`` for a project of this technology."""
    found: list[Finding] = []
    for judge in (_judge_words, _judge_size, _judge_state, _judge_money, _judge_origin):
        found += judge(terms, technology_code)
    return found


def _fault(name: str, value: object, message: str, remedy: str, **facts: object) -> Finding:
    code = f"{name}_unfit"
    return Finding(
        code=code, field=name, value=str(value), message=message, remedy=remedy, facts=facts
    )


def _judge_words(terms: Terms, _technology: str) -> Iterator[Finding]:
    for name in ("name_zh", "name_en"):
        if not getattr(terms, name).strip():
            yield _fault(name, "", "The name is empty.", "Give the project both names.")
    if not terms.provinces:
        yield _fault("provinces", "", "No province is named.", "Name at least one province.")
    for province in terms.provinces:
        if province not in PROVINCES:
            yield _fault(
                "provinces",
                province,
                "There is no province of this name.",
                "Write the short Chinese name, such as 河南.",
            )


def _judge_size(terms: Terms, technology_code: str) -> Iterator[Finding]:
    if not terms.capacity.is_finite() or terms.capacity <= 0:
        yield _fault(
            "capacity",
            terms.capacity,
            "The capacity is not above zero.",
            "Write the capacity as a positive number.",
        )
    units = technology(technology_code).capacity_units
    if terms.capacity_unit not in units:
        yield _fault(
            "capacity_unit",
            terms.capacity_unit,
            "A {technology} project is not sized in this unit.",
            "Use one of: {units}.",
            technology=technology_code,
            units=", ".join(units),
        )


def _judge_state(terms: Terms, _technology: str) -> Iterator[Finding]:
    states = [each.value for each in ProjectState]
    if terms.state not in states:
        yield _fault(
            "state",
            terms.state,
            "There is no such state.",
            "Use one of: {states}.",
            states=", ".join(states),
        )
    connected_on = terms.commissioned_on
    if terms.state == ProjectState.IN_OPERATION and (
        connected_on is None or connected_on > terms.effective_from
    ):
        yield _fault(
            "commissioned_on",
            connected_on or "",
            "A project in operation was commissioned by {day}.",
            "Give the day of commissioning, or another state.",
            day=terms.effective_from,
        )


def _judge_money(terms: Terms, _technology: str) -> Iterator[Finding]:
    amount = terms.total_investment_cny
    if amount is None:
        return
    if not amount.is_finite() or amount <= 0 or amount != amount.quantize(_CENT):
        yield _fault(
            "total_investment_cny",
            amount,
            "The total investment is not an amount above zero in yuan and cents.",
            "Write yuan with at most two decimals, or leave the field empty.",
        )


def _judge_origin(terms: Terms, _technology: str) -> Iterator[Finding]:
    for name, origin in terms.facts_origin.items():
        if name not in _FIELDS or not _ORIGIN.fullmatch(origin):
            yield _fault(
                "facts_origin",
                f"{name}: {origin}",
                "The origin of a fact names a field and says where it comes from.",
                "Write sample, announced: <source> or document: <name> for a field of the terms.",
            )
