"""The text of each chapter, which people write inside it."""

from __future__ import annotations

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.narrating import NarrativeSlot
from reporting.rendering.document import Block


def _chapter(code: str, zh: str, en: str, guidance_zh: str, guidance_en: str) -> NarrativeSlot:
    return NarrativeSlot(
        key=key_of(code),
        heading_zh=zh,
        heading_en=en,
        guidance_zh=guidance_zh,
        guidance_en=guidance_en,
        is_inside=True,
    )


def key_of(code: str) -> str:
    """
    Return under which key the text of a chapter is written.

    >>> key_of("CH-01")
    'ch_01'
    """
    return code.lower().replace("-", "_")


def told(brief: Brief, say: Voice, code: str) -> tuple[Block, ...]:
    """Return what was written for a chapter; nothing if nobody did."""
    return brief.told(key_of(code), say.language)


NARRATIVES = (
    _chapter(
        "CH-01",
        "年度概况",
        "Annual overview",
        "本年度环境相关工作的总体情况、目标与进展。",
        "The year's work on the environment as a whole: aims and progress.",
    ),
    _chapter(
        "CH-02",
        "环境相关治理结构",
        "Environment-related governance structure",
        "董事会、管理层与部门的环境职责、会议与汇报。",
        "Who answers for it on the board, in management and departments, and how they report.",
    ),
    _chapter(
        "CH-03",
        "环境相关政策制度",
        "Environment-related policies",
        "内部制度、对外部政策的落实、当年的变化。",
        "Internal rules, how public policy is followed, what changed in the year.",
    ),
    _chapter(
        "CH-04",
        "环境相关产品与服务创新",
        "Products and services innovation",
        "新的绿色信托产品与服务，及其创新之处。",
        "New green trust products and services, and what is new about them.",
    ),
    _chapter(
        "CH-05",
        "环境风险管理流程",
        "Environmental risk management process",
        "环境风险的识别、评估、控制与名单管理。",
        "How environmental risk is found, judged and held, and the list of clients at risk.",
    ),
    _chapter(
        "CH-06",
        "环境因素对机构的影响",
        "Impact of environmental factors on the institution",
        "物理与转型风险的影响，情景分析或压力测试的方法与结果。",
        "What physical and transition risk mean for the company; stress tests.",
    ),
    _chapter(
        "CH-07",
        "投融资活动的环境影响",
        "Environmental impact of investment and financing",
        "对本章数字的说明：变化的原因、口径与局限。",
        "What the numbers of the chapter mean: why they moved, their basis and limits.",
    ),
    _chapter(
        "CH-08",
        "经营活动的环境影响",
        "Environmental impact of operations",
        "节能、节水、节材的措施，数字变化的原因。",
        "What was done to save energy, water and material; why the numbers moved.",
    ),
    _chapter(
        "CH-09",
        "数据梳理、校验及保护",
        "Data collation, validation and protection",
        "数据来源、校验流程与信息保护。",
        "Where data comes from, how it is checked and protected.",
    ),
    _chapter(
        "CH-10",
        "绿色金融创新及研究成果",
        "Green finance innovation and research",
        "研究课题、标准参与与成果。",
        "Research, work on standards, and what came of it.",
    ),
    _chapter(
        "CH-11",
        "其他环境相关信息",
        "Other environmental information",
        "其他需要说明的环境信息。",
        "Anything else about the environment.",
    ),
)
