"""
PCAF's asset classes: what the numerator and the denominator are, and where each rule stands.

The table in :data:`ASSET_CLASSES` is the whole truth: the calculator, its page and its
address in the API read it. Where we have not read the text of a rule (the update of December
2025), its confidence is B or the class is refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from config.kernel.errors import DomainError
from trusts.attribution.rules.asset_classes import (
    INPUTS,
    AssetClass,
    Factor,
    Inputs,
    not_read,
    of_enterprise,
    of_project,
    of_vehicle,
    over,
)

PART_A = "PCAF Global GHG Standard, Part A, second edition (2022)"
UPDATE = "PCAF update of December 2025; its text was not read"


class UnknownAssetClass(DomainError):
    """There is no asset class {asset_class}; there are {known}."""

    code = "unknown_asset_class"
    status = 400


class InputBelowZero(DomainError):
    """{field} is {value}; it is never below zero here."""

    code = "input_below_zero"
    status = 400


_STAKE = ("outstanding", "shares_held", "total_shares", "guaranteed")
_SHEET = ("equity", "debt", "total_assets")
_EVIC = ("market_cap_ordinary", "market_cap_preferred", "minority_interests", "cash")

ASSET_CLASSES: Mapping[str, AssetClass] = {
    each.code: each
    for each in (
        AssetClass(
            code="listed_equity_corporate_bonds",
            name_zh="上市股权与公司债券",
            name_en="Listed equity and corporate bonds",
            equation="outstanding ÷ EVIC (listed) or ÷ (equity + debt) (private issuer)",
            equation_zh="存续余额 ÷ EVIC（上市）或 ÷（权益 + 债务）（非上市发行人）",
            inputs=(*_STAKE, *_SHEET, *_EVIC),
            compute=of_enterprise,
            note_zh="EVIC 不扣除现金。",
            note_en="EVIC deducts no cash.",
            source=f"{PART_A}, 5.1",
            confidence="A",
        ),
        AssetClass(
            code="business_loans_unlisted_equity",
            name_zh="企业贷款与非上市股权",
            name_en="Business loans and unlisted equity",
            equation="outstanding ÷ (equity + debt); listed borrower: ÷ EVIC",
            equation_zh="存续余额 ÷（权益 + 债务）；上市借款人：÷ EVIC",
            inputs=(*_STAKE, *_SHEET, *_EVIC),
            compute=of_enterprise,
            note_zh="权益为负按零计；权益或债务未知时以资产总计代替；私募股权基金不在此列。",
            note_en="Negative equity counts as zero; total assets where equity or debt is unknown; "
            "private equity funds are not covered.",
            source=f"{PART_A}, 5.2",
            confidence="A",
        ),
        AssetClass(
            code="project_finance",
            name_zh="项目融资",
            name_en="Project finance",
            equation="outstanding ÷ (project equity + project debt)",
            equation_zh="存续余额 ÷（项目权益 + 项目债务）",
            inputs=(*_STAKE, *_SHEET),
            compute=of_project,
            note_zh="担保在履约前计为零；避免与移除的排放单独列示。",
            note_en="A guarantee counts as zero until it is called; avoided and removed emissions "
            "are reported apart.",
            source=f"{PART_A}, 5.3",
            confidence="A",
        ),
        AssetClass(
            code="commercial_real_estate",
            name_zh="商业地产",
            name_en="Commercial real estate",
            equation="outstanding ÷ property value at origination",
            equation_zh="存续余额 ÷ 发放时的物业价值",
            inputs=("outstanding", "property_value"),
            compute=over("property_value"),
            note_zh="物业价值固定在发放时，仅随合同变更而更新。",
            note_en="The property value stays that of origination, unless the loan is modified.",
            source=f"{PART_A}, 5.4",
            confidence="A",
        ),
        AssetClass(
            code="mortgages",
            name_zh="住房按揭",
            name_en="Mortgages",
            equation="outstanding ÷ property value at origination",
            equation_zh="存续余额 ÷ 发放时的物业价值",
            inputs=("outstanding", "property_value"),
            compute=over("property_value"),
            note_zh="在建房产不作要求。",
            note_en="Construction is not required.",
            source=f"{PART_A}, 5.5",
            confidence="A",
        ),
        AssetClass(
            code="motor_vehicle_loans",
            name_zh="汽车贷款",
            name_en="Motor vehicle loans",
            equation="outstanding ÷ total value at origination",
            equation_zh="存续余额 ÷ 发放时的车辆总价",
            inputs=("outstanding", "vehicle_value"),
            compute=of_vehicle,
            note_zh="车价未知时全部归属；结清后为零。",
            note_en="All of it where the value is unknown; nothing once repaid.",
            source=f"{PART_A}, 5.6",
            confidence="A",
        ),
        AssetClass(
            code="sovereign_debt",
            name_zh="主权债",
            name_en="Sovereign debt",
            equation="exposure (USD) ÷ PPP-adjusted GDP (international USD)",
            equation_zh="风险敞口（美元）÷ 购买力平价 GDP（国际美元）",
            inputs=("exposure_usd", "ppp_gdp"),
            compute=over("ppp_gdp", "exposure_usd"),
            note_zh="以国内生产排放为基础，含与不含土地利用两种口径。",
            note_en="On production emissions, with and without land use.",
            source=f"{PART_A}, 5.7",
            confidence="A",
        ),
        AssetClass(
            code="use_of_proceeds",
            name_zh="募集资金专项用途",
            name_en="Use of proceeds",
            equation="outstanding ÷ value of the financed project or asset",
            equation_zh="存续余额 ÷ 所投项目或资产的价值",
            inputs=("outstanding", "project_value"),
            compute=over("project_value"),
            note_zh="按项目排放计，不按发行人全部排放计；更新文本未读，按公开介绍。",
            note_en="On the project's emissions, not the issuer's; by public summaries, the text "
            "of the update was not read.",
            source=UPDATE,
            confidence="B",
        ),
        AssetClass(
            code="securitisations_structured_products",
            name_zh="资产证券化与结构化产品",
            name_en="Securitizations and structured products",
            equation="outstanding ÷ balance of the underlying pool, look-through",
            equation_zh="存续余额 ÷ 基础资产池余额（穿透）",
            inputs=("outstanding", "pool_value"),
            compute=over("pool_value"),
            note_zh="穿透至基础资产；更新文本未读，按公开介绍。",
            note_en="Look-through; by public summaries, the text of the update was not read.",
            source=UPDATE,
            confidence="B",
        ),
        AssetClass(
            code="sub_sovereign_debt",
            name_zh="次主权债",
            name_en="Sub-sovereign debt",
            equation="not read",
            equation_zh="未读",
            inputs=(),
            compute=not_read,
            note_zh="规则文本未读，不计算。",
            note_en="The text of the rule was not read; nothing is computed.",
            source=UPDATE,
            confidence="C",
        ),
    )
}


def factor(asset_class: str, given: Inputs) -> Factor:
    """
    Return the attribution factor of one position.

    ``given`` maps names of :data:`INPUTS` to amounts in one currency. Worked number: 50 of
    equity 50 and debt 50, with cash of 20 left in, is 0.5 (PCAF Part A 2022, box 5).

    :raises UnknownAssetClass: if there is no such class.
    :raises RuleNotRead: if the rule of the class was not read.
    :raises InputMissing: naming what is missing.
    :raises InputBelowZero: for an amount below zero, equity apart.
    :raises NothingToDivideBy: if the denominator is not above zero.
    """
    chosen = ASSET_CLASSES.get(asset_class)
    if chosen is None:
        raise UnknownAssetClass(asset_class=asset_class, known=", ".join(ASSET_CLASSES))
    for name, value in given.items():
        if value < 0 and not INPUTS[name].may_be_negative:
            raise InputBelowZero(field=name, value=value)
    return chosen.compute(chosen, given)
