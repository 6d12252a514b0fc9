"""The table of principal adverse impacts: every row has a number, or the reason for none."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.disclosures.kinds.answers import items_table
from reporting.disclosures.kinds.kind import Brief, Kind, Voice, sample_notice
from reporting.disclosures.kinds.methods import methods
from reporting.disclosures.kinds.sfdr_pai.narratives import NARRATIVES
from reporting.rendering.document import Block, Bullets, Note, Run, Section, Strong

LIST = "SFDR-PAI"
#: The last column holds the reasons.
#: What is computed as soon as the projects' emissions are known, and explained until then.
IN_WORDS = ("E-FE-01", "E-FE-02", "E-FE-03", "PAI-1.4", "PAI-2")
SUBJECTS = {
    "investee companies": ("被投资公司", "Investee companies"),
    "sovereigns and supranationals": ("主权与超主权主体", "Sovereigns and supranationals"),
    "real estate assets": ("不动产", "Real estate assets"),
}


def build(brief: Brief, say: Voice) -> tuple[Section, ...]:
    """Return the basis, the table by what it applies to, and the methods."""
    sections = (_about(brief, say), _table(say), *_subjects(brief, say))
    return (*sections, methods(brief, say, sections, also=IN_WORDS))


def _about(brief: Brief, say: Voice) -> Section:
    points: list[tuple[Run, ...]] = [
        (
            Strong(say("范围。", "Scope.")),
            say(
                "按授权法规 (EU) 2022/1288 附件一表 1 的指标名称逐行列示，供境外投资人参考；"
                "信托公司是否为该法规的义务主体，本报告不作判断。",
                " The rows follow the names in Annex I, table 1 of Delegated Regulation (EU) "
                "2022/1288, for investors abroad; whether the regulation binds the trust company "
                "is not judged here.",
            ),
        ),
        (
            Strong(say("期末余额。", "Balance at the end.")),
            say(
                "数字按期末余额得出。法规要求取四个季末的平均，本报告未作该平均。",
                " Numbers follow from the balance at the end of the period. The regulation asks "
                "for the average of four quarter-ends, which was not taken.",
            ),
        ),
        (
            Strong(say("人民币。", "In CNY.")),
            say(
                "强度按每百万元人民币计，未折算为欧元。",
                " Intensities are per million CNY; nothing was converted to EUR.",
            ),
        ),
        (
            Strong(say("没有空白。", "No blanks.")),
            say(
                "不能计算也未收集的指标写明缺少何种数据，不填零。在填报任务中按该行编号收集后，"
                "下一版本即列示填报的数字。",
                " Where nothing can be computed and nothing was collected, the row says which data "
                "is missing; no zero stands for it. Collected under the code of the row, the "
                "number stands in the next version.",
            ),
        ),
    ]
    blocks: list[Block] = [Bullets(tuple(points))]
    if brief.is_sample:
        blocks.append(
            Note(title=say("样本数据", "Sample data"), runs=(sample_notice(say),), tone="caution")
        )
    return Section(heading=say("编制说明", "Basis of preparation"), blocks=tuple(blocks))


def _table(say: Voice) -> Section:
    return Section(
        heading=say("主要不利影响指标", "Principal adverse impact indicators"),
        blocks=(_absent_rows(say),),
    )


def _absent_rows(say: Voice) -> Note:
    return Note(
        title=say("如何阅读", "How to read"),
        runs=(
            say(
                "“系统计算”由台账与已确认的项目排放得出；“填报”由责任部门收集；"
                "“不可得”后为缺少的数据。",
                "Computed numbers follow from the books and the confirmed emissions of the "
                "projects; entered ones were collected; behind “not available” stands what is "
                "missing.",
            ),
        ),
    )


def _subjects(brief: Brief, say: Voice) -> Iterator[Section]:
    for section, items in brief.framework(LIST).sections():
        heading = say(*SUBJECTS.get(section, (section, section)))
        yield Section(
            heading=heading,
            level=2,
            blocks=(items_table(brief, say, heading, items),),
        )


SFDR_PAI = Kind(
    code="sfdr_pai",
    prefix="PAI",
    name_zh="主要不利影响（PAI）声明表",
    name_en="Principal adverse impact table",
    build=build,
    frameworks=(LIST,),
    narratives=NARRATIVES,
)
