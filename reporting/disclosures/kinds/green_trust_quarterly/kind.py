"""What the quarterly green trust statistics say, section by section."""

from __future__ import annotations

from reporting.disclosures.kinds.green_trust_quarterly import funds, labels, overview, products
from reporting.disclosures.kinds.green_trust_quarterly.narratives import NARRATIVES
from reporting.disclosures.kinds.kind import Brief, Kind, Voice
from reporting.disclosures.kinds.methods import methods
from reporting.rendering.document import Section

PARTS = (
    overview.key_figures,
    overview.about,
    products.products,
    funds.placed,
    funds.unallocated,
    labels.labels,
    labels.own_funds,
)


def build(brief: Brief, say: Voice) -> tuple[Section, ...]:
    """Return the sections that there is something to say in, in order."""
    found = (part(brief, say) for part in PARTS)
    sections = tuple(each for each in found if each is not None)
    return (*sections, methods(brief, say, sections, also=("G-GT-03",)))


GREEN_TRUST_QUARTERLY = Kind(
    code="green_trust_quarterly",
    prefix="GTQ",
    name_zh="绿色信托季度统计",
    name_en="Quarterly green trust statistics",
    build=build,
    narratives=NARRATIVES,
)
