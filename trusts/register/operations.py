"""Acts on the register: editions loaded; parties, products, terms and roles proposed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import Finding
from config.kernel.models import Actor
from config.kernel.proposals import propose
from trusts.register import rules
from trusts.register.editions import read_edition
from trusts.register.models import (
    ALIVE,
    GreenForm,
    Party,
    PartyRole,
    Product,
    ProductTerms,
    TrustKind,
)


class CodeTaken(DomainError):
    """The {field} {value} is held by {holder} already."""

    code = "code_taken"


@transaction.atomic
def load_editions(*, by: Actor) -> dict[str, int]:
    """
    Record the shipped editions of classes and forms; what stands already is left alone.

    Returns how many rows were added by file.

    :raises EditionDamaged: if a file is not the one its manifest names.
    """
    by.check_may(Party.propose_permission)
    return {
        "trust_classes.csv": _load_kinds(),
        "green_trust_forms.csv": _load_forms(),
    }


def _load_kinds() -> int:
    edition = read_edition("trusts.register", "trust_classes.csv")
    standing = {row.code: row for row in TrustKind.objects.filter(edition=edition.code)}
    added = 0
    for row in sorted(edition.rows, key=lambda each: int(each["level"])):
        if row["code"] in standing:
            continue
        kind = TrustKind(
            edition=edition.code,
            code=row["code"],
            level=int(row["level"]),
            parent=standing[row["parent"]] if row["parent"] else None,
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            source=row["source"],
            confidence=row["confidence"],
        )
        kind.save()
        standing[kind.code] = kind
        added += 1
    return added


def _load_forms() -> int:
    edition = read_edition("trusts.register", "green_trust_forms.csv")
    standing = set(GreenForm.objects.filter(edition=edition.code).values_list("code", flat=True))
    missing = [row for row in edition.rows if row["code"] not in standing]
    columns = ("code", "class_code", "name_zh", "name_en", "source", "confidence")
    for row in missing:
        GreenForm(edition=edition.code, **{name: row[name] for name in columns}).save()
    return len(missing)


def propose_party(
    *,
    code: str,
    name_zh: str,
    name_en: str,
    party_type: str,
    by: Actor,
    reason: str,
    uscc: str = "",
    is_sample: bool = False,
) -> Party:
    """
    Propose a party.

    :raises InvalidInput: if its credit code is not one.
    :raises CodeTaken: if the code or the credit code is held already.
    """
    _refuse(rules.judge_party(party_type=party_type, uscc_text=uscc))
    number = uscc or None
    _check_free(Party, "code", code)
    if number is not None:
        _check_free(Party, "uscc", number)
    party = Party(
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        party_type=party_type,
        uscc=number,
        is_sample=is_sample,
    )
    return propose(party, by=by, reason=reason)


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
    _check_free(Product, "code", code)
    _check_free(Product, "registration_code", registration_code)
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

    :raises InvalidInput: if the terms contradict themselves.
    :raises ForbiddenMove: if the status cannot stand between its neighbors.
    """
    _refuse(judge(terms))
    terms.check_place_in_life()
    return propose(terms, by=by, reason=reason)


def judge(terms: ProductTerms) -> list[Finding]:
    """Return what is wrong or odd in terms, stored or not."""
    return rules.judge_terms(
        rules.TermsFacts(
            kind_code=terms.kind.code,
            kind_level=terms.kind.level,
            class_code=terms.kind.class_code,
            status=terms.status,
            form_code=terms.form.code if terms.form else "",
            form_class_code=terms.form.class_code if terms.form else "",
            established_on=terms.established_on,
            terminated_on=terms.terminated_on,
            matures_on=terms.matures_on,
            term_months=terms.term_months,
        )
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


def _refuse(findings: list[Finding]) -> None:
    errors = [each for each in findings if each.blocks]
    if errors:
        raise InvalidInput(errors)


def _check_free(model: type[Party] | type[Product], field: str, value: str) -> None:
    holder = model.objects.filter(ALIVE, **{field: value}).first()
    if holder is not None:
        raise CodeTaken(field=field, value=value, holder=str(holder))
