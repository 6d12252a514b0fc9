"""What people write in the report of financed and avoided emissions, beside what is built."""

from __future__ import annotations

from reporting.disclosures.kinds.narrating import NarrativeSlot

NARRATIVES = (
    NarrativeSlot(
        key="changes",
        heading_zh="与上年的变化",
        heading_en="Changes since last year",
        after=("融资排放", "Financed emissions"),
        guidance_zh="变化的原因：余额、被投项目排放、范围或口径；数字以引用插入。",
        guidance_en="Why they moved: balances, projects, scope or basis; numbers by reference.",
    ),
    NarrativeSlot(
        key="improvement",
        heading_zh="数据改进计划",
        heading_en="How the data will be improved",
        after=("数据质量", "Data quality"),
        guidance_zh="如何提高覆盖范围与数据质量得分，由谁、何时完成。",
        guidance_en="How coverage and scores will be raised, by whom and by when.",
    ),
)
