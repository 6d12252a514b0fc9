"""The checks: each reads a question and yields what stands against products."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from config.kernel.findings import Finding, Severity
from trusts.contracts.rules import AssetClass, suggested_class
from trusts.ledger.rules import ZERO
from trusts.oversight.queries.holdings import ProductMix, mixes_of
from trusts.oversight.queries.question import Question, Standing
from trusts.oversight.rules import CLASS_NAMES, IN_RUN, RULES, Fit, Rule, Weight, shown_percent
from trusts.oversight.rules.declared import (
    ASSET_CLASS_MISSING,
    ASSET_MIX,
    CAPITAL_AFTER_END,
    CHANGE_OVERDUE,
    ONE_COUNTERPARTY,
    PAST_MATURITY,
)
from trusts.register import queries as register
from trusts.register.rules import AFTER_ESTABLISHMENT, FilingState, months_after
from trusts.register.rules.registration import PARTIES_ITEM, REGISTERED_ITEMS


def trade(question: Question) -> Iterator[Standing]:
    """Yield what the register's rules of the trade find in the terms that hold."""
    found = register.trade_findings(on=question.on, known_at=question.known_at)
    for product, finding in found:
        weight = Weight.FORBIDDEN if finding.blocks else Weight.QUESTIONED
        yield Standing(RULES[finding.code], weight, finding, product)


def overdue_registrations(question: Question) -> Iterator[Standing]:
    """Yield the changes of registered items that are not filed though their term is over."""
    due = register.registrations_due(on=question.on, known_at=question.known_at)
    for each in due:
        if each.state != FilingState.OVERDUE:
            continue
        finding = _about(
            CHANGE_OVERDUE,
            Finding(
                code=CHANGE_OVERDUE.code,
                message="A change of {changed} on {changed_on} was to be filed by {due_on}.",
                field=each.changed[0],
                value=str(each.changed_on),
                remedy="File the change and record the filing with its receipt.",
                facts={
                    "changed": ", ".join(_item(name) for name in each.changed),
                    "changed_on": each.changed_on,
                    "due_on": each.due_on,
                },
            ),
        )
        yield Standing(CHANGE_OVERDUE, Weight.FORBIDDEN, finding, each.product)


def asset_mix(question: Question) -> Iterator[Standing]:
    """Yield the asset-management products whose assets do not, or may not, fit their kind."""
    for each in mixes_of(question):
        if each.fit == Fit.MISFITS:
            yield Standing(ASSET_MIX, Weight.QUESTIONED, _misfit(each), each.product)
        elif each.mix.unstated:
            finding = _unstated(each, question)
            yield Standing(ASSET_CLASS_MISSING, Weight.QUESTIONED, finding, each.product)


def past_maturity(question: Question) -> Iterator[Standing]:
    """Yield the products in run whose maturity, stated or by their term, is reached."""
    for terms in question.terms:
        ends_on = terms.matures_on
        if ends_on is None and terms.established_on and terms.term_months:
            ends_on = months_after(terms.established_on, terms.term_months)
        if terms.status in IN_RUN and ends_on is not None and ends_on <= question.on:
            finding = _about(
                PAST_MATURITY,
                Finding(
                    code=PAST_MATURITY.code,
                    message="In run {days} days after its maturity on {ends_on}.",
                    field="matures_on",
                    value=str(ends_on),
                    remedy="Propose its extension or its termination, with the paper.",
                    facts={"days": (question.on - ends_on).days, "ends_on": ends_on},
                ),
            )
            yield Standing(PAST_MATURITY, Weight.QUESTIONED, finding, terms.product)


def capital_after_the_end(question: Question) -> Iterator[Standing]:
    """Yield the products that have ended and still hold capital."""
    for terms in question.terms:
        held = question.balances[terms.product_id].outstanding
        if terms.status in AFTER_ESTABLISHMENT - IN_RUN and held != ZERO:
            finding = _about(
                CAPITAL_AFTER_END,
                Finding(
                    code=CAPITAL_AFTER_END.code,
                    message="{held} CNY of capital stand in the books; it ended on {ended_on}.",
                    field="status",
                    value=terms.status,
                    remedy="Return the capital and book it, or correct the status.",
                    facts={
                        "held": f"{held:,}",
                        "ended_on": terms.terminated_on or terms.effective_from,
                    },
                ),
            )
            yield Standing(CAPITAL_AFTER_END, Weight.QUESTIONED, finding, terms.product)


