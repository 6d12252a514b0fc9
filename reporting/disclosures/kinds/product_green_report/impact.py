"""Impact: what falls to the product, and each project's core indicators whole and in part."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.disclosures.kinds.green_trust_annual import avoided
from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.product_green_report.core import BESIDE, CORE, Core
from reporting.disclosures.kinds.tables import table
from reporting.disclosures.rules.book import Entry
from reporting.rendering.document import Block, Cell, Column, Note, Paragraph, Section

SHARES = ("E-AT-11", "E-AT-12")
#: indicators of the product by method: one each, or one with the method as an axis.
TOTALS: tuple[tuple[str, str, tuple[str, str] | None, str], ...] = (
    ("避免排放量", "Avoided emissions", ("E-AT-01", "E-AT-02"), ""),
    (
        "其中已随证书与减排量出售",
        "Of it sold as certificates or credits",
        ("E-AT-41", "E-AT-42"),
        "",
    ),
    ("扣除出售后的避免排放量", "Avoided emissions net of sales", ("E-AT-43", "E-AT-44"), ""),
    ("发电量", "Electricity", None, "E-AT-31"),
    ("供热量", "Heat", None, "E-AT-32"),
    ("发电装机容量", "Electric capacity", None, "E-AT-33"),
    ("供热装机容量", "Heat capacity", None, "E-AT-34"),
)


def _parts(
    brief: Brief, pair: tuple[str, str] | None, code: str, **where: str
) -> tuple[Entry | None, Entry | None]:
    """Return what falls to the product by PCAF and by the guide."""
    if pair:
        return brief.book.one(pair[0], **where), brief.book.one(pair[1], **where)
    return (
        brief.book.one(code, method="pcaf", **where),
        brief.book.one(code, method="guide", **where),
    )


def _bound(entry: Entry | None) -> Cell:
    return entry.bound if entry else None


def impact(brief: Brief, say: Voice) -> Section | None:
    """Return what falls to the product in sum, by both rule-books."""
    rows: list[tuple[Cell, ...]] = []
    for zh, en, pair, code in TOTALS:
        pcaf, guide = _parts(brief, pair, code, product=brief.subject)
        if known := pcaf or guide:
            rows.append((say(zh, en), known.unit, _bound(pcaf), _bound(guide)))
    heading = say("环境影响", "Impact")
    if not rows:
        return Section(
            heading=heading,
            blocks=(
                Paragraph(
                    (
                        say(
                            "本期没有可归因于本产品的影响：资金未落到有计量与声明的项目，"
                            "或该期间尚未作归因。",
                            "No impact falls to this product in the period: its money stands on "
                            "no project with meters and statements, or nothing was attributed.",
                        ),
                    )
                ),
            ),
        )
    return Section(
        heading=heading,
        blocks=(
            Paragraph(
                (
                    say(
                        "下表为本产品按融资比例归因的部分。PCAF 以存续金额除以项目权益与债务之和，"
                        "绿色信贷指引以存续金额除以项目总投资；两列并列，不相加。",
                        "What falls to this product by the share it finances. PCAF divides the "
                        "outstanding amount by equity plus debt of the project, the green-credit "
                        "guide by its total investment; the columns are never added.",
                    ),
                )
            ),
            table(
                say,
                say("归因于本产品的影响", "Impact attributed to the product"),
                (
                    Column(heading=say("指标", "Indicator")),
                    Column(heading=say("单位", "Unit")),
                    Column(heading="PCAF", kind="number"),
                    Column(heading=say("绿色信贷指引", "Guide"), kind="number"),
                ),
                rows,
            ),
        ),
    )


def factors(brief: Brief, say: Voice) -> Section | None:
    """Return the factors of the projects' avoided emissions; the alternative is not shown here."""
    return avoided.factors(brief, say, codes=[code for code, _zh, _en in avoided.ROUTES])


