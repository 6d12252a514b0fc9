"""
Rules of the trade about one product: what the law forbids blocks, what it questions warns.

Each rule carries its source and how sure that source is (A read, B known but not read here,
C unsure). A rule of confidence C never blocks. The class, kinds and 80 % shares of asset
management are judged against the actual assets elsewhere, where contracts are known.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from config.kernel.findings import Finding, Severity
from trusts.register.rules.life import AFTER_ESTABLISHMENT
from trusts.register.rules.words import BenefitScope, Raising

CLASSIFICATION = "银保监规〔2023〕1号"
#: The day from which the classification of 2023 is in force (confidence A).
IN_FORCE_FROM = dt.date(2023, 6, 1)
FAMILY_TRUST, HOUSEHOLD_TRUST = "AS.1.1", "AS.1.2"


@dataclass(frozen=True)
class TradeRule:
    """One rule: its word, where it stands, how sure that is, and whether its text was read."""

    code: str
    title: str
    source: str
    confidence: str
    was_read: bool
    limit: Decimal = Decimal(0)

    @property
    def may_block(self) -> bool:
        """Return whether the rule is sure enough to refuse what it forbids."""
        return self.confidence in {"A", "B"}

    def found(
        self, *, message: str, field: str, value: object, remedy: str, blocks: bool
    ) -> Finding:
        """Return a finding of this rule, its source and confidence among the facts."""
        return Finding(
            code=self.code,
            message=message,
            severity=Severity.ERROR if blocks and self.may_block else Severity.WARNING,
            field=field,
            value=str(value),
            remedy=remedy,
            facts={
                "source": self.source,
                "confidence": self.confidence,
                "was_read": "yes" if self.was_read else "no",
                "limit": f"{self.limit:,f}",
                "from": IN_FORCE_FROM,
            },
        )


FAMILY_MINIMUM = TradeRule(
    "family_trust_below_minimum",
    "A family trust begins with at least 10 million CNY.",
    f"{CLASSIFICATION}; practice: S-PLCAIJING",
    "B",
    was_read=False,
    limit=Decimal(10_000_000),
)
FAMILY_BENEFIT = TradeRule(
    "family_trust_for_the_settlor_alone",
    "A trust for its settlor alone is no family trust.",
    CLASSIFICATION,
    "B",
    was_read=False,
)
HOUSEHOLD_MINIMUM = TradeRule(
    "household_trust_below_minimum",
    "A household service trust begins with at least 1 million CNY.",
    CLASSIFICATION,
    "B",
    was_read=False,
    limit=Decimal(1_000_000),
)
HOUSEHOLD_TERM = TradeRule(
    "household_trust_too_short",
    "A household service trust runs for at least 5 years.",
    CLASSIFICATION,
    "B",
    was_read=False,
    limit=Decimal(60),
)
NO_PUBLIC_RAISING = TradeRule(
    "raised_from_the_public",
    "Asset-service trusts raise nothing from the public; asset-management trusts are private.",
    CLASSIFICATION,
    "B",
    was_read=False,
)
TRADE_RULES = (
    FAMILY_MINIMUM,
    FAMILY_BENEFIT,
    HOUSEHOLD_MINIMUM,
    HOUSEHOLD_TERM,
    NO_PUBLIC_RAISING,
)


@dataclass(frozen=True, kw_only=True)
class TradeFacts:
    """What the rules of the trade read of a product's terms."""

    kind_code: str
    status: str
    entrusted_amount: Decimal | None = None
    term_months: int | None = None
    established_on: dt.date | None = None
    raising: str = ""
    benefit_scope: str = ""

    @property
    def class_code(self) -> str:
        """Return the class of the kind: AS, AM or CH."""
        return self.kind_code.split(".", maxsplit=1)[0]

    @property
    def is_older(self) -> bool:
        """Return whether the product was established before the classification was in force."""
        return self.established_on is not None and self.established_on < IN_FORCE_FROM


def judge_trade(facts: TradeFacts) -> list[Finding]:
    """Return what the rules of the trade forbid or question in a product's terms."""
    found = _judge_raising(facts)
    if facts.kind_code == FAMILY_TRUST:
        found += _judge_minimum(facts, FAMILY_MINIMUM)
        found += _judge_benefit(facts)
    if facts.kind_code == HOUSEHOLD_TRUST:
        found += _judge_minimum(facts, HOUSEHOLD_MINIMUM)
        found += _judge_term(facts)
    return found


def _judge_minimum(facts: TradeFacts, rule: TradeRule) -> list[Finding]:
    if facts.entrusted_amount is None:
        return _unstated(facts, rule, "entrusted_amount")
    if facts.entrusted_amount >= rule.limit:
        return []
    return [
        rule.found(
            message="Such a trust begins with at least {limit} CNY ({source}, confidence"
            " {confidence}, in force from {from}).",
            field="entrusted_amount",
            value=facts.entrusted_amount,
            remedy="Correct the amount, or choose the kind that the trust is.",
            blocks=not facts.is_older,
        )
    ]


def _judge_term(facts: TradeFacts) -> list[Finding]:
    if facts.term_months is None:
        return _unstated(facts, HOUSEHOLD_TERM, "term_months")
    if facts.term_months >= HOUSEHOLD_TERM.limit:
        return []
    return [
        HOUSEHOLD_TERM.found(
            message="Such a trust runs for at least {limit} months ({source}, confidence"
            " {confidence}, in force from {from}).",
            field="term_months",
            value=facts.term_months,
            remedy="Correct the term, or choose the kind that the trust is.",
            blocks=not facts.is_older,
        )
    ]


def _judge_benefit(facts: TradeFacts) -> list[Finding]:
    if facts.benefit_scope != BenefitScope.SELF:
        return []
    return [
        FAMILY_BENEFIT.found(
            message="A trust for its settlor alone is no family trust ({source}, confidence"
            " {confidence}, in force from {from}).",
            field="benefit_scope",
            value=facts.benefit_scope,
            remedy="Name the other beneficiaries, or choose the kind that the trust is.",
            blocks=not facts.is_older,
        )
    ]


def _judge_raising(facts: TradeFacts) -> list[Finding]:
    if facts.raising != Raising.PUBLIC or facts.class_code not in {"AS", "AM"}:
        return []
    return [
        NO_PUBLIC_RAISING.found(
            message="Such a trust raises nothing from the public ({source}, confidence"
            " {confidence}, in force from {from}).",
            field="raising",
            value=facts.raising,
            remedy="Correct how the money is raised, or the kind.",
            blocks=not facts.is_older,
        )
    ]


def _unstated(facts: TradeFacts, rule: TradeRule, field: str) -> list[Finding]:
    """Return a warning where a product that holds property does not say what the rule asks."""
    if facts.status not in AFTER_ESTABLISHMENT:
        return []
    return [
        rule.found(
            message="The terms do not say this, so the minimum of {limit} cannot be judged"
            " ({source}, confidence {confidence}).",
            field=field,
            value="",
            remedy="Propose terms that say it.",
            blocks=False,
        )
    ]
