"""Criteria as data: read from an edition, and judged against inputs and evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from config.kernel.canonical import plain_decimal
from config.kernel.findings import Finding
from projects.recognition.rules.expressions import Comparison, UnreadableExpression, parse
from projects.registry.rules.technologies import TECHNOLOGIES

EVERY_TECHNOLOGY = "*"
CONFIDENCES = ("A", "B", "C")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,39}")
_TEXTS = (
    "code",
    "name_zh",
    "name_en",
    "expression",
    "unit",
    "evidence_type",
    "source",
    "confidence",
)
_KEYS = frozenset({*_TEXTS, "threshold", "technologies"})


class EvidenceType(StrEnum):
    """What a document proves."""

    CATALOGUE_OPINION = "catalogue_opinion"
    GRID_CONNECTION = "grid_connection"
    COMMISSIONING_RECORD = "commissioning_record"
    YIELD_ASSESSMENT = "yield_assessment"
    BENEFIT_CALCULATION = "benefit_calculation"
    HEAT_DISPLACEMENT_BASIS = "heat_displacement_basis"
    FLOW_OF_FUNDS = "flow_of_funds"
    PERMIT = "permit"
    OTHER = "other"


class Outcome(StrEnum):
    """How one criterion came out."""

    MET = "met"
    NOT_MET = "not_met"
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """
    One requirement: an expression over inputs, a type of evidence, or both.

    ``threshold`` stands where the expression says ``threshold`` and counts ``unit``;
    ``technologies`` names those it applies to, ``("*",)`` all of them.
    """

    code: str
    name_zh: str
    name_en: str
    technologies: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    expression: str
    unit: str
    threshold: Decimal | None
    evidence_type: str
    source: str
    confidence: str

    def applies_to(self, technology: str) -> bool:
        """Return whether the criterion is asked of projects of this technology."""
        return EVERY_TECHNOLOGY in self.technologies or technology in self.technologies


@dataclass(frozen=True, kw_only=True)
class Result:
    """How one criterion came out, with what it was judged by."""

    code: str
    outcome: Outcome
    expression: str
    threshold: Decimal | None
    inputs: Mapping[str, Decimal]
    missing_inputs: tuple[str, ...]
    evidence_type: str
    evidence_ids: tuple[int, ...]

    @property
    def lacks_evidence(self) -> bool:
        """Return whether a document is asked for and none is there."""
        return bool(self.evidence_type) and not self.evidence_ids

    @property
    def obstacle(self) -> str:
        """Return what stands in the way, such as ``PV-CONNECTED: missing grid_connection``."""
        if self.outcome is Outcome.NOT_MET:
            values = [f"{name} = {value}" for name, value in self.inputs.items()]
            if self.threshold is not None:
                values.append(f"threshold = {self.threshold}")
            return f"{self.code}: {self.expression} ({', '.join(values)})"
        lacking = [*self.missing_inputs, *([self.evidence_type] if self.lacks_evidence else [])]
        return f"{self.code}: missing {', '.join(lacking)}"

    def to_json(self) -> dict[str, Any]:
        """Return the stored form; numbers as plain text."""
        return {
            "code": self.code,
            "outcome": self.outcome.value,
            "expression": self.expression,
            "threshold": None if self.threshold is None else plain_decimal(self.threshold),
            "inputs": {name: plain_decimal(value) for name, value in self.inputs.items()},
            "missing_inputs": list(self.missing_inputs),
            "evidence_type": self.evidence_type,
            "evidence_ids": list(self.evidence_ids),
            "lacks_evidence": self.lacks_evidence,
        }


def evaluate(
    criteria: Iterable[Criterion],
    *,
    technology: str,
    inputs: Mapping[str, Decimal],
    evidence: Mapping[str, Sequence[int]],
) -> list[Result]:
    """
    Return one result for each criterion that applies to ``technology``, in order.

    ``evidence`` maps a type of evidence to the ids of the documents at hand. A criterion is
    *missing* where an input is not given or a document is asked for and absent, *not met*
    where a comparison fails, and *met* otherwise; a failure outweighs an absence.
    """
    return [
        _judge(each, inputs=inputs, evidence_ids=tuple(evidence.get(each.evidence_type, ())))
        for each in criteria
        if each.applies_to(technology)
    ]


def _judge(
    criterion: Criterion, *, inputs: Mapping[str, Decimal], evidence_ids: tuple[int, ...]
) -> Result:
    names = dict.fromkeys(each.variable for each in criterion.comparisons)
    used = {name: inputs[name] for name in names if name in inputs}
    failed = any(
        not each.holds(used[each.variable], threshold=criterion.threshold)
        for each in criterion.comparisons
        if each.variable in used
    )
    missing = tuple(name for name in names if name not in used)
    undocumented = bool(criterion.evidence_type) and not evidence_ids
    outcome = Outcome.MISSING if missing or undocumented else Outcome.MET
    return Result(
        code=criterion.code,
        outcome=Outcome.NOT_MET if failed else outcome,
        expression=criterion.expression,
        threshold=criterion.threshold,
        inputs=used,
        missing_inputs=missing,
        evidence_type=criterion.evidence_type,
        evidence_ids=evidence_ids if criterion.evidence_type else (),
    )


def read_criteria(rows: Sequence[Mapping[str, Any]]) -> tuple[list[Criterion], list[Finding]]:
    """
    Return the criteria that an edition's rows describe, and what is wrong with the rows.

    A row has the keys code, name_zh, name_en, technologies (list), expression, unit,
    threshold (text or null), evidence_type ("" for none), source, confidence (A, B or C).
    """
    criteria: list[Criterion] = []
    findings: list[Finding] = []
    for number, row in enumerate(rows, start=1):
        found = list(_faults(row))
        findings += [fault.at(number) for fault in found]
        if not found:
            criteria.append(_criterion(row))
    counts = Counter(each.code for each in criteria)
    for code, count in counts.items():
        if count > 1:
            findings.append(_Fault("code", code, "The code occurs more than once.").at(None))
    if not rows:
        findings.append(_Fault("criteria", "", "An edition holds no criterion.").at(None))
    return criteria, findings


@dataclass(frozen=True)
class _Fault:
    """One thing that is wrong with a row, before its place is known."""

    name: str
    value: object
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def at(self, row: int | None) -> Finding:
        return Finding(
            code="criterion_unfit",
            row=row,
            field=self.name,
            value=str(self.value)[:80],
            message=self.message,
            facts=self.facts,
            remedy="Correct the criterion; the shipped edition shows one of each kind.",
        )


def _criterion(row: Mapping[str, Any]) -> Criterion:
    texts = {name: str(row[name]) for name in _TEXTS}
    threshold = row["threshold"]
    return Criterion(
        **texts,
        technologies=tuple(row["technologies"]),
        comparisons=parse(texts["expression"]),
        threshold=None if threshold is None else Decimal(threshold),
    )


def _faults(row: object) -> Iterator[_Fault]:
    if (
        not isinstance(row, Mapping)
        or set(row) != _KEYS
        or not all(isinstance(row[name], str) for name in _TEXTS)
    ):
        keys = ", ".join(sorted(_KEYS))
        given = ", ".join(map(str, row)) if isinstance(row, Mapping) else row
        yield _Fault("keys", given, "A criterion has exactly these keys: {keys}.", {"keys": keys})
        return
    yield from _word_faults(row)
    yield from _expression_faults(row)


def _word_faults(row: Mapping[str, Any]) -> Iterator[_Fault]:
    if not _CODE.fullmatch(row["code"]):
        message = "A code has capital letters, digits, points and hyphens."
        yield _Fault("code", row["code"], message)
    for name in ("name_zh", "name_en", "source"):
        if not row[name].strip():
            yield _Fault(name, "", "The cell is empty.")
    if row["confidence"] not in CONFIDENCES:
        yield _Fault("confidence", row["confidence"], "The confidence is A, B or C.")
    if row["evidence_type"] and row["evidence_type"] not in list(EvidenceType):
        yield _Fault("evidence_type", row["evidence_type"], "There is no such type of evidence.")
    technologies = row["technologies"]
    known = {EVERY_TECHNOLOGY, *TECHNOLOGIES}
    if (
        not isinstance(technologies, list)
        or not technologies
        or not all(isinstance(each, str) and each in known for each in technologies)
    ):
        yield _Fault("technologies", technologies, "Name technologies of the register, or *.")


def _expression_faults(row: Mapping[str, Any]) -> Iterator[_Fault]:
    try:
        comparisons = parse(row["expression"])
    except UnreadableExpression as fault:
        message = "This is not a row of comparisons joined by AND: {part}"
        yield _Fault("expression", row["expression"], message, {"part": fault})
        return
    if not comparisons and not row["evidence_type"]:
        message = "A criterion asks for a comparison, a document, or both."
        yield _Fault("expression", "", message)
    asks = any(each.bound is None for each in comparisons)
    threshold = row["threshold"]
    if asks != (threshold is not None):
        message = "The threshold is given where the expression uses it, and nowhere else."
        yield _Fault("threshold", threshold, message)
    if threshold is not None and not _is_number(threshold):
        message = "The threshold is a decimal number written as text."
        yield _Fault("threshold", threshold, message)


def _is_number(text: object) -> bool:
    try:
        return isinstance(text, str) and Decimal(text).is_finite()
    except InvalidOperation:
        return False
