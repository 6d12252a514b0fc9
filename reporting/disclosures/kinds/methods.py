"""How each kind of number is computed, and what the words mean."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.tables import table
from reporting.disclosures.rules.book import Entry
from reporting.figures.rules.values import method_said
from reporting.rendering.document import Column, Paragraph, Section


def methods(
    brief: Brief, say: Voice, sections: Sequence[Section], *, also: Collection[str] = ()
) -> Section:
    """
    Return the method of every indicator that the sections use.

    ``also`` names indicators whose figures are words, which stand in tables unbound.
    """
    used = {figure.figure_id for section in sections for figure in section.figures()}
    told = {each.indicator for each in brief.book.entries if each.figure_id in used} | set(also)
    by_indicator: dict[str, Entry] = {}
    for each in brief.book.entries:
        if each.indicator not in told:
            continue
        standing = by_indicator.get(each.indicator)
        if standing is None or len(each.dimension) < len(standing.dimension):
            by_indicator[each.indicator] = each
    return Section(
        heading=say("方法与来源", "Methods and sources"),
        blocks=(
            Paragraph(
                (
                    say(
                        "各指标的编码、单位与方法版本如下；每个数字的计算说明见数字索引与所附数据文件。",
                        "Code, unit and version of the method of each indicator; the explanation "
                        "of each "
                        "number stands in the index of figures and in the attached data file.",
                    ),
                )
            ),
            table(
                say,
                say("指标与方法", "Indicators and methods"),
                (
                    Column(heading=say("编码", "Code"), width=13),
                    Column(heading=say("指标", "Indicator"), width=25),
                    Column(heading=say("方法", "Method"), width=52),
                    Column(heading=say("版本", "Version"), width=10),
                ),
                [
                    (
                        code,
                        each.label(say.language).split(" · ")[0],
                        _said(each, say),
                        f"v{each.method_version}",
                    )
                    for code, each in sorted(by_indicator.items())
                ],
            ),
        ),
    )


def _said(entry: Entry, say: Voice) -> str:
    """Return the method's own sentence: the explanation up to its formula."""
    words = entry.explanation_en if say.language == "en" else entry.explanation_zh
    return method_said(words, say.key)
