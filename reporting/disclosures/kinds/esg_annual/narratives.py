"""What people write in the annual ESG disclosure, beside what is built."""

from __future__ import annotations

from reporting.disclosures.kinds.narrating import FRONT, NarrativeSlot

NARRATIVES = (
    NarrativeSlot(
        key="foreword",
        heading_zh="致读者",
        heading_en="To the reader",
        after=FRONT,
        guidance_zh="公司负责人对本年度的概述：做了什么、为何而做、有何不足。",
        guidance_en="The head of the company on the year: what was done, what fell short.",
    ),
    NarrativeSlot(
        key="strategy",
        heading_zh="战略与重要性议题",
        heading_en="Strategy and material topics",
        after=("关于本报告", "About this report"),
        guidance_zh="可持续发展战略，重要性议题如何识别、由谁审议。",
        guidance_en="The strategy, how material topics were found and who decided on them.",
    ),
    NarrativeSlot(
        key="environment_review",
        heading_zh="环境工作说明",
        heading_en="The environment in the year",
        after=("环境", "Environment"),
        guidance_zh="环境数字变化的原因、措施与局限；数字以引用插入。",
        guidance_en="Why the numbers moved, what was done, and limits; numbers by reference.",
    ),
    NarrativeSlot(
        key="society_review",
        heading_zh="社会工作说明",
        heading_en="Society in the year",
        after=("社会", "Society"),
        guidance_zh="员工、客户与社区方面的工作。",
        guidance_en="What was done for employees, customers and the community.",
    ),
    NarrativeSlot(
        key="outlook",
        heading_zh="下一年度安排",
        heading_en="The year ahead",
        after=("治理", "Governance"),
        guidance_zh="下一年度的目标与时间表，包括补齐哪些缺口。",
        guidance_en="Aims and days for the year ahead, and which gaps will be closed.",
    ),
)
