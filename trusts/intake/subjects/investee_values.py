"""What investees were worth at the ends of years, a row an investee and year."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from config.tables.converting import amount, code, truth, whole, words
from trusts.attribution import operations as attribution
from trusts.attribution import queries
from trusts.attribution.models import InvesteeYear
from trusts.attribution.operations.investees import AMOUNTS
from trusts.intake.rules.columns import Column
from trusts.intake.subjects.subject import Acting, Subject, Values


def enter(values: Values, acting: Acting) -> None:
    """Enter what one investee was worth in one year."""
    row = InvesteeYear(
        investee=queries.investee_by_code(values["investee"]),
        year=values["year"],
        source=values["source"],
        is_sample=acting.is_sample or values["is_sample"],
        **{name: values[name] for name in AMOUNTS},
    )
    acting.agree(attribution.propose_year(year=row, by=acting.by, reason=acting.reason))


SUBJECT = Subject(
    name="investee_values",
    title=_("Values of investees"),
    order=81,
    columns=(
        Column("investee", "被投对象代码", "investee code", code, is_required=True,
               example="CO-1"),
        Column("year", "年度", "year", whole, is_required=True, example="2025"),
        Column("equity_cny", "所有者权益合计", "total equity", amount, example="300000000.00"),
        Column("debt_cny", "债务合计", "total debt", amount, example="500000000.00"),
        Column("total_assets_cny", "资产总计", "total assets", amount, example=""),
        Column("market_cap_ordinary_cny", "普通股市值", "market cap ordinary", amount,
               example=""),
        Column("market_cap_preferred_cny", "优先股市值", "market cap preferred", amount,
               example=""),
        Column("minority_interests_cny", "少数股东权益", "minority interests", amount,
               example=""),
        Column("asset_value_cny", "资产或资产池价值", "value of asset or pool", amount,
               example=""),
        Column("total_investment_cny", "总投资", "total investment", amount, example=""),
        Column("ppp_gdp_usd", "购买力平价GDP(国际美元)", "PPP GDP (international USD)", amount,
               example=""),
        Column("cny_per_usd", "年末美元汇率", "CNY per USD", partial(amount, places=6),
               example=""),
        Column("source", "来源", "source", words, is_required=True, example="2025 annual report"),
        Column("is_sample", "示例数据", "sample data", truth, default=False),
    ),
    enter=enter,
    note=_("A second row of an investee and year corrects what was confirmed before."),
)  # fmt: skip
