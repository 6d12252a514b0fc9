"""What the annual ESG disclosure of the trust company says, section by section."""

from __future__ import annotations

from reporting.disclosures.kinds.answers import index
from reporting.disclosures.kinds.esg_annual import opening, pillars
from reporting.disclosures.kinds.kind import Brief, Kind, Voice
from reporting.disclosures.kinds.methods import methods
from reporting.rendering.document import Section

LIST = "TRUST-ESG-WORKING"
INDEX = (LIST, "JRT-0227", "CN-CLIMATE-1", "IFRS-S2", "GRI")


def build(brief: Brief, say: Voice) -> tuple[Section, ...]:
    """Return the sections in order; a pillar without data is there and says so."""
    asked = brief.framework(LIST)
    sections = (
        opening.key_figures(brief, say),
        opening.about(brief, say),
        *pillars.environment(brief, say, asked),
        *pillars.society(brief, say, asked),
        *pillars.governance(brief, say, asked),
        pillars.others(brief, say, asked),
        index(brief, say, [brief.framework(code) for code in INDEX]),
    )
    found = tuple(each for each in sections if each is not None)
    return (*found, methods(brief, say, found))


ESG_ANNUAL = Kind(
    code="esg_annual",
    prefix="ESG",
    name_zh="环境、社会与治理（ESG）年度报告",
    name_en="Annual ESG disclosure",
    build=build,
    frameworks=INDEX,
)
