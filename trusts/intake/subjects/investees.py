"""Investees: what money finances beside projects, and projects with emissions of their own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.kernel.errors import NotFoundHere
from config.tables.converting import Choice, code, truth, words
from projects.registry import queries as registry
from trusts.attribution import operations as attribution
from trusts.attribution.models import Investee
from trusts.attribution.rules.investees import Kind
from trusts.intake.rules.columns import Column
from trusts.intake.subjects.subject import Acting, Subject, Values
from trusts.register import queries as register
from trusts.register.rules import ALL_THAT_IS_KNOWN

KINDS = {
    Kind.COMPANY.value: ("企业", "company"),
    Kind.PROJECT.value: ("项目", "project"),
    Kind.PROPERTY.value: ("不动产", "property"),
    Kind.VEHICLE.value: ("车辆", "vehicle"),
    Kind.ASSET.value: ("专项用途资产", "asset"),
    Kind.POOL.value: ("资产池", "pool"),
    Kind.STATE.value: ("主权国家", "state"),
    Kind.REGION.value: ("次主权主体", "region"),
}


def enter(values: Values, acting: Acting) -> None:
    """Enter one investee."""
    party = values["party"]
    investee = Investee(
        code=values["code"],
        name_zh=values["name_zh"],
        name_en=values["name_en"],
        kind=values["kind"],
        party=register.party_by_code(party) if party else None,
        project_id=_project(values["project"]),
        is_sample=acting.is_sample or values["is_sample"],
    )
    acting.agree(
        attribution.propose_investee(investee=investee, by=acting.by, reason=acting.reason)
    )


def _project(key: str | None) -> int | None:
    if not key:
        return None
    project = registry.project_of_code(key, known_at=ALL_THAT_IS_KNOWN)
    if project is None:
        raise NotFoundHere(what="project", key=key)
    return project.pk


SUBJECT = Subject(
    name="investees",
    title=_("Investees"),
    order=80,
    columns=(
        Column("code", "被投对象代码", "investee code", code, is_required=True, example="CO-1"),
        Column("name_zh", "中文名称", "Chinese name", words, is_required=True,
               example="示例股份有限公司"),
        Column("name_en", "英文名称", "English name", words, is_required=True,
               example="Sample Co., Ltd."),
        Column("kind", "种类", "kind", Choice(KINDS), is_required=True, example="企业"),
        Column("party", "当事人代码", "party code", code, example=""),
        Column("project", "项目代码", "project code", code, example=""),
        Column("is_sample", "示例数据", "sample data", truth, default=False),
    ),
    enter=enter,
    note=_("Of a company its party, of a project its code; of all else neither."),
)  # fmt: skip
