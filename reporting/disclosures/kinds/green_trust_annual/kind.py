"""What the annual green trust disclosure says, section by section."""

from __future__ import annotations

from reporting.disclosures.kinds.green_trust_annual import (
    attribution,
    avoided,
    claims,
    metering,
    methods,
    overview,
    portfolio,
    projects,
)
from reporting.disclosures.kinds.green_trust_annual.narratives import NARRATIVES
from reporting.disclosures.kinds.kind import Brief, Kind, Voice
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
    attribution.attribution,
    claims.claims,
    methods.methods,
)


def build(brief: Brief, say: Voice) -> tuple[Section, ...]:
    """Return the sections that there is something to say in, in order."""
    found = (part(brief, say) for part in PARTS)
    return tuple(each for each in found if each is not None)


GREEN_TRUST_ANNUAL = Kind(
    code="green_trust_annual",
    prefix="GTD",
    name_zh="绿色信托信息披露",
    name_en="Green trust disclosure",
    build=build,
    narratives=NARRATIVES,
)