def by_project(brief: Brief, say: Voice) -> Section | None:
    """Return the share financed of each project, then its core indicators."""
    projects = {
        each.dimension["project"]: each
        for code in SHARES
        for each in brief.book.along(code, "product", "project")
        if each.dimension["product"] == brief.subject
    }
    if not projects:
        return None
    missing: list[str] = []
    rows = [
        row
        for _code, each in sorted(projects.items())
        for row in _core_rows(brief, say, each, missing)
    ]
    blocks: list[Block] = [_shares(brief, say, projects)]
    if rows:
        blocks.append(_core(say, rows))
    if any(_category(brief, code) == "none" for code in projects):
        blocks.append(_uncategorized(say))
    if missing:
        blocks.append(_missing(say, missing))
    return Section(
        heading=say("各项目的核心指标", "Core indicators by project"),
        level=2,
        blocks=tuple(blocks),
    )


def _category(brief: Brief, project: str) -> str:
    found = brief.book.one("G-IM-01", project=project)
    return found.text_value if found else "none"


def _core_rows(
    brief: Brief, say: Voice, each: Entry, missing: list[str]
) -> Iterator[tuple[Cell, ...]]:
    project = each.dimension["project"]
    name = each.member("project", say.language)
    category = brief.book.one("G-IM-01", project=project)
    for core in CORE.get(_category(brief, project), BESIDE):
        found = list(_numbers(brief, core, project))
        if not found:
            missing.append(f"{name}：{core.zh}" if say.key == "zh" else f"{name}: {core.en}")
        for whole, pcaf, guide in found:
            known = whole or pcaf or guide
            yield (
                name,
                category.shown(say.language) if category else None,
                say(core.zh, core.en),
                known.unit if known else None,
                _bound(whole),
                _bound(pcaf),
                _bound(guide),
            )


def _numbers(
    brief: Brief, core: Core, project: str
) -> Iterator[tuple[Entry | None, Entry | None, Entry | None]]:
    where = {"product": brief.subject, "project": project}
    for place, code in enumerate(core.whole):
        part = core.attributed[place] if core.attributed else ""
        pcaf, guide = _parts(brief, core.by_method, part, **where)
        whole = brief.book.one(code, project=project)
        if whole or pcaf or guide:
            yield whole, pcaf, guide


def _core(say: Voice, rows: list[tuple[Cell, ...]]) -> Block:
    return table(
        say,
        say("核心指标：项目整体与归因部分", "Core indicators: the project and the product's part"),
        (
            Column(heading=say("项目", "Project")),
            Column(heading=say("类别", "Category")),
            Column(heading=say("核心指标", "Core indicator")),
            Column(heading=say("单位", "Unit")),
            Column(heading=say("项目整体", "Project"), kind="number"),
            Column(heading="PCAF", kind="number"),
            Column(heading=say("绿色信贷指引", "Guide"), kind="number"),
        ),
        rows,
    )


def _shares(brief: Brief, say: Voice, projects: dict[str, Entry]) -> Block:
    return table(
        say,
        say("本产品的融资比例", "Share financed by the product"),
        (
            Column(heading=say("项目", "Project")),
            Column(heading="PCAF", kind="percent", places=2),
            Column(heading=say("绿色信贷指引", "Guide"), kind="percent", places=2),
        ),
        [
            (
                each.member("project", say.language),
                *(brief.book.cell(one, product=brief.subject, project=code) for one in SHARES),
            )
            for code, each in sorted(projects.items())
        ],
    )


def _uncategorized(say: Voice) -> Block:
    return Note(
        title=say("未归类的项目", "Projects under no category"),
        runs=(
            say(
                "工作清单中没有包含该技术的类别（例如核能供热），其数字仅按相同口径列示，不归入任何类别。",
                "The working list has no category that holds the technology (nuclear heat, for "
                "one); its numbers are shown on the same basis and count under none.",
            ),
        ),
        tone="caution",
    )


def _missing(say: Voice, missing: list[str]) -> Block:
    return Note(
        title=say("未报告的核心指标", "Core indicators that are not reported"),
        runs=(
            say(
                "以下指标没有计量或方法，不估计：",
                "For these there is no meter or no method, and nothing is estimated: ",
            )
            + say("；", "; ").join(missing)
            + say("。", "."),
        ),
    )
