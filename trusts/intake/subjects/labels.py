"""Green labels of contracts: as the projects carry them, in parts, or not green."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.tables.converting import Choice, code, day, percent, words
from trusts.contracts import queries as contracts
from trusts.intake.rules.columns import Column
from trusts.intake.subjects.products import form_of, forms_offered
from trusts.intake.subjects.subject import Acting, Subject, Values
from trusts.labels import operations as labels
from trusts.labels.rules.parts import Basis, Part

BASES = {
    Basis.PROJECTS.value: ("项目认定", "projects"),
    Basis.NOT_GREEN.value: ("非绿色", "not green"),
}


def enter(values: Values, acting: Acting) -> None:
    """Enter one label, of all rows that name its contract and its day; no part: as suggested."""
    parts = [
        Part(row["edition"] or "", row["entry"] or "", row["percent"])
        for row in values["rows"]
        if row["percent"] is not None
    ]
    acting.agree(
        labels.propose_label(
            contract=contracts.contract_by_code(values["contract"]),
            effective_from=values["effective_from"],
            basis=values["basis"],
            parts=parts or None,
            form=form_of(values["form"]),
            note=values["note"],
            by=acting.by,
            reason=acting.reason,
        )
    )


SUBJECT = Subject(
    name="labels",
    title=_("Green labels"),
    order=60,
    columns=(
        Column("contract", "合同代码", "contract code", code, is_required=True,
               example="C-2025-01"),
        Column("effective_from", "生效日", "effective from", day, is_required=True,
               example="2025-01-01"),
        Column("basis", "依据", "basis", Choice(BASES), is_required=True, example="项目认定"),
        Column("edition", "目录版本", "catalogue edition", code, example=""),
        Column("entry", "目录代码", "catalogue code", code, example=""),
        Column("percent", "绿色比例(%)", "green share (%)", percent, example=""),
        Column("form", "绿色信托形式", "green form", words, offers=forms_offered),
        Column("note", "备注", "note", words, default=""),
    ),
    together=("contract", "effective_from"),
    enter=enter,
    note=_("Without a share, as split and recognition suggest; what rests on a paper, by hand."),
)  # fmt: skip
