"""What investees emitted, removed or avoided in years, a row a kind of tonnes."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from config.tables.converting import Choice, amount, code, truth, whole, words
from trusts.attribution import operations as attribution
from trusts.attribution import queries
from trusts.attribution.models import InvesteeEmission
from trusts.attribution.rules.portfolios import Tonnes
from trusts.intake.rules.columns import Column
from trusts.intake.subjects.subject import Acting, Subject, Values

KINDS = {
    Tonnes.SCOPE_1.value: ("范围一", "scope 1"),
    Tonnes.SCOPE_2.value: ("范围二", "scope 2"),
    Tonnes.SCOPE_3.value: ("范围三", "scope 3"),
    Tonnes.SCOPE_1_LULUCF.value: ("范围一（含土地利用）", "scope 1 with land use"),
    Tonnes.REMOVED.value: ("清除", "removed"),
    Tonnes.AVOIDED.value: ("避免", "avoided"),
    Tonnes.CREDITS_RETIRED.value: ("已注销碳信用", "credits retired"),
    Tonnes.CREDITS_GENERATED.value: ("产生的碳信用", "credits generated"),
}


def enter(values: Values, acting: Acting) -> None:
    """Enter what one investee emitted in one year, of one kind."""
    row = InvesteeEmission(
        investee=queries.investee_by_code(values["investee"]),
        year=values["year"],
        kind=values["kind"],
        mass_tco2e=values["mass_tco2e"],
        option=values["option"],
        verified_by=values["verified_by"],
        source=values["source"],
        is_sample=acting.is_sample or values["is_sample"],
    )
    acting.agree(attribution.propose_emission(emission=row, by=acting.by, reason=acting.reason))


SUBJECT = Subject(
    name="investee_emissions",
    title=_("Emissions of investees"),
    order=82,
    columns=(
        Column("investee", "被投对象代码", "investee code", code, is_required=True,
               example="CO-1"),
        Column("year", "年度", "year", whole, is_required=True, example="2025"),
        Column("kind", "吨数种类", "kind of tonnes", Choice(KINDS), is_required=True,
               example="范围一"),
        Column("mass_tco2e", "吨二氧化碳当量", "tCO2e", partial(amount, places=6),
               is_required=True, example="1240.5"),
        Column("option", "证据选项", "option of evidence", code, is_required=True,
               example="1b"),
        Column("verified_by", "核查机构与报告", "verified by", words, default=""),
        Column("source", "来源", "source", words, is_required=True, example="emission report"),
        Column("is_sample", "示例数据", "sample data", truth, default=False),
    ),
    enter=enter,
    note=_("The option is PCAF's; 1a names who verified. Tonnes are those of the whole investee."),
)  # fmt: skip