def one_counterparty(question: Question) -> Iterator[Standing]:
    """Yield the counterparties with whom much of all that is placed stands; a question only."""
    whole = question.all_placed
    if whole <= 0:
        return
    held: dict[str, list[int]] = {}
    amounts: dict[str, Decimal] = {}
    for each in question.placed:
        amounts[each.counterparty] = amounts.get(each.counterparty, ZERO) + each.amount
        held.setdefault(each.counterparty, []).append(each.contract_id)
    for counterparty in sorted(amounts, key=lambda code: (-amounts[code], code)):
        percent = amounts[counterparty] * 100 / whole
        if percent < question.counterparty_percent:
            return
        finding = _about(
            ONE_COUNTERPARTY,
            Finding(
                code=ONE_COUNTERPARTY.code,
                message="{percent} % of all that is placed stands with {counterparty}: {amount} CNY"
                " under {contracts} contract(s); asked from {asked} % on.",
                field="counterparty",
                value=counterparty,
                remedy="Judge whether the company wants this much with one counterparty.",
                facts={
                    "percent": f"{percent:.2f}",
                    "counterparty": counterparty or "?",
                    "amount": f"{amounts[counterparty]:,}",
                    "contracts": len(held[counterparty]),
                    "asked": question.counterparty_percent,
                },
            ),
        )
        yield Standing(ONE_COUNTERPARTY, Weight.QUESTIONED, finding)


def _item(column: str) -> str:
    """Return a registered item as the law calls it, with the column that holds it."""
    return f"{REGISTERED_ITEMS.get(column, PARTIES_ITEM)} ({column})"


def _misfit(each: ProductMix) -> Finding:
    return _about(
        ASSET_MIX,
        Finding(
            code=ASSET_MIX.code,
            message="Registered as {kind}, but of {placed} CNY placed {debt} % are debt,"
            " {equity} % equity, {commodity} % commodities and derivatives, {other} % other"
            " assets, {unstated} % not stated. With {cash} CNY of cash counted as debt, debt"
            " would be {debt_with_cash} %.",
            field="kind",
            value=each.kind.code,
            remedy="The mix fits {fitting}. Check the contracts' asset classes, then the kind.",
            facts={
                "source": each.kind.source,
                "confidence": each.kind.confidence,
                **_numbers(each),
            },
        ),
    )


def _unstated(each: ProductMix, question: Question) -> Finding:
    contracts = [
        contract
        for contract in question.placed_by_product[each.product.pk]
        if not contract.asset_class
    ]
    suggested = {suggested_class(contract.instrument) for contract in contracts}
    return _about(
        ASSET_CLASS_MISSING,
        Finding(
            code=ASSET_CLASS_MISSING.code,
            message="{unstated} % of {placed} CNY placed, under {contracts} contract(s), state"
            " no asset class; the 80 % of {kind} can be judged only where it does not matter.",
            field="asset_class",
            value="",
            remedy="Propose terms that state it; by their instruments they would be: {suggested}.",
            facts={
                "contracts": len(contracts),
                "suggested": ", ".join(
                    sorted(CLASS_NAMES[one] if one else "?" for one in suggested)
                ),
                "source": each.kind.source,
                "confidence": each.kind.confidence,
                **_numbers(each),
            },
        ),
    )


def _numbers(each: ProductMix) -> dict[str, object]:
    mix = each.mix
    return {
        "kind": each.kind.code,
        "placed": f"{mix.placed:,}",
        "cash": f"{mix.cash:,}",
        "debt": shown_percent(mix.at_least(AssetClass.DEBT)),
        "equity": shown_percent(mix.at_least(AssetClass.EQUITY)),
        "commodity": shown_percent(mix.at_least(AssetClass.COMMODITY_DERIVATIVE)),
        "other": shown_percent(mix.at_least(AssetClass.OTHER)),
        "unstated": shown_percent(mix.unstated_percent),
        "debt_with_cash": shown_percent(mix.debt_percent_with_cash),
        "fitting": ", ".join(each.fitting) or "–",
    }


def _about(rule: Rule, finding: Finding) -> Finding:
    """Return a finding of a rule as heavy as the rule, its source and how sure it is said."""
    return replace(
        finding,
        severity=Severity.ERROR if rule.weight == Weight.FORBIDDEN else Severity.WARNING,
        facts={
            "source": rule.source,
            "confidence": rule.confidence,
            "was_read": "yes" if rule.was_read else "no",
            **finding.facts,
        },
    )
