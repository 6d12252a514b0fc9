"""A document refuses what could not be printed or traced."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from reporting.rendering.document import (
    Chart,
    Column,
    Document,
    Figure,
    Paragraph,
    Section,
    Strong,
    Table,
)
from tests.reporting.rendering import samples


def table(column: Column, cell: Any) -> Table:
    return Table(caption="表", columns=(column,), rows=((cell,),))


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "a float figure": (
        lambda: Figure(figure_id="F-3f2a9c1d", value=1.5, text="1.5"),  # type: ignore[arg-type]
        "never a float",
    ),
    "an infinite figure": (
        lambda: Figure(figure_id="F-3f2a9c1d", value=Decimal("NaN"), text="?"),
        "finite",
    ),
    "an id of another shape": (
        lambda: Figure(figure_id="3f2a", value=1, text="1"),
        "must look like F-3f2a9c1d",
    ),
    "a paragraph of nothing": (lambda: Paragraph(()), "at least one run"),
    "a paragraph of numbers": (lambda: Paragraph((5,)), "takes text"),  # type: ignore[arg-type]
    "half a character": (lambda: Paragraph(("\ud83d",)), "not valid Unicode"),
    "an empty word": (lambda: Strong(" "), "not empty"),
    "decimals before the point": (
        lambda: Column(heading="吨", kind="number", places=-2),
        "0 to 12 decimals",
    ),
    "a short row": (
        lambda: Table(caption="表", columns=(Column(heading="a"),) * 2, rows=(("x", "y"), ("x",))),
        "row 2: 1 cells for 2 columns",
    ),
    "a float cell": (lambda: table(Column(heading="吨", kind="number"), 1.5), "'吨' .number."),
    "a typed number": (lambda: table(Column(heading="吨", kind="number"), "1.5"), "not belong"),
    "a typed day": (lambda: table(Column(heading="日", kind="date"), "2025-01-01"), "not belong"),
    "an instant for a day": (
        lambda: table(Column(heading="日", kind="date"), samples.KNOWN_AT),
        "not belong",
    ),
    "a truth for a count": (
        lambda: table(Column(heading="数", kind="integer"), True),  # noqa: FBT003
        "not belong",
    ),
    "a chart that fetches": (
        lambda: Chart(caption="图", alt="图", spec={"data": {"url": "http://x/a.csv"}}),
        "may not name a url",
    ),
    "a chart without words": (lambda: Chart(caption="图", alt="", spec={}), "Chart.alt"),
    "a chart that is not JSON": (
        lambda: Chart(caption="图", alt="图", spec={"a": float("nan")}),
        "not JSON",
    ),
    "too deep a section": (lambda: Section(heading="一", level=4), "level must be 1 to 3"),
    "a skipped level": (
        lambda: replace(samples.document(), sections=(Section(heading="一", level=2),)),
        "level 2 right under level 0",
    ),
    "a figure without record": (
        lambda: replace(samples.document(), provenance=()),
        "no record in the provenance",
    ),
    "a figure that differs from its record": (
        lambda: replace(
            samples.document(),
            provenance=(
                replace(samples.record(samples.ROOFTOP), value=Decimal(1)),
                samples.record(samples.STEAM),
            ),
        ),
        "its record says 1",
    ),
    "a record twice": (
        lambda: replace(samples.document(), provenance=(samples.record(samples.STEAM),) * 2),
        "twice",
    ),
    "sample data in silence": (
        lambda: replace(samples.document(), sample_notice=""),
        "must say so",
    ),
    "a naive instant": (
        lambda: replace(samples.document(), known_at=datetime(2026, 1, 1)),  # noqa: DTZ001
        "aware",
    ),
    "another language": (
        lambda: replace(samples.document(), language="fr"),  # type: ignore[arg-type]
        "zh-Hans or en",
    ),
    "a script for an address": (
        lambda: replace(samples.document(), base_url="javascript:alert(1)//"),
        "http address",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_refuses(case: str) -> None:
    build, says = REFUSED[case]
    with pytest.raises(ValueError, match=says):
        build()


def test_it_is_frozen() -> None:
    document = samples.document()
    with pytest.raises(FrozenInstanceError):
        document.title = "x"  # type: ignore[misc]


def test_a_chart_keeps_its_own_copy_of_the_spec() -> None:
    spec: dict[str, Any] = {"data": {"values": [{"a": 1}]}}
    chart = Chart(caption="图", alt="图", spec=spec)
    spec["data"]["values"].append({"a": 2})
    assert chart.spec == {"data": {"values": [{"a": 1}]}}


def test_a_figure_may_be_shown_in_another_unit_than_its_record() -> None:
    shown = Figure(figure_id=samples.ROOFTOP, value=Decimal("18.64"), text="18.64", unit="万吨")
    document = samples.document(blocks=(Paragraph((shown,)),))
    assert shown in list(document.figures())


def test_every_kind_of_block_gives_up_its_figures() -> None:
    ids = [each.figure_id for each in samples.document().figures()]
    assert set(ids) == {samples.ROOFTOP, samples.STEAM}
    assert (
        len(ids) == 2 + 4 + 2 + 2 + 1 + 2
    )  # cards, paragraphs, table, paragraph, bullets, paragraph


def test_text_may_stand_in_any_column() -> None:
    for kind in ("number", "percent", "integer", "date"):
        assert table(Column(heading="列", kind=kind), "未披露").rows == (("未披露",),)


def test_days_stand_in_date_columns() -> None:
    assert table(Column(heading="日", kind="date"), date(2025, 1, 1)).rows[0] == (date(2025, 1, 1),)


def test_the_document_type_is_exported_whole() -> None:
    assert Document.kind == "document"
