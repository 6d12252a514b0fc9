"""What the green report of one product says, section by section."""

from __future__ import annotations

from reporting.disclosures.kinds.kind import Brief, Kind, Voice
from reporting.disclosures.kinds.methods import methods
from reporting.disclosures.kinds.product_green_report import impact, overview, proceeds, quality
from reporting.disclosures.kinds.product_green_report.narratives import NARRATIVES
from reporting.rendering.document import Section

PARTS = (
    overview.key_figures,
    overview.about,
    proceeds.use_of_proceeds,
    proceeds.waiting,
    proceeds.refinancing,
    impact.impact,
    impact.by_project,
    impact.factors,
    quality.quality,
    quality.limits,
)
#: Indicators whose figures are words: what the product and its projects are.
IN_WORDS = ("G-GT-03", "G-IM-01", "G-RC-01")


def build(brief: Brief, say: Voice) -> tuple[Section, ...]:
    """Return the sections that there is something to say in, in order."""
    found = (part(brief, say) for part in PARTS)
    sections = tuple(each for each in found if each is not None)
    return (*sections, methods(brief, say, sections, also=IN_WORDS))


PRODUCT_GREEN_REPORT = Kind(
    code="product_green_report",
    prefix="PGR",
    name_zh="产品绿色报告",
    name_en="Product green report",
    build=build,
    narratives=NARRATIVES,
    about="product",
)
