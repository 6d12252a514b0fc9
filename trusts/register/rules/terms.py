"""What the terms of a product may say: what contradicts itself, and what is odd."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from config.kernel.findings import Finding, Severity
from trusts.register.rules.life import (
    AFTER_ESTABLISHMENT,
    AFTER_TERMINATION,
    needs_document,
)
from trusts.register.rules.words import KIND_LEVEL


@dataclass(frozen=True, kw_only=True)
class TermsFacts:
    """What the rules read of a product's terms."""

    kind_code: str
    kind_level: int
    class_code: str
    status: str
    #: The status of the terms before these; empty where these are the first.
    status_before: str = ""
    has_document: bool = False
    form_code: str = ""
    form_class_code: str = ""
    established_on: dt.date | None = None
    terminated_on: dt.date | None = None
    matures_on: dt.date | None = None
    term_months: int | None = None


def judge_terms(facts: TermsFacts) -> list[Finding]:
    """Return what is wrong (errors, nothing is stored) or odd (warnings, shown) in the terms."""
    return [*_judge_classification(facts), *_judge_days(facts), *_judge_move(facts)]


def _judge_classification(facts: TermsFacts) -> list[Finding]:
    found = []
    if facts.kind_level != KIND_LEVEL:
        found.append(
            Finding(
                code="kind_not_specific",
                message="{code} is a class or a group, not one of the 25 kinds.",
                field="kind",
                value=facts.kind_code,
                remedy="Choose a kind below it.",
                facts={"code": facts.kind_code},
            )
        )
    if facts.form_class_code and facts.form_class_code != facts.class_code:
        found.append(
            Finding(
                code="form_of_another_class",
                message="Green form {form} is usual for class {usual}; this product is {actual}.",
                severity=Severity.WARNING,
                field="form",
                value=facts.form_code,
                remedy="Check the kind and the form against the trust documents.",
                facts={
                    "form": facts.form_code,
                    "usual": facts.form_class_code,
                    "actual": facts.class_code,
                },
            )
        )
    return found


def _judge_days(facts: TermsFacts) -> list[Finding]:
    found = []
    if facts.status in AFTER_ESTABLISHMENT and facts.established_on is None:
        found.append(_missing_day("established_on", facts.status))
    if facts.status in AFTER_TERMINATION and facts.terminated_on is None:
        found.append(_missing_day("terminated_on", facts.status))
    if facts.established_on is None:
        return found
    for field in ("matures_on", "terminated_on"):
        day: dt.date | None = getattr(facts, field)
        if day is not None and day <= facts.established_on:
            found.append(
                Finding(
                    code="ends_before_it_starts",
                    message="The product was established on {start}, after this day.",
                    field=field,
                    value=str(day),
                    remedy="Correct one of the two days.",
                    facts={"start": facts.established_on},
                )
            )
    if facts.matures_on is not None and facts.term_months is not None:
        expected = months_after(facts.established_on, facts.term_months)
        if facts.matures_on != expected:
            found.append(
                Finding(
                    code="term_and_maturity_differ",
                    message="{months} months from {start} end on {expected}.",
                    severity=Severity.WARNING,
                    field="matures_on",
                    value=str(facts.matures_on),
                    remedy="Check the term and the maturity against the trust documents.",
                    facts={
                        "months": facts.term_months,
                        "start": facts.established_on,
                        "expected": expected,
                    },
                )
            )
    return found


def _judge_move(facts: TermsFacts) -> list[Finding]:
    """Return what a move into another status lacks: its paper, or the day it is about."""
    found = []
    if needs_document(facts.status_before, facts.status) and not facts.has_document:
        found.append(
            Finding(
                code="document_missing",
                message="This move rests on a document, and none is attached.",
                field="document",
                value="",
                remedy="Attach the filing receipt, the resolution or the report as a PDF or image.",
            )
        )
    is_extended = facts.status_before not in {"", facts.status} and facts.status == "extended"
    if is_extended and facts.matures_on is None:
        found.append(
            Finding(
                code="maturity_missing",
                message="An extended product has a new maturity; none is named.",
                severity=Severity.WARNING,
                field="matures_on",
                value="",
                remedy="Name the day to which it was extended.",
            )
        )
    return found


def _missing_day(field: str, status: str) -> Finding:
    return Finding(
        code="day_missing",
        message="A product that is {status} has this day.",
        field=field,
        value="",
        remedy="Enter the day.",
        facts={"status": status},
    )


def months_after(day: dt.date, months: int) -> dt.date:
    """
    Return the same day of the month, so many months later; the month's last if it has no such day.

    >>> months_after(dt.date(2025, 1, 31), 1)
    datetime.date(2025, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    first_of_next = dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last_day = (first_of_next - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last_day))
