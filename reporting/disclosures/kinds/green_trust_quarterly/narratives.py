"""What people write beside the quarterly green trust statistics."""

from __future__ import annotations

from reporting.disclosures.kinds.narrating import NarrativeSlot

NARRATIVES = (
    NarrativeSlot(
        key="quarter",
        heading_zh="本季度说明",
        heading_en="The quarter",
        after=("关键数字", "Key figures"),
        guidance_zh="规模与产品数量较上季度变化的原因，新设、到期与提前终止的产品；数字以引用插入。",
        guidance_en="Why size and number of products moved since last quarter, what began and "
        "ended; numbers by reference.",
    ),
    NarrativeSlot(
        key="funds_review",
        heading_zh="资金投向说明",
        heading_en="Where the money went, and why",
        after=("资金投向", "Where the money goes"),
        guidance_zh="主要投向及其变化，未落地资金的原因与安排。",
        guidance_en="Where most went and what changed; why money still waits and until when.",
    ),
)
