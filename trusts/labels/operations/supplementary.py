"""Load the fields of an edition; propose values for them, one or many at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from config.archive.models import StoredFile
from config.kernel.errors import InvalidInput
from config.kernel.findings import Finding
from config.kernel.models import Actor
from config.kernel.proposals import propose
from trusts.contracts.models import Contract
from trusts.labels.models import SupplementaryField, SupplementaryValue
from trusts.labels.rules.supplementary import SubjectKind, judge_value, subject_of, written
from trusts.register.editions import read_edition
from trusts.register.models import Product


@dataclass(frozen=True)
class ValueDraft:
    """A value that somebody wants to propose: of one contract or one product."""

    field: SupplementaryField
    effective_from: dt.date
    value: str
    source: str
    contract: Contract | None = None
    product: Product | None = None
    document: StoredFile | None = None
    supersedes: SupplementaryValue | None = None


@transaction.atomic
def load_fields(*, by: Actor) -> int:
    """
    Record the shipped edition of supplementary fields; what stands already is left alone.

    Returns how many were added.

    :raises EditionDamaged: if the file is not the one its manifest names.
    """
    by.check_may(SupplementaryValue.propose_permission)
    edition = read_edition("trusts.labels", "supplementary_fields.csv")
    standing = set(
        SupplementaryField.objects.filter(edition=edition.code).values_list("code", flat=True)
    )
    missing = [row for row in edition.rows if row["code"] not in standing]
    for row in missing:
        choices = [each for each in row["choices"].split("|") if each]
        SupplementaryField(edition=edition.code, **{**row, "choices": choices}).save()
    return len(missing)


def propose_value(draft: ValueDraft, *, by: Actor, reason: str) -> SupplementaryValue:
    """
    Propose what a field says of a contract or a product from a day on.

    :raises InvalidInput: if the value is none of the field's type, the field speaks of
        something else, or the source is missing.
    """
    (row,) = propose_values([draft], by=by, reason=reason)
    return row


@transaction.atomic
def propose_values(
    drafts: Sequence[ValueDraft], *, by: Actor, reason: str
) -> list[SupplementaryValue]:
    """
    Propose many values at once: all of them, or none where one is wrong.

    :raises InvalidInput: naming for each fault its row, counted from 1, and its field.
    """
    many = len(drafts) > 1
    findings = [
        finding
        for place, draft in enumerate(drafts, 1)
        for finding in _judge(draft, row=place if many else None)
    ]
    if findings:
        raise InvalidInput(findings)
    return [propose(_row(draft), by=by, reason=reason) for draft in drafts]


def _judge(draft: ValueDraft, *, row: int | None) -> list[Finding]:
    found = judge_value(draft.value, draft.field.facts, source=draft.source, row=row)
    given = [
        kind
        for kind, each in (
            (SubjectKind.CONTRACT, draft.contract),
            (SubjectKind.PRODUCT, draft.product),
        )
        if each is not None
    ]
    if given != [draft.field.applies_to]:
        found.append(
            Finding(
                code="another_subject",
                message="The field {field} speaks of something else, or two things are named.",
                field=draft.field.applies_to,
                value="",
                row=row,
                remedy="Name one contract where it applies to contracts, else one product.",
                facts={"field": draft.field.code},
            )
        )
    return found


def _row(draft: ValueDraft) -> SupplementaryValue:
    return SupplementaryValue(
        field=draft.field,
        subject=subject_of(
            contract_id=draft.contract.pk if draft.contract else None,
            product_id=draft.product.pk if draft.product else None,
        ),
        contract=draft.contract,
        product=draft.product,
        effective_from=draft.effective_from,
        value=written(draft.value, draft.field.facts) or "",
        source=draft.source.strip(),
        document=draft.document,
        supersedes=draft.supersedes,
    )
