"""What people write beside the table of principal adverse impacts."""

from __future__ import annotations

from reporting.disclosures.kinds.narrating import NarrativeSlot

NARRATIVES = (
    NarrativeSlot(
        key="actions",
        heading_zh="采取与计划的行动",
        heading_en="Actions taken and planned",
        after=("主要不利影响指标", "Principal adverse impact indicators"),
        guidance_zh="本年度采取的行动，下一年度的计划与目标。",
        guidance_en="What was done in the year, and plans and targets for the next one.",
    ),
    NarrativeSlot(
        key="engagement",
        heading_zh="尽责管理政策",
        heading_en="Engagement policies",
        after=("主要不利影响指标", "Principal adverse impact indicators"),
        guidance_zh="与被投资公司沟通、督促改进的政策。",
        guidance_en="How investee companies are engaged with.",
    ),
)
