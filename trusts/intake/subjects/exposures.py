"""Exposures: which asset class of PCAF the money of contracts falls in, a row an investee."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from django.utils.translation import gettext_lazy as _

from config.tables.converting import Choice, amount, code, day, percent, words
from trusts.attribution import operations as attribution
from trusts.attribution import queries
from trusts.attribution.models import Exposure
from trusts.attribution.rules.classes_table import ASSET_CLASSES
from trusts.contracts import queries as contracts
from trusts.intake.rules.columns import Column
from trusts.intake.subjects.subject import Acting, Subject, Values

CLASSES = {each.code: (each.name_zh, each.name_en) for each in ASSET_CLASSES.values()}


def enter(values: Values, acting: Acting) -> None:
    """Enter one exposure."""
    row = Exposure(
        contract=contracts.contract_by_code(values["contract"]),
        investee=queries.investee_by_code(values["investee"]),
        effective_from=values["effective_from"],
        asset_class=values["asset_class"],
        percent=values["percent"],
        shares_held=values["shares_held"],
        total_shares=values["total_shares"],
        value_at_origination_cny=values["value_at_origination_cny"],
        note=values["note"],
    )
    acting.agree(attribution.propose_exposure(exposure=row, by=acting.by, reason=acting.reason))


SUBJECT = Subject(
    name="exposures",
    title=_("Exposures to investees"),
    order=83,
    columns=(
        Column("contract", "合同代码", "contract code", code, is_required=True,
               example="C-2025-01"),
        Column("investee", "被投对象代码", "investee code", code, is_required=True,
               example="CO-1"),
        Column("effective_from", "生效日", "effective from", day, is_required=True,
               example="2025-01-01"),
        Column("asset_class", "PCAF资产类别", "asset class", Choice(CLASSES), is_required=True,
               example="企业贷款与非上市股权"),
        Column("percent", "占比(%)", "part (%)", percent, default=Decimal(100)),
        Column("shares_held", "持有股份数", "shares held", partial(amount, places=6),
               example=""),
        Column("total_shares", "总股份数", "shares in all", partial(amount, places=6),
               example=""),
        Column("value_at_origination_cny", "发放时价值", "value at origination", amount,
               example=""),
        Column("note", "备注", "note", words, default=""),
    ),
    enter=enter,
    note=_("The part is of what stands on no project; 0 ends the exposure."),
)  # fmt: skip
