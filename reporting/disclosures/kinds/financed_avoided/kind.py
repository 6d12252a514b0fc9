"""What the report of financed, avoided and removed emissions says, each apart."""

from __future__ import annotations

from dataclasses import replace

from reporting.disclosures.kinds import activity
from reporting.disclosures.kinds.answers import items_table
from reporting.disclosures.kinds.financed_avoided import emissions, opening
from reporting.disclosures.kinds.financed_avoided.narratives import NARRATIVES
from reporting.disclosures.kinds.green_trust_annual import attribution, metering
from reporting.disclosures.kinds.kind import Brief, Kind, Voice
from reporting.disclosures.kinds.methods import methods
from reporting.rendering.document import Section

PCAF, IFRS = "PCAF-A", "IFRS-S2"
#: What IFRS S2 asks of an asset manager about financed emissions.
PARAGRAPH = "B61"
IN_WORDS = ("E-FE-01", "E-FE-02", "E-FE-03", "E-FE-06", "E-FE-07", "E-FE-09")


def build(brief: Brief, say: Voice) -> tuple[Section, ...]:
    """Return the sections in order; what cannot be told is a section that says why."""
    found = (
        opening.key_figures(brief, say),
        opening.boundary(brief, say),
        emissions.coverage(brief, say),
        emissions.financed(brief, say),
        attribution.attribution(brief, say),
        _activity(brief, say),
        emissions.removed(brief, say),
        emissions.quality(brief, say),
        _by_project(brief, say),
        _items(brief, say),
    )
    sections = tuple(each for each in found if each is not None)
    return (*sections, methods(brief, say, sections, also=IN_WORDS))


def _activity(brief: Brief, say: Voice) -> Section | None:
    found = activity.entered(brief, say)
    return replace(found, level=1) if found is not None else None


def _by_project(brief: Brief, say: Voice) -> Section | None:
    found = metering.quality(brief, say)
    if found is None:
        return None
    return replace(found, heading=say("各项目的完整率与得分", "Completeness and score by project"))


def _items(brief: Brief, say: Voice) -> Section:
    asked = brief.framework(IFRS)
    items = [each for each in asked.items if each.code.startswith(PARAGRAPH)]
    told = {"B61(d)": say("见“口径与边界”“方法与来源”两章", "See boundary, and methods")}
    pcaf = brief.framework(PCAF)
    return Section(
        heading=say("国际准则条目", "Items of international standards"),
        blocks=(
            items_table(
                brief,
                say,
                say("IFRS S2 第 B61 段（资产管理）", "IFRS S2 paragraph B61 (asset management)"),
                items,
                told=told,
                notes=(
                    say(
                        "条目为转述，段号须与官方文本核对；2025 年 12 月的修订未曾取得。",
                        "Items are paraphrased; paragraph numbers are to be checked against the "
                        "official text. The amendments of December 2025 were not read.",
                    ),
                ),
            ),
            items_table(
                brief,
                say,
                say("PCAF 披露项", "What PCAF asks to be reported"),
                pcaf.items,
                notes=(
                    say(
                        "依据 2022 年第二版；2025 年 12 月版新增类别的规则未曾取得，未据以计算。",
                        "After the second edition of 2022; the rules of the classes added in "
                        "December 2025 were not read and nothing is computed by them.",
                    ),
                ),
            ),
        ),
    )


FINANCED_AVOIDED = Kind(
    code="financed_avoided",
    prefix="FAE",
    name_zh="融资排放与避免排放报告",
    name_en="Financed and avoided emissions",
    build=build,
    frameworks=(PCAF, IFRS),
    narratives=NARRATIVES,
)
