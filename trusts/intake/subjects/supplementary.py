"""Supplementary values of contracts and products, a row a value."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.kernel.errors import NotFoundHere
from config.tables.converting import code, day, words
from trusts.contracts import queries as contracts
from trusts.intake.rules.columns import Column
from trusts.intake.subjects.subject import Acting, Subject, Values
from trusts.labels import operations as labels
from trusts.labels.models import SupplementaryField
from trusts.labels.operations import ValueDraft
from trusts.register import queries as register


def field_of(key: str) -> SupplementaryField:
    """
    Return the field with this code, of the latest edition that has it.

    :raises NotFoundHere: if no edition has it.
    """
    named = SupplementaryField.objects.filter(code=key).order_by("-edition")
    found: SupplementaryField | None = named.first()
    if found is None:
        raise NotFoundHere(what="supplementary field", key=key)
    return found


def fields_offered() -> list[str]:
    """Return the codes of the fields that a template offers."""
    codes = SupplementaryField.objects.order_by("edition", "code").values_list("code", flat=True)
    return list(codes)


def enter(values: Values, acting: Acting) -> None:
    """Enter one value."""
    contract, product = values["contract"], values["product"]
    draft = ValueDraft(
        field=field_of(values["field"]),
        effective_from=values["effective_from"],
        value=values["value"],
        source=values["source"],
        contract=contracts.contract_by_code(contract) if contract else None,
        product=register.product_by_code(product) if product else None,
    )
    acting.agree(labels.propose_value(draft, by=acting.by, reason=acting.reason))


SUBJECT = Subject(
    name="supplementary",
    title=_("Supplementary values"),
    order=70,
    columns=(
        Column("field", "补录字段", "supplementary field", code, is_required=True,
               offers=fields_offered, example="field code"),
        Column("contract", "合同代码", "contract code", code, example="C-2025-01"),
        Column("product", "产品代码", "product code", code, example=""),
        Column("effective_from", "生效日", "effective from", day, is_required=True,
               example="2025-01-01"),
        Column("value", "取值", "value", words, is_required=True, example=""),
        Column("source", "来源", "source", words, is_required=True, example="合同第3条"),
    ),
    enter=enter,
    note=_("A row names a contract or a product, the value, and where it was read."),
)  # fmt: skip
