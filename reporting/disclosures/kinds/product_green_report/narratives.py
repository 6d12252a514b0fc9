"""What people write in the green report of one product, beside what is built."""

from __future__ import annotations

from reporting.disclosures.kinds.narrating import NarrativeSlot

NARRATIVES = (
    NarrativeSlot(
        key="manager",
        heading_zh="管理人说明",
        heading_en="From the trustee",
        after=("关键数字", "Key figures"),
        guidance_zh="本期产品运作与项目进展的概述：做了什么、与计划有何不同。",
        guidance_en="How the product and its projects went: what was done, what differed from "
        "the plan.",
    ),
    NarrativeSlot(
        key="selection",
        heading_zh="项目评估与遴选",
        heading_en="Project evaluation and selection",
        after=("关于本报告", "About this report"),
        guidance_zh="项目按何标准、由谁评估与遴选，识别并管理了哪些环境与社会风险。",
        guidance_en="By which criteria and by whom projects are chosen; which environmental and "
        "social risks were found and how they are held.",
    ),
    NarrativeSlot(
        key="proceeds_review",
        heading_zh="募集资金管理说明",
        heading_en="Management of proceeds",
        after=("募集资金使用", "Use of proceeds"),
        guidance_zh="资金如何专户管理与跟踪，未使用资金的安排与时间表。",
        guidance_en="How money is kept apart and tracked, and when what waits will be used.",
    ),
    NarrativeSlot(
        key="impact_review",
        heading_zh="环境效益说明",
        heading_en="What the projects achieved",
        after=("环境影响", "Impact"),
        guidance_zh="效益较上期变化的原因（电量、因子、份额），以及计算之外的效益与局限。",
        guidance_en="Why impact moved (energy, factors, shares), and benefits and limits that no "
        "number shows.",
    ),
)
