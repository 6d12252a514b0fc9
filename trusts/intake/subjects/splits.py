"""Splits of contracts over projects: a row a project, the rows of one split together."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.kernel.errors import InvalidInput
from config.tables.converting import code, day, percent, positive
from trusts.contracts import operations as contracts
from trusts.contracts import queries
from trusts.intake.rules.columns import Column
from trusts.intake.rules.findings import finding
from trusts.intake.subjects.subject import Acting, Subject, Values


def enter(values: Values, acting: Acting) -> None:
    """Enter one split, of all rows that name its contract and its day."""
    rows = values["rows"]
    _check_alike(rows)
    _check_once(rows)
    kind = "amount" if rows[0]["percent"] is None else "percent"
    shares = {row["project"]: row[kind] for row in rows}
    acting.agree(
        contracts.propose_split(
            contract=queries.contract_by_code(values["contract"]),
            effective_from=values["effective_from"],
            percents=shares if kind == "percent" else None,
            amounts=shares if kind == "amount" else None,
            by=acting.by,
            reason=acting.reason,
        )
    )


def _check_alike(rows: list[Values]) -> None:
    kinds = {(row["percent"] is None, row["amount"] is None) for row in rows}
    if kinds not in ({(False, True)}, {(True, False)}):
        raise InvalidInput([finding("share_unclear", field="percent")])


def _check_once(rows: list[Values]) -> None:
    if len({row["project"] for row in rows}) < len(rows):
        raise InvalidInput([finding("project_twice", field="project")])


SUBJECT = Subject(
    name="splits",
    title=_("Splits over projects"),
    order=50,
    columns=(
        Column("contract", "合同代码", "contract code", code, is_required=True,
               example="C-2025-01"),
        Column("effective_from", "生效日", "effective from", day, is_required=True,
               example="2025-01-01"),
        Column("project", "项目代码", "project code", code, is_required=True, example="P-01"),
        Column("percent", "比例(%)", "share (%)", percent, example="60"),
        Column("amount", "金额(元)", "amount (CNY)", positive, example=""),
    ),
    together=("contract", "effective_from"),
    enter=enter,
    note=_("All rows of one contract and day are one split; percentages or amounts, not both."),
)  # fmt: skip
