"""What people write in the sample disclosure: texts bound to its figures, a question, next year."""

from __future__ import annotations

import datetime as dt

from config.demo.people import Cast
from reporting.disclosures import operations as disclosures
from reporting.disclosures.drafting import queries as drafts
from reporting.disclosures.models import Disclosure, DisclosureVersion, NarrativeText
from reporting.disclosures.operations import commenting, drafting

CAPITAL = "示例信托有限责任公司为虚构机构，注册资本 30 亿元"
FOREWORD_ZH = (
    CAPITAL
    + """。**本文字为样本。**

2025 年末存续绿色信托产品 {{G-GT-01}} 只，存续规模 {{G-GT-02}}。所投项目全年计量发电
{{E-EN-01}}，按电网替代与供热替代计算避免排放 {{E-AV-03}}。

须说明的两点：
- 部分电站仍有缺失的日数据块，缺失处不补估；
- 归因有两种口径，PCAF 口径为 {{E-AT-01}}，绿色信贷指引口径为 {{E-AT-02}}，
  本报告并列列示。"""
)
FOREWORD_EN = """Sample Trust Co., Ltd. does not exist. **These words are a sample.**

At the end of 2025 it ran {{G-GT-01}} green trust products with {{G-GT-02}} outstanding. The \
projects that they finance metered {{E-EN-01}} of electricity; {{E-AV-03}} were avoided by grid \
and heat displacement.

Two things to know:
- some stations still miss day blocks, and nothing is estimated in their place;
- there are two ways of attribution: {{E-AT-01}} by PCAF, {{E-AT-02}} by the green-credit guide."""
OUTLOOK_ZH = """2026 年的安排（样本文字）：
- 补齐缺失电站的计量文件，并按月关账；
- 对存续项目逐一复核绿色认定。"""
OUTLOOK_EN = """In 2026 (sample words):
- the missing meter files are asked for, and the books are closed month by month;
- the recognition of every project in run is checked again."""
TEXTS = {
    ("foreword", "zh-Hans"): FOREWORD_ZH,
    ("foreword", "en"): FOREWORD_EN,
    ("outlook", "zh-Hans"): OUTLOOK_ZH,
    ("outlook", "en"): OUTLOOK_EN,
}
DUE_ON = dt.date(2026, 4, 15)


def write(cast: Cast, disclosure: Disclosure) -> None:
    """Assign two sections, write them, settle a question, say why one number stands alone."""
    if drafts.standing_texts(disclosure):
        return
    for section in ("foreword", "outlook"):
        commenting.assign(
            disclosure=disclosure,
            section=section,
            assignee=cast.officer,
            due_on=DUE_ON,
            by=cast.officer,
            note="sample",
        )
    rows = {
        (section, language): drafting.write(
            disclosure=disclosure,
            section=section,
            language=language,
            text=text,
            over=0,
            by=cast.officer,
        )
        for (section, language), text in TEXTS.items()
    }
    drafting.explain(
        text=rows["foreword", "zh-Hans"],
        number="30 亿元",
        sentence=CAPITAL,
        reason="营业执照所载（样本），不是披露数字",
        by=cast.officer,
    )
    thread = commenting.comment(
        disclosure=disclosure,
        section="foreword",
        text="缺失的电站有多少座？（样本意见）",
        by=cast.reviewer,
    )
    commenting.answer(thread=thread, text="见“数据质量”一节的完整率。", by=cast.officer)
    commenting.settle(thread=thread, note="已核对（样本）", by=cast.reviewer)


def begin_next_year(cast: Cast, version: DisclosureVersion) -> None:
    """Open the next year's disclosure with these texts; one is read and kept, the others wait."""
    if drafts.following_disclosure(version.disclosure) is not None:
        return
    following = disclosures.open_next(disclosure=version.disclosure, by=cast.officer)
    row = NarrativeText.objects.get(disclosure=following, section="outlook", language="en")
    drafting.keep(text=row, by=cast.officer, note="holds for the coming year too (sample)")
    commenting.comment(
        disclosure=following,
        section="outlook",
        text="请按新一年的计划改写中文部分。（样本意见）",
        by=cast.reviewer,
    )
