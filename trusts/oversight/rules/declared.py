"""The declared table of rules: where each stands, how sure that is, and what is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from config.kernel.errors import DomainError
from trusts.register.rules import TRADE_RULES
from trusts.register.rules.trade import TradeRule


class Weight(StrEnum):
    """Whether the law forbids what was found, or it is a question that somebody must answer."""

    FORBIDDEN = "forbidden"
    QUESTIONED = "questioned"


class UnknownRule(DomainError):
    """There is no rule {rule}; there are: {rules}."""

    code = "unknown_rule"
    status = 400


@dataclass(frozen=True, kw_only=True)
class Rule:
    """
    One rule that is held against the books.

    ``confidence`` is A (a source was read), B (widely published, not read here), C (unsure);
    none for a question that the house asks of itself. ``was_read`` says whether the text of
    the rule itself was read, not only a page about it. ``weight`` is the most that it may weigh.
    """

    code: str
    title: str
    source: str
    confidence: str
    was_read: bool
    weight: Weight
    note: str = ""

    @property
    def is_of_the_house(self) -> bool:
        """Return whether nobody but the house asks."""
        return not self.confidence


ASSET_MIX = Rule(
    code="asset_mix_of_another_kind",
    title="The assets fit the registered kind of asset-management trust (80 %).",
    source="trust_classes (AM.1 to AM.4): S-LANTAI, 银发〔2018〕106号",
    confidence="A",
    was_read=False,
    weight=Weight.QUESTIONED,
    note="Read in a law firm's note on the draft; the notice itself was not read. Periods of"
    " building up and winding down are not known here, so what does not fit is a question.",
)
ASSET_CLASS_MISSING = Rule(
    code="asset_class_not_stated",
    title="The asset class of every contract is stated, so that the 80 % can be judged.",
    source="trust_classes (AM.1 to AM.4): S-LANTAI, 银发〔2018〕106号",
    confidence="A",
    was_read=False,
    weight=Weight.QUESTIONED,
    note="What is not stated is never assumed; the instrument only suggests a class.",
)
CHANGE_OVERDUE = Rule(
    code="change_registration_overdue",
    title="A change of a registered item is filed within 10 working days.",
    source="信托登记管理办法 (S-REGMEASURE)",
    confidence="A",
    was_read=True,
    weight=Weight.FORBIDDEN,
)
PAST_MATURITY = Rule(
    code="in_run_past_maturity",
    title="A product in run has not reached its maturity.",
    source="house",
    confidence="",
    was_read=False,
    weight=Weight.QUESTIONED,
    note="An extension or an end is a move of the product, and a change that is registered.",
)
CAPITAL_AFTER_END = Rule(
    code="capital_after_the_end",
    title="A product that has ended holds no capital.",
    source="house",
    confidence="",
    was_read=False,
    weight=Weight.QUESTIONED,
    note="Between termination and liquidation capital is being returned; afterwards none is left.",
)
ONE_COUNTERPARTY = Rule(
    code="much_with_one_counterparty",
    title="Not much of all that is placed stands with one counterparty.",
    source="house",
    confidence="",
    was_read=False,
    weight=Weight.QUESTIONED,
    note="No limit of law is known for it here; the reader chooses the share.",
)


def _of_trade(rule: TradeRule) -> Rule:
    return Rule(
        code=rule.code,
        title=rule.title,
        source=rule.source,
        confidence=rule.confidence,
        was_read=rule.was_read,
        weight=Weight.FORBIDDEN if rule.may_block else Weight.QUESTIONED,
    )


#: Every rule by its code; those that the register judges at its acts stand among them.
RULES = {
    rule.code: rule
    for rule in (
        ASSET_MIX,
        ASSET_CLASS_MISSING,
        *map(_of_trade, TRADE_RULES),
        CHANGE_OVERDUE,
        PAST_MATURITY,
        CAPITAL_AFTER_END,
        ONE_COUNTERPARTY,
    )
}


def rule_named(code: str) -> Rule:
    """
    Return the rule of this code.

    :raises UnknownRule: naming those that there are.
    """
    found = RULES.get(code)
    if found is None:
        raise UnknownRule(rule=code, rules=", ".join(RULES))
    return found
