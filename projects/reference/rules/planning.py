"""What a new edition would add and change beside what stands already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from config.kernel.canonical import plain_decimal
from projects.reference.rules.kinds import EditionKind
from projects.reference.rules.layouts import Row

#: Factors that say the same thing are compared whatever source printed them.
Key = tuple[str, str, int | None]
_DIFFERENCES_KEPT = 500


def plan_of(
    kind: EditionKind,
    rows: Sequence[Row],
    before: Mapping[Key, Sequence[Decimal]],
    *,
    replaces: bool,
) -> dict[str, Any]:
    """
    Return what publishing ``rows`` would do: counts, and the values that would differ.

    ``before`` holds the standing values by kind, region and data year; with ``replaces``
    they are those of the edition that is superseded, so what it alone holds would go.
    """
    plan: dict[str, Any] = {"rows": len(rows)}
    if kind is not EditionKind.FACTORS:
        return plan
    after = {(row["kind"], row["region"], row["data_year"]): row["value"] for row in rows}
    differences = [
        {
            "kind": key[0],
            "region": key[1],
            "data_year": key[2],
            "before": [plain_decimal(value) for value in before[key]],
            "after": plain_decimal(after[key]),
        }
        for key in after
        if key in before and any(value != after[key] for value in before[key])
    ]
    plan["new"] = sum(key not in before for key in after)
    plan["different"] = len(differences)
    plan["gone"] = len(set(before) - set(after)) if replaces else 0
    plan["differences"] = differences[:_DIFFERENCES_KEPT]
    return plan


def plan_of_classes(rows: Sequence[Row], before: Mapping[str, str]) -> dict[str, Any]:
    """
    Return what a list of classes would bring beside the list that it supersedes.

    ``before`` maps the codes of the superseded edition to their names. A code that means
    something else is named with both meanings: a code without its edition means nothing.
    """
    after = {str(row["code"]): str(row["name_zh"] or row["name_en"]) for row in rows}
    renamed = sorted(code for code in after if code in before and after[code] != before[code])
    return {
        "rows": len(rows),
        "new": sum(code not in before for code in after),
        "gone": sum(code not in after for code in before),
        "different": len(renamed),
        "class_differences": [
            {"code": code, "before": before.get(code, ""), "after": after.get(code, "")}
            for code in sorted(
                {*renamed, *(before.keys() - after.keys()), *(after.keys() - before.keys())}
            )
        ][:_DIFFERENCES_KEPT],
    }
