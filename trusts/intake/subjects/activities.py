"""Activity that no meter counts: a row a number of one project, method and period."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.utils.translation import gettext_lazy as _

from config.kernel.errors import InvalidInput, NotFoundHere
from config.tables.converting import Choice, amount, code, narrow, period, truth, words
from projects.carbon import operations as carbon
from projects.carbon.methodologies.table import CURRENT, method
from projects.registry import queries as registry
from trusts.intake.rules.columns import Column
from trusts.intake.rules.findings import finding
from trusts.intake.subjects.subject import Acting, Subject, Values

METHODS = {key: (each.name_zh, each.name_en) for key, each in CURRENT.items() if each.inputs}
_ALL_THAT_IS_KNOWN = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
_DECIMALS = 9


def enter(values: Values, acting: Acting) -> None:
    """Enter one number; that of a later file takes its place, that of the same file may not."""
    if len(values["rows"]) > 1:
        raise InvalidInput([finding("number_twice", field="quantity", value=values["quantity"])])
    project = registry.project_of_code(values["project"], known_at=_ALL_THAT_IS_KNOWN)
    if project is None:
        raise NotFoundHere(what="project", key=values["project"])
    acting.agree(
        carbon.propose_activity(
            project=project,
            method=values["method"],
            quantity=quantity_of(values["method"], values["quantity"]),
            period=values["period"],
            value=values["value"],
            unit=values["unit"],
            source=values["source"],
            uncertainty_percent=values["uncertainty_percent"],
            is_sample=acting.is_sample or values["is_sample"],
            by=acting.by,
            reason=acting.reason,
        )
    )


def quantity_of(code: str, text: str) -> str:
    """Return the code of what a method asks for, named by its code, its letter or its name."""
    chosen = method(code)
    for each in (*chosen.inputs, *chosen.parameter_inputs):
        if narrow(text) in {each.code, each.symbol, each.name_zh, each.name_en}:
            return each.code
    return text


SUBJECT = Subject(
    name="activities",
    title=_("Activity of projects that no meter counts"),
    order=60,
    columns=(
        Column("project", "项目代码", "project code", code, is_required=True, example="P-01"),
        Column("method", "方法", "method", Choice(METHODS), is_required=True,
               example="污水处理（COD 与氨氮）"),
        Column("quantity", "数量名称", "quantity", words, is_required=True, example="处理水量"),
        Column("period", "期间", "period", period, is_required=True, example="2025"),
        Column("value", "数值", "value", partial(amount, places=_DECIMALS), is_required=True,
               example="3,650"),
        Column("unit", "单位", "unit", partial(words, limit=40), is_required=True,
               example="万m3"),
        Column("source", "来源", "source", words, is_required=True, example="污水厂年度记录"),
        Column("uncertainty_percent", "不确定度(±%)", "uncertainty (± %)",
               partial(amount, places=4), example="3"),
        Column("is_sample", "样例数据", "sample data", truth, default=False, example="否"),
    ),
    together=("project", "method", "quantity", "period"),
    enter=enter,
    note=_(
        "A period is a year, a quarter or a month: 2025, 2025Q1, 2025-03. What the method asks for"
        " is named by its code or its name. Of the same project, method, quantity and period the"
        " number that is confirmed last holds."
    ),
)  # fmt: skip
