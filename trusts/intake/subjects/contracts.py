"""Fund-use contracts with their first terms in one row."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from config.tables.converting import Choice, code, day, percent, positive, truth, words
from trusts.contracts import operations as contracts
from trusts.contracts.models import ContractTerms
from trusts.contracts.rules import AssetClass, Instrument
from trusts.intake.rules.columns import Column
from trusts.intake.subjects.products import form_of, forms_offered
from trusts.intake.subjects.subject import Acting, Subject, Values
from trusts.register import queries as register

INSTRUMENTS = {
    Instrument.LOAN.value: ("贷款", "loan"),
    Instrument.EQUITY.value: ("股权投资", "股权", "equity stake", "equity"),
    Instrument.BOND.value: ("债券", "bond"),
    Instrument.ABS.value: ("资产支持证券", "asset-backed security or note"),
    Instrument.FUND.value: ("基金", "fund"),
    Instrument.RECEIVABLE.value: ("应收账款收购", "receivables purchased"),
    Instrument.OTHER.value: ("其他", "other"),
}


ASSETS = {
    AssetClass.DEBT.value: ("债权", "固定收益", "debt"),
    AssetClass.EQUITY.value: ("权益", "equity"),
    AssetClass.COMMODITY_DERIVATIVE.value: ("商品及金融衍生品", "commodity or derivative"),
    AssetClass.OTHER.value: ("其他", "other"),
}


def enter(values: Values, acting: Acting) -> None:
    """Enter one contract and its first terms."""
    contract = acting.agree(
        contracts.propose_contract(
            product=register.product_by_code(values["product"]),
            code=values["code"],
            name_zh=values["name_zh"],
            name_en=values["name_en"],
            is_sample=acting.is_sample or values["is_sample"],
            by=acting.by,
            reason=acting.reason,
        )
    )
    given = {name: values[name] for name in TERMS if name not in {"counterparty", "form"}}
    terms = ContractTerms(
        contract=contract,
        counterparty=register.party_by_code(values["counterparty"]),
        form=form_of(values["form"]),
        **given,
    )
    acting.agree(contracts.propose_terms(terms=terms, by=acting.by, reason=acting.reason))


TERMS_COLUMNS = (
    Column("effective_from", "生效日", "effective from", day, is_required=True,
           example="2025-01-01"),
    Column("instrument", "运用方式", "instrument", Choice(INSTRUMENTS), is_required=True,
           example="贷款"),
    Column("asset_class", "资产类别", "asset class", Choice(ASSETS), default="",
           example="债权"),
    Column("counterparty", "交易对手代码", "counterparty code", code, is_required=True,
           example="SPV-01"),
    Column("industry_code", "投向行业(GB/T 4754)", "industry of use (GB/T 4754)",
           partial(code, limit=5), is_required=True, example="D4416"),
    Column("province", "投向省份", "province of use", partial(words, limit=8), default="",
           example="河南"),
    Column("committed_amount", "合同金额(元)", "committed amount (CNY)", positive,
           is_required=True, example="10,000,000.00"),
    Column("form", "绿色信托形式", "green form", words, offers=forms_offered),
    Column("look_back_percent", "再融资比例(%)", "refinancing share (%)", percent, example="0"),
    Column("signed_on", "签署日", "signed on", day, example="2024-12-20"),
    Column("matures_on", "到期日", "matures on", day, example="2030-01-01"),
)  # fmt: skip
TERMS = tuple(each.name for each in TERMS_COLUMNS)

SUBJECT = Subject(
    name="contracts",
    title=_("Contracts with their terms"),
    order=40,
    columns=(
        Column("product", "产品代码", "product code", code, is_required=True,
               example="GT-2025-01"),
        Column("code", "合同代码", "contract code", partial(code, limit=60), is_required=True,
               example="C-2025-01"),
        Column("name_zh", "中文名称", "Chinese name", words, is_required=True,
               example="屋顶光伏项目贷款合同"),
        Column("name_en", "英文名称", "English name", words, is_required=True,
               example="Rooftop loan"),
        *TERMS_COLUMNS,
        Column("is_sample", "样例数据", "sample data", truth, default=False, example="否"),
    ),
    enter=enter,
    note=_("Products and counterparties are confirmed before; a row names them by their codes."),
)  # fmt: skip
