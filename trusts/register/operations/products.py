"""Propose products, their terms in versions, and the roles of parties."""

from __future__ import annotations

import datetime as dt

from config.kernel.findings import Finding
from config.kernel.models import Actor
from config.kernel.proposals import propose
from trusts.register import queries, rules
from trusts.register.models import Party, PartyRole, Product, ProductTerms
from trusts.register.operations.checks import check_free, refuse


def propose_product(
    *,
    code: str,
    registration_code: str,
    name_zh: str,
    name_en: str,
    by: Actor,
    reason: str,
    is_sample: bool = False,
) -> Product:
    """
    Propose a product: what never changes of it.

    :raises CodeTaken: if the code or the registration code is held already.
    """
    check_free(Product, "code", code)
    check_free(Product, "registration_code", registration_code)
    product = Product(
        code=code,
        registration_code=registration_code,
        name_zh=name_zh,
        name_en=name_en,
        is_sample=is_sample,
    )
    return propose(product, by=by, reason=reason)


def propose_terms(*, terms: ProductTerms, by: Actor, reason: str) -> ProductTerms:
    """
    Propose a version of a product's terms; a move of its life is a version with a new status.

    ``terms`` is a row not yet saved; to correct a version, ``terms.supersedes`` names it.

    :raises InvalidInput: if the terms contradict themselves, or a rule of the trade forbids them.
    :raises ForbiddenMove: if the status cannot stand between its neighbors.
    """
    terms.check_place_in_life()
    refuse(judge(terms))
    return propose(terms, by=by, reason=reason)


def judge(terms: ProductTerms) -> list[Finding]:
    """Return what is wrong or odd in terms, stored or not, the rules of the trade included."""
    return [*_judge_terms(terms), *_judge_document(terms), *queries.judged_by_trade(terms)]


def _judge_terms(terms: ProductTerms) -> list[Finding]:
    before = terms.before()
    return rules.judge_terms(
        rules.TermsFacts(
            kind_code=terms.kind.code,
            kind_level=terms.kind.level,
            class_code=terms.kind.class_code,
            status=terms.status,
            status_before=before.status if before else "",
            has_document=terms.document_id is not None,
            form_code=terms.form.code if terms.form else "",
            form_class_code=terms.form.class_code if terms.form else "",
            established_on=terms.established_on,
            terminated_on=terms.terminated_on,
            matures_on=terms.matures_on,
            term_months=terms.term_months,
        )
    )


def _judge_document(terms: ProductTerms) -> list[Finding]:
    paper = terms.document
    if paper is None:
        return []
    return rules.judge_document(
        name=paper.name, media_type=paper.media_type, size_bytes=paper.size_bytes
    )


def propose_role(
    *,
    product: Product,
    party: Party,
    role: str,
    effective_from: dt.date,
    by: Actor,
    reason: str,
    effective_to: dt.date | None = None,
    supersedes: PartyRole | None = None,
) -> PartyRole:
    """Propose a party's role in a product; to end it, supersede it with its last day known."""
    row = PartyRole(
        product=product,
        party=party,
        role=role,
        effective_from=effective_from,
        effective_to=effective_to,
        supersedes=supersedes,
    )
    return propose(row, by=by, reason=reason)
