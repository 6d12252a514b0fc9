"""What the annual green trust disclosure says, section by section."""

from __future__ import annotations

from reporting.disclosures.kinds import activity
from reporting.disclosures.kinds.green_trust_annual import (
    attribution,
    avoided,
    claims,
    metering,
    overview,
    portfolio,
    projects,
)
from reporting.disclosures.kinds.green_trust_annual.narratives import NARRATIVES
from reporting.disclosures.kinds.kind import Brief, Kind, Voice
from reporting.disclosures.kinds.methods import methods
from reporting.rendering.document import Section

PARTS = (
    overview.key_figures,
    overview.about,
    portfolio.portfolio,
    projects.projects,
    metering.metering,
    metering.quality,
    avoided.avoided,
    avoided.factors,
    avoided.alternatives,
    activity.entered,
    attribution.attribution,
    claims.claims,
)
#: Indicators whose figures are words: what a product is, what was decided, what a claim came to.
IN_WORDS = ("G-GT-03", "G-RC-01", "E-CL-04")


def build(brief: Brief, say: Voice) -> tuple[Section, ...]:
    """Return the sections that there is something to say in, in order."""
    found = (part(brief, say) for part in PARTS)
    sections = tuple(each for each in found if each is not None)
    return (*sections, methods(brief, say, sections, also=IN_WORDS))


GREEN_TRUST_ANNUAL = Kind(
    code="green_trust_annual",
    prefix="GTD",
    name_zh="绿色信托信息披露",
    name_en="Green trust disclosure",
    build=build,
    narratives=NARRATIVES,
)
