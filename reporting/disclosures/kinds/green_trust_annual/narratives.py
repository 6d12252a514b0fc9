"""What people write in the annual green trust disclosure, beside what is built."""

from __future__ import annotations

from reporting.disclosures.kinds.narrating import FRONT, NarrativeSlot

NARRATIVES = (
    NarrativeSlot(
        key="foreword",
        heading_zh="致读者",
        heading_en="To the reader",
        after=FRONT,
        guidance_zh="公司负责人对本年度绿色信托工作的概述：做了什么、为何而做、有何不足。两三段即可。",
        guidance_en="What the company's head says of the year: what was done, why, what fell "
        "short. Two or three paragraphs.",
    ),
    NarrativeSlot(
        key="governance",
        heading_zh="绿色信托治理",
        heading_en="Governance of green trusts",
        after=("关于本报告", "About this report"),
        guidance_zh="谁负责、按何制度认定与复核、由哪个会议审议、本年度制度有何变化。",
        guidance_en="Who answers for it, by which rules money is held for green and checked, "
        "which committee decides, what changed in the year.",
    ),
    NarrativeSlot(
        key="portfolio_review",
        heading_zh="业务回顾",
        heading_en="The portfolio in the year",
        after=("绿色信托产品组合", "The green trust portfolio"),
        guidance_zh="规模与结构的变化及其原因、新设与到期的产品、资金投向；数字以引用插入。",
        guidance_en="What grew and shrank and why, what began and ended, where the money went; "
        "numbers by reference.",
    ),
    NarrativeSlot(
        key="impact_review",
        heading_zh="环境效益说明",
        heading_en="What the projects achieved",
        after=("避免排放量", "Avoided emissions"),
        guidance_zh="避免排放较上年变化的原因（电量、因子、口径），以及计算之外的效益与局限。",
        guidance_en="Why avoided emissions moved (energy, factors, basis), and benefits and "
        "limits that no number shows.",
    ),
    NarrativeSlot(
        key="outlook",
        heading_zh="下一年度安排",
        heading_en="The year ahead",
        after=("公告数值与计算数值对照", "Announced against computed"),
        guidance_zh="下一年度的重点工作与时间表；承诺须可核对。",
        guidance_en="What is planned for the year ahead, with days; promises that can be checked.",
    ),
)
