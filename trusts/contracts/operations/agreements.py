"""Acts on contracts: opened, and given terms in versions."""

from __future__ import annotations

from config.kernel.errors import InvalidInput
from config.kernel.findings import Finding
from config.kernel.models import Actor
from config.kernel.proposals import propose
from trusts.contracts import rules
from trusts.contracts.models import Contract, ContractTerms
from trusts.register.models import ALIVE, Product
from trusts.register.operations import CodeTaken


def propose_contract(
    *,
    product: Product,
    code: str,
    name_zh: str,
    name_en: str,
    by: Actor,
    reason: str,
    is_sample: bool = False,
) -> Contract:
    """
    Propose a fund-use contract of a product: what never changes of it.

    :raises CodeTaken: if the code is held already.
    """
    holder = Contract.objects.filter(ALIVE, code=code).first()
    if holder is not None:
        raise CodeTaken(field="code", value=code, holder=str(holder))
    contract = Contract(
        product=product, code=code, name_zh=name_zh, name_en=name_en, is_sample=is_sample
    )
    return propose(contract, by=by, reason=reason)


def propose_terms(*, terms: ContractTerms, by: Actor, reason: str) -> ContractTerms:
    """
    Propose a version of a contract's terms.

    ``terms`` is a row not yet saved; to correct a version, ``terms.supersedes`` names it.

    :raises InvalidInput: naming the fields that are wrong.
    """
    findings = rules.judge_terms(
        industry_code=terms.industry_code,
        province=terms.province,
        committed_amount=terms.committed_amount,
        instrument=terms.instrument,
        isin=terms.isin,
        security_code=terms.security_code,
        interest_rate_percent=terms.interest_rate_percent,
    )
    if findings:
        raise InvalidInput(findings)
    return propose(terms, by=by, reason=reason)


def judge(terms: ContractTerms) -> list[Finding]:
    """Return what is odd in terms and blocks nothing."""
    return rules.odd_terms(
        instrument=terms.instrument,
        asset_class=terms.asset_class,
        isin=terms.isin,
        security_code=terms.security_code,
    )
