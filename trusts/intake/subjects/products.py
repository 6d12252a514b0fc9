"""Products with their first terms in one row: forty on a Friday."""

from __future__ import annotations

from functools import partial

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import NotFoundHere
from config.tables.converting import Choice, code, day, percent, positive, rate, truth, whole, words
from trusts.intake.rules.columns import Column
from trusts.intake.subjects.subject import Acting, Subject, Values
from trusts.register import operations as register
from trusts.register.models import GreenForm, ProductTerms, TrustKind
from trusts.register.rules import (
    BenefitScope,
    Raising,
    RiskGrade,
    TrustFunction,
    TrustStatus,
    TrustStructure,
)
from trusts.register.rules.words import KIND_LEVEL

STRUCTURES = {
    TrustStructure.SINGLE.value: ("单一", "single"),
    TrustStructure.COLLECTIVE.value: ("集合", "collective"),
    TrustStructure.PROPERTY_RIGHT.value: ("财产权", "property right"),
}
FUNCTIONS = {
    TrustFunction.FINANCING.value: ("融资类", "融资", "financing"),
    TrustFunction.INVESTMENT.value: ("投资类", "投资", "investment"),
    TrustFunction.ADMINISTRATION.value: ("事务管理类", "事务管理", "administration"),
}
STATUSES = {
    TrustStatus.DRAFT.value: ("草稿", "draft"),
    TrustStatus.PRE_REGISTERED.value: ("预登记", "pre-registered"),
    TrustStatus.ESTABLISHED.value: ("成立", "established"),
    TrustStatus.IN_RUN.value: ("存续", "in run"),
    TrustStatus.EXTENDED.value: ("延期", "extended"),
    TrustStatus.TERMINATED.value: ("终止", "terminated"),
    TrustStatus.LIQUIDATED.value: ("清算完毕", "liquidated"),
}
RAISINGS = {
    Raising.PRIVATE.value: ("合格投资者", "qualified investors"),
    Raising.PUBLIC.value: ("公众", "the public"),
}
BENEFITS = {
    BenefitScope.SELF.value: ("自益", "the settlor alone"),
    BenefitScope.OTHERS.value: ("他益", "others than the settlor"),
    BenefitScope.BOTH.value: ("自益与他益", "the settlor and others"),
}
long_words = partial(words, limit=2000)


def kind_of(key: str) -> TrustKind:
    """
    Return the kind with this code or name, of the latest edition that has it.

    :raises NotFoundHere: if no edition has it.
    """
    named = TrustKind.objects.filter(Q(code=key) | Q(name_zh=key) | Q(name_en__iexact=key))
    found: TrustKind | None = named.order_by("-edition", "-level").first()
    if found is None:
        raise NotFoundHere(what="trust kind", key=key)
    return found


def form_of(key: str | None) -> GreenForm | None:
    """
    Return the green form with this code or name; None for none.

    :raises NotFoundHere: if no edition has it.
    """
    if not key:
        return None
    named = GreenForm.objects.filter(Q(code=key) | Q(name_zh=key) | Q(name_en__iexact=key))
    found: GreenForm | None = named.order_by("-edition").first()
    if found is None:
        raise NotFoundHere(what="green form", key=key)
    return found


def kinds_offered() -> list[str]:
    """Return the kinds that a template offers."""
    rows = TrustKind.objects.filter(level=KIND_LEVEL).order_by("edition", "code")
    return list(rows.values_list("name_zh", flat=True))


def forms_offered() -> list[str]:
    """Return the green forms that a template offers."""
    return list(GreenForm.objects.order_by("edition", "code").values_list("name_zh", flat=True))


def enter(values: Values, acting: Acting) -> None:
    """Enter one product and its first terms."""
    product = acting.agree(
        register.propose_product(
            code=values["code"],
            registration_code=values["registration_code"],
            name_zh=values["name_zh"],
            name_en=values["name_en"],
            is_sample=acting.is_sample or values["is_sample"],
            by=acting.by,
            reason=acting.reason,
        )
    )
    given = {name: values[name] for name in TERMS if name not in {"kind", "form"}}
    terms = ProductTerms(
        product=product, kind=kind_of(values["kind"]), form=form_of(values["form"]), **given
    )
    acting.agree(register.propose_terms(terms=terms, by=acting.by, reason=acting.reason))


TERMS_COLUMNS = (
    Column("effective_from", "生效日", "effective from", day, is_required=True,
           example="2025-01-01"),
    Column("kind", "信托类别", "trust kind", words, is_required=True, example="AM.2",
           offers=kinds_offered),
    Column("form", "绿色信托形式", "green form", words, offers=forms_offered),
    Column("structure", "设立方式", "structure", Choice(STRUCTURES), is_required=True,
           example="集合"),
    Column("function", "信托功能", "function", Choice(FUNCTIONS), default="", example="投资类"),
    Column("status", "状态", "status", Choice(STATUSES), is_required=True, example="存续"),
    Column("raising", "募集方式", "raised from", Choice(RAISINGS), default="",
           example="合格投资者"),
    Column("benefit_scope", "受益范围", "benefits", Choice(BENEFITS), default=""),
    Column("planned_amount", "计划规模(元)", "planned amount (CNY)", positive,
           example="500,000,000.00"),
    Column("entrusted_amount", "受托金额(元)", "entrusted amount (CNY)", positive),
    Column("registered_on", "初始登记日", "registered on", day),
    Column("purpose", "信托目的", "trust purpose", long_words, default=""),
    Column("property_note", "信托财产", "trust property", long_words, default=""),
    Column("benefit_note", "信托利益分配", "distribution of benefits", long_words, default=""),
    Column("established_on", "成立日", "established on", day, example="2025-01-01"),
    Column("terminated_on", "终止日", "terminated on", day),
    Column("term_months", "期限(月)", "term in months", whole, example="24"),
    Column("matures_on", "到期日", "matures on", day, example="2027-01-01"),
    Column("benchmark_percent", "业绩比较基准(%)", "performance benchmark (%)", rate,
           example="4.2"),
    Column("fee_rate_percent", "受托人报酬率(%)", "trustee fee rate (%)", percent, example="0.3"),
    Column("risk_grade", "风险等级", "risk grade", Choice({each.value: () for each in RiskGrade}),
           default="", example="R3"),
)  # fmt: skip
TERMS = tuple(each.name for each in TERMS_COLUMNS)

SUBJECT = Subject(
    name="products",
    title=_("Products with their terms"),
    order=30,
    columns=(
        Column("code", "产品代码", "product code", code, is_required=True, example="GT-2025-01"),
        Column("registration_code", "信托登记编码", "registration code",
               partial(code, limit=60), is_required=True, example="ZXD-EXAMPLE-01"),
        Column("name_zh", "中文名称", "Chinese name", words, is_required=True,
               example="绿色一号集合资金信托计划"),
        Column("name_en", "英文名称", "English name", words, is_required=True,
               example="Green No. 1"),
        *TERMS_COLUMNS,
        Column("is_sample", "样例数据", "sample data", truth, default=False, example="否"),
    ),
    enter=enter,
    note=_("One row a product: what never changes of it, and its first terms."),
)  # fmt: skip
