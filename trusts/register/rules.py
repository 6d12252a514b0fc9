"""What a product may be: its life, its terms judged, a party's identifiers checked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from config.kernel.findings import Finding, Severity
from config.kernel.transitions import Lifecycle
from projects.registry.rules.uscc import is_uscc

#: A moment after everything that is recorded: for rules that must hold now, whatever is asked.
ALL_THAT_IS_KNOWN = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)

KIND_LEVEL = 3


class TrustStatus(StrEnum):
    """Where a product stands in its life."""

    DRAFT = "draft"
    PRE_REGISTERED = "pre_registered"
    ESTABLISHED = "established"
    IN_RUN = "in_run"
    EXTENDED = "extended"
    TERMINATED = "terminated"
    LIQUIDATED = "liquidated"


class TrustFunction(StrEnum):
    """The older attribute of statistics before 2023: what the trust does for its settlor."""

    FINANCING = "financing"
    INVESTMENT = "investment"
    ADMINISTRATION = "administration"


class TrustStructure(StrEnum):
    """One settlor, several settlors, or property other than money."""

    SINGLE = "single"
    COLLECTIVE = "collective"
    PROPERTY_RIGHT = "property_right"


class RiskGrade(StrEnum):
    """The product's risk grade, lowest first."""

    R1 = "R1"
    R2 = "R2"
    R3 = "R3"
    R4 = "R4"
    R5 = "R5"


class PartyType(StrEnum):
    """What a party is before the law."""

    COMPANY = "company"
    FINANCIAL_INSTITUTION = "financial_institution"
    PUBLIC_BODY = "public_body"
    CHARITY = "charity"
    PLAN = "plan"
    NATURAL_PERSON = "natural_person"


class RoleKind(StrEnum):
    """What a party is to a product."""

    SETTLOR = "settlor"
    TRUSTEE = "trustee"
    BENEFICIARY_CLASS = "beneficiary_class"
    CUSTODIAN = "custodian"
    ADVISER = "adviser"
    BORROWER = "borrower"
    PROJECT_OWNER = "project_owner"
    CHARITY_SUPERVISOR = "charity_supervisor"


PRODUCT_LIFE = Lifecycle(
    name="product",
    states=TrustStatus,
    moves={
        TrustStatus.DRAFT: frozenset({TrustStatus.PRE_REGISTERED}),
        TrustStatus.PRE_REGISTERED: frozenset({TrustStatus.DRAFT, TrustStatus.ESTABLISHED}),
        TrustStatus.ESTABLISHED: frozenset({TrustStatus.IN_RUN, TrustStatus.TERMINATED}),
        TrustStatus.IN_RUN: frozenset({TrustStatus.EXTENDED, TrustStatus.TERMINATED}),
        TrustStatus.EXTENDED: frozenset({TrustStatus.TERMINATED}),
        TrustStatus.TERMINATED: frozenset({TrustStatus.LIQUIDATED}),
        TrustStatus.LIQUIDATED: frozenset(),
    },
    owners={
        TrustStatus.DRAFT: "registrar",
        TrustStatus.PRE_REGISTERED: "registrar",
        TrustStatus.ESTABLISHED: "registrar",
        TrustStatus.IN_RUN: "registrar",
        TrustStatus.EXTENDED: "registrar",
        TrustStatus.TERMINATED: "registrar",
        TrustStatus.LIQUIDATED: "nobody",
    },
)

#: From here on a product holds property, so the day it was established is known.
_AFTER_ESTABLISHMENT = frozenset(TrustStatus) - {TrustStatus.DRAFT, TrustStatus.PRE_REGISTERED}
_AFTER_TERMINATION = frozenset({TrustStatus.TERMINATED, TrustStatus.LIQUIDATED})


def check_can_follow(before: str, after: str) -> None:
    """
    Refuse terms whose status cannot follow the terms before them; staying is no move.

    :raises ForbiddenMove: naming the moves that are possible.
    """
    if before != after:
        PRODUCT_LIFE.check_can_move(before, after)


@dataclass(frozen=True, kw_only=True)
class TermsFacts:
    """What the rules read of a product's terms."""

    kind_code: str
    kind_level: int
    class_code: str
    status: str
    form_code: str = ""
    form_class_code: str = ""
    established_on: dt.date | None = None
    terminated_on: dt.date | None = None
    matures_on: dt.date | None = None
    term_months: int | None = None


def judge_terms(facts: TermsFacts) -> list[Finding]:
    """Return what is wrong (errors, nothing is stored) or odd (warnings, shown) in the terms."""
    return [*_judge_classification(facts), *_judge_days(facts)]


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
    if facts.status in _AFTER_ESTABLISHMENT and facts.established_on is None:
        found.append(_missing_day("established_on", facts.status))
    if facts.status in _AFTER_TERMINATION and facts.terminated_on is None:
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


def judge_party(*, party_type: str, uscc_text: str) -> list[Finding]:
    """
    Return what is wrong with a party's identifiers.

    A unified social credit code is known by its check sign (GB 32100-2015).
    """
    if not uscc_text:
        return []
    if party_type == PartyType.NATURAL_PERSON:
        return [
            Finding(
                code="uscc_of_a_person",
                message="A natural person has no unified social credit code.",
                field="uscc",
                value=uscc_text,
                remedy="Leave the field empty, or correct the type of party.",
            )
        ]
    if not is_uscc(uscc_text):
        return [
            Finding(
                code="uscc_invalid",
                message="Not a unified social credit code: 18 characters, the last a check.",
                field="uscc",
                value=uscc_text,
                remedy="Copy it again from the business license.",
            )
        ]
    return []
