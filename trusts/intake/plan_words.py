"""The plan of an import in words: what its confirmation enters, and what was found."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.api.problems import finding_sentence
from config.console import record
from config.console.record import Line, Table
from trusts.intake.models import Import
from trusts.intake.rules.movements import KINDS
from trusts.intake.subjects import SUBJECTS

_ROWS_NAMED = 40


def plan_lines(row: Import) -> list[Line]:
    """Return what was read and what the confirmation enters, one sentence a line."""
    plan = row.plan
    lines = [
        Line(
            _("rows"),
            _("{read} read, {held} hold, {faulty} have faults").format(
                read=f"{row.rows_read:,}",
                held=f"{row.rows_accepted:,}",
                faulty=f"{row.rows_faulty:,}",
            ),
        ),
        Line(_("confirming it"), _effect(row)),
    ]
    if plan.get("left_out"):
        lines.append(Line(_("left out"), _listed(plan["left_out"]), is_wide=True))
    if plan.get("first_day"):
        lines.append(Line(_("first and last day"), f"{plan['first_day']} – {plan['last_day']}"))
        lines.append(Line(_("products"), f"{plan['products']:,}"))
        for label, name in ((_("money in"), "cash_in"), (_("money out"), "cash_out")):
            lines.append(Line(label, record.shown(Decimal(plan[name])), "CNY", is_number=True))
    if plan.get("balances") in {"some", "none"}:
        lines.append(Line(_("balances"), _balances(plan["balances"])))
    lines.append(Line(_("read as"), _form(plan.get("table", {}))))
    return lines


def kinds_table(row: Import) -> list[Table]:
    """Return what the movements add up to by kind; nothing for other subjects."""
    by_kind = row.plan.get("by_kind")
    if not by_kind:
        return []
    rows = [(_kind(kind), said["rows"], Decimal(said["amount"])) for kind, said in by_kind.items()]
    return [
        Table(
            title=_("What the rows bring"),
            headers=[_("kind"), _("rows"), _("amount (CNY)")],
            rows=rows,
            numeric=frozenset({1, 2}),
        )
    ]


def finding_rows(row: Import, *, most: int) -> list[tuple[Any, ...]]:
    """Return the first findings: row, column by its title, value, what, remedy, weight."""
    subject = SUBJECTS.get(row.kind)
    titles = {each.name: each.title for each in subject.columns} if subject else {}
    found = []
    for each in row.findings[:most]:
        blocks = each.get("severity") == "error"
        name = str(each.get("field") or "")
        weight = (_("error"), "bad") if blocks else (_("warning"), "waiting")
        found.append(
            (
                each.get("row"),
                titles.get(name, name),
                each.get("value"),
                finding_sentence(each),
                finding_sentence(each, "remedy"),
                record.badge(*weight),
            )
        )
    return found


def _effect(row: Import) -> str:
    if row.is_blocked:
        return _("is not possible: nothing is entered while rows have faults.")
    if row.kind == "movements":
        said = _("posts {rows} ledger entries at one moment, or none of them.")
    else:
        said = _("proposes and confirms {rows} rows at one moment, or none of them.")
    return said.format(rows=f"{row.rows_accepted:,}")


def _listed(rows: list[int]) -> str:
    named = ", ".join(str(each) for each in rows[:_ROWS_NAMED])
    more = len(rows) - _ROWS_NAMED
    said = _("rows {rows} of the file, by their sender's choice").format(rows=named)
    return said if more <= 0 else f"{said} … +{more:,}"


def _balances(judged: str) -> str:
    if judged == "none":
        return _("not judged yet: some rows name no product that is known.")
    return _("judged only for the products whose rows can all be read.")


def _form(table: dict[str, Any]) -> str:
    if table.get("form") == "xlsx":
        return _("XLSX, sheet {sheet}").format(sheet=table.get("sheet"))
    separator = {"\t": "TAB"}.get(table.get("delimiter", ""), table.get("delimiter", ""))
    return _("CSV in {encoding}, cells separated by {separator}").format(
        encoding=str(table.get("encoding", "")).upper(), separator=separator
    )


def _kind(name: str) -> str:
    chinese, *_others, english = KINDS[name].spellings
    return chinese if str(get_language()).startswith("zh") else english
