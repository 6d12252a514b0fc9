"""The figures of a published version as data: a list in JSON, a table in a workbook."""

from __future__ import annotations

from typing import cast

from reporting.disclosures import queries as disclosures
from reporting.disclosures.kinds.kind import Voice, period_text, sample_notice, version_label
from reporting.disclosures.models import DisclosureVersion
from reporting.rendering.document import Column, Document, Language, Section, Table

SCHEMA = "figures-1"


def as_json(version: DisclosureVersion) -> dict[str, object]:
    """Return every figure of the version with all it says, its id and its hash."""
    return {
        "schema": SCHEMA,
        "code": version.disclosure.code,
        "version": version.number,
        "period": version.disclosure.period,
        "known_at": version.known_at,
        "is_sample": version.is_sample,
        "figures_sha256": version.figures_sha256,
        "figures": [
            {"figure_id": each.figure_id, "sha256": each.sha256, **each.content()}
            for each in disclosures.signed_figures(version)
        ],
    }


def as_document(version: DisclosureVersion, language: str) -> Document:
    """Return every number of the version as one table of bound figures."""
    say = Voice(cast(Language, language))
    disclosure = version.disclosure
    entries = [each for each in disclosures.signed_book(version).entries if each.is_number]
    issued = version.decided_at or version.known_at
    return Document(
        title=say(f"{disclosure.title_zh} 数字清单", f"{disclosure.title_en}: figures"),
        organization=say(disclosure.organization_zh, disclosure.organization_en),
        identifier=disclosure.code,
        version_label=version_label(version.number, say),
        language=say.language,
        period_text=period_text(disclosure.period, say),
        issued_on=issued.date(),
        known_at=version.known_at,
        is_sample=version.is_sample,
        sample_notice=sample_notice(say) if version.is_sample else "",
        sections=(
            Section(
                heading=say("数字清单", "Figures"),
                blocks=(
                    Table(
                        caption=say("数字清单", "Figures"),
                        columns=(
                            Column(heading=say("指标", "Indicator")),
                            Column(heading=say("名称", "Name")),
                            Column(heading=say("数值", "Value"), kind="number"),
                            Column(heading=say("单位", "Unit")),
                        ),
                        rows=tuple(
                            (
                                each.indicator,
                                each.label(say.language),
                                each.bound,
                                each.unit or None,
                            )
                            for each in entries
                        ),
                    ),
                ),
            ),
        ),
        provenance=tuple(each.record(say.language) for each in entries),
    )
