"""Parties, bodies only: what files say of natural persons would lie open in the archive."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.tables.converting import Choice, code, truth, words
from trusts.intake.rules.columns import Column
from trusts.intake.subjects.subject import Acting, Subject, Values
from trusts.register import operations as register
from trusts.register.rules import PartyType

TYPES = {
    PartyType.COMPANY.value: ("公司", "company"),
    PartyType.FINANCIAL_INSTITUTION.value: ("金融机构", "financial institution"),
    PartyType.PUBLIC_BODY.value: ("公共机构", "public body"),
    PartyType.CHARITY.value: ("慈善组织", "charity"),
    PartyType.PLAN.value: ("计划或基金", "plan or fund"),
}


def enter(values: Values, acting: Acting) -> None:
    """Enter one party."""
    acting.agree(
        register.propose_party(
            code=values["code"],
            name_zh=values["name_zh"],
            name_en=values["name_en"],
            party_type=values["party_type"],
            uscc=values["uscc"],
            lei=values["lei"],
            is_sample=acting.is_sample or values["is_sample"],
            by=acting.by,
            reason=acting.reason,
        )
    )


SUBJECT = Subject(
    name="parties",
    title=_("Parties"),
    order=20,
    columns=(
        Column("code", "代码", "code", code, is_required=True, example="SPV-01"),
        Column("name_zh", "中文名称", "Chinese name", words, is_required=True, example="某某公司"),
        Column("name_en", "英文名称", "English name", words, is_required=True, example="Some Co."),
        Column("party_type", "类型", "type", Choice(TYPES), is_required=True, example="公司"),
        Column("uscc", "统一社会信用代码", "unified social credit code", code, default=""),
        Column("lei", "法人识别编码(LEI)", "LEI", code, default=""),
        Column("is_sample", "样例数据", "sample data", truth, default=False, example="否"),
    ),
    enter=enter,
    note=_("Natural persons are entered by hand, under seal, and never by file."),
)
