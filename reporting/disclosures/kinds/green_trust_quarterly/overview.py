"""The quarter at a glance, and what the statistics rest on."""

from __future__ import annotations

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.printing import alone
from reporting.rendering.document import (
    Bullets,
    KeyFigure,
    KeyFigures,
    Note,
    Paragraph,
    Run,
    Section,
    Strong,
)

#: indicator, label in Chinese, label in English.
CARDS = (
    ("G-GT-01", "期末存续产品（只）", "Products in run"),
    ("G-GT-02", "期末存续规模", "Outstanding"),
    ("G-GN-01", "本期新增产品（只）", "New in the period"),
    ("G-GN-02", "本期新增规模", "Paid into new products"),
    ("G-UF-07", "资金运用余额", "Placed under contracts"),
    ("G-UF-02", "尚未落到项目", "On no project yet"),
    ("G-GL-01", "贴标为绿色", "Green by label"),
    ("G-GL-06", "绿色资金占比", "Green share"),
)


def key_figures(brief: Brief, say: Voice) -> Section | None:
    """Return the cards, and the quarter in three sentences."""
    cards = tuple(
        KeyFigure(label=say(zh, en), figure=alone(say, found.bound, measure=found.measure))
        for code, zh, en in CARDS
        if (found := brief.book.one(code)) is not None
    )
    if not cards:
        return None
    return Section(
        heading=say("关键数字", "Key figures"),
        blocks=(KeyFigures(cards), Paragraph(_summary(brief, say))),
    )


def _summary(brief: Brief, say: Voice) -> tuple[Run, ...]:
    runs: list[Run] = []
    products, amount = brief.book.one("G-GT-01"), brief.book.one("G-GT-02")
    new, paid = brief.book.one("G-GN-01"), brief.book.one("G-GN-02")
    waiting, oldest = brief.book.one("G-UF-02"), brief.book.one("G-UF-06")
    if products and amount:
        runs += [
            say("期末存续绿色信托产品 ", "At the end of the period "),
            alone(say, products.bound),
            say(" 只，存续规模 ", " green trust products were in run, with "),
            alone(say, amount.bound),
            say("。", " outstanding. "),
        ]
    if new and paid and not new.value:
        runs.append(say("本期没有新成立的产品。", "No product was established in the period. "))
    elif new and paid:
        runs += [
            say("本期新成立 ", "In the period "),
            alone(say, new.bound),
            say(" 只，累计到账 ", " were established, into which "),
            alone(say, paid.bound),
            say("。", " was paid. "),
        ]
    if waiting and not waiting.value:
        runs.append(
            say("合同项下资金已全部落到项目。", "All money under contracts stands on projects.")
        )
    elif waiting and oldest:
        runs += [
            say("合同项下尚未落到项目的资金 ", "Under contracts, "),
            alone(say, waiting.bound),
            say("，其中最早一笔已等待 ", " stands on no project yet; the oldest of it for "),
            alone(say, oldest.bound),
            say("。", "."),
        ]
    runs = runs or [say("本期无可统计数字。", "There is no figure for this period.")]
    return tuple(runs)


def about(brief: Brief, say: Voice) -> Section:
    """Return what the statistics rest on: whose words, which day, what is counted as what."""
    points: list[tuple[Run, ...]] = [
        (
            Strong(say("数字取自账簿、合同与标签。", "From books, contracts and labels.")),
            say(
                "规模取自复式账簿的过账分录，投向取自资金运用合同及其项目分摊，"
                "绿色与否取自两人复核的绿色标签；每个数字都有编号，可查到所据各行。",
                " Amounts come from the double-entry ledger, their use from fund-use contracts and "
                "their splits, greenness from labels confirmed by a second person; every number "
                "has an id that leads to the rows it rests on.",
            ),
        ),
        (
            Strong(say("期末为报告期最后一日。", "The end is the last day of the period.")),
            say(
                "新增指成立日在报告期内的产品；其规模为至期末累计到账的受托资金。",
                " New is what was established on a day of the period; its amount is the capital "
                "paid in by the last day.",
            ),
        ),
        (
            Strong(say("分项之和等于合计。", "Parts add up to totals.")),
            say(
                "不属于任何所列成员的部分列入“其他”，账簿未填列的列入“未填列”。",
                " What belongs to no listed member is other; what the books do not state is not "
                "stated.",
            ),
        ),
        (
            Strong(say("本表式为自有表式。", "The layout is our own.")),
            say(
                "指标参照行业协会公开发布的统计项目；协会正式报送表式未取得原文核对，不声明与其一致。",
                " Its items follow the trade association's published statistics; the "
                "association's own form was not at hand, and no conformity with it is claimed.",
            ),
        ),
    ]
    blocks: list[Bullets | Note] = [Bullets(tuple(points))]
    if brief.is_sample:
        blocks.append(
            Note(
                title=say("样本数据", "Sample data"),
                runs=(
                    say(
                        "产品、合同与账簿金额为样本数据，不得作为任何决策依据。",
                        "Products, contracts and amounts are sample data; nothing may be decided "
                        "by them.",
                    ),
                ),
                tone="caution",
            )
        )
    return Section(heading=say("关于本统计", "About these statistics"), blocks=tuple(blocks))
